using System.Buffers.Binary;
using HostApd.Ieee80211;

namespace HostApd.Ap;

/// <summary>What a station and a BSS both speak, by the elements of its request: a generation counts where there is an MCS that both have.</summary>
internal static class SpokenGenerations
{
    /// <summary>Two bits a stream of an MCS map: it has no such stream.</summary>
    private const int NoStream = 3;

    /// <summary>Stations keep no more of HE Capabilities (802.11-2020 9.4.2.248) than the kernel takes.</summary>
    private const int LongestHe = 54;

    internal static Generations Of(in RequestElements station, BssOffer offer, bool wmmOffered)
    {
        var spoken = Generations.None;
        if (offer.Ht && !station.HtCapabilities.IsEmpty)
        {
            spoken |= Generations.Ht;
        }

        // From VHT on everything is QoS, and what it builds on.
        var hasQos = wmmOffered && station.Wmm is [0, ..];
        if (hasQos && offer.Vht && (spoken & Generations.Ht) != 0 && !station.VhtCapabilities.IsEmpty && offer.Plan.Vht is { } vht
            && HaveCommonStream(station.VhtCapabilities[4..], vht.McsSet.AsSpan(4)))
        {
            spoken |= Generations.Vht;
        }

        if (hasQos && offer.He && station.HeCapabilities is { IsEmpty: false, Length: <= LongestHe } && offer.Plan.He is { } he
            && HaveCommonStream(station.HeCapabilities[17..], he.McsSet.AsSpan(2)))
        {
            spoken |= Generations.He;
        }

        if ((spoken & Generations.He) != 0 && offer.Eht && GenerationLengths.OfEht(station.EhtCapabilities, station.HeCapabilities) <= station.EhtCapabilities.Length)
        {
            spoken |= Generations.Eht;
        }

        return spoken;
    }

    /// <summary>
    /// As wide as a station and a channel both are, in MHz: its newest generation tells what it can there, and Operating Mode
    /// (802.11-2020 9.4.1.53) whether it wants less.
    /// </summary>
    internal static int WidthOf(Sta station, OperatingChannel channel)
    {
        const int heMac = 6, ehtMac = 2;
        const byte heForty = 0x02, heEighty = 0x04, heOneSixty = 0x08, threeTwenty = 0x02, vhtOneSixty = 0x0C, htForty = 0x02, modeOneSixty = 0x04;
        var band = ChannelGrid.BandOf(channel.PrimaryMhz);
        var widths = station.HeCapabilities.Length > heMac ? station.HeCapabilities[heMac] : 0;
        var able = station.Generations.Newest() switch
        {
            Generations.Eht when band == 6 && (station.EhtCapabilities[ehtMac] & threeTwenty) != 0 => 320,
            Generations.Eht or Generations.He => band == 2 ? (widths & heForty) != 0 ? 40 : 20
                : (widths & heOneSixty) != 0 ? 160
                : (widths & heEighty) != 0 ? 80 : 20,
            Generations.Vht => (station.VhtCapabilities[0] & vhtOneSixty) != 0 ? 160 : 80,
            Generations.Ht => (station.HtCapabilities[0] & htForty) != 0 ? 40 : 20,
            _ => 20,
        };
        if (station.OperatingMode is { } mode)
        {
            able = Math.Min(able, (mode & modeOneSixty) != 0 ? 160 : 20 << (mode & 3));
        }

        return Math.Min(able, channel.WidthMhz);
    }

    /// <summary>Whether a receiver's map, which comes first, has a stream that a sender's has, too.</summary>
    private static bool HaveCommonStream(ReadOnlySpan<byte> receives, ReadOnlySpan<byte> sends)
    {
        if (receives.Length < 2 || sends.Length < 2)
        {
            return false;
        }

        var (theirs, ours) = (BinaryPrimitives.ReadUInt16LittleEndian(receives), BinaryPrimitives.ReadUInt16LittleEndian(sends));
        for (var shift = 0; shift < 16; shift += 2)
        {
            if ((theirs >> shift & NoStream) != NoStream && (ours >> shift & NoStream) != NoStream)
            {
                return true;
            }
        }

        return false;
    }
}
