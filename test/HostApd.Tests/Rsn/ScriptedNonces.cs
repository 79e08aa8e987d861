using HostApd.Entropy;

namespace HostApd.Tests.Rsn;

/// <summary>Hands out the recorded values in order, then counting bytes; may be starved.</summary>
internal sealed class ScriptedNonces(params byte[][] recorded) : INonceSource
{
    private readonly Queue<byte[]> _recorded = new(recorded);
    private byte _next = 0x10;

    public bool Starved { get; set; }

    public bool TryDraw(Span<byte> destination)
    {
        if (Starved)
        {
            destination.Clear();
            return false;
        }

        if (_recorded.TryDequeue(out var value))
        {
            value.CopyTo(destination);
        }
        else
        {
            destination.Fill(_next++);
        }

        return true;
    }
}
