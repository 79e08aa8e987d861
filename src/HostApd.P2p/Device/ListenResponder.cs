using HostApd.Ieee80211;
using HostApd.Wps;

namespace HostApd.P2p;

/// <summary>Answers Probe Requests while we listen without a group (P2P 1.7 3.1.2.1.1): that is how a device is found.</summary>
public sealed class ListenResponder(DeviceElements elements)
{
    private const ushort BeaconInterval = 100;

    /// <summary>6 to 54 Mbit/s, basic as with stock peers: a P2P device sends no rate of 802.11b.</summary>
    private static ReadOnlySpan<byte> Rates =>
        [12 | Rate.Basic, 18, 24 | Rate.Basic, 36, 48 | Rate.Basic, 72, 96, 108];

    /// <summary>Whether a frame is a Probe Request that is for us to answer, and the answer, with header.</summary>
    /// <param name="frame">What was heard, with header.</param>
    /// <param name="frequencyMhz">Where it was heard.</param>
    /// <param name="target">Takes the answer.</param>
    /// <param name="length">Bytes of it.</param>
    public bool TryAnswer(ReadOnlySpan<byte> frame, int frequencyMhz, Span<byte> target, out int length)
    {
        length = 0;
        if (!ManagementFrame.TryParse(frame, out var request) || request.Subtype != ManagementSubtype.ProbeRequest || !IsForUs(request))
        {
            return false;
        }

        var writer = new ByteWriter(target);
        WriteAnswer(ref writer, request.Source, frequencyMhz);
        length = writer.Failed ? 0 : writer.Length;
        return !writer.Failed;
    }

    private bool IsForUs(in ManagementFrame request)
    {
        var ours = elements.Info.Address;
        return (request.Destination.IsBroadcast || request.Destination == ours)
            && request.Bssid.IsBroadcast
            && RequestElements.TryParse(request.Body, out var asked)
            && asked.Ssid.SequenceEqual(P2pRequest.WildcardSsid)
            && !asked.HasOnlyCckRates
            && !asked.P2p.IsEmpty
            && P2pRequest.TryParse(asked.P2p, out var p2p)
            && (p2p.DeviceId.IsZero || p2p.DeviceId == ours)
            && IsOfWantedType(asked.Wps);
    }

    /// <summary>Requested Device Type (WSC 2.0 12) may come more than once: one of them will do, and none asks for any.</summary>
    private bool IsOfWantedType(ReadOnlySpan<byte> wps)
    {
        var list = new AttributeList(wps);
        var isWanted = true;
        for (var offset = 0; list.Next(AttributeId.RequestedDeviceType, ref offset, out var value);)
        {
            if (value.Length != DeviceType.Length)
            {
                return false;
            }

            if (Is(DeviceType.Read(value)))
            {
                return true;
            }

            isWanted = false;
        }

        return isWanted && list.TryFinish(out _);
    }

    private bool Is(DeviceType wanted)
    {
        if (elements.Info.PrimaryType.Fits(wanted))
        {
            return true;
        }

        for (ReadOnlySpan<byte> types = elements.Info.SecondaryTypes; types.Length >= DeviceType.Length; types = types[DeviceType.Length..])
        {
            if (DeviceType.Read(types).Fits(wanted))
            {
                return true;
            }
        }

        return false;
    }

    private void WriteAnswer(ref ByteWriter writer, MacAddress destination, int frequencyMhz)
    {
        const int timestampLength = 8;
        var ours = elements.Info.Address;
        ManagementFrame.WriteHeader(ref writer, ManagementSubtype.ProbeResponse, destination, ours, ours);
        writer.Zeros(timestampLength);
        writer.U16LittleEndian(BeaconInterval);
        writer.U16LittleEndian(CapabilityBits.Privacy | CapabilityBits.ShortPreamble | CapabilityBits.ShortSlot);
        writer.Element(ElementId.Ssid, P2pRequest.WildcardSsid);
        writer.Element(ElementId.SupportedRates, Rates);
        writer.Element(ElementId.DsParameterSet, [(byte)ChannelNumber.Of(frequencyMhz)]);
        elements.WriteProbeResponse(ref writer);
    }
}
