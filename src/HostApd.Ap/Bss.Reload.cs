using HostApd.Driver;
using HostApd.Ieee80211;

namespace HostApd.Ap;

/// <content>Other options for a running access point: only what differs is touched.</content>
public sealed partial class Bss
{
    /// <summary>
    /// Takes other options while it beacons. What can change under its stations does; for the rest this BSS starts anew.
    /// </summary>
    /// <returns>What was done, in words.</returns>
    public string Reconfigure(BssOptions wanted)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        var next = KeepEqual(wanted);
        if (wanted.Security != next.Security)
        {
            wanted.Security?.Dispose();
        }

        if (next == Options)
        {
            return "nothing changed";
        }

        if (WithLiveOptionsOf(next) != next)
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

    /// <summary>The running options with all that may change under the stations taken from <paramref name="next"/>.</summary>
    private BssOptions WithLiveOptionsOf(BssOptions next) => Options with
    {
        MaxStations = next.MaxStations,
        Uapsd = next.Uapsd,
        WmmParameters = next.WmmParameters,
        Isolate = next.Isolate,
        MaxInactivity = next.MaxInactivity,
        SkipInactivityPoll = next.SkipInactivityPoll,
        BroadcastDeauth = next.BroadcastDeauth,
        Radio = Options.Radio with
        {
            RtsThreshold = next.Radio.RtsThreshold,
            FragmentThreshold = next.Radio.FragmentThreshold,
            Queues = next.Radio.Queues,
        },
        QuietWhenFull = next.QuietWhenFull,
        AnswersProbes = next.AnswersProbes,
        MaxListenInterval = next.MaxListenInterval,
        VendorElements = next.VendorElements,
        AssociationElements = next.AssociationElements,
        NotifiesFrames = next.NotifiesFrames,
        AclPolicy = next.AclPolicy,
        Intercept = next.Intercept,
        EntropyHoldMax = next.EntropyHoldMax,
        EntropyPolicy = next.EntropyPolicy,

        // WPS may change, but not come or go: an exchange under way would be left without its registrar.
        Wps = Options.Wps is null || next.Wps is null ? Options.Wps : next.Wps,
    };

    /// <summary>Values that are equal byte for byte are taken from the running options, so that records compare.</summary>
    private BssOptions KeepEqual(BssOptions next)
    {
        static byte[] Same(byte[] old, byte[] now) => old.AsSpan().SequenceEqual(now) ? old : now;
        return next with
        {
            Ssid = Same(Options.Ssid, next.Ssid),
            Radio = next.Radio with
            {
                SupportedRates = Same(Options.Radio.SupportedRates, next.Radio.SupportedRates),
                BasicRates = Same(Options.Radio.BasicRates, next.Radio.BasicRates),
            },
            VendorElements = Same(Options.VendorElements, next.VendorElements),
            AssociationElements = Same(Options.AssociationElements, next.AssociationElements),
            Security = IsSame(Options.Security, next.Security) ? Options.Security : next.Security,
            IpAddresses = Options.IpAddresses,
            StartSilent = Options.StartSilent,
            GroupOwner = next.GroupOwner is null ? null : Options.GroupOwner ?? next.GroupOwner,
            Wps = next.Wps is { } wps && Options.Wps is { } old && wps.ExtraCredentials.Span.SequenceEqual(old.ExtraCredentials.Span)
                ? wps with { ExtraCredentials = old.ExtraCredentials }
                : next.Wps,
        };
    }

    private static bool IsSame(SecurityOptions? old, SecurityOptions? now)
    {
        if (old is null || now is null || old.Rsn != now.Rsn || old.Pmks.Count != now.Pmks.Count)
        {
            return old is null && now is null;
        }

        for (var i = 0; i < old.Pmks.Count; i++)
        {
            if (!System.Security.Cryptography.CryptographicOperations.FixedTimeEquals(old.Pmks[i].Span, now.Pmks[i].Span))
            {
                return false;
            }
        }

        return (old.Passphrase is null) == (now.Passphrase is null);
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
