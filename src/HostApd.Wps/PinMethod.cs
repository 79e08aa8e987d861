using HostApd.Crypto;
using HostApd.Ieee80211;

namespace HostApd.Wps;

/// <summary>
/// The PINs that were entered for enrollees, the exchanges that use them, and whether Beacons speak of one: from when it is entered
/// until the walk time is over, a button is pressed or the last PIN is gone. A PIN may be good for longer.
/// </summary>
internal sealed class PinMethod(WpsEffects effects, TimeProvider time)
{
    private readonly PinList _pins = new(time);
    private bool _selected;

    /// <summary>Beacons speak of a PIN.</summary>
    public bool IsAnnounced => _selected;

    /// <summary>An enrollee may come with one.</summary>
    public bool IsExpected => !_pins.IsEmpty;

    /// <summary>A PIN stands in the way of a press that no person made.</summary>
    public bool Stands => _selected || !_pins.IsEmpty;

    /// <summary>AuthorizedMACs.</summary>
    public List<MacAddress> AuthorizedMacs() => _pins.AuthorizedMacs();

    public void Add(string digits, Guid uuid, MacAddress address, TimeSpan expiry)
    {
        _pins.Add(digits, uuid, address, expiry);
        _selected = true;
    }

    /// <summary>The walk time is over, or a button was pressed.</summary>
    public void EndAnnouncement() => _selected = false;

    public void Clear()
    {
        _selected = false;
        _pins.RemoveWhere(_ => true);
    }

    public void OnExpiry()
    {
        _pins.Expire();
        _selected &= !_pins.IsEmpty;
        ArmExpiry();
    }

    public void ArmExpiry()
    {
        if (_pins.NextExpiry() is { } wait)
        {
            effects.Arm(WpsTimer.PinExpiry, wait > TimeSpan.Zero ? wait : TimeSpan.Zero);
        }
        else
        {
            effects.Cancel(WpsTimer.PinExpiry);
        }
    }

    /// <summary>An enrollee has sent M1.</summary>
    /// <param name="session">Its exchange.</param>
    /// <param name="wasSeen">It has been told of, so that its PIN was entered for it.</param>
    public Consent Consent(RegistrarSession session, bool wasSeen)
    {
        var enrollee = session.Enrollee!;
        if (enrollee.PasswordId is not (DevicePasswordId.Default or DevicePasswordId.UserSpecified
            or DevicePasswordId.RegistrarSpecified))
        {
            return Wps.Consent.Refused(ConfigurationError.None, "a password we cannot have");
        }

        var pin = _pins.Find(enrollee.Uuid, session.Session.Station, session.Session.P2pDevice);
        if (pin is null)
        {
            effects.Announce(WpsEvent.PinNeeded, EventWords.PinNeeded(enrollee));
            return Wps.Consent.Refused(ConfigurationError.None, "no PIN for it");
        }

        session.Pin = pin;
        session.Password = new SecretBytes(pin.Pin.Span);
        return Wps.Consent.Granted(!pin.IsForAnyone || !pin.Address.IsZero || wasSeen);
    }

    /// <summary>An exchange is about to use its PIN; null when it may, as the only one.</summary>
    public ConfigurationError? Claim(RegistrarSession session, PinEntry pin)
    {
        _pins.Expire();
        if (!_pins.Contains(pin) || (pin.Holder is not null && pin.Holder != session))
        {
            return ConfigurationError.DeviceBusy;
        }

        pin.Holder = session;
        pin.Uuid = session.Enrollee!.Uuid;
        return null;
    }

    /// <summary>The exchange failed or ended. False when it held no PIN.</summary>
    public bool Release(RegistrarSession session, bool wasRevealed)
    {
        if (session.Pin is not { } pin || pin.Holder != session)
        {
            return false;
        }

        pin.Holder = null;
        pin.Uuid = pin.IsForAnyone ? Guid.Empty : pin.Uuid;
        session.Pin = null;
        _pins.OnFailed(pin, wasRevealed);
        _selected &= !_pins.IsEmpty;
        return true;
    }

    /// <summary>The device of that exchange is enrolled: its PIN has served.</summary>
    public void Finish(RegistrarSession session, PinEntry pin)
    {
        session.Pin = null;
        _pins.Remove(pin);
        if (_pins.IsEmpty && _selected)
        {
            _selected = false;
            effects.Cancel(WpsTimer.WalkTime);
        }

        ArmExpiry();
    }
}
