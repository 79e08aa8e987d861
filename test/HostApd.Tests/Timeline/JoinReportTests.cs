using HostApd.Timeline;
using NUnit.Framework;

namespace HostApd.Tests.Timeline;

public sealed class JoinReportTests
{
    [Test]
    public void Every_microsecond_belongs_to_somebody()
    {
        var report = new TraceBuilder().Client(0, TraceKind.ProbeRequest).Open().Wps().Client(30, TraceKind.ProbeRequest)
            .Open().Handshake().Report();
        Assert.That(report.IsConnected);
        Assert.That(report.Spans.Sum(static s => s.Length), Is.EqualTo(report.Total));
        for (var i = 1; i < report.Spans.Count; i++)
        {
            Assert.That(report.Spans[i].From, Is.EqualTo(report.Spans[i - 1].To), $"span {i}");
        }

        Assert.That(report.Phases.Sum(static p => p.AccessPoint + p.Client + p.Entropy + p.Air), Is.EqualTo(report.Total));
        Assert.That(report.Phases.Select(static p => p.Stage), Is.EqualTo(new[]
        {
            JoinStage.Search, JoinStage.Authentication, JoinStage.Association, JoinStage.EapStart, JoinStage.Wps,
            JoinStage.WpsEnd, JoinStage.Search, JoinStage.Authentication, JoinStage.Association, JoinStage.Handshake,
            JoinStage.Opening,
        }));
    }

    [Test]
    public void Whoever_sends_was_waited_for_and_a_repetition_waits_for_its_peer()
    {
        var report = new TraceBuilder().Open().Ap(5, TraceKind.Message1).Ap(1000, TraceKind.Message1)
            .Client(7, TraceKind.Message2).Client(1, TraceKind.Message2).Report();
        var handshake = report.Phases[^1];
        Assert.That(handshake.AccessPoint, Is.EqualTo(6_000), "and the client waits for an answer to its first message 2");
        Assert.That(handshake.Client, Is.EqualTo(1_007_000));
        Assert.That(handshake.Repetitions, Is.EqualTo(2));
    }

    [Test]
    public void A_repetition_that_is_answered_once_was_lost_on_the_air_and_the_verdict_says_the_same()
    {
        var report = new TraceBuilder().Open().Ap(5, TraceKind.Message1).Ap(1000, TraceKind.Message1)
            .Client(7, TraceKind.Message2).Report();
        Assert.That(report.Phases[^1].Air, Is.EqualTo(1_000_000));
        Assert.That(report.Phases[^1].Client, Is.EqualTo(7_000));
        report = new TraceBuilder().Open().Ap(5, TraceKind.Message1).Ap(1000, TraceKind.Message1)
            .Client(7, TraceKind.Message2).Ap(3, TraceKind.Message3).Client(3, TraceKind.Message4).Report();
        Assert.That((report.Findings[0].Side, report.Findings[0].LostMicroseconds), Is.EqualTo((JoinSide.Air, 1_000_000)));
        Assert.That(report.Phases.Sum(static p => p.Air), Is.EqualTo(1_000_000));
    }

    [Test]
    public void The_access_points_pauses_after_a_message_2_that_does_not_fit_are_the_clients()
    {
        var trace = new TraceBuilder().Open();
        for (var i = 0; i < 4; i++)
        {
            trace.Ap(i == 0 ? 2 : 992, TraceKind.Message1).Client(8, TraceKind.Message2);
        }

        var report = trace.Ap(992, TraceKind.Deauthentication, 15).Report();
        Assert.That(report.Findings[0].Side, Is.EqualTo(JoinSide.Client));
        Assert.That(report.Phases.Sum(static p => p.Client), Is.EqualTo(4 * 992_000 + 4 * 8_000 + 3_000));
        Assert.That(report.Phases.Sum(static p => p.AccessPoint), Is.EqualTo(2_000 + 2_000 + 2_000));
    }

    [Test]
    public void What_nobody_acknowledged_was_lost_on_the_air()
    {
        var report = new TraceBuilder().Open().LostAp(5, TraceKind.Message1).Ap(1000, TraceKind.Message1)
            .Client(7, TraceKind.Message2).Report();
        Assert.That(report.Phases[^1].Air, Is.EqualTo(1_000_000));
    }

    [Test]
    public void A_hold_is_the_pools_and_not_the_access_points()
    {
        var report = new TraceBuilder().Open().Ap(1, TraceKind.HoldBegan).Ap(1400, TraceKind.HoldEnded).Handshake().Report();
        var handshake = report.Phases.Single(static p => p.Stage == JoinStage.Handshake);
        Assert.That(handshake.Entropy, Is.EqualTo(1_400_000));
        Assert.That(handshake.AccessPoint, Is.EqualTo(1_000 + 3_000 + 3_000));
        Assert.That(report.Findings[0].Sentence, Is.EqualTo("AP: M1 held 1.4 s for entropy"));
    }

    [Test]
    public void The_table_shows_phases_bar_and_verdict()
    {
        var text = TimelineText.Write(new TraceBuilder().Open().Handshake().Report(), null, isVerbose: true);
        Assert.That(text, Does.StartWith("join 0 of 02:00:00:00:01:00: connected after 30.0 ms\n"));
        Assert.That(text, Does.Match(@"(?m)^4-way handshake +7\.0 +22\.0 +6\.0 +16\.0 +0\.0 +0\.0 +4  \| {7}[#= ]+\|$"));
        Assert.That(text, Does.Contain("     10.0  <-- 1/4\n"));
        Assert.That(text, Does.Contain("verdict: nothing wrong"));
    }

    [Test]
    public void Json_names_side_phase_cause_loss_and_advice()
    {
        var report = new TraceBuilder().P2p().Open().Ap(1, TraceKind.HoldBegan).Ap(1400, TraceKind.HoldEnded).Handshake().Report();
        using var json = System.Text.Json.JsonDocument.Parse(TimelineJson.Write(report, DateTimeOffset.UnixEpoch, withFrames: true));
        var root = json.RootElement;
        Assert.That(root.GetProperty("side").GetString(), Is.EqualTo("ap"));
        Assert.That(root.GetProperty("phase").GetString(), Is.EqualTo("4-way handshake"));
        Assert.That(root.GetProperty("cause").GetString(), Is.EqualTo("entropy-hold"));
        Assert.That(root.GetProperty("lost_ms").GetInt32(), Is.EqualTo(1400));
        Assert.That(root.GetProperty("advice").GetString(), Does.Contain("ENTROPY"));
        Assert.That(root.GetProperty("frames").GetArrayLength(), Is.EqualTo(report.Trace.Entries.Length));
    }

    [Test]
    public void Lines_bring_the_same_trace_back()
    {
        var report = new TraceBuilder().Open().Wps().Open().Handshake().Report();
        var began = DateTimeOffset.UnixEpoch.AddSeconds(1795573827).AddTicks(10);
        var lines = TraceLines.Write(report.Trace, began, 0, 100_000).TrimEnd('\n').Split('\n');
        Assert.That(TraceLines.TryReadHead(lines[0], out var copy, out var count, out var time));
        Assert.That(time, Is.EqualTo(began));
        Assert.That(count, Is.EqualTo(report.Trace.Entries.Length));
        foreach (var line in lines[1..])
        {
            Assert.That(TraceLines.TryReadEntry(line, out var entry), line);
            copy.AddAsIs(entry);
        }

        Assert.That(TimelineText.Write(JoinReport.Of(copy), began, true), Is.EqualTo(TimelineText.Write(report, began, true)));
    }

    [Test]
    public void Lines_go_on_where_the_last_reply_ended()
    {
        var trace = new TraceBuilder().Open().Wps().Open().Handshake().Report().Trace;
        var read = 0;
        for (var request = 0; read < trace.Entries.Length; request++)
        {
            var reply = TraceLines.Write(trace, DateTimeOffset.UnixEpoch, read, 300);
            Assert.That(reply, Has.Length.LessThanOrEqualTo(300));
            Assert.That(request, Is.LessThan(trace.Entries.Length));
            read += reply.TrimEnd('\n').Split('\n').Length - 1;
        }

        Assert.That(read, Is.EqualTo(trace.Entries.Length));
    }

    [Test]
    public void The_picture_has_an_arrow_for_each_frame_and_a_colour_for_each_wait()
    {
        var report = new TraceBuilder().Open().Ap(1, TraceKind.HoldBegan).Ap(1400, TraceKind.HoldEnded).Handshake().Report();
        var picture = System.Xml.Linq.XDocument.Parse(TimelineSvg.Write(report, "a <title>"));
        var names = picture.Descendants().Where(static e => e.Name.LocalName == "path").Count();
        Assert.That(names, Is.EqualTo(8));
        var waits = picture.Descendants().Count(static e => e.Attribute("class")?.Value.StartsWith("wait", StringComparison.Ordinal) == true);
        Assert.That(waits, Is.EqualTo(report.Spans.Count));
        Assert.That(picture.ToString(), Does.Contain("a &lt;title&gt;"));
    }

    [Test]
    public void What_ends_a_join_well_is_drawn_in_no_colour_of_remarks()
    {
        var report = new TraceBuilder().Open().Ap(1, TraceKind.HoldBegan).Ap(100, TraceKind.HoldEnded).Handshake()
            .Client(1, TraceKind.ClientConnected).Report();
        var classes = System.Xml.Linq.XDocument.Parse(TimelineSvg.Write(report, "")).Descendants().Where(static e => e.Name.LocalName == "text")
            .ToLookup(static e => e.Value, static e => e.Attribute("class")?.Value);
        Assert.That(classes["authorized"], Is.EqualTo(new[] { "frame in" }));
        Assert.That(classes["client-connected"], Is.EqualTo(new[] { "frame in" }));
        Assert.That(classes["hold-began"], Is.EqualTo(new[] { "frame note" }));
        Assert.That(classes["4/4"], Is.EqualTo(new[] { "frame" }));
    }

    [Test]
    public void A_wait_that_is_cut_short_tears_both_life_lines_and_says_how_long_it_was()
    {
        var report = new TraceBuilder().Open().Ap(1, TraceKind.HoldBegan).Ap(1400, TraceKind.HoldEnded).Handshake().Report();
        var picture = System.Xml.Linq.XDocument.Parse(TimelineSvg.Write(report, "held"));
        Assert.That(picture.Descendants().Count(static e => e.Attribute("class")?.Value.EndsWith("break", StringComparison.Ordinal) == true), Is.EqualTo(2));
        Assert.That(picture.ToString(), Does.Contain("… 1.4 s …").And.Contain("a wait of more than 440 ms"));
        var quick = TimelineSvg.Write(new TraceBuilder().Open().Handshake().Report(), "quick");
        Assert.That(quick, Does.Not.Contain("to scale").And.Not.Contain("break"));
    }

    [Test]
    public void The_picture_tells_every_finding_names_itself_and_wraps_its_title()
    {
        var report = new TraceBuilder().Open().Ap(1, TraceKind.HoldBegan).Ap(1400, TraceKind.HoldEnded)
            .LostAp(5, TraceKind.Message1).Ap(1000, TraceKind.Message1).Client(8, TraceKind.Message2).Ap(3, TraceKind.Message3)
            .Client(8, TraceKind.Message4).Ap(1, TraceKind.Authorized).Report();
        var picture = System.Xml.Linq.XDocument.Parse(TimelineSvg.Write(report, string.Join(' ', Enumerable.Repeat("title", 12))));
        var lines = picture.Descendants().Where(static e => e.Name.LocalName == "text").ToLookup(static e => e.Attribute("class")?.Value, static e => e.Value);
        Assert.That(report.Findings, Has.Count.GreaterThan(1));
        Assert.That(string.Join(' ', lines["finding"]), Is.EqualTo(string.Join(' ', report.Findings.Select(static f => f.Sentence))));
        Assert.That(lines[null].TakeWhile(static t => t.StartsWith("title", StringComparison.Ordinal)), Has.Exactly(2).Items);
        Assert.That(picture.Root!.Attribute("role")?.Value, Is.EqualTo("img"));
        Assert.That(picture.Root.Elements().First().Value, Does.EndWith(report.Findings[0].Sentence));
    }
}
