namespace HostApd.Ieee80211;

/// <summary>How much spectrum a channel takes, and whether HT is spoken on it.</summary>
public enum ChannelWidth
{
    /// <summary>20 MHz without HT.</summary>
    TwentyWithoutHt,

    /// <summary>20 MHz with HT (802.11-2020 19.3.15.3).</summary>
    Twenty,

    /// <summary>40 MHz: the primary and one beside it (802.11-2020 19.3.15.4).</summary>
    Forty,
}

/// <summary>
/// Where a BSS operates: the one spelling of a channel, from the configuration to netlink, announcements and STATUS.
/// A channel of zero MHz is none.
/// </summary>
/// <param name="PrimaryMhz">Centre of the primary 20 MHz.</param>
/// <param name="Width">Of the whole.</param>
/// <param name="CentreMhz">Centre of the whole.</param>
public readonly record struct OperatingChannel(int PrimaryMhz, ChannelWidth Width, int CentreMhz)
{
    /// <summary>A channel of 20 MHz.</summary>
    public static OperatingChannel OfTwenty(int primaryMhz, bool ht) =>
        new(primaryMhz, ht ? ChannelWidth.Twenty : ChannelWidth.TwentyWithoutHt, primaryMhz);

    /// <summary>A channel with HT.</summary>
    /// <param name="primaryMhz">Centre of the primary 20 MHz.</param>
    /// <param name="secondary">A second 20 MHz: 1 above, -1 below, 0 none.</param>
    public static OperatingChannel OfHt(int primaryMhz, int secondary) =>
        secondary == 0 ? OfTwenty(primaryMhz, ht: true) : new(primaryMhz, ChannelWidth.Forty, primaryMhz + 10 * secondary);

    /// <summary>The number of the primary channel.</summary>
    public int Number => ChannelNumber.Of(PrimaryMhz);

    /// <summary>HT is spoken on it.</summary>
    public bool Ht => Width != ChannelWidth.TwentyWithoutHt;

    /// <summary>Where the second 20 MHz of 40 are: 1 above the primary, -1 below, 0 nowhere.</summary>
    public int Secondary => Width == ChannelWidth.Forty ? Math.Sign(CentreMhz - PrimaryMhz) : 0;

    /// <summary>The global operating class of its primary 20 MHz; 0 when there is none.</summary>
    public byte OperatingClass => Ieee80211.OperatingClass.Of(PrimaryMhz);

    /// <summary>The same primary channel, 20 MHz wide and without HT.</summary>
    public OperatingChannel WithoutHt => OfTwenty(PrimaryMhz, ht: false);
}
