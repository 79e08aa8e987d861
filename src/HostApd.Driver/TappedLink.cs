using HostApd.Ieee80211;

namespace HostApd.Driver;

/// <summary>Hears of a key; it is valid during the call only.</summary>
public delegate void InstalledKeyHandler(in KeySettings key);

/// <summary>
/// An access point interface with a tap: hands every call and event through unchanged, and lets whoever listens see the frames that pass,
/// those received before the access point does.
/// </summary>
public class TappedLink(IApLink link, TimeProvider time) : IApLink, IApEvents
{
    private IApEvents? _events;
    private TappedP2pLink? _p2p;
    private TappedScanLink? _scanning;

    /// <summary>A frame passes.</summary>
    public event SeenFrameHandler? Frame;

    /// <summary>A key is installed; zero for the group.</summary>
    public event InstalledKeyHandler? KeyInstalled;

    /// <summary>The controlled port of a station opens or closes.</summary>
    public event Action<MacAddress, bool>? PortChanged;

    /// <summary>The access point met a bug of ours in an event; without anybody who hears of it the exception goes on.</summary>
    public event Action<Exception>? Fault;

    /// <summary>So did a listener to <see cref="Frame"/>.</summary>
    public event Action<Exception>? ListenerFault;

    /// <inheritdoc/>
    public IRadio Radio => link.Radio;

    /// <inheritdoc/>
    public MacAddress Address => link.Address;

    /// <inheritdoc/>
    public IReadOnlyList<RadioInterface> Neighbours => link.Neighbours;

    /// <inheritdoc/>
    public IP2pLink P2p => _p2p ??= new TappedP2pLink(
        link.P2p, frame => Tell(FrameMoment.Submitted, DestinationOf(frame), isEapol: false, frame), Guard);

    /// <inheritdoc/>
    public IVlanLink Vlans => link.Vlans;

    /// <inheritdoc/>
    public IScanLink Scanning => _scanning ??= new TappedScanLink(link.Scanning, Guard);

    /// <inheritdoc/>
    public TimeSpan EventAge => link.EventAge;

    /// <inheritdoc/>
    public void Attach(IApEvents events)
    {
        _events = events;
        link.Attach(this);
    }

    /// <inheritdoc/>
    public DriverResult Prepare(IReadOnlyList<FrameFilter> frames) => link.Prepare(frames);

    /// <inheritdoc/>
    public LinkCondition AskLink() => link.AskLink();

    /// <inheritdoc/>
    public LinkBridge AskBridge() => link.AskBridge();

    /// <inheritdoc/>
    public DriverResult Start(in AccessPointSettings settings) => link.Start(settings);

    /// <inheritdoc/>
    public DriverResult UpdateBeacon(in AccessPointSettings settings) => link.UpdateBeacon(settings);

    /// <inheritdoc/>
    public DriverResult Tune(in RadioTuning tuning) => link.Tune(tuning);

    /// <inheritdoc/>
    public DriverResult ChangeWidth(OperatingChannel channel) => link.ChangeWidth(channel);

    /// <inheritdoc/>
    public DriverResult SwitchChannel(in CountdownSettings settings) => link.SwitchChannel(settings);

    /// <inheritdoc/>
    public DriverResult ChangeColour(in CountdownSettings settings) => link.ChangeColour(settings);

    /// <inheritdoc/>
    public DriverResult StartRadarDetection(OperatingChannel channel) => link.StartRadarDetection(channel);

    /// <inheritdoc/>
    public DriverResult EndRadarDetection() => link.EndRadarDetection();

    /// <inheritdoc/>
    public DriverResult Stop() => link.Stop();

    /// <inheritdoc/>
    public DriverResult SendFrame(ReadOnlySpan<byte> frame, SendOptions options, out ulong cookie)
    {
        Tell(FrameMoment.Submitted, DestinationOf(frame), isEapol: false, frame);
        return link.SendFrame(frame, options, out cookie);
    }

    /// <inheritdoc/>
    public DriverResult SendEapol(MacAddress station, ReadOnlySpan<byte> pdu, bool encrypt)
    {
        Tell(FrameMoment.Submitted, station, isEapol: true, pdu);
        return link.SendEapol(station, pdu, encrypt);
    }

    /// <inheritdoc/>
    public DriverResult AddStation(in StationSettings station) => link.AddStation(station);

    /// <inheritdoc/>
    public DriverResult UpdateStation(in StationSettings station) => link.UpdateStation(station);

    /// <inheritdoc/>
    public DriverResult Authorize(MacAddress station, bool authorized)
    {
        var result = link.Authorize(station, authorized);
        if (result.Succeeded)
        {
            PortChanged?.Invoke(station, authorized);
        }

        return result;
    }

    /// <inheritdoc/>
    public DriverResult RemoveStation(MacAddress station, ManagementSubtype subtype, ReasonCode reason) =>
        link.RemoveStation(station, subtype, reason);

    /// <inheritdoc/>
    public DriverResult InstallKey(in KeySettings key)
    {
        KeyInstalled?.Invoke(key);
        return link.InstallKey(key);
    }

    /// <inheritdoc/>
    public DriverResult SelectPairwiseKey(MacAddress station, int keyId) => link.SelectPairwiseKey(station, keyId);

    /// <inheritdoc/>
    public DriverResult ReadKeySequence(int keyIndex, Span<byte> sequence) => link.ReadKeySequence(keyIndex, sequence);

    /// <inheritdoc/>
    public DriverResult ReadStation(MacAddress station, out StationCounters counters) =>
        link.ReadStation(station, out counters);

    /// <inheritdoc/>
    public DriverResult ReadSurvey(out ChannelSurvey survey) => link.ReadSurvey(out survey);

    /// <inheritdoc/>
    public DriverResult ProbeStation(MacAddress station) => link.ProbeStation(station);

    /// <inheritdoc/>
    public virtual void OnFrame(ReadOnlySpan<byte> frame, in ReceiveInfo info)
    {
        if (frame.Length >= ManagementFrame.HeaderLength)
        {
            Tell(new SeenFrame
            {
                Moment = FrameMoment.Received,
                Timestamp = Received(),
                Station = new MacAddress(frame[10..]),
                IsEapol = false,
                Bytes = frame,
                SignalDbm = info.SignalDbm,
                FrequencyMhz = info.FrequencyMhz,
            });
        }

        try
        {
            _events?.OnFrame(frame, info);
        }
        catch (Exception e) when (Fault is not null)
        {
            Fault(e);
        }
    }

    /// <inheritdoc/>
    public virtual void OnFrameSent(ulong cookie, ReadOnlySpan<byte> frame, bool acknowledged)
    {
        Tell(Sent(acknowledged), DestinationOf(frame), isEapol: false, frame);
        try
        {
            _events?.OnFrameSent(cookie, frame, acknowledged);
        }
        catch (Exception e) when (Fault is not null)
        {
            Fault(e);
        }
    }

    /// <inheritdoc/>
    public virtual void OnEapol(MacAddress station, ReadOnlySpan<byte> pdu, bool encrypted)
    {
        See(station, pdu);
        try
        {
            _events?.OnEapol(station, pdu, encrypted);
        }
        catch (Exception e) when (Fault is not null)
        {
            Fault(e);
        }
    }

    /// <inheritdoc/>
    public virtual void OnEapolSent(MacAddress station, ReadOnlySpan<byte> pdu, bool acknowledged)
    {
        Tell(Sent(acknowledged), station, isEapol: true, pdu);
        try
        {
            _events?.OnEapolSent(station, pdu, acknowledged);
        }
        catch (Exception e) when (Fault is not null)
        {
            Fault(e);
        }
    }

    /// <inheritdoc/>
    public void OnStationArrived(MacAddress station, ReadOnlySpan<byte> elements)
    {
        try
        {
            _events?.OnStationArrived(station, elements);
        }
        catch (Exception e) when (Fault is not null)
        {
            Fault(e);
        }
    }

    /// <inheritdoc/>
    public void OnStationLeft(MacAddress station) => Pass(e => e.OnStationLeft(station));

    /// <inheritdoc/>
    public void OnStationProbed(MacAddress station, bool acknowledged) => Pass(e => e.OnStationProbed(station, acknowledged));

    /// <inheritdoc/>
    public void OnUnexpectedFrame(MacAddress station) => Pass(e => e.OnUnexpectedFrame(station));

    /// <inheritdoc/>
    public void OnUnprotectedFrame(MacAddress station)
    {
        try
        {
            _events?.OnUnprotectedFrame(station);
        }
        catch (Exception e) when (Fault is not null)
        {
            Fault(e);
        }
    }

    /// <inheritdoc/>
    public void OnInterfaceChanged(InterfaceChange change) => Pass(e => e.OnInterfaceChanged(change));

    /// <inheritdoc/>
    public void OnStopped() => Pass(static e => e.OnStopped());

    /// <inheritdoc/>
    public void OnChannelSwitched(OperatingChannel channel) => Pass(e => e.OnChannelSwitched(channel));

    /// <inheritdoc/>
    public void OnColour(ColourNews news, ulong heard) => Pass(e => e.OnColour(news, heard));

    /// <inheritdoc/>
    public void OnEventsLost() => Pass(static e => e.OnEventsLost());

    /// <inheritdoc/>
    public void Dispose()
    {
        link.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>An 802.1X PDU was received: shows it to whoever listens.</summary>
    protected void See(MacAddress station, ReadOnlySpan<byte> pdu) => Tell(new SeenFrame
    {
        Moment = FrameMoment.Received,
        Timestamp = Received(),
        Station = station,
        IsEapol = true,
        Bytes = pdu,
    });

    private static FrameMoment Sent(bool acknowledged) =>
        acknowledged ? FrameMoment.Acknowledged : FrameMoment.NotAcknowledged;

    private static MacAddress DestinationOf(ReadOnlySpan<byte> frame) =>
        frame.Length < ManagementFrame.HeaderLength ? default : new MacAddress(frame[4..]);

    private long Received() => time.GetTimestamp() - (long)(link.EventAge.TotalSeconds * time.TimestampFrequency);

    private void Tell(FrameMoment moment, MacAddress station, bool isEapol, ReadOnlySpan<byte> bytes) =>
        Tell(new SeenFrame
        {
            Moment = moment,
            Timestamp = time.GetTimestamp(),
            Station = station,
            IsEapol = isEapol,
            Bytes = bytes,
        });

    /// <summary>Whoever listens sees it; what goes wrong there is no reason to keep the frame from the access point.</summary>
    private void Tell(in SeenFrame seen)
    {
        foreach (var listener in Delegate.EnumerateInvocationList(Frame))
        {
            try
            {
                listener(seen);
            }
            catch (Exception e) when (ListenerFault is not null)
            {
                ListenerFault(e);
            }
        }
    }

    private void Pass(Action<IApEvents> call) => Guard(() =>
    {
        if (_events is { } events)
        {
            call(events);
        }
    });

    /// <summary>Runs what an event leads to.</summary>
    private void Guard(Action call)
    {
        try
        {
            call();
        }
        catch (Exception e) when (Fault is not null)
        {
            Fault(e);
        }
    }
}
