namespace HostApd.Configuration;

/// <summary>How a file is to be read.</summary>
/// <param name="Testing">Settings made for tests are allowed.</param>
/// <param name="IgnoreUnsupported">What hostapd has and we have not is warned of and passed over.</param>
internal readonly record struct ReadOptions(bool Testing, bool IgnoreUnsupported = false);

/// <summary>Reads a configuration, whichever of the two kinds it is: with sections it is ours, without hostapd's.</summary>
internal static class ConfigurationFile
{
    /// <summary>Reads <paramref name="file"/>. With problems that are no warnings, what is returned is not to be used.</summary>
    internal static AccessPointConfiguration Read(string file, ReadOptions options, List<ConfigurationProblem> problems)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add(new ConfigurationProblem(file, 0, null, $"cannot be read: {e.Message}"));
            return new AccessPointConfiguration { File = file };
        }

        if (!HostapdFile.Recognizes(bytes))
        {
            return IniConfiguration.Read(file, bytes, options, problems);
        }

        var configuration = AccessPointConfiguration.WithHostapdsDefaults(file);
        HostapdFile.Read(file, bytes, configuration, options, problems);
        return configuration;
    }
}
