using HostApd.Ieee80211;
using HostApd.P2p;
using HostApd.P2p.Frames;
using HostApd.Wps;
using NUnit.Framework;

namespace HostApd.Tests.P2p;

/// <summary>Clients, capability bits, matching of searches, and the button pressed from afar.</summary>
public sealed class GroupOwnerTests
{
    private const string PushButton = "100800020080";

    [Test]
    public void A_client_stands_in_Group_Info_until_it_leaves()
    {
        var rig = new GroupOwnerRig();
        var before = GroupOwnerRig.Written(rig.GroupOwner.WriteProbeResponseElement);
        Assert.That(Join(rig), Is.Not.Null);
        var client = rig.GroupOwner.Clients.Single();
        Assert.That((client.InterfaceAddress, client.Info.Address, client.Info.PrintableName, (int)client.Capability),
            Is.EqualTo((GroupOwnerRig.ClientInterface, GroupOwnerRig.Client, "cli", 0x27)));
        var with = GroupOwnerRig.Written(rig.GroupOwner.WriteProbeResponseElement);
        Assert.That(with[4..], Is.EqualTo(before[4..] + "0e2000" + "1f" + "420000000100" + "460000000100" + "27"
            + "0188000a0050f20400050010110003636c69"));
        rig.GroupOwner.OnLeft(GroupOwnerRig.ClientInterface);
        Assert.That(GroupOwnerRig.Written(rig.GroupOwner.WriteProbeResponseElement), Is.EqualTo(before));
    }

    [Test]
    public void Group_Info_never_carries_half_a_client()
    {
        var rig = new GroupOwnerRig();
        var types = string.Concat(Enumerable.Repeat("0001000000000000", 40));
        for (byte i = 1; i <= 40; i++)
        {
            var name = string.Concat(Enumerable.Repeat("41", 32));
            var info = $"4200000001{i:x2}" + "0188" + "000a0050f2040005" + "28" + types + "10110020" + name;
            var attributes = $"0d{info.Length / 2 & 255:x2}{info.Length / 512:x2}" + info;
            var address = new MacAddress([0x46, 0, 0, 0, 1, i]);
            Assert.That(rig.GroupOwner.OnAssociated(address, Convert.FromHexString(attributes)), Is.Not.Null);
        }

        var elements = ActionElements.Parse(Convert.FromHexString(GroupOwnerRig.Written(rig.GroupOwner.WriteProbeResponseElement)));
        Assert.That(ProbeResponseElement.TryParse(elements!.P2p, out var element, out _), Is.True);
        var clients = 0;
        for (var rest = element.GroupInfo; !rest.IsEmpty; rest = rest[(1 + rest[0])..])
        {
            Assert.That(rest[0], Is.EqualTo(28 + 16 * 8 + 32));
            clients++;
        }

        Assert.That(clients, Is.EqualTo(4));
    }

    [TestCase("")]
    [TestCase("0202002700")]
    [TestCase("0d1400420000000100")]
    public void A_legacy_station_is_no_client_but_fills_the_group(string attributes)
    {
        var rig = new GroupOwnerRig(static o => o with { MaxClients = 1 });
        Assert.That(rig.GroupOwner.OnAssociated(GroupOwnerRig.ClientInterface, Convert.FromHexString(attributes)), Is.Null);
        Assert.That(rig.Effects(), Is.EqualTo(new[] { "update" }));
        Assert.That(Capability(rig), Is.EqualTo(0x0D));
        rig.GroupOwner.OnLeft(GroupOwnerRig.ClientInterface);
        Assert.That(rig.Effects(), Is.EqualTo(new[] { "update" }));
        Assert.That(Capability(rig), Is.EqualTo(0x09));
    }

    [Test]
    public void Capability_bits_tell_what_is_switched_on()
    {
        Assert.That(Capability(new GroupOwnerRig(static o => o with { IntraBss = false })), Is.EqualTo(0x01));
        Assert.That(Capability(new GroupOwnerRig(static o => o with { Persistent = true })), Is.EqualTo(0x2B));
        Assert.That(Capability(new GroupOwnerRig(static o => o with { Persistent = true, PersistentReconnect = false })), Is.EqualTo(0x0B));
        Assert.That(Capability(new GroupOwnerRig(static o => o with { IpAddressAllocation = true })), Is.EqualTo(0x89));
    }

    [Test]
    public void A_search_by_device_or_type_must_mean_us_or_a_client()
    {
        var rig = new GroupOwnerRig();
        Assert.That(Matches("", null));
        Assert.That(Matches("030600420000000000", null));
        Assert.That(Matches("030600420000000100", null), Is.False);
        Assert.That(Matches("", new DeviceType(1, 0x0050F204, 1)));
        Assert.That(Matches("", new DeviceType(1, 0x0050F204, 0)), "subcategory 0 means any");
        Assert.That(Matches("", new DeviceType(1, 0x0050F204, 2)), Is.False);
        Assert.That(Matches("", new DeviceType(10, 0x0050F204, 5)), Is.False);
        Join(rig);
        Assert.That(Matches("030600420000000100", null));
        Assert.That(Matches("", new DeviceType(10, 0x0050F204, 5)));

        bool Matches(string attributes, DeviceType? type) =>
            P2pRequest.TryParse(Convert.FromHexString(attributes), out var request) && rig.GroupOwner.Matches(request, type);
    }

    [Test]
    public void Off_nobody_presses_the_button_from_afar() =>
        Assert.That(new GroupOwnerRig().Public("0705", GroupOwnerRig.ClientAttributes, PushButton), Has.None.StartsWith("press"));

    [Test]
    public void The_allowlist_names_who_may()
    {
        var rig = new GroupOwnerRig(static o => o with
        {
            AutoPushButton = AutoPushButton.AllowList,
            AutoPushButtonDevices = [GroupOwnerRig.Client],
        });
        var stranger = new MacAddress([0x42, 0, 0, 0, 2, 0]);
        Assert.That(rig.Public("0701", "", PushButton, stranger), Has.None.StartsWith("press"));
        Assert.That(rig.Public("0701", GroupOwnerRig.ClientAttributes, PushButton)[^1], Is.EqualTo("press 42:00:00:00:01:00"));
        Assert.That(rig.Public("0702", GroupOwnerRig.ClientAttributes, "100800020100"), Has.None.StartsWith("press"));
    }

    [Test]
    public void On_request_each_device_presses_once_in_30_seconds_and_8_devices_at_most()
    {
        var rig = new GroupOwnerRig(static o => o with { AutoPushButton = AutoPushButton.OnRequest });
        Assert.That(Presses(0), Is.EqualTo(1));
        Assert.That(Presses(0), Is.Zero, "the same device");
        for (byte i = 1; i < 8; i++)
        {
            Assert.That(Presses(i), Is.EqualTo(1));
        }

        Assert.That(Presses(8), Is.Zero, "one too many");
        rig.Clock.Advance(TimeSpan.FromSeconds(29.9));
        Assert.That(Presses(8), Is.Zero);
        rig.Clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.That(Presses(8), Is.EqualTo(1));

        int Presses(byte device) => rig.Public($"07{device + rig.Clock.GetTimestamp() % 97 & 255:x2}", "", PushButton,
            new MacAddress([0x42, 0, 0, 0, 3, device])).Count(static l => l.StartsWith("press", StringComparison.Ordinal));
    }

    private static GroupClient? Join(GroupOwnerRig rig) =>
        rig.GroupOwner.OnAssociated(GroupOwnerRig.ClientInterface, Convert.FromHexString(GroupOwnerRig.ClientAttributes));

    // Beacon element: dd len oui type, Capability 02 0200 device group.
    private static int Capability(GroupOwnerRig rig) =>
        Convert.FromHexString(GroupOwnerRig.Written(rig.GroupOwner.WriteBeaconElement))[10];
}
