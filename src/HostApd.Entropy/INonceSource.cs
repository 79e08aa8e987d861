namespace HostApd.Entropy;

/// <summary>Gives random bytes to a protocol machine; in a replay, the bytes of the recorded run.</summary>
public interface INonceSource
{
    /// <summary>Fills all of <paramref name="destination"/>, or returns false when no strong bytes can be given yet.</summary>
    bool TryDraw(Span<byte> destination);
}
