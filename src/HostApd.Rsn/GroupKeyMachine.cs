using HostApd.Eapol;
using HostApd.Entropy;
using HostApd.Ieee80211;
using NLog;

namespace HostApd.Rsn;

/// <summary>
/// The group keys of one BSS (802.11-2020 12.7.11.4): one of each <see cref="GroupKeyKind"/> that it has, drawn and switched together.
/// Pure: its effects wait in <see cref="TryNextEffect"/>. They are drawn whole from the pool; indices 1 and 2 (4 and 5, 6 and 7)
/// alternate; keys not drawn for want of entropy, or that the driver refuses, leave the old ones in use. What the driver has taken of
/// new ones it is not given twice: that would begin their packet numbers anew.
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
    private readonly GroupKeyRing _ring;
    private readonly GroupKeyMachine? _management;
    private readonly PairwiseKeyPool[] _pools;
    private byte[] _shared = [];
    private FtTerms? _terms;

    /// <summary>How many kinds of the newest keys the driver has, or has been given.</summary>
    private int _installed;
    private TimeSpan _nextRekey;
    private TimeSpan _refusedDelay = BusyDelay;
    private EffectQueue<GroupKeyEffect> _effects = new(8);

    /// <summary>A machine without a key; <see cref="Start"/> draws it.</summary>
    /// <param name="bssid">The access point.</param>
    /// <param name="options">Schedule, and what is offered.</param>
    /// <param name="nonces">Where keys come from.</param>
    /// <param name="management">
    /// Who has the keys that protect management frames, where this is the key of some stations of the BSS alone: those frames go to all.
    /// </param>
    public GroupKeyMachine(MacAddress bssid, RsnOptions options, INonceSource nonces, GroupKeyMachine? management = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        _bssid = bssid;
        Options = options;
        _nonces = nonces;
        _nextRekey = options.GroupRekey;
        _pools = [.. options.Offer.Suites.Select(suite => new PairwiseKeyPool(suite, options.ToleratesShortOweHash && suite.Source == PmkSource.Owe && suite.Hash != KeyHash.Sha256))];
        _management = management;
        _ring = new GroupKeyRing(options, dataOnly: management is not null);
    }

    /// <summary>The options of the BSS.</summary>
    public RsnOptions Options { get; }

    /// <summary>Where the machine is.</summary>
    public GroupKeyState State { get; private set; } = GroupKeyState.GtkInit;

    /// <summary>Index of the newest key: 1 or 2.</summary>
    public int KeyIndex { get; private set; } = 1;

    /// <summary>How many keys were drawn: tells an old key from the newest.</summary>
    public int Generation { get; private set; }

    /// <summary>Whether there is a key to hand to stations.</summary>
    public bool HasKey => State is GroupKeyState.SetKeys or GroupKeyState.SetKeysDone;

    /// <summary>Stations that hold a group key of this BSS.</summary>
    public int MemberCount => _members.Count;

    /// <summary>The key with an ID as a <see cref="GroupKeyEffect"/> names it.</summary>
    public ReadOnlySpan<byte> Key(int keyId) => Of(GroupKeyRing.KindOf(keyId))._ring.Key(keyId);

    /// <summary>The cipher that the key with that ID is for.</summary>
    public CipherSuite CipherOf(int keyId) => _ring.CipherOf(keyId);

    /// <summary>Whether the newest key of a kind is in the driver, so that its transmit sequence can be read.</summary>
    public bool IsInstalled(GroupKeyKind kind) =>
        Of(kind) is { State: not GroupKeyState.GtkInit, _installed: var installed } && (int)kind < installed;

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
    public void OnEffectFailed(in GroupKeyEffect effect)
    {
        if (State == GroupKeyState.SetKeysDone && effect.Kind is GroupKeyEffectKind.InstallGroupKey or GroupKeyEffectKind.SetDefaultGroupKey)
        {
            // The old key goes on being used, and who has the new one has the old one, too.
            _effects.Clear();
            _installed = (int)GroupKeyRing.KindOf(effect.KeyIndex);
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

        _ring.Dispose();
    }

    /// <summary>
    /// Where the frame of the station that is being served is written; all of a station's effects run before another's input.
    /// </summary>
    internal byte[] Frame { get; } = new byte[SentKeyFrames.MaximumLength];

    /// <summary>The packet number for the frame that is about to be written; see <see cref="GroupKeyRing.Sequence"/>.</summary>
    internal Span<byte> Sequence(GroupKeyKind kind) => Of(kind)._ring.Sequence(kind);

    /// <summary>The key ID of the newest key of a kind.</summary>
    internal int NewestOf(GroupKeyKind kind) => GroupKeyRing.IdOf(kind, Of(kind).KeyIndex);

    /// <summary>How many kinds of key a station is handed.</summary>
    /// <param name="protectsFrames">It protects management frames.</param>
    internal int KindsFor(bool protectsFrames) => protectsFrames ? (_management ?? this)._ring.Kinds : 1;

    /// <summary>No packet number is known for the frame that is about to be written.</summary>
    internal void ForgetSequences()
    {
        _ring.ForgetSequences();
        _management?.ForgetSequences();
    }

    /// <summary>Whose the keys of a kind are.</summary>
    private GroupKeyMachine Of(GroupKeyKind kind) => kind == GroupKeyKind.Data ? this : _management ?? this;

    /// <summary>Elements that all stations of the BSS are given, in one array for all of them.</summary>
    internal byte[] Share(ReadOnlySpan<byte> elements) =>
        elements.SequenceEqual(_shared) ? _shared : _shared = elements.ToArray();

    /// <summary>What the keys of the mobility domain hang on, one object for all stations.</summary>
    internal FtTerms? TermsOf(KeySuite suite, ReadOnlySpan<byte> ssid)
    {
        if (!suite.IsFastTransition || Options.FastTransition is not { } transition)
        {
            return null;
        }

        return _terms is { } terms && terms.Ssid.SequenceEqual(ssid) ? terms : _terms = new FtTerms(transition, ssid.ToArray(), _bssid);
    }

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
        if (State == GroupKeyState.GtkInit && _nonces.TryDraw(_ring.Generation(KeyIndex)))
        {
            Generation++;
            _installed = 0;
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
        if (!_nonces.TryDraw(_ring.Generation(next)))
        {
            ArmNext();
            return;
        }

        KeyIndex = next;
        Generation++;
        _installed = 0;
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
        for (; _installed < _ring.Kinds; _installed++)
        {
            var keyId = NewestOf((GroupKeyKind)_installed);
            _effects.Add(new GroupKeyEffect(GroupKeyEffectKind.InstallGroupKey, keyId));
            _effects.Add(new GroupKeyEffect(GroupKeyEffectKind.SetDefaultGroupKey, keyId));
        }

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
