using HostApd.Ap;
using HostApd.Commands;
using HostApd.Configuration;
using HostApd.Ieee80211;
using NUnit.Framework;

namespace HostApd.Tests.Ap;

/// <summary>A switch to another channel: only where it goes is planned, and what runs afterwards is what was wanted last.</summary>
public sealed class ChannelPlanTests
{
    [Test]
    public void A_group_names_the_channel_that_it_is_on()
    {
        using var rig = HostApd.Tests.P2p.GroupTests.Group();
        Assert.That(rig.Bss.Group.Owner!.Operating, Is.EqualTo(((byte)81, (byte)6)));
        Assert.That(rig.Bss.SwitchChannel(new ChannelSwitch(OperatingChannel.Of(2412, ht: true), 10, false)).Succeeded);
        rig.Run(1);
        Assert.That(rig.Bss.Group.Owner!.Operating, Is.EqualTo(((byte)81, (byte)1)));
    }

    [Test]
    public void What_was_tuned_and_is_wanted_no_longer_is_taken_back()
    {
        using var rig = ApRig.Enabled(change: static o => o with { Radio = o.Radio with { RtsThreshold = 500 } });
        Assert.That(rig.Radio.Tuned, Is.EqualTo(new HostApd.Driver.RadioTuning(500, null, null, null)));
        rig.Bss.Reconfigure(rig.Bss.Options with { Radio = rig.Bss.Options.Radio with { RtsThreshold = null } }, ChangeCost.Live);
        Assert.That(rig.Radio.Tuned, Is.EqualTo(new HostApd.Driver.RadioTuning(-1, null, null, null)));
    }

    [Test]
    public void A_reload_during_the_countdown_of_a_channel_switch_is_kept()
    {
        using var rig = ApRig.Enabled();
        Assert.That(rig.Bss.SwitchChannel(new ChannelSwitch(OperatingChannel.Of(2412, ht: true), 10, false)).Succeeded);
        Assert.That(rig.Bss.Reconfigure(rig.Bss.Options with { AclPolicy = AclPolicy.DenyUnlessAccepted, MaxStations = 7 }, ChangeCost.Live), Does.StartWith("changed"));
        rig.Run(1);
        Assert.That((rig.Bss.Options.Channel.Number, rig.Bss.Options.AclPolicy, rig.Bss.Options.MaxStations),
            Is.EqualTo((1, AclPolicy.DenyUnlessAccepted, 7)));
    }

    [Test]
    public void A_switch_planned_in_an_earlier_life_brings_no_old_options_back()
    {
        using var rig = ApRig.Enabled();
        rig.Bss.SwitchChannel(new ChannelSwitch(OperatingChannel.Of(2412, ht: true), 10, false));
        rig.Bss.Disable();
        rig.Bss.Configure(rig.Bss.Options with { Ssid = "renamed"u8.ToArray() });
        rig.Bss.Enable();

        // The radio of the simulation tells of the switch now; as would another program's switch to the same channel.
        rig.Run(1);
        Assert.That(System.Text.Encoding.ASCII.GetString(rig.Bss.Options.Ssid), Is.EqualTo("renamed"));
    }

    [Test]
    public void After_a_channel_switch_an_unchanged_file_restarts_nothing()
    {
        using var rig = ApRig.Enabled();
        var file = new AccessPointConfiguration { InterfaceName = "wlan0", Ssid = "labtest"u8.ToArray() };
        file.Radio.Channel = 6;
        var running = new AccessPointConfiguration { InterfaceName = "wlan0" };
        FileReplay.Onto(running, file);
        Reload(rig, running);
        Assert.That(new ChannelCommands(rig.Bss, running).Handle("CHAN_SWITCH", "1 2412"), Is.EqualTo("OK\n"));
        rig.Run(1);
        Assert.That(rig.Bss.Options.Channel.Number, Is.EqualTo(1));
        Assert.That(Reload(rig, running), Is.EqualTo("nothing changed"), "RELOAD");
        FileReplay.Onto(running, file);
        Assert.That(Reload(rig, running), Is.EqualTo("nothing changed"), "SIGHUP; hostapd keeps its channel");
    }

    [Test]
    public void After_a_switch_to_40_MHz_RELOAD_restarts_nothing()
    {
        using var rig = ApRig.Enabled();
        var running = new AccessPointConfiguration { InterfaceName = "wlan0", Ssid = "labtest"u8.ToArray() };
        running.Radio.Channel = 6;
        running.Radio.Ieee80211n = true;
        Reload(rig, running);
        Assert.That(new ChannelCommands(rig.Bss, running).Handle("CHAN_SWITCH", "1 2437 sec_channel_offset=1 bandwidth=40 ht"), Is.EqualTo("OK\n"));
        rig.Run(1);
        Assert.That(rig.Bss.Options.Channel.Secondary, Is.EqualTo(1));
        Assert.That(Reload(rig, running), Is.EqualTo("nothing changed"));
    }

    private static string Reload(ApRig rig, AccessPointConfiguration running)
    {
        var wanted = running.ToOptions();
        return rig.Bss.Reconfigure(wanted, Settings.CostOf(rig.Bss.Options, wanted));
    }
}
