namespace HostApd.Entropy;

/// <summary>
/// Where raw random bytes come from: the kernel's generator, in tests a script. Handed to the pool from outside, since
/// the pool knows no operating system.
/// </summary>
public interface IEntropySource
{
    /// <summary>
    /// Fills all of <paramref name="destination"/> without ever waiting, as getrandom(GRND_NONBLOCK) does; false, and
    /// nothing promised about the content, while the source is not ready.
    /// </summary>
    bool TryFill(Span<byte> destination);

    /// <summary>
    /// Whatever a source that is not ready has to give, to be mixed in without credit; false when it gives nothing.
    /// </summary>
    bool TryFillUnready(Span<byte> destination) => false;
}
