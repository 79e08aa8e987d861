using HostApd.Tests.Ap;
using HostApd.Timeline;
using NUnit.Framework;

namespace HostApd.Tests.Timeline;

/// <summary>Generation and width that were agreed on, from the station to what is shown of its join.</summary>
public sealed class AirAgreementTests
{
    [TestCase(0, 20, "no HT, 20 MHz")]
    [TestCase(1, 40, "HT 40 MHz")]
    [TestCase(2, 80, "VHT 80 MHz")]
    [TestCase(4, 160, "HE 160 MHz")]
    [TestCase(8, 320, "EHT 320 MHz")]
    public void It_goes_through_lines_text_and_JSON(int generation, int width, string words)
    {
        var trace = new JoinTrace(8) { Id = 7, Station = ApRig.First };
        trace.Add(new TraceEntry(0, TraceKind.AuthenticationRequest, TraceMarks.None, 0, 0, 0, -1));
        trace.Add(new TraceEntry(9, TraceKind.Authorized, TraceMarks.FromAp, 0, 0, 0, -1));
        trace.NoteAgreed(new AirAgreement(generation, width));

        var lines = TraceLines.Write(trace, DateTimeOffset.UnixEpoch, 0, 1000).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.That(TraceLines.TryReadHead(lines[0], out var read, out _, out _));
        foreach (var line in lines[1..])
        {
            Assert.That(TraceLines.TryReadEntry(line, out var entry));
            read.AddAsIs(entry);
        }

        var report = JoinReport.Of(read);
        Assert.That(report.Air, Is.EqualTo(new AirAgreement(generation, width)));
        Assert.That(TimelineText.Write(report, null, isVerbose: true), Does.Contain($": connected after 0.0 ms, {words}\n").And.Contain(" authorized\n"));
        var json = TimelineJson.Write(report, null, withFrames: true);
        Assert.That(json, Does.Contain($"\"generation\":\"{report.Air.Name}\",\"width_mhz\":{width},").And.Not.Contain("\"code\""));
    }

    [Test]
    public void Who_tells_nothing_of_it_is_told_nothing_of()
    {
        var report = new TraceBuilder().Open().Handshake().Report();
        Assert.That(report.Air.IsKnown, Is.False);
        Assert.That(TimelineText.Write(report, null, isVerbose: true), Does.Not.Contain("MHz"));
        Assert.That(TimelineJson.Write(report, null, withFrames: false), Does.Not.Contain("width_mhz").And.Not.Contain("generation"));
    }

    [Test]
    public void A_station_that_is_let_in_has_it_in_its_join_and_one_that_is_not_has_none()
    {
        using var rig = ApRig.Enabled();
        rig.Connect(ApRig.First);
        Assert.That(JoinReport.Of(rig.Timeline.Joins.Last()!).Air, Is.EqualTo(new AirAgreement(1, 20)), "HT, as the radio and the channel have it");

        using var other = ApRig.Enabled();
        other.Pool.CreateTestGate(other.Clock).Block(null);
        other.Station(ApRig.First).Join();
        other.Run(1);
        Assert.That(JoinReport.Of(other.Timeline.Joins.Last()!).Air.IsKnown, Is.False);
    }
}
