using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;

namespace HostApd.Entropy;

/// <summary>
/// Gathers the times of frames between two draws. It is worth nothing by account, anyone nearby sees and drives frames, and
/// costs some additions a frame.
/// </summary>
internal sealed class FrameAccumulator
{
    public const int Length = 64;

    private readonly ulong[] _lanes = GC.AllocateArray<ulong>(Length / sizeof(ulong), pinned: true);
    private int _next;

    /// <summary>Frames since the last <see cref="Take"/>.</summary>
    public int Pending { get; private set; }

    public void Add(long timestamp, int address)
    {
        ref var lane = ref _lanes[_next++ % _lanes.Length];
        lane = (BitOperations.RotateLeft(lane, 23) ^ (ulong)timestamp ^ ((ulong)(uint)address << 32)) * 0x9E3779B97F4A7C15;
        Pending++;
    }

    /// <summary>Writes and forgets what was gathered; the length written, 0 when there was no frame.</summary>
    public int Take(Span<byte> destination)
    {
        if (Pending == 0)
        {
            return 0;
        }

        for (var i = 0; i < _lanes.Length; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(destination[(i * sizeof(ulong))..], _lanes[i]);
        }

        Clear();
        return Length;
    }

    public void Clear()
    {
        CryptographicOperations.ZeroMemory(System.Runtime.InteropServices.MemoryMarshal.AsBytes(_lanes.AsSpan()));
        Pending = 0;
    }
}
