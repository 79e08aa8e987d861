using HostApd.Crypto;
using HostApd.Eapol;
using HostApd.Entropy;
using HostApd.Ieee80211;
using NLog;

namespace HostApd.Rsn;

/// <summary>
/// The group key of one BSS (802.11-2020 12.7.11.4). Pure: its effects wait in <see cref="TryNextEffect"/>. A key is
/// drawn whole from the pool; indices 1 and 2 alternate; a key not drawn for want of entropy, or that the driver refuses, leaves
/// the old one in use.
/// <code>
/// event \ state            | GtkInit             | SetKeys                          | SetKeysDone
/// Start, OnEntropyReady    | draw, install →Done | –                                | –
/// OnTimer                  | –                   | all have it: install →Done; else | rekey → SetKeys or Done
///                          |                     |   timer 1 s                      |
/// Rekey                    | –                   | –                                | rekey → SetKeys or Done
/// last station done, gone  | –                   | install → SetKeysDone            | –
/// station leaves, strict   | –                   | next rekey after 500 ms          | timer 500 ms
/// install fails            | –                   | –                                | → SetKeys, timer 1 s, 2 s … 60 s
/// Stop                     | –                   | → GtkInit                        | → GtkInit
/// </code>
/// </summary>
public sealed class GroupKeyMachine : IDisposable
{
    private static readonly Logger Log = LogManager.GetLogger(nameof(GroupKeyMachine));
    private static readonly TimeSpan StrictDelay = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan BusyDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(60);

    private readonly MacAddress _bssid;
    private readonly INonceSource _nonces;
    private readonly List<Authenticator> _members = [];
    private readonly SecretBytes[] _keys;
    private readonly PairwiseKeyPool[] _pools;
    private byte[] _shared = [];
    private TimeSpan _nextRekey;
    private TimeSpan _refusedDelay = BusyDelay;
    private EffectQueue<GroupKeyEffect> _effects = new(8);

    /// <summary>A machine without a key; <see cref="Start"/> draws it.</summary>
    public GroupKeyMachine(MacAddress bssid, RsnOptions options, INonceSource nonces)
    {
        ArgumentNullException.ThrowIfNull(options);
        _bssid = bssid;
        Options = options;
        _nonces = nonces;
        _nextRekey = options.GroupRekey;
        _pools = [.. options.Offer.Suites.Select(static suite => new PairwiseKeyPool(suite))];
        _keys = [new SecretBytes(Cipher.KeyLength), new SecretBytes(Cipher.KeyLength)];
    }

    /// <summary>The options of the BSS.</summary>
    public RsnOptions Options { get; }

    /// <summary>The cipher that the key is for.</summary>
    public DataCipher Cipher => Options.Offer.GroupCipher;

    /// <summary>Where the machine is.</summary>
    public GroupKeyState State { get; private set; } = GroupKeyState.GtkInit;

    /// <summary>Index of the newest key: 1 or 2.</summary>
    public int KeyIndex { get; private set; } = 1;

    /// <summary>How many keys were drawn: tells an old key from the newest.</summary>
    public int Generation { get; private set; }

    /// <summary>Whether there is a key to hand to stations.</summary>
    public bool HasKey => State is GroupKeyState.SetKeys or GroupKeyState.SetKeysDone;

    /// <summary>Whether the newest key is in the driver, so that its transmit sequence can be read.</summary>
    public bool IsInstalled => State == GroupKeyState.SetKeysDone;

    /// <summary>Stations that hold a group key of this BSS.</summary>
    public int MemberCount => _members.Count;

    /// <summary>The key at index 1 or 2.</summary>
    public ReadOnlySpan<byte> Key(int index) => _keys[index - 1].Span;

    /// <summary>Takes the next effect; run it before asking for the one after.</summary>
    public bool TryNextEffect(out GroupKeyEffect effect) => _effects.TryTake(out effect);

    /// <summary>The BSS is up: draws and installs the first key, or waits for <see cref="OnEntropyReady"/>.</summary>
    public void Start() => DrawFirst("start");

    /// <summary>The pool is ready. Tell this machine before the authenticators.</summary>
    public void OnEntropyReady() => DrawFirst("entropy ready");

    /// <summary>The timer ran out.</summary>
    public void OnTimer()
    {
        if (State == GroupKeyState.SetKeys)
        {
            StationDone();
            if (State == GroupKeyState.SetKeys)
            {
                Arm(BusyDelay);
            }
        }
        else
        {
            Rekey("timer");
        }
    }

    /// <summary>Replaces the key now (<c>REKEY_GTK</c>).</summary>
    public void Rekey() => Rekey("asked for");

    /// <summary>An effect could not be run.</summary>
    public void OnEffectFailed(GroupKeyEffectKind kind)
    {
        if (State == GroupKeyState.SetKeysDone && kind is GroupKeyEffectKind.InstallGroupKey or GroupKeyEffectKind.SetDefaultGroupKey)
        {
            // The old key goes on being used, and who has the new one has the old one, too.
            _effects.Clear();
            Enter(GroupKeyState.SetKeys, "the driver refused the group key");
            Arm(_refusedDelay);
            _refusedDelay = _refusedDelay * 2 < LongestDelay ? _refusedDelay * 2 : LongestDelay;
        }
    }

    /// <summary>The BSS goes down: forgets the keys.</summary>
    public void Stop()
    {
        if (State != GroupKeyState.GtkInit)
        {
            Enter(GroupKeyState.GtkInit, "stopped");
        }

        Dispose();
        _members.Clear();
        _effects.Clear();
        Emit(GroupKeyEffectKind.CancelTimer);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var pool in _pools)
        {
            pool.Dispose();
        }

        foreach (var key in _keys)
        {
            key.Dispose();
        }
    }

    /// <summary>
    /// Where the frame of the station that is being served is written; all of a station's effects run before another's input.
    /// </summary>
    internal byte[] Frame { get; } = new byte[SentKeyFrames.MaximumLength];

    /// <summary>Elements that all stations of the BSS are given, in one array for all of them.</summary>
    internal byte[] Share(ReadOnlySpan<byte> elements) =>
        elements.SequenceEqual(_shared) ? _shared : _shared = elements.ToArray();

    /// <summary>Where the stations of a suite have their pairwise keys from.</summary>
    internal PairwiseKeyPool PoolOf(KeySuite suite)
    {
        foreach (var pool in _pools)
        {
            if (ReferenceEquals(pool.Suite, suite))
            {
                return pool;
            }
        }

        throw new ArgumentException("The network does not offer that suite.", nameof(suite));
    }

    internal void Join(Authenticator station)
    {
        if (!_members.Contains(station))
        {
            _members.Add(station);
        }
    }

    internal void Leave(Authenticator station)
    {
        if (!_members.Remove(station))
        {
            return;
        }

        if (Options.StrictRekey && HasKey)
        {
            _nextRekey = StrictDelay;
            if (State == GroupKeyState.SetKeysDone)
            {
                ArmNext();
            }
        }

        StationDone();
    }

    internal void StationDone()
    {
        if (State == GroupKeyState.SetKeys && AllHold())
        {
            Install("all stations have the new key");
            Emit(GroupKeyEffectKind.Rekeyed);
        }
    }

    private void DrawFirst(string reason)
    {
        if (State == GroupKeyState.GtkInit && _nonces.TryDraw(_keys[KeyIndex - 1].Span))
        {
            Generation++;
            Install(reason);
        }
    }

    private void Rekey(string reason)
    {
        if (State != GroupKeyState.SetKeysDone)
        {
            return;
        }

        var next = 3 - KeyIndex;
        if (!_nonces.TryDraw(_keys[next - 1].Span))
        {
            ArmNext();
            return;
        }

        KeyIndex = next;
        Generation++;
        _refusedDelay = BusyDelay;
        Enter(GroupKeyState.SetKeys, reason);
        foreach (var station in _members)
        {
            _effects.Add(new GroupKeyEffect(GroupKeyEffectKind.RekeyStation, Station: station));
        }

        StationDone();
    }

    private void Install(string reason)
    {
        Enter(GroupKeyState.SetKeysDone, reason);
        _effects.Add(new GroupKeyEffect(GroupKeyEffectKind.InstallGroupKey, KeyIndex));
        _effects.Add(new GroupKeyEffect(GroupKeyEffectKind.SetDefaultGroupKey, KeyIndex));
        ArmNext();
    }

    private bool AllHold()
    {
        foreach (var station in _members)
        {
            if (station.GroupKeyGeneration != Generation)
            {
                return false;
            }
        }

        return true;
    }

    private void ArmNext()
    {
        if (_nextRekey > TimeSpan.Zero)
        {
            Arm(_nextRekey);
        }

        _nextRekey = Options.GroupRekey;
    }

    private void Arm(TimeSpan delay) => _effects.Add(new GroupKeyEffect(GroupKeyEffectKind.ArmTimer, Delay: delay));

    private void Emit(GroupKeyEffectKind kind) => _effects.Add(new GroupKeyEffect(kind));

    private void Enter(GroupKeyState state, string reason)
    {
        if (Log.IsDebugEnabled)
        {
            Log.Debug("{0} group key: {1} -> {2} ({3})", _bssid, State, state, reason);
        }

        State = state;
    }
}
