using System.Text.RegularExpressions;
using NUnit.Framework;

namespace HostApd.Tests.Architecture;

/// <summary>
/// The rooms of HostApd.Ap stand on each other: none names a type of a room above it. They share a namespace, so what a compiler
/// checks between projects is read here, name by name.
/// </summary>
public sealed partial class HallTests
{
    /// <summary>From the ground up. Bss is the roof and the composition: it may name all.</summary>
    private static readonly string[] Rooms =
        ["Options", "Planning", "Events", "Radios", "Service", "Site", "Frames", "Stations", "Elements", "Beside", "Access", "Joining", "OnDemand", "Bss"];

    public static IEnumerable<string> All => Rooms;

    [Test]
    public void Every_file_has_its_room()
    {
        var folders = Directory.GetDirectories(Hall).Select(Path.GetFileName).Where(static f => f is not ("bin" or "obj"));
        Assert.That(folders, Is.EquivalentTo(Rooms));
        Assert.That(Directory.GetFiles(Hall, "*.cs"), Is.Empty);
    }

    [TestCaseSource(nameof(All))]
    public void A_room_names_nothing_above_it(string room)
    {
        var height = Array.IndexOf(Rooms, room);
        var forbidden = Rooms.Skip(height + 1).SelectMany(TypesOf).ToHashSet();
        var found = from file in Files(room)
                    from line in File.ReadLines(file)
                    where !line.TrimStart().StartsWith("//", StringComparison.Ordinal)
                    from Match name in Name().Matches(StringLiteral().Replace(line, ""))
                    where forbidden.Contains(name.Value)
                    select $"{Path.GetRelativePath(Hall, file)}: {name.Value}";
        Assert.That(found.Distinct(), Is.Empty);
    }

    [Test]
    public void The_rooms_have_types_to_be_named()
    {
        Assert.That(Rooms.Select(static r => TypesOf(r).Count()), Is.All.GreaterThan(1));
        Assert.That(Name().Matches(" _ = new Bss(new BssOptions(), Radio.X);").Select(static m => m.Value), Is.EqualTo(new[] { "Bss", "BssOptions", "Radio" }));
    }

    private static string Hall => Path.Combine(SourceTree.Sources, "HostApd.Ap");

    private static string[] Files(string room) => Directory.GetFiles(Path.Combine(Hall, room), "*.cs", SearchOption.AllDirectories);

    /// <summary>All but Radio: options and sites have a property of that name.</summary>
    private static IEnumerable<string> TypesOf(string room) =>
        Files(room).SelectMany(static f => Declared().Matches(File.ReadAllText(f)).Select(static m => m.Groups[1].Value)).Where(static t => t != "Radio");

    [GeneratedRegex(@"^(?:public|internal) (?:[\w]+ )*?(?:class|struct|record struct|record|enum|interface|delegate \w+) (\w+)", RegexOptions.Multiline)]
    private static partial Regex Declared();

    [GeneratedRegex(@"(?<![.\w])[A-Z]\w+")]
    private static partial Regex Name();

    [GeneratedRegex(@"""(?:[^""\\]|\\.)*""")]
    private static partial Regex StringLiteral();
}
