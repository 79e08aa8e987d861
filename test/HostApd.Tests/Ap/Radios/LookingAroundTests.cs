using HostApd.Ap;
using HostApd.Driver;
using HostApd.Ieee80211;
using HostApd.Simulation;
using NUnit.Framework;

namespace HostApd.Tests.Ap;

/// <summary>What a radio looks for before its BSS begins, with a simulated radio that hears and counts.</summary>
public sealed class LookingAroundTests
{
    private static readonly DriverResult Busy = new("scanning", ErrorNumber.Busy, "Device or resource busy", null) { MayPass = true };
    private static readonly DriverResult Unable = new("scanning", ErrorNumber.NotSupported, "Operation not supported", null);

    [Test]
    public void The_channel_is_chosen_by_what_is_heard_and_counted_and_the_BSS_begins_there()
    {
        using var rig = Choosing();
        rig.Radio.Scan.Busy![2412] = 0.9;
        Hear(rig, 2437, "");
        Assert.That(rig.Bss.Enable().Succeeded);
        Assert.That((rig.Bss.State.Name(), rig.Bss.Radio.State), Is.EqualTo(("ACS", RadioState.ChoosingChannel)));
        rig.Run(4);
        Assert.That(rig.Bss.State, Is.EqualTo(BssState.Enabled));
        Assert.That(rig.Events, Is.EqualTo(new[] { "ACS-STARTED", "ACS-COMPLETED freq=2462 channel=11", "AP-ENABLED" }));
        Assert.That(rig.Count("Scan 2412 2417"), Is.EqualTo(2));
        Assert.That(rig.Count("Start 2462"), Is.EqualTo(1));
        Assert.That(rig.Bss.Radio.Chosen!.Costs[0].Channel.Number, Is.EqualTo(11));
    }

    [TestCase(1)]
    [TestCase(5)]
    public void It_looks_as_often_as_is_wanted(int scans)
    {
        using var rig = Choosing(scans);
        rig.Bss.Enable();
        rig.Run(10);
        Assert.That((rig.Count("Scan "), rig.Bss.State), Is.EqualTo((scans, BssState.Enabled)));
    }

    [Test]
    public void A_radio_that_does_not_count_chooses_by_who_is_heard()
    {
        using var rig = Choosing();
        rig.Radio.Scan.Busy = null;
        Hear(rig, 2412, "");
        rig.Bss.Enable();
        rig.Run(4);
        Assert.That((rig.Bss.Options.Channel.Number, rig.Bss.Radio.Chosen!.IsCounted), Is.EqualTo((6, false)));
    }

    [Test]
    public void A_radio_that_cannot_look_begins_all_the_same()
    {
        using var rig = Choosing();
        rig.Radio.Refuse("Scan", Unable);
        Assert.That(rig.Bss.Enable().Succeeded);
        Assert.That((rig.Bss.State, rig.Bss.Options.Channel.Number), Is.EqualTo((BssState.Enabled, 1)));
        Assert.That(rig.Events, Is.EqualTo(new[] { "ACS-STARTED", "ACS-COMPLETED freq=2412 channel=1", "AP-ENABLED" }));
    }

    [TestCase(14, 70.0, 2, Description = "the fifteenth is taken")]
    [TestCase(15, 70.0, 0, Description = "and after that nothing is asked any more")]
    public void A_radio_that_is_busy_is_asked_again_every_five_seconds(int refused, double after, int scans)
    {
        using var rig = Choosing();
        rig.Radio.Refuse("Scan", Busy, refused);
        rig.Bss.Enable();
        rig.Run(after - 0.1);
        Assert.That(rig.Bss.State, Is.EqualTo(BssState.ChoosingChannel));
        rig.Run(5);
        Assert.That((rig.Bss.State, rig.Count("Scan ") - refused), Is.EqualTo((BssState.Enabled, scans)));
    }

    [Test]
    public void A_scan_that_breaks_off_is_begun_again_and_one_without_end_is_ended()
    {
        using var rig = Choosing(1);
        rig.Bss.Enable();
        rig.Run(0.5);
        rig.Radio.Scan.Abort();
        rig.Radio.Scan.IsStuck = true;
        rig.Run(5.1);
        Assert.That(rig.Count("Scan "), Is.EqualTo(2));
        rig.Radio.Scan.IsStuck = false;
        rig.Run(30);
        Assert.That(rig.Count("EndScan"), Is.EqualTo(1));
        rig.Run(7);
        Assert.That(rig.Bss.State, Is.EqualTo(BssState.Enabled));
    }

    [Test]
    public void Who_is_taken_off_meanwhile_ends_the_scan_and_hears_nothing_of_it()
    {
        using var rig = Choosing();
        rig.Bss.Enable();
        rig.Run(0.5);
        rig.Bss.Disable();
        rig.Run(60);
        Assert.That((rig.Bss.State, rig.Count("EndScan"), rig.Count("Start ")), Is.EqualTo((BssState.Disabled, 1, 0)));
        Assert.That(rig.Clock.ArmedTimers, Is.Zero);
    }

    [Test]
    public void Where_nothing_can_be_had_it_is_told_why()
    {
        using var rig = Choosing(change: static c => c with { LeastPowerDbm = 30 });
        rig.Bss.Enable();
        rig.Run(3);
        Assert.That(rig.Events, Is.EqualTo(new[] { "ACS-STARTED", "ACS-FAILED", "AP-DISABLED" }));
        Assert.That(rig.Bss.Problem!.ToString(), Does.StartWith("choosing a channel: channel 1: no more than 20 dBm are allowed there (min_tx_power); ")
            .And.EndWith("; name a channel, or set country_code and chanlist to what `iw phy` lists"));
    }

    [Test]
    public void The_next_start_looks_anew_and_stays_where_it_was_unless_another_is_much_better()
    {
        using var rig = Choosing();
        rig.Radio.Scan.Busy![2412] = 0.5;
        rig.Bss.Enable();
        rig.Run(4);
        Assert.That(rig.Bss.Options.Channel.Number, Is.EqualTo(6));
        rig.Bss.Disable();
        rig.Radio.Scan.Busy![2412] = 0;
        rig.Bss.Enable();
        Assert.That(rig.Bss.State, Is.EqualTo(BssState.ChoosingChannel));
        rig.Run(4);
        Assert.That(rig.Bss.Options.Channel.Number, Is.EqualTo(6));
        rig.Bss.Disable();
        rig.Radio.Scan.Busy![2437] = 0.5;
        rig.Bss.Enable();
        rig.Run(4);
        Assert.That(rig.Bss.Options.Channel.Number, Is.EqualTo(1));
    }

    [Test]
    public void A_reload_of_the_same_wishes_finds_it_where_it_is()
    {
        using var rig = Choosing();
        var wished = rig.Bss.Options;
        rig.Radio.Scan.Busy![2412] = 0.5;
        rig.Bss.Enable();
        rig.Run(4);
        Assert.That(wished.Radio.FoundAs(rig.Bss.Options.Radio), Is.EqualTo(rig.Bss.Options.Radio));
        var others = wished.Radio with { Choice = wished.Radio.Choice with { FrequenciesMhz = [2462] } };
        Assert.That(others.FoundAs(rig.Bss.Options.Radio), Is.EqualTo(others));
    }

    [TestCase(2437, "", "Start 2437", 40, null, Description = "on our primary")]
    [TestCase(2457, "", "Start 2437", 20, "uses 20 MHz beside our primary channel 6")]
    [TestCase(2437, "4801 02", "Start 2437", 20, "announces that it tolerates no 40 MHz")]
    public void Forty_MHz_are_taken_where_there_is_room(int mhz, string elements, string start, int width, string? why)
    {
        using var rig = Wide(2437, 1);
        Hear(rig, mhz, elements);
        Assert.That(rig.Bss.Enable().Succeeded);
        Assert.That(rig.Bss.State.Name(), Is.EqualTo("HT_SCAN"));
        rig.Run(2);
        Assert.That((rig.Bss.State, rig.Bss.Options.Channel.WidthMhz, rig.Count(start)), Is.EqualTo((BssState.Enabled, width, 1)));
        Assert.That(rig.Bss.Radio.Coexistence!.ToString(), why is null ? Is.Empty : Does.EndWith(why));
    }

    [Test]
    public void In_5_GHz_two_channels_are_listened_to_and_change_places()
    {
        using var rig = Wide(5180, 1, new SimulatedRadioOptions { Capabilities = SimulatedRadioOptions.WithFiveGhz("US", RadarRegion.Fcc) });
        Hear(rig, 5200, "");
        rig.Bss.Enable();
        rig.Run(1);
        Assert.That((rig.Count("Scan 5180 5200"), rig.Bss.Options.Channel), Is.EqualTo((1, OperatingChannel.Of(5200, ht: true, -1))));
    }

    [Test]
    public void Who_ignores_it_does_not_look()
    {
        using var rig = Wide(2437, 1, change: static r => r with { IgnoresCoexistence = true });
        Hear(rig, 2457, "");
        rig.Bss.Enable();
        Assert.That((rig.Bss.State, rig.Bss.Options.Channel.WidthMhz, rig.Count("Scan")), Is.EqualTo((BssState.Enabled, 40, 0)));
    }

    [Test]
    public void Who_cannot_look_takes_no_more_than_20_MHz()
    {
        using var rig = Wide(2437, 1);
        rig.Radio.Refuse("Scan", Busy, 15);
        rig.Bss.Enable();
        rig.Run(13.9);
        Assert.That(rig.Bss.State, Is.EqualTo(BssState.CoexistenceScan));
        rig.Run(0.2);
        Assert.That((rig.Bss.State, rig.Bss.Options.Channel.WidthMhz), Is.EqualTo((BssState.Enabled, 20)));
        Assert.That(rig.Bss.Radio.Coexistence!.ToString(), Does.StartWith("nobody could be looked for"));
    }

    [Test]
    public void Whom_a_neighbour_has_narrowed_is_wide_again_at_a_start_without_it()
    {
        using var rig = Wide(2437, 1);
        Hear(rig, 2457, "");
        rig.Bss.Enable();
        rig.Run(2);
        rig.Radio.Stay.Neighbours.Clear();
        rig.Radio.KernelStops();
        rig.Run(4);
        Assert.That((rig.Bss.State, rig.Bss.Options.Channel.WidthMhz), Is.EqualTo((BssState.Enabled, 40)));
    }

    [Test]
    public void A_radio_that_has_no_40_MHz_looks_for_no_room()
    {
        var narrow = SimulatedRadioOptions.Hwsim with { Bands = [SimulatedRadioOptions.Hwsim.Bands[0] with { HtCapabilities = 0x000c }] };
        using var rig = Wide(2437, 1, new SimulatedRadioOptions { Capabilities = narrow }, static r => r with { Width = new WidthWish("channel_width", false) });
        rig.Bss.Enable();
        Assert.That((rig.Bss.State, rig.Count("Scan")), Is.EqualTo((BssState.Enabled, 0)));
    }

    [Test]
    public void What_is_chosen_wide_is_looked_at_once_more()
    {
        using var rig = Choosing(change: null, options: static r => r with { Channel = OperatingChannel.Of(2412, ht: true, 1), HtCapabilities = 0x000e });
        rig.Bss.Enable();
        rig.Run(3);
        Assert.That(rig.Bss.State, Is.EqualTo(BssState.CoexistenceScan));
        rig.Run(2);
        Assert.That((rig.Bss.State, rig.Bss.Options.Channel.WidthMhz), Is.EqualTo((BssState.Enabled, 40)));
    }

    [Test]
    public void A_thousand_strangers_are_not_all_looked_at()
    {
        using var rig = Choosing(1);
        for (var i = 0; i < 1000; i++)
        {
            rig.Radio.Stay.Neighbours.Add(new SimulatedNeighbour(new MacAddress([2, 0, 0, 9, (byte)(i >> 8), (byte)i]), 2412, []));
        }

        rig.Bss.Enable();
        rig.Run(3);
        Assert.That(rig.Bss.Radio.Chosen!.Costs.Max(static c => c.Neighbours), Is.EqualTo(500));
    }

    private static void Hear(ApRig rig, int mhz, string elements) => rig.Radio.Stay.Neighbours.Add(new SimulatedNeighbour(
        new MacAddress([2, 0, 0, 0, 9, (byte)rig.Radio.Stay.Neighbours.Count]), mhz,
        [0, 9, .. "neighbour"u8, .. Convert.FromHexString(elements.Replace(" ", "", StringComparison.Ordinal))])
    { SignalDbm = -50 });

    private static ApRig Choosing(int scans = 2, Func<ChannelChoice, ChannelChoice>? change = null, Func<RadioOptions, RadioOptions>? options = null)
    {
        var choice = new ChannelChoice { Scans = scans };
        return new ApRig(null, o =>
        {
            var radio = o.Radio with { Channel = OperatingChannel.Of(2412, ht: true), ChoosesChannel = true, Choice = change is null ? choice : change(choice) };
            return o with { BroadcastDeauth = false, Security = null, Radio = options is null ? radio : options(radio) };
        });
    }

    private static ApRig Wide(int mhz, int secondary, SimulatedRadioOptions? radio = null, Func<RadioOptions, RadioOptions>? change = null) => new(radio, o =>
    {
        var wide = o.Radio.At(OperatingChannel.Of(mhz, ht: true, secondary));
        return o with { BroadcastDeauth = false, Security = null, Radio = change is null ? wide : change(wide) };
    });
}
