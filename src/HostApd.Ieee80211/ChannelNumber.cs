namespace HostApd.Ieee80211;

/// <summary>Channel numbers and the frequencies they stand for (802.11-2020 annex E).</summary>
public static class ChannelNumber
{
    /// <summary>The number of the channel whose centre is at <paramref name="frequencyMhz"/>.</summary>
    public static int Of(int frequencyMhz) => frequencyMhz switch
    {
        2484 => 14,
        < 5000 => (frequencyMhz - 2407) / 5,
        < 5935 => (frequencyMhz - 5000) / 5,
        // 6 GHz; its channel 2 alone lies below the start of the others.
        5935 => 2,
        < 45000 => (frequencyMhz - 5950) / 5,
        _ => (frequencyMhz - 56160) / 2160,
    };

    /// <summary>The centre of a channel of 20 MHz, in MHz: of 2.4 GHz, or of 5 GHz.</summary>
    public static int ToMhz(int number, bool isFiveGhz) => isFiveGhz ? 5000 + 5 * number : number == 14 ? 2484 : 2407 + 5 * number;
}
