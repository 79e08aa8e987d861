using System.Buffers.Binary;
using HostApd.Crypto;
using HostApd.Entropy;

namespace HostApd.Workbench.Scenarios;

/// <summary>
/// A source whose bytes follow from a seed: SHA-256 over seed and counter. For the simulation only, where the same seed must
/// give the same run; no daemon ever sees it.
/// </summary>
internal sealed class SeededSource(long seed) : IEntropySource
{
    private long _counter;

    public bool TryFill(Span<byte> destination)
    {
        Span<byte> digest = stackalloc byte[Sha256.Length];
        for (var rest = destination; !rest.IsEmpty;)
        {
            Next(digest);
            var part = Math.Min(rest.Length, digest.Length);
            digest[..part].CopyTo(rest);
            rest = rest[part..];
        }

        return true;
    }

    /// <summary>32 bytes for somebody who would otherwise draw them.</summary>
    internal byte[] Take()
    {
        var digest = new byte[Sha256.Length];
        Next(digest);
        return digest;
    }

    /// <summary>A number from 0 to 99.</summary>
    internal int Percent() => BinaryPrimitives.ReadUInt16LittleEndian(Take()) % 100;

    private void Next(Span<byte> digest)
    {
        Span<byte> block = stackalloc byte[16];
        BinaryPrimitives.WriteInt64LittleEndian(block, seed);
        BinaryPrimitives.WriteInt64LittleEndian(block[8..], _counter++);
        Sha256.Hash(block, digest);
    }
}
