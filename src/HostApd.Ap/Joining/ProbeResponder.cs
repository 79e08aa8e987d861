using HostApd.Driver;
using HostApd.Ieee80211;

namespace HostApd.Ap;

/// <summary>Answers to Probe Requests (802.11-2020 11.1.4.3.4).</summary>
internal sealed class ProbeResponder(
    BssSite site, StationTable stations, Admission admission, Provisioning provisioning, GroupMembership membership, Announcement announcement,
    Transmitter transmitter)
{
    internal void OnRequest(in ManagementFrame frame)
    {
        if (!frame.Bssid.IsBroadcast && frame.Bssid != site.Bssid || !frame.Destination.IsBroadcast && frame.Destination != site.Bssid)
        {
            site.Counters.Count(FrameDrop.WrongAddress);
            return;
        }

        if (!RequestElements.TryParse(frame.Body, out var elements) || !elements.HasSsid)
        {
            site.Counters.Count(FrameDrop.Malformed);
            return;
        }

        if (!admission.Allows(frame.Source))
        {
            site.Counters.Count(FrameDrop.Denied);
            return;
        }

        provisioning.OnProbe(frame.Source, elements);
        var wildcard = elements.Ssid.IsEmpty || membership.IsWildcard(elements.Ssid);
        if (!IsForUs(elements, wildcard) || site.Options.QuietWhenFull && IsFullFor(frame.Source))
        {
            return;
        }

        var writer = transmitter.Begin(ManagementSubtype.ProbeResponse, frame.Source);
        announcement.WriteProbeResponse(ref writer, askedForP2p: !elements.P2p.IsEmpty);
        transmitter.Send(writer, wildcard && frame.Destination.IsBroadcast ? SendOptions.NoAcknowledgement : SendOptions.None);
    }

    private bool IsForUs(in RequestElements elements, bool wildcard)
    {
        var options = site.Options;
        var otherChannel = elements.DsChannel != 0 && options.Radio.Mode != HardwareMode.A && elements.DsChannel != options.Channel.Number;
        return !otherChannel
            && options.AnswersProbes
            && (wildcard ? options.IgnoreBroadcastSsid == 0 : elements.Ssid.SequenceEqual(options.Ssid))
            && membership.Concerns(elements);
    }

    private bool IsFullFor(MacAddress station) => stations.Associated >= site.Options.MaxStations && stations.Find(station) is null;
}
