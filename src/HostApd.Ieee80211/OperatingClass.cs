namespace HostApd.Ieee80211;

/// <summary>Global operating classes of 20 MHz (802.11-2020 table E-4).</summary>
public static class OperatingClass
{
    /// <summary>The class of the 20 MHz channel at a centre frequency; 0 when there is none.</summary>
    public static byte Of(int frequencyMhz) => frequencyMhz switch
    {
        >= 2412 and <= 2472 => 81,
        2484 => 82,
        >= 5180 and <= 5240 => 115,
        >= 5260 and <= 5320 => 118,
        >= 5500 and <= 5720 => 121,
        >= 5745 and <= 5805 => 124,
        >= 5825 and <= 5885 => 125,
        _ => 0,
    };
}
