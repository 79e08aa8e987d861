using HostApd.Driver;
using HostApd.Ieee80211;
using HostApd.Nl80211;
using NUnit.Framework;
using static HostApd.Tests.Nl80211.ScriptedKernel;

namespace HostApd.Tests.Nl80211;

/// <summary>An access point looks around: what it asks of a scripted kernel, and what it hears of it.</summary>
public sealed class SiteScanTests
{
    private static readonly byte[] OurIndex = U32(3, InterfaceIndex);

    [Test]
    public void A_scan_names_its_channels_and_asks_nobody()
    {
        using var kernel = new ScriptedKernel();
        using var link = kernel.Open();
        kernel.Clear();
        Assert.That(link.Scanning.Scan([2412, 2462]).Succeeded);
        Assert.That(kernel.Requests, Is.EqualTo(new[] { "TRIGGER_SCAN {IFINDEX SCAN_FREQUENCIES}" }));
        Assert.That(kernel.Value("TRIGGER_SCAN", 44), Is.EqualTo(U32(1, 2412).Concat(U32(2, 2462))));
    }

    [Test]
    public void While_it_beacons_it_asks_as_an_access_point()
    {
        using var kernel = new ScriptedKernel();
        kernel.Replies["GET_WIPHY"] = HwsimWiphy.Messages;
        using var link = kernel.Open();
        Assert.That(link.Radio.Capabilities.CanScanWhileBeaconing);
        Assert.That(link.Start(SurveyTests.Settings()).ToString(), Is.EqualTo("ok"));
        kernel.Clear();
        Assert.That(link.Scanning.Scan([2412]).Succeeded);
        Assert.That(kernel.Requests, Is.EqualTo(new[] { "TRIGGER_SCAN {IFINDEX SCAN_FREQUENCIES SCAN_FLAGS}" }));
        Assert.That(kernel.Value("TRIGGER_SCAN", 158), Is.EqualTo(BitConverter.GetBytes(4)));
    }

    [TestCase("NEW_SCAN_RESULTS", "scan True")]
    [TestCase("SCAN_ABORTED", "scan False")]
    public void The_end_is_told_once_and_only_of_our_own(string command, string line)
    {
        using var kernel = new ScriptedKernel();
        using var link = kernel.Open();
        var heard = new Listener();
        link.Scanning.Attach(heard);
        kernel.Send(command, OurIndex);
        kernel.Refuse("TRIGGER_SCAN", 16);
        Assert.That(link.Scanning.Scan([2412]).MayPass);
        kernel.Send(command, OurIndex);
        Assert.That(heard.Lines, Is.Empty, "another's");
        kernel.Allow("TRIGGER_SCAN");
        link.Scanning.Scan([2412]);
        kernel.Send(command, U32(3, 3));
        Assert.That(heard.Lines, Is.Empty, "another interface's");
        kernel.Send(command, OurIndex);
        kernel.Send(command, OurIndex);
        Assert.That(heard.Lines, Is.EqualTo(new[] { line }));
    }

    [Test]
    public void One_that_is_ended_is_not_told_of()
    {
        using var kernel = new ScriptedKernel();
        using var link = kernel.Open();
        var heard = new Listener();
        link.Scanning.Attach(heard);
        link.Scanning.Scan([2412]);
        kernel.Clear();
        link.Scanning.EndScan();
        link.Scanning.EndScan();
        kernel.Send("SCAN_ABORTED", OurIndex);
        Assert.That(heard.Lines, Is.Empty);
        Assert.That(kernel.Requests, Is.EqualTo(new[] { "ABORT_SCAN {IFINDEX}" }));
    }

    [Test]
    public void Where_an_access_point_may_not_it_is_a_station_meanwhile_and_asks_for_its_frames_anew()
    {
        using var kernel = new ScriptedKernel();
        using var link = Prepared(kernel);
        var heard = new Listener();
        link.Scanning.Attach(heard);
        kernel.Clear();
        kernel.RefuseOnce("TRIGGER_SCAN", 95);
        Assert.That(link.Scanning.Scan([2412]).Succeeded);
        Assert.That((kernel.Commands.ToArray(), kernel.Value("SET_INTERFACE", 5), kernel.LinkIsUp),
            Is.EqualTo((new[] { "TRIGGER_SCAN", "SET_INTERFACE", "TRIGGER_SCAN" }, BitConverter.GetBytes(2), true)));
        kernel.Clear();
        kernel.Send("NEW_SCAN_RESULTS", OurIndex);
        Assert.That(heard.Lines, Is.EqualTo(new[] { "scan True" }));
        Assert.That(kernel.Commands, Is.EqualTo(new[] { "SET_INTERFACE", "UNEXPECTED_FRAME", "REGISTER_FRAME" }));
        Assert.That((kernel.Value("SET_INTERFACE", 5), kernel.LinkIsUp), Is.EqualTo((BitConverter.GetBytes(3), true)));
    }

    [Test]
    public void A_station_that_is_refused_too_is_an_access_point_at_once()
    {
        using var kernel = new ScriptedKernel();
        using var link = Prepared(kernel);
        kernel.Clear();
        kernel.Refuse("TRIGGER_SCAN", 95);
        Assert.That(link.Scanning.Scan([2412]).Errno, Is.EqualTo(95));
        Assert.That(kernel.Value("SET_INTERFACE", 5), Is.EqualTo(BitConverter.GetBytes(3)));
    }

    [Test]
    public void One_that_is_ended_as_a_station_is_an_access_point_at_once()
    {
        using var kernel = new ScriptedKernel();
        using var link = Prepared(kernel);
        kernel.RefuseOnce("TRIGGER_SCAN", 95);
        link.Scanning.Scan([2412]);
        link.Scanning.EndScan();
        Assert.That((kernel.Value("SET_INTERFACE", 5), kernel.LinkIsUp), Is.EqualTo((BitConverter.GetBytes(3), true)));
    }

    [Test]
    public void An_access_point_on_the_air_becomes_no_station()
    {
        using var kernel = new ScriptedKernel();
        using var link = Prepared(kernel);
        link.Start(SurveyTests.Settings());
        kernel.Clear();
        kernel.Refuse("TRIGGER_SCAN", 95);
        Assert.That(link.Scanning.Scan([2412]).Errno, Is.EqualTo(95));
        Assert.That(kernel.Commands, Is.EqualTo(new[] { "TRIGGER_SCAN" }));
    }

    [Test]
    public void What_is_counted_is_shown_with_noise_and_what_was_sent()
    {
        using var kernel = new ScriptedKernel();
        using var link = kernel.Open();
        kernel.Replies["GET_SURVEY"] =
        [
            Info(U32(1, 2412), Attribute(2, 0xa1), U64(4, 100), U64(5, 40), U64(7, 30), U64(8, 10)),
            Info(U32(1, 2417), U64(4, 100), U64(7, 30)),
            Info(U32(1, 2422), U64(4, 0), U64(5, 0)),
            Info(U32(1, 2427), Attribute(2, 0xa1)),
            OurIndex,
        ];
        var seen = new List<ChannelSurvey>();
        Assert.That(link.Scanning.ReadSurveys(seen.Add).Succeeded);
        Assert.That(seen, Is.EqualTo(new[]
        {
            new ChannelSurvey(2412, 100, 40) { SentMilliseconds = 10, NoiseDbm = -95 }, new ChannelSurvey(2417, 100, 30),
        }));
    }

    [TestCase(100UL, 50UL, 0UL, 200UL, 75UL, 0UL, 0.25, Description = "counted on")]
    [TestCase(100UL, 50UL, 10UL, 200UL, 75UL, 20UL, 0.15, Description = "without our own sending")]
    [TestCase(0UL, 0UL, 0UL, 100UL, 50UL, 0UL, 0.5, Description = "never before")]
    [TestCase(500UL, 50UL, 0UL, 100UL, 25UL, 0UL, 0.25, Description = "begun anew")]
    [TestCase(50UL, 50UL, 0UL, 100UL, 25UL, 0UL, 0.25, Description = "begun anew, and longer")]
    [TestCase(100UL, 50UL, 0UL, 100UL, 50UL, 0UL, 0.5, Description = "not counted since: what there is")]
    [TestCase(0UL, 0UL, 0UL, 0UL, 0UL, 0UL, 0.0, Description = "nothing")]
    [TestCase(0UL, 0UL, 0UL, 100UL, 200UL, 0UL, 1.0, Description = "more than there was")]
    [TestCase(0UL, 0UL, 0UL, 100UL, 20UL, 90UL, 0.0, Description = "sent more than busy")]
    public void How_busy_a_channel_was(ulong time0, ulong busy0, ulong sent0, ulong time, ulong busy, ulong sent, double share) =>
        Assert.That(new ChannelSurvey(2412, time, busy) { SentMilliseconds = sent }
            .BusySince(new ChannelSurvey(2412, time0, busy0) { SentMilliseconds = sent0 }), Is.EqualTo(share).Within(1e-9));

    private static Nl80211Link Prepared(ScriptedKernel kernel)
    {
        var link = kernel.Open();
        link.Prepare([new FrameFilter(ManagementSubtype.ProbeRequest, default, AlsoWithFirmware: true)]);
        return link;
    }

    private static byte[] Info(params byte[][] inside) => [.. OurIndex, .. Nest(84, inside)];

    private sealed class Listener : IScanEvents
    {
        internal List<string> Lines { get; } = [];

        public void OnScanEnded(bool completed) => Lines.Add($"scan {completed}");
    }
}
