using System.Buffers.Binary;
using HostApd.Entropy;

namespace HostApd.Radius;

/// <summary>
/// Numbers of sessions, 64 bits: counted from a random one, so that neither two of one process are the same nor, but for one chance in 2^40
/// or so, those of two, whatever the clock says. They keep no secret: before the pool is ready it gives the best that it has, the seed
/// of the last run and the times of this one among it, and once it is ready the count goes on from a better one.
/// </summary>
internal sealed class SessionNumbers(EntropyPool pool)
{
    private ulong _next;
    private bool _isDrawn;
    private bool _isStrong;

    /// <summary>Another one; never 0.</summary>
    internal ulong Next()
    {
        if (!_isDrawn || !_isStrong && pool.State == EntropyState.Ready)
        {
            Draw();
        }

        _next += _next == ulong.MaxValue ? 2u : 1u;
        return _next;
    }

    private void Draw()
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        _isStrong = pool.TryDraw(bytes);
        if (!_isStrong)
        {
            pool.DrawUnguessable(bytes);
        }

        _next = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        _isDrawn = true;
    }
}
