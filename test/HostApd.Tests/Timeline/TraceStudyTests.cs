using System.IO.Compression;
using System.Text.Json;
using HostApd.Tests.Architecture;
using HostApd.Timeline;
using HostApd.Timeline.Readers;
using HostApd.Workbench;
using NUnit.Framework;

namespace HostApd.Tests.Timeline;

/// <summary>Real logs and captures (see Traces/README.md), each with the verdict that is known to be right.</summary>
public sealed class TraceStudyTests
{
    private static readonly string Folder = Path.Combine(SourceTree.Root, "test", "HostApd.Tests", "Timeline", "Traces");

    [TestCase("clean", "clean.ap.log.gz")]
    [TestCase("clean", "clean.client.log.gz")]
    [TestCase("clean", "clean.ap.log.gz", "clean.client.log.gz")]
    [TestCase("clean", "wps.ap.log.gz")]
    [TestCase("clean", "wps.client.log.gz")]
    [TestCase("clean", "wps.ap.log.gz", "wps.client.log.gz")]
    [TestCase("clean", "wps.air.pcapng.gz")]
    [TestCase("clean", "p2p.air.pcapng.gz")]
    [TestCase("clean", "sae-loop.air.pcapng.gz")]
    [TestCase("clean", "sae-h2e.air.pcapng.gz")]
    [TestCase("clean", "owe.air.pcapng.gz")]
    [TestCase("entropy-rejections", "starved-go.go.log.gz")]
    [TestCase("entropy-rejections", "starved-go.client.log.xz")]
    [TestCase("entropy-rejections", "starved-go.air.pcapng.gz")]
    [TestCase("entropy-rejections", "starved-go.client.log.xz", "starved-go.go.log.gz")]
    [TestCase("entropy-rejections", "starved-go.air.pcapng.gz", "starved-go.client.log.xz", "starved-go.go.log.gz")]
    [TestCase("client-disconnected-itself", "spurious.ap.log.gz")]
    [TestCase("client-disconnected-itself", "spurious.air.pcapng.gz")]
    [TestCase("disconnected-by-another-program", "spurious.client.log.gz")]
    [TestCase("disconnected-by-another-program", "spurious.ap.log.gz", "spurious.client.log.gz")]
    [TestCase("full-scan", "fullscan.client.log.gz")]
    [TestCase("wrong-key", "wrongkey.ap.log.gz")]
    [TestCase("wrong-key", "wrongkey.client.log.gz")]
    [TestCase("pbc-overlap", "overlap.ap.log.gz")]
    [TestCase("pbc-not-armed", "not-armed.client.log.gz")]
    [TestCase("not-a-group-owner", "not-a-go.client.log.gz")]
    [TestCase("not-a-group-owner", "not-a-go.air.pcapng.gz")]
    [TestCase("provision-discovery-unanswered", "no-answer.client.log.gz")]
    [TestCase("provision-discovery-unanswered", "no-answer.air.pcapng.gz")]
    [TestCase("handshake-restarted", "duplicate-assoc.air.pcapng.gz")]
    public void The_verdict_is_right(string cause, params string[] files)
    {
        var (exit, output, errors) = Run(json: true, files);
        Assert.That(exit, Is.Zero, errors);
        using var json = JsonDocument.Parse(output);
        Assert.That(json.RootElement[0].GetProperty("cause").GetString(), Is.EqualTo(cause), output);
        Assert.That(json.RootElement[0].GetProperty("connected").GetBoolean(), Is.EqualTo(cause is "clean" or "full-scan"
            or "client-disconnected-itself" or "disconnected-by-another-program" or "provision-discovery-unanswered"));
    }

    [Test]
    public void The_starved_owner_is_named_with_both_rejections_and_the_client_is_not_blamed()
    {
        var (_, output, _) = Run(json: false, "starved-go.go.log.gz", "starved-go.client.log.xz");
        Assert.That(output, Does.Contain("verdict: GO: rejected the 4-way handshake twice to collect entropy; the client gave up"));
        Assert.That(output.Split("verdict:"), Has.Length.EqualTo(2), "one join, one cause");
    }

    [Test]
    public void A_spurious_disconnect_is_the_clients_with_what_it_cost()
    {
        var (_, output, _) = Run(json: true, "spurious.ap.log.gz", "spurious.client.log.gz");
        using var json = JsonDocument.Parse(output);
        var join = json.RootElement[0];
        Assert.That(join.GetProperty("side").GetString(), Is.EqualTo("client"));
        Assert.That(join.GetProperty("phase").GetString(), Is.EqualTo("authentication"));
        Assert.That(join.GetProperty("lost_ms").GetInt32(), Is.InRange(3000, 3400));
        Assert.That(join.GetProperty("findings").EnumerateArray()
            .Any(static f => f.GetProperty("side").GetString() == "ap"), Is.False);
    }

    [TestCase(-86_400_000_000)]
    [TestCase(3_600_000_000)]
    [TestCase(777)]
    public void Clocks_are_aligned_by_what_both_saw(long skew)
    {
        var ap = TraceInput.Read(Path.Combine(Folder, "wps.ap.log.gz"), out _)!;
        var client = TraceInput.Read(Path.Combine(Folder, "wps.client.log.gz"), out _)!;
        for (var i = 0; i < client.Sightings.Count; i++)
        {
            client.Sightings[i] = client.Sightings[i] with { At = client.Sightings[i].At + skew };
        }

        var report = JoinReport.Of(TraceMerge.Merge([client, ap]).Joins.Single());
        Assert.That(client.Offset + skew, Is.EqualTo(0).Within(3_000), "the lab's clocks were one");
        Assert.That(report.Findings[0].Cause, Is.EqualTo(JoinCause.Clean));
        Assert.That(report.Trace.Entries.ToArray().Count(static e => e.Kind == TraceKind.WscM4), Is.EqualTo(1), "seen twice, counted once");
    }

    [Test]
    public void Two_sources_account_for_the_same_frames_as_the_air()
    {
        var air = Kinds("starved-go.air.pcapng.gz");
        var logs = Kinds("starved-go.go.log.gz", "starved-go.client.log.xz");
        Assert.That(logs, Is.EqualTo(air));
    }

    [Test]
    public void A_cut_capture_shows_what_came_before_and_names_the_packet()
    {
        var bytes = Unzipped("wps.air.pcapng.gz");
        var whole = AirReader.Read("whole", bytes).Sightings.Count;
        foreach (var length in (int[])[3, 30, 100, 5_000, bytes.Length - 1])
        {
            var source = AirReader.Read("cut", bytes.AsSpan(0, length));
            Assert.That(source.Sightings, Has.Count.LessThanOrEqualTo(whole));
            Assert.That(source.Problems, Is.Not.Empty, $"{length} bytes");
        }

        Assert.That(AirReader.Read("cut", bytes.AsSpan(0, 5_000)).Problems[0], Does.Match(@"^packet \d+: cut off$"));
        Assert.That(AirReader.Read("whole", bytes).Problems, Is.Empty);
    }

    [Test]
    public void Foreign_files_are_named_and_the_exit_code_is_1_only_when_nothing_could_be_read()
    {
        var (exit, _, errors) = Run(json: false, "README.md");
        Assert.That(exit, Is.EqualTo(1));
        Assert.That(errors, Does.Contain("README.md: nothing of a join in it"));
        (exit, _, errors) = Run(json: false, "README.md", "nowhere.log", "wps.ap.log.gz");
        Assert.That(exit, Is.Zero);
        Assert.That(errors, Does.Contain("nowhere.log").And.Contain("README.md"));
    }

    [TestCase("999999999999.999999")]
    [TestCase("0.000000")]
    public void A_date_that_no_calendar_has_does_no_harm(string time)
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, $"{time}: wlan0: AP-STA-CONNECTED 02:00:00:00:01:00\n{time}: wlan0: AP-STA-POSSIBLE-PSK-MISMATCH 02:00:00:00:02:00\n");
        foreach (var json in (bool[])[true, false])
        {
            var output = new StringWriter();
            Assert.That(TimelineStudy.Run(new TimelineStudyOptions { Files = [file], Json = json }, output, TextWriter.Null), Is.Zero);
            Assert.That(output.ToString(), Does.Contain("02:00:00:00:02:00"));
        }

        File.Delete(file);
    }

    [Test]
    public void A_clock_that_is_set_back_is_evened_out_and_named()
    {
        string[] lines =
        [
            "1700000000.000000: wlan1: Own MAC address: 02:00:00:00:01:00",
            "1700000000.100000: nl80211: Authentication request send successfully",
            "1600000000.000000: wlan1: SME: Authentication response: peer=02:00:00:00:00:00 auth_type=0 auth_transaction=2 status_code=0",
            "garbage", "1600000000.004000: nl80211: Association request send successfully", "", "99.99: cut",
        ];
        var source = LogReader.Read("log", lines);
        Assert.That(source.Problems, Is.EqualTo(new[] { "line 3: the clock was set back by 100000000.1 s; what follows is moved" }));
        Assert.That(source.Sightings.Select(static s => s.At - 1_700_000_000_000_000), Is.EqualTo(new[] { 100_000, 100_000, 104_000 }));
    }

    [Test]
    public void Plain_pcap_of_either_byte_order_and_bare_frames_are_read()
    {
        byte[] frame = [0xb0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 2, 0, 0, 0, 1, 0, 2, 0, 0, 0, 0, 0, 0x10, 0, 0, 0, 1, 0, 0, 0];
        foreach (var big in (bool[])[false, true])
        {
            byte[] Number(uint value) => big
                ? [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value]
                : [(byte)value, (byte)(value >> 8), (byte)(value >> 16), (byte)(value >> 24)];
            byte[] file =
            [
                .. Number(0xA1B2C3D4), .. new byte[12], .. Number(65535), .. Number(105),
                .. Number(1_700_000_000), .. Number(250_000), .. Number(30), .. Number(30), .. frame,
            ];
            var sighting = AirReader.Read("pcap", file).Sightings.Single();
            Assert.That(sighting.Kind, Is.EqualTo(TraceKind.AuthenticationRequest));
            Assert.That(sighting.At, Is.EqualTo(1_700_000_000_250_000));
        }
    }

    private static TraceKind[] Kinds(params string[] files)
    {
        var sources = files.Select(static f => TraceInput.Read(Path.Combine(Folder, f), out _)!).ToList();
        return
        [
            .. TraceMerge.Merge(sources).Joins.Single().Entries.ToArray().Select(static e => e.Kind)
                .Where(static k => k.IsFrame() && k is not (TraceKind.ProbeRequest or TraceKind.ProbeResponse)),
        ];
    }

    private static byte[] Unzipped(string file)
    {
        using var gzip = new GZipStream(File.OpenRead(Path.Combine(Folder, file)), CompressionMode.Decompress);
        var bytes = new MemoryStream();
        gzip.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static (int Exit, string Output, string Errors) Run(bool json, params string[] files)
    {
        var output = new StringWriter();
        var errors = new StringWriter();
        var exit = TimelineStudy.Run(new TimelineStudyOptions
        {
            Files = [.. files.Select(static f => Path.Combine(Folder, f))],
            Json = json,
        }, output, errors);
        return (exit, output.ToString(), errors.ToString());
    }
}
