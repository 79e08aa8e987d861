using HostApd.Linux.Netlink;

namespace HostApd.Nl80211;

/// <summary>What the requests of all who scan have in common.</summary>
internal static class ScanRequest
{
    /// <summary>Only these channels; all of the radio's where there is none.</summary>
    internal static void PutFrequencies(ref NetlinkWriter writer, ReadOnlySpan<int> frequenciesMhz)
    {
        if (frequenciesMhz.IsEmpty)
        {
            return;
        }

        var nest = writer.BeginNest(Nl80211.NL80211_ATTR_SCAN_FREQUENCIES);
        for (var i = 0; i < frequenciesMhz.Length; i++)
        {
            writer.U32((ushort)(i + 1), (uint)frequenciesMhz[i]);
        }

        writer.EndNest(nest);
    }
}
