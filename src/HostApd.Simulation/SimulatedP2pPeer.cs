using HostApd.Ieee80211;

namespace HostApd.Simulation;

/// <summary>
/// A stranger's P2P device with a user in front of it: a phone. Written from P2P 1.7 3.1 with its own encoder and the timing of
/// wpa_supplicant, so that it does not share the product's mistakes. Agreed on a group, its client is a <see cref="SimulatedClient"/> with
/// the intended interface address on the group's channel.
/// <code>
/// state       | goes on by
/// Searching   | the user taps our name → Discovering, Asking or Inviting; asked by us before that: "not yet"
/// Discovering | Response → Asking; none: again
/// Asking      | Response 0 → Confirming, 1 → Waiting, else Over; none: listens, asks again, 120 times
/// Waiting     | our Request → Answering, or Over with what it was refused for; 120 s → Over
/// Answering   | Confirmation 0 → Joining, else Over; none in 500 ms → Over
/// Confirming  | its Confirmation has left → Joining
/// Inviting    | Response 0 → Joining, else → Asking; none: listens, asks again, 100 times
/// </code>
/// </summary>
public sealed class SimulatedP2pPeer : IAirPeer, IJoiningClient
{
    private const byte Success = 0;
    private const byte NotYet = 1;
    private const byte NoCommonChannel = 7;
    private const byte BothWantToOwn = 9;
    private const int OwnerOrNothing = 15;
    private const int MostRequests = 120;
    private const int MostInvitations = 100;

    /// <summary>It hears nothing there.</summary>
    private const int Nowhere = -1;

    private static readonly int[] Social = [2412, 2437, 2462];
    private static readonly TimeSpan Dwell = TimeSpan.FromMilliseconds(30);
    private static readonly TimeSpan ListenUnit = TimeSpan.FromMilliseconds(102.4);
    private static readonly TimeSpan AnswerTime = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan UnheardTime = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan DiscoveryTime = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan IdleTime = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan BeforeJoining = TimeSpan.FromMilliseconds(120);

    private readonly SimulatedRadio _radio;
    private readonly SimulatedP2pPeerOptions _options;
    private readonly PeerFrames _frames;
    private SimulatedClient? _client;
    private int _foundMhz;
    private int _rounds;
    private int _requests;
    private int _turn;
    private byte _token;
    private bool _isGone;
    private bool _hasTapped;

    /// <summary>Puts a peer in reach of <paramref name="radio"/>, doing nothing.</summary>
    public SimulatedP2pPeer(SimulatedRadio radio, SimulatedP2pPeerOptions options)
    {
        _radio = radio;
        _options = options;
        _frames = new PeerFrames(options);
        radio.Kernel.Add(this);
    }

    /// <inheritdoc/>
    public event Action<ClientAct, int>? Acted;

    /// <summary>It is about something else now.</summary>
    public event Action<PeerState>? Changed;

    MacAddress IAirPeer.Address => _options.Device;

    /// <inheritdoc/>
    public MacAddress Address => _options.Interface;

    /// <inheritdoc/>
    public MacAddress Device => _options.Device;

    /// <summary>Where it is, in MHz; -1: it hears nothing.</summary>
    public int FrequencyMhz { get; private set; } = Nowhere;

    /// <summary>What it is about.</summary>
    public PeerState State { get; private set; }

    /// <summary>The status that it was answered with, or answered or was confirmed with, last; -1: none.</summary>
    public int Status { get; private set; } = -1;

    /// <summary>Requests for a negotiation that it has sent.</summary>
    public int Requests { get; private set; }

    /// <summary>The group that was agreed on, and where, in MHz.</summary>
    public (byte[] Ssid, int FrequencyMhz) Agreed { get; private set; } = ([], 0);

    /// <summary>Its client in the group; null before the agreement.</summary>
    public SimulatedClient? Client => _client;

    /// <inheritdoc/>
    public bool IsConnected => _client is { IsConnected: true };

    /// <inheritdoc/>
    public bool HasGivenUp => State == PeerState.Over || _client is { HasGivenUp: true };

    /// <inheritdoc/>
    public void Start()
    {
        Enter(PeerState.Searching);
        Scan(0);
    }

    /// <summary>Its user taps our name now, if it has been found.</summary>
    public void Tap()
    {
        if (_hasTapped || _isGone || _foundMhz == 0)
        {
            return;
        }

        _hasTapped = true;
        _requests = 0;
        if (_options.Group is not null)
        {
            Enter(PeerState.Inviting);
            Invite();
        }
        else if (_options.DiscoversFirst)
        {
            Enter(PeerState.Discovering);
            Discover();
        }
        else
        {
            BeginToAsk();
        }
    }

    bool IAirPeer.Receive(AirFrame frame)
    {
        if (_isGone || frame.IsEapol)
        {
            return false;
        }

        switch ((ManagementSubtype)(frame.Bytes[0] >> 4))
        {
            case ManagementSubtype.ProbeResponse when State == PeerState.Searching:
                OnFound(frame);
                break;
            case ManagementSubtype.Action when PeerMessage.Read(frame.Bytes) is { } message:
                OnMessage(message, frame.FrequencyMhz);
                break;
            default:
                break;
        }

        return true;
    }

    private void OnMessage(PeerMessage message, int frequencyMhz)
    {
        switch (message.Subtype)
        {
            case PeerFrames.NegotiationRequest:
                OnRequest(message, frequencyMhz);
                break;
            case PeerFrames.NegotiationResponse when State == PeerState.Asking && message.Token == _token:
                OnResponse(message);
                break;
            case PeerFrames.NegotiationConfirmation when State == PeerState.Answering:
                OnConfirmation(message);
                break;
            case PeerFrames.InvitationResponse when State == PeerState.Inviting && message.Token == _token:
                OnInvited(message);
                break;
            case PeerFrames.DiscoveryResponse when State == PeerState.Discovering && message.Token == _token:
                BeginToAsk();
                break;
            default:
                break;
        }
    }

    private void Enter(PeerState state)
    {
        _turn++;
        State = state;
        Changed?.Invoke(state);
        if (state == PeerState.Over)
        {
            FrequencyMhz = Nowhere;
            Acted?.Invoke(ClientAct.GaveUp, 0);
        }
    }

    /// <summary>Goes on later, unless something else has come up by then.</summary>
    private void After(TimeSpan delay, Action then)
    {
        var turn = ++_turn;
        _radio.Clock.Schedule(delay, () =>
        {
            if (turn == _turn && !_isGone)
            {
                then();
            }
        });
    }

    /// <summary>The end of a step; true: it is gone with it.</summary>
    private bool VanishesAfter(PeerStep step)
    {
        if (step == PeerStep.Never || _options.VanishesAfter != step)
        {
            return false;
        }

        _isGone = true;
        Enter(PeerState.Over);
        return true;
    }

    private void Send(byte[] frame, Action<bool>? onStatus = null)
    {
        var where = FrequencyMhz;
        _radio.Clock.Schedule(_options.Think, () =>
        {
            if (!_isGone)
            {
                _radio.Kernel.Hear(_options.Device, frame, where, onStatus);
            }
        });
    }

    /// <summary>The social channels one by one, then a while of 1 to 3 units in which it is found itself (3.1.2.1.3).</summary>
    private void Scan(int index)
    {
        if (index < Social.Length)
        {
            FrequencyMhz = Social[index];
            Send(_frames.Probe());
            After(_options.Think + Dwell, () => Scan(index + 1));
        }
        else
        {
            FrequencyMhz = _options.ListenMhz;
            After((1 + _rounds++ % 3) * ListenUnit, () => Scan(0));
        }
    }

    private void OnFound(AirFrame response)
    {
        const int fixedFields = 12;
        if (_foundMhz != 0 || new MacAddress(response.Bytes.AsSpan(10)) != _radio.Address
            || PeerMessage.Attributes(response.Bytes, ManagementFrame.HeaderLength + fixedFields).Length == 0)
        {
            return;
        }

        _foundMhz = response.FrequencyMhz;
        if (!VanishesAfter(PeerStep.Found) && _options.TapsAfter is { } pause)
        {
            _radio.Clock.Schedule(pause, Tap);
        }
    }

    private void Discover()
    {
        FrequencyMhz = _foundMhz;
        Send(_frames.Discover(_radio.Address, ++_token));
        After(_options.Think + DiscoveryTime, _requests++ < MostRequests ? Discover : GiveUp);
    }

    private void BeginToAsk()
    {
        _requests = 0;
        Enter(PeerState.Asking);
        Ask();
    }

    private void Ask()
    {
        if (_requests++ == MostRequests)
        {
            GiveUp();
            return;
        }

        Requests++;
        FrequencyMhz = _foundMhz;
        SendAndStay(_frames.AskForNegotiation(_radio.Address, ++_token), Ask);
    }

    private void Invite()
    {
        if (_requests++ == MostInvitations)
        {
            GiveUp();
            return;
        }

        FrequencyMhz = _foundMhz;
        SendAndStay(_frames.Invite(_radio.Address, ++_token, _options.Group!.Ssid), Invite);
    }

    /// <summary>Heard, it waits longer for an answer than unheard; then it listens, lest two who both ask never hear each other.</summary>
    private void SendAndStay(byte[] request, Action again)
    {
        var state = State;
        After(_options.Think + 2 * AnswerTime, Listen);
        Send(request, acknowledged =>
        {
            if (State == state && !(_requests == 1 && VanishesAfter(PeerStep.Asked)))
            {
                After(acknowledged ? AnswerTime : UnheardTime, Listen);
            }
        });

        void Listen()
        {
            FrequencyMhz = _options.ListenMhz;
            After(ListenUnit, again);
        }
    }

    private void OnResponse(PeerMessage response)
    {
        Status = response.Status;
        if (Status == NotYet)
        {
            Wait();
            return;
        }

        if (Status != Success || response.GroupSsid is not { } ssid || response.IntendedAddress is null)
        {
            GiveUp();
            return;
        }

        var groupMhz = response.OperatingMhz;
        var status = _options.ChannelsMhz.Contains(groupMhz) ? Success : NoCommonChannel;
        Enter(PeerState.Confirming);
        if (VanishesAfter(PeerStep.Agreed))
        {
            return;
        }

        Confirm(response.Token, status, groupMhz, left: 1);
        After(_options.Think + BeforeJoining, status == Success ? () => Join(ssid, groupMhz, passphrase: null) : GiveUp);
    }

    /// <summary>Unheard it is sent once more; then it counts as heard.</summary>
    private void Confirm(byte token, byte status, int groupMhz, int left) => Send(_frames.Confirm(_radio.Address, token, status, groupMhz), acknowledged =>
    {
        if (!acknowledged && left > 0)
        {
            Confirm(token, status, groupMhz, left - 1);
        }
    });

    /// <summary>Listens, and does something else in between, until we ask it ourselves.</summary>
    private void Wait()
    {
        Enter(PeerState.Waiting);
        if (VanishesAfter(PeerStep.ToldToWait))
        {
            return;
        }

        var began = _radio.Clock.Elapsed;
        Listen();

        void Listen()
        {
            if (_radio.Clock.Elapsed - began >= Patience)
            {
                GiveUp();
                return;
            }

            FrequencyMhz = _options.ListenMhz;
            After((1 + _rounds++ % 3) * ListenUnit, () =>
            {
                FrequencyMhz = Nowhere;
                After(IdleTime, Listen);
            });
        }
    }

    /// <summary>We ask it. Who has not tapped has not been asked: "not yet". Of two that ask, the one with the higher address answers.</summary>
    private void OnRequest(PeerMessage request, int frequencyMhz)
    {
        if (State is not (PeerState.Searching or PeerState.Asking or PeerState.Waiting or PeerState.Answering)
            || State == PeerState.Asking && _options.Device.CompareTo(_radio.Address) < 0)
        {
            return;
        }

        FrequencyMhz = frequencyMhz;
        var (theirs, theirTie) = (request.Intent >> 1, (request.Intent & 1) != 0);
        var weOwn = _options.Intent != theirs ? _options.Intent > theirs : !theirTie;
        var status = !_hasTapped ? NotYet
            : _options.Intent == OwnerOrNothing && theirs == OwnerOrNothing ? BothWantToOwn
            : !request.ChannelsMhz.Any(_options.ChannelsMhz.Contains) ? NoCommonChannel
            : Success;
        Status = status;
        Send(_frames.AnswerNegotiation(_radio.Address, request.Token, status, !theirTie, status == Success && weOwn),
            _ => VanishesAfter(status == Success ? PeerStep.Agreed : PeerStep.Never));
        if (status == Success)
        {
            Enter(PeerState.Answering);
            After(_options.Think + AnswerTime, GiveUp);
        }
        else if (status != NotYet)
        {
            _radio.Clock.Schedule(_options.Think, GiveUp);
        }
    }

    private void OnConfirmation(PeerMessage confirmation)
    {
        Status = confirmation.Status;
        if (Status == Success && confirmation.GroupSsid is { } ssid)
        {
            var groupMhz = confirmation.OperatingMhz;
            After(BeforeJoining, () => Join(ssid, groupMhz, passphrase: null));
        }
        else
        {
            GiveUp();
        }
    }

    /// <summary>Forgotten, or not wanted unasked: then it asks for a new one.</summary>
    private void OnInvited(PeerMessage response)
    {
        Status = response.Status;
        if (Status == Success)
        {
            var groupMhz = response.OperatingMhz;
            After(BeforeJoining, () => Join(_options.Group!.Ssid, groupMhz, _options.Group.Passphrase));
        }
        else
        {
            BeginToAsk();
        }
    }

    private void Join(byte[] ssid, int groupMhz, string? passphrase)
    {
        Agreed = (ssid, groupMhz);
        Enter(PeerState.Joining);
        FrequencyMhz = Nowhere;
        if (VanishesAfter(PeerStep.Confirmed))
        {
            return;
        }

        _client = new SimulatedClient(_radio, new SimulatedClientOptions
        {
            Address = _options.Interface,
            Device = _options.Device,
            FrequencyMhz = groupMhz,
            Ssid = ssid,
            Method = passphrase is null ? JoinMethod.PushButton : JoinMethod.Psk,
            Passphrase = passphrase,
            Seed = _options.Seed,
            Think = _options.Think,
        });
        _client.Acted += (act, number) => Acted?.Invoke(act, number);
        _client.StartAgreed();
    }

    private void GiveUp() => Enter(PeerState.Over);
}
