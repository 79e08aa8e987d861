using HostApd.Driver;

namespace HostApd.Ap;

/// <summary>Other options for a running access point: only what differs is touched.</summary>
internal sealed class BssReload(BssRooms rooms, BssLife life, ChannelMove channel, IWorker worker)
{
    /// <summary>
    /// Security of former names of the network, whose keys stations that stayed have proven: they are lent to these, and so are wiped
    /// only when nobody is left who may hold one.
    /// </summary>
    private readonly List<SecurityOptions> _former = [];

    /// <summary>Takes other options under the stations where that costs no more; else the BSS starts anew.</summary>
    /// <returns>What was done, in words.</returns>
    internal string Run(BssOptions wanted, ChangeCost cost)
    {
        var before = rooms.Site.Options;
        var next = EqualOptions.Keep(before, wanted);
        if (wanted.Security != next.Security)
        {
            wanted.Security?.Dispose();
        }

        if (next == before)
        {
            return "nothing changed";
        }

        if (cost != ChangeCost.Live)
        {
            var result = life.Restart(next);
            ForgetFormer();
            return result.Succeeded ? "restarted" : "restart failed";
        }

        var dismissed = TakeUnderStations(next);
        rooms.Announcement.Refresh();
        return $"changed, {rooms.Stations.Associated - dismissed} stations kept";
    }

    /// <summary>Takes what is announced, and whatever costs nobody anything; the stations stay, and all else waits.</summary>
    internal DriverResult Announce(BssOptions wanted)
    {
        var running = rooms.Site.Options;
        var next = EqualOptions.Keep(running, AnnouncedOptions.Take(running, wanted));
        if (rooms.Site.Radio.Capabilities.FramesHandledByFirmware)
        {
            // Firmware lets in who asks for the name that it was started with.
            next = next with { Ssid = running.Ssid, IgnoreBroadcastSsid = running.IgnoreBroadcastSsid };
        }

        if (wanted.Security != running.Security)
        {
            wanted.Security?.Dispose();
        }

        if (next.Ssid != running.Ssid && running.Security is { } former && former.ForSsid(next.Ssid) is var renamed && renamed != former)
        {
            _former.Add(former);
            ForgetFormer();
            next = next with { Security = renamed };
            rooms.Agreed.Flush();
            rooms.TransitionKeys.Flush();
        }

        if (next != running)
        {
            _ = TakeUnderStations(next);
            next.Security?.Prepare(worker);
            rooms.Sae.Begin();
        }

        return rooms.Announcement.Update();
    }

    /// <summary>Has frames go another way from now on, and elements be others, which the Beacon shows at the next occasion.</summary>
    internal void Divert(FrameIntercept intercept, TestKnobs knobs)
    {
        rooms.Site.Options = rooms.Site.Options with { Intercept = intercept, Knobs = knobs };
        if (rooms.Site.Offer is not null)
        {
            channel.OfferAnew();
        }
    }

    /// <summary>Wipes what only stations may hold that are gone.</summary>
    internal void ForgetFormer()
    {
        if (!rooms.Stations.Any())
        {
            _former.ForEach(static s => s.Dispose());
            _former.Clear();
        }
    }

    private static (int?, int?, TransmitQueues?) TunedBy(RadioOptions radio) => (radio.RtsThreshold, radio.FragmentThreshold, radio.Queues);

    /// <summary>Everything but the Beacon; how many the access list shuts out.</summary>
    private int TakeUnderStations(BssOptions next)
    {
        var before = rooms.Site.Options;
        rooms.Site.Options = next;
        channel.OfferAnew();
        if (next.Wps != before.Wps || next.Wps is not null && next.Ssid != before.Ssid)
        {
            RenewRegistrar();
        }

        if (TunedBy(next.Radio) != TunedBy(before.Radio))
        {
            life.Tuning.Apply();
        }

        rooms.Load.Follow();
        return rooms.Departure.DismissDenied();
    }

    /// <summary>Exchanges under way end; stations that are connected notice nothing.</summary>
    private void RenewRegistrar()
    {
        foreach (var sta in rooms.Stations.ToArray())
        {
            if (sta.Access is WpsAccess access)
            {
                access.Stop();
            }
        }

        rooms.Provisioning.Create();
        rooms.Provisioning.Begin();
    }
}
