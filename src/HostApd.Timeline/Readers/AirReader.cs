using HostApd.Eapol;
using HostApd.Ieee80211;

namespace HostApd.Timeline.Readers;

/// <summary>Frames of a capture as sightings: radiotap, bare 802.11, or the EAPOL frames of an Ethernet interface.</summary>
public sealed class AirReader
{
    private const int Ethernet = 1;
    private const int Bare80211 = 105;
    private const int Radiotap = 127;

    private readonly TraceSource _source;
    private readonly Dictionary<MacAddress, ushort> _lastSequence = [];
    private readonly HashSet<MacAddress> _waitingForData = [];
    private readonly Dictionary<MacAddress, byte[]> _plainNames = [];
    private readonly HashSet<MacAddress> _toldNoGroup = [];
    private readonly HashSet<int> _strangeLinks = [];

    /// <summary>P2P Device Addresses of those who own a group that was agreed on.</summary>
    private readonly HashSet<MacAddress> _owners = [];

    /// <summary>Sightings of which it is not known yet which side they are from.</summary>
    private readonly List<(int Index, MacAddress Sender, MacAddress Receiver)> _agreements = [];

    private AirReader(string name) => _source = new TraceSource(name, TraceOrigin.Air);

    /// <summary>Reads a whole capture.</summary>
    public static TraceSource Read(string name, ReadOnlySpan<byte> file)
    {
        var reader = new AirReader(name);
        if (PacketFile.Read(file, reader.OnPacket) is { } problem)
        {
            reader._source.Complain(problem);
        }

        reader.TellSides();
        return reader._source;
    }

    private void OnPacket(int number, long time, int linkType, ReadOnlySpan<byte> packet)
    {
        switch (linkType)
        {
            case Radiotap:
                if (!RadiotapHeader.TryParse(packet, out var header))
                {
                    _source.Complain($"packet {number}: its radiotap header is cut off");
                    return;
                }

                Take(time, packet[header.Length..^header.Trailer], header);
                break;
            case Bare80211:
                Take(time, packet, default);
                break;
            case Ethernet:
                TakeEthernet(time, packet);
                break;
            default:
                if (_strangeLinks.Add(linkType))
                {
                    _source.Complain($"packet {number}: link type {linkType} is neither radiotap (127), 802.11 (105) nor Ethernet (1)");
                }

                break;
        }
    }

    private void Take(long time, ReadOnlySpan<byte> frame, in RadiotapHeader header)
    {
        const int management = 0, data = 2;
        const int retryBit = 0x08;
        if (frame.Length < ManagementFrame.HeaderLength)
        {
            return;
        }

        var sender = new MacAddress(frame[10..]);
        var sequence = (ushort)(frame[22] | frame[23] << 8);
        var isRetry = (frame[1] & retryBit) != 0;
        if (isRetry && _lastSequence.TryGetValue(sender, out var last) && last == sequence)
        {
            return;
        }

        _lastSequence[sender] = sequence;
        var marks = isRetry ? TraceMarks.Retry : TraceMarks.None;
        var type = frame[0] >> 2 & 3;
        if (type == management)
        {
            TakeManagement(time, frame, header, marks);
        }
        else if (type == data)
        {
            TakeData(time, frame, header, marks);
        }
    }

    private void TakeManagement(long time, ReadOnlySpan<byte> frame, in RadiotapHeader header, TraceMarks marks)
    {
        var receiver = new MacAddress(frame[4..]);
        var sender = new MacAddress(frame[10..]);
        var bssid = new MacAddress(frame[16..]);
        var fromAp = sender == bssid;
        var kind = FrameClassifier.Management(frame, fromAp, out var code);
        fromAp = kind switch
        {
            TraceKind.ProvisionDiscoveryRequest or TraceKind.ProbeRequest => false,
            TraceKind.ProvisionDiscoveryResponse => true,
            _ => fromAp,
        };
        if (kind.IsAgreement())
        {
            TakeAgreement(time, frame, kind, code, header, marks);
            return;
        }

        NoteNames(time, frame, sender);
        if (kind == TraceKind.Other)
        {
            return;
        }

        _source.Sightings.Add(new Sighting
        {
            At = time,
            Kind = kind,
            Station = fromAp ? receiver : sender,
            AccessPoint = kind == TraceKind.ProbeRequest ? MacAddress.Zero : fromAp ? sender : receiver,
            Device = kind is TraceKind.AssociationRequest or TraceKind.ProvisionDiscoveryRequest
                ? FrameClassifier.DeviceAddressOf(frame, kind)
                : MacAddress.Zero,
            Marks = marks | (fromAp ? TraceMarks.FromAp : TraceMarks.None),
            SignalDbm = fromAp ? 0 : header.SignalDbm,
            Code = kind == TraceKind.ProbeRequest ? (ushort)header.FrequencyMhz : code,
            IsP2p = kind is TraceKind.ProvisionDiscoveryRequest or TraceKind.ProvisionDiscoveryResponse,
        });
    }

    /// <summary>Whose the group will be shows only later, or never: until then who asked first counts as the client.</summary>
    private void TakeAgreement(long time, ReadOnlySpan<byte> frame, TraceKind kind, ushort code, in RadiotapHeader header, TraceMarks marks)
    {
        var (receiver, sender) = (new MacAddress(frame[4..]), new MacAddress(frame[10..]));
        if (FrameClassifier.OwnerOf(frame, kind) is { IsZero: false } owner)
        {
            _owners.Add(owner);
        }

        _agreements.Add((_source.Sightings.Count, sender, receiver));
        _source.Sightings.Add(new Sighting
        {
            At = time,
            Kind = kind,
            Station = sender,
            Intended = FrameClassifier.IntendedAddressOf(frame, kind),
            Marks = marks,
            SignalDbm = header.SignalDbm,
            Code = code,
            IsP2p = true,
        });
    }

    private void TellSides()
    {
        var askers = new Dictionary<(MacAddress, MacAddress), MacAddress>();
        foreach (var (index, sender, receiver) in _agreements)
        {
            var pair = sender.CompareTo(receiver) < 0 ? (sender, receiver) : (receiver, sender);
            _ = askers.TryAdd(pair, sender);
            var fromAp = _owners.Contains(sender) || !_owners.Contains(receiver) && askers[pair] != sender;
            if (fromAp)
            {
                var seen = _source.Sightings[index];
                _source.Sightings[index] = seen with
                {
                    Station = receiver,
                    AccessPoint = sender,
                    Intended = MacAddress.Zero,
                    SignalDbm = 0,
                    Marks = seen.Marks | TraceMarks.FromAp,
                };
            }
        }
    }

    /// <summary>A name like a group's without the element of a group, and a client that looks for it.</summary>
    private void NoteNames(long time, ReadOnlySpan<byte> frame, MacAddress sender)
    {
        const int beaconFields = 12;
        var subtype = (ManagementSubtype)(frame[0] >> 4);
        var skip = subtype is ManagementSubtype.Beacon or ManagementSubtype.ProbeResponse ? beaconFields
            : subtype == ManagementSubtype.ProbeRequest ? 0 : -1;
        var body = frame[ManagementFrame.HeaderLength..];
        if (skip < 0 || body.Length < skip || !RequestElements.TryParse(body[skip..], out var elements)
            || !elements.Ssid.StartsWith("DIRECT-"u8))
        {
            return;
        }

        if (subtype != ManagementSubtype.ProbeRequest)
        {
            if (elements.P2p.IsEmpty)
            {
                _plainNames[sender] = elements.Ssid.ToArray();
            }
        }
        else if (!elements.P2p.IsEmpty && Wanted(elements.Ssid) && _toldNoGroup.Add(sender))
        {
            _source.Sightings.Add(new Sighting { At = time, Kind = TraceKind.NoP2pElement, Station = sender, IsP2p = true });
        }
    }

    private bool Wanted(ReadOnlySpan<byte> ssid)
    {
        foreach (var name in _plainNames.Values)
        {
            if (ssid.SequenceEqual("DIRECT-"u8) || ssid.SequenceEqual(name))
            {
                return true;
            }
        }

        return false;
    }

    // 802.11-2020 9.3.2.1: with To DS the addresses are BSSID, SA, DA; with From DS DA, BSSID, SA. LLC and SNAP follow.
    private void TakeData(long time, ReadOnlySpan<byte> frame, in RadiotapHeader header, TraceMarks marks)
    {
        const int toDs = 1, fromDs = 2, protectedBit = 0x40, qosBit = 0x80, noDataBit = 0x40;
        var direction = frame[1] & 3;
        var first = new MacAddress(frame[4..]);
        var second = new MacAddress(frame[10..]);
        var (station, ap) = direction == toDs ? (second, first) : (first, second);
        if (direction is not (toDs or fromDs) || (frame[0] & noDataBit) != 0)
        {
            return;
        }

        if ((frame[1] & protectedBit) != 0)
        {
            if (_waitingForData.Remove(station))
            {
                _source.Sightings.Add(new Sighting { At = time, Kind = TraceKind.Authorized, Station = station, Marks = TraceMarks.FromAp });
            }

            return;
        }

        var body = frame[(ManagementFrame.HeaderLength + ((frame[0] & qosBit) != 0 ? 2 : 0))..];
        if (body.Length > 8 && body[..8].SequenceEqual<byte>([0xAA, 0xAA, 3, 0, 0, 0, 0x88, 0x8E]))
        {
            TakeEapol(time, body[8..], station, ap, marks | (direction == fromDs ? TraceMarks.FromAp : TraceMarks.None),
                direction == toDs ? header.SignalDbm : 0);
        }
    }

    private void TakeEthernet(long time, ReadOnlySpan<byte> frame)
    {
        const int header = 14;
        if (frame.Length < header || (frame[12] << 8 | frame[13]) != EapolFrame.EtherType)
        {
            return;
        }

        var to = new MacAddress(frame);
        var from = new MacAddress(frame[6..]);
        var kind = FrameClassifier.Eapol(frame[header..], out _);
        var fromAp = kind is TraceKind.Message1 or TraceKind.Message3 or TraceKind.Group1 or TraceKind.IdentityRequest
            or TraceKind.WscStart or TraceKind.WscM2 or TraceKind.WscM2D or TraceKind.WscM4 or TraceKind.WscM6 or TraceKind.WscM8
            or TraceKind.EapFailure or TraceKind.EapSuccess;
        TakeEapol(time, frame[header..], fromAp ? to : from, fromAp ? from : to, fromAp ? TraceMarks.FromAp : TraceMarks.None, 0);
    }

    private void TakeEapol(long time, ReadOnlySpan<byte> pdu, MacAddress station, MacAddress ap, TraceMarks marks, int signal)
    {
        var kind = FrameClassifier.Eapol(pdu, out var code);
        if (kind == TraceKind.Message4)
        {
            _waitingForData.Add(station);
        }

        if (kind != TraceKind.Other)
        {
            _source.Sightings.Add(new Sighting
            {
                At = time,
                Kind = kind,
                Station = station,
                AccessPoint = ap,
                Marks = marks,
                Code = code,
                SignalDbm = signal,
            });
        }
    }
}

/// <summary>The fields of a radiotap header (radiotap.org) that matter here; all least significant byte first.</summary>
internal readonly record struct RadiotapHeader(int Length, int FrequencyMhz, int SignalDbm, int Trailer)
{
    internal static bool TryParse(ReadOnlySpan<byte> packet, out RadiotapHeader header)
    {
        const int flags = 1, channel = 3, signal = 5;
        const int fcsFlag = 0x10;
        const uint more = 1u << 31;
        header = default;
        var reader = new ByteReader(packet);
        reader.Skip(2);
        var length = reader.U16LittleEndian();
        var present = reader.U32LittleEndian();
        for (var word = present; (word & more) != 0 && !reader.Failed;)
        {
            word = reader.U32LittleEndian();
        }

        if (reader.Failed || length < reader.Offset || length > packet.Length)
        {
            return false;
        }

        int frequency = 0, dbm = 0, trailer = 0;
        ReadOnlySpan<(byte Size, byte Alignment)> fields = [(8, 8), (1, 1), (1, 1), (4, 2), (2, 1), (1, 1)];
        for (var field = 0; field < fields.Length; field++)
        {
            if ((present & 1u << field) == 0)
            {
                continue;
            }

            reader.Skip(-reader.Offset & fields[field].Alignment - 1);
            var value = new ByteReader(reader.Bytes(fields[field].Size));
            frequency = field == channel ? value.U16LittleEndian() : frequency;
            dbm = field == signal ? (sbyte)value.U8() : dbm;
            trailer = field == flags && (value.U8() & fcsFlag) != 0 ? 4 : trailer;
        }

        header = new RadiotapHeader(length, frequency, dbm, Math.Min(trailer, packet.Length - length));
        return !reader.Failed;
    }
}
