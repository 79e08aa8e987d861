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
