using HostApd.Driver;
using HostApd.Ieee80211;
using HostApd.Nl80211;
using NUnit.Framework;
using static HostApd.Tests.Nl80211.ScriptedKernel;
using Names = HostApd.Nl80211.Nl80211;

namespace HostApd.Tests.Nl80211;

/// <summary>Looking for radar, by the numbers of linux/nl80211.h: RADAR_DETECT 94, RADAR_EVENT 168, CHANNEL_WIDTH 159, CENTER_FREQ1 160.</summary>
public sealed class RadarTests
{
    /// <summary>GET_REG: ETSI has a say (DFS_REGION 146).</summary>
    private static readonly byte[] Germany = [.. Attribute(33, (byte)'D', (byte)'E', 0), .. Attribute(146, 2)];

    private ScriptedKernel _kernel = null!;
    private Nl80211Link _link = null!;
    private Listener _heard = null!;

    [SetUp]
    public void SetUp()
    {
        _kernel = new ScriptedKernel();
        _kernel.Replies["GET_REG"] = [Germany];
        _kernel.Replies["GET_WIPHY"] =
        [
            .. HwsimWiphy.Messages, Nest(22, Nest(1, Nest(1, Channel(5260), Channel(5280), Channel(5300), Channel(5320)))),
            // One access point hears radar in widths 0 to 3 of NL80211_CHAN_WIDTH_, which is up to 80 MHz.
            Nest(120, Nest(1, U32(2, 1), U32(4, 1), Nest(1, Nest(1, U32(1, 1), Nest(2, Attribute(3)))), U32(5, 0x0f))),
        ];
        _link = _kernel.Open();
        _heard = new Listener();
        _link.Attach(_heard);
        _link.Radio.Attach(_heard);
        _kernel.Clear();
    }

    [TearDown]
    public void TearDown()
    {
        _link.Dispose();
        _kernel.Dispose();
    }

    [Test]
    public void It_asks_for_all_of_the_channel()
    {
        Assert.That(_link.StartRadarDetection(Eighty).Succeeded);
        Assert.That(_kernel.Requests, Is.EqualTo(new[] { "RADAR_DETECT {IFINDEX WIPHY_FREQ CHANNEL_WIDTH CENTER_FREQ1}" }));
        Assert.That(new ushort[] { 38, 159, 160 }.Select(a => BitConverter.ToUInt32(_kernel.Value("RADAR_DETECT", a)!)), Is.EqualTo(new uint[] { 5260, 3, 5290 }));
    }

    [Test]
    public void The_kernel_is_not_asked_for_a_width_that_the_radio_does_not_hear()
    {
        var result = _link.StartRadarDetection(OperatingChannel.Of(ChannelGrid.Blocks(5260, 160).First()));
        Assert.That(result.Problem, Does.EndWith("phy0 hears radar in 20, 40, 80 MHz, and not in 160"));
        Assert.That(_kernel.Requests, Is.Empty);
    }

    [Test]
    public void A_refusal_is_told_with_the_channel()
    {
        _kernel.Refuse("RADAR_DETECT", 16);
        Assert.That(_link.StartRadarDetection(Eighty), Has.Property("Errno").EqualTo(16).And.Property("Operation").EqualTo("listening for radar on 5260 MHz"));
    }

    [Test]
    public void It_is_ended_by_taking_the_interface_down_and_up()
    {
        _ = _link.StartRadarDetection(Eighty);
        Assert.That((_link.EndRadarDetection().Succeeded, _kernel.LinkIsUp), Is.EqualTo((true, true)));
        Assert.That(_kernel.Commands, Is.EqualTo(new[] { "RADAR_DETECT" }), "there is no command for it");
    }

    // What is told, of which channel (NL80211_CHAN_WIDTH_), by an interface or by none; and what is known of 5260 and 5300 MHz then.
    [TestCase(0u, 3u, 5290u, "radar Detected 5260 80", RadarState.Unavailable, RadarState.Unavailable)]
    [TestCase(1u, 3u, 5290u, "radar CheckFinished 5260 80", RadarState.Available, RadarState.Available)]
    [TestCase(2u, 3u, 5290u, "radar CheckAborted 5260 80", RadarState.Usable, RadarState.Usable)]
    [TestCase(3u, 0u, 5260u, "radar OccupancyEnded 5260 20 no HT", RadarState.Usable, RadarState.Usable)]
    [TestCase(4u, 0u, 5260u, "radar CheckExpired 5260 20 no HT", RadarState.Usable, RadarState.Usable)]
    [TestCase(5u, 2u, 5270u, "radar CheckStarted 5260 40", RadarState.Usable, RadarState.Usable)]
    [TestCase(1u, 2u, 5270u, "radar CheckFinished 5260 40", RadarState.Available, RadarState.Usable)]
    public void News_reach_the_radio_and_what_is_known_of_its_channels(uint told, uint width, uint centre, string line, RadarState first, RadarState third)
    {
        byte[][] news = [U32(1, 0), U32(38, 5260), U32(39, width == 0 ? 0u : 2), U32(159, width), U32(160, centre), U32(168, told)];
        _kernel.Send("RADAR_DETECT", news);
        Assert.That(_heard.Lines, Is.EqualTo(new[] { line }));
        Assert.That((StateOf(5260), StateOf(5300)), Is.EqualTo((first, third)));
        _kernel.Send("RADAR_DETECT", [U32(3, InterfaceIndex), .. news]);
        Assert.That(_heard.Lines, Is.EqualTo(new[] { line, line }), "an interface changes nothing");
        Assert.That(_kernel.Requests, Is.Empty, "nothing is read for it");
    }

    [Test]
    public void What_is_another_radios_or_says_nothing_is_passed_over()
    {
        _kernel.Send("RADAR_DETECT", U32(1, 7), U32(38, 5260), U32(159, 1), U32(160, 5260), U32(168, 0));
        _kernel.Send("RADAR_DETECT", U32(38, 5260), U32(159, 1), U32(160, 5260), U32(168, 0));
        _kernel.Send("RADAR_DETECT", U32(1, 0), U32(159, 1), U32(160, 5260), U32(168, 0));
        _kernel.Send("RADAR_DETECT", U32(1, 0), U32(38, 5260), U32(159, 1), U32(160, 5260));
        _kernel.Send("RADAR_DETECT", U32(1, 0), U32(38, 5260), U32(159, 1), U32(160, 5260), U32(168, 6));
        Assert.That(_heard.Lines, Is.Empty);
        Assert.That(StateOf(5260), Is.EqualTo(RadarState.Usable));
    }

    [Test]
    public void Cut_news_never_throw()
    {
        byte[] whole = [Names.NL80211_CMD_RADAR_DETECT, 1, 0, 0, .. U32(1, 0), .. U32(38, 5260), .. U32(159, 3), .. U32(160, 5290), .. U32(168, 0)];
        for (var length = 0; length <= whole.Length; length++)
        {
            Assert.That(() => _kernel.SendRaw(whole[..length]), Throws.Nothing);
            for (var at = 4; at < length; at++)
            {
                var odd = whole[..length];
                odd[at] ^= 0xff;
                Assert.That(() => _kernel.SendRaw(odd), Throws.Nothing);
            }
        }
    }

    [Test]
    public void The_radio_is_read_again_where_it_is_asked_to()
    {
        Assert.That(_link.Radio.ReadAgain().Succeeded);
        Assert.That(_kernel.Commands, Is.EqualTo(new[] { "GET_REG", "GET_WIPHY" }));
    }

    private static OperatingChannel Eighty => OperatingChannel.Of(ChannelGrid.Blocks(5260, 80).First());

    /// <summary>With radar (5) and 20 dBm (6).</summary>
    private static byte[] Channel(uint frequency) => Nest((ushort)((frequency - 5260) / 20), U32(1, frequency), U32(6, 2000), Attribute(5));

    private RadarState StateOf(int mhz) => _link.Radio.Capabilities.FindChannel(mhz)!.RadarState;
}
