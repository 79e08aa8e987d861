namespace HostApd.Ap;

/// <summary>Where a 40 MHz channel may lie (802.11-2020 annex E, operating classes 83, 84, 116, 117, 119, 120, 122, 123, 126, 127).</summary>
public static class FortyMhz
{
    /// <summary>Whether <paramref name="channel"/> may have its second one 20 MHz above (1) or below (-1).</summary>
    public static bool Allows(HardwareMode mode, int channel, int secondary)
    {
        if (mode != HardwareMode.A)
        {
            var other = channel + 4 * secondary;
            return mode == HardwareMode.G && channel is >= 1 and <= 13 && other is >= 1 and <= 13;
        }

        // Pairs begin at 36, 44 … 60, 100 … 140, 149, 157, 165, 173.
        var first = secondary > 0 ? channel : channel - 4;
        return first is >= 36 and <= 60 or >= 100 and <= 140 ? (first - 36) % 8 == 0
            : first is >= 149 and <= 173 && (first - 149) % 8 == 0;
    }
}
