using HostApd.Driver;
using NUnit.Framework;
using static HostApd.Tests.Nl80211.ScriptedKernel;

namespace HostApd.Tests.Nl80211;

/// <summary>What a P2P device asks of a scripted kernel, and what it hears of it.</summary>
public sealed class OffChannelTests
{
    private static readonly byte[] OurIndex = U32(3, InterfaceIndex);
    private static readonly byte[] Sent = [0xd0, 0, 0, 0, .. new byte[20], 4];

    [Test]
    public void A_listen_names_channel_and_milliseconds_and_gives_the_kernels_cookie()
    {
        using var kernel = Kernel();
        using var link = kernel.Open();
        kernel.Clear();
        Assert.That(link.P2p.Listen(2437, TimeSpan.FromMilliseconds(4000), out var cookie).Succeeded);
        Assert.That(cookie, Is.EqualTo(11));
        Assert.That(kernel.Requests, Is.EqualTo(new[] { "REMAIN_ON_CHANNEL {IFINDEX WIPHY_FREQ DURATION}" }));
        Assert.That(kernel.Value("REMAIN_ON_CHANNEL", 38), Is.EqualTo(BitConverter.GetBytes(2437)));
        Assert.That(kernel.Value("REMAIN_ON_CHANNEL", 87), Is.EqualTo(BitConverter.GetBytes(4000)));
    }

    [Test]
    public void A_refused_listen_gives_no_cookie_not_even_an_old_one()
    {
        using var kernel = Kernel();
        using var link = kernel.Open();
        Assert.That(link.P2p.Listen(2437, TimeSpan.FromSeconds(1), out _).Succeeded);
        kernel.Refuse("REMAIN_ON_CHANNEL", 95);
        var result = link.P2p.Listen(2437, TimeSpan.FromSeconds(1), out var cookie);
        Assert.That((result.Errno, cookie), Is.EqualTo((95, 0UL)));
        Assert.That(result.ToString(), Does.StartWith("listening on 2437 MHz: ").And.EndWith("; the driver does not offer this"));
    }

    [Test]
    public void Ends_name_the_cookie()
    {
        using var kernel = Kernel();
        using var link = kernel.Open();
        kernel.Clear();
        link.P2p.EndListen(11);
        link.P2p.EndWait(0x1_0000_0007);
        Assert.That(kernel.Requests, Is.EqualTo(new[] { "CANCEL_REMAIN_ON_CHANNEL {IFINDEX COOKIE}", "FRAME_WAIT_CANCEL {IFINDEX COOKIE}" }));
        Assert.That(kernel.Value("CANCEL_REMAIN_ON_CHANNEL", 88), Is.EqualTo(BitConverter.GetBytes(11UL)));
        Assert.That(kernel.Value("FRAME_WAIT_CANCEL", 88), Is.EqualTo(BitConverter.GetBytes(0x1_0000_0007UL)));
    }

    [TestCase(200, SendOptions.NoCck, "IFINDEX FRAME WIPHY_FREQ OFFCHANNEL_TX_OK DURATION TX_NO_CCK_RATE")]
    [TestCase(10, SendOptions.None, "IFINDEX FRAME WIPHY_FREQ OFFCHANNEL_TX_OK DURATION")]
    [TestCase(0, SendOptions.NoCck | SendOptions.NoAcknowledgement, "IFINDEX FRAME WIPHY_FREQ OFFCHANNEL_TX_OK DONT_WAIT_FOR_ACK TX_NO_CCK_RATE")]
    public void A_frame_off_channel_says_how_long_to_wait_if_at_all(int wait, SendOptions options, string attributes)
    {
        using var kernel = Kernel();
        using var link = kernel.Open();
        kernel.Clear();
        Assert.That(link.P2p.SendFrame(Sent, 2412, TimeSpan.FromMilliseconds(wait), options, out var cookie).Succeeded);
        Assert.That(cookie, Is.EqualTo(7));
        Assert.That(kernel.Requests, Is.EqualTo(new[] { $"FRAME {{{attributes}}}" }));
        Assert.That(kernel.Value("FRAME", 51), Is.EqualTo(Sent));
        Assert.That(kernel.Value("FRAME", 38), Is.EqualTo(BitConverter.GetBytes(2412)));
        Assert.That(wait == 0 || kernel.Value("FRAME", 87)!.SequenceEqual(BitConverter.GetBytes(wait)));
    }

    [Test]
    public void A_driver_that_does_not_send_off_channel_is_asked_for_what_it_can()
    {
        using var kernel = new ScriptedKernel();
        using var link = kernel.Open();
        Assert.That(link.Radio.Capabilities.CanSendOffChannel, Is.False);
        kernel.Clear();
        Assert.That(link.P2p.SendFrame(Sent, 2437, TimeSpan.FromMilliseconds(200), SendOptions.None, out _).Succeeded);
        Assert.That(kernel.Requests, Is.EqualTo(new[] { "FRAME {IFINDEX FRAME WIPHY_FREQ}" }));
    }

    [Test]
    public void A_search_asks_for_one_SSID_on_these_channels_without_CCK()
    {
        using var kernel = Kernel();
        using var link = kernel.Open();
        kernel.Clear();
        Assert.That(link.P2p.Search(new SearchSettings
        {
            Ssid = "DIRECT-"u8,
            FrequenciesMhz = [2412, 2462],
            Elements = [0xdd, 1, 2],
            NoCck = true,
        }).Succeeded);
        Assert.That(kernel.Requests, Is.EqualTo(new[]
        {
            "TRIGGER_SCAN {IFINDEX SCAN_SSIDS SCAN_FREQUENCIES IE TX_NO_CCK_RATE SCAN_SUPP_RATES}",
        }));
        Assert.That(kernel.Value("TRIGGER_SCAN", 45), Is.EqualTo(Attribute(1, [.. "DIRECT-"u8])));
        Assert.That(kernel.Value("TRIGGER_SCAN", 44), Is.EqualTo(U32(1, 2412).Concat(U32(2, 2462))));
        Assert.That(kernel.Value("TRIGGER_SCAN", 125), Is.EqualTo(Attribute(0, 12, 18, 24, 36, 48, 72, 96, 108)));
        kernel.Clear();
        link.P2p.Search(new SearchSettings { Ssid = default });
        link.P2p.AbortSearch();
        Assert.That(kernel.Requests, Is.EqualTo(new[] { "TRIGGER_SCAN {IFINDEX SCAN_SSIDS}", "ABORT_SCAN {IFINDEX}" }));
    }

    [Test]
    public void A_radio_of_5_GHz_alone_is_not_told_the_rates_of_a_band_that_it_lacks()
    {
        using var kernel = new ScriptedKernel();
        kernel.Replies["GET_WIPHY"] = [[.. U32(1, 0), .. Text(2, "phy0"), .. U32(46, 2)]];
        using var link = kernel.Open();
        kernel.Clear();
        link.P2p.Search(new SearchSettings { Ssid = default, NoCck = true });
        Assert.That(kernel.Requests, Is.EqualTo(new[] { "TRIGGER_SCAN {IFINDEX SCAN_SSIDS TX_NO_CCK_RATE}" }));
    }

    [Test]
    public void Who_was_found_is_shown_one_by_one_and_what_has_no_address_is_left_out()
    {
        using var kernel = Kernel();
        kernel.Replies["GET_SCAN"] =
        [
            [.. OurIndex, .. Nest(47, Attribute(1, 0x42, 0, 0, 0, 1, 0), U32(2, 2437), Attribute(6, 0, 1, (byte)'x'),
                U32(7, unchecked((uint)-5000)), U32(10, 1504), Attribute(11, 0, 0))],
            [.. OurIndex, .. Nest(47, U32(2, 2437))],
            [.. OurIndex, .. Nest(47, Attribute(1, 0x42, 0, 0))],
            OurIndex,
        ];
        using var link = kernel.Open();
        kernel.Clear();
        var found = new List<string>();
        Assert.That(link.P2p.ReadNeighbours((in Neighbour n) =>
            found.Add($"{n.Bssid} {n.FrequencyMhz} {n.SignalDbm} {n.Age.TotalMilliseconds} {Convert.ToHexStringLower(n.Elements)}")).Succeeded);
        Assert.That(found, Is.EqualTo(new[] { "42:00:00:00:01:00 2437 -50 1504 000178" }));
        Assert.That(kernel.Requests, Is.EqualTo(new[] { "GET_SCAN {IFINDEX}" }));
    }

    [Test]
    public void A_list_that_changes_again_and_again_while_it_is_read_is_given_up()
    {
        using var kernel = Kernel();
        using var link = kernel.Open();
        kernel.Clear();
        kernel.Refuse("GET_SCAN", 4);
        Assert.That(link.P2p.ReadNeighbours(static (in Neighbour _) => { }).Errno, Is.EqualTo(4));
        Assert.That(kernel.Requests, Has.Count.EqualTo(4));
    }

    [Test]
    public void Events_of_stays_and_searches_reach_who_listens_by_either_name_of_the_interface()
    {
        using var kernel = Kernel();
        kernel.Replies["GET_INTERFACE"] = [[.. kernel.Replies["GET_INTERFACE"][0], .. U64(153, 5)]];
        using var link = kernel.Open();
        var heard = new P2pListener();
        link.P2p.Attach(heard);
        kernel.Send("REMAIN_ON_CHANNEL", OurIndex, U64(88, 11), U32(38, 2437), U32(87, 4000));
        kernel.Send("CANCEL_REMAIN_ON_CHANNEL", U64(153, 5), U64(88, 11), U32(38, 2437));
        kernel.Send("FRAME_WAIT_CANCEL", OurIndex, U64(88, 7));
        kernel.Send("REMAIN_ON_CHANNEL", U32(3, 3), U64(88, 11), U32(38, 2437));
        kernel.Send("CANCEL_REMAIN_ON_CHANNEL", U64(153, 6), U64(88, 11));
        kernel.Send("FRAME_WAIT_CANCEL", U64(88, 7));
        Assert.That(heard.Lines, Is.EqualTo(new[] { "began 11 2437", "ended 11", "ended 7" }));
    }

    [TestCase("NEW_SCAN_RESULTS", "search True")]
    [TestCase("SCAN_ABORTED", "search False")]
    public void The_end_of_a_search_is_told_once_and_only_of_our_own(string command, string line)
    {
        using var kernel = Kernel();
        using var link = kernel.Open();
        var heard = new P2pListener();
        link.P2p.Attach(heard);
        kernel.Send(command, OurIndex);
        kernel.Refuse("TRIGGER_SCAN", 16);
        Assert.That(link.P2p.Search(new SearchSettings { Ssid = default }).MayPass);
        kernel.Send(command, OurIndex);
        Assert.That(heard.Lines, Is.Empty, "another's");
        kernel.Allow("TRIGGER_SCAN");
        link.P2p.Search(new SearchSettings { Ssid = default });
        kernel.Send(command, U32(3, 3));
        Assert.That(heard.Lines, Is.Empty, "another interface's");
        kernel.Send(command, OurIndex);
        kernel.Send(command, OurIndex);
        Assert.That(heard.Lines, Is.EqualTo(new[] { line }));
    }

    [Test]
    public void What_the_radio_can_do_away_from_its_channel_is_read()
    {
        using var kernel = Kernel();
        using var link = kernel.Open();
        var radio = link.Radio.Capabilities;
        Assert.That((radio.CanRemainOnChannel, radio.CanSendOffChannel, link.P2p.LongestStay),
            Is.EqualTo((true, true, TimeSpan.FromSeconds(1))));
        using var silent = new ScriptedKernel();
        using var other = silent.Open();
        radio = other.Radio.Capabilities;
        Assert.That((radio.CanRemainOnChannel, radio.CanSendOffChannel, other.P2p.LongestStay),
            Is.EqualTo((false, false, TimeSpan.FromSeconds(5))));
    }

    [Test]
    public void Odd_neighbours_never_throw()
    {
        using var kernel = Kernel();
        byte[] whole = [.. OurIndex, .. Nest(47, Attribute(1, 0x42, 0, 0, 0, 1, 0), U32(2, 2437), Attribute(6, 0, 1, (byte)'x'), U32(7, 1), U32(10, 1))];
        using var link = kernel.Open();
        for (var length = 0; length <= whole.Length; length++)
        {
            for (var at = 0; at < length; at++)
            {
                var odd = whole[..length];
                odd[at] ^= 0xFF;
                kernel.Replies["GET_SCAN"] = [odd];
                Assert.That(() => link.P2p.ReadNeighbours(static (in Neighbour n) => _ = n.Elements.Length), Throws.Nothing);
            }
        }
    }

    private static ScriptedKernel Kernel()
    {
        var kernel = new ScriptedKernel();
        kernel.Replies["REMAIN_ON_CHANNEL"] = [U64(88, 11)];
        kernel.Replies["GET_WIPHY"] = [.. HwsimWiphy.Messages, [.. U32(111, 1000), .. Attribute(108), .. Nest(50, U32(1, 55))]];
        return kernel;
    }
}
