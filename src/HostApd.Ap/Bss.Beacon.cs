using HostApd.Driver;
using HostApd.Ieee80211;

namespace HostApd.Ap;

/// <content>What the radio is given to beacon, and what the stations present demand of it.</content>
public sealed partial class Bss
{
    /// <summary>Writes the beacon anew; one that was silent begins with it.</summary>
    public DriverResult UpdateBeacon()
    {
        if (State == BssState.Silent)
        {
            return StartBeaconing(silent: false);
        }

        if (State != BssState.Enabled)
        {
            return new DriverResult("changing the beacon", 22, "the access point is not enabled", null);
        }

        Protection = Protection.Of(Stations, _builder!.Ht);
        var settings = Describe();
        return BeaconProblem ?? _link.UpdateBeacon(settings);
    }

    private void RefreshBeacon()
    {
        if (State == BssState.Enabled && UpdateBeacon() is { Succeeded: false } refused)
        {
            Log.Warn("{0}: {1}", Options.InterfaceName, refused);
        }
    }

    private RadioTuning _tuned;

    /// <summary>Not every driver can be tuned, and the access point works without.</summary>
    private void Tune()
    {
        // What was set and is wanted no longer is taken back: the radio outlives our configurations.
        const int off = -1;
        var tuning = new RadioTuning(
            Options.Radio.RtsThreshold ?? (_tuned.RtsThreshold is null or off ? null : off),
            Options.Radio.FragmentThreshold ?? (_tuned.FragmentThreshold is null or off ? null : off),
            Options.Radio.Queues ?? (_tuned.Queues is null ? null : TransmitQueues.Standard),
            Options.MulticastToUnicast ? true : _tuned.MulticastToUnicast is true ? false : null);
        _tuned = tuning;
        if (!tuning.IsEmpty && _link.Tune(tuning) is { Succeeded: false } refused)
        {
            Log.Warn("{0}: {1}", Options.InterfaceName, refused);
        }
    }

    /// <summary>Why the Beacon last described is not to be used; null when it may.</summary>
    private DriverResult? BeaconProblem { get; set; }

    private AccessPointSettings Describe()
    {
        var head = new ByteWriter(_head);
        _builder!.WriteBeaconHead(ref head, Bssid, Protection);
        var tail = new ByteWriter(_tail);
        _builder.WriteBeaconTail(ref tail, Protection);
        tail.Bytes(BeaconWps);
        _groupOwner?.WriteBeaconElement(ref tail);
        tail.Bytes(Options.VendorElements);
        BeaconProblem = head.Failed || tail.Failed
            ? new DriverResult("writing the beacon", 90, $"its elements do not fit into {_tail.Length} bytes", "shorten vendor_elements")
            : null;
        return new AccessPointSettings
        {
            Ssid = Options.Ssid,
            BeaconHead = _head.AsSpan(0, head.Length),
            BeaconTail = _tail.AsSpan(0, tail.Length),
            BeaconInterval = Options.Radio.BeaconInterval,
            DtimPeriod = Options.DtimPeriod,
            Channel = _builder.Channel,
            Rsn = Options.Security is not null,
            Bits = Protection.Bits(Options.Radio.Mode, Options.Radio.ShortPreamble),
            BasicRates = _builder.BasicRates,
            Isolate = Options.Isolate,
            NoCck = Options.GroupOwner is not null,
            BeaconElements = BeaconWps,
            ProbeResponseElements = ProbeResponseWps,
            AssociationResponseElements = AssociationResponseWps,
            HiddenSsid = Options.IgnoreBroadcastSsid,
            HtOperationMode = _builder.Ht ? Protection.HtOperationMode : -1,
        };
    }

    private void RefreshProtection()
    {
        var now = Protection.Of(Stations, _builder!.Ht);
        if (now != Protection)
        {
            var visible = now.ErpInformation(Options.Radio.ShortPreamble) != Protection.ErpInformation(Options.Radio.ShortPreamble)
                || now.HtOperationMode != Protection.HtOperationMode
                || _builder.Capability(now) != _builder.Capability(Protection);
            Protection = now;
            if (visible)
            {
                RefreshBeacon();
            }
        }
    }
}
