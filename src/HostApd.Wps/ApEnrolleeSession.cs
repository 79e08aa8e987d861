using HostApd.Crypto;
using HostApd.Eapol;
using HostApd.Entropy;
using HostApd.Wps.Messages;
using NLog;

namespace HostApd.Wps;

/// <summary>
/// The AP as enrollee of an external registrar, who must know the AP PIN (WSC 2.0 7.2, 8.3). M7 tells the settings of the
/// network, M8 brings new ones. Whether the PIN still stands, and nobody is locked out, is asked before each step that
/// follows from it: a guess that began before the lock is not judged after it.
/// <code>
/// event \ state     | ExpectM2        | ExpectM4      | ExpectM6      | ExpectM8         | ExpectDoneAck | ExpectAck
/// M2, PIN enabled   | → ExpectKeys    | Finished      | Finished      | Finished         | ignored       | Finished
/// due, but locked out or PIN changed: | NACK 15 | NACK 15 | NACK 15     | NACK 15          | ignored       | Finished
/// M2D               | ACK → ExpectAck | Finished      | Finished      | Finished         | ignored       | Finished
/// M4                | Finished        | M5 → ExpectM6 | Finished      | Finished         | ignored       | Finished
/// M6                | Finished        | Finished      | M7 → ExpectM8 | Finished         | ignored       | Finished
/// M8                | Finished        | Finished      | Finished      | Done → ExpectDoneAck | ignored   | Finished
/// M8, read-only     |                 |               |               | NACK 15          |               |
/// no or unknown type| Finished        | Finished      | Finished      | Finished         | ignored       | Finished
/// M4, M6 wrong half |                 | NACK 18       | NACK 18       |                  |               |
/// not sealed        |                 | NACK 2        | NACK 2        | NACK 2           |               |
/// due, but malformed, or wrong Authenticator or nonce: NACK 0; the Authenticator of M2 can only be checked with the keys
/// WSC_NACK          | Finished        | Finished      | Finished      | Finished: read   | applied, Finished | Finished
/// WSC_ACK           | Finished        | Finished      | Finished      | Finished         | applied, Finished | Finished
/// WSC_NACK, WSC_ACK, WSC_Done that are not whole or of another exchange: as these, without a reading
/// WSC_Start         : ignored (ExpectAck: Finished)
/// OnKeys            : ExpectKeyPair: M1 → ExpectM2; ExpectKeys: M3 → ExpectM4; locked out: NACK 15
/// Begin             : the key pair is asked for; locked out: NACK 15, and none is made
/// every NACK        : → ExpectAck
/// </code>
/// </summary>
internal sealed class ApEnrolleeSession(Registrar registrar, WpsSession session) : WscMachine(registrar, session)
{
    private const int Half = WscKeys.NonceLength;
    private static readonly Logger Log = LogManager.GetLogger(nameof(ApEnrolleeSession));

    // Enrollee Nonce, E-S1, E-S2, IVs of M5, M7.
    private readonly SecretBytes _random = new(5 * Half);
    private readonly SecretBytes _psk1 = new(Half);
    private readonly SecretBytes _psk2 = new(Half);
    private readonly byte[] _rHash1 = new byte[WscKeys.HashLength];
    private readonly byte[] _rHash2 = new byte[WscKeys.HashLength];

    // A PIN that was set meanwhile, even the same digits, is not the one that this exchange began with.
    private readonly int _pinNumber = registrar.Setup.Number;
    private ApSettings? _settings;
    private bool _drawn;

    public ApEnrolleeState State { get; private set; } = ApEnrolleeState.ExpectKeyPair;

    public override bool TakesPreparedPair => false;

    private ReadOnlySpan<byte> Secret1 => _random.Span.Slice(Half, Half);

    private ReadOnlySpan<byte> Secret2 => _random.Span.Slice(2 * Half, Half);

    private bool IsLockedOut => Registrar.Setup.IsLocked || Registrar.Setup.Digits.IsEmpty || Registrar.Setup.Number != _pinNumber;

    public override EapMethodStep Begin() => IsLockedOut ? RefuseLocked(MessageType.M1) : Registrar.RequestKeys(this);

    public override bool TryDraw(INonceSource nonces)
    {
        if (!_drawn && nonces.TryDraw(_random.Span))
        {
            _drawn = true;
            _random.Span[..Half].CopyTo(EnrolleeNonce);
        }

        return _drawn;
    }

    public override EapMethodStep OnMessage(WscOpCode opCode, ReadOnlySpan<byte> message)
    {
        if (State == ApEnrolleeState.ExpectAck)
        {
            return Finish("answered");
        }

        return opCode switch
        {
            WscOpCode.Message => OnWscMessage(message),
            WscOpCode.Nack => OnNack(message),
            WscOpCode.Ack => OnAck(message),
            WscOpCode.Done => Impossible(MessageType.WscDone),
            WscOpCode.Start or WscOpCode.FragmentAck => EapMethodStep.Ignore,
        };
    }

    public override EapMethodStep OnKeys(ReadOnlySpan<byte> shared)
    {
        if (State == ApEnrolleeState.ExpectKeyPair)
        {
            return IsLockedOut ? RefuseLocked(MessageType.M1) : SendM1();
        }

        if (State != ApEnrolleeState.ExpectKeys || shared.IsEmpty)
        {
            return Refuse(MessageType.M2, ConfigurationError.None, "no shared secret");
        }

        Keys.Derive(shared, EnrolleeNonce, Registrar.Bssid, RegistrarNonce);
        if (!Keys.Verify(LastSent, LastReceived))
        {
            return Refuse(MessageType.M2, ConfigurationError.None, "M2: wrong authenticator");
        }

        if (IsLockedOut)
        {
            return RefuseLocked(MessageType.M2);
        }

        Keys.PasswordHalves(Registrar.Setup.Digits, _psk1.Span, _psk2.Span);
        return SendM3();
    }

    public override EapMethodStep OnPushedOut() => Finish("too many devices at once");

    public override void Close()
    {
        if (State == ApEnrolleeState.ExpectDoneAck)
        {
            Apply();
        }

        State = ApEnrolleeState.Finished;
        base.Close();
        _settings?.Dispose();
        _random.Dispose();
        _psk1.Dispose();
        _psk2.Dispose();
    }

    private EapMethodStep OnWscMessage(ReadOnlySpan<byte> message) => (State, AttributeList.TypeOf(message)) switch
    {
        (ApEnrolleeState.ExpectM2, MessageType.M2D) => OnM2D(message),
        (ApEnrolleeState.ExpectM2, MessageType.M2) => OnM2(message),
        (ApEnrolleeState.ExpectM4, MessageType.M4) => OnM4(message),
        (ApEnrolleeState.ExpectM6, MessageType.M6) => OnM6(message),
        (ApEnrolleeState.ExpectM8, MessageType.M8) => OnM8(message),
        (ApEnrolleeState.ExpectKeyPair or ApEnrolleeState.ExpectKeys or ApEnrolleeState.ExpectDoneAck
            or ApEnrolleeState.ExpectAck or ApEnrolleeState.Finished, _) => EapMethodStep.Ignore,
        (_, var type) => Impossible(type),
    };

    private EapMethodStep OnM2D(ReadOnlySpan<byte> message)
    {
        if (!M2.TryParse(message, isM2D: true, out var m2, out var error))
        {
            return Refuse(MessageType.M2D, ConfigurationError.None, $"M2D: {error.Code} {error.Attribute}");
        }

        m2.RegistrarNonce.CopyTo(RegistrarNonce);
        Registrar.Effects.Announce(WpsEvent.M2D);
        Enter(ApEnrolleeState.ExpectAck, "M2D");
        return SendClosing(MessageType.WscAck, WscOpCode.Ack, ConfigurationError.None);
    }

    private EapMethodStep OnM2(ReadOnlySpan<byte> message)
    {
        if (!M2.TryParse(message, isM2D: false, out var m2, out var error))
        {
            return Refuse(MessageType.M2, ConfigurationError.None, $"M2: {error.Code} {error.Attribute}");
        }

        m2.RegistrarNonce.CopyTo(RegistrarNonce);
        if (!m2.EnrolleeNonce.SequenceEqual(EnrolleeNonce) || !DhGroup5.IsPublicKey(m2.PublicKey))
        {
            return Refuse(MessageType.M2, ConfigurationError.None, "M2: wrong nonce or not a public key");
        }

        if (IsLockedOut)
        {
            return RefuseLocked(MessageType.M2);
        }

        PeerKey = m2.PublicKey.ToArray();
        Received(message);
        Enter(ApEnrolleeState.ExpectKeys, "M2");
        return Registrar.RequestKeys(this);
    }

    private EapMethodStep OnM4(ReadOnlySpan<byte> message)
    {
        if (!M4.TryParse(message, out var m4, out _) || !IsAuthentic(m4.EnrolleeNonce, message))
        {
            return Refuse(MessageType.M4, ConfigurationError.None, "M4: malformed or wrongly authenticated");
        }

        if (IsLockedOut)
        {
            return RefuseLocked(MessageType.M4);
        }

        m4.RHash1.CopyTo(_rHash1);
        m4.RHash2.CopyTo(_rHash2);
        using var settings = EncryptedSettings.Open(Keys, m4.EncryptedSettings);
        if (CheckReveal(settings, AttributeId.RSNonce1, _psk1.Span, _rHash1, Pair!.Public, PeerKey) is { } error)
        {
            return RefusePin(MessageType.M4, error);
        }

        Received(message);
        Enter(ApEnrolleeState.ExpectM6, "M4");
        using var secret = new SecretBytes(AttributeList.HeaderLength + Half);
        new AttributeWriter(secret.Span).Bytes(AttributeId.ESNonce1, Secret1);
        return SendSealed(MessageType.M5, RegistrarNonce, _random.Span.Slice(3 * Half, Half), secret.Span);
    }

    private EapMethodStep OnM6(ReadOnlySpan<byte> message)
    {
        if (!SealedMessage.TryParse(message, MessageType.M6, out var m6, out _) || !IsAuthentic(m6.Nonce, message))
        {
            return Refuse(MessageType.M6, ConfigurationError.None, "M6: malformed or wrongly authenticated");
        }

        if (IsLockedOut)
        {
            return RefuseLocked(MessageType.M6);
        }

        using var settings = EncryptedSettings.Open(Keys, m6.EncryptedSettings);
        if (CheckReveal(settings, AttributeId.RSNonce2, _psk2.Span, _rHash2, Pair!.Public, PeerKey) is { } error)
        {
            return RefusePin(MessageType.M6, error);
        }

        Registrar.Setup.OnRightPin();
        using var current = Registrar.Network.BuildSettings(Secret2, out var problem);
        if (current is null)
        {
            return Refuse(MessageType.M6, ConfigurationError.None, problem);
        }

        Received(message);
        Enter(ApEnrolleeState.ExpectM8, "M6");
        return SendSealed(MessageType.M7, RegistrarNonce, _random.Span.Slice(4 * Half, Half), current.Span);
    }

    private EapMethodStep OnM8(ReadOnlySpan<byte> message)
    {
        if (!SealedMessage.TryParse(message, MessageType.M8, out var m8, out _) || !IsAuthentic(m8.Nonce, message))
        {
            return Refuse(MessageType.M8, ConfigurationError.None, "M8: malformed or wrongly authenticated");
        }

        if (IsLockedOut || Registrar.Options.ApSetupReadOnly)
        {
            return RefuseLocked(MessageType.M8);
        }

        using var settings = EncryptedSettings.Open(Keys, m8.EncryptedSettings);
        if (settings is null)
        {
            return Refuse(MessageType.M8, ConfigurationError.DecryptionCrcFailure, "M8: settings cannot be decrypted");
        }

        if (!Credential.TryParse(settings.Span, withIndex: false, out var wanted, out var error) || wanted.Ssid.IsEmpty)
        {
            return Refuse(MessageType.M8, ConfigurationError.None, $"M8: settings: {error.Code} {error.Attribute}");
        }

        _settings = new ApSettings(
            wanted.Ssid, (AuthenticationTypes)wanted.AuthenticationType, (EncryptionTypes)wanted.EncryptionType,
            new SecretBytes(wanted.NetworkKey));
        if (!_settings.IsAcceptable)
        {
            return Refuse(MessageType.M8, ConfigurationError.None, "M8: settings we cannot serve");
        }

        Enter(ApEnrolleeState.ExpectDoneAck, "M8");
        return SendClosing(MessageType.WscDone, WscOpCode.Done, ConfigurationError.None);
    }

    private EapMethodStep OnAck(ReadOnlySpan<byte> message)
    {
        // The settings stood in an authentic M8: whatever comes behind it, they are in force.
        var isOurs = State == ApEnrolleeState.ExpectDoneAck && TryReadClosing(message, MessageType.WscAck, out _);
        Apply();
        return isOurs ? Finish("WSC_ACK") : Impossible(MessageType.WscAck);
    }

    private EapMethodStep OnNack(ReadOnlySpan<byte> message)
    {
        if (State == ApEnrolleeState.ExpectDoneAck || !TryReadClosing(message, MessageType.WscNack, out var error))
        {
            return Impossible(MessageType.WscNack);
        }

        if (State == ApEnrolleeState.ExpectM8 && error == ConfigurationError.None)
        {
            return Finish("the registrar has read the settings");
        }

        Registrar.Results.RecordFailure(Session, State switch
        {
            ApEnrolleeState.ExpectM4 => MessageType.M3,
            ApEnrolleeState.ExpectM6 => MessageType.M5,
            ApEnrolleeState.ExpectM8 => MessageType.M7,
            ApEnrolleeState.ExpectKeyPair or ApEnrolleeState.ExpectM2 or ApEnrolleeState.ExpectKeys
                or ApEnrolleeState.ExpectDoneAck or ApEnrolleeState.ExpectAck or ApEnrolleeState.Finished => MessageType.M1,
        }, error, "the registrar refused: " + WscConstants.Describe(error));
        return Finish("WSC_NACK");
    }

    private EapMethodStep SendM1()
    {
        var writer = new AttributeWriter(new byte[768]);
        Registrar.DescribeUs(EnrolleeNonce, Pair!.Public).Write(ref writer);
        Enter(ApEnrolleeState.ExpectM2, "M1 sent");
        return Send(writer);
    }

    private EapMethodStep SendM3()
    {
        Span<byte> hashes = new byte[2 * WscKeys.HashLength];
        Keys.Commit(Secret1, _psk1.Span, Pair!.Public, PeerKey, hashes[..WscKeys.HashLength]);
        Keys.Commit(Secret2, _psk2.Span, Pair.Public, PeerKey, hashes[WscKeys.HashLength..]);
        var writer = new AttributeWriter(new byte[192]);
        new M3
        {
            RegistrarNonce = RegistrarNonce,
            EHash1 = hashes[..WscKeys.HashLength],
            EHash2 = hashes[WscKeys.HashLength..],
        }.Write(ref writer);
        Enter(ApEnrolleeState.ExpectM4, "M3 sent");
        return SendSigned(ref writer);
    }

    private void Apply()
    {
        if (_settings is not null)
        {
            Registrar.Network.ApplyAfter(Session, _settings);
            _settings = null;
        }
    }

    private bool IsAuthentic(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> message) =>
        nonce.SequenceEqual(EnrolleeNonce) && Keys.Verify(LastSent, message);

    private EapMethodStep RefusePin(MessageType type, ConfigurationError error)
    {
        if (error == ConfigurationError.DevicePasswordAuthFailure)
        {
            Registrar.Setup.OnWrongPin(Session);
        }

        return Refuse(type, error, $"{type}: {WscConstants.Describe(error)}");
    }

    private EapMethodStep RefuseLocked(MessageType type) =>
        Refuse(type, ConfigurationError.SetupLocked, $"{type}: external registrars are locked out, or the AP PIN was changed");

    private EapMethodStep Refuse(MessageType type, ConfigurationError error, string why)
    {
        Registrar.Results.RecordFailure(Session, type, error, why);
        Enter(ApEnrolleeState.ExpectAck, why);
        return SendClosing(MessageType.WscNack, WscOpCode.Nack, error);
    }

    /// <summary>As <see cref="RegistrarSession"/>'s: nobody who follows the protocol sends this now.</summary>
    private EapMethodStep Impossible(MessageType type)
    {
        var why = $"{WscConstants.NameOf(type)} in {State}: not of this exchange, or not now";
        Apply();
        Registrar.Results.RecordFailure(Session, Enum.IsDefined(type) ? type : MessageType.None, ConfigurationError.None, why);
        return Finish(why);
    }

    private EapMethodStep Finish(string why)
    {
        Enter(ApEnrolleeState.Finished, why);
        return EapMethodStep.Finished;
    }

    private void Enter(ApEnrolleeState state, string reason)
    {
        if (Log.IsDebugEnabled)
        {
            Log.Debug("{0} WPS {1} -> {2} ({3})", Session.Station, State, state, reason);
        }

        State = state;
    }
}
