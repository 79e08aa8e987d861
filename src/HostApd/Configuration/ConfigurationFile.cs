using HostApd.Linux;

namespace HostApd.Configuration;

/// <summary>How a file is to be read.</summary>
/// <param name="Testing">Settings made for tests are allowed.</param>
/// <param name="IgnoreUnsupported">What hostapd has and we have not is warned of and passed over.</param>
/// <param name="NamedByClient">
/// A control client chose the file. It may say where programs and files are, so that only files count which those could not
/// have written who are not root; and what stands in it is not repeated, where it is none of ours.
/// </param>
/// <param name="InterfaceName">The interface, whatever the file says (<c>-i</c>); null: the file's.</param>
internal readonly record struct ReadOptions(bool Testing, bool IgnoreUnsupported = false, bool NamedByClient = false, string? InterfaceName = null);

/// <summary>Reads a configuration, whichever of the two kinds it is: with sections it is ours, without hostapd's.</summary>
internal static class ConfigurationFile
{
    /// <summary>Reads <paramref name="file"/>. With problems that are no warnings, what is returned is not to be used.</summary>
    internal static AccessPointConfiguration Read(string file, ReadOptions options, List<ConfigurationProblem> problems)
    {
        var trust = options is { NamedByClient: true, Testing: false } ? FileTrust.OwnersOnly : FileTrust.Anybody;
        var result = Disk.Real.Read(file, trust, out var content);
        if (!result.Succeeded)
        {
            problems.Add(new ConfigurationProblem(file, 0, null, $"cannot be read: {WithoutName(result, file)}"));
            return new AccessPointConfiguration { File = file };
        }

        return Read(file, content!.Bytes, options, problems);
    }

    /// <summary>The name stands before it already.</summary>
    private static string WithoutName(OsResult result, string file)
    {
        var text = result.ToString();
        var reading = $"reading {file}: ";
        return text.StartsWith(reading, StringComparison.Ordinal) ? text[reading.Length..] : text;
    }

    /// <summary>As above, of what the file holds.</summary>
    internal static AccessPointConfiguration Read(string file, byte[] bytes, ReadOptions options, List<ConfigurationProblem> problems)
    {
        AccessPointConfiguration configuration;
        var before = problems.Count;
        if (HostapdFile.Recognizes(bytes))
        {
            configuration = AccessPointConfiguration.WithHostapdsDefaults(file);
            HostapdFile.Read(file, bytes, configuration, options, problems);
        }
        else
        {
            configuration = IniConfiguration.Read(file, bytes, options, problems);
        }

        if (ConfigurationProblem.Heading(file, problems[before..]) is { } heading)
        {
            problems.Insert(before, heading);
        }

        foreach (var bss in configuration.WithFurther)
        {
            bss.IsNamedByClient = options.NamedByClient;
        }

        return configuration;
    }
}
