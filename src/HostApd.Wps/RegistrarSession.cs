using HostApd.Crypto;
using HostApd.Eapol;
using HostApd.Entropy;
using HostApd.Wps.Messages;
using NLog;

namespace HostApd.Wps;

/// <summary>
/// The registrar's side of one exchange (WSC 2.0 7.2, 8.3), with one enrollee.
/// <code>
/// event \ state       | ExpectM1           | ExpectM3        | ExpectM5        | ExpectM7       | ExpectDone   | ExpectAck
/// M1, password known  | → ExpectKeys       | Finished        | Finished        | Finished       | Finished     | Finished
/// M1, none            | M2D → ExpectAck    | Finished        | Finished        | Finished       | Finished     | Finished
/// M3                  | Finished           | M4 → ExpectM5   | Finished        | Finished       | Finished     | Finished
/// M5                  | Finished           | Finished        | M6 → ExpectM7   | Finished       | Finished     | Finished
/// M7                  | Finished           | Finished        | Finished        | M8 → ExpectDone| Finished     | Finished
/// no or unknown type  | Finished           | Finished        | Finished        | Finished       | Finished     | Finished
/// M5, M7 wrong half   |                    |                 | NACK 18         | NACK 18        |              |
/// due, but overlap    |                    | NACK 12         | NACK 12         | NACK 12        |              |
/// due, consent gone   |                    | NACK 14         | NACK 14         | NACK 14        |              |
/// M7, no credential   |                    |                 |                 | NACK 0         |              |
/// M5, M7 not sealed   |                    |                 | NACK 2          | NACK 2         |              |
/// due, but malformed, or wrong Authenticator or nonce: NACK 0 (ExpectAck: Finished)
/// WSC_NACK, WSC_ACK, WSC_Done, whole or not, of this exchange or another: Finished; WSC_Done in ExpectDone: success if it is right
/// WSC_Start           | ignored            | ignored         | ignored         | ignored        | ignored      | Finished
/// every NACK          : → ExpectAck
/// OnKeys              : ExpectKeys only: M2 → ExpectM3
/// </code>
/// ExpectKeys and Finished take no message: the EAP exchange holds them back. Consent (the press, the PIN) is asked for anew
/// before each answer that follows from it: M4, M6 and M8.
/// </summary>
internal sealed class RegistrarSession(Registrar registrar, WpsSession session) : WscMachine(registrar, session)
{
    private const int Half = WscKeys.NonceLength;
    private static readonly Logger Log = LogManager.GetLogger(nameof(RegistrarSession));

    // Registrar Nonce, R-S1, R-S2, IVs of M4, M6, M8; then 32 bytes for a PSK or new settings.
    private readonly SecretBytes _random = new(6 * Half + 32);
    private readonly SecretBytes _psk1 = new(Half);
    private readonly SecretBytes _psk2 = new(Half);
    private readonly byte[] _eHash1 = new byte[WscKeys.HashLength];
    private readonly byte[] _eHash2 = new byte[WscKeys.HashLength];
    private bool _drawn;

    public RegistrarState State { get; private set; } = RegistrarState.ExpectM1;

    /// <summary>What M1 said.</summary>
    public Enrollee? Enrollee { get; private set; }

    /// <summary>The password of this exchange; given with the registrar's consent to M1.</summary>
    public SecretBytes? Password { get; set; }

    /// <summary>Where the password comes from; null for the push button.</summary>
    public PinEntry? Pin { get; set; }

    /// <summary>Settings that an unconfigured AP has made for this enrollee, to be applied when it has them.</summary>
    public ApSettings? NewSettings { get; set; }

    /// <summary><see cref="ServedNetwork.SettingsNumber"/> when it began.</summary>
    public int SettingsNumber { get; } = registrar.Network.SettingsNumber;

    /// <summary>Enrols by push button.</summary>
    public bool IsPushButton => Enrollee?.PasswordId == DevicePasswordId.PushButton;

    /// <summary>We have revealed R-S2, and with it the whole PIN, to who knows both halves.</summary>
    public bool PinRevealed => State is RegistrarState.ExpectM7 or RegistrarState.ExpectDone;

    public override bool TakesPreparedPair => true;

    /// <summary>32 random bytes for the credential.</summary>
    public ReadOnlySpan<byte> CredentialRandom => _random.Span[(6 * Half)..];

    private ReadOnlySpan<byte> Secret1 => _random.Span.Slice(Half, Half);

    private ReadOnlySpan<byte> Secret2 => _random.Span.Slice(2 * Half, Half);

    public override EapMethodStep Begin() => SendStart();

    public override bool TryDraw(INonceSource nonces)
    {
        if (!_drawn && nonces.TryDraw(_random.Span))
        {
            _drawn = true;
            _random.Span[..Half].CopyTo(RegistrarNonce);
        }

        return _drawn;
    }

    public override EapMethodStep OnMessage(WscOpCode opCode, ReadOnlySpan<byte> message)
    {
        if (State == RegistrarState.ExpectAck)
        {
            return Finish("answered");
        }

        return opCode switch
        {
            WscOpCode.Message => OnWscMessage(message),
            WscOpCode.Nack => OnNack(message),
            WscOpCode.Done => OnDone(message),
            WscOpCode.Ack => Impossible(MessageType.WscAck),
            WscOpCode.Start or WscOpCode.FragmentAck => EapMethodStep.Ignore,
        };
    }

    public override EapMethodStep OnKeys(ReadOnlySpan<byte> shared)
    {
        if (State != RegistrarState.ExpectKeys || Pair is null || Enrollee is null || shared.IsEmpty)
        {
            return Refuse(MessageType.M1, ConfigurationError.None, "no shared secret");
        }

        Keys.Derive(shared, EnrolleeNonce, Enrollee.Address, RegistrarNonce);
        var writer = new AttributeWriter(new byte[768]);
        Answer(Pair.Public, ConfigurationError.None).Write(ref writer, isM2D: false);
        Enter(RegistrarState.ExpectM3, "M2 sent");
        return SendSigned(ref writer);
    }

    public override EapMethodStep OnPushedOut() => SendM2D(ConfigurationError.DeviceBusy, "too many devices at once");

    public override void Close()
    {
        var state = State;
        if (state != RegistrarState.Finished)
        {
            Enter(RegistrarState.Finished, "closed");
        }

        Registrar.OnClosed(this, state);
        base.Close();
        Password?.Dispose();
        NewSettings?.Dispose();
        _random.Dispose();
        _psk1.Dispose();
        _psk2.Dispose();
    }

    private EapMethodStep OnWscMessage(ReadOnlySpan<byte> message) => (State, AttributeList.TypeOf(message)) switch
    {
        (RegistrarState.ExpectM1, MessageType.M1) => OnM1(message),
        (RegistrarState.ExpectM3, MessageType.M3) => OnM3(message),
        (RegistrarState.ExpectM5, MessageType.M5) => OnM5(message),
        (RegistrarState.ExpectM7, MessageType.M7) => OnM7(message),
        (RegistrarState.ExpectKeys or RegistrarState.ExpectAck or RegistrarState.Finished, _) => EapMethodStep.Ignore,
        (_, var type) => Impossible(type),
    };

    private EapMethodStep OnM1(ReadOnlySpan<byte> message)
    {
        if (!M1.TryParse(message, out var m1, out var error))
        {
            return Refuse(MessageType.M1, ConfigurationError.None, $"M1: {error.Code} {error.Attribute}");
        }

        m1.EnrolleeNonce.CopyTo(EnrolleeNonce);
        if (!DhGroup5.IsPublicKey(m1.PublicKey))
        {
            return Refuse(MessageType.M1, ConfigurationError.None, "M1: not a public key");
        }

        Enrollee = new Enrollee(
            m1.MacAddress, WpsUuid.Read(m1.UuidE), m1.Device.ToDeviceData(m1.OsVersion & 0x7FFF_FFFF),
            (ConfigMethods)m1.ConfigMethods, (DevicePasswordId)m1.DevicePasswordId);
        PeerKey = m1.PublicKey.ToArray();
        Received(message);
        var grant = Registrar.Selection.Consent(this);
        if (!grant.IsGranted)
        {
            _ = TryDraw(Registrar.Nonces);
            return SendM2D(grant.Error, grant.Why);
        }

        IsPreferred = grant.IsPreferred;
        Enter(RegistrarState.ExpectKeys, "M1");
        return Registrar.RequestKeys(this);
    }

    private EapMethodStep OnM3(ReadOnlySpan<byte> message)
    {
        if (!M3.TryParse(message, out var m3, out var error))
        {
            return Refuse(MessageType.M3, ConfigurationError.None, $"M3: {error.Code} {error.Attribute}");
        }

        if (!IsAuthentic(m3.RegistrarNonce, message))
        {
            return Refuse(MessageType.M3, ConfigurationError.None, "M3: wrong nonce or authenticator");
        }

        if (Registrar.Selection.Claim(this) is { } refusal)
        {
            return Withdrawn(MessageType.M3, refusal);
        }

        m3.EHash1.CopyTo(_eHash1);
        m3.EHash2.CopyTo(_eHash2);
        Received(message);
        Keys.PasswordHalves(Password!.Span, _psk1.Span, _psk2.Span);
        Enter(RegistrarState.ExpectM5, "M3");
        return SendM4();
    }

    private EapMethodStep OnM5(ReadOnlySpan<byte> message)
    {
        if (CheckSealed(message, MessageType.M5, AttributeId.ESNonce1, _psk1, _eHash1) is { } error)
        {
            return Refuse(MessageType.M5, error, "M5: " + Why(error));
        }

        if (Registrar.Selection.Claim(this) is { } refusal)
        {
            return Withdrawn(MessageType.M5, refusal);
        }

        Received(message);
        Enter(RegistrarState.ExpectM7, "M5");
        return SendReveal(MessageType.M6, AttributeId.RSNonce2, Secret2, _random.Span.Slice(4 * Half, Half));
    }

    private EapMethodStep OnM7(ReadOnlySpan<byte> message)
    {
        if (CheckSealed(message, MessageType.M7, AttributeId.ESNonce2, _psk2, _eHash2) is { } error)
        {
            return Refuse(MessageType.M7, error, "M7: " + Why(error));
        }

        if (Registrar.Selection.Claim(this) is { } refusal)
        {
            return Withdrawn(MessageType.M7, refusal);
        }

        using var credentials = Registrar.Network.BuildCredentials(this, out var problem);
        if (credentials is null)
        {
            return Refuse(MessageType.M7, ConfigurationError.None, problem);
        }

        Received(message);
        Enter(RegistrarState.ExpectDone, "M7");
        return SendSealed(MessageType.M8, EnrolleeNonce, _random.Span.Slice(5 * Half, Half), credentials.Span);
    }

    private EapMethodStep OnDone(ReadOnlySpan<byte> message)
    {
        if (State != RegistrarState.ExpectDone || !TryReadClosing(message, MessageType.WscDone, out _))
        {
            return Impossible(MessageType.WscDone);
        }

        Registrar.OnEnrolled(this);
        return Finish("WSC_Done");
    }

    private EapMethodStep OnNack(ReadOnlySpan<byte> message)
    {
        if (State == RegistrarState.ExpectM1)
        {
            return Finish("WSC_NACK");
        }

        if (!TryReadClosing(message, MessageType.WscNack, out var error))
        {
            return Impossible(MessageType.WscNack);
        }

        var answered = State switch
        {
            RegistrarState.ExpectM3 => MessageType.M2,
            RegistrarState.ExpectM5 => MessageType.M4,
            RegistrarState.ExpectM7 => MessageType.M6,
            RegistrarState.ExpectDone => MessageType.M8,
            RegistrarState.ExpectM1 or RegistrarState.ExpectKeys or RegistrarState.ExpectAck or RegistrarState.Finished =>
                MessageType.None,
        };
        Registrar.OnFailed(this, answered, error, $"the enrollee refused {answered}: {Why(error)}");
        return Finish("WSC_NACK");
    }

    private EapMethodStep SendM4()
    {
        Span<byte> hashes = new byte[2 * WscKeys.HashLength];
        Keys.Commit(Secret1, _psk1.Span, PeerKey, Pair!.Public, hashes[..WscKeys.HashLength]);
        Keys.Commit(Secret2, _psk2.Span, PeerKey, Pair.Public, hashes[WscKeys.HashLength..]);
        using var settings = new SecretBytes(AttributeList.HeaderLength + Half);
        new AttributeWriter(settings.Span).Bytes(AttributeId.RSNonce1, Secret1);
        Span<byte> value = new byte[EncryptedSettings.LengthFor(settings.Length)];
        EncryptedSettings.Seal(Keys, _random.Span.Slice(3 * Half, Half), settings.Span, value);
        var writer = new AttributeWriter(new byte[320]);
        new M4
        {
            EnrolleeNonce = EnrolleeNonce,
            RHash1 = hashes[..WscKeys.HashLength],
            RHash2 = hashes[WscKeys.HashLength..],
            EncryptedSettings = value,
        }.Write(ref writer);
        return SendSigned(ref writer);
    }

    private EapMethodStep SendReveal(MessageType type, AttributeId id, ReadOnlySpan<byte> secret, ReadOnlySpan<byte> iv)
    {
        using var settings = new SecretBytes(AttributeList.HeaderLength + Half);
        new AttributeWriter(settings.Span).Bytes(id, secret);
        return SendSealed(type, EnrolleeNonce, iv, settings.Span);
    }

    private EapMethodStep SendM2D(ConfigurationError error, string why)
    {
        Enter(RegistrarState.ExpectAck, why);
        var writer = new AttributeWriter(new byte[512]);
        Answer(default, error).Write(ref writer, isM2D: true);
        return Send(writer);
    }

    private M2 Answer(ReadOnlySpan<byte> publicKey, ConfigurationError error) => new()
    {
        EnrolleeNonce = EnrolleeNonce,
        RegistrarNonce = RegistrarNonce,
        UuidR = WpsUuid.ToBytes(Registrar.Uuid),
        PublicKey = publicKey,
        AuthenticationTypeFlags = WscConstants.AuthenticationTypeFlags,
        EncryptionTypeFlags = WscConstants.EncryptionTypeFlags,
        ConnectionTypeFlags = WscConstants.ConnectionTypeEss,
        ConfigMethods = (ushort)Registrar.Options.ConfigMethods,
        Device = DeviceAttributes.Of(Registrar.Options.Device),
        RfBands = (byte)Registrar.Options.RfBands,
        ConfigurationError = (ushort)error,
        DevicePasswordId = (ushort)Enrollee!.PasswordId,
        OsVersion = Registrar.Options.Device.OsVersion | WscConstants.OsVersionFlag,
    };

    private ConfigurationError? CheckSealed(
        ReadOnlySpan<byte> message, MessageType type, AttributeId secret, SecretBytes psk, byte[] commitment)
    {
        if (!SealedMessage.TryParse(message, type, out var parsed, out _) || !IsAuthentic(parsed.Nonce, message))
        {
            return ConfigurationError.None;
        }

        using var settings = EncryptedSettings.Open(Keys, parsed.EncryptedSettings);
        return CheckReveal(settings, secret, psk.Span, commitment, PeerKey, Pair!.Public);
    }

    private bool IsAuthentic(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> message) =>
        nonce.SequenceEqual(RegistrarNonce) && Keys.Verify(LastSent, message);

    private EapMethodStep Withdrawn(MessageType type, ConfigurationError error) => Refuse(type, error,
        error == ConfigurationError.MultiplePbcSessions ? Why(error) : "the password is in use or was withdrawn");

    private EapMethodStep Refuse(MessageType type, ConfigurationError error, string why)
    {
        Registrar.OnFailed(this, type, error, why);
        Enter(RegistrarState.ExpectAck, why);
        return SendClosing(MessageType.WscNack, WscOpCode.Nack, error);
    }

    /// <summary>
    /// Nobody who follows the protocol sends this now: the exchange ends with EAP-Failure at once, and the device is free to begin
    /// anew. A NACK would be repeated for seconds to somebody who does not listen.
    /// </summary>
    private EapMethodStep Impossible(MessageType type)
    {
        var why = $"{WscConstants.NameOf(type)} in {State}: not of this exchange, or not now";
        Registrar.OnFailed(this, Enum.IsDefined(type) ? type : MessageType.None, ConfigurationError.None, why);
        return Finish(why);
    }

    private EapMethodStep Finish(string why)
    {
        Enter(RegistrarState.Finished, why);
        return EapMethodStep.Finished;
    }

    private static string Why(ConfigurationError error) => WscConstants.Describe(error);

    private void Enter(RegistrarState state, string reason)
    {
        if (Log.IsDebugEnabled)
        {
            Log.Debug("{0} WPS {1} -> {2} ({3})", Session.Station, State, state, reason);
        }

        State = state;
    }
}
