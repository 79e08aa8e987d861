using HostApd.Driver;
using HostApd.Ieee80211;

namespace HostApd.Ap;

/// <summary>What becomes of a station whose state has lasted too long: above all of one that is silent.</summary>
internal sealed class StationCare(BssSite site, StationTable stations, PortAccess access, Departure departure)
{
    /// <summary>How long a probed station may take to answer.</summary>
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(3);

    /// <summary>The state's timer ran out.</summary>
    internal void OnTimer(Sta sta)
    {
        switch (sta.State)
        {
            case StaState.Authenticated:
                site.LogStation(sta.Address, "did not associate in time");
                departure.Withdraw(sta);
                break;
            case StaState.AwaitingAssociationAck:
                // Its TX status was lost. What the station sends next tells more than we can know here.
                access.Begin(sta);
                break;
            case StaState.Associated:
            case StaState.Authorized:
                OnSilence(sta);
                break;
            case StaState.Leaving:
                departure.Forget(sta);
                break;
        }
    }

    /// <summary>An answer to a poll.</summary>
    internal void OnProbed(MacAddress station, bool acknowledged)
    {
        if (acknowledged && stations.Find(station) is { IsAssociated: true } sta)
        {
            sta.ProbePending = false;
            site.Voice.Raise(ApEvent.Of(ApEventKind.StationPolled, sta.Address));
            StationLife.LookAgain(sta, site.Options.MaxInactivity);
        }
    }

    /// <summary>Asks a station for a sign of life now; AP-STA-POLL-OK follows when it gives one.</summary>
    internal bool Poll(MacAddress station) =>
        stations.Find(station) is { IsAssociated: true } && site.Link.ProbeStation(station).Succeeded;

    /// <summary>TX status may have been lost: whoever has its response on the way is taken to have it.</summary>
    internal void OnEventsLost()
    {
        foreach (var sta in stations.ToArray())
        {
            if (sta.State == StaState.AwaitingAssociationAck)
            {
                access.Begin(sta);
            }
        }
    }

    private void OnSilence(Sta sta)
    {
        var patience = site.Options.MaxInactivity;
        var read = site.Link.ReadStation(sta.Address, out var counters);
        var isKnown = read.Succeeded;
        var silence = isKnown ? TimeSpan.FromMilliseconds(counters.InactiveMilliseconds) : patience;
        if (sta.ProbePending && silence >= patience)
        {
            site.LogStation(sta.Address, "did not answer a poll");
            departure.Dismiss(sta, ReasonCode.Inactivity);
            return;
        }

        // The poll's status may have been lost: what the station has sent since counts as well.
        sta.ProbePending = false;
        if (silence < patience)
        {
            StationLife.LookAgain(sta, patience - silence + TimeSpan.FromMilliseconds(10));
        }
        else if (!site.Options.SkipInactivityPoll && site.Link.ProbeStation(sta.Address).Succeeded)
        {
            sta.ProbePending = true;
            StationLife.LookAgain(sta, ProbeTimeout);
        }
        else if (isKnown || read.Errno == ErrorNumber.NoSuchEntry)
        {
            // Where its driver keeps accounts and does not know it, it is gone.
            site.LogStation(sta.Address, "silent for too long");
            departure.Dismiss(sta, ReasonCode.Inactivity);
        }
        else
        {
            // Neither heard nor asked: a driver that keeps no account of its stations keeps them.
            StationLife.LookAgain(sta, patience + Spread(sta.Address));
        }
    }

    /// <summary>Up to 19 s more, as hostapd has it, so that stations that came together are not all looked at in one moment.</summary>
    private static TimeSpan Spread(MacAddress address) => TimeSpan.FromSeconds((uint)address.GetHashCode() % 20);
}
