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

    private static ApRig Rig(Func<RadioOptions, RadioOptions>? change = null, bool can = true) => ApRig.Enabled(
        new SimulatedRadioOptions { Capabilities = WideRadio.Hwsim with { CanChangeColour = can } }, o => o with { Radio = change is null ? Wide : change(Wide) });

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
        rig.Bss.Restart(rig.Bss.Options with { Radio = rig.Bss.Options.Radio with { He = new HeOptions { Colour = 9 } } });
        Assert.That((ColourIn(rig.Radio.BeaconTail), Status(rig)), Is.EqualTo(("09", "he_bss_color=9")));
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
    public void A_collision_leads_to_a_colour_that_was_not_heard_when_it_has_lasted(ulong heard, int? taken)
    {
        using var rig = Rig();
        rig.Radio.HearColour(ColourNews.Collision, heard);
        rig.Run(49);
        Assert.That(rig.Radio.Calls, Has.None.StartsWith("ChangeColour"));
        rig.Radio.HearColour(ColourNews.Collision, heard);
        rig.Run(3);
        Assert.That(rig.Radio.Calls.Count(static c => c.StartsWith("ChangeColour", StringComparison.Ordinal)), Is.EqualTo(taken is null ? 0 : 1));
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

        second.Refuse("ChangeColour", new DriverResult("changing the BSS colour", 16, "Device or resource busy", null));
        Assert.That(rig.Bss.Radio.ChangeColour(13).ToString(), Does.Contain("Device or resource busy"));
        rig.Run(1.1);
        another.UpdateBeacon();
        Assert.That((ColourIn(rig.Radio.BeaconTail), ColourIn(second.BeaconTail)), Is.EqualTo(("0d", "0d")), "it follows with its next Beacon");
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
