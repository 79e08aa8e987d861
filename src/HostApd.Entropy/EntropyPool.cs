using System.Security.Cryptography;
using HostApd.Crypto;
using NLog;

namespace HostApd.Entropy;

/// <summary>How far the pool is.</summary>
public enum EntropyState
{
    /// <summary>No source has been asked yet.</summary>
    Empty,

    /// <summary>Asked, but no strong bytes yet: nothing is drawn.</summary>
    Seeding,

    /// <summary>Strong bytes can be drawn.</summary>
    Ready,
}

/// <summary>What the pool is told at start.</summary>
/// <param name="Testing">Whether <see cref="EntropyPool.CreateTestGate"/> may be used.</param>
public sealed record EntropyPoolOptions(bool Testing = false);

/// <summary>
/// The only giver of random bytes. The kernel's generator decides readiness; every draw goes through an HMAC-DRBG that
/// takes fresh kernel bytes as additional input, so it is never weaker than the kernel. Never waits.
/// <code>
/// state   | Start or SourceReady, kernel has bytes | … kernel has none | gate blocks | gate released
/// Empty   | Ready                                  | Seeding           | Seeding     | –
/// Seeding | Ready, unless the gate blocks          | –                 | –           | Ready or –
/// Ready   | –                                      | –                 | Seeding     | –
/// </code>
/// </summary>
public sealed class EntropyPool : INonceSource, IDisposable
{
    private static readonly Logger Log = LogManager.GetCurrentClassLogger();

    private readonly IEntropySource _kernel;
    private readonly EntropyPoolOptions _options;
    private readonly SecretBytes _fresh = new(HmacDrbg.StepLength);
    private readonly List<Action> _waiting = [];
    private HmacDrbg? _drbg;
    private EntropyTestGate? _gate;

    /// <summary>A pool over the kernel's generator; it asks nothing before <see cref="Start"/>.</summary>
    public EntropyPool(IEntropySource kernel, EntropyPoolOptions? options = null)
    {
        _kernel = kernel;
        _options = options ?? new EntropyPoolOptions();
    }

    /// <summary>How far the pool is.</summary>
    public EntropyState State { get; private set; } = EntropyState.Empty;

    /// <summary>Asks the kernel for the first time. When <see cref="State"/> is then not Ready, watch the source.</summary>
    public void Start() => TrySeed("first look at the kernel's generator");

    /// <summary>The event loop found the source readable.</summary>
    public void SourceReady() => TrySeed("source readable");

    /// <summary>
    /// Fills all of <paramref name="destination"/> with strong bytes; false, with zeros in it, while not Ready.
    /// </summary>
    public bool TryDraw(Span<byte> destination)
    {
        destination.Clear();
        if (State != EntropyState.Ready)
        {
            return false;
        }

        if (!_kernel.TryFill(_fresh.Span))
        {
            Enter(EntropyState.Seeding, "the kernel's generator gave nothing");
            return false;
        }

        _drbg!.Generate(_fresh.Span, destination);
        _fresh.Clear();
        return true;
    }

    /// <summary>
    /// Runs <paramref name="action"/> once, as soon as the pool is Ready: at once when it is. Those waiting are called
    /// in the order of asking, on the thread that made the pool ready.
    /// </summary>
    public void WhenReady(Action action)
    {
        ArgumentNullException.ThrowIfNull(action);
        if (State == EntropyState.Ready)
        {
            action();
        }
        else
        {
            _waiting.Add(action);
        }
    }

    /// <summary>Mixes bytes into the generator without crediting anything for them: frames' times, a seed file.</summary>
    public void Mix(ReadOnlySpan<byte> data) => _drbg?.Reseed(data);

    /// <summary>The gate of tests, which makes the pool behave as starved.</summary>
    /// <exception cref="InvalidOperationException">The daemon does not run in testing mode.</exception>
    public EntropyTestGate CreateTestGate(TimeProvider clock)
    {
        if (!_options.Testing)
        {
            throw new InvalidOperationException("The entropy gate exists in testing mode only.");
        }

        return _gate ??= new EntropyTestGate(clock, GateMoved);
    }

    /// <summary>Wipes the generator.</summary>
    public void Dispose()
    {
        _drbg?.Dispose();
        _fresh.Dispose();
        _gate?.Dispose();
    }

    private void GateMoved(string reason)
    {
        if (_gate is { IsBlocking: true })
        {
            if (State != EntropyState.Seeding)
            {
                Enter(EntropyState.Seeding, reason);
            }
        }
        else
        {
            TrySeed(reason);
        }
    }

    private void TrySeed(string reason)
    {
        if (State == EntropyState.Ready)
        {
            return;
        }

        if (_gate is { IsBlocking: true } || !Seed())
        {
            if (State == EntropyState.Empty)
            {
                Enter(EntropyState.Seeding, reason + ": not ready");
            }

            return;
        }

        Enter(EntropyState.Ready, reason);
    }

    private bool Seed()
    {
        Span<byte> seed = stackalloc byte[2 * HmacDrbg.StepLength];
        var filled = _kernel.TryFill(seed);
        if (filled && _drbg is null)
        {
            _drbg = new HmacDrbg(seed);
        }
        else if (filled)
        {
            _drbg!.Reseed(seed);
        }

        CryptographicOperations.ZeroMemory(seed);
        return filled;
    }

    private void Enter(EntropyState state, string reason)
    {
        if (Log.IsDebugEnabled)
        {
            Log.Debug("entropy: {0} -> {1} ({2})", State, state, reason);
        }

        State = state;
        if (state != EntropyState.Ready || _waiting.Count == 0)
        {
            return;
        }

        var waiting = _waiting.ToArray();
        _waiting.Clear();
        foreach (var action in waiting)
        {
            action();
        }
    }
}
