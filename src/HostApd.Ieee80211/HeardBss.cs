namespace HostApd.Ieee80211;

/// <summary>A BSS as its Beacons or Probe Responses tell of it: where it is, how wide, and whether it leaves room for 40 MHz beside it.</summary>
public sealed record HeardBss
{
    private const ushort FortyIntolerantOfHt = 0x4000;
    private const byte FortyIntolerant = 0x02;

    /// <summary>Its address.</summary>
    public required MacAddress Bssid { get; init; }

    /// <summary>Its name, 0–32 bytes; hidden ones are empty or zeros.</summary>
    public required byte[] Ssid { get; init; }

    /// <summary>Where it is, with all of its width.</summary>
    public required OperatingChannel Channel { get; init; }

    /// <summary>How loud it is here, in dBm; 0: the radio does not say.</summary>
    public int SignalDbm { get; init; }

    /// <summary>It wants nobody to use 40 MHz (802.11-2020 9.4.2.55.2, 9.4.2.59).</summary>
    public bool IsFortyIntolerant { get; init; }

    /// <summary>The centre of its secondary 20 MHz; 0: it has none.</summary>
    public int SecondaryMhz => Channel.Secondary == 0 ? 0 : Channel.PrimaryMhz + 20 * Channel.Secondary;

    /// <summary>Reads what it says of itself; what is cut off or makes no sense is as if it were not there.</summary>
    /// <param name="bssid">Its address.</param>
    /// <param name="frequencyMhz">Of its primary channel.</param>
    /// <param name="signalDbm">0: not known.</param>
    /// <param name="elements">Of its Beacon or Probe Response.</param>
    public static HeardBss Of(MacAddress bssid, int frequencyMhz, int signalDbm, ReadOnlySpan<byte> elements)
    {
        var reader = new ElementReader(elements);
        ReadOnlySpan<byte> ssid = default, htCapabilities = default, htOperation = default, vhtOperation = default, ehtOperation = default;
        var intolerant = false;
        while (reader.MoveNext())
        {
            var element = reader.Current;
            switch (element.Id)
            {
                case ElementId.Ssid when element.Body.Length <= 32:
                    ssid = element.Body;
                    break;
                case ElementId.HtCapabilities when element.Body.Length >= 2:
                    htCapabilities = element.Body;
                    break;
                case ElementId.HtOperation when element.Body.Length >= 2:
                    htOperation = element.Body;
                    break;
                case ElementId.VhtOperation when element.Body.Length >= 3:
                    vhtOperation = element.Body;
                    break;
                case ElementId.Coexistence when element.Body.Length >= 1:
                    intolerant |= (element.Body[0] & FortyIntolerant) != 0;
                    break;
                case ElementId.Extension when element.Body.Length > 1 && element.Body[0] == ElementExtensions.EhtOperation:
                    ehtOperation = element.Body[1..];
                    break;
                default:
                    break;
            }
        }

        intolerant |= !htCapabilities.IsEmpty && (new ByteReader(htCapabilities).U16LittleEndian() & FortyIntolerantOfHt) != 0;
        return new HeardBss
        {
            Bssid = bssid,
            Ssid = ssid.ToArray(),
            SignalDbm = signalDbm,
            IsFortyIntolerant = intolerant,
            Channel = OfEht(frequencyMhz, ehtOperation) ?? OfVht(frequencyMhz, vhtOperation) ?? OfHt(frequencyMhz, htOperation),
        };
    }

    /// <summary>HT Operation (9.4.2.56): the secondary channel offset in the low bits of its second byte.</summary>
    private static OperatingChannel OfHt(int primaryMhz, ReadOnlySpan<byte> operation) => operation.IsEmpty
        ? OperatingChannel.Of(primaryMhz, ht: false)
        : OperatingChannel.Of(primaryMhz, ht: true, (operation[1] & 3) switch { 1 => 1, 3 => -1, _ => 0 });

    /// <summary>VHT Operation (9.4.2.158): width 1 with both centres is 160 MHz (or twice 80) by how far they lie apart.</summary>
    private static OperatingChannel? OfVht(int primaryMhz, ReadOnlySpan<byte> operation)
    {
        if (operation.IsEmpty || operation[0] == 0)
        {
            return null;
        }

        var (first, second) = (operation[1], operation[2]);
        return operation[0] == 2 ? Around(primaryMhz, 160, first)
            : operation[0] == 1 && Math.Abs(first - second) == 8 ? Around(primaryMhz, 160, second)
            : Around(primaryMhz, 80, first);
    }

    /// <summary>EHT Operation (802.11be 9.4.2.311): parameters, four bytes of MCS, and if the first bit says so: width and two centres.</summary>
    private static OperatingChannel? OfEht(int primaryMhz, ReadOnlySpan<byte> operation)
    {
        if (operation.Length < 8 || (operation[0] & 1) == 0 || (operation[5] & 7) is var width && width is < 2 or > 4)
        {
            return null;
        }

        return Around(primaryMhz, 20 << width, width >= 3 ? operation[7] : operation[6]);
    }

    /// <summary>A block of the grid, if there is one of that width and centre.</summary>
    private static OperatingChannel? Around(int primaryMhz, int widthMhz, byte centre)
    {
        var centreMhz = (primaryMhz > 5925 ? 5950 : 5000) + 5 * centre;
        foreach (var block in ChannelGrid.Blocks(primaryMhz, widthMhz))
        {
            if (block.CentreMhz == centreMhz)
            {
                return OperatingChannel.Of(block);
            }
        }

        return null;
    }
}
