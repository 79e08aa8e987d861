using System.Globalization;

namespace HostApd.Timeline;

/// <summary>What a client that is in has agreed on with its access point: the newest generation that both speak, and how wide.</summary>
/// <param name="Generation">0: none; 1: HT; 2: VHT; 4: HE; 8: EHT.</param>
/// <param name="WidthMhz">20 to 320 MHz; 0 where it is not known.</param>
public readonly record struct AirAgreement(int Generation, int WidthMhz)
{
    private const int WidthBits = 12;

    /// <summary>It is known.</summary>
    public bool IsKnown => WidthMhz != 0;

    /// <summary>What the standard calls the generation; empty where it is older than HT.</summary>
    public string Name => Generation switch { 1 => "HT", 2 => "VHT", 4 => "HE", 8 => "EHT", _ => "" };

    /// <summary>As the code of an entry: the width in bits 0–11, the generation in bits 12–15.</summary>
    internal ushort Code => (ushort)(Generation << WidthBits | WidthMhz);

    internal static AirAgreement Of(ushort code) => new(code >> WidthBits, code & (1 << WidthBits) - 1);

    /// <inheritdoc/>
    public override string ToString() => (Name.Length > 0 ? Name : "no HT,") + " " + WidthMhz.ToString(CultureInfo.InvariantCulture) + " MHz";
}
