namespace HostApd.Ieee80211;

/// <summary>Global operating classes (802.11-2020 table E-4): written those of 20 MHz, read all of the bands of a group.</summary>
public static class OperatingClass
{
    /// <summary>The class of the 20 MHz channel of 2.4 or 5 GHz at a centre frequency; 0 when there is none.</summary>
    public static byte Of(int frequencyMhz) =>
        ChannelGrid.BandOf(frequencyMhz) != 6 ? ChannelGrid.Blocks(frequencyMhz, 20).FirstOrDefault().OperatingClass : (byte)0;

    /// <summary>
    /// The centre of a primary channel of 20 MHz in a class of 2.4 or 5 GHz, in MHz; 0 when there is none. In classes of 80 and
    /// 160 MHz (128 to 130) the number is the primary channel's, as Channel Lists have it (P2P 1.7 4.1.13), not the centre's.
    /// </summary>
    public static int ToMhz(byte operatingClass, byte number) => operatingClass switch
    {
        81 or 83 or 84 when number is >= 1 and <= 13 => ChannelNumber.ToMhz(number, isFiveGhz: false),
        82 when number == 14 => ChannelNumber.ToMhz(number, isFiveGhz: false),
        >= 115 and <= 130 when Of(ChannelNumber.ToMhz(number, isFiveGhz: true)) != 0 => ChannelNumber.ToMhz(number, isFiveGhz: true),
        _ => 0,
    };
}
