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
}

/// <summary>
/// One access point on one interface: its life, its stations, and the frames between. Everything runs on the event
/// loop's thread.
/// <code>
/// event \ state       | Uninitialized, Disabled  | CountryUpdate       | Enabled
/// Enable              | CountryUpdate or Enabled | refused             | refused
/// OnRegulatoryChanged | –                        | Enabled or Disabled | –
/// country timer       | –                        | Enabled or Disabled | –
/// Disable             | –                        | Disabled            | deauthenticate all, Disabled
/// stopped by kernel   | –                        | –                   | Disabled
/// Enable, no interface| waited for or refused    | –                   | –
/// interface down/gone | –                        | Disabled            | Disabled
/// interface up/back   | enable again, if it was the interface that stopped us or is waited for
/// </code>
/// </summary>
public sealed partial class Bss : IRadioEvents, IDisposable
{
    private const int MaxFrame = 2304;
    private static readonly TimeSpan CountryTimeout = TimeSpan.FromSeconds(5);
    private static readonly Logger Log = LogManager.GetLogger(nameof(Bss));

    private readonly IRadioDriver _driver;
    private readonly EntropyPool _entropy;
    private readonly TimeProvider _time;
    private readonly IWorker _worker;
    private readonly ITimer _countryTimer;
    private readonly EventLimiter _eventLimiter;
    private readonly byte[] _frame = new byte[MaxFrame];
    private readonly byte[] _head = new byte[256];
    private readonly byte[] _tail = new byte[1024];
    private BeaconBuilder? _builder;

    /// <summary>A BSS that does nothing until <see cref="Enable"/>.</summary>
    public Bss(BssOptions options, IRadioDriver driver, EntropyPool entropy, TimeProvider time,
        IWorker? worker = null)
    {
        Options = options;
        _driver = driver;
        _entropy = entropy;
        _time = time;
        _worker = worker ?? new InlineWorker();
        _countryTimer = CreateTimer(_ => OnCountryTimer());
        _eventLimiter = new EventLimiter(time, Raise);
        _groupTimer = CreateTimer(_ => OnGroupTimer());
        driver.Attach(this);
    }

    /// <summary>Events for the control interface: hostapd's text.</summary>
    public event Action<string>? Event;

    /// <summary>The same, without passphrases and keys: for whoever is not to see them.</summary>
    public event Action<string>? PublicEvent;

    /// <summary>What it is to be.</summary>
    public BssOptions Options { get; private set; }

    /// <summary>Where it is.</summary>
    public BssState State { get; private set; }

    /// <summary>Its address.</summary>
    public MacAddress Bssid => _driver.Address;

    /// <summary>Its radio.</summary>
    public RadioCapabilities Radio => _driver.Capabilities;

    /// <summary>Its stations.</summary>
    public StationTable Stations { get; } = new();

    /// <summary>What the stations present demand.</summary>
    public Protection Protection { get; private set; }

    /// <summary>Frames without effect, by reason.</summary>
    public FrameCounters Counters { get; } = new();

    /// <summary>What it announces, once enabled.</summary>
    public BssAnnouncement? Announcement { get; private set; }

    /// <summary>It has beaconed at least once.</summary>
    public bool WasEnabled { get; private set; }

    /// <summary>Why it could not be enabled, or was disabled; null when all is well.</summary>
    public DriverResult? Problem { get; private set; }

    /// <summary>Starts the access point. When the country must change first, the rest follows by itself.</summary>
    public DriverResult Enable()
    {
        if (State is BssState.Enabled or BssState.CountryUpdate)
        {
            return new DriverResult("enabling", 114, "it is enabled already", null);
        }

        var result = _driver.Prepare();
        if (result.InterfaceMissing && (WaitForInterface || AwaitsInterface))
        {
            return AwaitInterface(result);
        }

        _stopCause = StopCause.None;
        Problem = null;
        if (result.Succeeded && Options.CountryCode is { } country)
        {
            result = _driver.SetCountry(country, out var pending);
            if (result.Succeeded && pending)
            {
                Enter(BssState.CountryUpdate, country);
                _countryTimer.Change(CountryTimeout, Timeout.InfiniteTimeSpan);
                return result;
            }
        }

        return result.Succeeded ? StartBeaconing() : Fail(result);
    }

    /// <summary>Takes other options; false while it beacons.</summary>
    public bool Configure(BssOptions options)
    {
        if (State is BssState.Enabled or BssState.CountryUpdate)
        {
            return false;
        }

        Options = options;
        return true;
    }

    /// <summary>Sends all stations away and stops to beacon.</summary>
    public void Disable()
    {
        _stopCause = StopCause.None;
        if (State == BssState.Enabled)
        {
            Broadcast(ReasonCode.LeavingNetworkDeauthentication);
        }

        StopBeaconing("disabled", tellDriver: true);
    }

    /// <summary>Writes the beacon anew.</summary>
    public DriverResult UpdateBeacon()
    {
        if (State != BssState.Enabled)
        {
            return new DriverResult("changing the beacon", 22, "the access point is not enabled", null);
        }

        Protection = Protection.Of(Stations, _builder!.Ht);
        return _driver.UpdateBeacon(Describe());
    }

    /// <summary>Reads the kernel's counters of a station.</summary>
    public DriverResult ReadStation(MacAddress station, out StationCounters counters) =>
        _driver.ReadStation(station, out counters);

    /// <summary>Seconds since <paramref name="timestamp"/> of this BSS's clock.</summary>
    public long SecondsSince(long timestamp) => (long)_time.GetElapsedTime(timestamp).TotalSeconds;

    /// <inheritdoc/>
    public void OnRegulatoryChanged()
    {
        if (State == BssState.CountryUpdate)
        {
            StartBeaconing();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Disable();
        _countryTimer.Dispose();
        _eventLimiter.Dispose();
        _groupTimer.Dispose();
        _group?.Dispose();
        ReplaceDevicePsks([]);
        _driver.Dispose();
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
        Event?.Invoke(text);
        PublicEvent?.Invoke(text);
    }

    private void RefreshBeacon()
    {
        if (UpdateBeacon() is { Succeeded: false } refused)
        {
            Log.Warn("{0}: {1}", Options.InterfaceName, refused);
        }
    }

    private void OnCountryTimer()
    {
        if (State == BssState.CountryUpdate)
        {
            Log.Warn("{0}: the kernel did not confirm country {1}", Options.InterfaceName, Options.CountryCode);
            StartBeaconing();
        }
    }

    private DriverResult StartBeaconing()
    {
        _countryTimer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        if (BandOf(Options) is not { } band)
        {
            return Fail(new DriverResult($"using channel {Options.Channel}", 22,
                $"{Radio.PhyName} has no {Options.FrequencyMhz} MHz", "set hw_mode and channel to what `iw phy` lists"));
        }

        _builder = new BeaconBuilder(Options, band);
        if (_builder.MissingHtCapabilities is var missing and not 0)
        {
            return Fail(new DriverResult($"using ht_capab of {Options.InterfaceName}", 95,
                $"{Radio.PhyName} lacks bits 0x{missing:x4} of it", "see `iw phy` for the HT capabilities, and leave the others out"));
        }

        CreateGroupOwner();
        CreateRegistrar();
        Protection = default;
        Announce(band);
        var result = _driver.Start(Describe());
        if (!result.Succeeded)
        {
            return Fail(result);
        }

        Problem = null;
        WasEnabled = true;
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
        Raise("AP-ENABLED ");
        // The network is on the air first: its first station takes longer to come than its key to be made.
        Options.Security?.PreparePmks(_worker);
        AnnounceGroup();
        return result;
    }

    /// <summary>Not every driver can be tuned, and the access point works without.</summary>
    private void Tune()
    {
        var tuning = new RadioTuning(Options.RtsThreshold, Options.FragmentThreshold, Options.Queues, Options.MulticastToUnicast);
        if (!tuning.IsEmpty && _driver.Tune(tuning) is { Succeeded: false } refused)
        {
            Log.Warn("{0}: {1}", Options.InterfaceName, refused);
        }
    }

    private DriverResult Fail(DriverResult result)
    {
        Problem = result;
        Log.Error("{0}: {1}", Options.InterfaceName, result);
        if (State != BssState.Disabled)
        {
            Enter(BssState.Disabled, result.Problem);
            Raise("AP-DISABLED ");
        }

        return result;
    }

    private void StopBeaconing(string reason, bool tellDriver)
    {
        if (State is not (BssState.Enabled or BssState.CountryUpdate))
        {
            return;
        }

        _countryTimer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        foreach (var sta in Stations.ToArray())
        {
            Forget(sta);
        }

        StopKeys();
        StopWps();
        if (tellDriver && _driver.Stop() is { Succeeded: false } refused)
        {
            Log.Debug("{0}: {1}", Options.InterfaceName, refused);
        }

        Enter(BssState.Disabled, reason);
        AnnounceEndOfGroup(tellDriver);
        Raise("AP-DISABLED ");
    }

    private void Broadcast(ReasonCode reason) => SendDeauthentication(MacAddress.Broadcast, reason);

    private AccessPointSettings Describe()
    {
        var head = new ByteWriter(_head);
        _builder!.WriteBeaconHead(ref head, Bssid, Protection);
        var tail = new ByteWriter(_tail);
        _builder.WriteBeaconTail(ref tail, Protection);
        tail.Bytes(BeaconWps);
        _groupOwner?.WriteBeaconElement(ref tail);
        tail.Bytes(Options.VendorElements);
        return new AccessPointSettings
        {
            Ssid = Options.Ssid,
            BeaconHead = _head.AsSpan(0, head.Length),
            BeaconTail = _tail.AsSpan(0, tail.Length),
            BeaconInterval = Options.BeaconInterval,
            DtimPeriod = Options.DtimPeriod,
            Channel = new ChannelSettings(Options.FrequencyMhz, _builder.Ht, _builder.SecondaryChannel),
            Rsn = Options.Security is not null,
            Bits = Protection.Bits(Options.HardwareMode, Options.ShortPreamble),
            BasicRates = _builder.BasicRates,
            Isolate = Options.Isolate,
            NoCck = Options.GroupOwner is not null,
            BeaconElements = BeaconWps,
            ProbeResponseElements = ProbeResponseWps,
            AssociationResponseElements = AssociationResponseWps,
            HiddenSsid = Options.IgnoreBroadcastSsid,
            HtOperationMode = _builder.Ht ? Protection.HtOperationMode : -1,
        };
    }

    private void RefreshProtection()
    {
        var now = Protection.Of(Stations, _builder!.Ht);
        if (now != Protection)
        {
            var visible = now.ErpInformation(Options.ShortPreamble) != Protection.ErpInformation(Options.ShortPreamble)
                || now.HtOperationMode != Protection.HtOperationMode
                || _builder.Capability(now) != _builder.Capability(Protection);
            Protection = now;
            if (visible)
            {
                RefreshBeacon();
            }
        }
    }

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
        BssState.Enabled => "ENABLED",
    };
}

/// <summary>What an enabled BSS announces, for STATUS.</summary>
public sealed record BssAnnouncement(bool Ht, ushort HtCapabilities, byte[] HtMcsSet, byte[] Rates, int MaxPowerDbm);
