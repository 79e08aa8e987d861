using Tmds.Linux;
using static Tmds.Linux.LibC;

namespace HostApd.Linux;

/// <summary>How large the terminal on standard output is; the size of old where it does not say.</summary>
/// <param name="Columns">Characters in a row.</param>
/// <param name="Rows">Rows.</param>
public readonly record struct TerminalSize(int Columns, int Rows)
{
    private static readonly TerminalSize Standard = new(80, 24);

    /// <summary>Asks it.</summary>
    public static unsafe TerminalSize Read()
    {
        winsize size = default;
        return ioctl(StandardStreams.Output, TIOCGWINSZ, &size) == 0 && size is { ws_col: > 0, ws_row: > 0 }
            ? new TerminalSize(size.ws_col, size.ws_row)
            : Standard;
    }
}
