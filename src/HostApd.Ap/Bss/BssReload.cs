namespace HostApd.Ap;

/// <summary>Other options for a running access point: only what differs is touched.</summary>
internal sealed class BssReload(BssRooms rooms, BssLife life, ChannelMove channel)
{
    /// <summary>Takes other options under the stations where that costs no more; else the BSS starts anew.</summary>
    /// <returns>What was done, in words.</returns>
    internal string Run(BssOptions wanted, ChangeCost cost)
    {
        var site = rooms.Site;
        var before = site.Options;
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
            return life.Restart(next).Succeeded ? "restarted" : "restart failed";
        }

        site.Options = next;
        channel.OfferAnew();
        if (next.Wps != before.Wps)
        {
            RenewRegistrar();
        }

        if (TunedBy(next.Radio) != TunedBy(before.Radio))
        {
            life.Tuning.Apply();
        }

        var dismissed = rooms.Departure.DismissDenied();
        rooms.Announcement.Refresh();
        return $"changed, {rooms.Stations.Associated - dismissed} stations kept";
    }

    private static (int?, int?, Driver.TransmitQueues?) TunedBy(RadioOptions radio) => (radio.RtsThreshold, radio.FragmentThreshold, radio.Queues);

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
