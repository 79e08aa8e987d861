using Tmds.Linux;
using static Tmds.Linux.LibC;

namespace HostApd.Linux;

/// <summary>
/// The terminal on standard input and output: key by key while lines are typed, and as it was found for who waits for a Ctrl-C.
/// </summary>
public sealed unsafe class Terminal : IDisposable
{
    private readonly termios _found;

    private Terminal(termios found) => _found = found;

    /// <summary>How many characters a row has.</summary>
    public int Columns => TerminalSize.Read().Columns;

    /// <summary>The terminal, or null when input or output is something else.</summary>
    public static Terminal? Open()
    {
        termios found;
        return StandardStreams.IsTerminal(StandardStreams.Output) && tcgetattr(StandardStreams.Input, &found) == 0
            ? new Terminal(found)
            : null;
    }

    /// <summary>Every key arrives at once and unseen, Ctrl-C among them; Ctrl-Z stops the process as ever.</summary>
    public void TakeKeys()
    {
        var keys = _found;
        keys.c_lflag &= ~(ICANON | ECHO | IEXTEN);
        keys.c_iflag &= ~(IXON | ICRNL);
        keys.c_cc[VMIN] = 1;
        keys.c_cc[VTIME] = 0;
        keys.c_cc[VINTR] = 0;
        keys.c_cc[VQUIT] = 0;
        _ = tcsetattr(StandardStreams.Input, (int)TCSANOW, &keys);
    }

    /// <summary>As it was found.</summary>
    public void GiveBack()
    {
        var found = _found;
        _ = tcsetattr(StandardStreams.Input, (int)TCSANOW, &found);
    }

    /// <inheritdoc/>
    public void Dispose() => GiveBack();
}
