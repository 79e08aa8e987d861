using HostApd.Crypto;
using HostApd.Wps.Messages;

namespace HostApd.Wps;

/// <summary>External registrars: the AP PIN, its lock, and the settings they read and make.</summary>
public sealed partial class Registrar
{
    private readonly Dictionary<WpsSession, ApSettings> _pending = [];

    /// <summary><c>WPS_AP_PIN get</c>: null when disabled.</summary>
    public string? ApPin => _apPin.Text;

    /// <summary>External registrars are refused, by configuration or after wrong PINs.</summary>
    public bool IsSetupLocked => Options.ApSetupLocked || _apPin.IsLocked;

    internal ReadOnlySpan<byte> ApPinDigits => _apPin.Pin;

    internal int ApPinNumber => _apPin.Number;

    /// <summary>How often the network has had new settings: a credential is of those that its exchange began with.</summary>
    internal int SettingsNumber { get; private set; }

    /// <summary><c>WPS_AP_PIN random</c>: null while no strong random bytes can be drawn, and on a GO.</summary>
    /// <param name="expiry">Zero: for ever.</param>
    public string? RandomApPin(TimeSpan expiry)
    {
        var pin = Options.IsGroupOwner ? null : Pin.TryDraw(Nonces);
        return pin is not null && SetApPin(pin, expiry) ? pin : null;
    }

    /// <summary><c>WPS_AP_PIN set</c>: false when it is not a PIN, and on a GO.</summary>
    /// <param name="pin">4 or 8 digits.</param>
    /// <param name="expiry">Zero: for ever.</param>
    public bool SetApPin(string pin, TimeSpan expiry)
    {
        if (Options.IsGroupOwner || Pin.Normalize(pin) is not { } digits)
        {
            return false;
        }

        ReplaceApPin(digits);
        if (expiry > TimeSpan.Zero)
        {
            Arm(WpsTimer.ApPinExpiry, expiry);
        }

        return true;
    }

    /// <summary><c>WPS_AP_PIN disable</c>.</summary>
    public void DisableApPin()
    {
        ReplaceApPin(null);
        Announce(WpsEvent.ApPinDisabled, "WPS-AP-PIN-DISABLED ");
    }

    /// <summary>
    /// <c>WPS_CONFIG</c>: effects ApplySettings and WPS-NEW-AP-SETTINGS. False, and the settings are wiped, when they are
    /// none that we can serve: a P2P group is never open.
    /// </summary>
    public bool Configure(ApSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (!settings.IsAcceptable || settings.IsOpen && Options.IsGroupOwner)
        {
            settings.Dispose();
            return false;
        }

        State = WpsState.Configured;
        SettingsNumber++;
        Announce(WpsEvent.NewApSettings, "WPS-NEW-AP-SETTINGS" + (Options.AnnounceSettings ? " " + HexOf(settings) : ""));
        Emit(new WpsEffect(WpsEffectKind.ApplySettings, Delay: ApplyDelay, Settings: settings));
        RefreshElements();
        return true;
    }

    /// <summary>Takes over settings that are to be applied once the session is over.</summary>
    internal void ApplyAfter(WpsSession session, ApSettings settings) => _pending[session] = settings;

    /// <summary>
    /// What M7 tells: E-SNonce2 and the settings as they are. Null, and why, when there are none to tell: a network whose
    /// devices all have keys of their own has no key that would be good for another.
    /// </summary>
    internal SecretBytes? BuildSettings(ReadOnlySpan<byte> secretNonce, out string problem)
    {
        problem = "not told: no network is known";
        using var key = _network is null ? new SecretBytes(0) : HandedOut.NetworkKey(_network, asPsk: false);
        using var settings = !Options.ToldSettings.IsEmpty ? new SecretBytes(Options.ToldSettings.Span)
            : _network is null ? null
            : HandedOut.Write(_network.Ssid, _network.IsOpen, key, Bssid, withIndex: false, out problem);
        if (settings is null)
        {
            Log.Error("{0} WPS: settings {1}", Bssid, problem);
            return null;
        }

        using var buffer = new SecretBytes(AttributeList.HeaderLength + secretNonce.Length + settings.Length);
        var writer = new AttributeWriter(buffer.Span);
        writer.Bytes(AttributeId.ESNonce2, secretNonce);
        writer.Raw(settings.Span);
        return new SecretBytes(writer.Written);
    }

    /// <summary>M1: what we are, to an external registrar.</summary>
    internal M1 DescribeUs(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> publicKey) => new()
    {
        UuidE = WpsUuid.ToBytes(Uuid),
        MacAddress = Bssid,
        EnrolleeNonce = nonce,
        PublicKey = publicKey,
        AuthenticationTypeFlags = WscConstants.AuthenticationTypeFlags,
        EncryptionTypeFlags = WscConstants.EncryptionTypeFlags,
        ConnectionTypeFlags = WscConstants.ConnectionTypeEss,
        ConfigMethods = (ushort)(Options.PbcInM1 ? Options.ConfigMethods : Options.ConfigMethods.WithoutPushButton()),
        WpsState = (byte)State,
        Device = DeviceAttributes.Of(Options.Device),
        RfBands = (byte)Options.RfBands,
        OsVersion = Options.Device.OsVersion | WscConstants.OsVersionFlag,
    };

    internal void OnRightApPin() => _apPin.OnRightPin();

    internal void OnWrongApPin(WpsSession session)
    {
        Log.Warn("{0} WPS: wrong AP PIN", session.Station);
        var time = _apPin.OnWrongPin();
        if (!_apPin.IsLocked)
        {
            return;
        }

        Announce(WpsEvent.ApSetupLocked, "WPS-AP-SETUP-LOCKED ");
        if (time is { } wait)
        {
            Arm(WpsTimer.SetupUnlock, wait);
        }
        else
        {
            Emit(new WpsEffect(WpsEffectKind.CancelTimer, Timer: WpsTimer.SetupUnlock));
        }

        RefreshElements();
    }

    internal void OnExternalFailed(WpsSession session, MessageType type, ConfigurationError error, string why) =>
        RecordFailure(session, type, error, why);

    private void ApplyPending(WpsSession session)
    {
        if (_pending.Remove(session, out var settings))
        {
            Configure(settings);
        }
    }

    private void ReplaceApPin(string? pin)
    {
        var wasLocked = _apPin.IsLocked;
        _apPin.Set(pin);
        Emit(new WpsEffect(WpsEffectKind.CancelTimer, Timer: WpsTimer.ApPinExpiry));
        if (wasLocked)
        {
            Emit(new WpsEffect(WpsEffectKind.CancelTimer, Timer: WpsTimer.SetupUnlock));
            Announce(WpsEvent.ApSetupUnlocked, "WPS-AP-SETUP-UNLOCKED ");
            RefreshElements();
        }
    }

    private bool OnApPinExpiry()
    {
        DisableApPin();
        return true;
    }

    private bool OnSetupUnlock()
    {
        _apPin.Unlock();
        Announce(WpsEvent.ApSetupUnlocked, "WPS-AP-SETUP-UNLOCKED ");
        RefreshElements();
        return true;
    }

    private string HexOf(ApSettings settings)
    {
        using var content = new SecretBytes(Credential.MaximumLength);
        var writer = new AttributeWriter(content.Span);
        new Credential
        {
            Ssid = settings.Ssid,
            AuthenticationType = (ushort)settings.Authentication,
            EncryptionType = (ushort)settings.Encryption,
            NetworkKey = settings.NetworkKey.Span,
            MacAddress = Bssid,
        }.Write(ref writer, withIndex: true);
        using var whole = new SecretBytes(writer.Written.Length + AttributeList.HeaderLength);
        new AttributeWriter(whole.Span).Bytes(AttributeId.Credential, writer.Written);
        return Convert.ToHexStringLower(whole.Span);
    }
}
