using System.Buffers.Binary;
using HostApd.Ieee80211;

namespace HostApd.Simulation;

/// <summary>
/// A station that joins by itself: Probe, Authentication, Association, 4-way handshake, group handshake. Written from
/// 802.11-2020 with the timing of mac80211, and not from our encoders.
/// </summary>
public sealed class SimulatedStation : IAirPeer
{
    /// <summary>mac80211 waits so long for each frame of SAE.</summary>
    private static readonly TimeSpan PatienceOfSae = TimeSpan.FromSeconds(2);

    private readonly SimulatedRadio _radio;
    private readonly SimulatedStationOptions _options;
    private readonly StationHandshake _handshake;
    private readonly StationSae? _sae;
    private ITimer? _timer;
    private int _tries;
    private ushort _sequence;

    /// <summary>Puts a station in reach of <paramref name="radio"/>.</summary>
    public SimulatedStation(SimulatedRadio radio, SimulatedStationOptions options)
    {
        _radio = radio;
        _options = options;
        _handshake = new StationHandshake(this, radio, options);
        _sae = options.Sae is { } sae ? new StationSae(options.Address, () => radio.Address, options.Ssid, sae) : null;
        Eap = options.Identity is { } identity ? new StationEap(options.Address, identity) : null;
        radio.Kernel.Add(this);
    }

    /// <summary>It has entered another state.</summary>
    public event Action<StationState>? Changed;

    /// <summary>An action frame's body arrived.</summary>
    public event Action<byte[]>? ActionReceived;

    /// <summary>Takes 802.1X PDUs in place of the station's own half of the 4-way handshake.</summary>
    public Action<byte[]>? EapolHandler { get; set; }

    /// <summary>Its side of EAP; null where it does not know that.</summary>
    public StationEap? Eap { get; }

    /// <summary>Its address.</summary>
    public MacAddress Address => _options.Address;

    int IAirPeer.FrequencyMhz => _options.FrequencyMhz;

    /// <summary>How far it has got.</summary>
    public StationState State { get; private set; }

    /// <summary>Receives nothing: out of reach.</summary>
    public bool IsDeaf { get; set; }

    /// <summary>Associated, with or without keys.</summary>
    public bool IsAssociated => State is StationState.Associated or StationState.Connected;

    /// <summary>The Association ID it was given, 0 before.</summary>
    public int Aid { get; private set; }

    /// <summary>Why it ended: the reason code it was sent away with, or the status code it was refused with.</summary>
    public int? Ended { get; private set; }

    /// <summary>It ended because nobody answered.</summary>
    public bool IsUnheard { get; private set; }

    /// <summary>Every change of state, e.g. <c>Probing -> Authenticating</c>.</summary>
    public List<string> History { get; } = [];

    /// <summary>Temporal keys it has installed, oldest first: the same one twice would be a reinstallation.</summary>
    public List<string> InstalledKeys => _handshake.InstalledKeys;

    /// <summary>Group keys it was given, oldest first, as index and key.</summary>
    public List<string> GroupKeys => _handshake.GroupKeys;

    /// <summary>IGTKs and BIGTKs it was given, oldest first, as key ID, packet number and key.</summary>
    public List<string> IntegrityKeys => _handshake.IntegrityKeys;

    /// <summary>It was told to come back, and when, in TU; null: it was not.</summary>
    public uint? Comeback { get; private set; }

    /// <summary>SA Queries it was asked, protected, by their numbers.</summary>
    public List<int> SaQueries { get; } = [];

    /// <summary>Key data of the last M3, decrypted.</summary>
    public byte[] KeyDataOfMessage3 => _handshake.KeyDataOfMessage3;

    /// <summary>Starts to join.</summary>
    public void Join()
    {
        Ended = null;
        IsUnheard = false;
        Aid = 0;
        Begin(StationState.Probing);
    }

    /// <summary>Starts at Authentication: a client that knows where the access point is.</summary>
    public void Authenticate()
    {
        Ended = null;
        IsUnheard = false;
        Aid = 0;
        Begin(StationState.Authenticating);
    }

    /// <summary>Sends one Probe Request and goes on as before.</summary>
    public void Probe() => SendManagement(ManagementSubtype.ProbeRequest, [.. Elements(forAssociation: false)]);

    /// <summary>Sends an action frame to the access point.</summary>
    public void SendAction(byte[] body) => SendManagement(ManagementSubtype.Action, body);

    /// <summary>Starts at Association, with Authentication taken as done: a client that skips ahead.</summary>
    public void Associate() => Begin(StationState.Associating);

    /// <summary>Asks the access point whether it still has the keys (SA Query, 802.11-2020 9.6.9).</summary>
    public void AskSecurityAssociation(ushort transaction) => SendManagement(ManagementSubtype.Action, [8, 0, (byte)transaction, (byte)(transaction >> 8)]);

    /// <summary>It loses its keys and all else that it knew, and does not say so: its program was killed.</summary>
    public void Forget() => End(StationState.Idle);

    /// <summary>
    /// Somebody else sends a frame in its name: he hears the answers no more than anybody, and has no keys.
    /// </summary>
    public void Forge(ManagementSubtype subtype, byte[] body) => Send(isEapol: false, Frame(subtype, body, isProtected: false));

    /// <summary>What it sends to associate, for a forger to repeat.</summary>
    public byte[] AssociationRequest => [0x31, 0x04, 5, 0, .. Elements(forAssociation: true)];

    /// <summary>Deauthenticates itself (reason 3: leaving).</summary>
    public void Leave()
    {
        SendManagement(ManagementSubtype.Deauthentication, [3, 0]);
        End(StationState.Idle);
    }

    /// <summary>Sends a data frame.</summary>
    public void SendData() => _radio.Kernel.HearData(Address);

    /// <summary>Sends M2 again, for the last M1.</summary>
    public void RepeatMessage2() => _handshake.RepeatMessage2();

    /// <summary>Sends M4 again, for the last M3.</summary>
    public void RepeatMessage4() => _handshake.RepeatMessage4();

    /// <summary>Sends any 802.1X PDU.</summary>
    public void SendEapol(byte[] pdu) => Send(isEapol: true, pdu);

    /// <summary>Vanishes without a word.</summary>
    public void Vanish()
    {
        IsDeaf = true;
        End(StationState.Idle);
    }

    /// <summary>A frame reaches its antenna; true when it acknowledges.</summary>
    bool IAirPeer.Receive(AirFrame frame)
    {
        if (IsDeaf)
        {
            return false;
        }

        if (frame.IsEapol)
        {
            ReceiveEapol(frame.Bytes);
        }
        else if (frame.Bytes.Length >= ManagementFrame.HeaderLength)
        {
            ReceiveManagement(frame.Bytes);
        }

        return true;
    }

    /// <summary>It has its keys: data may flow.</summary>
    internal void Connect() => Enter(StationState.Connected);

    private void ReceiveEapol(byte[] pdu)
    {
        if (!IsAssociated)
        {
            return;
        }

        if (EapolHandler is { } handler)
        {
            handler(pdu);
            return;
        }

        if (Eap is not null && StationEap.Takes(pdu))
        {
            ReceiveEap(Eap, pdu);
            return;
        }

        _handshake.Receive(pdu);
    }

    private void ReceiveEap(StationEap eap, byte[] pdu)
    {
        if (eap.Receive(pdu, out var succeeded) is { } answer)
        {
            SendEapol(answer);
        }

        if (succeeded)
        {
            _handshake.TakePmk(eap.Key[..32]);
        }
    }

    private void ReceiveManagement(byte[] frame)
    {
        var body = frame.AsSpan(24);
        if (IsProtected != RobustFrames.IsSealed(frame) && RobustFrames.IsRobust(frame))
        {
            // Not protected where it must be, or where it has no key to open it.
            return;
        }

        switch ((ManagementSubtype)(frame[0] >> 4))
        {
            case ManagementSubtype.ProbeResponse when State == StationState.Probing:
                Begin(StationState.Authenticating);
                break;
            case ManagementSubtype.Authentication when State == StationState.Authenticating && _sae is not null:
                TakeSae(_sae, body);
                break;
            case ManagementSubtype.Authentication when State == StationState.Authenticating && body.Length >= 6:
                TakeStatus(body[4..], StationState.Associating);
                break;
            case ManagementSubtype.AssociationResponse or ManagementSubtype.ReassociationResponse
                when State == StationState.Associating && body.Length >= 6:
                Aid = BinaryPrimitives.ReadUInt16LittleEndian(body[4..]) & 0x3FFF;
                if (_options.ComesBack && body.Length >= 13 && body[2] == 30 && RobustFrames.TimeoutInterval(body[6..]) is { } units)
                {
                    ComeBack(units);
                    break;
                }

                TakeStatus(body[2..], !IsSecured && EapolHandler is null ? StationState.Connected : StationState.Associated);
                break;
            case ManagementSubtype.Action when body.Length >= 4 && body[0] == 8 && body[1] == 0:
                AnswerSaQuery(BinaryPrimitives.ReadUInt16LittleEndian(body[2..]));
                break;
            case ManagementSubtype.Action:
                ActionReceived?.Invoke(body.ToArray());
                break;
            case ManagementSubtype.Deauthentication or ManagementSubtype.Disassociation
                when State > StationState.Probing && body.Length >= 2:
                SentAway(BinaryPrimitives.ReadUInt16LittleEndian(body));
                break;
            default:
                break;
        }
    }

    private bool IsProtected => _options.ProtectsFrames && State == StationState.Connected && IsSecured && _handshake.IntegrityKeys.Count > 0;

    /// <summary>As mac80211: it asks once more when the time is over.</summary>
    private void ComeBack(uint timeUnits)
    {
        Comeback = timeUnits;
        _timer?.Dispose();
        _tries = 0;
        _timer = _radio.Clock.CreateTimer(_ => Try(), null, TimeSpan.FromMicroseconds(1024 * timeUnits), Timeout.InfiniteTimeSpan);
    }

    private void AnswerSaQuery(ushort transaction)
    {
        SaQueries.Add(transaction);
        if (!_options.IgnoresSaQuery)
        {
            SendManagement(ManagementSubtype.Action, [8, 1, (byte)transaction, (byte)(transaction >> 8)]);
        }
    }

    private void TakeSae(StationSae sae, ReadOnlySpan<byte> body)
    {
        switch (sae.Take(body, out var status))
        {
            case SaeStep.None:
                break;
            case SaeStep.Next:
                _tries = 0;
                _timer?.Dispose();
                Try();
                break;
            case SaeStep.Done:
                _handshake.Pmk = sae.Pmk;
                Begin(StationState.Associating);
                break;
            case SaeStep.Refused:
                Ended = status;
                End(StationState.Idle);
                break;
        }
    }

    private void TakeStatus(ReadOnlySpan<byte> field, StationState next)
    {
        var status = BinaryPrimitives.ReadUInt16LittleEndian(field);
        if (status != 0)
        {
            Ended = status;
            End(StationState.Idle);
        }
        else
        {
            Begin(next);
        }
    }

    private void SentAway(int reason)
    {
        Ended = reason;
        End(StationState.Idle);
        if (_options.ReturnsAfter is { } pause)
        {
            _radio.Clock.Schedule(pause, Join);
        }
    }

    private void Begin(StationState state)
    {
        _tries = 0;
        if (state == StationState.Associated)
        {
            _handshake.Forget();
        }
        else if (state == StationState.Authenticating)
        {
            _sae?.Begin();
        }

        Enter(state);
        Try();
    }

    private void Try()
    {
        if (State is StationState.Idle or StationState.Associated or StationState.Connected)
        {
            return;
        }

        if (_tries++ == _options.Tries)
        {
            IsUnheard = true;
            End(StationState.Idle);
            return;
        }

        switch (State)
        {
            case StationState.Probing:
                SendManagement(ManagementSubtype.ProbeRequest, [.. Elements(forAssociation: false)]);
                break;
            case StationState.Authenticating:
                SendManagement(ManagementSubtype.Authentication, _sae?.Frame() ?? [0, 0, 1, 0, 0, 0]);
                break;
            case StationState.Associating:
                SendManagement(ManagementSubtype.AssociationRequest, AssociationRequest);
                break;
            case StationState.Idle or StationState.Associated or StationState.Connected:
                break;
        }

        // It waits from when the frame has left, not from when it began to think about it.
        _timer = _radio.Clock.CreateTimer(_ => Try(), null, _options.Think + (_sae is not null && State == StationState.Authenticating ? PatienceOfSae : _options.Patience), Timeout.InfiniteTimeSpan);
    }

    private void End(StationState state)
    {
        Enter(state);
        _handshake.Forget();
    }

    private void Enter(StationState state)
    {
        _timer?.Dispose();
        _timer = null;
        History.Add($"{State} -> {state}");
        State = state;
        Changed?.Invoke(state);
    }

    // 802.11-2020 9.3.3: Frame Control, Duration, DA, SA, BSSID, Sequence Control, body.
    private void SendManagement(ManagementSubtype subtype, byte[] body) => Send(isEapol: false, Frame(subtype, body, IsProtected));

    private byte[] Frame(ManagementSubtype subtype, byte[] body, bool isProtected)
    {
        var frame = new byte[24 + body.Length];
        frame[0] = (byte)((int)subtype << 4);
        body.CopyTo(frame, 24);
        frame[1] = isProtected && RobustFrames.IsRobust(frame) ? (byte)0x40 : (byte)0;
        var toAll = subtype == ManagementSubtype.ProbeRequest;
        (toAll ? MacAddress.Broadcast : _radio.Address).CopyTo(frame.AsSpan(4));
        Address.CopyTo(frame.AsSpan(10));
        (toAll ? MacAddress.Broadcast : _radio.Address).CopyTo(frame.AsSpan(16));
        BinaryPrimitives.WriteUInt16LittleEndian(frame.AsSpan(22), (ushort)(++_sequence << 4));
        return frame;
    }

    private List<byte> Elements(bool forAssociation)
    {
        List<byte> elements = [0, (byte)_options.Ssid.Length, .. _options.Ssid];
        var first = _options.Rates.Take(8).ToArray();
        elements.AddRange([1, (byte)first.Length, .. first]);
        if (_options.Rates.Length > 8)
        {
            elements.AddRange([50, (byte)(_options.Rates.Length - 8), .. _options.Rates[8..]]);
        }

        if (forAssociation && IsSecured)
        {
            elements.AddRange(StationHandshake.RsneOf(_options));
        }

        if (_options.Ht)
        {
            elements.AddRange([45, 26, 0x7e, 0x10, 0x1b, 0xff, 0xff, .. new byte[21]]);
        }

        if (_options.Wmm)
        {
            elements.AddRange([221, 7, 0x00, 0x50, 0xf2, 2, 0, 1, 0]);
        }

        elements.AddRange(forAssociation ? _options.ExtraElements : _options.ProbeElements);
        return elements;
    }

    private bool IsSecured => _options.Passphrase is not null || _options.Pmk is not null || _sae is not null || Eap is not null;

    private void Send(bool isEapol, byte[] bytes)
    {
        if (_options.Think == TimeSpan.Zero)
        {
            _radio.Kernel.Hear(Address, isEapol, bytes, _options.FrequencyMhz);
        }
        else
        {
            _radio.Clock.Schedule(_options.Think, () => _radio.Kernel.Hear(Address, isEapol, bytes, _options.FrequencyMhz));
        }
    }
}
