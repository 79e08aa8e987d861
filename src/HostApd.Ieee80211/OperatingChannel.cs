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

    /// <summary>80 MHz (802.11-2020 21.3.14).</summary>
    Eighty,

    /// <summary>160 MHz in one piece.</summary>
    OneSixty,

    /// <summary>320 MHz (802.11be).</summary>
    ThreeTwenty,
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

    /// <summary>All that a block of the grid takes, with HT at least.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No channel is as wide.</exception>
    public static OperatingChannel Of(in ChannelBlock block) => new(block.PrimaryMhz, block.WidthMhz switch
    {
        20 => ChannelWidth.Twenty,
        40 => ChannelWidth.Forty,
        80 => ChannelWidth.Eighty,
        160 => ChannelWidth.OneSixty,
        320 => ChannelWidth.ThreeTwenty,
        _ => throw new ArgumentOutOfRangeException(nameof(block), block.WidthMhz, "no channel is as wide"),
    }, block.CentreMhz);

    /// <summary>The number of the primary channel.</summary>
    public int Number => ChannelNumber.Of(PrimaryMhz);

    /// <summary>HT is spoken on it.</summary>
    public bool Ht => Width != ChannelWidth.TwentyWithoutHt;

    /// <summary>Of the whole: 20, 40, 80, 160 or 320.</summary>
    public int WidthMhz => Width switch
    {
        ChannelWidth.TwentyWithoutHt or ChannelWidth.Twenty => 20,
        ChannelWidth.Forty => 40,
        ChannelWidth.Eighty => 80,
        ChannelWidth.OneSixty => 160,
        ChannelWidth.ThreeTwenty => 320,
    };

    /// <summary>Where the second 20 MHz of the primary's 40 are: 1 above it, -1 below, 0 nowhere.</summary>
    public int Secondary => new ChannelBlock(PrimaryMhz, WidthMhz, CentreMhz, 0).Secondary;

    /// <summary>The centres of all its channels of 20 MHz, from the lowest on.</summary>
    public IEnumerable<int> PartsMhz
    {
        get
        {
            for (var mhz = CentreMhz - WidthMhz / 2 + 10; mhz < CentreMhz + WidthMhz / 2; mhz += 20)
            {
                yield return mhz;
            }
        }
    }

    /// <summary>The global operating class of the whole; 0 when it lies off the grid.</summary>
    public byte WholeClass
    {
        get
        {
            foreach (var block in ChannelGrid.Blocks(PrimaryMhz, WidthMhz))
            {
                if (block.CentreMhz == CentreMhz)
                {
                    return block.OperatingClass;
                }
            }

            return 0;
        }
    }

    /// <summary>The global operating class of its primary 20 MHz; 0 when there is none.</summary>
    public byte OperatingClass => Ieee80211.OperatingClass.Of(PrimaryMhz);

    /// <summary>Where another goes with it: of the other's width only as much as it has itself, for 20 MHz fit beside any.</summary>
    public OperatingChannel MovedWith(OperatingChannel other)
    {
        var width = Math.Min(WidthMhz, other.WidthMhz);
        foreach (var block in width > 20 ? ChannelGrid.Blocks(other.PrimaryMhz, width) : [])
        {
            // Where the other is beside the grid there is none, and 20 MHz fit.
            if (Math.Abs(block.CentreMhz - other.CentreMhz) <= (other.WidthMhz - width) / 2)
            {
                return Of(block);
            }
        }

        return Of(other.PrimaryMhz, Ht);
    }

    /// <summary>The same primary channel, 20 MHz wide and without HT.</summary>
    public OperatingChannel WithoutHt => Of(PrimaryMhz, ht: false);

    /// <summary>In words; those of a record would tell of <see cref="WithoutHt"/> within itself without end.</summary>
    public override string ToString() => $"{PrimaryMhz} MHz, {WidthMhz} wide around {CentreMhz}{(Ht ? "" : " without HT")}";
}
