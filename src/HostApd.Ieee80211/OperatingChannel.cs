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
    /// <summary>A channel of 20 or 40 MHz.</summary>
    /// <param name="primaryMhz">Centre of the primary 20 MHz.</param>
    /// <param name="ht">HT is spoken on it; without there is no second channel.</param>
    /// <param name="secondary">A second 20 MHz: 1 above, -1 below, 0 none.</param>
    public static OperatingChannel Of(int primaryMhz, bool ht, int secondary = 0) =>
        !ht ? new(primaryMhz, ChannelWidth.TwentyWithoutHt, primaryMhz)
        : secondary == 0 ? new(primaryMhz, ChannelWidth.Twenty, primaryMhz)
        : new(primaryMhz, ChannelWidth.Forty, primaryMhz + 10 * secondary);

    /// <summary>The number of the primary channel.</summary>
    public int Number => ChannelNumber.Of(PrimaryMhz);

    /// <summary>HT is spoken on it.</summary>
    public bool Ht => Width != ChannelWidth.TwentyWithoutHt;

    /// <summary>Where the second 20 MHz of 40 are: 1 above the primary, -1 below, 0 nowhere.</summary>
    public int Secondary => Width == ChannelWidth.Forty ? Math.Sign(CentreMhz - PrimaryMhz) : 0;

    /// <summary>The global operating class of its primary 20 MHz; 0 when there is none.</summary>
    public byte OperatingClass => Ieee80211.OperatingClass.Of(PrimaryMhz);

    /// <summary>The same primary channel, 20 MHz wide and without HT.</summary>
    public OperatingChannel WithoutHt => Of(PrimaryMhz, ht: false);
}
