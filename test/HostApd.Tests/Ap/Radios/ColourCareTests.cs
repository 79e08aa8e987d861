using HostApd.Ap;
using HostApd.Commands;
using HostApd.Driver;
using HostApd.Ieee80211;
using HostApd.Simulation;
using NUnit.Framework;

namespace HostApd.Tests.Ap;

/// <summary>
/// The colour of a radio's BSSes while they beacon (802.11ax 26.17.3.5); the announcement by 9.4.2.254, HE Operation by 9.4.2.249: in its fourth
/// byte the colour in bits 0–5, and bit 7 where none is in use.
/// </summary>
public sealed class ColourCareTests
{
    private const string HeOperation = "255/36", Announced = "255/42";

    private static readonly RadioOptions Wide = new()
    {
        Mode = HardwareMode.A,
        Channel = OperatingChannel.Of(ChannelGrid.Blocks(5180, 80).First()),
        BeyondHt = Generations.Vht | Generations.He,
        TakesHtOfRadio = true,
        IgnoresCoexistence = true,
        He = new HeOptions { Colour = 7 },
    };

    private static ApRig Rig(Func<RadioOptions, RadioOptions>? change = null, bool can = true, bool confirms = true) => ApRig.Enabled(
        new SimulatedRadioOptions { Capabilities = WideRadio.Hwsim with { CanChangeColour = can }, ConfirmsColour = confirms }, o => o with { Radio = change is null ? Wide : change(Wide) });

    private static Dictionary<string, string> Read(ReadOnlySpan<byte> elements)
    {
        var read = new Dictionary<string, string>();
        var reader = new ElementReader(elements);
        while (reader.MoveNext())
        {
            var current = reader.Current;
            read[current.Id == ElementId.Extension ? $"255/{current.Body[0]}" : $"{(int)current.Id}"] = Convert.ToHexStringLower(current.Body);
        }

        return read;
    }

    private static string ColourIn(ReadOnlySpan<byte> elements) => Read(elements)[HeOperation][8..10];

    private static string Status(ApRig rig) => StatusText.Write(rig.Bss).Split('\n').SingleOrDefault(static l => l.StartsWith("he_bss_color=", StringComparison.Ordinal)) ?? "";

    private static int Changes(SimulatedRadio radio) => radio.Calls.Count(static c => c.StartsWith("ChangeColour", StringComparison.Ordinal));

    [Test]
    public void Another_colour_is_counted_down_to_in_Beacons_and_then_in_force()
    {
        using var rig = Rig();
        rig.Connect(ApRig.First);
        Assert.That((ColourIn(rig.Radio.BeaconTail), Status(rig)), Is.EqualTo(("07", "he_bss_color=7")));
        Assert.That(rig.Bss.Radio.ChangeColour(12).Succeeded);
        Assert.That(rig.Radio.Calls, Has.Member("ChangeColour 12 count=10"));
        var tail = rig.Radio.SwitchTail;
        Assert.That((Read(tail)[Announced], ColourIn(tail), tail[rig.Radio.SwitchCounters.Single()]), Is.EqualTo(("2a0a0c", "07", (byte)10)));
        Assert.That(Read(tail).Keys.SkipWhile(static k => k != HeOperation).Take(2), Is.EqualTo(new[] { HeOperation, Announced }), "in its place");
        Assert.That((ColourIn(rig.Radio.BeaconTail), Read(rig.Radio.BeaconTail).ContainsKey(Announced)), Is.EqualTo(("0c", false)), "afterwards");
        Assert.That(Status(rig), Is.EqualTo("he_bss_color=7"));
        rig.Run(1.1);
        Assert.That((ColourIn(rig.Radio.BeaconTail), Status(rig)), Is.EqualTo(("0c", "he_bss_color=12")));
        Assert.That(rig.Sta(ApRig.First), Is.Not.Null);

        // It outlives the BSS, until the owner wants another.
        rig.Bss.Disable();
        rig.Bss.Enable();
        Assert.That(ColourIn(rig.Radio.BeaconTail), Is.EqualTo("0c"));
        Want(rig, 9);
        Assert.That((ColourIn(rig.Radio.BeaconTail), Status(rig)), Is.EqualTo(("09", "he_bss_color=9")));
        Want(rig, 7);
        Assert.That((ColourIn(rig.Radio.BeaconTail), Status(rig)), Is.EqualTo(("07", "he_bss_color=7")), "it does not come back");
    }

    private static void Want(ApRig rig, int colour) =>
        rig.Bss.Restart(rig.Bss.Options with { Radio = rig.Bss.Options.Radio with { He = new HeOptions { Colour = colour } } });

    [Test]
    public void One_change_at_a_time()
    {
        using var rig = Rig(confirms: false);
        Assert.That(rig.Bss.Radio.ChangeColour(12).Succeeded);
        foreach (var colour in new[] { 13, 0 })
        {
            var refused = rig.Bss.Radio.ChangeColour(colour);
            Assert.That(refused.Errno, Is.EqualTo(ErrorNumber.Busy));
            Assert.That(refused.ToString(), Does.Contain("a change is under way"));
        }

        Assert.That((Changes(rig.Radio), Status(rig)), Is.EqualTo((1, "he_bss_color=7")));
        rig.Radio.HearColour(ColourNews.Completed);
        Assert.That(Status(rig), Is.EqualTo("he_bss_color=12"));
        Assert.That(rig.Bss.Radio.ChangeColour(13).Succeeded);
    }

    [Test]
    public void A_countdown_whose_end_is_not_told_ends_two_seconds_after_its_last_Beacon()
    {
        using var rig = Rig(confirms: false);
        Assert.That(rig.Bss.Radio.ChangeColour(12).Succeeded);
        rig.Run(1.024 + 1.9);
        Assert.That((rig.Bss.Radio.ChangeColour(13).Succeeded, Status(rig)), Is.EqualTo((false, "he_bss_color=7")));
        rig.Run(0.2);
        Assert.That((Status(rig), rig.Count("UpdateBeacon")), Is.EqualTo(("he_bss_color=12", 1)));
        rig.Radio.HearColour(ColourNews.Completed);
        Assert.That(rig.Count("UpdateBeacon"), Is.EqualTo(1), "nobody waits for it any more");
        Assert.That(rig.Bss.Radio.ChangeColour(13).Succeeded);
    }

    [Test]
    public void A_change_ends_with_the_last_that_announces_it([Values] bool byKernel)
    {
        using var rig = Rig();
        Assert.That(rig.Bss.Radio.ChangeColour(12).Succeeded);
        if (byKernel)
        {
            rig.Radio.KernelStops();
        }
        else
        {
            rig.Bss.Disable();
        }

        rig.Bss.Enable();
        rig.Run(0.1);
        Assert.That((rig.Bss.State, rig.Bss.Radio.Recolour(100).Count), Is.EqualTo((BssState.Enabled, 0)));
        rig.Run(10);
        Assert.That((ColourIn(rig.Radio.BeaconTail), Status(rig)), Is.EqualTo(("07", "he_bss_color=7")));
        Assert.That(rig.Bss.Radio.ChangeColour(13).Succeeded);
    }

    [Test]
    public void The_simulated_kernel_completes_nothing_after_a_stop()
    {
        using var rig = Rig();
        Assert.That(rig.Bss.Radio.ChangeColour(12).Succeeded);
        rig.Run(0.5);
        rig.Bss.Disable();
        rig.Bss.Enable();
        Assert.That(rig.Bss.Radio.ChangeColour(13).Succeeded);
        rig.Run(0.9);
        Assert.That(Status(rig), Is.EqualTo("he_bss_color=7"), "the first countdown would be over");
        rig.Run(0.2);
        Assert.That(Status(rig), Is.EqualTo("he_bss_color=13"));
    }

    [Test]
    public void A_Probe_Response_counts_along_and_says_nothing_before_and_afterwards()
    {
        using var rig = Rig();
        Assert.That(rig.Bss.Radio.Recolour(100).Count, Is.Zero);
        _ = rig.Bss.Radio.ChangeColour(12);
        Assert.That(rig.Bss.Radio.Recolour(100), Is.EqualTo(new Recolour(12, 10)));
        rig.Run(0.31);
        Assert.That(rig.Bss.Radio.Recolour(100), Is.EqualTo(new Recolour(12, 7)));
        rig.Run(1);
        Assert.That(rig.Bss.Radio.Recolour(100).Count, Is.Zero);
    }

    [Test]
    public void None_is_told_at_once_and_needs_no_radio_that_announces()
    {
        using var rig = Rig(can: false);
        Assert.That(rig.Bss.Radio.ChangeColour(0).Succeeded);
        Assert.That((ColourIn(rig.Radio.BeaconTail), Status(rig)), Is.EqualTo(("81", "")), "one made of the address, not in use");
        Assert.That(rig.Bss.Radio.ChangeColour(5).ToString(), Does.Contain("cannot announce another").And.Contain("he_bss_color"));
        Assert.That(rig.Radio.Calls, Has.None.StartsWith("ChangeColour"));
    }

    [Test]
    public void Nothing_is_announced_where_nobody_speaks_HE_or_beacons()
    {
        using var old = Rig(static o => o with { BeyondHt = Generations.Vht });
        Assert.That(old.Bss.Radio.ChangeColour(5).ToString(), Does.Contain("no network that speaks HE"));
        using var off = Rig();
        off.Bss.Disable();
        Assert.That(off.Bss.Radio.ChangeColour(5).Succeeded, Is.False);
        Assert.That(off.Radio.Calls, Has.None.StartsWith("ChangeColour"));
    }

    [Test]
    public void A_refusal_of_the_kernel_is_told_and_nothing_changes()
    {
        using var rig = Rig();
        rig.Radio.Refuse("ChangeColour", new DriverResult("changing the BSS colour", 16, "Device or resource busy", null));
        Assert.That(rig.Bss.Radio.ChangeColour(5).ToString(), Does.Contain("Device or resource busy"));
        Assert.That((rig.Bss.Radio.Recolour(100).Count, Status(rig)), Is.EqualTo((0, "he_bss_color=7")));
    }

    [Test]
    public void What_the_kernel_gives_up_is_not_in_force()
    {
        using var rig = Rig();
        _ = rig.Bss.Radio.ChangeColour(12);
        rig.Radio.HearColour(ColourNews.Aborted);
        Assert.That((rig.Bss.Radio.Recolour(100).Count, Status(rig)), Is.EqualTo((0, "he_bss_color=7")));
    }

    /// <summary>Heard in use; the colour that is taken: the first that is free from 63 on, which the tests draw; null: none.</summary>
    [TestCase(0ul, 63)]
    [TestCase(1ul << 63, 1)]
    [TestCase(1ul << 63 | 0x7e, 8, Description = "its own is 7")]
    [TestCase(~(1ul << 3), 3)]
    [TestCase(~(1ul << 7), null, Description = "its own is no other")]
    [TestCase(~1ul, null)]
    [TestCase(~0ul, null)]
    [TestCase(0ul, 7, false, Description = "it is over")]
    public void A_collision_leads_to_a_colour_that_was_not_heard_when_it_has_lasted(ulong heard, int? taken, bool lasts = true)
    {
        using var rig = Rig();
        rig.Radio.HearColour(ColourNews.Collision, heard);
        rig.Run(49);
        Assert.That(rig.Radio.Calls, Has.None.StartsWith("ChangeColour"));
        if (lasts)
        {
            rig.Radio.HearColour(ColourNews.Collision, heard);
        }

        rig.Run(3);
        Assert.That(Changes(rig.Radio), Is.EqualTo(taken is null || !lasts ? 0 : 1));
        Assert.That(Status(rig), Is.EqualTo(taken is { } colour ? $"he_bss_color={colour}" : ""));
        rig.Run(60);
        Assert.That(Status(rig), Is.EqualTo(taken is { } still ? $"he_bss_color={still}" : ""), "once is enough");
    }

    [Test]
    public void All_that_speak_HE_go_together_and_one_that_is_refused_keeps_nobody()
    {
        using var rig = Rig();
        SimulatedRadio Link(byte last) => new(rig.Clock, new SimulatedRadioOptions { Address = new MacAddress([2, 0, 0, 0, 0, last]), Capabilities = rig.Bss.Radio.Capabilities });
        var (second, third) = (Link(1), Link(2));
        using var another = new Bss(rig.Bss.Options, second, rig.Bss.Radio, rig.Pool, rig.Clock);
        using var old = new Bss(rig.Bss.Options with { Without = Generations.He }, third, rig.Bss.Radio, rig.Pool, rig.Clock);
        another.Enable();
        old.Enable();
        rig.Run(0.1);
        Assert.That((another.State, old.State), Is.EqualTo((BssState.Enabled, BssState.Enabled)));
        Assert.That(rig.Bss.Radio.ChangeColour(12).Succeeded);
        rig.Run(1.1);
        Assert.That((ColourIn(rig.Radio.BeaconTail), ColourIn(second.BeaconTail), Read(third.BeaconTail).ContainsKey(HeOperation)), Is.EqualTo(("0c", "0c", false)));
        Assert.That(third.Calls, Has.None.StartsWith("ChangeColour"));
    }

    /// <summary>When the kernel tells that a collision goes on, in seconds after it began; and whether it is in the last 25 of 50.</summary>
    [TestCase(24.9, false)]
    [TestCase(25.1, true)]
    public void A_collision_has_lasted_when_it_was_heard_within_25_seconds(double again, bool acts)
    {
        using var rig = Rig();
        rig.Radio.HearColour(ColourNews.Collision, 1);
        rig.Run(again);
        rig.Radio.HearColour(ColourNews.Collision, 1);
        rig.Run(60 - again);
        Assert.That(Changes(rig.Radio), Is.EqualTo(acts ? 1 : 0));
    }

    /// <summary>What makes another beginning of it.</summary>
    public enum Cause
    {
        None,
        Command,
        Move,
        OffAir,
    }

    [Test]
    public void What_was_heard_is_forgotten_with_what_made_it([Values] Cause cause)
    {
        using var rig = Rig();
        rig.Radio.HearColour(ColourNews.Collision, 1ul << 63);
        rig.Run(30);
        rig.Radio.HearColour(ColourNews.Collision, 1ul << 63);
        switch (cause)
        {
            case Cause.Command: _ = rig.Bss.Radio.ChangeColour(0); rig.Bss.Radio.ChangeColour(7); break;
            case Cause.Move: _ = rig.Bss.Radio.SwitchChannel(new ChannelSwitch(OperatingChannel.Of(ChannelGrid.Blocks(5745, 80).First()), 3, false)); break;
            case Cause.OffAir: rig.Bss.Disable(); rig.Bss.Enable(); break;
            default: break;
        }

        rig.Run(2);
        rig.Radio.Calls.Clear();
        rig.Run(16);
        Assert.That(Changes(rig.Radio), Is.Zero);
        rig.Radio.HearColour(ColourNews.Collision, 1ul << 62);
        rig.Run(4);
        Assert.That(Changes(rig.Radio), Is.EqualTo(cause == Cause.None ? 1 : 0));
        rig.Run(30);
        rig.Radio.HearColour(ColourNews.Collision, 1ul << 62);
        rig.Run(20);
        Assert.That(rig.Radio.Calls, Has.Member(cause == Cause.None ? "ChangeColour 1 count=10" : "ChangeColour 63 count=10"));
    }

    /// <summary>Two BSSes of one radio, whose kernel tells of nothing by itself.</summary>
    private sealed class Two : IDisposable
    {
        internal ApRig Rig { get; } = ColourCareTests.Rig(confirms: false);

        internal SimulatedRadio Second { get; }

        internal Bss Other { get; }

        internal SimulatedRadio First => Rig.Radio;

        internal Radio Radio => Rig.Bss.Radio;

        internal Two(bool starts = true)
        {
            Second = new SimulatedRadio(Rig.Clock, new SimulatedRadioOptions { Address = new MacAddress([2, 0, 0, 0, 0, 1]), Capabilities = Radio.Capabilities, ConfirmsColour = false });
            Other = new Bss(Rig.Bss.Options, Second, Radio, Rig.Pool, Rig.Clock);
            if (starts)
            {
                Start();
            }
        }

        internal void Start()
        {
            Other.Enable();
            Rig.Run(0.1);
            Assert.That(Other.State, Is.EqualTo(BssState.Enabled));
        }

        internal void Refuse(int times) => Second.Refuse("ChangeColour", new DriverResult("changing the BSS colour", 16, "Device or resource busy", null), times);

        public void Dispose()
        {
            Other.Dispose();
            Rig.Dispose();
        }
    }

    [Test]
    public void One_that_was_refused_is_asked_again_when_the_first_has_completed()
    {
        using var two = new Two();
        two.Refuse(1);
        Assert.That(two.Radio.ChangeColour(12).ToString(), Does.Contain("Device or resource busy"));
        two.Second.HearColour(ColourNews.Completed);
        Assert.That((Status(two.Rig), Changes(two.Second)), Is.EqualTo(("he_bss_color=7", 1)), "it is none that counts");
        two.First.HearColour(ColourNews.Completed);
        Assert.That((Status(two.Rig), Changes(two.First), Changes(two.Second)), Is.EqualTo(("he_bss_color=12", 1, 2)));
        Assert.That((Read(two.Second.SwitchTail)[Announced], ColourIn(two.Second.SwitchTail)), Is.EqualTo(("2a0a0c", "07")), "until then it has the one of before");
        Assert.That((two.Second.Calls[^1], two.Radio.ChangeColour(13).Errno), Is.EqualTo(("ChangeColour 12 count=10", ErrorNumber.Busy)));
        two.Second.HearColour(ColourNews.Completed);
        Assert.That((ColourIn(two.First.BeaconTail), ColourIn(two.Second.BeaconTail), two.Second.Calls[^1]), Is.EqualTo(("0c", "0c", "UpdateBeacon")));
        Assert.That(two.Radio.ChangeColour(13).Succeeded);
    }

    [Test]
    public void One_that_is_refused_twice_shows_the_colour_all_the_same()
    {
        using var two = new Two();
        two.Refuse(2);
        _ = two.Radio.ChangeColour(12);
        two.First.HearColour(ColourNews.Completed);
        Assert.That((ColourIn(two.First.BeaconTail), ColourIn(two.Second.BeaconTail)), Is.EqualTo(("0c", "0c")));
        Assert.That(two.Radio.ChangeColour(13).Succeeded);
    }

    [Test]
    public void One_that_begins_in_the_middle_or_is_given_up_follows()
    {
        using var two = new Two(starts: false);
        Assert.That(two.Radio.ChangeColour(12).Succeeded);
        two.Start();
        Assert.That((ColourIn(two.Second.BeaconTail), Changes(two.Second)), Is.EqualTo(("07", 0)));
        two.First.HearColour(ColourNews.Completed);
        Assert.That(Changes(two.Second), Is.EqualTo(1));
        two.Second.HearColour(ColourNews.Completed);

        Assert.That(two.Radio.ChangeColour(13).Succeeded);
        two.Second.HearColour(ColourNews.Aborted);
        Assert.That((ColourIn(two.Second.BeaconTail), Changes(two.Second)), Is.EqualTo(("0c", 2)));
        two.First.HearColour(ColourNews.Completed);
        Assert.That((Status(two.Rig), Changes(two.Second)), Is.EqualTo(("he_bss_color=13", 3)));
    }

    [Test]
    public void One_that_leaves_keeps_no_other_from_completing()
    {
        using var two = new Two();
        Assert.That(two.Radio.ChangeColour(12).Succeeded);
        two.Rig.Bss.Disable();
        Assert.That(two.Radio.Recolour(100), Is.EqualTo(new Recolour(12, 10)));
        two.Second.HearColour(ColourNews.Completed);
        Assert.That((ColourIn(two.Second.BeaconTail), two.Radio.ColourOf(two.Other.Options.Radio.He)), Is.EqualTo(("0c", 12)));
    }

    [Test]
    public void Who_has_none_in_use_collides_with_nobody()
    {
        using var rig = Rig(static o => o with { He = new HeOptions() });
        rig.Radio.HearColour(ColourNews.Collision, 2);
        rig.Run(60);
        Assert.That(rig.Radio.Calls, Has.None.StartsWith("ChangeColour"));
    }
}
