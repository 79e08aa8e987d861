using HostApd.Driver;
using HostApd.Ieee80211;
using HostApd.Nl80211;
using NUnit.Framework;
using Names = HostApd.Nl80211.Nl80211;

namespace HostApd.Tests.Nl80211;

/// <summary>Networks of stations of their own: what is asked of the kernel for one, and what is left of it.</summary>
public sealed class LinkVlansTests
{
    private static readonly MacAddress Station = new([2, 0, 0, 0, 1, 0]);
    private static readonly VlanSettings Ten = new(10, "wlan0.10") { Bridge = "brvlan10" };

    [Test]
    public void Made_it_has_its_access_points_address_a_bridge_and_is_up()
    {
        using var scene = new Scene();
        Assert.That(scene.Vlans.Add(Ten).ToString(), Is.EqualTo("ok"));
        Assert.That(scene.Orders, Is.EqualTo(new[]
        {
            "new wlan0.10, type 4, 020000000000, on wlan0", "make brvlan10", "wlan0.10 into brvlan10", "brvlan10 up", "wlan0.10 up",
        }));
        Assert.That(scene.Vlans.Add(Ten).ToString(), Is.EqualTo("ok"));
        Assert.That(scene.Orders, Is.Empty, "once");
        scene.Vlans.Remove(10);
        Assert.That(scene.Orders, Is.EqualTo(new[] { "del wlan0.10", "remove brvlan10" }));
    }

    [Test]
    public void A_trunk_is_made_on_its_parent_and_goes_again()
    {
        using var scene = new Scene();
        scene.Network.Add("eth0");
        Assert.That(scene.Vlans.Add(Ten with { Trunk = new VlanTrunk("eth0", "eth0.10") }).ToString(), Is.EqualTo("ok"));
        Assert.That(scene.Orders, Does.Contain("make eth0.10, vlan 10 on eth0").And.Contains("eth0.10 into brvlan10").And.Contains("eth0.10 up"));
        Assert.That(scene.Network.Bridges, Is.EqualTo("brvlan10[wlan0.10 eth0.10]"));
        scene.Vlans.Remove(10);
        Assert.That(scene.Network.Devices.Select(static d => d.Name), Is.EqualTo(new[] { "wlan0", "eth0" }));
    }

    [Test]
    public void What_was_there_before_is_used_and_stays()
    {
        using var scene = new Scene();
        scene.Network.Add("eth0");
        scene.Network.Add("eth0.10");
        scene.Network.Add("brvlan10", isBridge: true);
        scene.Vlans.Add(Ten with { Trunk = new VlanTrunk("eth0", "eth0.10") });
        scene.Vlans.Remove(10);
        Assert.That(scene.Network.Bridges, Is.EqualTo("brvlan10[eth0.10]"));
    }

    [Test]
    public void What_can_be_made_only_in_part_is_taken_back()
    {
        using var scene = new Scene();
        var result = scene.Vlans.Add(Ten with { Trunk = new VlanTrunk("eth9", "vlan10") });
        Assert.That(result.Succeeded, Is.False);
        Assert.That(result.ToString(), Does.Contain("is eth9 there, and does the kernel have 802.1Q? Try `modprobe 8021q`"));
        Assert.That(scene.Network.Devices.Select(static d => d.Name), Is.EqualTo(new[] { "wlan0" }));
        Assert.That(scene.Vlans.Move(Station, 10).Succeeded, Is.False);
    }

    [TestCase(95, "the radio's driver has no AP_VLAN interfaces")]
    [TestCase(23, "is there an interface of the name wlan0.10 already?")]
    public void A_refused_interface_has_a_next_step(int error, string advice)
    {
        using var scene = new Scene();
        scene.Kernel.Refusals[Names.NL80211_CMD_NEW_INTERFACE] = error;
        Assert.That(scene.Vlans.Add(Ten).ToString(), Does.Contain(advice));
    }

    [Test]
    public void A_station_is_moved_there_and_back_and_its_bridge_forgets_it()
    {
        using var scene = new Scene();
        scene.Vlans.Add(Ten);
        scene.Network.Orders.Clear();
        Assert.That(scene.Vlans.Move(Station, 10).ToString(), Is.EqualTo("ok"));
        Assert.That(scene.Vlans.Move(Station, 0).ToString(), Is.EqualTo("ok"));
        Assert.That(scene.Orders, Is.EqualTo(new[]
        {
            "020000000100 into wlan0.10, asked of wlan0", "forget 020000000100 behind wlan0.10, family 7, flags 4", "020000000100 into wlan0, asked of wlan0",
        }));
        scene.Vlans.Move(Station, 10);
        scene.Network.Orders.Clear();
        scene.Link.RemoveStation(Station, ManagementSubtype.Deauthentication, ReasonCode.Unspecified);
        Assert.That(scene.Orders, Is.EqualTo(new[] { "forget 020000000100 behind wlan0.10, family 7, flags 4" }));
    }

    [Test]
    public void Group_keys_are_installed_and_read_on_its_own_interface()
    {
        using var scene = new Scene();
        scene.Vlans.Add(Ten);
        scene.Network.Orders.Clear();
        Assert.That(scene.Vlans.InstallKey(10, new KeySettings { Index = 1, Cipher = 0x000FAC04, Key = new byte[16], MakeDefault = true }).ToString(), Is.EqualTo("ok"));
        Assert.That(scene.Vlans.ReadKeySequence(10, 1, new byte[6]).ToString(), Is.EqualTo("ok"));
        Assert.That(scene.Orders, Is.EqualTo(new[]
        {
            $"key command {Names.NL80211_CMD_NEW_KEY} on wlan0.10", $"key command {Names.NL80211_CMD_SET_KEY} on wlan0.10", $"key command {Names.NL80211_CMD_GET_KEY} on wlan0.10",
        }));
        Assert.That(scene.Vlans.InstallKey(11, new KeySettings { Index = 1, Cipher = 0x000FAC04, Key = new byte[16] }).Succeeded, Is.False);
    }

    [Test]
    public void With_the_link_all_of_it_goes()
    {
        using var scene = new Scene();
        scene.Vlans.Add(Ten);
        scene.Vlans.Add(new VlanSettings(20, "guests"));
        scene.Link.Dispose();
        Assert.That(scene.Network.Devices.Select(static d => d.Name), Is.EqualTo(new[] { "wlan0" }));
    }

    private sealed class Scene : IDisposable
    {
        internal Scene()
        {
            var wireless = Network.Add("wlan0", isUp: false);
            Kernel = new RememberingKernel { Network = Network, Index = wireless.Index };
            Assert.That(Kernel.Open(out var link).ToString(), Is.EqualTo("ok"));
            Link = link!;
            Assert.That(Link.Prepare(ScriptedKernel.Frames).ToString(), Is.EqualTo("ok"));
            Network.Orders.Clear();
        }

        internal RememberingKernel Kernel { get; }

        internal ScriptedNetwork Network { get; } = new();

        internal Nl80211Link Link { get; }

        internal IVlanLink Vlans => Link.Vlans;

        /// <summary>What was ordered since the last look.</summary>
        internal string[] Orders
        {
            get
            {
                var orders = Network.Orders.ToArray();
                Network.Orders.Clear();
                return orders;
            }
        }

        public void Dispose()
        {
            Link.Dispose();
            Kernel.Dispose();
        }
    }
}
