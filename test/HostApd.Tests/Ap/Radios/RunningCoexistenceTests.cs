using HostApd.Ap;
using HostApd.Commands;
using HostApd.Driver;
using HostApd.Ieee80211;
using HostApd.Simulation;
using NUnit.Framework;

namespace HostApd.Tests.Ap;

/// <summary>40 MHz in 2.4 GHz whose second channel rests while the access point runs: what is announced, told the kernel and shown.</summary>
public sealed class RunningCoexistenceTests
{
    private static readonly DriverResult Busy = new("changing the width to 20 MHz", ErrorNumber.Busy, "Device or resource busy", null);

    private static readonly byte[] IntolerantStation = [45, 26, 0x7e, 0x50, 0x1b, 0xff, 0xff, .. new byte[21]];

    [Test]
    public void A_report_has_the_second_channel_rest_and_it_returns()
    {
        using var rig = Wide(static r => r with { ScanInterval = TimeSpan.FromSeconds(10) });
        Report(rig, "48 01 02");
        Assert.That(rig.Radio.Calls.Where(static c => c.StartsWith("UpdateBeacon", StringComparison.Ordinal) || c.StartsWith("ChangeWidth", StringComparison.Ordinal)),
            Is.EqualTo(new[] { "UpdateBeacon", "ChangeWidth 2437 width=20" }), "stations first");
        Assert.That(Operation(rig), Is.EqualTo((6, 0)));
        Assert.That(Forty(rig), "it still can, and stations that come now are to know");
        Assert.That(StatusText.Write(rig.Bss), Does.Contain("\nht40_coexistence=narrowed STA 02:00:00:00:01:00 tolerates no 40 MHz\n").And.Contain("\nsecondary_channel=0\n"));
        rig.Radio.Calls.Clear();
        rig.Run(50);
        Assert.That(rig.Radio.Calls.Where(static c => c.StartsWith("UpdateBeacon", StringComparison.Ordinal) || c.StartsWith("ChangeWidth", StringComparison.Ordinal)),
            Is.EqualTo(new[] { "ChangeWidth 2437 width=40", "UpdateBeacon" }), "we first");
        Assert.That(Operation(rig), Is.EqualTo((6, 5)));
        Assert.That(StatusText.Write(rig.Bss), Does.Contain("\nht40_coexistence=kept\n").And.Contain("\nsecondary_channel=1\n"));
    }

    [Test]
    public void While_a_station_is_in_that_tolerates_none_they_are_not_used()
    {
        using var rig = Wide(static r => r with { ScanInterval = TimeSpan.FromSeconds(10) });
        var station = rig.Connect(ApRig.First, static o => o with { Passphrase = null, Rsne = [], Ht = false, ExtraElements = IntolerantStation });
        Assert.That(Operation(rig), Is.EqualTo((6, 0)));
        Assert.That(StatusText.Write(rig.Bss), Does.Contain("\nnum_sta_ht40_intolerant=1\n").And.Contain("ht40_coexistence=narrowed a station that is in tolerates no 40 MHz"));
        rig.Run(60);
        Assert.That(Operation(rig), Is.EqualTo((6, 0)));
        rig.Bss.SendAway(ApRig.First, ReasonCode.InvalidAuthentication, disassociate: false);
        rig.Run(49);
        Assert.That(Operation(rig), Is.EqualTo((6, 0)));
        rig.Run(3);
        Assert.That(Operation(rig), Is.EqualTo((6, 5)));
    }

    [TestCase("48 01 04", false, "asking is a member's")]
    [TestCase("48", true, "cut off")]
    [TestCase("49 02 51 0a", true, "no 20/40 BSS Coexistence element")]
    public void Other_frames_change_nothing(string elements, bool isCounted, string why)
    {
        using var rig = Wide();
        Report(rig, elements);
        Assert.That((Operation(rig), rig.Bss.Counters[FrameDrop.Malformed]), Is.EqualTo(((6, 5), isCounted ? 1L : 0L)), why);
    }

    [Test]
    public void Who_ignores_it_and_who_cannot_stay_wide()
    {
        using var ignores = Wide(static r => r with { IgnoresCoexistence = true });
        Report(ignores, "48 01 02");
        using var cannot = Wide(radio: new SimulatedRadioOptions { Capabilities = SimulatedRadioOptions.Hwsim with { CanChangeWidth = false } });
        Report(cannot, "48 01 02");
        Assert.That((Operation(ignores), Operation(cannot)), Is.EqualTo(((6, 5), (6, 5))));
    }

    [Test]
    public void Narrower_than_the_kernel_has_it_may_be_announced()
    {
        using var rig = Wide();
        rig.Radio.Refuse("ChangeWidth", Busy);
        Report(rig, "48 01 02");
        Assert.That((Operation(rig), rig.Radio.WidthMhz), Is.EqualTo(((6, 0), 40)));
        rig.Run(1500);
        Assert.That((Operation(rig), rig.Radio.WidthMhz), Is.EqualTo(((6, 5), 40)));
    }

    [Test]
    public void Wider_is_not_and_is_tried_again()
    {
        using var rig = Wide(static r => r with { ScanInterval = TimeSpan.FromSeconds(10) });
        Report(rig, "48 01 02");
        rig.Radio.Refuse("ChangeWidth", Busy);
        rig.Run(50);
        Assert.That((Operation(rig), rig.Radio.WidthMhz), Is.EqualTo(((6, 0), 20)));
        Assert.That(StatusText.Write(rig.Bss), Does.Contain("\nht40_coexistence=narrowed changing the width to 20 MHz: Device or resource busy"));
        rig.Bss.Divert(rig.Bss.Options.Intercept, rig.Bss.Options.Knobs);
        rig.Bss.UpdateBeacon();
        Assert.That(Operation(rig), Is.EqualTo((6, 0)), "nor by anything else that writes the Beacon");
        rig.Run(50);
        Assert.That((Operation(rig), rig.Radio.WidthMhz), Is.EqualTo(((6, 5), 40)));
    }

    [Test]
    public void Two_networks_of_a_radio_are_always_as_wide_as_each_other_and_as_the_kernel_has_them()
    {
        using var rig = Wide();
        var (second, link) = Another(rig);
        using var _ = second;
        Report(rig, "48 01 02");
        Assert.That((Operation(rig), Operation(link), rig.Radio.WidthMhz, link.WidthMhz), Is.EqualTo(((6, 0), (6, 0), 20, 20)));
        rig.Bss.Disable();
        rig.Bss.Enable();
        rig.Run(2);
        Assert.That((Operation(rig), rig.Radio.WidthMhz, second.Announcement!.Channel.WidthMhz), Is.EqualTo(((6, 0), 20, 20)), "one that begins beside one that rests");
        Restart(rig.Bss, static r => r with { IgnoresCoexistence = true });
        Assert.That((Operation(rig), rig.Radio.WidthMhz, Operation(link), link.WidthMhz), Is.EqualTo(((6, 5), 40, (6, 0), 20)), "whoever ignores it is not held by the other");
        Restart(second, static r => r with { IgnoresCoexistence = true });
        Assert.That((Operation(rig), rig.Radio.WidthMhz, Operation(link), link.WidthMhz, rig.Bss.Radio.WhyNarrow), Is.EqualTo(((6, 5), 40, (6, 5), 40, "")));
    }

    [Test]
    public void Who_rests_is_wide_again_when_the_one_that_it_rested_for_is_off()
    {
        using var rig = Wide();
        var (second, link) = Another(rig, static r => r with { IgnoresCoexistence = true });
        using var _ = second;
        Report(rig, "48 01 02");
        Assert.That((Operation(rig), Operation(link)), Is.EqualTo(((6, 0), (6, 5))));
        rig.Bss.Disable();
        Assert.That((Operation(link), link.WidthMhz, rig.Bss.Radio.WhyNarrow), Is.EqualTo(((6, 5), 40, "")));
    }

    [Test]
    public void Two_networks_move_while_a_station_is_in_that_tolerates_none()
    {
        using var rig = Wide();
        var (second, link) = Another(rig);
        using var _ = second;
        rig.Connect(ApRig.First, static o => o with { Passphrase = null, Rsne = [], Ht = false, ExtraElements = IntolerantStation });
        Assert.That((rig.Radio.WidthMhz, link.WidthMhz), Is.EqualTo((20, 20)));
        Assert.That(second.SwitchChannel(new ChannelSwitch(OperatingChannel.Of(2412, ht: true, 1), 5, BlocksTransmission: false)).Succeeded);
        rig.Run(2);
        Assert.That((Operation(rig), Operation(link), rig.Radio.WidthMhz, link.WidthMhz), Is.EqualTo(((1, 0), (1, 0), 20, 20)));
        Assert.That(link.Calls.Concat(rig.Radio.Calls).Where(static c => c.StartsWith("ChangeWidth 2437 width=40", StringComparison.Ordinal)), Is.Empty, "nobody is widened on the way");
    }

    [Test]
    public void A_start_anew_and_a_move_begin_wide()
    {
        using var rig = Wide();
        Report(rig, "48 01 02");
        rig.Bss.Disable();
        rig.Bss.Enable();
        rig.Run(2);
        Assert.That((rig.Bss.State, Operation(rig)), Is.EqualTo((BssState.Enabled, (6, 5))));
        Report(rig, "48 01 02");
        Assert.That(Operation(rig), Is.EqualTo((6, 0)));
        Assert.That(rig.Bss.SwitchChannel(new ChannelSwitch(OperatingChannel.Of(2412, ht: true, 1), 5, BlocksTransmission: false)).Succeeded);
        rig.Run(2);
        Assert.That(Operation(rig), Is.EqualTo((1, 5)));
    }

    [TestCase(10, true)]
    [TestCase(0, false)]
    public void Stations_are_told_to_look_around(int interval, bool told)
    {
        using var rig = Wide(r => r with { ScanInterval = TimeSpan.FromSeconds(interval) });
        var scan = ElementOf(rig.Radio, ElementId.OverlappingScan);
        Assert.That(Convert.ToHexStringLower(scan), Is.EqualTo(told ? "14000a000a00c8001400" + "05001900" : ""), "20 TU, 10 TU, 10 s, 200 TU, 20 TU, 5 times, 0.25 %");
        Assert.That(ElementOf(rig.Radio, ElementId.ExtendedCapabilities) is [var first, ..] && (first & 1) != 0, Is.EqualTo(told));
    }

    private static void Restart(Bss bss, Func<RadioOptions, RadioOptions> change)
    {
        bss.Restart(bss.Options with { Radio = change(bss.Options.Radio) });
        Assert.That(bss.State, Is.EqualTo(BssState.Enabled));
    }

    private static (Bss Bss, SimulatedRadio Link) Another(ApRig rig, Func<RadioOptions, RadioOptions>? change = null)
    {
        var link = new SimulatedRadio(rig.Clock, new SimulatedRadioOptions { Address = new MacAddress([2, 0, 0, 0, 0, 9]) });
        var options = rig.Bss.Options with { InterfaceName = "wlan1" };
        var bss = new Bss(change is null ? options : options with { Radio = change(options.Radio) }, link, rig.Bss.Radio, rig.Pool, rig.Clock);
        bss.Enable();
        rig.Run(0.1);
        Assert.That(bss.State, Is.EqualTo(BssState.Enabled));
        return (bss, link);
    }

    private static (int Primary, int Secondary) Operation(ApRig rig) => Operation(rig.Radio);

    private static (int Primary, int Secondary) Operation(SimulatedRadio radio) => ElementOf(radio, ElementId.HtOperation) is var body ? (body[0], body[1]) : default;

    private static bool Forty(ApRig rig) => (ElementOf(rig.Radio, ElementId.HtCapabilities)[0] & HtBits.Forty) != 0;

    private static byte[] ElementOf(SimulatedRadio radio, ElementId id)
    {
        var reader = new ElementReader(radio.BeaconTail);
        while (reader.MoveNext())
        {
            if (reader.Current.Id == id)
            {
                return reader.Current.Body.ToArray();
            }
        }

        return [];
    }

    private static void Report(ApRig rig, string elements)
    {
        rig.Radio.Calls.Clear();
        byte[] body = [0x04, 0x00, .. Convert.FromHexString(elements.Replace(" ", "", StringComparison.Ordinal))];
        Span<byte> frame = stackalloc byte[512];
        var writer = new ByteWriter(frame);
        ManagementFrame.WriteHeader(ref writer, ManagementSubtype.Action, rig.Bss.Bssid, ApRig.First, rig.Bss.Bssid);
        writer.Bytes(body);
        rig.Radio.Inject(frame[..writer.Length]);
    }

    private static ApRig Wide(Func<RadioOptions, RadioOptions>? change = null, SimulatedRadioOptions? radio = null)
    {
        var rig = new ApRig(radio, o =>
        {
            var wide = o.Radio.At(OperatingChannel.Of(2437, ht: true, 1));
            return o with { BroadcastDeauth = false, Security = null, Radio = change is null ? wide : change(wide) };
        });
        rig.Bss.Enable();
        rig.Run(2);
        Assert.That((rig.Bss.State, rig.Bss.Announcement!.Channel.WidthMhz), Is.EqualTo((BssState.Enabled, 40)));
        return rig;
    }
}
