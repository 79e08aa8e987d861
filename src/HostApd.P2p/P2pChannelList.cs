using HostApd.Ieee80211;

namespace HostApd.P2p;

/// <summary>
/// Channel List (P2P 1.7 4.1.13): where a device could operate a group.
/// <code>| Country String 3 | Operating Class 1 | n 1 | n × Channel Number 1 | … |</code>
/// A wider class lists the channels that can be the primary one of it, so that the same channel stands in several classes.
/// </summary>
public sealed class P2pChannelList
{
    /// <summary>Length without any class, in bytes: legal, and nothing in common with anybody.</summary>
    public const int MinimumLength = 3;

    /// <summary>Classes kept of a stranger's list, and of his channels in one class: more than there are.</summary>
    private const int MaxClasses = 20;

    private const int MaxChannels = 60;

    private readonly List<(byte Class, byte[] Channels)> _classes;
    private readonly byte _countryKind;

    private P2pChannelList(string country, byte countryKind, List<(byte Class, byte[] Channels)> classes)
    {
        Country = country;
        _countryKind = countryKind;
        _classes = classes;
        FrequenciesMhz = [.. classes.SelectMany(static c => c.Channels.Select(number => OperatingClass.ToMhz(c.Class, number)))
            .Where(static mhz => mhz != 0).Distinct()];
    }

    /// <summary>Two letters.</summary>
    public string Country { get; }

    /// <summary>No channel that we know of.</summary>
    public bool IsEmpty => FrequenciesMhz.Count == 0;

    /// <summary>The channels' centres in MHz, each once, in the list's order. Classes that we do not know have none.</summary>
    public IReadOnlyList<int> FrequenciesMhz { get; }

    /// <summary>The channels at these frequencies, by class in the order of first mention; those without a class are left out.</summary>
    /// <param name="country">Two letters.</param>
    /// <param name="frequenciesMhz">Centres of primary channels.</param>
    /// <param name="widestMhz">In 5 GHz the classes of wider channels follow that lie within these frequencies, up to this width.</param>
    public static P2pChannelList Of(string country, IEnumerable<int> frequenciesMhz, int widestMhz = 20)
    {
        ArgumentNullException.ThrowIfNull(country);
        ArgumentNullException.ThrowIfNull(frequenciesMhz);
        var all = frequenciesMhz.Distinct().ToArray();
        var classes = all.GroupBy(OperatingClass.Of, static mhz => (byte)ChannelNumber.Of(mhz))
            .Where(static c => c.Key != 0);
        var wider = WiderBlocks(all, widestMhz).GroupBy(static b => b.OperatingClass, static b => (byte)ChannelNumber.Of(b.PrimaryMhz));
        return new P2pChannelList(country, P2pChannel.GlobalClasses, [.. classes.Concat(wider).Select(static c => (c.Key, c.Items.ToArray()))]);
    }

    private static IEnumerable<ChannelBlock> WiderBlocks(int[] frequenciesMhz, int widestMhz)
    {
        for (var width = 40; width <= widestMhz; width *= 2)
        {
            foreach (var primary in frequenciesMhz)
            {
                foreach (var block in ChannelGrid.BandOf(primary) != 2 ? ChannelGrid.Blocks(primary, width) : [])
                {
                    if (OperatingChannel.Of(block).PartsMhz.All(mhz => frequenciesMhz.Contains(mhz)))
                    {
                        yield return block;
                    }
                }
            }
        }
    }

    /// <summary>
    /// Reads the attribute's body; null when it is too short, or a class names more channels than there are. What is more than a
    /// device can have is not kept.
    /// </summary>
    public static P2pChannelList? TryParse(ReadOnlySpan<byte> body)
    {
        if (body.Length < MinimumLength)
        {
            return null;
        }

        var classes = new List<(byte, byte[])>();
        var reader = new ByteReader(body[MinimumLength..]);
        while (reader.Remaining > 1 && classes.Count < MaxClasses)
        {
            var operatingClass = reader.U8();
            var channels = reader.Bytes(reader.U8());
            if (reader.Failed)
            {
                return null;
            }

            // Stock peers mention the classes of bands that they have no channel of.
            classes.Add((operatingClass, channels[..Math.Min(channels.Length, MaxChannels)].ToArray()));
        }

        return new P2pChannelList(P2pChannel.CountryOf(body), body[2], classes);
    }

    /// <summary>The attribute's body.</summary>
    public byte[] ToBody() =>
    [
        (byte)Country[0], (byte)Country[1], _countryKind,
        .. _classes.SelectMany(static c => (byte[])[c.Class, (byte)c.Channels.Length, .. c.Channels]),
    ];

    /// <summary>
    /// What both have, class by class and in our order. Operating classes mean the same in two countries only when both lists use
    /// the global ones (third byte 4).
    /// </summary>
    public P2pChannelList Intersect(P2pChannelList other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var isComparable = Country == other.Country
            || _countryKind == P2pChannel.GlobalClasses && other._countryKind == P2pChannel.GlobalClasses;
        var common = new List<(byte, byte[])>();
        foreach (var (operatingClass, channels) in isComparable ? _classes : [])
        {
            var both = channels.Where(number => other.Has(operatingClass, number)).ToArray();
            if (both.Length > 0)
            {
                common.Add((operatingClass, both));
            }
        }

        return new P2pChannelList(Country, _countryKind, common);
    }

    /// <summary>Whether the channel at this frequency is among them, in whichever class.</summary>
    public bool Contains(int frequencyMhz) => frequencyMhz != 0 && FrequenciesMhz.Contains(frequencyMhz);

    private bool Has(byte operatingClass, byte number) =>
        _classes.Exists(c => c.Class == operatingClass && c.Channels.AsSpan().Contains(number));
}
