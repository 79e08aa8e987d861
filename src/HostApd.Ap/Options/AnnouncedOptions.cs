namespace HostApd.Ap;

/// <summary>
/// What UPDATE_BEACON takes of other options, under the stations: what is announced, and what costs nobody anything. All else waits
/// for a reload. Which key is which stands in its row (<see cref="ChangeCost"/>); a test holds each to it.
/// </summary>
public static class AnnouncedOptions
{
    /// <summary><paramref name="running"/> with that of <paramref name="wanted"/>.</summary>
    public static BssOptions Take(BssOptions running, BssOptions wanted)
    {
        ArgumentNullException.ThrowIfNull(running);
        ArgumentNullException.ThrowIfNull(wanted);
        return running with
        {
            // A group is its name: another one is another group.
            Ssid = running.GroupOwner is null ? wanted.Ssid : running.Ssid,
            Utf8Ssid = wanted.Utf8Ssid,
            IgnoreBroadcastSsid = wanted.IgnoreBroadcastSsid,
            MaxStations = wanted.MaxStations,
            QuietWhenFull = wanted.QuietWhenFull,
            AnswersProbes = wanted.AnswersProbes,
            MaxListenInterval = wanted.MaxListenInterval,
            VendorElements = wanted.VendorElements,
            AssociationElements = wanted.AssociationElements,
            NotifiesFrames = wanted.NotifiesFrames,
            Load = wanted.Load,
            Interworking = wanted.Interworking,
            OweTransition = wanted.OweTransition,
            AclPolicy = wanted.AclPolicy,
            Intercept = wanted.Intercept,
            Knobs = wanted.Knobs,
            WmmParameters = wanted.WmmParameters,
            Uapsd = wanted.Uapsd,
            Isolate = wanted.Isolate,
            MaxInactivity = wanted.MaxInactivity,
            MaxIdle = wanted.MaxIdle,
            SkipInactivityPoll = wanted.SkipInactivityPoll,
            SaQueryMaxTimeout = wanted.SaQueryMaxTimeout,
            SaQueryRetryTimeout = wanted.SaQueryRetryTimeout,
            BroadcastDeauth = wanted.BroadcastDeauth,
            EntropyHoldMax = wanted.EntropyHoldMax,
            EntropyPolicy = wanted.EntropyPolicy,

            // That it comes or goes costs a restart, and so does another version of 802.1X, which it shares with the handshake.
            Wps = running.Wps is null || wanted.Wps is null ? running.Wps : wanted.Wps with { EapolVersion = running.Wps.EapolVersion },
            Radio = running.Radio with
            {
                RtsThreshold = wanted.Radio.RtsThreshold,
                FragmentThreshold = wanted.Radio.FragmentThreshold,
                Queues = wanted.Radio.Queues,
            },
        };
    }
}
