using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using HostApd.Crypto;
using NLog;

namespace HostApd.Entropy;

/// <summary>How far the pool is.</summary>
public enum EntropyState
{
    /// <summary>No source has been asked yet.</summary>
    Empty,

    /// <summary>Too few bits are credited: nothing is drawn.</summary>
    Seeding,

    /// <summary>Strong bytes can be drawn.</summary>
    Ready,
}

/// <summary>What the pool is told at start.</summary>
/// <param name="Testing">Whether <see cref="EntropyPool.CreateTestGate"/> may be used.</param>
public sealed record EntropyPoolOptions(bool Testing = false);

/// <summary>
/// The only giver of random bytes: an HMAC-DRBG fed by sources, each with its own account of credited bits. 256 bits make
/// it ready. Every draw takes fresh kernel bytes as additional input, so that output is never weaker than the kernel's, and
/// ends by replacing the state, so that nobody who reads it later learns what was drawn. Never waits.
/// <code>
/// event \ state                  | Empty   | Seeding              | Ready
/// Start, SourceReady: has bytes  | Ready   | Ready                | 256 bits more
/// Start, SourceReady: has none   | Seeding | –                    | –
/// credit, sum below 256          | Seeding | more bits            | more bits
/// credit, sum 256 or more        | Ready   | Ready                | more bits
/// Mix, frames                    | mixed   | mixed                | mixed
/// a source fails                 | –       | its bits taken back  | its bits taken back; below 256: Seeding
/// draw                           | refused | refused              | bytes
/// draw, the kernel gives no more | refused | refused              | refused → Seeding, or bytes if others gave 256
/// gate blocks                    | Seeding | –                    | Seeding
/// gate blocks or rates: the sum is what the gate counts, whatever the sources gave
/// gate opens                     | as Start, and Ready if the sum is 256 or more
/// </code>
/// </summary>
public sealed class EntropyPool : INonceSource, IDisposable
{
    /// <summary>Bits that make the pool ready.</summary>
    public const int ReadyBits = 256;

    private static readonly Logger Log = LogManager.GetLogger(nameof(EntropyPool));

    private readonly IEntropySource _kernel;
    private readonly EntropyPoolOptions _options;
    private readonly SecretBytes _fresh = new(HmacDrbg.StepLength + FrameAccumulator.Length);
    private readonly FrameAccumulator _frames = new();
    private readonly List<Action> _waiting = [];
    private readonly List<EntropySource> _sources = [];
    private readonly EntropySource _kernelAccount;
    private readonly HmacDrbg _drbg = new("HostApd.Net entropy pool"u8);
    private EntropyTestGate? _gate;

    /// <summary>A pool over the kernel's generator; it asks nothing before <see cref="Start"/>.</summary>
    public EntropyPool(IEntropySource kernel, EntropyPoolOptions? options = null)
    {
        _kernel = kernel;
        _options = options ?? new EntropyPoolOptions();
        _kernelAccount = AddSource("kernel");
    }

    /// <summary>The state has changed; raised before those waiting are called.</summary>
    public event Action<EntropyState>? StateChanged;

    /// <summary>A source was switched off by its health tests: its name and the reason.</summary>
    public event Action<string, string>? SourceFailed;

    /// <summary>A moment is near at which bytes will be needed: sources hurry.</summary>
    public event Action? Boosted;

    /// <summary>How far the pool is.</summary>
    public EntropyState State { get; private set; } = EntropyState.Empty;

    /// <summary>Bits credited, at most <see cref="ReadyBits"/>.</summary>
    public int Bits => Math.Min(ReadyBits, _gate is { IsBlocking: true } gate ? gate.Bits : _sources.Sum(static s => s.Bits));

    /// <summary>The kernel's generator has given bytes.</summary>
    public bool IsKernelReady => _kernelAccount.Bits > 0;

    /// <summary>The sources, the kernel's first.</summary>
    public IReadOnlyList<EntropySource> Sources => _sources;

    /// <summary>Opens an account for another source.</summary>
    public EntropySource AddSource(string name)
    {
        var source = new EntropySource(this, name);
        _sources.Add(source);
        return source;
    }

    /// <summary>Asks the kernel for the first time. When <see cref="State"/> is then not Ready, watch the source.</summary>
    public void Start() => AskKernel("first look at the kernel's generator");

    /// <summary>The event loop found the source readable.</summary>
    public void SourceReady() => AskKernel("the kernel's generator is ready");

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

        var kernel = _fresh.Span[..HmacDrbg.StepLength];
        var length = kernel.Length;
        if (!_kernel.TryFill(kernel))
        {
            _kernelAccount.Bits = 0;
            _kernelAccount.SwitchOff();
            if (Bits < ReadyBits)
            {
                Enter(EntropyState.Seeding, "the kernel's generator gave nothing");
                return false;
            }

            length = _kernel.TryFillUnready(kernel) ? length : 0;
        }

        length += _frames.Take(_fresh.Span[length..]);
        _drbg.Generate(_fresh.Span[..length], destination);
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

    /// <summary>Mixes bytes into the generator without crediting anything for them.</summary>
    public void Mix(ReadOnlySpan<byte> data) => _drbg.Reseed(data);

    /// <summary>A frame has arrived: no credit, no allocation, and only some additions until the next draw.</summary>
    public void MixFrame(long timestamp, int addressHash) => _frames.Add(timestamp, addressHash);

    /// <summary>A button was pressed, a PIN entered, a station has knocked: keys will be drawn soon.</summary>
    public void Boost()
    {
        if (State != EntropyState.Ready)
        {
            Boosted?.Invoke();
        }
    }

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
        _drbg.Dispose();
        _fresh.Dispose();
        _frames.Clear();
        _gate?.Dispose();
    }

    internal void Credit(EntropySource source, int bits)
    {
        // Beyond four pools' worth an account says nothing new, and it must not overflow in years of service.
        source.Bits = Math.Min(4 * ReadyBits, source.Bits + bits);
        Assess(source.Name);
    }

    internal void OnFailed(EntropySource source, string reason)
    {
        source.Bits = 0;
        Log.Warn("entropy: source {0} switched off: {1}", source.Name, reason);
        if (State == EntropyState.Ready && Bits < ReadyBits)
        {
            // What it gave before is no better than what failed (SP 800-90B 4.3).
            Enter(EntropyState.Seeding, $"source {source.Name} failed, and the others have not given enough");
            AskKernel("looked at again");
        }

        SourceFailed?.Invoke(source.Name, reason);
    }

    /// <summary>
    /// Bytes that strangers cannot guess as far as the pool can help it, in every state: for what keeps nobody's secret (a token that shows that
    /// somebody listens), and never for a key.
    /// </summary>
    public void DrawUnguessable(Span<byte> destination) => DrawSeed(destination);

    /// <summary>
    /// Bytes for the seed file's successor, in every state: as good as what the pool has. Given out nowhere else.
    /// </summary>
    internal void DrawSeed(Span<byte> destination)
    {
        var kernel = _fresh.Span[..HmacDrbg.StepLength];
        var length = _kernel.TryFill(kernel) || _kernel.TryFillUnready(kernel) ? kernel.Length : 0;
        _drbg.Generate(_fresh.Span[..length], destination);
        _fresh.Clear();
    }

    private void GateMoved(string reason)
    {
        if (_gate is { IsBlocking: true } && Bits < ReadyBits)
        {
            if (State != EntropyState.Seeding)
            {
                Enter(EntropyState.Seeding, reason);
            }
        }
        else if (_gate is { IsBlocking: true })
        {
            Assess(reason);
        }
        else
        {
            AskKernel(reason);
        }
    }

    private void AskKernel(string reason)
    {
        Span<byte> seed = stackalloc byte[2 * HmacDrbg.StepLength];
        var filled = _kernel.TryFill(seed);
        if (filled || _kernel.TryFillUnready(seed))
        {
            Mix(seed);
        }

        CryptographicOperations.ZeroMemory(seed);
        if (filled)
        {
            _kernelAccount.Samples++;
            _kernelAccount.Bits = ReadyBits;
            _kernelAccount.State = EntropySourceState.Ok;
        }

        Assess(reason);
    }

    private void Assess(string reason)
    {
        if (State == EntropyState.Ready)
        {
            return;
        }

        if (Bits >= ReadyBits)
        {
            Enter(EntropyState.Ready, reason);
        }
        else if (State == EntropyState.Empty)
        {
            Enter(EntropyState.Seeding, reason + ": not enough yet");
        }
    }

    private void Enter(EntropyState state, string reason)
    {
        if (Log.IsDebugEnabled)
        {
            Log.Debug("entropy: {0} -> {1} ({2})", State, state, reason);
        }

        State = state;
        StateChanged?.Invoke(state);
        if (State != EntropyState.Ready || _waiting.Count == 0)
        {
            return;
        }

        var waiting = _waiting.ToArray();
        _waiting.Clear();
        List<Exception>? faults = null;
        foreach (var action in waiting)
        {
            try
            {
                action();
            }
#pragma warning disable CA1031 // One that fails is no reason to leave the others waiting for ever.
            catch (Exception e)
            {
                (faults ??= []).Add(e);
            }
#pragma warning restore CA1031
        }

        if (faults is not null)
        {
            ExceptionDispatchInfo.Throw(faults.Count == 1 ? faults[0] : new AggregateException(faults));
        }
    }
}
