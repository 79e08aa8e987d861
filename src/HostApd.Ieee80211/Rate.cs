namespace HostApd.Ieee80211;

/// <summary>A rate of the Supported Rates element (802.11-2020 9.4.2.3): 500 kbit/s units in the low seven bits.</summary>
public static class Rate
{
    /// <summary>The bit that makes a rate one of the BSSBasicRateSet.</summary>
    public const byte Basic = 0x80;

    /// <summary>1, 2, 5.5 and 11 Mbit/s: DSSS and HR/DSSS (802.11-2020 15, 16), basic or not.</summary>
    public static bool IsCck(byte rate) => (rate & ~Basic) is 2 or 4 or 11 or 22;

    /// <summary>Whether there is no other rate among them.</summary>
    public static bool AreOnlyCck(ReadOnlySpan<byte> rates)
    {
        foreach (var rate in rates)
        {
            if (!IsCck(rate))
            {
                return false;
            }
        }

        return true;
    }
}
