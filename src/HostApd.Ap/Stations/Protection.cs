using System.Buffers.Binary;
using HostApd.Driver;

namespace HostApd.Ap;

/// <summary>
/// What the stations present demand of the BSS (802.11-2020 9.4.2.11, 10.27, 11.15.3.3): counts, and the bits that
/// follow from them.
/// </summary>
public readonly record struct Protection(
    int NonErp, int NoShortSlot, int NoShortPreamble, int NoHt, int Ht20, int FortyIntolerant)
{
    /// <summary>Counts the associated stations.</summary>
    public static Protection Of(StationTable stations, bool ht)
    {
        var result = default(Protection);
        foreach (var sta in stations)
        {
            if (sta.Aid == 0)
            {
                continue;
            }

            var bits = ht && sta.Ht ? BinaryPrimitives.ReadUInt16LittleEndian(sta.HtCapabilities) : HtBits.Forty;
            result = new Protection(
                result.NonErp + (sta.NonErp ? 1 : 0),
                result.NoShortSlot + (sta.ShortSlot ? 0 : 1),
                result.NoShortPreamble + (sta.ShortPreamble ? 0 : 1),
                result.NoHt + (ht && !sta.Ht ? 1 : 0),
                result.Ht20 + ((bits & HtBits.Forty) == 0 ? 1 : 0),
                result.FortyIntolerant + ((bits & HtBits.FortyIntolerant) != 0 ? 1 : 0));
        }

        return result;
    }

    /// <summary>HT Protection, bits 0–1 of the HT operation mode: 3 (mixed) with a non-HT station, else 0.</summary>
    public int HtOperationMode => NoHt > 0 ? 3 : 0;

    /// <summary>The ERP element's byte (802.11-2020 9.4.2.11).</summary>
    public byte ErpInformation(bool shortPreambleAllowed) => (byte)(
        (NonErp > 0 ? 0x03 : 0x00) | (shortPreambleAllowed && NoShortPreamble == 0 ? 0x00 : 0x04));

    /// <summary>The bits the kernel wants.</summary>
    public BssBits Bits(HardwareMode mode, bool shortPreambleAllowed) => new(
        CtsProtection: NonErp > 0,
        ShortPreamble: shortPreambleAllowed && NoShortPreamble == 0,
        ShortSlot: mode == HardwareMode.A || mode == HardwareMode.G && NoShortSlot == 0);
}
