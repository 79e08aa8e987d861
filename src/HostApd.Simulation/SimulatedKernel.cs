using HostApd.Driver;
using HostApd.Ieee80211;

namespace HostApd.Simulation;

/// <summary>
/// What stands behind the radio's driver: the kernel's stations, and those in reach. Frames arrive here, and all that a test or
/// a workbench wants to have happened.
/// </summary>
internal sealed class SimulatedKernel
{
    private const int SignalDbm = -30;

    private readonly SimulatedRadio _radio;
    private readonly SimulatedFirmware _firmware;
    private readonly Dictionary<MacAddress, KernelStation> _stations = [];
    private readonly Dictionary<MacAddress, IAirPeer> _receivers = [];
    private IApEvents? _events;
    private int _life;
    private IRadioEvents? _radioEvents;

    internal SimulatedKernel(SimulatedRadio radio)
    {
        _radio = radio;
        _firmware = new SimulatedFirmware(radio, this);
    }

    /// <summary>Who hears of the access point's events; null before the first.</summary>
    internal IApEvents? Events => _events;

    /// <summary>What it says of the interface.</summary>
    internal LinkCondition Link { get; set; } = LinkCondition.Up;

    /// <summary>Beaconing.</summary>
    internal bool IsOnAir => FrequencyMhz != 0;

    /// <summary>Where the access point beacons, in MHz; 0: it does not.</summary>
    internal int FrequencyMhz { get; private set; }

    internal void Attach(IApEvents events) => _events = events;

    internal void Attach(IRadioEvents events) => _radioEvents = events;

    /// <summary>The driver starts the access point.</summary>
    internal void Start(int frequencyMhz) => FrequencyMhz = frequencyMhz;

    /// <summary>It has moved.</summary>
    internal void Switch(OperatingChannel channel)
    {
        FrequencyMhz = IsOnAir ? channel.PrimaryMhz : 0;
        _events?.OnChannelSwitched(channel);
    }

    /// <summary>It tells of the colour.</summary>
    internal void Tell(ColourNews news, ulong heard) => _events?.OnColour(news, heard);

    /// <summary>It tells when it has another colour, if it still beacons then.</summary>
    internal void CountDownToColour(TimeSpan time)
    {
        var life = _life;
        _radio.Clock.Schedule(time, () =>
        {
            if (life == _life)
            {
                Tell(ColourNews.Completed, 0);
            }
        });
    }

    /// <summary>The access point is gone, by whomever, and its stations with it.</summary>
    internal void Stop()
    {
        _life++;
        FrequencyMhz = 0;
        _stations.Clear();
    }

    /// <summary>The driver makes a station, in place of one that was there.</summary>
    internal void Make(MacAddress station, KernelStationState state) => _stations[station] = new KernelStation { State = state };

    /// <summary>Its entry of a station; null when it has none.</summary>
    internal KernelStation? Find(MacAddress station) => _stations.GetValueOrDefault(station);

    /// <summary>The driver removes a station; firmware tells it so, where that handles frames.</summary>
    internal void Dismiss(MacAddress station, ManagementSubtype subtype, ReasonCode reason)
    {
        if (_stations.Remove(station) && _radio.Capabilities.FramesHandledByFirmware)
        {
            _firmware.SendAway(station, subtype, reason);
        }
    }

    /// <summary>A station in reach acknowledges what is sent to it.</summary>
    internal bool IsAnswering(MacAddress station) =>
        _receivers.GetValueOrDefault(station) is SimulatedStation { IsAssociated: true, IsDeaf: false };

    /// <summary>A management frame arrives out of nowhere.</summary>
    internal void Inject(ReadOnlySpan<byte> frame, int frequencyMhz = 2437) => _events?.OnFrame(frame, new ReceiveInfo(frequencyMhz, SignalDbm));

    /// <summary>An 802.1X PDU arrives out of nowhere.</summary>
    internal void InjectEapol(MacAddress station, ReadOnlySpan<byte> pdu) => _events?.OnEapol(station, pdu, false);

    /// <summary>The kernel reports a class 3 frame of a station it does not know as associated.</summary>
    internal void InjectUnexpected(MacAddress station) => _events?.OnUnexpectedFrame(station);

    /// <summary>Firmware reports a station.</summary>
    internal void StationArrives(MacAddress station, ReadOnlySpan<byte> elements)
    {
        Make(station, KernelStationState.Associated);
        _events?.OnStationArrived(station, elements);
    }

    /// <summary>Firmware reports that a station has gone.</summary>
    internal void StationLeaves(MacAddress station)
    {
        _stations.Remove(station);
        _events?.OnStationLeft(station);
    }

    /// <summary>The interface changes; down or gone, the kernel has stopped the access point.</summary>
    internal void InterfaceChanges(InterfaceChange change)
    {
        if (change is InterfaceChange.Down or InterfaceChange.Removed)
        {
            _radio.Stay.EndAll();
            _radio.Scan.EndAll();
            _radio.Radar.End();
            Stop();
        }

        Link = change switch
        {
            InterfaceChange.Down when Link == LinkCondition.Blocked => LinkCondition.Blocked,
            InterfaceChange.Down or InterfaceChange.Unblocked => LinkCondition.Down,
            InterfaceChange.Removed => LinkCondition.Missing,
            InterfaceChange.Up or InterfaceChange.Returned => LinkCondition.Up,
        };
        _events?.OnInterfaceChanged(change);
    }

    /// <summary>The kernel stops the access point by itself.</summary>
    internal void KernelStops()
    {
        Stop();
        _events?.OnStopped();
    }

    /// <summary>The regulatory domain changes.</summary>
    internal void RegulatoryChanges() => _radioEvents?.OnRegulatoryChanged();

    /// <summary>Another program's interface of the radio is told to go to another channel.</summary>
    internal void NeighbourMoves(RadioInterface neighbour, OperatingChannel channel, int count) => _radioEvents?.OnNeighbourMoves(neighbour, channel, count);

    /// <summary>Of radar, and of looking for it.</summary>
    internal void RadarIsTold(RadarNews news, OperatingChannel channel) => _radioEvents?.OnRadar(news, channel);

    /// <summary>The kernel says that it dropped events.</summary>
    internal void EventsAreLost() => _events?.OnEventsLost();

    /// <summary>A TX status arrives out of nowhere.</summary>
    internal void ReportSent(ulong cookie, ReadOnlySpan<byte> frame, bool acknowledged) =>
        _events?.OnFrameSent(cookie, frame, acknowledged);

    /// <summary>The TX status of an EAPOL frame arrives out of nowhere.</summary>
    internal void ReportEapolSent(MacAddress station, ReadOnlySpan<byte> pdu, bool acknowledged) =>
        _events?.OnEapolSent(station, pdu, acknowledged);

    /// <summary>All stations go out of reach, and their memory with them.</summary>
    internal void ClearReach() => _receivers.Clear();

    /// <summary>Puts somebody in reach.</summary>
    internal void Add(IAirPeer peer) => _receivers[peer.Address] = peer;

    /// <summary>A station sends.</summary>
    internal void Hear(MacAddress station, bool isEapol, byte[] bytes, int frequencyMhz = 0) =>
        _radio.Air.Transmit(new AirFrame(false, station, isEapol, bytes) { FrequencyMhz = frequencyMhz }, Receive, null);

    /// <summary>Somebody sends a management frame on a channel; it is told whether the radio was there and acknowledged it.</summary>
    internal void Hear(MacAddress peer, byte[] frame, int frequencyMhz, Action<bool>? onStatus = null) =>
        _radio.Air.Transmit(new AirFrame(false, peer, false, frame) { FrequencyMhz = frequencyMhz }, Receive, onStatus);

    /// <summary>A station sends data: a class 3 frame, fine only from an associated station (802.11-2020 11.3.3).</summary>
    internal void HearData(MacAddress station) => _radio.Clock.Schedule(_radio.Air.Flight, () =>
    {
        if (IsOnAir && !IsAssociated(station) && !_radio.Capabilities.FramesHandledByFirmware)
        {
            _events?.OnUnexpectedFrame(station);
        }
    });

    private bool IsAssociated(MacAddress station) =>
        _stations.GetValueOrDefault(station) is { State: KernelStationState.Associated };

    /// <summary>A frame of the access point reaches whom it concerns; true when somebody acknowledges.</summary>
    internal bool Deliver(AirFrame frame)
    {
        if (!frame.Station.IsBroadcast)
        {
            return _receivers.TryGetValue(frame.Station, out var one) && IsWithin(one, frame) && one.Receive(frame);
        }

        var heard = false;
        foreach (var receiver in _receivers.Values.ToArray())
        {
            heard |= IsWithin(receiver, frame) && receiver.Receive(frame);
        }

        return heard;
    }

    private static bool IsWithin(IAirPeer peer, AirFrame frame) =>
        peer.FrequencyMhz == 0 || frame.FrequencyMhz == 0 || peer.FrequencyMhz == frame.FrequencyMhz;

    private bool Receive(AirFrame frame)
    {
        var here = _radio.FrequencyMhz;
        if (here == 0 || (frame.FrequencyMhz != 0 && frame.FrequencyMhz != here))
        {
            return false;
        }

        if (!IsOnAir)
        {
            // Staying: no data is for us, and firmware has nothing to answer for.
            return !frame.IsEapol && InjectHere(frame);
        }

        if (frame.IsEapol)
        {
            ReceiveData(frame);
        }
        else if (_radio.Capabilities.FramesHandledByFirmware)
        {
            _firmware.Answer(frame);
        }
        else
        {
            InjectHere(frame);
        }

        return true;
    }

    /// <summary>As mac80211: what must be protected and is not, or cannot be opened, goes no further; of two kinds we are told.</summary>
    private bool Stops(AirFrame frame)
    {
        if (!ManagementFrame.TryParse(frame.Bytes, out var parsed) || !parsed.IsRobust)
        {
            return false;
        }

        var isProtected = Find(parsed.Source) is { Mfp: true, HasKey: true };
        if (isProtected && !parsed.IsProtected && parsed.Subtype != ManagementSubtype.Action)
        {
            _events?.OnUnprotectedFrame(parsed.Source);
        }

        return isProtected != parsed.IsProtected && (isProtected || parsed.IsProtected);
    }

    private bool InjectHere(AirFrame frame)
    {
        if (IsOnAir && Stops(frame))
        {
            return true;
        }

        Inject(frame.Bytes, _radio.FrequencyMhz);
        return true;
    }

    private void ReceiveData(AirFrame frame)
    {
        if (IsAssociated(frame.Station))
        {
            // Whoever has its keys uses them; what is injected is somebody else's.
            var isSealed = _receivers.GetValueOrDefault(frame.Station) is SimulatedStation { State: StationState.Connected }
                && Find(frame.Station) is { HasKey: true };
            _events?.OnEapol(frame.Station, frame.Bytes, isSealed);
        }
        else if (!_radio.Capabilities.FramesHandledByFirmware)
        {
            _events?.OnUnexpectedFrame(frame.Station);
        }
    }
}

/// <summary>What the kernel knows of one station.</summary>
internal sealed class KernelStation
{
    internal KernelStationState State { get; set; }

    /// <summary>What it can do, by the last word of it.</summary>
    internal ToldCapabilities? Told { get; set; }

    internal bool Authorized { get; set; }

    /// <summary>Its management frames are to be protected.</summary>
    internal bool Mfp { get; set; }

    /// <summary>It has a pairwise key: they are.</summary>
    internal bool HasKey { get; set; }
}
