namespace HostApd.Entropy;

/// <summary>
/// The continuous health tests of NIST SP 800-90B 4.4 over byte samples: repetition count and adaptive proportion, with a
/// false alarm once in 2^20 tests; and the start-up test of 4.3: the first <see cref="StartUpSamples"/> samples must pass
/// before anything is credited. A failure is for good.
/// </summary>
public sealed class HealthTests
{
    /// <summary>Samples that must pass before the first credit.</summary>
    public const int StartUpSamples = 1024;

    /// <summary>Samples in a window of the adaptive proportion test (non-binary source).</summary>
    public const int Window = 512;

    private const double FalseAlarm = 1.0 / (1 << 20);

    private int _last = -1;
    private int _repetitions;
    private byte _first;
    private int _inWindow;
    private int _same;

    /// <summary>Tests for a source that is said to have so many bits of min-entropy in a sample.</summary>
    public HealthTests(double bitsPerSample)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bitsPerSample);
        RepetitionCutoff = 1 + (int)Math.Ceiling(20 / bitsPerSample);
        ProportionCutoff = CriticalBinomial(Window, Math.Pow(2, -bitsPerSample)) + 1;
    }

    /// <summary>So many equal samples in a row fail (4.4.1).</summary>
    public int RepetitionCutoff { get; }

    /// <summary>So many samples of a window equal to its first fail (4.4.2).</summary>
    public int ProportionCutoff { get; }

    /// <summary>Samples tested.</summary>
    public long Samples { get; private set; }

    /// <summary>Why the source is out; null while all is well.</summary>
    public string? Failure { get; private set; }

    /// <summary>The start-up test is passed and nothing has failed since.</summary>
    public bool MayCredit => Failure is null && Samples >= StartUpSamples;

    /// <summary>Tests one sample; false from the first failure on.</summary>
    public bool Test(byte sample)
    {
        Samples++;
        _repetitions = sample == _last ? _repetitions + 1 : 1;
        _last = sample;
        if (_repetitions >= RepetitionCutoff)
        {
            Failure ??= $"repetition count test: {_repetitions} equal samples in a row";
        }

        if (_inWindow == 0)
        {
            _first = sample;
            _same = 0;
        }

        _same += sample == _first ? 1 : 0;
        _inWindow = (_inWindow + 1) % Window;
        if (_same >= ProportionCutoff)
        {
            Failure ??= $"adaptive proportion test: {_same} of {Window} samples equal";
        }

        return Failure is null;
    }

    /// <summary>Tests samples; false from the first failure on.</summary>
    public bool Test(ReadOnlySpan<byte> samples)
    {
        foreach (var sample in samples)
        {
            Test(sample);
        }

        return Failure is null;
    }

    /// <summary>The least k for which more than k successes in n trials are a false alarm.</summary>
    private static int CriticalBinomial(int n, double p)
    {
        // From the top down, in logarithms: the terms at the bottom may be smaller than a double can be.
        var tail = 0.0;
        var logTerm = n * Math.Log(p);
        for (var k = n; k > 0; k--)
        {
            tail += Math.Exp(logTerm);
            if (tail > FalseAlarm)
            {
                return k;
            }

            logTerm += Math.Log((double)k / (n - k + 1)) + Math.Log(1 - p) - Math.Log(p);
        }

        return 0;
    }
}
