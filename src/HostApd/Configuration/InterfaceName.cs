using HostApd.Control;

namespace HostApd.Configuration;

/// <summary>
/// What may be the name of an interface: as the kernel has it (dev_valid_name). Names become parts of paths, of sockets and of
/// kept files, so that one with a slash must go nowhere.
/// </summary>
internal static class InterfaceName
{
    private const int Longest = 15;

    /// <summary>What is wrong with it, or null.</summary>
    internal static string? Problem(string name) =>
        name is "" or "." or ".." || ByteText.Encode(name).Length > Longest || name.Any(static c => c is '/' or ':' || char.IsWhiteSpace(c) || char.IsControl(c))
            ? $"'{Spoken.Shortly(name)}' is no name of an interface: 1–15 bytes without blanks, '/' and ':'"
            : null;
}
