using HostApd.Control;

namespace HostApd.Cli.Editing;

/// <summary>Cuts bytes from a pipe into lines. One that is too long for any command is cut short.</summary>
internal sealed class LineBuffer(int longest)
{
    private readonly Queue<string> _lines = new();
    private readonly List<byte> _begun = [];

    internal void Add(ReadOnlySpan<byte> bytes)
    {
        foreach (var one in bytes)
        {
            if (one == (byte)'\n')
            {
                Finish();
            }
            else if (_begun.Count < longest)
            {
                _begun.Add(one);
            }
        }
    }

    /// <summary>The next line; at the end of the input also one without a line end.</summary>
    internal bool TryTake(bool isEnd, out string line)
    {
        if (isEnd && _begun.Count > 0)
        {
            Finish();
        }

        return _lines.TryDequeue(out line!);
    }

    private void Finish()
    {
        _lines.Enqueue(ByteText.Decode(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_begun)).TrimEnd('\r'));
        _begun.Clear();
    }
}
