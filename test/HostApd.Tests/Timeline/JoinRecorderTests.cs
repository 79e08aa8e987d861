using HostApd.Driver;
using HostApd.Ieee80211;
using HostApd.Tests.Ap;
using HostApd.Timeline;
using NUnit.Framework;

namespace HostApd.Tests.Timeline;

/// <summary>What strangers can make the recorder keep.</summary>
public sealed class JoinRecorderTests
{
    [Test]
    public void Strangers_that_change_their_device_address_fill_no_memory()
    {
        var joins = new JoinRecorder(48, 160);
        for (var i = 0; i < 100_000; i++)
        {
            joins.Note(new Sighting
            {
                At = i * 1000L,
                Kind = TraceKind.ProvisionDiscoveryRequest,
                Station = ApRig.First,
                Device = new MacAddress([0x42, 0, 0, (byte)(i >> 16), (byte)(i >> 8), (byte)(i | 0)]),
            });
        }

        Assert.That(joins.AddressCount, Is.LessThan(200));
    }

    [Test]
    public void The_same_by_frames_at_an_ordinary_access_point()
    {
        using var rig = ApRig.Enabled();
        for (var i = 0; i < 5000; i++)
        {
            // Public action, P2P, Provision Discovery Request; P2P element with Device Info (attribute 13).
            byte[] info = [0x42, 0, 0, 0, (byte)(i >> 8), (byte)i, 1, 0x88, 0, 1, 0, 0x50, 0xf2, 4, 0, 5, 0, 0x10, 0x11, 0, 1, (byte)'x'];
            byte[] p2p = [0x50, 0x6f, 0x9a, 9, 13, (byte)info.Length, 0, .. info];
            byte[] frame =
            [
                0xd0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 2, 0, 0, 0, 1, 0, 2, 0, 0, 0, 0, 0, 0, 0,
                4, 9, 0x50, 0x6f, 0x9a, 9, 7, 1, 221, (byte)p2p.Length, .. p2p,
            ];
            rig.Tap.OnFrame(frame, new ReceiveInfo(2437, -40));
            rig.Run(0.001);
        }

        Assert.That(rig.Timeline.Joins.AddressCount, Is.LessThan(200));
    }

    [Test]
    public void Intended_addresses_fill_no_memory_and_take_no_join_that_is_anothers()
    {
        var joins = new JoinRecorder(48, 160);
        joins.Note(new Sighting { At = 0, Kind = TraceKind.AuthenticationRequest, Station = ApRig.First });
        var victim = joins.Find(ApRig.First)!;
        for (var i = 0; i < 40; i++)
        {
            joins.Note(new Sighting
            {
                At = 1000 + i,
                Kind = TraceKind.NegotiationRequest,
                Station = new MacAddress([0x42, 0, 0, 1, 0, (byte)i]),
                Intended = ApRig.First,
            });
        }

        Assert.That(joins.Find(ApRig.First), Is.SameAs(victim));
        Assert.That((victim.Entries.Length, victim.Device), Is.EqualTo((1, MacAddress.Zero)));
        for (var i = 0; i < 100_000; i++)
        {
            joins.Note(new Sighting
            {
                At = 2000 + i,
                Kind = TraceKind.NegotiationRequest,
                Station = ApRig.Second,
                Intended = new MacAddress([2, 9, 0, (byte)(i >> 16), (byte)(i >> 8), (byte)i]),
            });
        }

        Assert.That(joins.AddressCount, Is.LessThan(200));
    }

    [TestCase(124, 1)]
    [TestCase(126, 2)]
    public void Who_was_told_to_wait_is_waited_for(int seconds, int count)
    {
        var joins = new JoinRecorder(48, 160);
        var phone = new MacAddress([0x42, 0, 0, 0, 1, 0]);
        joins.Note(new Sighting { At = 0, Kind = TraceKind.NegotiationRequest, Station = phone, Intended = ApRig.First });
        joins.Note(new Sighting { At = 0, Kind = TraceKind.NegotiationResponse, Station = phone, Code = 1, Marks = TraceMarks.FromAp });
        joins.Note(new Sighting { At = seconds * 1_000_000L, Kind = TraceKind.NegotiationRequest, Station = phone, Marks = TraceMarks.FromAp });
        Assert.That(joins.Joins, Has.Count.EqualTo(count));
        Assert.That(joins.Find(phone)!.Device, Is.EqualTo(count == 1 ? phone : MacAddress.Zero));
    }

    [Test]
    public void The_next_keys_of_a_client_that_is_in_are_none_of_its_join()
    {
        using var rig = ApRig.WithRsn(static o => o);
        rig.Connect(ApRig.First);
        var join = rig.Timeline.Joins.Last()!;
        var (entries, end) = (join.Entries.ToArray(), join.End);
        for (var i = 0; i < 5; i++)
        {
            Assert.That(rig.Bss.RekeyPairwise(ApRig.First), Is.True);
            rig.Run(0.3);
        }

        Assert.That(rig.Count("InstallKey pairwise"), Is.EqualTo(6));
        Assert.That(rig.Timeline.Joins.Joins, Has.Count.EqualTo(1));
        Assert.That(join.Entries.ToArray(), Is.EqualTo(entries));
        Assert.That(join.End, Is.EqualTo(end));
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    public void Any_order_of_sightings_can_be_reported(int seed)
    {
        var random = new Random(seed);
        var joins = new JoinRecorder(12, 40);
        var kinds = Enum.GetValues<TraceKind>();
        var reported = 0;
        joins.Forgetting += join =>
        {
            if (!join.Entries.IsEmpty)
            {
                var report = JoinReport.Of(join);
                _ = report.IsConnected ? JoinCause.Clean : report.Findings[0].Cause;
                _ = TimelineText.Write(report, null, isVerbose: true);
                reported++;
            }
        };
        var at = 0L;
        for (var i = 0; i < 60_000; i++)
        {
            at += random.Next(4) == 0 ? random.Next(2_000_000) : random.Next(20_000);
            joins.Note(new Sighting
            {
                At = at,
                Kind = kinds[random.Next(kinds.Length)],
                Station = new MacAddress([2, 0, 0, 0, 1, (byte)random.Next(20)]),
                Device = random.Next(6) == 0 ? new MacAddress([0x42, 0, 0, 0, 1, (byte)random.Next(20)]) : MacAddress.Zero,
                Marks = (TraceMarks)random.Next(64),
                SignalDbm = -random.Next(100),
                Code = (ushort)random.Next(40),
                IsP2p = random.Next(2) == 0,
            });
            if (random.Next(3) == 0)
            {
                joins.NoteSent(new MacAddress([2, 0, 0, 0, 1, (byte)random.Next(20)]), kinds[random.Next(kinds.Length)], at, random.Next(2) == 0);
            }
        }

        Assert.That(reported, Is.Positive);
    }

    [Test]
    public void A_join_is_found_under_its_two_addresses_and_no_other()
    {
        var joins = new JoinRecorder(48, 160);
        MacAddress Device(int n) => new([0x42, 0, 0, 0, 9, (byte)n]);
        for (var i = 0; i < 20; i++)
        {
            // Under its interface address, under the device address of before, and one address as both.
            joins.Note(new Sighting { At = i * 1000L, Kind = TraceKind.ProvisionDiscoveryRequest, Station = i % 3 == 1 ? Device(i - 1) : ApRig.First, Device = i % 5 == 4 ? ApRig.First : Device(i) });
        }

        foreach (var join in joins.Joins)
        {
            Assert.That(joins.Find(join.Station), Is.Not.Null);
        }

        Assert.That(joins.AddressCount, Is.LessThanOrEqualTo(2 * joins.Joins.Count));
    }
}
