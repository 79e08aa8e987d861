using HostApd.Crypto;

namespace HostApd.Wps;

/// <summary>One exponentiation, to be run away from the event loop. It touches nothing but its own memory.</summary>
public sealed class DhTask : IDisposable
{
    private readonly SecretBytes _privateKey;
    private readonly byte[]? _peer;
    private readonly SecretBytes _result = new(DhGroup5.PublicLength);

    /// <summary>Copies <paramref name="privateKey"/>; with a peer's public key the shared secret, else our public key.</summary>
    internal DhTask(int generation, ReadOnlySpan<byte> privateKey, byte[]? peer)
    {
        Generation = generation;
        _privateKey = new SecretBytes(privateKey);
        _peer = peer;
    }

    /// <summary>Counts the tasks of a registrar: the result of one that is no longer wanted is ignored.</summary>
    public int Generation { get; }

    /// <summary>Whether <see cref="Run"/> gave a result.</summary>
    internal bool Succeeded { get; private set; }

    /// <summary>192 bytes.</summary>
    internal ReadOnlySpan<byte> Result => _result.Span;

    /// <summary>Computes; a fraction of a millisecond on a desktop, some on a small router. Call once, then hand the task back.</summary>
    public void Run()
    {
        if (_peer is null)
        {
            DhGroup5.PublicKey(_privateKey.Span, _result.Span);
            Succeeded = true;
        }
        else
        {
            Succeeded = DhGroup5.TryAgree(_privateKey.Span, _peer, _result.Span);
        }
    }

    /// <summary>Wipes both keys.</summary>
    public void Dispose()
    {
        _privateKey.Dispose();
        _result.Dispose();
    }
}
