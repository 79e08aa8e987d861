using HostApd.Driver;
using HostApd.Entropy;
using HostApd.Ieee80211;
using NLog;

namespace HostApd.Ap;

/// <summary>Where a BSS is, with hostapd's names (<c>state=</c> of STATUS).</summary>
public enum BssState
{
    /// <summary>Never started.</summary>
    Uninitialized,

    /// <summary>Switched off by command, or its interface is down or gone.</summary>
    Disabled,

    /// <summary>The kernel has been asked for another regulatory domain.</summary>
    CountryUpdate,

    /// <summary>Beaconing.</summary>
    Enabled,

    /// <summary>Set up, and silent until somebody says so (<c>start_disabled</c>). hostapd calls this ENABLED, too.</summary>
    Silent,
}

/// <summary>
/// One access point on one interface: its life, its stations, and the frames between. Everything runs on the event
/// loop's thread.
/// <code>
/// event \ state       | Uninitialized, Disabled  | CountryUpdate       | Enabled                      | Silent
/// Enable              | CountryUpdate or Enabled | refused             | refused                      | Enabled
///   start_disabled    | CountryUpdate or Silent  |                     |                              |
/// country is set      | –                        | Enabled or Disabled | –                            | –
/// another country is  | –                        | –                   | –                            | –
/// country timer       | –                        | Enabled or Disabled | –                            | –
/// Disable             | –                        | Disabled            | deauthenticate all, Disabled | Disabled
/// stopped by kernel   | –                        | –                   | Disabled                     | –
/// Enable, no interface| waited for or refused    | –                   | –                            | –
/// interface down/gone | –                        | Disabled            | Disabled                     | Disabled
/// UpdateBeacon        | refused                  | refused             | beacon written anew          | Enabled
/// </code>
/// Whether it comes back by itself from Disabled is <see cref="Recovery"/>'s.
/// </summary>
public sealed partial class Bss : IApEvents, IRadioMember, IDisposable
{
    private const int MaxFrame = 2304;
    private static readonly Logger Log = LogManager.GetLogger(nameof(Bss));

    private readonly IApLink _link;
    private readonly EntropyPool _entropy;
    private readonly TimeProvider _time;
    private readonly IWorker _worker;
    private readonly EventLimiter _eventLimiter;
    private readonly byte[] _frame = new byte[MaxFrame];
    private readonly byte[] _head = new byte[256];
    private readonly byte[] _tail = new byte[1024];
    private BeaconBuilder? _builder;

    /// <summary>A BSS that does nothing until <see cref="Enable"/>.</summary>
    public Bss(BssOptions options, IApLink link, Radio radio, EntropyPool entropy, TimeProvider time, IWorker? worker = null)
    {
        ArgumentNullException.ThrowIfNull(radio);
        Radio = radio;
        Options = options;
        _link = link;
        _entropy = entropy;
        _time = time;
        _worker = worker ?? new InlineWorker();
        _eventLimiter = new EventLimiter(time, Raise);
        _groupTimer = CreateTimer(_ => OnGroupTimer());
        Recovery = new Recovery(options.InterfaceName, time, link.AskLink, () => _ = Start());
        link.Attach(this);
        radio.Add(this);
    }

    /// <summary>Events for the control interface: hostapd's text.</summary>
    public event Action<string>? Event;

    /// <summary>The same, without passphrases and keys: for whoever is not to see them.</summary>
    public event Action<string>? PublicEvent;

    /// <summary>A station is in, and is about to be told of: whoever has its old association learns here that it has moved.</summary>
    public event Action<MacAddress>? PortOpening;

    /// <summary>What it is to be.</summary>
    public BssOptions Options { get; private set; }

    /// <summary>Where it is.</summary>
    public BssState State { get; private set; }

    /// <summary>Its address.</summary>
    public MacAddress Bssid => _link.Address;

    /// <summary>Its radio.</summary>
    public Radio Radio { get; }

    /// <summary>Its stations.</summary>
    public StationTable Stations { get; } = new();

    /// <summary>What the stations present demand.</summary>
    public Protection Protection { get; private set; }

    /// <summary>Frames without effect, by reason.</summary>
    public FrameCounters Counters { get; } = new();

    /// <summary>What it announces, once enabled.</summary>
    public BssAnnouncement? Announcement { get; private set; }

    /// <summary>It has been started at least once.</summary>
    public bool WasEnabled { get; private set; }

    /// <summary>Why it could not be enabled, or was disabled; null when all is well.</summary>
    public DriverResult? Problem { get; private set; }

    /// <summary>Decides whether it comes back when it went off the air.</summary>
    public Recovery Recovery { get; }

    /// <summary>Starts the access point. When the country must change first, the rest follows by itself.</summary>
    public DriverResult Enable()
    {
        if (State is BssState.Enabled or BssState.CountryUpdate)
        {
            return new DriverResult("enabling", 114, "it is enabled already", null);
        }

        return State == BssState.Silent ? StartBeaconing(silent: false) : Start();
    }

    /// <summary>Takes other options; false while it beacons. Who gave the old ones wipes their keys.</summary>
    public bool Configure(BssOptions options)
    {
        if (State is BssState.Enabled or BssState.CountryUpdate)
        {
            return false;
        }

        Options = options;
        return true;
    }

    /// <summary>Sends all stations away and stops to beacon, until somebody enables it again.</summary>
    public void Disable()
    {
        if (State == BssState.Enabled)
        {
            Broadcast(ReasonCode.LeavingNetworkDeauthentication);
        }

        StopBeaconing("disabled", tellDriver: true);
        Recovery.End();
    }

    private DriverResult Start()
    {
        if (Options.Ssid.Length == 0)
        {
            return Fail(new DriverResult("enabling", 22, "it has no name yet", "set ssid"));
        }

        var result = _link.Prepare(WantedFrames.All);
        if (result.InterfaceMissing && (WaitForInterface || Recovery.ComesBack))
        {
            return AwaitInterface(result);
        }

        Problem = null;
        if (result.Succeeded && Options.Radio.CountryCode is { } country)
        {
            result = Radio.RequireCountry(country, out var pending);
            if (result.Succeeded && pending)
            {
                Enter(BssState.CountryUpdate, country);
                Recovery.OnStarted();
                return result;
            }
        }

        return result.Succeeded ? StartBeaconing(Options.StartSilent) : Fail(result);
    }

    /// <summary>Reads the kernel's counters of a station.</summary>
    public DriverResult ReadStation(MacAddress station, out StationCounters counters) =>
        _link.ReadStation(station, out counters);

    /// <summary>Seconds since <paramref name="timestamp"/> of this BSS's clock.</summary>
    public long SecondsSince(long timestamp) => (long)_time.GetElapsedTime(timestamp).TotalSeconds;

    /// <inheritdoc/>
    public void Dispose()
    {
        Disable();
        Recovery.Dispose();
        Radio.Remove(this);
        _eventLimiter.Dispose();
        _groupTimer.Dispose();
        _group?.Dispose();
        ReplaceDevicePsks([]);
        _link.Dispose();
    }

    private ITimer CreateTimer(TimerCallback callback) =>
        _time.CreateTimer(callback, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    private void Raise(string text)
    {
        if (!_eventLimiter.Admits(text))
        {
            return;
        }

        Log.Info("{0}: {1}", Options.InterfaceName, text);
        Tell(Event, text);
        Tell(PublicEvent, text);
    }

    /// <summary>Whoever listens is told; what one of them does wrong ends with it, and neither with the others nor with us.</summary>
    private void Tell(Action<string>? listeners, string text)
    {
        foreach (var listener in Delegate.EnumerateInvocationList(listeners))
        {
            try
            {
                listener(text);
            }
#pragma warning disable CA1031 // See above.
            catch (Exception e)
            {
                Log.Error(e, "{0}: a fault of ours in a listener to {1}:", Options.InterfaceName, text.Split(' ')[0]);
            }
#pragma warning restore CA1031
        }
    }

    private DriverResult StartBeaconing(bool silent)
    {
        if (BandOf(Options) is not { } band)
        {
            return Fail(new DriverResult($"using channel {Options.Channel.Number}", 22,
                $"{Radio.Capabilities.PhyName} has no {Options.Channel.PrimaryMhz} MHz", "set hw_mode and channel to what `iw phy` lists"));
        }

        _builder = new BeaconBuilder(Options, band);
        if (_builder.MissingHtCapabilities is var missing and not 0)
        {
            return Fail(new DriverResult($"using ht_capab of {Options.InterfaceName}", 95,
                $"{Radio.Capabilities.PhyName} lacks bits 0x{missing:x4} of it", "see `iw phy` for the HT capabilities, and leave the others out"));
        }

        Announce(band);
        if (silent)
        {
            Problem = null;
            WasEnabled = true;
            Enter(BssState.Silent, "start_disabled");
            Recovery.OnStarted();
            Raise("AP-ENABLED ");
            return DriverResult.Ok;
        }

        Options = Options with { StartSilent = false };
        CreateGroupOwner();
        CreateRegistrar();
        Protection = default;
        var settings = Describe();
        var result = BeaconProblem ?? _link.Start(settings);
        if (!result.Succeeded)
        {
            return Fail(result);
        }

        var wasSilent = State == BssState.Silent;
        Problem = null;
        WasEnabled = true;
        Recovery.OnStarted();
        Tune();
        Enter(BssState.Enabled, "beaconing");
        if (Options.BroadcastDeauth)
        {
            Broadcast(ReasonCode.InvalidAuthentication);
        }

        StartKeys();
        DrainWps();
        Log.Debug("Using interface {0} with hwaddr {1} and ssid \"{2}\"",
            Options.InterfaceName, Bssid, System.Text.Encoding.UTF8.GetString(Options.Ssid));
        if (!wasSilent)
        {
            Raise("AP-ENABLED ");
        }

        // The network is on the air first: its first station takes longer to come than its key to be made.
        Options.Security?.PreparePmks(_worker);
        AnnounceGroup();
        return result;
    }

    private DriverResult Fail(DriverResult result)
    {
        Problem = result;
        StopWps();
        _groupOwner = null;
        if (WaitForInterface && !WasEnabled && result.MayPass)
        {
            Log.Warn("{0}: {1}", Options.InterfaceName, result);
            Enter(BssState.Disabled, result.Problem);
            Recovery.Persist();
            return DriverResult.Ok;
        }

        Log.Error("{0}: {1}", Options.InterfaceName, result);
        Recovery.OnRefused();
        if (State != BssState.Disabled)
        {
            Enter(BssState.Disabled, result.Problem);
            Raise("AP-DISABLED ");
        }

        return result;
    }

    private void StopBeaconing(string reason, bool tellDriver)
    {
        if (State is not (BssState.Enabled or BssState.CountryUpdate or BssState.Silent))
        {
            return;
        }

        // First of all it is off, and the group key rests: what follows must not begin anything, nor end it twice.
        Enter(BssState.Disabled, reason);
        _plannedSwitch = null;
        StopKeys();
        foreach (var sta in Stations.ToArray())
        {
            Forget(sta);
        }

        StopWps();
        if (tellDriver && _link.Stop() is { Succeeded: false } refused)
        {
            Log.Debug("{0}: {1}", Options.InterfaceName, refused);
        }

        AnnounceEndOfGroup(tellDriver);
        Raise("AP-DISABLED ");
    }

    private void Broadcast(ReasonCode reason) => SendDeauthentication(MacAddress.Broadcast, reason);

    private void Enter(BssState state, string reason)
    {
        Log.Info("{0}: interface state {1}->{2} ({3})", Options.InterfaceName, NameOf(State), NameOf(state), reason);
        State = state;
    }

    /// <summary>hostapd's spelling of a state.</summary>
    public static string NameOf(BssState state) => state switch
    {
        BssState.Uninitialized => "UNINITIALIZED",
        BssState.Disabled => "DISABLED",
        BssState.CountryUpdate => "COUNTRY_UPDATE",
        BssState.Enabled or BssState.Silent => "ENABLED",
    };
}

/// <summary>What an enabled BSS announces, for STATUS.</summary>
public sealed record BssAnnouncement(bool Ht, ushort HtCapabilities, byte[] HtMcsSet, byte[] Rates, int MaxPowerDbm);
