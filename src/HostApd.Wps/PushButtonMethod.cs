using HostApd.Crypto;
using HostApd.Ieee80211;
using NLog;

namespace HostApd.Wps;

/// <summary>
/// The push button (WSC 2.0 11.3): for whom it was pressed, who else asked within the walk time, and the one exchange that it serves.
/// The table stands over <see cref="Selection"/>.
/// </summary>
internal sealed class PushButtonMethod(
    MacAddress bssid, WpsEffects effects, WpsResults results, PbcWindow window, Action selectionChanged)
{
    private static readonly Logger Log = LogManager.GetLogger(nameof(PushButtonMethod));

    private readonly Overlap _overlap = new();
    private Press _press;
    private RegistrarSession? _holder;

    public PbcState State { get; private set; }

    /// <summary>Beacons speak of a press.</summary>
    public bool IsAnnounced => State == PbcState.Active || _overlap.IsAnnounced;

    /// <summary>A press stands, or an overlap as long as its devices are seen.</summary>
    public bool Stands => State == PbcState.Active || State == PbcState.Overlap && window.Recent().Count > 1;

    /// <summary>The devices of the last overlap.</summary>
    public IReadOnlyList<PbcDevice> Overlapping => _overlap.Devices;

    /// <summary>The button was pressed: the walk time begins.</summary>
    public void Begin(Press press, TimeSpan walkTime)
    {
        _press = press;
        EndAnnouncement();
        Enter(PbcState.Active, press.IsAutomatic ? "a device asked" : "button pressed");
        effects.Announce(WpsEvent.PbcActive);
        effects.Arm(WpsTimer.WalkTime, walkTime);
    }

    /// <summary>Whether more than one device has asked within the walk time: who may, is not to be told from who may not.</summary>
    public bool FindOverlap()
    {
        var devices = window.Recent();
        if (devices.Count > 1)
        {
            EnterOverlap(devices);
        }

        return devices.Count > 1;
    }

    /// <summary>A device wants to enrol by push button.</summary>
    public void OnSeen(PbcDevice device)
    {
        if (window.Add(device) && State == PbcState.Active && _press.IsForAnyone)
        {
            _ = FindOverlap();
        }
    }

    /// <summary>The walk time is over; it ends what is announced of an overlap, too.</summary>
    public void OnWalkTime()
    {
        if (State == PbcState.Active)
        {
            Enter(PbcState.TimedOut, "walk time is over");
            effects.Announce(WpsEvent.Timeout);
        }

        EndAnnouncement();
    }

    /// <summary>Cancelled, or a PIN was entered.</summary>
    public void Disable(string reason)
    {
        if (State != PbcState.Disabled)
        {
            Enter(PbcState.Disabled, reason);
        }

        EndAnnouncement();
    }

    /// <summary>An enrollee has sent M1.</summary>
    public Consent Consent(RegistrarSession session)
    {
        var device = DeviceOf(session);
        if (State == PbcState.Overlap)
        {
            return RefuseOverlap(session);
        }

        if (State != PbcState.Active)
        {
            return Wps.Consent.Refused(ConfigurationError.None, "the button has not been pressed");
        }

        if (!Admits(session))
        {
            return Wps.Consent.Refused(ConfigurationError.None, "the button was pressed for another device");
        }

        window.Add(device);
        var devices = window.Recent();
        if (_press.IsForAnyone && devices.Count > (devices.Contains(device) ? 1 : 0))
        {
            EnterOverlap(devices);
            return RefuseOverlap(session);
        }

        session.Password = new SecretBytes("00000000"u8);
        return Wps.Consent.Granted(isPreferred: true);
    }

    /// <summary>An exchange is about to use the press; null when it may, as the only one.</summary>
    public ConfigurationError? Claim(RegistrarSession session)
    {
        if (State == PbcState.Overlap)
        {
            OnTold(session);
            return ConfigurationError.MultiplePbcSessions;
        }

        if (State != PbcState.Active || !Admits(session) || (_holder is not null && _holder != session))
        {
            return ConfigurationError.DeviceBusy;
        }

        _holder = session;
        return null;
    }

    /// <summary>An exchange failed or ended: the press may serve another.</summary>
    public void Release(RegistrarSession session)
    {
        if (_holder == session)
        {
            _holder = null;
        }
    }

    /// <summary>The device of that exchange is enrolled.</summary>
    public void Finish(RegistrarSession session)
    {
        window.Finish(DeviceOf(session));
        if (State == PbcState.Active)
        {
            Enter(PbcState.Disabled, "enrolled");
            effects.Cancel(WpsTimer.WalkTime);
        }

        _overlap.Forget();
        effects.Announce(WpsEvent.PbcDisable);
    }

    private static PbcDevice DeviceOf(RegistrarSession session) => new(session.Session.Station, session.Enrollee!.Uuid);

    private bool Admits(RegistrarSession session) => _press.Admits(session.Session.Station, session.Session.P2pDevice);

    private Consent RefuseOverlap(RegistrarSession session)
    {
        results.RecordFailure(session.Session, "multiple PBC sessions");
        OnTold(session);
        return Wps.Consent.Refused(ConfigurationError.MultiplePbcSessions, "multiple PBC sessions");
    }

    private void EnterOverlap(List<PbcDevice> devices)
    {
        _overlap.Begin(devices, announced: State == PbcState.Active);
        Enter(PbcState.Overlap, "more than one device");
        effects.Announce(WpsEvent.OverlapDetected);

        // The walk time runs on: it ends what is announced, of this press or of a PIN that was entered before.
        selectionChanged();
    }

    private void OnTold(RegistrarSession session)
    {
        if (_overlap.OnTold(DeviceOf(session)))
        {
            effects.Cancel(WpsTimer.WalkTime);
            selectionChanged();
        }
    }

    private void EndAnnouncement() => _overlap.EndAnnouncement();

    private void Enter(PbcState state, string reason)
    {
        Log.Debug("{0} PBC {1} -> {2} ({3})", bssid, State, state, reason);
        State = state;
    }
}
