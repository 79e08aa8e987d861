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

    /// <summary>
    /// The crypto library draws by itself only where it is asked to make keys, signatures or padding. None of its namespaces
    /// that do so is named: only digests, ciphers and big numbers of it are.
    /// </summary>
    [Test]
    public void Nothing_of_the_crypto_library_that_draws_by_itself_is_used()
    {
        var allowed = new[]
        {
            "Org.BouncyCastle.Crypto", "Org.BouncyCastle.Crypto.Digests", "Org.BouncyCastle.Crypto.Engines",
            "Org.BouncyCastle.Crypto.Parameters", "Org.BouncyCastle.Crypto.Modes", "Org.BouncyCastle.Crypto.Macs",
            "Org.BouncyCastle.Math", "Org.BouncyCastle.Math.EC", "Org.BouncyCastle.Utilities", "Org.BouncyCastle.Crypto.Utilities",
        };
        var used = (from file in Directory.EnumerateFiles(SourceFolder(), "*.cs", SearchOption.AllDirectories)
                    where !file.Contains("/obj/", StringComparison.Ordinal)
                    from line in File.ReadLines(file)
                    where line.Contains("Org.BouncyCastle", StringComparison.Ordinal)
                    select line.Trim().TrimEnd(';').Replace("using ", "", StringComparison.Ordinal)).Distinct().ToList();
        Assert.That(used, Is.Not.Empty);
        Assert.That(used, Is.SubsetOf(allowed));
        var suspicious = from file in Directory.EnumerateFiles(SourceFolder(), "*.cs", SearchOption.AllDirectories)
                         where !file.Contains("/obj/", StringComparison.Ordinal)
                         let text = File.ReadAllText(file)
                         where text.Contains("Org.BouncyCastle", StringComparison.Ordinal)
                         from name in new[] { "ParametersWithRandom", "KeyPairGenerator", "ISigner", "ProbablePrime" }
                         where text.Contains(name, StringComparison.Ordinal)
                         select $"{file}: {name}";
        Assert.That(suspicious, Is.Empty);
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
