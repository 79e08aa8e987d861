using HostApd.Ap;
using HostApd.Ieee80211;
using HostApd.Tests.Ap;
using HostApd.Timeline;
using NUnit.Framework;

namespace HostApd.Tests.Timeline;

/// <summary>What the daemon records of stations on the simulated air.</summary>
public sealed class LiveRecorderTests
{
    private static readonly MacAddress Device = new([0x42, 0, 0, 0, 1, 0]);

    [Test]
    public void A_join_is_recorded_frame_by_frame()
    {
        using var rig = ApRig.Enabled();
        rig.Connect(ApRig.First);
        var join = rig.Timeline.Joins.Last()!;
        Assert.That(Kinds(join), Is.EqualTo(new[]
        {
            TraceKind.ProbeRequest, TraceKind.AuthenticationRequest, TraceKind.AuthenticationResponse,
            TraceKind.AssociationRequest, TraceKind.AssociationResponse, TraceKind.Message1, TraceKind.Message2,
            TraceKind.Message3, TraceKind.Message4, TraceKind.Authorized,
        }));
        Assert.That(join.IsOver);
        var first = join.Entries[5];
        Assert.That(first.SentAfter, Is.EqualTo(1000), "one flight of the simulated air");
        Assert.That(first.Marks, Is.EqualTo(TraceMarks.FromAp | TraceMarks.Acknowledged));
        Assert.That(join.Entries[1].SignalDbm, Is.EqualTo(-30));
    }

    [Test]
    public void A_lost_frame_shows_as_not_acknowledged()
    {
        using var rig = ApRig.Enabled();
        rig.Air.When("M1").Drop();
        rig.Connect(ApRig.First);
        var report = JoinReport.Of(rig.Timeline.Joins.Last()!);
        Assert.That(report.Findings[0].Cause, Is.EqualTo(JoinCause.LostFrames));
        Assert.That(report.Phases.Sum(static p => p.Air), Is.GreaterThan(50_000));
    }

    [Test]
    public void A_hold_for_entropy_has_its_length()
    {
        using var rig = ApRig.Enabled();
        var gate = rig.Pool.CreateTestGate(rig.Clock);
        gate.Block(null);
        rig.Station(ApRig.First).Join();
        rig.Run(1.4);
        gate.Release();
        rig.Run(1);
        var report = JoinReport.Of(rig.Timeline.Joins.Last()!);
        Assert.That(report.IsConnected);
        Assert.That(report.Findings[0].Cause, Is.EqualTo(JoinCause.EntropyHold));
        Assert.That(report.Phases.Sum(static p => p.Entropy), Is.EqualTo(1_400_000).Within(30_000));
    }

    [Test]
    public void Device_and_interface_address_of_a_client_are_one_join()
    {
        var recorder = new JoinRecorder(8, 50);
        Note(recorder, 0, TraceKind.ProbeRequest, Device);
        Note(recorder, 100, TraceKind.ProvisionDiscoveryRequest, Device, Device);
        Note(recorder, 104, TraceKind.ProvisionDiscoveryResponse, Device, fromAp: true);
        Note(recorder, 150, TraceKind.ProbeRequest, ApRig.First);
        Note(recorder, 200, TraceKind.AuthenticationRequest, ApRig.First);
        Note(recorder, 203, TraceKind.AssociationRequest, ApRig.First, Device);
        Note(recorder, 210, TraceKind.Message1, ApRig.First, fromAp: true);
        Assert.That(recorder.Joins, Has.Count.EqualTo(1));
        var join = recorder.Find(Device)!;
        Assert.That(join, Is.SameAs(recorder.Find(ApRig.First)));
        Assert.That(join.Entries.Length, Is.EqualTo(7));
        Assert.That((join.Station, join.Device), Is.EqualTo((ApRig.First, Device)));
        Assert.That(Kinds(join)[3], Is.EqualTo(TraceKind.ProbeRequest), "in the order of time");
    }

    [Test]
    public void Probes_of_passers_by_take_no_place_in_the_ring()
    {
        var recorder = new JoinRecorder(2, 50);
        Note(recorder, 0, TraceKind.AuthenticationRequest, ApRig.First);
        for (var i = 0; i < 1000; i++)
        {
            Note(recorder, i, TraceKind.ProbeRequest, new MacAddress([2, 1, 0, 0, (byte)(i >> 8), (byte)i]));
        }

        Assert.That(recorder.Joins.Single().Station, Is.EqualTo(ApRig.First));
    }

    [Test]
    public void Ring_and_joins_are_bounded_and_the_end_of_a_join_survives()
    {
        var recorder = new JoinRecorder(3, 20);
        for (byte client = 0; client < 10; client++)
        {
            for (var i = 0; i < 100; i++)
            {
                Note(recorder, i, i % 2 == 0 ? TraceKind.AuthenticationRequest : TraceKind.AuthenticationResponse, Client(client), fromAp: i % 2 == 1);
            }

            Note(recorder, 200, TraceKind.Deauthentication, Client(client));
        }

        Assert.That(recorder.Joins.Select(static j => j.Station), Is.EqualTo(new[] { Client(7), Client(8), Client(9) }));
        Assert.That(recorder.Find(Client(0)), Is.Null);
        var join = recorder.Last()!;
        Assert.That(join.Entries.Length, Is.EqualTo(20));
        Assert.That(join.Omitted, Is.EqualTo(81));
        Assert.That(join.Entries[^1].Kind, Is.EqualTo(TraceKind.Deauthentication));
    }

    [Test]
    public void Repeated_probes_keep_the_first_the_last_and_a_count()
    {
        var recorder = new JoinRecorder(3, 50);
        for (var i = 0; i < 121; i++)
        {
            Note(recorder, 200 * i, TraceKind.ProvisionDiscoveryRequest, Device, Device);
        }

        var join = recorder.Last()!;
        Assert.That(join.Entries.Length, Is.EqualTo(2));
        Assert.That(join.Entries[1].Repeats, Is.EqualTo(119));
        Assert.That(join.End - join.Begin, Is.EqualTo(24_000_000));
    }

    [Test]
    public void A_client_that_is_in_and_comes_again_makes_another_join()
    {
        using var rig = ApRig.Enabled();
        var station = rig.Connect(ApRig.First);
        station.Leave();
        rig.Run(2);
        station.Join();
        rig.Run(1);
        Assert.That(rig.Timeline.Joins.Joins, Has.Count.EqualTo(2));
        Assert.That(rig.Timeline.Joins.Joins.All(static j => JoinReport.Of(j).Findings[0].Cause == JoinCause.Clean));
    }

    [Test]
    public void The_wall_clock_may_be_set_without_harm()
    {
        using var rig = ApRig.Enabled();
        rig.Connect(ApRig.First);
        var join = rig.Timeline.Joins.Last()!;
        Assert.That(rig.Timeline.WallClock(join.Begin), Is.LessThan(rig.Clock.GetUtcNow()));
        Assert.That(rig.Clock.GetUtcNow() - rig.Timeline.WallClock(join.End), Is.LessThan(TimeSpan.FromSeconds(1)));
        Assert.That(rig.Bss.State, Is.EqualTo(BssState.Enabled));
    }

    private static MacAddress Client(byte number) => new([2, 0, 0, 0, 9, number]);

    private static TraceKind[] Kinds(JoinTrace join) => [.. join.Entries.ToArray().Select(static e => e.Kind)];

    private static void Note(JoinRecorder recorder, long milliseconds, TraceKind kind, MacAddress station,
        MacAddress device = default, bool fromAp = false) => recorder.Note(new Sighting
        {
            At = 1000 * milliseconds,
            Kind = kind,
            Station = station,
            Device = device,
            Marks = fromAp ? TraceMarks.FromAp : TraceMarks.None,
        });
}
