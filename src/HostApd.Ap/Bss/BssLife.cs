using System.Text;
using HostApd.Driver;
using HostApd.Ieee80211;

namespace HostApd.Ap;

/// <summary>
/// The life of one BSS: on the air, off it, and back.
/// <code>
/// event \ state       | Uninitialized, Disabled  | CountryUpdate,      | Enabled                      | Silent
///                     |                          | ChoosingChannel,    |                              |
///                     |                          | CoexistenceScan,    |                              |
///                     |                          | RadarCheck          |                              |
/// Enable              | waits or Enabled         | refused             | refused                      | waits or Enabled
///   start_disabled    | CountryUpdate or Silent  |                     |                              |
/// radio is busy with  | –                        | the step's state    | –                            | the step's state
///   the next step     |                          |                     |                              |
/// radio is ready      | –                        | Enabled or Disabled | –                            | –
///   refuses           | –                        | Disabled            | –                            | –
/// another country     | comes back               | –                   | announces it                 | –
/// Disable             | –                        | Disabled            | deauthenticate all, Disabled | Disabled
/// stopped by kernel   | –                        | –                   | Disabled                     | –
/// Enable, no interface| waited for or refused    | –                   | –                            | –
/// interface down/gone | –                        | Disabled            | Disabled                     | Disabled
/// UpdateBeacon        | refused                  | refused             | beacon written anew          | waits or Enabled
/// FallSilent          | does not come back       | Disabled            | forget all untold, Silent    | –
/// BeginGroup          | waits or Enabled         | refused             | beacon written anew          | Enabled
/// EndGroup            | –                        | –                   | deauthenticate all; where    | –
///                     |                          |                     | it was when that began       |
/// </code>
/// Whether it comes back by itself from Disabled is <see cref="Recovery"/>'s.
/// </summary>
internal sealed class BssLife : IDisposable
{
    private readonly BssRooms _rooms;
    private readonly BssSite _site;
    private readonly ChannelMove _channel;
    private readonly IWorker _worker;
    private readonly IRadioMember _member;
    private BssState _beforeGroup = BssState.Silent;

    internal BssLife(BssRooms rooms, ChannelMove channel, IWorker worker, IRadioMember member)
    {
        _rooms = rooms;
        _site = rooms.Site;
        _channel = channel;
        _worker = worker;
        _member = member;
        Tuning = new Tuning(_site);
        rooms.OnDemand.PrepareToListen = PrepareToListen;
        rooms.OnDemand.BeginBeaconing = BeginGroup;
        rooms.OnDemand.FallSilent = EndGroup;
        rooms.OnDemand.SetUp = SetUp;
        Recovery = new Recovery(_site.Name, _site.Time, _site.Link.AskLink, () => _ = Start());
    }

    internal BssState State => _site.State;

    internal Recovery Recovery { get; }

    internal Tuning Tuning { get; }

    /// <summary>Why it could not be enabled, or was disabled; null when all is well.</summary>
    internal DriverResult? Problem { get; private set; }

    /// <summary>It has been started at least once.</summary>
    internal bool WasEnabled { get; private set; }

    /// <summary>An interface that is not there yet, in use or switched off is waited for; otherwise the start is refused.</summary>
    internal bool WaitForInterface { get; set; }

    public void Dispose() => Recovery.Dispose();

    internal DriverResult Enable()
    {
        if (State.IsWanted())
        {
            return new DriverResult("enabling", ErrorNumber.Already, "it is enabled already", null);
        }

        return State == BssState.Silent ? LeaveSilence() : Start();
    }

    internal void Disable()
    {
        if (State == BssState.Enabled)
        {
            Broadcast(ReasonCode.LeavingNetworkDeauthentication);
        }

        StopBeaconing("disabled", tellDriver: true);
        Recovery.End();
    }

    /// <summary>
    /// Stops to beacon and takes other options, whose start follows at once; one that fails is tried again. The keys of the
    /// old options are wiped where the new ones do not have them.
    /// </summary>
    internal DriverResult Restart(BssOptions options)
    {
        if (State == BssState.Enabled)
        {
            Broadcast(ReasonCode.LeavingNetworkDeauthentication);
        }

        StopBeaconing("restarting", tellDriver: true);
        var before = _site.Options.Security;
        _site.Options = options;
        if (before != options.Security)
        {
            before?.Dispose();
        }

        return Start();
    }

    /// <summary>Stops to beacon, which all stations are told, and is about to <see cref="StartAnew"/>.</summary>
    internal void LeaveAirFor(string reason)
    {
        if (State == BssState.Enabled)
        {
            Broadcast(ReasonCode.LeavingNetworkDeauthentication);
        }

        StopBeaconing(reason, tellDriver: true);
    }

    /// <summary>Starts again; what is refused is tried again.</summary>
    internal void StartAnew()
    {
        if (State == BssState.Disabled && Recovery.State != RecoveryState.Off)
        {
            _ = Start();
        }
    }

    /// <summary>
    /// Stops to beacon, and no station hears of it (STOP_AP). The kernel forgets them and the keys with the access point, and so do
    /// we. What is left is as with <c>start_disabled</c>: set up, and waiting to be told; nothing else brings it back on the air.
    /// </summary>
    internal void FallSilent()
    {
        if (State == BssState.Enabled)
        {
            LeaveAirSilent("stopped to beacon");
        }
        else if (State != BssState.Silent)
        {
            // On its way to the air, or about to come back: it goes nowhere.
            StopBeaconing("stopped before it beaconed", tellDriver: true);
            Recovery.End();
        }
    }

    /// <summary>
    /// The interface is made ready for a device that is to be found without a group; the BSS stays off, or silent. Not while it has the
    /// radio, or is about to have it, and not before somebody has wanted it at all.
    /// </summary>
    internal DriverResult PrepareToListen() => State switch
    {
        BssState.Silent => DriverResult.Ok,
        BssState.Disabled when WasEnabled && !Recovery.ComesBack => _site.Link.Prepare(_rooms.Router.Filters),
        BssState.Disabled or BssState.Uninitialized => new DriverResult("listening", ErrorNumber.Invalid,
            WasEnabled ? "it comes back by itself" : "it has not been enabled yet", null),
        BssState.Enabled or BssState.CountryUpdate or BssState.ChoosingChannel or BssState.CoexistenceScan or BssState.RadarCheck =>
            new DriverResult("listening", ErrorNumber.Busy, "the access point has the radio", null),
    };

    /// <summary>Begins a group that a device has agreed on, which may have been found while the BSS was off.</summary>
    internal DriverResult BeginGroup()
    {
        _beforeGroup = State;
        if (State != BssState.Disabled)
        {
            // Whoever has agreed on it waits there, on a channel that it has agreed on, too.
            return State == BssState.Silent ? StartBeaconing(silent: false) : UpdateBeacon();
        }

        _site.Options = _site.Options with { StartSilent = false };
        return Start(isAwaited: true);
    }

    /// <summary>The group is over: all stations hear so, and what is left is what was before it: set up and waiting for the next, or off.</summary>
    internal void EndGroup()
    {
        if (State != BssState.Enabled)
        {
            return;
        }

        if (_beforeGroup == BssState.Disabled)
        {
            Disable();
        }
        else
        {
            Broadcast(ReasonCode.LeavingNetworkDeauthentication);
            LeaveAirSilent("the group has ended");
        }
    }

    /// <summary>Sets the BSS up, silent, after an attempt to beacon that was refused.</summary>
    internal void SetUp()
    {
        _site.Options = _site.Options with { StartSilent = true };
        _ = Enable();
    }

    /// <summary>Writes the beacon anew; one that was silent begins with it.</summary>
    internal DriverResult UpdateBeacon() => State switch
    {
        BssState.Silent => LeaveSilence(),
        BssState.Enabled => _rooms.Announcement.Update(),
        BssState.Uninitialized or BssState.Disabled or BssState.CountryUpdate or BssState.ChoosingChannel or BssState.CoexistenceScan
            or BssState.RadarCheck => new DriverResult("changing the beacon", ErrorNumber.Invalid, "the access point is not enabled", null),
    };

    internal void OnRegulatoryChanged()
    {
        if (State == BssState.Enabled)
        {
            _channel.Renew();
        }
        else if (!State.IsStarting())
        {
            Recovery.OnChance();
        }
    }

    /// <summary>The radio does something before the start, which waits for it.</summary>
    internal void OnRadioBusy(RadioState state)
    {
        var (next, reason) = state switch
        {
            RadioState.CountryUpdate => (BssState.CountryUpdate, _site.Options.Radio.CountryCode ?? ""),
            RadioState.ChoosingChannel => (BssState.ChoosingChannel, "looks for the best channel"),
            RadioState.CoexistenceScan => (BssState.CoexistenceScan, "looks for room for 40 MHz"),
            RadioState.RadarCheck => (BssState.RadarCheck, "listens for radar"),
            RadioState.Ready => (State, ""),
        };
        if (next != State)
        {
            Enter(next, reason);
            Recovery.OnStarted();
            _site.Settle();
        }
    }

    /// <summary>All that comes before the start is done; or why there is none.</summary>
    internal void OnRadioReady(DriverResult result)
    {
        if (State.IsStarting())
        {
            _ = result.Succeeded ? StartBeaconing(_site.Options.StartSilent) : Fail(result);
        }
    }

    internal void OnInterfaceChanged(InterfaceChange change)
    {
        switch (change)
        {
            case InterfaceChange.Down:
            case InterfaceChange.Removed:
                LoseInterface(change);
                break;
            case InterfaceChange.Up:
            case InterfaceChange.Returned:
                RegainInterface(change);
                break;
            case InterfaceChange.Unblocked:
                Recovery.OnChance();
                break;
        }
    }

    internal void OnStopped()
    {
        if (State == BssState.Enabled)
        {
            BssSite.Log.Warn("{0}: the kernel stopped the access point", _site.Name);
            StopBeaconing("the kernel stopped it", tellDriver: false);
            Recovery.OnLost("the kernel stopped it");
        }
    }

    /// <summary>A fault of our own: what may be half done is taken down, and started anew.</summary>
    internal void OnFault(Exception fault)
    {
        BssSite.Log.Error(fault, "{0}: a fault of ours; the access point starts anew:", _site.Name);
        try
        {
            StopBeaconing("a fault of ours", tellDriver: true);
        }
#pragma warning disable CA1031 // Whatever else is broken: the state is Disabled by now, and the next start makes all anew.
        catch (Exception second)
        {
            BssSite.Log.Error(second, "{0}: and another while stopping:", _site.Name);
            _ = _site.Link.Stop();
        }
#pragma warning restore CA1031

        Recovery.OnLost("a fault of ours");
    }

    private DriverResult Start(bool isAwaited = false)
    {
        // Who is silent has time to be given a name.
        if (_site.Options.Ssid.Length == 0 && !_site.Options.StartSilent)
        {
            return Fail(new DriverResult("enabling", ErrorNumber.Invalid, "it has no name yet", "set ssid"));
        }

        var result = _site.Link.Prepare(_rooms.Router.Filters);
        if (result.InterfaceMissing && (WaitForInterface || Recovery.ComesBack))
        {
            return AwaitInterface(result);
        }

        Problem = null;
        return result.Succeeded ? MakeRadioReady(_site.Options.StartSilent, _site.Options.Radio.CountryCode, isAwaited) : Fail(result);
    }

    /// <summary>Who was set up, and silent, begins to beacon; the country has been seen to.</summary>
    private DriverResult LeaveSilence() => MakeRadioReady(silent: false, country: null, isAwaited: false);

    private DriverResult MakeRadioReady(bool silent, string? country, bool isAwaited)
    {
        // What the radio has found for an earlier start is looked for anew, unless it is there.
        if (_site.Radio.Beaconing is null)
        {
            _site.Options = _site.Options with { Radio = _site.Options.Radio.AsWanted };
        }

        // What waits begins as it is told now, whatever the start was that it was set up by.
        var options = _site.Options;
        var result = _site.Radio.MakeReady(_member, new StartRequest
        {
            Link = _site.Link,
            Options = options.Radio,
            Country = country,
            Beacons = !silent,
            IsAwaited = isAwaited,
        }, out var pending);
        if (pending && options.StartSilent && !silent)
        {
            _site.Options = _site.Options with { StartSilent = false };
        }

        return !result.Succeeded ? Fail(result) : pending ? result : StartBeaconing(silent);
    }

    private DriverResult AwaitInterface(DriverResult missing)
    {
        Problem = missing;
        Recovery.Await();
        BssSite.Log.Info("{0}: {1}: waiting for the interface to appear", _site.Name, missing.Problem);
        return WaitForInterface ? DriverResult.Ok : missing;
    }

    private DriverResult StartBeaconing(bool silent)
    {
        if (_channel.Offer() is { } refused)
        {
            return Fail(refused);
        }

        if (silent)
        {
            Problem = null;
            WasEnabled = true;
            Enter(BssState.Silent, "start_disabled");
            Recovery.OnStarted();
            _site.Voice.Raise(ApEventKind.Enabled);
            _site.Settle();
            return DriverResult.Ok;
        }

        if (_site.Radio.Capabilities.Refuse(_site.Offer!.Channel, _site.Options.Radio.LooksForRadar) is { } closed)
        {
            return Fail(closed);
        }

        _site.Options = _site.Options with { StartSilent = false };
        _rooms.Membership.Create();
        _rooms.Provisioning.Create();
        var result = _rooms.Announcement.Start();
        return result.Succeeded ? Begin() : Fail(result);
    }

    /// <summary>The radio beacons.</summary>
    private DriverResult Begin()
    {
        var wasSilent = State == BssState.Silent;
        Problem = null;
        WasEnabled = true;
        Recovery.OnStarted();
        Tuning.Apply();
        Enter(BssState.Enabled, "beaconing");
        _channel.OnStarted();
        _site.Radio.FollowWidth();
        if (_site.Options.BroadcastDeauth)
        {
            Broadcast(ReasonCode.InvalidAuthentication);
        }

        if (_site.Options.Security is { } security && !_rooms.GroupKeys.Start(security))
        {
            _rooms.Hold.Await();
        }

        _rooms.Vlans.Start();
        _rooms.Provisioning.Begin();
        _rooms.Load.Follow();
        BssSite.Log.Debug("Using interface {0} with hwaddr {1} and ssid \"{2}\"",
            _site.Name, _site.Bssid, Encoding.UTF8.GetString(_site.Options.Ssid));
        if (!wasSilent)
        {
            _site.Voice.Raise(ApEventKind.Enabled);
        }

        // The network is on the air first: its first station takes longer to come than its key to be made.
        _site.Options.Security?.Prepare(_worker);
        _rooms.Sae.Begin();
        _rooms.Membership.Announce();
        _site.Settle();
        return DriverResult.Ok;
    }

    private DriverResult Fail(DriverResult result)
    {
        Problem = result;
        _rooms.Provisioning.Stop();
        _rooms.Membership.Forget();
        if (WaitForInterface && !WasEnabled && result.MayPass)
        {
            BssSite.Log.Warn("{0}: {1}", _site.Name, result);
            Enter(BssState.Disabled, result.Problem);
            Recovery.Persist();
            _site.Settle();
            return DriverResult.Ok;
        }

        BssSite.Log.Error("{0}: {1}", _site.Name, result);
        Recovery.OnRefused();
        if (State != BssState.Disabled)
        {
            Enter(BssState.Disabled, result.Problem);
            _site.Radio.Abandon(_member);
            _site.Voice.Raise(ApEventKind.Disabled);
            _site.Settle();
        }

        return result;
    }

    private void StopBeaconing(string reason, bool tellDriver)
    {
        if (!State.IsWanted() && State != BssState.Silent)
        {
            return;
        }

        // First of all it is off, and the group key rests: what follows must not begin anything, nor end it twice.
        Enter(BssState.Disabled, reason);
        _site.Radio.Abandon(_member);
        LeaveAir(tellDriver);
        _site.Voice.Raise(ApEventKind.Disabled);
        _site.Settle();
    }

    /// <summary>First of all nothing is taken any more; who follows the BSS hears of it when all is over.</summary>
    private void LeaveAirSilent(string reason)
    {
        Enter(BssState.Silent, reason);
        _site.Radio.Abandon(_member);
        LeaveAir(tellDriver: true);
        _site.Options = _site.Options with { StartSilent = true };
        _site.Settle();
    }

    /// <summary>What was there for stations ends, and they are forgotten.</summary>
    private void LeaveAir(bool tellDriver)
    {
        _channel.Forget();
        _rooms.Load.End();
        _rooms.GroupKeys.Stop();
        _rooms.Sae.Stop();
        _rooms.Owe.Stop();
        _rooms.Transitions.Stop();
        _rooms.Departure.ForgetAll(SessionEnd.AccessPointEnds);
        _rooms.Vlans.Stop();
        _rooms.Inquiries.Stop();
        _rooms.Provisioning.Stop();
        if (tellDriver && _site.Link.Stop() is { Succeeded: false } refused)
        {
            BssSite.Log.Debug("{0}: {1}", _site.Name, refused);
        }

        _rooms.Membership.AnnounceEnd(tellDriver);
    }

    private void LoseInterface(InterfaceChange change)
    {
        // The kernel's news that it stopped the access point may come before the news why.
        if (State.IsWanted() || State == BssState.Silent || Recovery.State == RecoveryState.Retrying)
        {
            _site.Voice.Raise(ApEventKind.InterfaceDisabled);
            StopBeaconing(change == InterfaceChange.Down ? "the interface went down" : "the interface was removed",
                tellDriver: false);
            Recovery.OnLinkLost();
        }
    }

    private void RegainInterface(InterfaceChange change)
    {
        if (Recovery.ComesBack)
        {
            BssSite.Log.Info("{0}: the interface {1}; starting", _site.Name,
                change == InterfaceChange.Up ? "is up" : WasEnabled ? "has returned" : "has appeared");
            _site.Voice.Raise(ApEventKind.InterfaceEnabled);
            Recovery.OnChance();
        }
    }

    private void Broadcast(ReasonCode reason) => _rooms.Transmitter.SendDeauthentication(MacAddress.Broadcast, reason);

    private void Enter(BssState state, string reason)
    {
        BssSite.Log.Info("{0}: interface state {1}->{2} ({3})", _site.Name, State.Name(), state.Name(), reason);
        _site.State = state;
    }
}
