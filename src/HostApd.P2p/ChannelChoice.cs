namespace HostApd.P2p;

/// <summary>Which channel an owner takes of those that it and its peer have in common (P2P 1.7 3.1.4.2).</summary>
public static class ChannelChoice
{
    /// <summary>
    /// What is forced, or nothing else; otherwise what we prefer, what the peer prefers, the first in common. A channel that wants radar
    /// detection is taken only when a person has named it.
    /// </summary>
    /// <param name="common">What both can use.</param>
    /// <param name="forcedMhz">The one channel that will do; 0 for none.</param>
    /// <param name="preferredMhz">The channel we are configured for; 0 for none.</param>
    /// <param name="peerMhz">The peer's Operating Channel; 0 for none.</param>
    /// <returns>MHz; null when no common channel will do.</returns>
    public static int? Choose(P2pChannelList common, int forcedMhz, int preferredMhz, int peerMhz)
    {
        ArgumentNullException.ThrowIfNull(common);
        if (forcedMhz != 0)
        {
            return common.Contains(forcedMhz) ? forcedMhz : null;
        }

        if (common.Contains(preferredMhz))
        {
            return preferredMhz;
        }

        return common.Contains(peerMhz) && !WantsRadarDetection(peerMhz) ? peerMhz : FirstOf(common);
    }

    private static int? FirstOf(P2pChannelList common)
    {
        foreach (var frequencyMhz in common.FrequenciesMhz)
        {
            if (!WantsRadarDetection(frequencyMhz))
            {
                return frequencyMhz;
            }
        }

        return null;
    }

    /// <summary>Channels 52 to 144.</summary>
    private static bool WantsRadarDetection(int frequencyMhz) => frequencyMhz is >= 5260 and <= 5720;
}
