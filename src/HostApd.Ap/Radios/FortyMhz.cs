using HostApd.Ieee80211;

namespace HostApd.Ap;

/// <summary>Where a 40 MHz channel may lie, by the words of a configuration.</summary>
public static class FortyMhz
{
    private const int LastOfFiveGhz = 177;

    /// <summary>Whether <paramref name="channel"/> may have its second one 20 MHz above (1) or below (-1).</summary>
    public static bool Allows(HardwareMode mode, int channel, int secondary) =>
        mode is HardwareMode.A or HardwareMode.G && channel <= LastOfFiveGhz
        && ChannelGrid.Blocks(ChannelNumber.ToMhz(channel, mode == HardwareMode.A), 40).Any(b => b.Secondary == secondary);
}
