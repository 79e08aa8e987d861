using HostApd.Ieee80211;

namespace HostApd.Wps;

/// <summary>
/// Who may enrol now: whom the push button was pressed for, and who has a PIN; and what of it Beacons say (Selected Registrar,
/// WSC 2.0 11). The button and a new PIN share the walk time; each ends what is announced of the other.
/// <code>
/// event \ state     | Disabled        | Active                    | TimedOut        | Overlap
/// PushButton        | → Active        | → Active (time anew)      | → Active        | → Active
///   two devices seen| → Overlap       | → Overlap                 | → Overlap       | → Overlap
/// PushButtonFor     | → Active        | refused                   | → Active        | → Active
///   two devices seen| → Active        | –                         | → Active        | refused
///   a PIN stands    | refused         | refused                   | refused         | refused
/// second device seen| –               | → Overlap                 | –               | –
/// WalkTime          | –               | → TimedOut, WPS-TIMEOUT   | –               | – (no longer announced)
/// Cancel            | WPS-CANCEL      | WPS-TIMEOUT, WPS-CANCEL → Disabled | WPS-CANCEL | WPS-CANCEL → Disabled
/// enrolled by PBC   | –               | → Disabled                | –               | –
/// AddPin            | –               | → Disabled                | → Disabled      | → Disabled
/// M1 by PBC         | M2D 0           | M2; second device: M2D 12 → Overlap | M2D 0 | M2D 12
/// </code>
/// <see cref="Overlap"/> says how long one is announced.
/// </summary>
/// <param name="bssid">The AP's address.</param>
/// <param name="options">From the configuration.</param>
/// <param name="effects">The way out.</param>
/// <param name="results">Where a refusal is written down.</param>
/// <param name="time">The clock.</param>
/// <param name="changed">The elements may say something else, and an enrollee be expected or not.</param>
internal sealed class Selection(
    MacAddress bssid, WpsOptions options, WpsEffects effects, WpsResults results, TimeProvider time, Action changed)
{
    private readonly SeenEnrollees _seen = new();
    private readonly PinMethod _pins = new(effects, time);

    public PushButtonMethod Button { get; } =
        new(bssid, effects, results, new PbcWindow(time, options.WalkTime), changed);

    /// <summary>Beacons speak of a press or a PIN.</summary>
    public bool IsAnnounced => Button.IsAnnounced || _pins.IsAnnounced;

    /// <summary>A key pair may be wanted soon.</summary>
    public bool IsEnrolleeExpected => Button.State == PbcState.Active || _pins.IsExpected;

    /// <summary>AuthorizedMACs, as Beacons name them.</summary>
    public List<MacAddress> AuthorizedMacs() =>
        Button.IsAnnounced ? [MacAddress.Broadcast] : _pins.IsAnnounced ? _pins.AuthorizedMacs() : [];

    public PushButtonResult PushButton(MacAddress peer, TimeSpan walkTime)
    {
        if (peer.IsZero && Button.FindOverlap())
        {
            return PushButtonResult.Overlap;
        }

        Begin(new Press(peer, IsAutomatic: false), walkTime == TimeSpan.Zero ? options.WalkTime : walkTime);
        return PushButtonResult.Started;
    }

    public bool PushButtonFor(MacAddress device, TimeSpan walkTime)
    {
        if (device.IsZero || Button.Stands || _pins.Stands)
        {
            return false;
        }

        Begin(new Press(device, IsAutomatic: true), walkTime);
        return true;
    }

    public bool AddPin(string pin, Guid uuid, MacAddress address, TimeSpan expiry)
    {
        if (Pin.Normalize(pin) is not { } digits || expiry < TimeSpan.Zero)
        {
            return false;
        }

        _pins.Add(digits, uuid, address, expiry);
        Button.Disable("a PIN was entered");
        _seen.Clear();
        effects.Arm(WpsTimer.WalkTime, options.WalkTime);
        _pins.ArmExpiry();
        changed();
        return true;
    }

    /// <summary>Ends the walk time and forgets the PINs.</summary>
    public void Cancel()
    {
        if (Button.State == PbcState.Active)
        {
            effects.Announce(WpsEvent.Timeout);
        }

        effects.Announce(WpsEvent.Cancel);
        Button.Disable("cancelled");
        _pins.Clear();
        effects.Cancel(WpsTimer.WalkTime);
        effects.Cancel(WpsTimer.PinExpiry);
    }

    /// <summary>Wipes the PINs.</summary>
    public void Clear() => _pins.Clear();

    /// <summary>An enrollee probes.</summary>
    public void OnSeen(MacAddress station, WpsRequest request)
    {
        if (_seen.IsNews(station, request))
        {
            effects.Announce(WpsEvent.EnrolleeSeen, EventWords.EnrolleeSeen(station, request));
        }

        if (request.PasswordId == DevicePasswordId.PushButton)
        {
            Button.OnSeen(new PbcDevice(station, request.Uuid));
        }
    }

    public void OnWalkTime()
    {
        Button.OnWalkTime();
        _pins.EndAnnouncement();
        changed();
    }

    public void OnPinExpiry()
    {
        _pins.OnExpiry();
        changed();
    }

    /// <summary>An enrollee has sent M1.</summary>
    public Consent Consent(RegistrarSession session) =>
        session.IsPushButton ? Button.Consent(session) : _pins.Consent(session, _seen.Contains(session.Enrollee!.Uuid));

    /// <summary>
    /// An exchange is about to use its password, and is the only one that may: the PIN must still be good, the button not have
    /// served another, timed out or met an overlap. Asked before each message that follows from the consent. Null when it may.
    /// </summary>
    public ConfigurationError? Claim(RegistrarSession session) =>
        session.Pin is { } pin ? _pins.Claim(session, pin) : Button.Claim(session);

    /// <summary>The exchange failed or ended: its button or PIN may serve another.</summary>
    /// <param name="session">The exchange.</param>
    /// <param name="wasRevealed">The enrollee has learnt the whole PIN, if it did not know it.</param>
    public void Release(RegistrarSession session, bool wasRevealed)
    {
        Button.Release(session);
        if (_pins.Release(session, wasRevealed))
        {
            changed();
        }
    }

    /// <summary>The device is enrolled.</summary>
    public void Finish(RegistrarSession session)
    {
        if (session.Pin is { } pin)
        {
            _pins.Finish(session, pin);
        }
        else
        {
            Button.Finish(session);
        }
    }

    private void Begin(Press press, TimeSpan walkTime)
    {
        _pins.EndAnnouncement();
        _seen.Clear();
        Button.Begin(press, walkTime);
        changed();
    }
}
