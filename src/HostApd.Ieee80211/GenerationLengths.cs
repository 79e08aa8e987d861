using System.Numerics;

namespace HostApd.Ieee80211;

/// <summary>How long HE and EHT Capabilities are by what they say themselves, for a reader that trusts no length byte.</summary>
public static class GenerationLengths
{
    /// <summary>What no body can be as long as.</summary>
    public const int CutShort = int.MaxValue;

    private const int HeMac = 6;
    private const int HePhy = 11;
    private const int EhtMac = 2;
    private const int EhtPhy = 9;

    /// <summary>
    /// Bytes of HE Capabilities behind the extension (802.11-2020 9.4.2.248): MAC and PHY, four bytes of MCS for each width from 80 MHz on that
    /// it has, and PPE thresholds where it says so. <see cref="CutShort"/> when it is not even as long as to say.
    /// </summary>
    public static int OfHe(ReadOnlySpan<byte> body)
    {
        const byte oneSixty = 0x08, eightyPlusEighty = 0x10, thresholds = 0x80;
        if (body.Length < HeMac + HePhy)
        {
            return CutShort;
        }

        var phy = body.Slice(HeMac, HePhy);
        var length = HeMac + HePhy + 4 + ((phy[0] & oneSixty) != 0 ? 4 : 0) + ((phy[0] & eightyPlusEighty) != 0 ? 4 : 0);
        if ((phy[6] & thresholds) == 0)
        {
            return length;
        }

        if (body.Length <= length)
        {
            return CutShort;
        }

        return length + OfHeThresholds(body[length]);
    }

    /// <summary>
    /// Bytes of a station's EHT Capabilities behind the extension (802.11be 9.4.2.313), whose MCS depend on the widths of its HE Capabilities.
    /// <see cref="CutShort"/> when either is not as long as to say.
    /// </summary>
    public static int OfEht(ReadOnlySpan<byte> body, ReadOnlySpan<byte> he)
    {
        const byte fortyBelow = 0x02, eighty = 0x04, oneSixty = 0x08, threeTwenty = 0x02, thresholds = 0x08;
        if (body.Length < EhtMac + EhtPhy || he.Length < HeMac + HePhy)
        {
            return CutShort;
        }

        var widths = he[HeMac];
        var phy = body.Slice(EhtMac, EhtPhy);
        var sets = (widths & fortyBelow) != 0 ? 3
            : ((widths & eighty) != 0 ? 3 : 0) + ((widths & oneSixty) != 0 ? 3 : 0) + ((phy[0] & threeTwenty) != 0 ? 3 : 0);

        // Who has no more than 20 MHz says it in four bytes.
        var length = EhtMac + EhtPhy + (sets == 0 ? 4 : sets);
        if ((phy[5] & thresholds) == 0)
        {
            return length;
        }

        if (body.Length < length + 2)
        {
            return CutShort;
        }

        return length + OfEhtThresholds(body[length] | body[length + 1] << 8);
    }

    /// <summary>Bytes of PPE Thresholds of HE by their first (802.11-2020 9.4.2.248.5): streams in bits 0–2, a bit for each size of RU in 3–6.</summary>
    public static int OfHeThresholds(byte head) => InBytes(7 + 6 * ((head & 7) + 1) * BitOperations.PopCount((uint)(head >> 3 & 0x0F)));

    /// <summary>Bytes of PPE Thresholds of EHT by their first two (802.11be 9.4.2.313.5): streams in bits 0–3, a bit for each size of RU in 4–8.</summary>
    public static int OfEhtThresholds(int head) => InBytes(9 + 6 * ((head & 0x0F) + 1) * BitOperations.PopCount((uint)(head >> 4 & 0x1F)));

    private static int InBytes(int bits) => (bits + 7) / 8;
}
