namespace HostApd;

/// <summary>What the command line asked for.</summary>
internal sealed record DaemonOptions
{
    internal required IReadOnlyList<string> Files { get; init; }

    /// <summary>How often -d was given.</summary>
    internal int Debug { get; init; }

    internal bool ShowKeys { get; init; }

    internal bool Timestamps { get; init; }

    internal bool Background { get; init; }

    internal string? PidFile { get; init; }

    internal string? LogFile { get; init; }

    internal bool Syslog { get; init; }

    internal string? GlobalSocket { get; init; }

    internal string? Group { get; init; }

    internal string? Interface { get; init; }

    internal string? SeedFile { get; init; }

    internal bool Testing { get; init; }

    /// <summary>What hostapd's file asks for and we have not is passed over.</summary>
    internal bool IgnoreUnsupported { get; init; }

    /// <summary>Check the files and start nothing.</summary>
    internal bool CheckOnly { get; init; }

    /// <summary>What is found by <see cref="CheckOnly"/> is told to machines.</summary>
    internal bool Json { get; init; }

    /// <summary>Interfaces that are not there yet are waited for.</summary>
    internal bool Wait { get; init; }
}
