using HostApd.Driver;
using HostApd.Ieee80211;

namespace HostApd.Ap;

/// <content>Other options for a running access point: only what differs is touched.</content>
public sealed partial class Bss
{
    /// <summary>
    /// Takes other options while it beacons: under its stations where that costs no more, else this BSS starts anew.
    /// </summary>
    /// <param name="wanted">The options.</param>
    /// <param name="cost">What taking them costs; who made them of settings knows.</param>
    /// <returns>What was done, in words.</returns>
    public string Reconfigure(BssOptions wanted, ChangeCost cost)
    {
        var next = EqualOptions.Keep(Options, wanted);
        if (wanted.Security != next.Security)
        {
            wanted.Security?.Dispose();
        }

        if (next == Options)
        {
            return "nothing changed";
        }

        if (cost != ChangeCost.Live)
        {
            return Restart(next).Succeeded ? "restarted" : "restart failed";
        }

        var wpsChanged = next.Wps != Options.Wps;
        var tuned = (next.Radio.RtsThreshold, next.Radio.FragmentThreshold, next.Radio.Queues) != (Options.Radio.RtsThreshold, Options.Radio.FragmentThreshold, Options.Radio.Queues);
        Options = next;
        if (BandOf(next) is { } band)
        {
            _builder = new BeaconBuilder(next, band);
        }

        if (wpsChanged)
        {
            RenewRegistrar();
        }

        if (tuned)
        {
            Tune();
        }

        var dismissed = DismissDenied();
        RefreshBeacon();
        return $"changed, {Stations.Associated - dismissed} stations kept";
    }

    /// <summary>
    /// Stops to beacon and takes other options, whose start follows at once; one that fails is tried again. The keys of the
    /// old options are wiped where the new ones do not have them.
    /// </summary>
    public DriverResult Restart(BssOptions options)
    {
        if (State == BssState.Enabled)
        {
            Broadcast(ReasonCode.LeavingNetworkDeauthentication);
        }

        StopBeaconing("restarting", tellDriver: true);
        var before = Options.Security;
        Options = options;
        if (before != options.Security)
        {
            before?.Dispose();
        }

        return Start();
    }

    /// <summary>Sends those away whom the access list shuts out now; how many.</summary>
    public int DismissDenied()
    {
        var count = 0;
        foreach (var sta in Stations.ToArray())
        {
            if (!Acl.Allows(sta.Address, Options.AclPolicy))
            {
                Dismiss(sta, ReasonCode.InvalidAuthentication);
                count++;
            }
        }

        return count;
    }

    /// <summary>Exchanges under way end; stations that are connected notice nothing.</summary>
    private void RenewRegistrar()
    {
        foreach (var sta in Stations.ToArray())
        {
            CloseWpsSession(sta);
        }

        StopWps();
        CreateRegistrar();
        DrainWps();
    }
}
