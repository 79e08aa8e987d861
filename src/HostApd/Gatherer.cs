using System.Diagnostics;
using HostApd.Entropy;
using HostApd.Linux;
using NLog;

namespace HostApd;

/// <summary>
/// Feeds the pool while the kernel's generator is not ready: timing jitter and the hardware generator, both in short slices
/// on the worker thread. In a hurry the slices follow each other at once. Ends as soon as the kernel is ready, for every
/// draw takes its bytes then.
/// </summary>
internal sealed class Gatherer : IDisposable
{
    private const int JitterSlice = 512;
    private const int HardwareSlice = 64;

    private static readonly Logger Log = LogManager.GetLogger(nameof(Gatherer));
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan PaceWhenReady = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Hurry = TimeSpan.FromSeconds(10);

    private readonly EntropyPool _pool;
    private readonly Worker _worker;
    private readonly TimeProvider _time;
    private readonly EntropySource _jitterAccount;
    private readonly EntropySource _hardwareAccount;
    private readonly HealthTests _hardwareHealth = new(4);
    private readonly byte[] _raw = GC.AllocateArray<byte>(JitterSlice, pinned: true);
    private readonly byte[] _bytes = GC.AllocateArray<byte>(HardwareSlice, pinned: true);
    private readonly bool _useJitter;
    private ITimer? _timer;
    private HardwareRandom? _hardware;
    private JitterSource? _jitter;
    private long _hurrySince;
    private bool _hurries;
    private bool _working;
    private bool _ended;
    private int _counting;
    private int _read;

    internal Gatherer(EntropyPool pool, Worker worker, TimeProvider time, bool useJitter)
    {
        _pool = pool;
        _worker = worker;
        _time = time;
        _useJitter = useJitter;
        _jitterAccount = pool.AddSource("jitter");
        _hardwareAccount = pool.AddSource("hwrng");
        pool.Boosted += OnBoosted;
    }

    /// <summary>Starts, unless the kernel is ready already.</summary>
    internal void Start()
    {
        if (!_pool.IsKernelReady)
        {
            _timer = _time.CreateTimer(_ => Slice(), null, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        _ended = true;
        _timer?.Dispose();
        _pool.Boosted -= OnBoosted;
        if (!_working)
        {
            End();
        }
    }

    private static long Nanoseconds() =>
        Stopwatch.Frequency == 1_000_000_000 ? Stopwatch.GetTimestamp() : Stopwatch.GetElapsedTime(0).Ticks * 100;

    private void OnBoosted()
    {
        _hurrySince = _time.GetTimestamp();
        if (!_hurries)
        {
            _hurries = true;
            Slice();
        }
    }

    private void Slice()
    {
        if (!_working && !_ended)
        {
            _working = true;
            _worker.Run(Work, OnSlice);
        }
    }

    /// <summary>On the worker thread.</summary>
    private void Work()
    {
        _jitter ??= _useJitter ? new JitterSource(Nanoseconds) : null;
        _hardware ??= HardwareRandom.Open();
        _counting = _jitter is { Failure: null } ? _jitter.Collect(_raw) : 0;
        _read = _hardware is not null && _hardwareHealth.Failure is null ? _hardware.Read(_bytes) : -1;
    }

    private void OnSlice()
    {
        _working = false;
        if (_ended)
        {
            End();
            return;
        }

        if (_jitter is not null)
        {
            TakeJitter(_jitter);
        }

        TakeHardware();
        System.Security.Cryptography.CryptographicOperations.ZeroMemory(_raw);
        System.Security.Cryptography.CryptographicOperations.ZeroMemory(_bytes);
        if (_pool.IsKernelReady)
        {
            Dispose();
            return;
        }

        _hurries &= _pool.State != EntropyState.Ready && _time.GetElapsedTime(_hurrySince) < Hurry;
        if (_hurries)
        {
            Slice();
        }
        else
        {
            _timer?.Change(_pool.State == EntropyState.Ready ? PaceWhenReady : Pace, Timeout.InfiniteTimeSpan);
        }
    }

    private void TakeJitter(JitterSource jitter)
    {
        if (_jitterAccount.State == EntropySourceState.Failed)
        {
            return;
        }

        if ((jitter.Refusal ?? jitter.Failure) is { } reason)
        {
            _jitterAccount.Fail(reason);
        }
        else
        {
            _jitterAccount.Feed(_raw, _counting / JitterSource.SamplesPerBit, _raw.Length);
        }
    }

    private void TakeHardware()
    {
        if (_read <= 0)
        {
            return;
        }

        var bytes = _bytes.AsSpan(0, _read);
        var mayCredit = _hardwareHealth.MayCredit;
        if (_hardwareHealth.Test(bytes))
        {
            // One bit for a byte: an eighth of what a sound generator has.
            _hardwareAccount.Feed(bytes, mayCredit ? _read : 0, _read);
        }
        else
        {
            _hardwareAccount.Fail(_hardwareHealth.Failure!);
        }
    }

    private void End()
    {
        _jitter?.Clear();
        _jitter = null;
        _hardware?.Dispose();
        _hardware = null;
        _jitterAccount.SwitchOff();
        _hardwareAccount.SwitchOff();
        Log.Debug("entropy: gathering ended");
    }
}
