using System.Xml.Linq;
using NUnit.Framework;

namespace HostApd.Tests.Architecture;

/// <summary>conf/licenses names what is linked in, with its version, and has its text.</summary>
public sealed class LicenceTests
{
    private static readonly string Folder = Path.Combine(SourceTree.Root, "conf", "licenses");

    private static readonly string[][] Rows = [.. File.ReadLines(Path.Combine(Folder, "README.md"))
        .Where(static line => line.StartsWith("| ", StringComparison.Ordinal))
        .Select(static line => line.Split('|', StringSplitOptions.TrimEntries)[1..^1])
        .Where(static row => row[0] != "what")];

    [Test]
    public void Each_package_that_the_executables_use_is_listed_with_its_version()
    {
        var used = Directory.EnumerateFiles(Path.Combine(SourceTree.Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .SelectMany(static file => XDocument.Load(file).Descendants("PackageReference"))
            .Select(static e => (string)e.Attribute("Include")!).ToHashSet();
        var versions = XDocument.Load(Path.Combine(SourceTree.Root, "src", "Directory.Packages.props")).Descendants("PackageVersion")
            .ToDictionary(static e => (string)e.Attribute("Include")!, static e => (string)e.Attribute("Version")!);
        Assert.That(used, Is.Not.Empty);
        Assert.That(Rows.Select(static row => $"{row[0]} {row[1]}"), Is.SupersetOf(used.Select(name => $"{name} {versions[name]}")));
    }

    [Test]
    public void Each_text_is_there_and_none_that_is_not_named()
    {
        var named = Rows.SelectMany(static row => row[3].Split(", ")).ToHashSet();
        Assert.That(Directory.EnumerateFiles(Folder, "*.txt").Select(Path.GetFileName), Is.EquivalentTo(named));
    }
}
