using System.Numerics;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace HostApd.Entropy;

/// <summary>
/// Times a walk through memory and reads the uncertainty of caches, pipelines and clocks out of how long it took. One walk
/// gives one raw sample of eight bits; raw samples go to the pool unconditioned. Knows no thread: <see cref="Collect"/> runs
/// wherever its owner calls it, one call at a time.
/// </summary>
public sealed class JitterSource
{
    /// <summary>
    /// Samples for one bit of credit. Fixed; a test and a script hold it against the estimators of SP 800-90B on this
    /// machine's raw samples.
    /// </summary>
    public const int SamplesPerBit = 16;

    /// <summary>Min-entropy of a sample that the health tests assume: four times the credit.</summary>
    public const double AssessedBits = 4.0 / SamplesPerBit;

    /// <summary>A clock coarser than this is refused.</summary>
    public const long CoarsestNanoseconds = 1000;

    private const int MemoryLength = 1 << 17;
    private const int WalkSteps = 128;
    private const int ClockReads = 1 << 14;

    private readonly Func<long> _nanoseconds;
    private readonly byte[] _memory = new byte[MemoryLength];
    private readonly HealthTests _health = new(AssessedBits);
    private ulong _position = 1;
    private long _lastDelta;
    private long _lastChange;

    /// <summary>A source over a clock in nanoseconds.</summary>
    public JitterSource(Func<long> nanoseconds)
    {
        _nanoseconds = nanoseconds;
        Resolution = Measure(nanoseconds);
    }

    /// <summary>The greatest step that all differences of the clock are multiples of; 0 when it stands still.</summary>
    public long Resolution { get; }

    /// <summary>Why it does not start; null when it can.</summary>
    public string? Refusal => Resolution switch
    {
        0 => "the clock stands still",
        > CoarsestNanoseconds => $"the clock moves in steps of {Resolution} ns; {CoarsestNanoseconds} ns is the most",
        _ => null,
    };

    /// <summary>Why its health tests switched it off; null while all is well.</summary>
    public string? Failure => _health.Failure;

    /// <summary>
    /// Fills <paramref name="raw"/> with samples and tells how many of them count: none before the start-up test is passed,
    /// after a failure, or for samples that continue a pattern (no change, or the same change again).
    /// </summary>
    public int Collect(Span<byte> raw)
    {
        if (Refusal is not null)
        {
            raw.Clear();
            return 0;
        }

        var counting = 0;
        for (var i = 0; i < raw.Length; i++)
        {
            raw[i] = Sample(out var stuck);
            var mayCredit = _health.MayCredit;
            counting += _health.Test(raw[i]) && mayCredit && !stuck ? 1 : 0;
        }

        return _health.Failure is null ? counting : 0;
    }

    /// <summary>Wipes what timing left in its memory.</summary>
    public void Clear() => CryptographicOperations.ZeroMemory(_memory);

    private byte Sample(out bool stuck)
    {
        var start = _nanoseconds();
        Walk();
        var delta = (_nanoseconds() - start) / Resolution;
        var change = delta - _lastDelta;
        stuck = delta == 0 || change == 0 || change == _lastChange;
        _lastDelta = delta;
        _lastChange = change;
        _position ^= (ulong)delta;
        return (byte)delta;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Walk()
    {
        // Each address depends on what was read before: nothing can be fetched ahead or left out.
        for (var i = 0; i < WalkSteps; i++)
        {
            ref var cell = ref _memory[(int)(_position >> 47)];
            cell += (byte)(i + 1);
            _position = BitOperations.RotateLeft((_position + cell) * 6364136223846793005 + 1442695040888963407, 7);
        }
    }

    private static long Measure(Func<long> nanoseconds)
    {
        long divisor = 0;
        var last = nanoseconds();
        for (var i = 0; i < ClockReads && divisor != 1; i++)
        {
            var now = nanoseconds();
            divisor = CommonDivisor(divisor, Math.Abs(now - last));
            last = now;
        }

        return divisor;
    }

    private static long CommonDivisor(long one, long other)
    {
        while (other != 0)
        {
            (one, other) = (other, one % other);
        }

        return one;
    }
}
