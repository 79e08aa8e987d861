using HostApd.Nl80211;
using NUnit.Framework;
using static HostApd.Tests.Nl80211.ScriptedKernel;
using Names = HostApd.Nl80211.Nl80211;

namespace HostApd.Tests.Nl80211;

/// <summary>Several links of one radio: what they share, and what one of them never hears of the other.</summary>
public sealed class SharedRadioTests
{
    private static readonly byte[] Station = [0x02, 0, 0, 0, 1, 0];

    private static readonly byte[] LinkCommands =
    [
        Names.NL80211_CMD_FRAME, Names.NL80211_CMD_FRAME_TX_STATUS, Names.NL80211_CMD_CONTROL_PORT_FRAME,
        Names.NL80211_CMD_CONTROL_PORT_FRAME_TX_STATUS, Names.NL80211_CMD_PROBE_CLIENT, Names.NL80211_CMD_UNEXPECTED_FRAME,
        Names.NL80211_CMD_STOP_AP, Names.NL80211_CMD_CH_SWITCH_NOTIFY,
    ];

    [Test]
    public void Two_links_share_one_pair_of_sockets_and_one_wiphy_dump()
    {
        using var kernel = new SharedKernel();
        var radio = kernel.OpenRadio();
        kernel.Plug("wlan0");
        using var first = OnAir(radio, "wlan0");
        using var second = OnAir(radio, "wlan0_1", createOn: "wlan0");
        Assert.That((kernel.Opened, kernel.Open), Is.EqualTo((2, 2)));
        Assert.That((kernel.Count(Names.NL80211_CMD_GET_WIPHY), kernel.Count(Names.NL80211_CMD_GET_REG)), Is.EqualTo((1, 1)));
        Assert.That(kernel.Devices.Select(static d => d.Beacons), Is.All.Not.Null);
        Assert.That(kernel.Devices.Select(static d => d.Beacons).Distinct().Count(), Is.EqualTo(1), "one socket owns both");
        Assert.That((first.Radio.Capabilities.PhyName, second.Radio), Is.EqualTo(("phy0", first.Radio)));
    }

    [Test]
    public void An_event_that_names_one_link_does_not_reach_the_other([Values] bool byWdevAlone)
    {
        using var pair = new Pair();

        // A stop is believed only when the kernel beacons no more.
        pair.FirstDevice.Beacons = pair.SecondDevice.Beacons = null;
        foreach (var command in LinkCommands)
        {
            pair.Kernel.Send(command, [pair.NameOf(pair.SecondDevice, byWdevAlone), .. Content]);
        }

        Assert.That(pair.First.Lines, Is.Empty);
        Assert.That(pair.Second.Lines, Has.Count.EqualTo(LinkCommands.Length));
        pair.Second.Lines.Clear();
        pair.Kernel.Send(Names.NL80211_CMD_FRAME, [pair.NameOf(pair.FirstDevice, byWdevAlone), .. Content]);
        Assert.That((pair.First.Lines.Count, pair.Second.Lines.Count), Is.EqualTo((1, 0)));
    }

    [Test]
    public void An_event_that_names_no_interface_or_another_programs_reaches_no_link()
    {
        using var pair = new Pair();
        pair.FirstDevice.Beacons = pair.SecondDevice.Beacons = null;
        foreach (var command in LinkCommands)
        {
            pair.Kernel.Send(command, Content);
            pair.Kernel.Send(command, [U32(1, 0), .. Content]);
            pair.Kernel.Send(command, [U64(153, 7), .. Content]);
            pair.Kernel.Send(command, [U32(3, 77), U64(153, 7), .. Content]);
        }

        Assert.That(pair.First.Lines.Concat(pair.Second.Lines).Concat(pair.OfRadio.Lines), Is.Empty);
    }

    [Test]
    public void Another_programs_interface_that_is_told_to_move_is_told_of_where_it_shares_the_radio()
    {
        using var pair = new Pair();
        var station = pair.Kernel.Plug("wlan9");
        pair.Kernel.Plug("far0").Wiphy = 5;
        foreach (var device in pair.Kernel.Devices)
        {
            pair.Kernel.Send(Names.NL80211_CMD_CH_SWITCH_STARTED_NOTIFY, [pair.NameOf(device, byWdevAlone: false),
                U32(Names.NL80211_ATTR_WIPHY_FREQ, 2462), U32(Names.NL80211_ATTR_WIPHY_CHANNEL_TYPE, 2), U32(Names.NL80211_ATTR_CH_SWITCH_COUNT, 7)]);
        }

        pair.Kernel.Send(Names.NL80211_CMD_CH_SWITCH_STARTED_NOTIFY, [pair.NameOf(station, byWdevAlone: false)]);
        pair.Kernel.Send(Names.NL80211_CMD_CH_SWITCH_STARTED_NOTIFY, [U32(3, 77), U32(Names.NL80211_ATTR_WIPHY_FREQ, 2462)]);
        Assert.That(pair.OfRadio.Lines, Is.EqualTo(new[] { "wlan9 (station) moves to 2462 -1 in 7" }));
        Assert.That(pair.First.Lines.Concat(pair.Second.Lines), Is.Empty);
    }

    // NL80211_CHAN_WIDTH_80, _160, _320, _80P80, _5, and a centre that no block has.
    [TestCase(5180, 3, 5210, ExpectedResult = "5180 80 MHz 5210 1")]
    [TestCase(5240, 5, 5250, ExpectedResult = "5240 160 MHz 5250 -1")]
    [TestCase(5955, 13, 6105, ExpectedResult = "5955 320 MHz 6105 1")]
    [TestCase(6115, 13, 6265, ExpectedResult = "6115 320 MHz 6265 1", Description = "of two blocks the one whose centre it names")]
    [TestCase(5180, 4, 5210, ExpectedResult = "5180 20 MHz 5180 0")]
    [TestCase(5180, 6, 5180, ExpectedResult = "5180 20 MHz 5180 0")]
    [TestCase(5180, 3, 5230, ExpectedResult = "5180 20 MHz 5180 0")]
    public string A_wide_channel_of_an_event_is_that_of_the_grid(int primary, int width, int centre)
    {
        var fields = new EventFields { Frequency = primary, ChannelType = Names.NL80211_CHAN_HT20, Width = (uint)width, CentreFrequency = centre };
        var channel = fields.Channel;
        return $"{channel.PrimaryMhz} {channel.WidthMhz} MHz {channel.CentreMhz} {channel.Secondary}";
    }

    [Test]
    public void A_link_that_has_no_interface_hears_of_none()
    {
        using var pair = new Pair();
        pair.Kernel.Unplug(pair.SecondDevice);
        pair.Second.Lines.Clear();
        pair.Kernel.Send(Names.NL80211_CMD_FRAME, Content);
        pair.Kernel.Send(Names.NL80211_CMD_FRAME, [pair.NameOf(pair.SecondDevice, byWdevAlone: false), .. Content]);
        pair.Kernel.Send(Names.NL80211_CMD_FRAME, [pair.NameOf(pair.SecondDevice, byWdevAlone: true), .. Content]);
        Assert.That(pair.First.Lines.Concat(pair.Second.Lines), Is.Empty);
    }

    [Test]
    public void Regulatory_news_are_the_radios_and_read_once()
    {
        using var pair = new Pair();
        pair.Kernel.Commands.Clear();
        pair.Kernel.Send(Names.NL80211_CMD_REG_CHANGE);
        Assert.That(pair.OfRadio.Lines, Is.EqualTo(new[] { "regulatory" }));
        Assert.That(pair.Kernel.Count(Names.NL80211_CMD_GET_WIPHY), Is.EqualTo(1));
        pair.Kernel.Send(Names.NL80211_CMD_REG_CHANGE, U32(1, 7));
        Assert.That(pair.OfRadio.Lines, Has.Count.EqualTo(2), "the world's domain, that another radio's driver asked for");
        pair.Kernel.Send(Names.NL80211_CMD_WIPHY_REG_CHANGE, U32(1, 0));
        Assert.That(pair.OfRadio.Lines, Has.Count.EqualTo(3), "our wiphy's own");
        Assert.That(pair.First.Lines.Concat(pair.Second.Lines), Is.Empty);
    }

    [Test]
    public void The_domain_of_another_wiphy_is_not_ours()
    {
        using var pair = new Pair();
        pair.Kernel.Commands.Clear();
        pair.Kernel.Send(Names.NL80211_CMD_WIPHY_REG_CHANGE, U32(1, 7));
        Assert.That((pair.OfRadio.Lines.Count, pair.Kernel.Commands.Count), Is.EqualTo((0, 0)));
    }

    [Test]
    public void A_link_that_goes_and_comes_back_leaves_the_access_point_of_the_other_alone([Values("wlan0", "wlan1")] string name)
    {
        using var pair = new Pair();
        var (gone, kept) = name == "wlan0" ? (pair.FirstDevice, pair.SecondDevice) : (pair.SecondDevice, pair.FirstDevice);
        var (link, heard, other) = name == "wlan0" ? (pair.FirstLink, pair.First, pair.Second) : (pair.SecondLink, pair.Second, pair.First);
        var owner = kept.Beacons;
        pair.Kernel.Commands.Clear();
        pair.Kernel.Unplug(gone);
        var back = pair.Kernel.Plug(name);
        pair.Kernel.Tell(back);
        Assert.That(heard.Lines, Is.EqualTo(new[] { "interface Removed", "interface Returned" }));
        Start(link);
        Assert.That((kept.Beacons, kept.Frames), Is.EqualTo((owner, owner)), "untouched");
        Assert.That((back.Beacons, back.Frames), Is.EqualTo((owner, owner)), "asked for anew, on the same socket");
        Assert.That((pair.Kernel.Opened, pair.Kernel.Count(Names.NL80211_CMD_GET_WIPHY)), Is.EqualTo((2, 0)));
        Assert.That(other.Lines, Is.Empty);
        pair.Kernel.Send(Names.NL80211_CMD_FRAME, [pair.NameOf(back, byWdevAlone: true), .. Content]);
        Assert.That((heard.Lines.Count, other.Lines.Count), Is.EqualTo((3, 0)), "by its new number");
    }

    [Test]
    public void When_the_last_interface_has_gone_the_radio_starts_over_on_fresh_sockets()
    {
        using var pair = new Pair();
        pair.Kernel.Unplug(pair.FirstDevice);
        pair.Kernel.Unplug(pair.SecondDevice);
        Assert.That((pair.Kernel.Opened, pair.Kernel.Open), Is.EqualTo((2, 2)), "nothing to open them for yet");
        pair.Kernel.Commands.Clear();
        var back = pair.Kernel.Plug("wlan1");
        pair.Kernel.Tell(back);
        Assert.That((pair.Kernel.Opened, pair.Kernel.Open), Is.EqualTo((4, 2)));
        Assert.That(pair.Kernel.Count(Names.NL80211_CMD_GET_WIPHY), Is.EqualTo(1), "it may be another radio");
        Start(pair.SecondLink);
        pair.Kernel.Tell(pair.Kernel.Plug("wlan0"));
        Start(pair.FirstLink);
        Assert.That((pair.Kernel.Opened, pair.Kernel.Count(Names.NL80211_CMD_GET_WIPHY)), Is.EqualTo((4, 1)), "one more pair for both");
        Assert.That(pair.Kernel.Devices.Select(static d => d.Beacons), Is.All.Not.Null);
    }

    [Test]
    public void News_that_lag_behind_do_not_keep_the_old_sockets()
    {
        using var pair = new Pair();
        pair.Kernel.Devices.Clear();
        pair.Kernel.Tell(pair.FirstDevice);

        // wlan0 is back before anybody has told of wlan1.
        pair.Kernel.Tell(pair.Kernel.Plug("wlan0"));
        Assert.That(pair.Kernel.Opened, Is.EqualTo(4));
        pair.Kernel.Tell(pair.SecondDevice);
        Assert.That(pair.Second.Lines, Is.EqualTo(new[] { "interface Removed" }));
        pair.Kernel.Tell(pair.Kernel.Plug("wlan1"));
        Assert.That(pair.Second.Lines[^1], Is.EqualTo("interface Returned"));
        Assert.That(pair.Kernel.Opened, Is.EqualTo(4));
    }

    [Test]
    public void Lost_news_of_interfaces_are_asked_for_by_all_and_then_who_is_back_is_found()
    {
        using var pair = new Pair();
        pair.Kernel.Unplug(pair.FirstDevice);
        pair.First.Lines.Clear();
        pair.Kernel.Devices.Clear();
        pair.Kernel.Plug("wlan0");
        pair.Kernel.Overflow(isRoute: true);
        pair.Kernel.Loop.Turn(0);
        Assert.That(pair.Second.Lines, Is.EqualTo(new[] { "interface Removed" }));
        Assert.That(pair.First.Lines, Is.EqualTo(new[] { "interface Returned" }));
        Assert.That(pair.Kernel.Opened, Is.EqualTo(4), "nobody was left on the old sockets");
    }

    [Test]
    public void Lost_events_are_told_to_every_link_once()
    {
        using var pair = new Pair();
        pair.Kernel.Overflow(isRoute: false);
        pair.Kernel.Loop.Turn(0);
        Assert.That((pair.First.Lines, pair.Second.Lines), Is.EqualTo((new List<string> { "lost" }, new List<string> { "lost" })));
    }

    [Test]
    public void A_made_interface_is_removed_with_its_link_and_the_other_goes_on()
    {
        using var kernel = new SharedKernel();
        var radio = kernel.OpenRadio();
        var device = kernel.Plug("wlan0");
        using var first = OnAir(radio, "wlan0");
        var second = OnAir(radio, "wlan0_1", createOn: "wlan0");
        var owner = device.Beacons;
        kernel.Commands.Clear();
        second.Dispose();
        Assert.That(kernel.Commands, Is.EqualTo(new[] { Names.NL80211_CMD_DEL_INTERFACE }));
        Assert.That((kernel.Devices.Single(), device.Beacons, device.Frames, kernel.Open), Is.EqualTo((device, owner, owner, 2)));
    }

    [Test]
    public void A_link_that_is_closed_hears_no_more_and_its_place_can_be_taken()
    {
        using var pair = new Pair();
        pair.FirstLink.Dispose();
        Assert.That((pair.FirstDevice.Type, pair.SecondDevice.Beacons is not null), Is.EqualTo((2u, true)));
        pair.Kernel.Send(Names.NL80211_CMD_FRAME, [pair.NameOf(pair.FirstDevice, byWdevAlone: false), .. Content]);
        pair.Kernel.Unplug(pair.FirstDevice);
        pair.Kernel.Tell(pair.Kernel.Plug("wlan0"));
        Assert.That(pair.First.Lines, Is.Empty);
        using var again = OnAir(pair.Radio, "wlan0");
        Assert.That((pair.Kernel.Opened, pair.SecondDevice.Beacons is not null), Is.EqualTo((2, true)));
    }

    /// <summary>The scripted kernel's addresses are local ones already: the next free behind the other's.</summary>
    [TestCase("wlan0", null)]
    [TestCase(null, "phy0")]
    public void An_interface_is_made_beside_another_programs_and_removed_at_the_end(string? beside, string? phy)
    {
        using var kernel = new SharedKernel();
        var radio = kernel.OpenRadio();
        var station = kernel.Plug("wlan0");
        kernel.Plug("p2p-dev-wlan0");
        var result = radio.OpenLink(new Nl80211LinkOptions { InterfaceName = "p2p-wlan0-0", CreateOn = beside, CreateOnPhy = phy }, out var link);
        Assert.That(result.ToString(), Is.EqualTo("ok"));
        Start(link!);
        Assert.That((kernel.Devices.Last().Name, kernel.AskedAddress), Is.EqualTo(("p2p-wlan0-0", "020000000003")));
        Assert.That(link!.Neighbours.Select(static n => n.Name), Is.EqualTo(new[] { "wlan0", "p2p-dev-wlan0" }));
        link.Dispose();
        Assert.That(kernel.Devices.Select(static d => d.Name), Is.EqualTo(new[] { "wlan0", "p2p-dev-wlan0" }));
        Assert.That((station.Type, station.Beacons), Is.EqualTo((2u, default(object))), "it is left alone");
    }

    [TestCase("wlan7", null, "making p2p-wlan0-0: there is no wlan7 to make it beside")]
    [TestCase(null, "phy7", "making p2p-wlan0-0: there is no radio phy7 to make it on; see `iw phy` for the names")]
    public void What_it_is_to_be_made_on_must_be_there(string? beside, string? phy, string expected)
    {
        using var kernel = new SharedKernel();
        var radio = kernel.OpenRadio();
        kernel.Plug("wlan0");
        var result = radio.OpenLink(new Nl80211LinkOptions { InterfaceName = "p2p-wlan0-0", CreateOn = beside, CreateOnPhy = phy }, out _);
        Assert.That((result.InterfaceMissing, kernel.Devices.Count), Is.EqualTo((true, 1)));
        Assert.That(result.ToString(), Is.EqualTo(expected));
    }

    [Test]
    public void One_that_exists_is_used_and_stays()
    {
        using var kernel = new SharedKernel();
        var radio = kernel.OpenRadio();
        kernel.Plug("wlan0");
        kernel.Plug("p2p-wlan0-0");
        _ = radio.OpenLink(new Nl80211LinkOptions { InterfaceName = "p2p-wlan0-0", CreateOn = "wlan0" }, out var link);
        Start(link!);
        link!.Dispose();
        Assert.That((kernel.Devices.Count, kernel.AskedAddress), Is.EqualTo((2, default(string))));
    }

    [Test]
    public void The_sockets_close_with_the_radio()
    {
        using var kernel = new SharedKernel();
        var radio = kernel.OpenRadio();
        var device = kernel.Plug("wlan0");
        var link = OnAir(radio, "wlan0");
        link.Dispose();
        Assert.That(kernel.Open, Is.EqualTo(2), "another link may be opened");
        using (OnAir(radio, "wlan0"))
        {
            Assert.That(device.Beacons, Is.Not.Null);
            radio.Dispose();
            Assert.That((kernel.Open, device.Beacons), Is.EqualTo((0, default(object))));
        }
    }

    private static byte[][] Content => [U32(38, 2437), Attribute(6, Station), Attribute(102, 0x8e, 0x88), Attribute(51, new byte[20])];

    private static Nl80211Link OnAir(Nl80211Radio radio, string name, string? createOn = null)
    {
        var result = radio.OpenLink(new Nl80211LinkOptions { InterfaceName = name, CreateOn = createOn, FindUsers = static _ => [] }, out var link);
        Assert.That(result.ToString(), Is.EqualTo("ok"));
        Start(link!);
        return link!;
    }

    private static void Start(Nl80211Link link)
    {
        Assert.That(link.Prepare(Frames).ToString(), Is.EqualTo("ok"));
        Assert.That(DriverTests.Start(link).ToString(), Is.EqualTo("ok"));
    }

    /// <summary>wlan0 and wlan1 of one radio, both on the air.</summary>
    private sealed class Pair : IDisposable
    {
        public Pair()
        {
            Radio = Kernel.OpenRadio();
            FirstDevice = Kernel.Plug("wlan0");
            SecondDevice = Kernel.Plug("wlan1");
            FirstLink = OnAir(Radio, "wlan0");
            SecondLink = OnAir(Radio, "wlan1");
            FirstLink.Attach(First);
            SecondLink.Attach(Second);
            Radio.Attach(OfRadio);
        }

        public SharedKernel Kernel { get; } = new();

        public Nl80211Radio Radio { get; }

        public SharedKernel.Device FirstDevice { get; }

        public SharedKernel.Device SecondDevice { get; }

        public Nl80211Link FirstLink { get; }

        public Nl80211Link SecondLink { get; }

        public Listener First { get; } = new();

        public Listener Second { get; } = new();

        public Listener OfRadio { get; } = new();

        public byte[] NameOf(SharedKernel.Device device, bool byWdevAlone) =>
            byWdevAlone ? U64(153, device.Wdev) : [.. U32(3, (uint)device.Index), .. U64(153, device.Wdev)];

        public void Dispose()
        {
            FirstLink.Dispose();
            SecondLink.Dispose();
            Kernel.Dispose();
        }
    }
}
