using HostApd.Ieee80211;

namespace HostApd.Ap;

/// <summary>The door for 20/40 BSS Coexistence Management frames (802.11-2020 9.6.7.2): what they say concerns the radio.</summary>
internal sealed class CoexistenceReports(BssSite site, StationTable stations)
{
    /// <summary>How these action frames begin: Public, 20/40 BSS Coexistence Management.</summary>
    internal static readonly byte[] Prefix = [0x04, 0x00];

    internal void OnAction(in ManagementFrame frame)
    {
        if (CoexistenceReport.TryParse(frame.Body[Prefix.Length..], out var report))
        {
            site.Radio.OnCoexistenceReport(frame.Source, stations.Find(frame.Source) is { IsAssociated: true }, report);
        }
        else
        {
            site.Counters.Count(FrameDrop.Malformed);
        }
    }
}
