using HostApd.Crypto;
using HostApd.Ieee80211;
using HostApd.Wps.Messages;
using NLog;

namespace HostApd.Wps;

/// <summary>
/// The network that the registrar serves: what M8 hands out of it and M7 tells of it, and the new settings that it is given, by
/// a person, by an external registrar, or by the first enrollee of an unconfigured access point.
/// </summary>
/// <param name="bssid">The AP's address.</param>
/// <param name="options">From the configuration.</param>
/// <param name="effects">The way out.</param>
/// <param name="othersMakeSettings">Whether another exchange than this has handed out settings that are to be the network's.</param>
/// <param name="stateChanged">The elements say something else.</param>
internal sealed class ServedNetwork(
    MacAddress bssid, WpsOptions options, WpsEffects effects, Func<WpsSession, bool> othersMakeSettings, Action stateChanged)
    : IDisposable
{
    private static readonly Logger Log = LogManager.GetLogger(nameof(ServedNetwork));
    private static readonly TimeSpan ApplyDelay = TimeSpan.FromMilliseconds(100);

    /// <summary>Settings that are to be applied once the exchange that brought them is over.</summary>
    private readonly Dictionary<WpsSession, ApSettings> _pending = [];

    private WpsNetwork? _network;

    /// <summary>NotConfigured until the first enrollee, if the options say so.</summary>
    public WpsState State { get; private set; } = options.State;

    /// <summary>How often it has had new settings: a credential is of those that its exchange began with.</summary>
    public int SettingsNumber { get; private set; }

    /// <summary>Whether one more device may have a key of its own.</summary>
    public Func<bool> HasRoomForDevicePsk { get; set; } = static () => true;

    /// <summary>Takes over the network as it is now.</summary>
    public void Set(WpsNetwork network)
    {
        if (network != _network)
        {
            _network?.Dispose();
            _network = network;
        }
    }

    /// <summary>Has the settings applied; false, and they are wiped, when they are none that we can serve: a P2P group is never open.</summary>
    public bool Configure(ApSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (!settings.IsAcceptable || settings.IsOpen && options.IsGroupOwner)
        {
            settings.Dispose();
            return false;
        }

        State = WpsState.Configured;
        SettingsNumber++;
        effects.Announce(WpsEvent.NewApSettings, options.AnnounceSettings ? [EventWord.Of(HexOf(settings)) with { IsSecret = true }] : []);
        effects.Emit(new WpsEffect(WpsEffectKind.ApplySettings, Delay: ApplyDelay, Settings: settings));
        stateChanged();
        return true;
    }

    /// <summary>Takes over settings that are to be applied once the session is over.</summary>
    public void ApplyAfter(WpsSession session, ApSettings settings) => _pending[session] = settings;

    /// <summary>The session is over.</summary>
    public void ApplyPending(WpsSession session)
    {
        if (_pending.Remove(session, out var settings))
        {
            Configure(settings);
        }
    }

    /// <summary>What M8 carries; null, and why, when there is nothing that may be handed out.</summary>
    public SecretBytes? BuildCredentials(RegistrarSession session, out string problem)
    {
        problem = "";
        using var content = options.SkipCredentialBuild ? new SecretBytes(0) : BuildCredential(session, out problem);
        if (content is null)
        {
            Log.Error("{0} WPS: credential {1}", session.Session.Station, problem);
            return null;
        }

        using var buffer = new SecretBytes(
            AttributeList.HeaderLength + Credential.MaximumLength + options.ExtraCredentials.Length);
        var writer = new AttributeWriter(buffer.Span);
        if (content.Length > 0)
        {
            writer.Bytes(AttributeId.Credential, content.Span);
        }

        writer.Raw(options.ExtraCredentials.Span);
        return new SecretBytes(writer.Written);
    }

    /// <summary>
    /// What M7 tells: E-SNonce2 and the settings as they are. Null, and why, when there are none to tell: a network whose
    /// devices all have keys of their own has no key that would be good for another.
    /// </summary>
    public SecretBytes? BuildSettings(ReadOnlySpan<byte> secretNonce, out string problem)
    {
        problem = "not told: no network is known";
        using var key = _network is null ? new SecretBytes(0) : HandedOut.NetworkKey(_network, asPsk: false);
        using var settings = !options.ToldSettings.IsEmpty ? new SecretBytes(options.ToldSettings.Span)
            : _network is null ? null
            : HandedOut.Write(_network.Ssid, _network.IsOpen, _network.Protection, key, bssid, withIndex: false, out problem);
        if (settings is null)
        {
            Log.Error("{0} WPS: settings {1}", bssid, problem);
            return null;
        }

        using var buffer = new SecretBytes(AttributeList.HeaderLength + secretNonce.Length + settings.Length);
        var writer = new AttributeWriter(buffer.Span);
        writer.Bytes(AttributeId.ESNonce2, secretNonce);
        writer.Raw(settings.Span);
        return new SecretBytes(writer.Written);
    }

    /// <summary>Wipes what is known of it.</summary>
    public void Dispose()
    {
        _network?.Dispose();
        _network = null;
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
            || othersMakeSettings(session.Session))
        {
            problem = "not handed out: the network is about to have new settings";
            return null;
        }

        // What the enrollee calls itself stands in the credential; its key belongs to the address it has on the air.
        var address = session.Enrollee!.Address;
        if (State == WpsState.NotConfigured)
        {
            session.NewSettings = HandedOut.MakeSettings(session.CredentialRandom, network.Protection, network.Ssid, options.NewSsidPrefix);
            return HandedOut.Write(
                session.NewSettings.Ssid, isOpen: false, network.Protection, session.NewSettings.NetworkKey, address, withIndex: true, out problem);
        }

        var ofItsOwn = !network.IsOpen && (options.PerDevicePsk || network.HasOnlyDeviceKeys);
        if (ofItsOwn && !HasRoomForDevicePsk())
        {
            problem = "not handed out: as many devices as may have a key of their own";
            return null;
        }

        using var key = network.IsOpen ? new SecretBytes(0)
            : ofItsOwn ? HandedOut.Hex(session.CredentialRandom)
            : HandedOut.NetworkKey(network, HandedOut.WantsPsk(options.KeyForm, network, session));
        var content = HandedOut.Write(network.Ssid, network.IsOpen, network.Protection, key, address, withIndex: true, out problem);
        if (content is not null && ofItsOwn)
        {
            effects.Emit(new WpsEffect(WpsEffectKind.StoreDevicePsk, session.Session, DevicePsk: new DevicePsk(
                session.Session.Station, session.Enrollee.Uuid, session.Session.P2pDevice,
                new SecretBytes(session.CredentialRandom))));
        }

        return content;
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
            MacAddress = bssid,
        }.Write(ref writer, withIndex: true);
        using var whole = new SecretBytes(writer.Written.Length + AttributeList.HeaderLength);
        new AttributeWriter(whole.Span).Bytes(AttributeId.Credential, writer.Written);
        return Convert.ToHexStringLower(whole.Span);
    }
}
