namespace HostApd.Ieee80211;

/// <summary>A primary channel of 20 MHz, and all that it takes with its neighbours.</summary>
/// <param name="PrimaryMhz">Centre of the primary channel.</param>
/// <param name="WidthMhz">Of the whole: 20, 40, 80, 160 or 320.</param>
/// <param name="CentreMhz">Centre of the whole.</param>
/// <param name="OperatingClass">The global operating class (802.11-2020 table E-4).</param>
public readonly record struct ChannelBlock(int PrimaryMhz, int WidthMhz, int CentreMhz, byte OperatingClass)
{
    /// <summary>Centre of its lowest channel of 20 MHz.</summary>
    public int FirstMhz => CentreMhz - WidthMhz / 2 + 10;

    /// <summary>The number of its centre, as elements have it.</summary>
    public int CentreNumber => ChannelNumber.Of(CentreMhz);

    /// <summary>Where the second 20 MHz beside the primary are: 1 above it, -1 below, 0 nowhere.</summary>
    public int Secondary => WidthMhz == 20 ? 0 : (PrimaryMhz - FirstMhz) / 20 % 2 == 0 ? 1 : -1;
}
