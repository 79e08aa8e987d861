using HostApd.Ap;
using HostApd.Ieee80211;
using HostApd.P2p;
using NUnit.Framework;

namespace HostApd.Tests.Ap;

/// <summary>What a station costs that sends the largest Association Request there is, two thousand times.</summary>
[NonParallelizable]
public sealed class CrowdMemoryTests
{
    [TestCase("wpa2", 2400)]
    [TestCase("open", 1500)]
    [TestCase("p2p", 2600)]
    [TestCase("wps", 3700)]
    public void A_full_table_of_the_largest_stations_costs_little(string kind, int most)
    {
        using var rig = ApRig.Enabled(change: o => kind switch
        {
            "open" => o with { Security = null },
            "p2p" => o with { Ssid = "DIRECT-ab"u8.ToArray(), GroupOwner = new GroupOwnerOptions { InterfaceName = "wlan0", MaxClients = 2007, Device = new HostApd.Wps.DeviceData { DeviceName = "x" }, ConfigMethods = HostApd.Wps.ConfigMethods.PushButton } },
            "wps" => o with { Wps = new HostApd.Wps.WpsOptions() },
            _ => o,
        });
        rig.Radio.IsRecording = false;
        rig.Air.KeepsLog = false;
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < StationTable.MaxAid; i++)
        {
            Join(rig, kind, i);
        }

        rig.Events.Clear();
        rig.Radio.Calls.Clear();
        var bytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / rig.Bss.Stations.Count;
        TestContext.Out.WriteLine($"{kind}: {rig.Bss.Stations.Associated} stations, {bytes} bytes each");
        Assert.That(rig.Bss.Stations.Associated, Is.EqualTo(StationTable.MaxAid));
        Assert.That(bytes, Is.LessThan(most));
    }

    private static void Join(ApRig rig, string kind, int number)
    {
        var from = new MacAddress([6, 0, 0, 0, (byte)(number >> 8), (byte)number]);
        rig.Radio.Inject(LargestRequest.Authentication(from));
        rig.Radio.Inject(LargestRequest.Of(from, rig.Bss.Options.Ssid, kind));
        byte[] response = [0x10, .. new byte[29]];
        from.CopyTo(response.AsSpan(4));
        rig.Radio.ReportSent(rig.Radio.LastCookie, response, acknowledged: true);
    }
}
