using System.Security.Cryptography;

namespace HostApd.Crypto;

/// <summary>
/// Key material in an array that the garbage collector neither moves nor copies, zeroed on <see cref="Dispose"/>.
/// It never prints its content.
/// </summary>
public sealed class SecretBytes : IDisposable
{
    private readonly byte[] _bytes;

    /// <summary>A secret of <paramref name="length"/> zero bytes, to be filled by its owner.</summary>
    public SecretBytes(int length) => _bytes = GC.AllocateArray<byte>(length, pinned: true);

    /// <summary>A pinned copy of <paramref name="value"/>; wiping the original is the caller's part.</summary>
    public SecretBytes(ReadOnlySpan<byte> value)
        : this(value.Length) => value.CopyTo(_bytes);

    /// <summary>Length in bytes.</summary>
    public int Length => _bytes.Length;

    /// <summary>The secret itself, writable. Never keep a copy of it in an ordinary array.</summary>
    public Span<byte> Span => _bytes;

    /// <summary>Fills the secret with zeros; it may be filled again.</summary>
    public void Clear() => CryptographicOperations.ZeroMemory(_bytes);

    /// <summary>Compares in a time that depends on the length only.</summary>
    public bool FixedTimeEquals(ReadOnlySpan<byte> other) => CryptographicOperations.FixedTimeEquals(_bytes, other);

    /// <inheritdoc/>
    public void Dispose() => Clear();

    /// <summary>Says the length, never the content.</summary>
    public override string ToString() => $"(secret, {_bytes.Length} bytes)";
}
