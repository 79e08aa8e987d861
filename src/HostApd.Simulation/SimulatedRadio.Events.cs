using System.Buffers.Binary;
using HostApd.Driver;
using HostApd.Ieee80211;

namespace HostApd.Simulation;

/// <content>What arrives: frames of the stations in reach, and all that a test or a workbench wants to have happened.</content>
public sealed partial class SimulatedRadio
{
    private const int SignalDbm = -30;

    /// <summary>A management frame arrives out of nowhere.</summary>
    public void Inject(ReadOnlySpan<byte> frame) => _events?.OnFrame(frame, new ReceiveInfo(2437, SignalDbm));

    /// <summary>An 802.1X PDU arrives out of nowhere.</summary>
    public void InjectEapol(MacAddress station, ReadOnlySpan<byte> pdu) => _events?.OnEapol(station, pdu, false);

    /// <summary>The kernel reports a class 3 frame of a station it does not know as associated.</summary>
    public void InjectUnexpected(MacAddress station) => _events?.OnUnexpectedFrame(station);

    /// <summary>Firmware reports a station.</summary>
    public void StationArrives(MacAddress station, ReadOnlySpan<byte> elements)
    {
        _stations[station] = new KernelStation { State = KernelStationState.Associated };
        _events?.OnStationArrived(station, elements);
    }

    /// <summary>Firmware reports that a station has gone.</summary>
    public void StationLeaves(MacAddress station)
    {
        _stations.Remove(station);
        _events?.OnStationLeft(station);
    }

    /// <summary>The interface changes; down or gone, the kernel has stopped the access point.</summary>
    public void InterfaceChanges(InterfaceChange change)
    {
        if (change is InterfaceChange.Down or InterfaceChange.Removed)
        {
            IsOnAir = false;
            _stations.Clear();
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
    public void KernelStops()
    {
        IsOnAir = false;
        _stations.Clear();
        _events?.OnStopped();
    }

    /// <summary>The regulatory domain changes.</summary>
    public void RegulatoryChanges() => _radioEvents?.OnRegulatoryChanged();

    /// <summary>The kernel says that it dropped events.</summary>
    public void EventsAreLost() => _events?.OnEventsLost();

    /// <summary>A TX status arrives out of nowhere.</summary>
    public void ReportSent(ulong cookie, ReadOnlySpan<byte> frame, bool acknowledged) =>
        _events?.OnFrameSent(cookie, frame, acknowledged);

    /// <summary>The TX status of an EAPOL frame arrives out of nowhere.</summary>
    public void ReportEapolSent(MacAddress station, ReadOnlySpan<byte> pdu, bool acknowledged) =>
        _events?.OnEapolSent(station, pdu, acknowledged);

    /// <summary>All stations go out of reach, and their memory with them.</summary>
    public void ClearReach() => _receivers.Clear();

    /// <summary>Puts a station in reach.</summary>
    internal void Add(SimulatedStation station) => _receivers[station.Address] = station;

    /// <summary>A station sends.</summary>
    internal void Hear(MacAddress station, bool isEapol, byte[] bytes) =>
        Air.Transmit(new AirFrame(false, station, isEapol, bytes), Receive, null);

    /// <summary>A station sends data: a class 3 frame, fine only from an associated station (802.11-2020 11.3.3).</summary>
    internal void HearData(MacAddress station) => Clock.Schedule(Air.Flight, () =>
    {
        if (IsOnAir && !IsAssociated(station) && !Capabilities.FramesHandledByFirmware)
        {
            _events?.OnUnexpectedFrame(station);
        }
    });

    private bool IsAssociated(MacAddress station) =>
        _stations.GetValueOrDefault(station) is { State: KernelStationState.Associated };

    private bool Deliver(AirFrame frame)
    {
        if (!frame.Station.IsBroadcast)
        {
            return _receivers.TryGetValue(frame.Station, out var one) && one.Receive(frame);
        }

        var heard = false;
        foreach (var receiver in _receivers.Values.ToArray())
        {
            heard |= receiver.Receive(frame);
        }

        return heard;
    }

    private bool Receive(AirFrame frame)
    {
        if (!IsOnAir)
        {
            return false;
        }

        if (frame.IsEapol)
        {
            ReceiveData(frame);
        }
        else if (Capabilities.FramesHandledByFirmware)
        {
            FirmwareAnswers(frame);
        }
        else
        {
            Inject(frame.Bytes);
        }

        return true;
    }

    private void ReceiveData(AirFrame frame)
    {
        if (IsAssociated(frame.Station))
        {
            InjectEapol(frame.Station, frame.Bytes);
        }
        else if (!Capabilities.FramesHandledByFirmware)
        {
            _events?.OnUnexpectedFrame(frame.Station);
        }
    }

    /// <summary>What firmware such as brcmfmac's does by itself: answers, then reports the station.</summary>
    private void FirmwareAnswers(AirFrame frame)
    {
        const int requestElements = ManagementFrame.HeaderLength + 4;
        switch (frame.Name)
        {
            case "ProbeRequest":
                FirmwareSends(ManagementSubtype.ProbeResponse, frame.Station, new byte[12]);
                Inject(frame.Bytes);
                break;
            case "AuthenticationRequest":
                FirmwareSends(ManagementSubtype.Authentication, frame.Station, [0, 0, 2, 0, 0, 0]);
                break;
            case "AssociationRequest":
                FirmwareSends(ManagementSubtype.AssociationResponse, frame.Station, [0x31, 0x04, 0, 0, 0x01, 0xc0]);
                StationArrives(frame.Station, frame.Bytes.AsSpan(requestElements));
                break;
            case "Deauthentication" or "Disassociation":
                StationLeaves(frame.Station);
                break;
            default:
                break;
        }
    }

    private void FirmwareSendsAway(MacAddress station, ManagementSubtype subtype, ReasonCode reason)
    {
        var body = new byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(body, (ushort)reason);
        FirmwareSends(subtype, station, body);
    }

    private void FirmwareSends(ManagementSubtype subtype, MacAddress station, byte[] body)
    {
        var bytes = new byte[ManagementFrame.HeaderLength + body.Length];
        bytes[0] = (byte)((int)subtype << 4);
        station.CopyTo(bytes.AsSpan(4));
        Address.CopyTo(bytes.AsSpan(10));
        Address.CopyTo(bytes.AsSpan(16));
        body.CopyTo(bytes, ManagementFrame.HeaderLength);
        Air.Transmit(new AirFrame(true, station, false, bytes), Deliver, null);
    }
}
