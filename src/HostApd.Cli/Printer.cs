using System.Text;
using HostApd.Control;
using HostApd.Linux;

namespace HostApd.Cli;

/// <summary>
/// Where replies and our own words go. A pipe gets the daemon's bytes as they are; a terminal gets them harmless.
/// </summary>
internal sealed class Printer(int output = StandardStreams.Output, int error = StandardStreams.Error)
{
    private readonly bool _errorIsTerminal = StandardStreams.IsTerminal(error);

    /// <summary>Whether somebody looks at a terminal, and no program reads.</summary>
    internal bool IsTerminal { get; } = StandardStreams.IsTerminal(output);

    /// <summary>Whether nobody reads our output any more.</summary>
    internal bool IsBroken { get; private set; }

    /// <summary>A reply, on lines of its own.</summary>
    internal void Reply(string text)
    {
        var end = text.Length > 0 && text[^1] != '\n' ? "\n" : "";
        Put((IsTerminal ? TerminalText.Lines(text) : text) + end);
    }

    /// <summary>One line, whatever the daemon has put into it.</summary>
    internal void Line(string text) => Put(TerminalText.Line(text) + "\n");

    /// <summary>Text of ours that may steer the terminal.</summary>
    internal void Put(string text) => IsBroken |= !StandardStreams.Write(output, ByteText.Encode(text));

    /// <summary>Bytes of ours.</summary>
    internal void Put(ReadOnlySpan<byte> bytes) => IsBroken |= !StandardStreams.Write(output, bytes);

    /// <summary>What went wrong, on standard error.</summary>
    internal void Complain(string text) => _ = StandardStreams.Write(
        error, Encoding.UTF8.GetBytes((_errorIsTerminal ? TerminalText.Lines(text) : text) + "\n"));
}
