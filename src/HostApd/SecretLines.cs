using System.Security.Cryptography;
using HostApd.Control;

namespace HostApd;

/// <summary>Puts lines with keys in them together, in memory that is neither moved nor left behind.</summary>
internal sealed class SecretLines : IDisposable
{
    private byte[] _bytes = GC.AllocateUninitializedArray<byte>(512, pinned: true);
    private int _length;

    /// <summary>A copy of what there is; whoever has used it zeroes it.</summary>
    internal byte[] ToArray()
    {
        var copy = GC.AllocateUninitializedArray<byte>(_length, pinned: true);
        _bytes.AsSpan(0, _length).CopyTo(copy);
        return copy;
    }

    internal SecretLines Add(ReadOnlySpan<byte> bytes)
    {
        if (_length + bytes.Length > _bytes.Length)
        {
            var larger = GC.AllocateUninitializedArray<byte>(2 * (_length + bytes.Length), pinned: true);
            _bytes.AsSpan(0, _length).CopyTo(larger);
            CryptographicOperations.ZeroMemory(_bytes);
            _bytes = larger;
        }

        bytes.CopyTo(_bytes.AsSpan(_length));
        _length += bytes.Length;
        return this;
    }

    internal SecretLines Add(string text) => Add(ByteText.Encode(text));

    internal SecretLines AddHex(ReadOnlySpan<byte> secret)
    {
        Span<byte> two = stackalloc byte[2];
        foreach (var b in secret)
        {
            two[0] = "0123456789abcdef"u8[b >> 4];
            two[1] = "0123456789abcdef"u8[b & 15];
            Add(two);
        }

        two.Clear();
        return this;
    }

    public void Dispose() => CryptographicOperations.ZeroMemory(_bytes);
}
