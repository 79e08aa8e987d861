namespace HostApd.Cli;

/// <summary>What the command line asks for; the letters are hostapd_cli's.</summary>
internal sealed record ClientOptions
{
    /// <summary><c>-p</c>: where the daemon's sockets are.</summary>
    internal string Directory { get; init; } = "/var/run/hostapd";

    /// <summary><c>-s</c>: where our own socket goes.</summary>
    internal string ClientDirectory { get; init; } = "/tmp";

    /// <summary><c>-i</c>: whose socket; the first found otherwise.</summary>
    internal string? Interface { get; init; }

    /// <summary><c>-G</c>: how often the daemon is asked whether it is there.</summary>
    internal TimeSpan PingInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary><c>-a</c>: the program that is run for each event.</summary>
    internal string? ActionProgram { get; init; }

    /// <summary><c>-B</c>: in the background, once connected.</summary>
    internal bool Background { get; init; }

    /// <summary><c>-P</c>: where the process id is written.</summary>
    internal string? PidFile { get; init; }

    /// <summary><c>-r</c>: wait for a daemon that is not there.</summary>
    internal bool Reconnect { get; init; }

    /// <summary><c>--json</c>: replies and events for machines.</summary>
    internal bool Json { get; init; }
}
