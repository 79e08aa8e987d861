using HostApd.Ap;
using HostApd.Commands;
using HostApd.Configuration;
using HostApd.Linux;
using HostApd.P2p;
using HostApd.Tests.Ap;
using HostApd.Tests.Ap.OnDemand;
using NUnit.Framework;

namespace HostApd.Tests.P2p;

/// <summary>Wi-Fi Display subelements in, elements out; and the commands around them.</summary>
public sealed class DisplaySubelementsTests
{
    private const string DeviceInfo = "000600111c44012c";

    [Test]
    public void Subelements_stand_in_order_in_one_element()
    {
        var display = new DisplaySubelements();
        Assert.That(display.Element.Length, Is.Zero);
        Assert.That(display.TrySet(6, Convert.FromHexString("000700000000000000")));
        Assert.That(display.TrySet(0, Convert.FromHexString("000600111c44012c")));
        Assert.That(Convert.ToHexStringLower(display.Element),
            Is.EqualTo("dd17506f9a0a" + "00" + DeviceInfo + "06" + "000700000000000000"));
        Assert.That(display.TrySet(6, []));
        Assert.That(Convert.ToHexStringLower(display.Element), Is.EqualTo("dd0d506f9a0a00" + DeviceInfo));
        display.IsEnabled = false;
        Assert.That(display.Element.Length, Is.Zero);
    }

    [TestCase(-1, "0000")]
    [TestCase(12, "0000")]
    [TestCase(0, "00")]
    [TestCase(0, "0001")]
    [TestCase(0, "0001ffff")]
    public void Lies_are_refused_and_change_nothing(int id, string hex)
    {
        var display = new DisplaySubelements();
        display.TrySet(0, Convert.FromHexString(DeviceInfo));
        Assert.That(display.TrySet(id, Convert.FromHexString(hex)), Is.False);
        Assert.That(Convert.ToHexStringLower(display[0]), Is.EqualTo(DeviceInfo));
        Assert.That(display[99].Length, Is.Zero);
    }

    [TestCase(397, true, 2)]
    [TestCase(398, false, 0)]
    [TestCase(248, true, 1)]
    [TestCase(249, true, 2)]
    public void Long_ones_are_cut_at_251_bytes_and_too_long_ones_refused(int length, bool fits, int elements)
    {
        var display = new DisplaySubelements();
        byte[] subelement = [(byte)(length >> 8), (byte)length, .. new byte[length]];
        Assert.That(display.TrySet(1, subelement), Is.EqualTo(fits));
        Assert.That(display.Element.Length, Is.EqualTo(fits ? 3 + length + 6 * elements : 0));
    }

    [Test]
    public void A_device_without_a_group_tells_of_them_and_begins_none_for_it()
    {
        using var rig = new OnDemandRig();
        using var loop = new EventLoop();
        var configuration = new AccessPointConfiguration();
        configuration.GroupOwner.Enabled = true;
        var commands = new BssCommands(rig.Ap.Bss, configuration, new ProcessCommands(loop, rig.Ap.Pool, false));
        Assert.That(commands.Handle("WFD_SUBELEM_SET 0 " + DeviceInfo), Is.EqualTo("OK\n"));
        Assert.That(commands.Handle("SET wifi_display 1"), Is.EqualTo("OK\n"));
        rig.Ap.Run(1);
        Assert.That(rig.IsListening);
        Assert.That(Convert.ToHexStringLower(rig.Device.ProbeElements()), Does.Contain("dd0d506f9a0a00" + DeviceInfo));
    }

    [Test]
    public void Frames_carry_them_and_commands_set_them()
    {
        using var rig = GroupTests.Group();
        using var loop = new EventLoop();
        var configuration = new AccessPointConfiguration();
        configuration.GroupOwner.Enabled = true;
        var commands = new BssCommands(rig.Bss, configuration, new ProcessCommands(loop, rig.Pool, false));
        Assert.That(commands.Handle("WFD_SUBELEM_SET 0 " + DeviceInfo), Is.EqualTo("OK\n"));
        Assert.That(commands.Handle("WFD_SUBELEM_GET 0"), Is.EqualTo(DeviceInfo));
        Assert.That(Convert.ToHexStringLower(rig.Radio.BeaconTail), Does.EndWith("dd0d506f9a0a00" + DeviceInfo));
        rig.Connect(ApRig.First, GroupTests.Member);
        Assert.That(Convert.ToHexStringLower(rig.Air.Sent.Last(static f => f.Name == "AssociationResponse").Bytes),
            Does.EndWith("dd0d506f9a0a00" + DeviceInfo));
        Assert.That(commands.Handle("SET wifi_display 0"), Is.EqualTo("OK\n"));
        Assert.That(Convert.ToHexStringLower(rig.Radio.BeaconTail), Does.Not.Contain("506f9a0a"));
        foreach (var wrong in new[] { "WFD_SUBELEM_SET", "WFD_SUBELEM_SET x 00", "WFD_SUBELEM_SET 0 0", "WFD_SUBELEM_SET 0 00060", "WFD_SUBELEM_GET 1", "SET wifi_display 2" })
        {
            Assert.That(commands.Handle(wrong), Does.StartWith("FAIL"), wrong);
        }

        Assert.That(commands.Handle("P2P_SET noa 255,10,20"), Is.EqualTo("FAIL noa is not carried by nl80211\n"));
        Assert.That(commands.Handle("P2P_SET ctwindow 10"), Does.StartWith("FAIL ctwindow is carried by nl80211 for"));
        Assert.That(commands.Handle("P2P_SET managed 0"), Is.EqualTo("OK\n"));
        Assert.That(commands.Handle("P2P_SET managed 1"), Does.StartWith("FAIL managed"));
        Assert.That(commands.Handle("P2P_GROUP_ADD"), Is.EqualTo("FAIL\n"), "it is there");
        Assert.That(commands.Handle("P2P_GROUP_REMOVE *"), Is.EqualTo("OK\n"));
        Assert.That(commands.Handle("P2P_GROUP_ADD freq=2412"), Does.StartWith("FAIL the channel"));
        Assert.That(commands.Handle("P2P_SET per_sta_psk 0"), Is.EqualTo("OK\n"));
        Assert.That(commands.Handle("P2P_GROUP_ADD persistent freq=2437"), Is.EqualTo("OK\n"));
        Assert.That(rig.Bss.Options.Wps!.PerDevicePsk, Is.False);
    }

    [Test]
    public void The_Provision_Discovery_Response_carries_them()
    {
        var rig = new GroupOwnerRig();
        rig.GroupOwner.Display.TrySet(0, Convert.FromHexString(DeviceInfo));
        Assert.That(rig.Public("0705", "", "100800020080")[0], Does.EndWith("dd0a0050f204100800020080" + "dd0d506f9a0a00" + DeviceInfo));
    }

    [Test]
    public void Secrets_are_left_out_of_public_events()
    {
        using var rig = GroupTests.Group();
        var seen = new List<string>();
        rig.Bss.Event += told => seen.Add(ApEventText.Write(told, EventAudience.Public));
        rig.Bss.Disable();
        rig.Bss.Enable();
        Assert.That(seen, Has.Some.EqualTo("P2P-GROUP-STARTED wlan0 GO ssid=\"DIRECT-ab\" freq=2437 go_dev_addr=02:00:00:00:00:00 [PERSISTENT]"));
        Assert.That(seen, Has.None.Contains("12345678"));
    }
}
