using System.Buffers.Binary;
using HostApd.Ap;
using HostApd.Ieee80211;
using NUnit.Framework;

namespace HostApd.Tests.Ap;

/// <summary>What strangers can and cannot do to a living network.</summary>
public sealed class StrangersTests
{
    [Test]
    public void A_forged_Authentication_within_a_second_is_answered_and_resets_nothing()
    {
        using var rig = ApRig.Enabled();
        rig.Connect(ApRig.First);
        rig.Radio.Calls.Clear();
        for (var i = 0; i < 20; i++)
        {
            rig.Radio.Inject(Authentication(ApRig.First));
        }

        Assert.That(rig.Sta(ApRig.First)!.IsAuthorized);
        Assert.That(rig.Radio.Calls, Has.Count.EqualTo(20).And.All.StartsWith("SendFrame AuthenticationResponse"));
        Assert.That(rig.Bss.Counters[FrameDrop.TooSoon], Is.EqualTo(20));
    }

    [Test]
    public void Forged_Authentications_reset_a_station_once_a_second_at_most()
    {
        using var rig = ApRig.Enabled();
        rig.Connect(ApRig.First);
        rig.Radio.Calls.Clear();
        for (var i = 0; i < 100; i++)
        {
            rig.Run(0.1);
            rig.Radio.Inject(Authentication(ApRig.First));
        }

        Assert.That(rig.Count("AddStation"), Is.InRange(5, 10), "in ten seconds");
    }

    [Test]
    public void A_flood_of_Authentications_fills_a_bounded_table_and_spares_the_associated()
    {
        using var rig = ApRig.Enabled();
        rig.Connect(ApRig.First);
        var armed = rig.Clock.ArmedTimers;
        for (var i = 0; i < 5000; i++)
        {
            rig.Radio.Inject(Authentication(Stranger(i)));
        }

        Assert.That(rig.Bss.Stations.Count, Is.InRange(2, 65));
        Assert.That(rig.Sta(ApRig.First)!.IsAuthorized);
        Assert.That(rig.Clock.ArmedTimers - armed, Is.LessThanOrEqualTo(64));
        rig.Run(6);
        Assert.That(rig.Bss.Stations.Count, Is.EqualTo(1), "those that never associated are forgotten");
        Assert.That(rig.Clock.ArmedTimers, Is.EqualTo(armed));
    }

    [Test]
    public void A_full_table_refuses_with_status_17_and_says_so()
    {
        using var rig = ApRig.Enabled(change: static o => o with { MaxStations = 1 });
        rig.Connect(ApRig.First);
        var second = rig.Station(ApRig.Second);
        second.Join();
        rig.Run(1);
        Assert.That(second.Ended, Is.EqualTo(17));
        Assert.That(rig.Events[^1], Is.EqualTo("AP-REJECTED-MAX-STA 02:00:00:00:02:00"));
        Assert.That(rig.Bss.Stations.Count, Is.EqualTo(1));
        Assert.That(rig.Radio.Knows(ApRig.Second), Is.False);
    }

    [Test]
    public void An_Association_Request_without_Authentication_is_answered_with_reason_6()
    {
        using var rig = ApRig.Enabled();
        var station = rig.Station(ApRig.First);
        station.Associate();
        rig.Run(0.01);
        Assert.That(station.Ended, Is.EqualTo(6));
        Assert.That(rig.Bss.Counters[FrameDrop.UnknownStation], Is.EqualTo(1));
    }

    [Test]
    public void Data_of_a_station_that_we_do_not_know_is_answered_with_reason_7()
    {
        using var rig = ApRig.Enabled();
        var station = rig.Connect(ApRig.First);
        rig.Radio.Inject(Leaving(ApRig.First));
        station.SendData();
        rig.Run(0.01);
        Assert.That(station.Ended, Is.EqualTo(7));
    }

    [TestCase("another network", 1)]
    [TestCase("no rate of ours", 18)]
    [TestCase("no RSNE", 40)]
    [TestCase("TKIP as group cipher", 41)]
    [TestCase("TKIP as pairwise cipher", 42)]
    [TestCase("802.1X as key management", 43)]
    public void A_request_that_does_not_fit_is_refused_with_the_standards_status(string what, int status)
    {
        using var rig = ApRig.Enabled();
        rig.Radio.Inject(Authentication(ApRig.First));
        rig.Radio.Inject(Request(what));
        var response = rig.Air.Sent.Last(static f => f.Name == "AssociationResponse").Bytes;
        Assert.That(BinaryPrimitives.ReadUInt16LittleEndian(response.AsSpan(26)), Is.EqualTo(status));
        Assert.That(rig.Bss.Stations.Count, Is.Zero);
        Assert.That(rig.Radio.Knows(ApRig.First), Is.False);
    }

    [TestCase(1, 1, 13, TestName = "Shared key authentication is refused with status 13")]
    [TestCase(0, 3, 14, TestName = "Authentication out of order is refused with status 14")]
    public void An_Authentication_we_do_not_speak_is_refused(int algorithm, int sequence, int status)
    {
        using var rig = ApRig.Enabled();
        var frame = Authentication(ApRig.First);
        frame[24] = (byte)algorithm;
        frame[26] = (byte)sequence;
        rig.Radio.Inject(frame);
        Assert.That(rig.Air.Sent[^1].Bytes[28], Is.EqualTo(status));
        Assert.That(rig.Bss.Stations.Count, Is.Zero);
    }

    [Test]
    public void Frames_from_impossible_addresses_or_cut_short_are_counted_and_dropped()
    {
        using var rig = ApRig.Enabled();
        rig.Radio.Inject(Authentication(MacAddress.Broadcast));
        rig.Radio.Inject(Authentication(default));
        rig.Radio.Inject(Authentication(rig.Radio.Address));
        rig.Radio.Inject(Authentication(ApRig.First)[..28]);
        rig.Radio.Inject([0xb0]);
        rig.Radio.Inject([]);
        Assert.That(rig.Radio.Calls, Is.Empty);
        Assert.That(rig.Bss.Counters[FrameDrop.WrongAddress], Is.EqualTo(3));
        Assert.That(rig.Bss.Counters[FrameDrop.Malformed], Is.EqualTo(3));
    }

    [Test]
    public void Only_probes_for_us_are_answered()
    {
        using var rig = ApRig.Enabled();
        rig.Radio.Inject(Probe("labtest"u8, 6));
        rig.Radio.Inject(Probe([], 6));
        Assert.That(rig.Count("SendFrame ProbeResponse"), Is.EqualTo(2));
        rig.Radio.Inject(Probe("other"u8, 6));
        rig.Radio.Inject(Probe("labtest"u8, 11));
        Assert.That(rig.Count("SendFrame ProbeResponse"), Is.EqualTo(2));
    }

    [Test]
    public void A_hidden_network_answers_only_who_knows_its_name()
    {
        using var rig = ApRig.Enabled(change: static o => o with { IgnoreBroadcastSsid = 1 });
        rig.Radio.Inject(Probe([], 6));
        Assert.That(rig.Radio.Calls, Is.Empty);
        rig.Radio.Inject(Probe("labtest"u8, 6));
        Assert.That(rig.Radio.Calls, Has.Count.EqualTo(1));
    }

    internal static byte[] Authentication(MacAddress from) => Frame(0xb0, from, [0, 0, 1, 0, 0, 0]);

    internal static byte[] Leaving(MacAddress from) => Frame(0xc0, from, [3, 0]);

    internal static byte[] Probe(ReadOnlySpan<byte> ssid, byte channel)
    {
        var frame = Frame(0x40, ApRig.Third, [0, (byte)ssid.Length, .. ssid, 1, 4, 2, 4, 11, 22, 3, 1, channel]);
        MacAddress.Broadcast.CopyTo(frame.AsSpan(4));
        MacAddress.Broadcast.CopyTo(frame.AsSpan(16));
        return frame;
    }

    private static byte[] Request(string what)
    {
        string ssid = what == "another network" ? "other" : "labtest";
        byte[] rates = what == "no rate of ours" ? [1, 1, 0x7f] : [1, 4, 2, 4, 11, 22];
        byte group = 4, pairwise = 4, akm = 2;
        if (what.StartsWith("TKIP as g", StringComparison.Ordinal))
        {
            group = 2;
        }

        if (what.StartsWith("TKIP as p", StringComparison.Ordinal))
        {
            pairwise = 2;
        }

        if (what.StartsWith("802.1X", StringComparison.Ordinal))
        {
            akm = 1;
        }

        byte[] rsne = what == "no RSNE"
            ? []
            : [48, 20, 1, 0, 0, 15, 0xac, group, 1, 0, 0, 15, 0xac, pairwise, 1, 0, 0, 15, 0xac, akm, 0, 0];
        return Frame(0x00, ApRig.First,
            [0x31, 0x04, 5, 0, 0, (byte)ssid.Length, .. System.Text.Encoding.ASCII.GetBytes(ssid), .. rates, .. rsne]);
    }

    private static MacAddress Stranger(int number) => new([0x06, 0, 0, 0, (byte)(number >> 8), (byte)number]);

    private static byte[] Frame(byte type, MacAddress from, byte[] body)
    {
        byte[] frame = [type, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, .. body];
        from.CopyTo(frame.AsSpan(10));
        return frame;
    }
}
