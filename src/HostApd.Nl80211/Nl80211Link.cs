using HostApd.Driver;
using HostApd.Ieee80211;
using HostApd.Linux.Netlink;
using Tmds.Linux;

namespace HostApd.Nl80211;

/// <summary>
/// One access point interface of a radio. What it is made of stands in classes of its own, each of which owns one thing; here is
/// in which order they act.
/// </summary>
public sealed class Nl80211Link : IApLink
{
    private readonly Nl80211Radio _radio;
    private readonly LinkListener _listener = new();
    private readonly LinkInterface _netdev;
    private readonly InterfaceWatch _watch;
    private readonly FrameSubscription _subscription;
    private readonly EapolPort _eapol;
    private readonly BridgePort _bridge;
    private readonly PresentState _present;
    private readonly RefusalCauses _causes;
    private readonly TransmitRates _rates;
    private readonly Beaconing _beaconing;
    private readonly LinkTuning _tuning;
    private readonly FrameSender _sender;
    private readonly StationEntries _stations;
    private readonly LinkKeys _keys;
    private readonly LinkVlans _vlans;
    private readonly ChannelUse _use;
    private readonly OffChannel _offChannel;
    private readonly SiteScan _scan;
    private IReadOnlyList<FrameFilter> _frames = [];

    internal Nl80211Link(Nl80211Radio radio, Nl80211LinkOptions options)
    {
        _radio = radio;
        _netdev = new LinkInterface(radio, options);
        _present = new PresentState(_netdev, _listener);
        _watch = new InterfaceWatch(radio, _netdev, _listener)
        {
            Lose = Lose,
            Find = Find,
            CompareBridge = link => _bridge!.Compare(link.Master),
            ComparePresent = _present.Compare,
        };
        _subscription = new FrameSubscription(_netdev);
        _eapol = new EapolPort(radio.Loop, _netdev, _listener);
        _bridge = new BridgePort(radio.Route, radio.Bridges, _netdev, _eapol, options.Bridge);
        _causes = new RefusalCauses(radio, _netdev, options.FindUsers);
        _rates = new TransmitRates(_netdev);
        _beaconing = new Beaconing(radio, _netdev, _present, _rates, _causes);
        _tuning = new LinkTuning(_netdev);
        _sender = new FrameSender(_netdev, _present);
        _vlans = new LinkVlans(radio, _netdev);
        _stations = new StationEntries(radio, _netdev, _bridge, _vlans);
        _keys = new LinkKeys(_netdev);
        _use = new ChannelUse(_netdev, _present);
        _offChannel = new OffChannel(radio, _netdev);
        _scan = new SiteScan(_netdev, _present, _use)
        {
            CanScanWhileBeaconing = () => radio.Capabilities.CanScanWhileBeaconing,
            BecomeStation = BecomeStation,
            BecomeAccessPoint = BecomeAccessPoint,
        };
    }

    /// <inheritdoc/>
    public IRadio Radio => _radio;

    /// <inheritdoc/>
    public MacAddress Address => _netdev.Address;

    /// <inheritdoc/>
    public IP2pLink P2p => _offChannel;

    /// <inheritdoc/>
    public IScanLink Scanning => _scan;

    /// <inheritdoc/>
    public IVlanLink Vlans => _vlans;

    /// <inheritdoc/>
    public TimeSpan EventAge => _eapol.EventAge;

    /// <inheritdoc/>
    public IReadOnlyList<RadioInterface> Neighbours => _radio.Interfaces.NeighboursOf(_netdev.Index);

    internal string Name => _netdev.Name;

    /// <summary>The network interface's number; 0 when there is none.</summary>
    internal int Index => _netdev.Index;

    /// <summary>Whether the interface is there now; asked of the kernel, not remembered.</summary>
    internal bool IsThere => Index != 0 && _radio.Route.Query(Index, out _, out _).Errno != LibC.ENODEV;

    /// <inheritdoc/>
    public void Attach(IApEvents events) => _listener.Events = events;

    /// <inheritdoc/>
    public DriverResult Prepare(IReadOnlyList<FrameFilter> frames)
    {
        var result = BeThere();
        if (!result.Succeeded)
        {
            return result;
        }

        if (!_radio.Capabilities.SupportsAccessPoint)
        {
            return new DriverResult(Name, LibC.EOPNOTSUPP, $"{_radio.Capabilities.PhyName} cannot be an access point",
                "its driver does not list the AP interface type; use another adapter");
        }

        _frames = frames;
        return BecomeAccessPoint();
    }

    /// <inheritdoc/>
    public LinkCondition AskLink() => _watch.AskLink();

    /// <inheritdoc/>
    public LinkBridge AskBridge() => _bridge.Ask();

    /// <inheritdoc/>
    public DriverResult Start(in AccessPointSettings settings) => _beaconing.Start(settings);

    /// <inheritdoc/>
    public DriverResult UpdateBeacon(in AccessPointSettings settings) => _beaconing.UpdateBeacon(settings);

    /// <inheritdoc/>
    public DriverResult Tune(in RadioTuning tuning) => _tuning.Apply(tuning);

    /// <inheritdoc/>
    public DriverResult SwitchChannel(in CountdownSettings settings) => _beaconing.SwitchChannel(settings);

    /// <inheritdoc/>
    public DriverResult ChangeColour(in CountdownSettings settings) => _beaconing.ChangeColour(settings);

    /// <inheritdoc/>
    public DriverResult ChangeWidth(OperatingChannel channel) => _beaconing.ChangeWidth(channel);

    /// <inheritdoc/>
    public DriverResult StartRadarDetection(OperatingChannel channel) => _beaconing.StartRadarDetection(channel);

    /// <inheritdoc/>
    public DriverResult EndRadarDetection() => _beaconing.EndRadarDetection();

    /// <inheritdoc/>
    public DriverResult Stop() => _beaconing.Stop();

    /// <inheritdoc/>
    public DriverResult SendFrame(ReadOnlySpan<byte> frame, SendOptions options, out ulong cookie) =>
        _sender.Send(frame, options, out cookie);

    /// <inheritdoc/>
    public DriverResult SendEapol(MacAddress station, ReadOnlySpan<byte> pdu, bool encrypt) => _eapol.Send(station, pdu, encrypt);

    /// <inheritdoc/>
    public DriverResult AddStation(in StationSettings station) => _stations.Add(station);

    /// <inheritdoc/>
    public DriverResult UpdateStation(in StationSettings station) => _stations.Update(station);

    /// <inheritdoc/>
    public DriverResult Authorize(MacAddress station, bool authorized) => _stations.Authorize(station, authorized);

    /// <inheritdoc/>
    public DriverResult RemoveStation(MacAddress station, ManagementSubtype subtype, ReasonCode reason) =>
        _stations.Remove(station, subtype, reason);

    /// <inheritdoc/>
    public DriverResult InstallKey(in KeySettings key) => _keys.Install(key);

    /// <inheritdoc/>
    public DriverResult SelectPairwiseKey(MacAddress station, int keyId) => _keys.SelectPairwise(station, keyId);

    /// <inheritdoc/>
    public DriverResult ReadKeySequence(int keyIndex, Span<byte> sequence) => _keys.ReadSequence(keyIndex, sequence);

    /// <inheritdoc/>
    public DriverResult ReadStation(MacAddress station, out StationCounters counters) => _stations.Read(station, out counters);

    /// <inheritdoc/>
    public DriverResult ReadSurvey(out ChannelSurvey survey) => _use.Read(out survey);

    /// <inheritdoc/>
    public DriverResult ProbeStation(MacAddress station) => _stations.Probe(station);

    /// <summary>Gives the interface back as it was found: type, and up or down. The radio's other links are not touched.</summary>
    public void Dispose()
    {
        _watch.Dispose();
        _vlans.Leave();
        _bridge.Leave();
        if (_netdev.Title == InterfaceTitle.Borrowed)
        {
            _rates.Choose(RateChoice.All);
        }

        _netdev.GiveBack();
        _eapol.Dispose();
        _radio.Remove(this);
    }

    /// <summary>Looks for the interface, and for nl80211 itself where that has gone or was never there.</summary>
    internal DriverResult Find()
    {
        var result = _radio.Reach();
        return result.Succeeded ? _netdev.Find() : result;
    }

    /// <summary>Whether an event names this interface.</summary>
    internal bool IsMeant(in EventFields news) => _netdev.IsMeant(news);

    /// <summary>An event that names it.</summary>
    internal void Hear(byte command, in EventFields news)
    {
        switch (command)
        {
            case Nl80211.NL80211_CMD_FRAME:
                _listener.Events?.OnFrame(news.Frame, new ReceiveInfo(news.Frequency, news.SignalDbm));
                break;
            case Nl80211.NL80211_CMD_FRAME_TX_STATUS:
                _listener.Events?.OnFrameSent(news.Cookie, news.Frame, news.Acknowledged);
                break;
            case Nl80211.NL80211_CMD_CONTROL_PORT_FRAME:
                _eapol.OnReceived(news);
                break;
            case Nl80211.NL80211_CMD_CONTROL_PORT_FRAME_TX_STATUS:
                _eapol.OnSent(news);
                break;
            case Nl80211.NL80211_CMD_NEW_STATION when _radio.Capabilities.FramesHandledByFirmware:
                _listener.Events?.OnStationArrived(news.Mac, news.Elements);
                break;
            case Nl80211.NL80211_CMD_DEL_STATION when _radio.Capabilities.FramesHandledByFirmware:
                _bridge.Forget(news.Mac);
                _listener.Events?.OnStationLeft(news.Mac);
                break;
            case Nl80211.NL80211_CMD_PROBE_CLIENT:
                _listener.Events?.OnStationProbed(news.Mac, news.Acknowledged);
                break;
            case Nl80211.NL80211_CMD_UNPROT_DEAUTHENTICATE or Nl80211.NL80211_CMD_UNPROT_DISASSOCIATE when news.Frame.Length >= ManagementFrame.HeaderLength:
                _listener.Events?.OnUnprotectedFrame(new MacAddress(news.Frame[10..]));
                break;
            case Nl80211.NL80211_CMD_UNEXPECTED_FRAME:
                _listener.Events?.OnUnexpectedFrame(news.Mac);
                break;
            case Nl80211.NL80211_CMD_STOP_AP:
                _present.OnStopHeard();
                break;
            case Nl80211.NL80211_CMD_CH_SWITCH_NOTIFY:
                _present.OnSwitchHeard(news.Channel);
                break;
            case >= Nl80211.NL80211_CMD_OBSS_COLOR_COLLISION and <= Nl80211.NL80211_CMD_COLOR_CHANGE_COMPLETED and not Nl80211.NL80211_CMD_COLOR_CHANGE_REQUEST:
                _listener.Events?.OnColour(command == Nl80211.NL80211_CMD_OBSS_COLOR_COLLISION ? ColourNews.Collision
                    : ColourNews.Started + (command - Nl80211.NL80211_CMD_COLOR_CHANGE_STARTED), news.Colours);
                break;
            case Nl80211.NL80211_CMD_NEW_SCAN_RESULTS or Nl80211.NL80211_CMD_SCAN_ABORTED:
                _scan.Hear(command == Nl80211.NL80211_CMD_NEW_SCAN_RESULTS);
                _offChannel.Hear(command, news);
                break;
            default:
                _offChannel.Hear(command, news);
                break;
        }
    }

    /// <summary>News of any network interface.</summary>
    internal void Hear(LinkState news) => _watch.Hear(news);

    /// <summary>News of its network interface may have been lost.</summary>
    internal void CompareInterface() => _watch.Compare(isRemoved: false);

    /// <summary>News that it is back may have been lost.</summary>
    internal void LookForInterface() => _watch.LookAgain();

    /// <summary>Events may have been lost.</summary>
    internal void OnEventsLost()
    {
        _present.Compare();
        _listener.Events?.OnEventsLost();
    }

    /// <summary>Sees to it that the interface is there, and what it is.</summary>
    private DriverResult BeThere()
    {
        if (Index != 0)
        {
            var asked = _netdev.Ask(out var now);
            if (asked.Succeeded)
            {
                _netdev.TakeNoteOf(now);
            }
            else if (asked.Errno == LibC.ENODEV)
            {
                Lose();
            }
            else
            {
                return asked;
            }
        }

        return Index == 0 ? Find() : DriverResult.Ok;
    }

    private DriverResult BecomeAccessPoint()
    {
        var result = _netdev.BecomeAccessPoint();
        if (!result.Succeeded)
        {
            return _causes.Name(result);
        }

        result = _netdev.TakeAddress();
        if (!result.Succeeded)
        {
            return result;
        }

        _subscription.Renew(_frames, _radio.Capabilities.FramesHandledByFirmware);
        result = _radio.Capabilities.EapolOverControlPort ? DriverResult.Ok : _eapol.Listen();
        return result.Succeeded ? GoUp() : result;
    }

    /// <summary>The kernel has no station in a bridge.</summary>
    private DriverResult BecomeStation()
    {
        _bridge.Leave();
        var result = _netdev.BecomeStation();
        return result.Succeeded ? _netdev.BringUp() : result;
    }

    private DriverResult GoUp()
    {
        var result = _netdev.BringUp();
        result = result.Succeeded ? _netdev.ReadAddress() : _causes.Name(result);
        return result.Succeeded ? _bridge.Join() : result;
    }

    /// <summary>The interface is gone, and all that the kernel knew of it.</summary>
    private void Lose()
    {
        _netdev.Lose();
        _present.End();
        _rates.Lose();
        _offChannel.Lose();
        _scan.Lose();
        _eapol.Close();
        _vlans.Leave();
        _bridge.Lose();
        _radio.Sockets.Outlive();
    }
}
