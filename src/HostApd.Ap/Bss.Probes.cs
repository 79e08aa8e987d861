using HostApd.Driver;
using HostApd.Ieee80211;

namespace HostApd.Ap;

/// <content>Answers to Probe Requests (802.11-2020 11.1.4.3.4), and stations that have fallen silent.</content>
public sealed partial class Bss
{
    /// <summary>ENOENT: the kernel does not know the station, though its driver keeps accounts.</summary>
    private const int NoSuchEntry = 2;

    /// <summary>How long a probed station may take to answer.</summary>
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(3);

    /// <inheritdoc/>
    public void OnStationProbed(MacAddress station, bool acknowledged)
    {
        if (acknowledged && Stations.Find(station) is { State: StaState.Associated or StaState.Authorized } sta)
        {
            sta.ProbePending = false;
            Raise($"AP-STA-POLL-OK {sta.Address}");
            ArmInactivity(sta, Options.MaxInactivity);
        }
    }

    /// <summary>Asks a station for a sign of life now; AP-STA-POLL-OK follows when it gives one.</summary>
    public bool Poll(MacAddress station) =>
        Stations.Find(station) is { State: StaState.Associated or StaState.Authorized } && _link.ProbeStation(station).Succeeded;

    private void AnswerProbe(in ManagementFrame frame)
    {
        if (!frame.Bssid.IsBroadcast && frame.Bssid != Bssid || !frame.Destination.IsBroadcast && frame.Destination != Bssid)
        {
            Counters.Count(FrameDrop.WrongAddress);
            return;
        }

        if (!RequestElements.TryParse(frame.Body, out var elements) || !elements.HasSsid)
        {
            Counters.Count(FrameDrop.Malformed);
            return;
        }

        if (!Acl.Allows(frame.Source, Options.AclPolicy))
        {
            Counters.Count(FrameDrop.Denied);
            return;
        }

        NoteWpsProbe(frame.Source, elements);
        var wildcard = elements.Ssid.IsEmpty || IsGroupWildcard(elements.Ssid);
        var otherChannel = elements.DsChannel != 0 && Options.Radio.Mode != HardwareMode.A
            && elements.DsChannel != Options.Channel.Number;
        if (otherChannel
            || !Options.AnswersProbes
            || Options.QuietWhenFull && Stations.Associated >= Options.MaxStations && Stations.Find(frame.Source) is null
            || wildcard && Options.IgnoreBroadcastSsid != 0
            || !wildcard && !elements.Ssid.SequenceEqual(Options.Ssid)
            || !ConcernsGroup(elements))
        {
            return;
        }

        var writer = new ByteWriter(_frame);
        _builder!.WriteProbeResponse(ref writer, Bssid, frame.Source, Protection);
        writer.Bytes(ProbeResponseWps);
        if (!elements.P2p.IsEmpty)
        {
            _groupOwner?.WriteProbeResponseElement(ref writer);
        }

        writer.Bytes(Options.VendorElements);
        Send(writer.Written, wildcard && frame.Destination.IsBroadcast ? SendOptions.NoAcknowledgement : SendOptions.None);
    }

    private static void ArmInactivity(Sta sta, TimeSpan delay) =>
        sta.StateTimer.Change(delay, Timeout.InfiniteTimeSpan);

    private void OnInactivityTimer(Sta sta)
    {
        var read = _link.ReadStation(sta.Address, out var counters);
        var isKnown = read.Succeeded;
        var silence = isKnown ? TimeSpan.FromMilliseconds(counters.InactiveMilliseconds) : Options.MaxInactivity;
        if (sta.ProbePending && silence >= Options.MaxInactivity)
        {
            LogStation(sta, "did not answer a poll");
            Dismiss(sta, ReasonCode.Inactivity);
            return;
        }

        // The poll's status may have been lost: what the station has sent since counts as well.
        sta.ProbePending = false;
        if (silence < Options.MaxInactivity)
        {
            ArmInactivity(sta, Options.MaxInactivity - silence + TimeSpan.FromMilliseconds(10));
        }
        else if (!Options.SkipInactivityPoll && _link.ProbeStation(sta.Address).Succeeded)
        {
            sta.ProbePending = true;
            ArmInactivity(sta, ProbeTimeout);
        }
        else if (isKnown || read.Errno == NoSuchEntry)
        {
            LogStation(sta, "silent for too long");
            Dismiss(sta, ReasonCode.Inactivity);
        }
        else
        {
            // Neither heard nor asked: a driver that keeps no account of its stations keeps them.
            ArmInactivity(sta, Options.MaxInactivity + Spread(sta.Address));
        }
    }

    /// <summary>Up to 19 s more, as hostapd has it, so that stations that came together are not all looked at in one moment.</summary>
    private static TimeSpan Spread(MacAddress address) => TimeSpan.FromSeconds((uint)address.GetHashCode() % 20);
}
