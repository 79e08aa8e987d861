using System.Buffers.Binary;
using System.Diagnostics;
using HostApd.Configuration;
using HostApd.Crypto;
using HostApd.Entropy;
using HostApd.Linux;
using NLog;

namespace HostApd;

/// <summary>The pool in this process: its sources, its seed file, and what the world is told of it.</summary>
internal sealed class EntropyService : IDisposable
{
    private const string DefaultSeedFile = "/var/lib/hostapd-net/seed";
    private static readonly TimeSpan SeedInterval = TimeSpan.FromDays(1);
    /// <summary>The event that keys can be drawn, with milliseconds since the start.</summary>
    internal const string Ready = "ENTROPY-READY";

    private static readonly Logger Log = LogManager.GetLogger(nameof(EntropyService));

    private readonly EventLoop _loop;
    private readonly Worker _worker;
    private readonly Gatherer _gatherer;
    private readonly bool _creditsKernel;
    private readonly SeedFile _seed;
    private readonly long _started;
    private RandomReadiness? _readiness;
    private ITimer? _seedTimer;
    private bool _isSeedLoaded;
    private bool _ended;

    internal EntropyService(EventLoop loop, Worker worker, EntropyPool pool, AccessPointConfiguration configuration, string? seedFile)
    {
        _loop = loop;
        _worker = worker;
        Pool = pool;
        _started = loop.Time.GetTimestamp();
        _creditsKernel = configuration.CreditKernel;
        _seed = new SeedFile(pool, new SeedStorage(seedFile ?? configuration.SeedFile ?? DefaultSeedFile),
            BoardIdentity.Of(configuration), configuration.SeedCredit);
        _gatherer = new Gatherer(pool, worker, loop.Time, configuration.Jitter);
        pool.StateChanged += OnStateChanged;
        pool.SourceFailed += (name, reason) => Raise($"ENTROPY-SOURCE-FAILED {name} {reason}");
    }

    /// <summary>Events for every control socket.</summary>
    internal event Action<string>? Event;

    internal EntropyPool Pool { get; }

    /// <summary>Asks the kernel, then the seed file, then gathers.</summary>
    internal void Start()
    {
        Span<byte> moment = stackalloc byte[2 * sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(moment, DateTime.UtcNow.Ticks);
        BinaryPrimitives.WriteInt64LittleEndian(moment[sizeof(long)..], Stopwatch.GetTimestamp());
        Pool.Mix(moment);
        Pool.Start();
        if (Pool.State == EntropyState.Ready)
        {
            // Nobody waits for the seed: it is read when the access point is on the air.
            _loop.Post(LoadSeed);
        }
        else
        {
            LoadSeed();
        }

        if (!Pool.IsKernelReady)
        {
            _readiness = new RandomReadiness(_loop, Pool.SourceReady);
        }

        if (Pool.State != EntropyState.Ready)
        {
            Log.Warn("the kernel has too little entropy yet: stations will be held, not rejected, until there is enough; "
                + "a hardware generator (rngd), a seed file of an earlier run or haveged shortens the wait");
        }

        _gatherer.Start();
    }

    /// <summary>
    /// At the end a seed is kept for the next run. Not of a run that never began: its last word is to be why, and the seed that it
    /// has read was replaced at once.
    /// </summary>
    internal bool KeepsSeed { get; set; }

    public void Dispose()
    {
        _ended = true;
        _gatherer.Dispose();
        _readiness?.Dispose();
        _seedTimer?.Dispose();
        if (Pool.State == EntropyState.Ready && KeepsSeed)
        {
            _seed.Write();
        }

        _seed.Dispose();
    }

    private void LoadSeed()
    {
        if (_ended)
        {
            return;
        }

        _seed.Load();
        _isSeedLoaded = true;
        if (Pool.State == EntropyState.Ready)
        {
            WriteSeed();
        }
    }

    private void OnStateChanged(EntropyState state)
    {
        if (state == EntropyState.Ready)
        {
            Raise($"{Ready} {(long)_loop.Time.GetElapsedTime(_started).TotalMilliseconds}");
            CreditKernel();
            if (_isSeedLoaded)
            {
                WriteSeed();
            }
        }
        else
        {
            Raise($"ENTROPY-SEEDING {Pool.Bits}");
        }
    }

    private void CreditKernel()
    {
        if (!_creditsKernel || Pool.IsKernelReady)
        {
            return;
        }

        using var seed = new SecretBytes(EntropyPool.ReadyBits / 8);
        if (!Pool.TryDraw(seed.Span))
        {
            return;
        }

        var result = KernelRandom.Credit(seed.Span, EntropyPool.ReadyBits);
        if (result.Succeeded)
        {
            Log.Info("entropy: {0} bits were given to the kernel", EntropyPool.ReadyBits);
        }
        else
        {
            Log.Warn("{0}", result);
        }
    }

    /// <summary>At the first Ready and then daily: flash wears. The disk may be slow, so not on the loop.</summary>
    private void WriteSeed()
    {
        if (_seedTimer is null)
        {
            _seedTimer = _loop.Time.CreateTimer(_ => StoreSeed(), null, SeedInterval, SeedInterval);
            StoreSeed();
        }
    }

    private void StoreSeed()
    {
        if (Pool.State == EntropyState.Ready)
        {
            var content = _seed.Compose();
            _worker.Run(() => _seed.Store(content.Span), content.Dispose);
        }
    }

    private void Raise(string text)
    {
        Log.Info("{0}", text);
        Event?.Invoke(text);
    }
}
