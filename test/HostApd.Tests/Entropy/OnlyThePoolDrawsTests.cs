using System.Runtime.CompilerServices;
using NUnit.Framework;

namespace HostApd.Tests.Entropy;

/// <summary>Only HostApd.Entropy hands out random bytes: nothing else in src/ may name another generator.</summary>
public sealed class OnlyThePoolDrawsTests
{
    private static readonly string[] Generators =
    [
        "SecureRandom", "RandomNumberGenerator", "new Random(", "Random.Shared", "Guid.NewGuid", "CreateVersion7",
        "/dev/urandom", "Path.GetRandomFileName",
    ];

    [Test]
    public void No_source_file_names_another_random_generator()
    {
        var found = from file in Directory.EnumerateFiles(SourceFolder(), "*.cs", SearchOption.AllDirectories)
                    where !file.Contains("/obj/", StringComparison.Ordinal)
                    let text = File.ReadAllText(file)
                    from name in Generators
                    where text.Contains(name, StringComparison.Ordinal)
                    select $"{file}: {name}";
        Assert.That(found, Is.Empty);
    }

    private static string SourceFolder([CallerFilePath] string here = "")
    {
        var folder = Path.GetDirectoryName(here);
        if (!Directory.Exists(folder))
        {
            folder = AppContext.BaseDirectory;
        }

        while (folder is not null && !File.Exists(Path.Combine(folder, "HostApd.Net.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        Assert.That(folder, Is.Not.Null, "the tests run inside the repository");
        return Path.Combine(folder!, "src");
    }
}
