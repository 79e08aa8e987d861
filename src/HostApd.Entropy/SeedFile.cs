using System.Security.Cryptography;
using HostApd.Crypto;
using NLog;

namespace HostApd.Entropy;

/// <summary>
/// A seed kept from one run to the next. It counts once: before it is credited its successor, which does not count, has
/// taken its place on the disk. A seed that counts is written only by a pool that is Ready, and counts on its own board
/// only. What no file can know is that somebody put an old copy of it back on the same board.
/// <code>
/// bytes 0–6   "HNSeed1"
/// byte  7     1: written in state Ready; 0: not
/// bytes 8–71  the seed
/// bytes 72–103 HMAC-SHA-256 of all before, keyed with the board's identity
/// </code>
/// </summary>
public sealed class SeedFile : IDisposable
{
    /// <summary>Length of the file: exactly this.</summary>
    public const int Length = SeedEnd + HmacDrbg.StepLength;

    private const byte Version = (byte)'1';
    private const int StateAt = 7;
    private const int SeedEnd = 72;

    private static readonly Logger Log = LogManager.GetLogger(nameof(SeedFile));

    private static ReadOnlySpan<byte> Family => "HNSeed"u8;

    private readonly EntropyPool _pool;
    private readonly EntropySource _account;
    private readonly ISeedStorage _storage;
    private readonly Hmac _hmac = Hmac.Sha256();
    private readonly Lock _storing = new();
    private readonly bool _isBound;
    private readonly bool _mayCredit;

    /// <summary>A seed file for a pool.</summary>
    /// <param name="pool">The pool that reads and writes it.</param>
    /// <param name="storage">Where it is.</param>
    /// <param name="board">
    /// What this board has and no other; empty when it has nothing of the kind, and then nothing is credited.
    /// </param>
    /// <param name="mayCredit">Whether it counts at all: <c>seed_credit</c>.</param>
    public SeedFile(EntropyPool pool, ISeedStorage storage, ReadOnlySpan<byte> board, bool mayCredit = true)
    {
        _pool = pool;
        _account = pool.AddSource("seed");
        _storage = storage;
        _isBound = !board.IsEmpty;
        _mayCredit = mayCredit;
        _hmac.SetKey(board);

        // Two boards from one image part here, whatever else they have in common.
        pool.Mix(board);
    }

    /// <summary>
    /// Reads the file, mixes it in, replaces it by a successor that does not count, and only then credits it. A pool that is
    /// Ready without it only mixes it: <see cref="Write"/> follows anyway.
    /// </summary>
    /// <returns>Whether it was credited.</returns>
    public bool Load()
    {
        Span<byte> content = stackalloc byte[Length];
        Span<byte> successor = stackalloc byte[Length];
        try
        {
            if (!_storage.TryRead(content))
            {
                return false;
            }

            _account.Feed(content, 0);
            if (_pool.State == EntropyState.Ready)
            {
                Log.Info("entropy: the seed file is mixed in; there is enough without it");
                return false;
            }

            if (!Counts(content) || !Store(Compose(successor, counts: false)))
            {
                return false;
            }

            _account.Feed(default, 0, samples: 0);
            Log.Info("entropy: the seed file is mixed in, and counts");
            _pool.Credit(_account, EntropyPool.ReadyBits);
            return true;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
            CryptographicOperations.ZeroMemory(successor);
        }
    }

    /// <summary>Writes a fresh seed; it counts at the next start if the pool is Ready now.</summary>
    public bool Write()
    {
        Span<byte> content = stackalloc byte[Length];
        var stored = Store(Compose(content, _pool.State == EntropyState.Ready));
        CryptographicOperations.ZeroMemory(content);
        return stored;
    }

    /// <summary>A fresh seed in a buffer that <see cref="Store"/> takes on another thread.</summary>
    public SecretBytes Compose()
    {
        var content = new SecretBytes(Length);
        Compose(content.Span, _pool.State == EntropyState.Ready);
        return content;
    }

    /// <summary>Brings a composed seed to the disk; false when that failed.</summary>
    public bool Store(ReadOnlySpan<byte> content)
    {
        // The daily write on the worker thread and the one at the end must not share the file beside.
        lock (_storing)
        {
            return _storage.TryWriteBeside(content) && _storage.TrySyncBeside()
                && _storage.TryReplace() && _storage.TrySyncFolder();
        }
    }

    /// <summary>Wipes the board's key.</summary>
    public void Dispose() => _hmac.Dispose();

    private bool Counts(ReadOnlySpan<byte> content)
    {
        Span<byte> mac = stackalloc byte[HmacDrbg.StepLength];
        _hmac.Compute(content[..SeedEnd], mac);
        var why = !_mayCredit ? "seed_credit is off"
            : !_isBound ? "this board has neither a permanent address nor a machine id"
            : content.StartsWith(Family) && content[Family.Length] != Version ? "another version of this daemon wrote it"
            : !content.StartsWith(Family) || !CryptographicOperations.FixedTimeEquals(mac, content[SeedEnd..])
                ? "it is damaged or comes from another board"
            : content[StateAt] != 1 ? "it was written without enough entropy, or its last start was cut short"
            : null;
        if (why is not null)
        {
            Log.Info("entropy: the seed file is mixed in but not counted: {0}", why);
        }

        return why is null;
    }

    private Span<byte> Compose(Span<byte> content, bool counts)
    {
        Family.CopyTo(content);
        content[Family.Length] = Version;
        content[StateAt] = counts ? (byte)1 : (byte)0;
        _pool.DrawSeed(content[(StateAt + 1)..SeedEnd]);
        _hmac.Compute(content[..SeedEnd], content[SeedEnd..]);
        return content;
    }
}
