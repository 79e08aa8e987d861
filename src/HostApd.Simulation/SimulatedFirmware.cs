using System.Buffers.Binary;
using HostApd.Ieee80211;

namespace HostApd.Simulation;

/// <summary>What firmware such as brcmfmac's does by itself: answers, then reports the station.</summary>
internal sealed class SimulatedFirmware(SimulatedRadio radio, SimulatedKernel kernel)
{
    /// <summary>A frame of a station arrives.</summary>
    internal void Answer(AirFrame frame)
    {
        const int requestElements = ManagementFrame.HeaderLength + 4;
        switch (frame.Name)
        {
            case "ProbeRequest":
                Send(ManagementSubtype.ProbeResponse, frame.Station, new byte[12]);
                kernel.Inject(frame.Bytes);
                break;
            case "AuthenticationRequest":
                Send(ManagementSubtype.Authentication, frame.Station, [0, 0, 2, 0, 0, 0]);
                break;
            case "AssociationRequest":
                Send(ManagementSubtype.AssociationResponse, frame.Station, [0x31, 0x04, 0, 0, 0x01, 0xc0]);
                kernel.StationArrives(frame.Station, frame.Bytes.AsSpan(requestElements));
                break;
            case "Deauthentication" or "Disassociation":
                kernel.StationLeaves(frame.Station);
                break;
            default:
                break;
        }
    }

    /// <summary>It tells a station that its access point has removed it.</summary>
    internal void SendAway(MacAddress station, ManagementSubtype subtype, ReasonCode reason)
    {
        var body = new byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(body, (ushort)reason);
        Send(subtype, station, body);
    }

    private void Send(ManagementSubtype subtype, MacAddress station, byte[] body)
    {
        var bytes = new byte[ManagementFrame.HeaderLength + body.Length];
        bytes[0] = (byte)((int)subtype << 4);
        station.CopyTo(bytes.AsSpan(4));
        radio.Address.CopyTo(bytes.AsSpan(10));
        radio.Address.CopyTo(bytes.AsSpan(16));
        body.CopyTo(bytes, ManagementFrame.HeaderLength);
        radio.Air.Transmit(new AirFrame(true, station, false, bytes), kernel.Deliver, null);
    }
}
