using System.Reflection;
using System.Runtime.InteropServices;
using HostApd.Ap;
using HostApd.Entropy;
using HostApd.Ieee80211;
using HostApd.Linux;
using HostApd.Linux.Netlink;
using HostApd.Rsn;
using HostApd.Simulation;
using HostApd.Tests.Ap;
using NUnit.Framework;
using Names = HostApd.Nl80211.Nl80211;

namespace HostApd.Tests.Nl80211;

/// <summary>The driver and its BSS over a kernel whose state others change.</summary>
public sealed class KernelStateTests
{
    [Test]
    public void Down_and_up_in_quick_succession_leaves_the_access_point_on_the_air()
    {
        using var kernel = new RememberingKernel();
        var clock = new VirtualClock();
        using var bss = Enabled(kernel, clock);

        // ip link set wlan0 down; ip link set wlan0 up: the daemon comes to the news when the link is up again.
        kernel.IsBeaconing = false;
        kernel.Event(Names.NL80211_CMD_STOP_AP);
        kernel.LinkIsUp = true;
        kernel.Link(isUp: false);
        kernel.Link(isUp: true);
        kernel.Loop.Turn(0);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That((bss.State, kernel.IsBeaconing), Is.EqualTo((BssState.Enabled, true)));
    }

    [Test]
    public void An_access_point_of_an_earlier_life_is_stopped_and_started_anew()
    {
        using var kernel = new RememberingKernel();
        Assert.That(kernel.Open(out var driver).Succeeded);
        using var bss = Make(driver!, new VirtualClock());
        kernel.Commands.Clear();
        kernel.BeaconsUnasked = true;
        Assert.That(bss.Enable().Succeeded);
        Assert.That((bss.State, kernel.IsBeaconing), Is.EqualTo((BssState.Enabled, true)));
        Assert.That(kernel.Commands.Where(static c => c is Names.NL80211_CMD_START_AP or Names.NL80211_CMD_STOP_AP),
            Is.EqualTo(new[] { Names.NL80211_CMD_START_AP, Names.NL80211_CMD_STOP_AP, Names.NL80211_CMD_START_AP }));
    }

    [Test]
    public void News_of_a_channel_switch_that_are_old_change_nothing()
    {
        using var kernel = new RememberingKernel();
        using var bss = Enabled(kernel);
        kernel.Frequency = 2437;
        kernel.Event(Names.NL80211_CMD_CH_SWITCH_NOTIFY, ScriptedKernel.U32(38, 2412), ScriptedKernel.U32(39, 1));
        Assert.That(bss.Options.Channel.Number, Is.EqualTo(6));
        kernel.Frequency = 2412;
        kernel.Event(Names.NL80211_CMD_CH_SWITCH_NOTIFY, ScriptedKernel.U32(38, 2412), ScriptedKernel.U32(39, 1));
        Assert.That(bss.Options.Channel.Number, Is.EqualTo(1));
    }

    [Test]
    public void A_channel_switch_whose_news_were_lost_is_found_out()
    {
        using var kernel = new RememberingKernel();
        using var bss = Enabled(kernel);
        kernel.Frequency = 2412;
        kernel.Overflow(isRoute: false);
        kernel.Loop.Turn(0);
        Assert.That((bss.State, bss.Options.Channel.Number), Is.EqualTo((BssState.Enabled, 1)));
    }

    [Test]
    public void A_stop_whose_news_were_lost_ends_with_the_access_point_on_the_air()
    {
        using var kernel = new RememberingKernel();
        var clock = new VirtualClock();
        using var bss = Enabled(kernel, clock);
        kernel.IsBeaconing = false;
        kernel.Overflow(isRoute: false);
        kernel.Loop.Turn(0);
        Assert.That(bss.State, Is.EqualTo(BssState.Disabled));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That((bss.State, kernel.IsBeaconing), Is.EqualTo((BssState.Enabled, true)));
    }

    [Test]
    public void A_type_changed_by_another_program_while_on_the_air_is_taken_back()
    {
        using var kernel = new RememberingKernel();
        var clock = new VirtualClock();
        using var bss = Enabled(kernel, clock);
        kernel.ChangeType(2);
        kernel.Event(Names.NL80211_CMD_STOP_AP);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That((bss.State, kernel.Type, kernel.IsBeaconing, kernel.HasFrames), Is.EqualTo((BssState.Enabled, 3u, true, true)));
    }

    [Test]
    public void An_adapter_that_comes_after_cfg80211_itself_is_taken_up()
    {
        using var kernel = new RememberingKernel { HasFamily = false, Index = 0 };
        Assert.That(kernel.Open(out var driver, deferred: true).Succeeded);
        using var bss = Make(driver!, new VirtualClock(), wait: true);
        Assert.That(bss.Enable().Succeeded);
        Assert.That(bss.Recovery.State, Is.EqualTo(RecoveryState.AwaitingInterface));
        kernel.HasFamily = true;
        kernel.Index = 2;
        kernel.Link(isUp: false);
        Assert.That((bss.State, kernel.IsBeaconing), Is.EqualTo((BssState.Enabled, true)));
    }

    [Test]
    public void A_stop_by_another_program_shows_by_the_link()
    {
        using var kernel = new RememberingKernel();
        var clock = new VirtualClock();
        using var bss = Enabled(kernel, clock);

        // iw dev wlan0 ap stop: no event of nl80211, but the carrier goes.
        kernel.IsBeaconing = false;
        kernel.Link(isUp: true);
        Assert.That(bss.State, Is.EqualTo(BssState.Disabled));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That((bss.State, kernel.IsBeaconing), Is.EqualTo((BssState.Enabled, true)));
    }

    [Test]
    public void A_stop_of_an_earlier_life_does_not_end_the_new_one()
    {
        using var kernel = new RememberingKernel();
        using var bss = Enabled(kernel);

        // STOP_AP waits behind 64 frames of a busy air; the link's news overtakes it.
        kernel.IsBeaconing = false;
        kernel.LinkIsUp = false;
        kernel.Link(isUp: false);
        kernel.LinkIsUp = true;
        kernel.Link(isUp: true);
        Assert.That((bss.State, kernel.IsBeaconing), Is.EqualTo((BssState.Enabled, true)), "new life");
        kernel.Event(Names.NL80211_CMD_STOP_AP);
        Assert.That(kernel.IsBeaconing, "the kernel beacons on");
        Assert.That((bss.State, Again: bss.State == BssState.Enabled || bss.Enable().Succeeded), Is.EqualTo((BssState.Enabled, true)));
    }

    [Test]
    public void A_type_changed_by_another_program_while_disabled_is_set_again()
    {
        using var kernel = new RememberingKernel();
        using var bss = Enabled(kernel);
        bss.Disable();
        kernel.ChangeType(2);
        var result = bss.Enable();
        Assert.That((result.ToString(), bss.State), Is.EqualTo(("ok", BssState.Enabled)));
    }

    [Test]
    public void Frames_are_asked_for_again_when_the_type_went_away_and_came_back()
    {
        using var kernel = new RememberingKernel();
        using var bss = Enabled(kernel);
        bss.Disable();
        kernel.ChangeType(2);
        kernel.ChangeType(3);
        bss.Enable();
        Assert.That((bss.State, kernel.HasFrames), Is.EqualTo((BssState.Enabled, true)));
    }

    [Test]
    public void Lost_link_news_are_asked_for()
    {
        using var kernel = new RememberingKernel();
        using var bss = Enabled(kernel);
        kernel.Index = 0;
        kernel.Overflow(isRoute: true);
        kernel.Loop.Turn(0);
        Assert.That(bss.State, Is.EqualTo(BssState.Disabled));
    }

    [Test]
    public void Lost_news_that_the_kernel_stopped_are_found_out()
    {
        using var kernel = new RememberingKernel();
        using var bss = Enabled(kernel);
        kernel.IsBeaconing = false;
        kernel.Commands.Clear();
        kernel.Overflow(isRoute: false);
        kernel.Loop.Turn(0);
        Assert.That(kernel.Commands, Does.Contain(Names.NL80211_CMD_GET_INTERFACE), "at least a question");
    }

    [Test]
    public void Capabilities_that_cannot_be_read_anew_stay_what_they_were()
    {
        using var kernel = new RememberingKernel();
        using var bss = Enabled(kernel);
        kernel.Refusals[Names.NL80211_CMD_GET_WIPHY] = 105;
        kernel.Event(Names.NL80211_CMD_REG_CHANGE);
        Assert.That((bss.Radio.Capabilities.PhyName, bss.Radio.Capabilities.FullStationState, bss.Radio.Capabilities.Bands.Count > 0), Is.EqualTo(("phy0", true, true)));
    }

    [Test]
    public void A_reload_after_that_does_not_throw()
    {
        using var kernel = new RememberingKernel();
        using var bss = Enabled(kernel);
        kernel.Refusals[Names.NL80211_CMD_GET_WIPHY] = 105;
        kernel.Event(Names.NL80211_CMD_REG_CHANGE);
        Assert.That(() => bss.Reconfigure(bss.Options with { MaxStations = 5 }, ChangeCost.Live), Throws.Nothing);
    }

    [Test]
    public void Without_cfg80211_an_adapter_is_waited_for()
    {
        using var kernel = new RememberingKernel { HasFamily = false };
        var result = kernel.Open(out var driver, deferred: true);
        driver?.Dispose();
        Assert.That(result.Succeeded || result.InterfaceMissing, result.ToString());
    }

    [Test]
    public void Without_cfg80211_nobody_is_asked_for_interfaces([Values] bool hasFamily)
    {
        using var kernel = new RememberingKernel { HasFamily = hasFamily };
        Assert.That(kernel.OpenRadio(deferred: true, out var radio).Succeeded);
        using (radio)
        {
            var result = radio!.ListNames(out var names);
            Assert.That((result.Succeeded, names.Count, kernel.Commands.Count), Is.EqualTo(hasFamily ? (true, 1, 1) : (false, 0, 0)));
            Assert.That(result.ToString(), hasFamily ? Is.Not.Null : Does.Contain("load the cfg80211 module"));
        }
    }

    [Test]
    public void A_question_that_stays_without_answer_is_no_removal()
    {
        using var kernel = new RememberingKernel();
        using var bss = Enabled(kernel);
        kernel.RouteError = 110;
        kernel.Link(isUp: true);
        Assert.That((bss.State, kernel.IsBeaconing), Is.EqualTo((BssState.Enabled, true)));
    }

    [Test]
    public unsafe void A_dump_that_ends_in_an_error_fails()
    {
        using var socket = NetlinkSocket.OpenRoute(0);
        var fd = ((Descriptor)typeof(NetlinkSocket).GetField("_socket", BindingFlags.NonPublic | BindingFlags.Instance)!.GetValue(socket)!).Fd;
        var on = 1;
        Assert.That(Tmds.Linux.LibC.setsockopt(fd, Tmds.Linux.LibC.SOL_NETLINK, 12, &on, sizeof(int)), Is.Zero);

        // RTM_GETADDR of an interface that is not there: the kernel's dump returns -ENODEV, which travels in NLMSG_DONE.
        var request = new byte[24];
        MemoryMarshal.Write(request.AsSpan(4), (ushort)22);
        MemoryMarshal.Write(request.AsSpan(6), (ushort)(NetlinkFlags.Request | NetlinkFlags.Dump));
        request[16] = 2;
        MemoryMarshal.Write(request.AsSpan(20), 987654);
        var result = socket.Request("addresses", request);
        Assert.That(result.Errno, Is.EqualTo(19));
    }

    private static Bss Enabled(RememberingKernel kernel) => Enabled(kernel, new VirtualClock());

    private static Bss Enabled(RememberingKernel kernel, VirtualClock clock)
    {
        Assert.That(kernel.Open(out var driver).Succeeded);
        var bss = Make(driver!, clock);
        Assert.That(bss.Enable().Succeeded);
        Assert.That((bss.State, kernel.IsBeaconing, kernel.HasFrames, kernel.LinkIsUp), Is.EqualTo((BssState.Enabled, true, true, true)));
        return bss;
    }

    private static Bss Make(HostApd.Driver.IApLink link, VirtualClock clock, bool wait = false)
    {
        var pool = new EntropyPool(new ApRig.CountingKernel());
        pool.Start();
        return new Bss(new BssOptions
        {
            InterfaceName = "wlan0",
            Ssid = "labtest"u8.ToArray(),
            Radio = new RadioOptions { Channel = OperatingChannel.Of(2437, ht: true) },
            Wmm = true,
            Security = new SecurityOptions { Pmks = [Pmk.FromPassphrase("labtest"u8, "12345678")] },
        }, link, new Radio(link.Radio, clock), pool, clock)
        {
            WaitForInterface = wait,
        };
    }
}
