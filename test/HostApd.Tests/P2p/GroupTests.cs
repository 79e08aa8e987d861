using System.Net;
using HostApd.Ap;
using HostApd.Crypto;
using HostApd.Ieee80211;
using HostApd.P2p;
using HostApd.Rsn;
using HostApd.Simulation;
using HostApd.Tests.Ap;
using HostApd.Wps;
using NUnit.Framework;

namespace HostApd.Tests.P2p;

/// <summary>A whole access point as Group Owner, on a simulated radio.</summary>
public sealed class GroupTests
{
    private const string P2pElement = "dd09506f9a090202002500";
    private const string DeviceInfo = "0d1800420000000100" + "0188000a0050f20400050010110003636c69";
    private const string Rates = "01080c1218243048606c";
    private static readonly MacAddress Device = new([0x42, 0, 0, 0, 1, 0]);

    [Test]
    public void P2P_probers_get_the_P2P_element_and_others_do_not()
    {
        using var rig = Group();
        Assert.That(Answers(rig, "DIRECT-", Rates + P2pElement), Is.EqualTo(1));
        Assert.That(LastHas(rig, "506f9a09"));
        Assert.That(Answers(rig, "", Rates), Is.EqualTo(1));
        Assert.That(LastHas(rig, "506f9a09"), Is.False);
        Assert.That(Convert.ToHexStringLower(rig.Radio.BeaconTail), Does.Contain("506f9a09"));
    }

    [TestCase("DIRECT-", Rates, 1)]
    [TestCase("DIRECT-ab", Rates, 1)]
    [TestCase("DIRECT-xx", Rates, 0)]
    [TestCase("", Rates + P2pElement, 1)]
    [TestCase("DIRECT-", "010402040b16", 0, Description = "CCK only")]
    [TestCase("", "010482848b96" + P2pElement, 0, Description = "CCK only, as basic rates")]
    [TestCase("DIRECT-", "010402040b16" + "32040c182430" + P2pElement, 1, Description = "and OFDM")]
    [TestCase("DIRECT-", Rates + "dd0d506f9a09" + "030600020000000000", 1, Description = "Device ID: we")]
    [TestCase("DIRECT-", Rates + "dd0d506f9a09" + "030600020000000009", 0, Description = "Device ID: another")]
    [TestCase("DIRECT-", Rates + P2pElement + "dd150050f204" + "104a000110" + "106a0008" + "00060050f2040001", 1, Description = "our type")]
    [TestCase("DIRECT-", Rates + P2pElement + "dd150050f204" + "104a000110" + "106a0008" + "00070050f2040001", 0, Description = "another type")]
    [TestCase("DIRECT-", Rates + "dd06506f9a090202", 0, Description = "malformed P2P element")]
    [TestCase("DIRECT-", Rates + "dd06506f9a090202" + "dd07506f9a09002500", 1, Description = "the same, in two elements")]
    public void Probe_rules_of_a_Group_Owner(string ssid, string elements, int answers)
    {
        using var rig = Group();
        Assert.That(Answers(rig, ssid, elements), Is.EqualTo(answers));
    }

    [Test]
    public void An_ordinary_access_point_does_not_know_the_P2P_wildcard()
    {
        using var rig = ApRig.Enabled();
        Assert.That(Answers(rig, "DIRECT-", Rates + P2pElement), Is.Zero);
        Assert.That(Answers(rig, "", Rates + P2pElement), Is.EqualTo(1));
        Assert.That(LastHas(rig, "506f9a09"), Is.False);
    }

    [Test]
    public void A_request_in_M2_is_answered_with_an_address_in_M3_and_told()
    {
        using var rig = Group();
        var station = rig.Connect(ApRig.First, static o => Member(o) with { ExtraKeyData = Hex("dd05506f9a0401") });
        Assert.That(Convert.ToHexStringLower(station.KeyDataOfMessage3), Does.Contain("dd10506f9a05" + "0a000002" + "ffffff00" + "0a000001"));
        Assert.That(rig.Events, Does.Contain("AP-STA-CONNECTED 02:00:00:00:01:00 p2p_dev_addr=42:00:00:00:01:00 ip_addr=10.0.0.2"));
        station.Leave();
        rig.Run(0.1);
        Assert.That(rig.Events, Does.Contain("AP-STA-DISCONNECTED 02:00:00:00:01:00 p2p_dev_addr=42:00:00:00:01:00"));
        Assert.That(rig.Bss.Options.IpAddresses!.Find(Device), Is.Not.Null, "kept for its return");
    }

    [TestCase("")]
    [TestCase("dd05506f9a0400")]
    [TestCase("dd04506f9a04")]
    public void Without_a_request_there_is_no_address(string keyData)
    {
        using var rig = Group();
        var station = rig.Connect(ApRig.First, o => Member(o) with { ExtraKeyData = Hex(keyData) });
        Assert.That(station.State, Is.EqualTo(StationState.Connected));
        Assert.That(Convert.ToHexStringLower(station.KeyDataOfMessage3), Does.Not.Contain("506f9a05"));
        Assert.That(rig.Events, Does.Contain("AP-STA-CONNECTED 02:00:00:00:01:00 p2p_dev_addr=42:00:00:00:01:00"));
    }

    [Test]
    public void A_plain_station_is_welcome_and_is_no_client()
    {
        using var rig = Group();
        rig.Connect(ApRig.Second, static o => o with { Ssid = "DIRECT-ab"u8.ToArray() });
        Assert.That(rig.Sta(ApRig.Second)!.IsAuthorized);
        Assert.That(rig.Bss.Group.Owner!.Clients, Is.Empty);
        Assert.That(rig.Events, Does.Contain("AP-STA-CONNECTED 02:00:00:00:02:00"));
    }

    [Test]
    public void The_Association_Response_carries_P2P_for_P2P_clients_and_the_limit_as_status()
    {
        using var rig = Group(static o => o with { MaxStations = 1, GroupOwner = o.GroupOwner! with { MaxClients = 1 } });
        rig.Connect(ApRig.First, Member);
        Assert.That(Response(ApRig.First), Does.EndWith("dd04506f9a09"));
        Assert.That(rig.Radio.BeaconTail.AsSpan().IndexOf(Hex("506f9a0902020020")) is var at && at > 0
            && (rig.Radio.BeaconTail[at + 8] & (int)GroupCapability.GroupLimit) != 0);
        rig.Station(ApRig.Second, Member).Join();
        rig.Run(1);
        Assert.That(Response(ApRig.Second), Does.EndWith("dd08506f9a0900010003"));

        string Response(MacAddress station) => Convert.ToHexStringLower(rig.Air.Sent.Last(f =>
            f.FromAp && f.Station == station && f.Name == "AssociationResponse").Bytes);
    }

    [Test]
    public void Start_and_end_of_the_group_are_told_with_their_reason()
    {
        using var rig = new ApRig(change: AsGroup);
        rig.Bss.Enable();
        Assert.That(rig.Events, Does.Contain("P2P-GROUP-STARTED wlan0 GO ssid=\"DIRECT-ab\" freq=2437 "
            + "passphrase=\"12345678\" go_dev_addr=02:00:00:00:00:00 [PERSISTENT]"));
        rig.Bss.Disable();
        Assert.That(rig.Events, Does.Contain("P2P-GROUP-REMOVED wlan0 GO reason=REQUESTED"));
        rig.Bss.Enable();
        rig.Radio.KernelStops();
        Assert.That(rig.Events, Does.Contain("P2P-GROUP-REMOVED wlan0 GO reason=UNAVAILABLE"));
    }

    [Test]
    public void An_automatic_press_is_for_that_device_and_ends_after_30_seconds()
    {
        using var rig = Group(static o => o with
        {
            GroupOwner = o.GroupOwner! with { AutoPushButton = AutoPushButton.OnRequest },
        });
        rig.Radio.Inject(Action("0409506f9a090701" + "dd0a0050f204100800020080", Device));
        Assert.That(rig.Events, Has.Some.StartsWith("P2P-PROV-DISC-PBC-REQ 42:00:00:00:01:00 "));
        Assert.That(rig.Events, Has.Some.StartsWith("WPS-PBC-ACTIVE"));
        rig.Run(29.9);
        Assert.That(rig.Events, Has.None.StartsWith("WPS-TIMEOUT"));
        rig.Run(0.2);
        Assert.That(rig.Events, Has.Some.StartsWith("WPS-TIMEOUT"));
    }

    [Test]
    public void A_hundred_thousand_strangers_leave_nothing_behind()
    {
        using var rig = Group(static o => o with
        {
            GroupOwner = o.GroupOwner! with { AutoPushButton = AutoPushButton.OnRequest },
        });
        rig.Radio.IsRecording = false;
        Flood(1000);
        rig.Events.Clear();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        Flood(100_000);
        rig.Events.Clear();
        rig.Events.TrimExcess();
        Assert.That(GC.GetTotalMemory(forceFullCollection: true) - before, Is.LessThan(256 * 1024));
        Assert.That(rig.Bss.Stations.Count, Is.Zero);
        Assert.That(rig.Bss.Group.Owner!.Clients, Is.Empty);

        void Flood(int count)
        {
            var provision = Action("0409506f9a090701" + "dd0a0050f204100800020080", Device);
            var probe = Probe("DIRECT-", Rates + P2pElement + "dd340050f204" + "104a000110" + "101200020004"
                + "10470010" + "00000000000000000000000000000000" + "106a0008" + "00060050f2040001" + "103a000101");
            for (var i = 0; i < count; i++)
            {
                foreach (var frame in new[] { provision, probe })
                {
                    System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(12), i);
                    rig.Radio.Inject(frame);
                }

                if (i % 1000 == 0)
                {
                    rig.Events.Clear();
                }
            }
        }
    }

    internal static ApRig Group(Func<BssOptions, BssOptions>? change = null) =>
        ApRig.Enabled(change: o => change is null ? AsGroup(o) : change(AsGroup(o)));

    internal static SimulatedStationOptions Member(SimulatedStationOptions options) => options with
    {
        Ssid = "DIRECT-ab"u8.ToArray(),
        Rates = [12, 18, 24, 36, 48, 72, 96, 108],
        ExtraElements = Hex("dd24506f9a09" + "0202002700" + DeviceInfo),
    };

    private static BssOptions AsGroup(BssOptions options)
    {
        var device = new DeviceData { DeviceName = "go" };
        return options with
        {
            Ssid = "DIRECT-ab"u8.ToArray(),
            Security = new SecurityOptions
            {
                Pmks = [Pmk.FromPassphrase("DIRECT-ab"u8, "12345678")],
                Passphrase = new SecretBytes("12345678"u8),
            },
            Wps = new WpsOptions { Device = device, IsGroupOwner = true, ConfigMethods = ConfigMethods.PushButton },
            GroupOwner = new GroupOwnerOptions
            {
                Device = device,
                ConfigMethods = ConfigMethods.PushButton | ConfigMethods.Display | ConfigMethods.Keypad,
                IpAddressAllocation = true,
            },
            IpAddresses = new IpAddressPool(IPAddress.Parse("10.0.0.1"), IPAddress.Parse("255.255.255.0"),
                IPAddress.Parse("10.0.0.2"), IPAddress.Parse("10.0.0.9")),
        };
    }

    private static int Answers(ApRig rig, string ssid, string elements)
    {
        var before = rig.Count("SendFrame ProbeResponse");
        rig.Radio.Inject(Probe(ssid, elements));
        return rig.Count("SendFrame ProbeResponse") - before;
    }

    private static bool LastHas(ApRig rig, string hex) =>
        rig.Air.Sent.Last(static f => f.Name == "ProbeResponse").Bytes.AsSpan().IndexOf(Hex(hex)) >= 0;

    private static byte[] Probe(string ssid, string elements) => Hex("40000000" + "ffffffffffff" + "420000000100"
        + "ffffffffffff" + "0000" + $"00{ssid.Length:x2}" + Convert.ToHexString(System.Text.Encoding.ASCII.GetBytes(ssid)) + elements);

    private static byte[] Action(string body, MacAddress from)
    {
        var frame = Hex("d0000000" + "020000000000" + "000000000000" + "020000000000" + "0000" + body);
        from.CopyTo(frame.AsSpan(10));
        return frame;
    }

    private static byte[] Hex(string text) => Convert.FromHexString(text);
}
