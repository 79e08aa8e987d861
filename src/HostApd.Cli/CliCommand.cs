namespace HostApd.Cli;

/// <summary>What the Tab key offers as a command's first argument.</summary>
internal enum Completed
{
    /// <summary>Nothing.</summary>
    Nothing,

    /// <summary>The stations that are there now.</summary>
    Stations,

    /// <summary>The keys of SET.</summary>
    Settings,

    /// <summary>The words of the command's own list.</summary>
    Words,

    /// <summary>The control sockets.</summary>
    Interfaces,

    /// <summary>Names of commands: for <c>help</c>.</summary>
    Commands,

    /// <summary>Files and folders.</summary>
    Files,
}

/// <summary>A command as people type it.</summary>
/// <param name="Name">hostapd_cli's name; in capitals it is the daemon's, unless the session does more.</param>
/// <param name="Arguments">For the usage.</param>
/// <param name="Meaning">For the usage.</param>
/// <param name="Least">Fewest arguments.</param>
/// <param name="Most">Most arguments.</param>
/// <param name="Completed">What Tab offers.</param>
/// <param name="Words">The words for <see cref="Completed.Words"/>, between blanks.</param>
internal sealed record CliCommand(
    string Name, string Arguments, string Meaning, int Least, int Most, Completed Completed = Completed.Nothing, string Words = "")
{
    /// <summary>As many as one likes.</summary>
    internal const int Any = int.MaxValue;

    /// <summary>What the daemon calls it.</summary>
    internal string Verb => Name.ToUpperInvariant();

    /// <summary>Name and arguments.</summary>
    internal string Usage => Arguments.Length == 0 ? Name : $"{Name} {Arguments}";

    /// <summary>Whether so many arguments will do.</summary>
    internal bool Takes(int count) => count >= Least && count <= Most;
}
