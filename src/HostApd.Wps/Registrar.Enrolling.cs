using System.Globalization;
using HostApd.Crypto;
using HostApd.Eapol;
using HostApd.Ieee80211;
using HostApd.Wps.Messages;

namespace HostApd.Wps;

/// <summary>Whether an M1 is answered with M2.</summary>
/// <param name="IsGranted">M2; else M2D with <paramref name="Error"/>.</param>
/// <param name="IsPreferred">It goes before those that nobody named.</param>
/// <param name="Error">Configuration Error of M2D.</param>
/// <param name="Why">In words.</param>
internal readonly record struct Consent(bool IsGranted, bool IsPreferred, ConfigurationError Error, string Why)
{
    public static Consent Granted(bool isPreferred) => new(true, isPreferred, ConfigurationError.None, "");

    public static Consent Refused(ConfigurationError error, string why) => new(false, false, error, why);
}

/// <summary>What the registrar decides for its sessions.</summary>
public sealed partial class Registrar
{
    private RegistrarSession? _pbcHolder;
    private readonly RateLimiter _results;
    private WpsResult _lastResult;
    private string _failureReason = "";
    private MacAddress _lastPeer;

    /// <summary><c>WPS_GET_STATUS</c>: reply with its <c>ToString()</c>.</summary>
    public WpsStatus GetStatus() => new(Pbc, _lastResult, _failureReason, _lastPeer, [.. _overlap.Devices]);

    /// <summary>An enrollee has sent M1.</summary>
    internal Consent Consent(RegistrarSession session) =>
        session.IsPushButton ? ConsentToPushButton(session) : ConsentToPin(session);

    /// <summary>
    /// An exchange is about to use its password, and is the only one that may: the PIN must still be good, the button not have
    /// served another, timed out or met an overlap. Asked before each message that follows from the consent. Null when it may.
    /// </summary>
    internal ConfigurationError? Claim(RegistrarSession session) =>
        session.Pin is { } pin ? ClaimPin(session, pin) : ClaimPushButton(session);

    /// <summary>Waits for keys, unless too many do.</summary>
    internal EapMethodStep RequestKeys(WscMachine machine)
    {
        var pushedOut = _keys.Add(machine);
        if (pushedOut == machine)
        {
            return machine.OnPushedOut();
        }

        pushedOut?.Session.OnPushedOut(pushedOut);
        return EapMethodStep.Pending;
    }

    internal void Forget(WscMachine machine)
    {
        _keys.Remove(machine);
        _keys.Pump();
    }

    /// <summary>The exchange failed; <paramref name="type"/> is the message that did, None before M1.</summary>
    internal void OnFailed(RegistrarSession session, MessageType type, ConfigurationError error, string why)
    {
        RecordFailure(session.Session, type, error, why);
        Release(session, session.PinRevealed);
    }

    /// <summary>The exchange is over; <paramref name="state"/> is where it was.</summary>
    internal void OnClosed(RegistrarSession session, RegistrarState state)
    {
        if (state is not (RegistrarState.Finished or RegistrarState.ExpectAck or RegistrarState.ExpectM1))
        {
            RecordResult(session.Session, WpsResult.Failed, $"ended in {state}: the enrollee left or stopped answering");
        }

        Release(session, state is RegistrarState.ExpectM7 or RegistrarState.ExpectDone);
    }

    /// <summary>WSC_Done: the enrollee has its credential.</summary>
    internal void OnEnrolled(RegistrarSession session)
    {
        var enrollee = session.Enrollee!;
        session.Session.Succeeded = true;
        RecordResult(session.Session, WpsResult.Success, "");
        Announce(WpsEvent.RegSuccess, $"WPS-REG-SUCCESS {enrollee.Address} {enrollee.Uuid}");
        if (session.Pin is null)
        {
            FinishPushButton(session, enrollee);
        }
        else
        {
            FinishPin(session, session.Pin);
        }

        Announce(WpsEvent.Success, "WPS-SUCCESS ");
        Emit(new WpsEffect(WpsEffectKind.Provisioned, session.Session));
        if (session.NewSettings is not null)
        {
            ApplyAfter(session.Session, session.NewSettings);
            session.NewSettings = null;
        }

        SelectionChanged();
    }

    /// <summary>What M8 carries; null, and why, when there is nothing that may be handed out.</summary>
    internal SecretBytes? BuildCredentials(RegistrarSession session, out string problem)
    {
        problem = "";
        using var content = Options.SkipCredentialBuild ? new SecretBytes(0) : BuildCredential(session, out problem);
        if (content is null)
        {
            Log.Error("{0} WPS: credential {1}", session.Session.Station, problem);
            return null;
        }

        using var buffer = new SecretBytes(
            AttributeList.HeaderLength + Credential.MaximumLength + Options.ExtraCredentials.Length);
        var writer = new AttributeWriter(buffer.Span);
        if (content.Length > 0)
        {
            writer.Bytes(AttributeId.Credential, content.Span);
        }

        writer.Raw(Options.ExtraCredentials.Span);
        return new SecretBytes(writer.Written);
    }

    private SecretBytes? BuildCredential(RegistrarSession session, out string problem)
    {
        if (_network is not { } network)
        {
            problem = "not handed out: no network is known";
            return null;
        }

        // The first device makes the settings of an unconfigured access point; another under way would hear of a network that is none.
        if (session.SettingsNumber != SettingsNumber || _pending.Keys.Any(s => s != session.Session)
            || _sessions.Exists(s => s != session.Session && s.MakesSettings))
        {
            problem = "not handed out: the network is about to have new settings";
            return null;
        }

        // What the enrollee calls itself stands in the credential; its key belongs to the address it has on the air.
        var address = session.Enrollee!.Address;
        if (State == WpsState.NotConfigured)
        {
            session.NewSettings = HandedOut.MakeSettings(session.CredentialRandom, network.Ssid, Options.NewSsidPrefix);
            return HandedOut.Write(
                session.NewSettings.Ssid, isOpen: false, session.NewSettings.NetworkKey, address, withIndex: true, out problem);
        }

        var ofItsOwn = !network.IsOpen && (Options.PerDevicePsk || network.HasOnlyDeviceKeys);
        if (ofItsOwn && !HasRoomForDevicePsk())
        {
            problem = "not handed out: as many devices as may have a key of their own";
            return null;
        }

        using var key = network.IsOpen ? new SecretBytes(0)
            : ofItsOwn ? HandedOut.Hex(session.CredentialRandom)
            : HandedOut.NetworkKey(network, HandedOut.WantsPsk(Options.KeyForm, session));
        var content = HandedOut.Write(network.Ssid, network.IsOpen, key, address, withIndex: true, out problem);
        if (content is not null && ofItsOwn)
        {
            Emit(new WpsEffect(WpsEffectKind.StoreDevicePsk, session.Session, DevicePsk: new DevicePsk(
                session.Session.Station, session.Enrollee.Uuid, session.Session.P2pDevice,
                new SecretBytes(session.CredentialRandom))));
        }

        return content;
    }

    private Consent ConsentToPushButton(RegistrarSession session)
    {
        var device = new PbcDevice(session.Session.Station, session.Enrollee!.Uuid);
        if (Pbc == PbcState.Overlap)
        {
            return RefuseOverlap(session);
        }

        if (Pbc != PbcState.Active)
        {
            return Wps.Consent.Refused(ConfigurationError.None, "the button has not been pressed");
        }

        if (!IsPbcPeer(session))
        {
            return Wps.Consent.Refused(ConfigurationError.None, "the button was pressed for another device");
        }

        _window.Add(device);
        var devices = _window.Recent();
        if (_press.IsForAnyone && devices.Count > (devices.Contains(device) ? 1 : 0))
        {
            EnterOverlap(devices);
            return RefuseOverlap(session);
        }

        session.Password = new SecretBytes("00000000"u8);
        return Wps.Consent.Granted(isPreferred: true);
    }

    private ConfigurationError? ClaimPushButton(RegistrarSession session)
    {
        if (Pbc == PbcState.Overlap)
        {
            OnToldOfOverlap(session);
            return ConfigurationError.MultiplePbcSessions;
        }

        if (Pbc != PbcState.Active || !IsPbcPeer(session) || (_pbcHolder is not null && _pbcHolder != session))
        {
            return ConfigurationError.DeviceBusy;
        }

        _pbcHolder = session;
        return null;
    }

    private ConfigurationError? ClaimPin(RegistrarSession session, PinEntry pin)
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

    private Consent RefuseOverlap(RegistrarSession session)
    {
        RecordResult(session.Session, WpsResult.Failed, "multiple PBC sessions");
        OnToldOfOverlap(session);
        return Wps.Consent.Refused(ConfigurationError.MultiplePbcSessions, "multiple PBC sessions");
    }

    private void EnterOverlap(List<PbcDevice> devices)
    {
        _overlap.Begin(devices, announced: Pbc == PbcState.Active);
        Enter(PbcState.Overlap, "more than one device");
        Announce(WpsEvent.OverlapDetected, "WPS-OVERLAP-DETECTED ");

        // The walk time runs on: it ends what is announced, of this press or of a PIN that was entered before.
        SelectionChanged();
    }

    private void OnToldOfOverlap(RegistrarSession session)
    {
        if (_overlap.OnTold(new PbcDevice(session.Session.Station, session.Enrollee!.Uuid)))
        {
            Emit(new WpsEffect(WpsEffectKind.CancelTimer, Timer: WpsTimer.WalkTime));
            SelectionChanged();
        }
    }

    private bool IsPbcPeer(RegistrarSession session) => _press.Admits(session.Session.Station, session.Session.P2pDevice);

    private Consent ConsentToPin(RegistrarSession session)
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
            Announce(WpsEvent.PinNeeded, EventTexts.PinNeeded(enrollee));
            return Wps.Consent.Refused(ConfigurationError.None, "no PIN for it");
        }

        session.Pin = pin;
        session.Password = new SecretBytes(pin.Pin.Span);
        return Wps.Consent.Granted(!pin.IsForAnyone || !pin.Address.IsZero || _seen.Contains(enrollee.Uuid));
    }

    private void FinishPushButton(RegistrarSession session, Enrollee enrollee)
    {
        _window.Finish(new PbcDevice(session.Session.Station, enrollee.Uuid));
        if (Pbc == PbcState.Active)
        {
            Enter(PbcState.Disabled, "enrolled");
            Emit(new WpsEffect(WpsEffectKind.CancelTimer, Timer: WpsTimer.WalkTime));
        }

        _overlap.Forget();
        Announce(WpsEvent.PbcDisable, "WPS-PBC-DISABLE ");
    }

    private void FinishPin(RegistrarSession session, PinEntry pin)
    {
        session.Pin = null;
        _pins.Remove(pin);
        if (_pins.IsEmpty && _pinSelected)
        {
            _pinSelected = false;
            Emit(new WpsEffect(WpsEffectKind.CancelTimer, Timer: WpsTimer.WalkTime));
        }

        ArmPinExpiry();
    }

    private void Release(RegistrarSession session, bool wasRevealed)
    {
        if (_pbcHolder == session)
        {
            _pbcHolder = null;
        }

        if (session.Pin is not { } pin || pin.Holder != session)
        {
            return;
        }

        pin.Holder = null;
        pin.Uuid = pin.IsForAnyone ? Guid.Empty : pin.Uuid;
        session.Pin = null;
        _pins.OnFailed(pin, wasRevealed);
        if (_pins.IsEmpty)
        {
            _pinSelected = false;
        }

        SelectionChanged();
    }

    private void RecordFailure(WpsSession session, MessageType type, ConfigurationError error, string why)
    {
        RecordResult(session, WpsResult.Failed, why);
        if (type != MessageType.None)
        {
            Announce(WpsEvent.Fail, string.Create(
                CultureInfo.InvariantCulture, $"WPS-FAIL msg={(int)type} config_error={(int)error}"));
        }
    }

    private void RecordResult(WpsSession session, WpsResult result, string why)
    {
        if (result == WpsResult.Success || _results.TryTake())
        {
            Log.Info("{0} WPS {1} {2}{3}", session.Station, result, why,
                _results.TakeLeftOut() is > 0 and var count ? $" ({count} more failures before it)" : "");
        }

        _lastResult = result;
        _failureReason = why;
        _lastPeer = session.Station;
    }
}
