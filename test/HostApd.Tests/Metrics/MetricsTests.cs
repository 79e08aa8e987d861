using System.Globalization;
using System.Text.RegularExpressions;
using HostApd.Ap;
using HostApd.Driver;
using HostApd.Ieee80211;
using HostApd.Linux;
using HostApd.Metrics;
using HostApd.Radius;
using HostApd.Tests.Ap;
using HostApd.Tests.Radius;
using HostApd.Timeline;
using NUnit.Framework;

namespace HostApd.Tests.Metrics;

public sealed partial class MetricsTests
{
    [Test]
    public void The_time_of_the_start_follows_the_clock_that_was_set_later()
    {
        using var pool = new HostApd.Entropy.EntropyPool(new HostApd.Tests.Ap.ApRig.CountingKernel());
        var time = new SteppedTime();
        var metrics = new MetricsText(pool, static () => [], time);
        time.Now = new DateTimeOffset(2026, 11, 26, 0, 0, 0, TimeSpan.Zero);
        var line = metrics.Write().Split('\n').Single(static l => l.StartsWith("hostapd_net_start_time_seconds ", StringComparison.Ordinal));
        var started = double.Parse(line.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
        Assert.That(started, Is.EqualTo(time.Now.ToUnixTimeSeconds()).Within(60), "a board without a clock starts in 1970");
    }

    private sealed class SteppedTime : TimeProvider
    {
        internal DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch;

        public override DateTimeOffset GetUtcNow() => Now;
    }

    [Test]
    public void The_README_lists_every_family_with_its_labels_and_no_other()
    {
        using var scene = new Scene();
        var families = Parse(scene.Text.Write()).Select(static f => $"{f.Type} {f.Name}{Labels(f)}").ToList();
        var listed = File.ReadLines(Path.Combine(Architecture.SourceTree.Root, "conf", "README.md"))
            .SkipWhile(static l => l != "```metrics").Skip(1).TakeWhile(static l => l != "```")
            .Select(static l => ListedFamily().Match(l)).Select(static m => m.Groups[1].Value).ToList();
        Assert.That(listed, Is.EqualTo(families));
    }

    [Test]
    public void How_busy_the_channel_is_stands_there_where_it_is_measured()
    {
        const string sample = "hostapd_net_channel_utilization_ratio{interface=\"wlan0\"}";
        using var scene = new Scene();
        Assert.That(Value(scene.Text.Write(), sample), Is.NaN);
        scene.Rig.Radio.Survey = new ChannelSurvey(2437, 0, 0);
        scene.Rig.Bss.Reconfigure(scene.Rig.Bss.Options with { Load = new BssLoadOptions { UpdatePeriod = 10 } }, ChangeCost.Live);
        scene.Rig.Radio.Survey = new ChannelSurvey(2437, 1000, 200);
        scene.Rig.Run(2);
        Assert.That(Value(scene.Text.Write(), sample), Is.EqualTo(51 / 255.0));
    }

    [Test]
    public void What_comes_of_requests_stands_there_by_server()
    {
        const string labels = "kind=\"authentication\",server=\"192.0.2.1:1812\"";
        using var scene = new Scene();
        using var inquiry = scene.Asking.Begin();
        inquiry.AskAddress();
        scene.Asking.Rig.Run(0.25);
        scene.Asking.Reply(scene.Asking.Sent[0], HostApd.Radius.RadiusCode.AccessReject);
        scene.Asking.Rig.Run(0.01);
        inquiry.AskAddress();
        var text = scene.Text.Write();
        Assert.That((Value(text, $"hostapd_net_radius_requests_total{{{labels},result=\"reject\"}}"), Value(text, $"hostapd_net_radius_rtt_seconds{{{labels}}}"),
            Value(text, $"hostapd_net_radius_server_up{{{labels}}}")), Is.EqualTo((1.0, 0.25, 1.0)));
        scene.Asking.Rig.Run(5);
        text = scene.Text.Write();
        Assert.That((Value(text, $"hostapd_net_radius_requests_total{{{labels},result=\"timeout\"}}"), Value(text, $"hostapd_net_radius_server_up{{{labels}}}")), Is.EqualTo((1.0, 0.0)));
    }

    [Test]
    public void What_comes_of_requests_to_end_sessions_stands_there()
    {
        using var scene = new Scene();
        var machine = scene.Authorization.Machine!;
        foreach (var source in new[] { "192.0.2.1", "192.0.2.9" })
        {
            machine.OnDatagram(new System.Net.IPEndPoint(System.Net.IPAddress.Parse(source), 1), [40]);
        }

        machine.OnDatagram(new System.Net.IPEndPoint(System.Net.IPAddress.Parse("192.0.2.1"), 1), Packets.Answer(HostApd.Radius.RadiusCode.DisconnectRequest, 1, new byte[16],
            Packets.Attribute(HostApd.Radius.RadiusAttributeType.UserName, 65), "between the two of us"u8.ToArray()));
        var text = scene.Text.Write();
        Assert.That(new[] { "disconnected", "changed", "refused", "repeated", "dropped" }.Select(r => Value(text, $"hostapd_net_radius_das_requests_total{{result=\"{r}\"}}")),
            Is.EqualTo(new[] { 0.0, 0, 1, 0, 2 }));
    }

    [Test]
    public void Joins_are_counted_once_by_outcome_phase_and_side()
    {
        using var scene = new Scene();
        scene.Rig.Connect(ApRig.First);
        scene.Rig.Station(ApRig.Second, static o => o with { Pmk = new byte[32] }).Join();
        scene.Rig.Run(60);
        var text = scene.Text.Write();
        Assert.That(text, Does.Contain("hostapd_net_joins_total{interface=\"wlan0\",outcome=\"connected\"} 1\n"));
        Assert.That(Value(text, "hostapd_net_joins_total{interface=\"wlan0\",outcome=\"wrong-key\"}"), Is.GreaterThanOrEqualTo(1));
        Assert.That(Value(text, "hostapd_net_join_duration_seconds_count{interface=\"wlan0\"}"), Is.EqualTo(1));
        Assert.That(Value(text, "hostapd_net_join_phase_duration_seconds_count{interface=\"wlan0\",phase=\"4-way handshake\"}"), Is.EqualTo(1));
        var waited = Value(text, "hostapd_net_join_waited_seconds_total{interface=\"wlan0\",side=\"ap\"}")
            + Value(text, "hostapd_net_join_waited_seconds_total{interface=\"wlan0\",side=\"client\"}")
            + Value(text, "hostapd_net_join_waited_seconds_total{interface=\"wlan0\",side=\"air\"}");
        Assert.That(waited, Is.EqualTo(Value(text, "hostapd_net_join_duration_seconds_sum{interface=\"wlan0\"}")).Within(1e-5));
        Assert.That(scene.Text.Write().Split('\n').Where(static l => l.Contains("_joins_", StringComparison.Ordinal)),
            Is.EqualTo(text.Split('\n').Where(static l => l.Contains("_joins_", StringComparison.Ordinal))), "counted once");
    }

    [Test]
    public void A_join_that_is_pushed_out_of_the_ring_counts_too()
    {
        using var scene = new Scene(mostJoins: 2);
        for (byte i = 0; i < 5; i++)
        {
            scene.Rig.Connect(new MacAddress([2, 0, 0, 0, 9, i]));
        }

        scene.Rig.Run(2);
        Assert.That(scene.Text.Write(), Does.Contain("outcome=\"connected\"} 5\n"));
    }

    [Test]
    public void Frames_stations_and_drops_are_counted()
    {
        using var scene = new Scene();
        scene.Rig.Connect(ApRig.First);
        var text = scene.Text.Write();
        Assert.That(Value(text, "hostapd_net_frames_received_total{interface=\"wlan0\",type=\"eapol\"}"), Is.EqualTo(2));
        Assert.That(Value(text, "hostapd_net_frames_sent_total{interface=\"wlan0\",type=\"eapol\"}"), Is.EqualTo(2));
        Assert.That(Value(text, "hostapd_net_frames_received_total{interface=\"wlan0\",type=\"association-request\"}"), Is.EqualTo(1));
        Assert.That(text, Does.Contain("hostapd_net_stations{interface=\"wlan0\",state=\"authorized\"} 1\n"));
        Assert.That(text, Does.Contain("hostapd_net_entropy_ready 1\n"));
        Assert.That(text, Does.Contain("reason=\"not-expected\"} 0\n").And.Contain("reason=\"eapol-key-not-expected\"} 0\n"));
    }

    [Test]
    public void The_set_of_samples_does_not_depend_on_what_happened()
    {
        using var scene = new Scene();
        var before = Names(scene.Text.Write());
        scene.Rig.Connect(ApRig.First);
        scene.Rig.Run(2);
        Assert.That(Names(scene.Text.Write()), Is.EqualTo(before));
    }

    [Test]
    public void A_text_longer_than_a_reply_comes_in_parts_of_one_moment()
    {
        using var scene = new Scene();
        var command = new MetricsCommand(scene.Text);
        var first = command.Handle("");
        Assert.That(first, Has.Length.LessThan(8192).And.Not.EndsWith("# EOF\n"));
        var text = first;
        while (!text.EndsWith("# EOF\n", StringComparison.Ordinal))
        {
            scene.Rig.Run(1);
            text += command.Handle(text.Count(static c => c == '\n').ToString(CultureInfo.InvariantCulture));
        }

        Assert.That(Parse(text), Is.Not.Empty);
        Assert.That(command.Handle("1000000"), Is.EqualTo("FAIL\n"));
        Assert.That(command.Handle("-1"), Is.EqualTo("FAIL\n"));
        Assert.That(command.Handle("x"), Is.EqualTo("FAIL\n"));
    }

    [Test]
    public void A_histogram_counts_each_time_under_every_bound_that_is_not_below_it()
    {
        var histogram = new Histogram();
        histogram.Observe(0);
        histogram.Observe(0.01);
        histogram.Observe(0.010001);
        histogram.Observe(11);
        Assert.That(Enumerable.Range(0, Histogram.UpperBounds.Count).Select(histogram.AtMost), Is.EqualTo(new[] { 2, 3, 3, 3, 3, 3, 3 }));
        Assert.That(histogram.Count, Is.EqualTo(4));
        Assert.That(histogram.Sum, Is.EqualTo(11.020001));
    }

    [Test]
    public void A_label_is_escaped()
    {
        var writer = new OpenMetricsWriter();
        writer.Family("x", "gauge", "Help.");
        writer.Sample("", 1.5, ("name", "a\"b\\c\nd"));
        Assert.That(writer.Finish(), Is.EqualTo("# TYPE hostapd_net_x gauge\n# HELP hostapd_net_x Help.\nhostapd_net_x{name=\"a\\\"b\\\\c\\nd\"} 1.5\n# EOF\n"));
    }

    private static double Value(string text, string sample) => double.Parse(
        text.Split('\n').Single(l => l.StartsWith(sample + " ", StringComparison.Ordinal))[(sample.Length + 1)..], CultureInfo.InvariantCulture);

    private static List<string> Names(string text) =>
        [.. text.Split('\n').Where(static l => !l.StartsWith('#')).Select(static l => l[..Math.Max(0, l.LastIndexOf(' '))])];

    /// <summary>Reads the text as strictly as OpenMetrics 1.0 asks: its own reading, not the writer's.</summary>
    private static List<Family> Parse(string text)
    {
        Assert.That(text, Does.EndWith("\n# EOF\n"));
        var families = new List<Family>();
        foreach (var line in text.Split('\n').SkipLast(2))
        {
            var about = About().Match(line);
            if (about.Success && about.Groups[1].Value == "TYPE")
            {
                Assert.That(families.Select(static f => f.Name), Has.No.Member(about.Groups[2].Value), "a family is written once");
                families.Add(new Family(about.Groups[2].Value, about.Groups[3].Value, []));
            }
            else if (about.Success)
            {
                Assert.That(about.Groups[2].Value, Is.EqualTo(families[^1].Name));
                Assert.That(about.Groups[1].Value != "UNIT" || families[^1].Name.EndsWith("_" + about.Groups[3].Value, StringComparison.Ordinal));
            }
            else
            {
                var sample = SampleLine().Match(line);
                Assert.That(sample.Success, line);
                string[] suffixes = families[^1].Type switch
                {
                    "counter" => ["_total"],
                    "histogram" => ["_bucket", "_sum", "_count"],
                    "gauge" => [""],
                    _ => [],
                };
                Assert.That(suffixes.Select(s => families[^1].Name + s), Has.Member(sample.Groups[1].Value), line);
                families[^1].Labels.UnionWith(LabelName().Matches(sample.Groups[2].Value).Select(static m => m.Groups[1].Value));
            }
        }

        return families;
    }

    private static string Labels(Family family) => family.Labels.Count == 0 ? "" : $"{{{string.Join(",", family.Labels.Where(static l => l != "le"))}}}";

    private sealed record Family(string Name, string Type, SortedSet<string> Labels);

    [GeneratedRegex("^# (TYPE|UNIT|HELP) ([a-z_0-9]+) (.+)$")]
    private static partial Regex About();

    [GeneratedRegex("""^([a-z_0-9]+)(?:\{((?:[a-z]+="(?:[^"\\\n]|\\.)*",?)+)\})? (?:-?[0-9.]+(?:E[-+]?[0-9]+)?|NaN)$""")]
    private static partial Regex SampleLine();

    [GeneratedRegex("([a-z]+)=\"")]
    private static partial Regex LabelName();

    [GeneratedRegex(@"^(\S+ \S+)")]
    private static partial Regex ListedFamily();

    private sealed class NoPorts : IAuthorizationPorts
    {
        public OsResult Open(int port, UdpPortHandler onDatagram, out IAuthorizationPort? opened)
        {
            opened = null;
            return OsResult.Failure("binding", Tmds.Linux.LibC.EADDRINUSE);
        }
    }

    private sealed class Scene : IDisposable
    {
        internal Scene(int mostJoins = 48)
        {
            Rig = ApRig.Enabled();
            var recorder = new LiveRecorder(Rig.Clock, mostJoins);
            Rig.Tap.Frame += recorder.OnFrame;
            Rig.Tap.PortChanged += recorder.OnPortChanged;
            Rig.Bss.Event += told => RecordedEvents.Note(recorder, Rig.Bss, told);
            var monitored = new MonitoredBss("wlan0", Rig.Bss, new JoinStatistics(recorder), new FrameStatistics(Rig.Tap));
            Text = new MetricsText(Rig.Pool, () => [monitored], Rig.Clock) { Servers = () => Asking.Exchanges.All, Authorization = () => Authorization.Machine };
            _ = Authorization.Serve(Rig.Bss, NasRig.Read("interface=wlan0\nhw_mode=g\nchannel=6\nssid=x\nradius_das_port=3799\nradius_das_client=192.0.2.1 between the two of us\n").Radius, static e => throw e);
        }

        /// <summary>Another BSS, which asks a server.</summary>
        internal NasRig Asking { get; } = new();

        /// <summary>Where servers end sessions of this one.</summary>
        internal DynamicAuthorizationServer Authorization { get; } = new(new NoPorts(), TimeProvider.System);

        internal ApRig Rig { get; }

        internal MetricsText Text { get; }

        public void Dispose()
        {
            Asking.Dispose();
            Rig.Dispose();
        }
    }
}
