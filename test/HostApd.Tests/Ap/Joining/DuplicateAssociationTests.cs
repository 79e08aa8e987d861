using HostApd.Simulation;
using NUnit.Framework;

namespace HostApd.Tests.Ap;

/// <summary>
/// A client that repeats its unanswered Association Request. The frames: Debian kernel 6.1.0-56, mac80211_hwsim, Debian
/// wpa_supplicant 2.10 as client of hostapd 2.10 (SSID labtest) on a loaded machine, November 2026, taken from the air
/// with tshark 4.0, frames 37, 42, 45 and 48 without radiotap header. hostapd restarted the handshake there and lost 5 s.
/// </summary>
public sealed class DuplicateAssociationTests
{
    private static readonly byte[] Authentication = Hex("b0003a010200000000000200000001000200000000001000000001000000");

    private static readonly byte[][] Requests =
    [
        Hex(
            "00003a0102000000000002000000010002000000000020003104050000076c616274657374010802040b160c121824320430" +
            "48606c30140100000fac040100000fac040100000fac0200002d1a7e101bffff000000000000000000000100000000000000" +
            "0000007f0b04004a02014040400001203b1651515354737475767778797a7b7c7d7e7f8081838482dd070050f202000100"),
        Hex(
            "00003a0102000000000002000000010002000000000030003104050000076c616274657374010802040b160c121824320430" +
            "48606c30140100000fac040100000fac040100000fac0200002d1a7e101bffff000000000000000000000100000000000000" +
            "0000007f0b04004a02014040400001203b1651515354737475767778797a7b7c7d7e7f8081838482dd070050f202000100"),
        Hex(
            "00003a0102000000000002000000010002000000000040003104050000076c616274657374010802040b160c121824320430" +
            "48606c30140100000fac040100000fac040100000fac0200002d1a7e101bffff000000000000000000000100000000000000" +
            "0000007f0b04004a02014040400001203b1651515354737475767778797a7b7c7d7e7f8081838482dd070050f202000100"),
    ];

    private static byte[] Hex(string text) => Convert.FromHexString(text);

    [Test]
    public void The_recorded_requests_differ_in_their_sequence_number_only() =>
        Assert.That(Requests.Select(static r => Convert.ToHexString(r.AsSpan(24))).Distinct().Count(), Is.EqualTo(1));

    [TestCase(0, TestName = "The recorded repetitions, all at once, end in one handshake")]
    [TestCase(107, TestName = "The recorded repetitions, at their pace, end in one handshake")]
    public void The_recorded_repetitions_end_in_one_handshake(int millisecondsBetween)
    {
        using var rig = ApRig.Enabled();
        var station = Replay(rig, millisecondsBetween);
        rig.Run(5);
        Assert.That(station.State, Is.EqualTo(StationState.Connected));
        Assert.That(rig.Air.Count("M1"), Is.EqualTo(1), "one handshake");
        Assert.That(rig.Count("InstallKey pairwise"), Is.EqualTo(1));
        Assert.That(rig.Events.Count(static e => e.StartsWith("AP-STA-CONNECTED", StringComparison.Ordinal)), Is.EqualTo(1));
        Assert.That(rig.Count("AddStation"), Is.EqualTo(1), "the kernel's entry is not touched by a repetition");
        Assert.That(rig.Count("UpdateStation"), Is.EqualTo(1), "the kernel's entry is not touched by a repetition");
        Assert.That(Aids(rig), Is.EqualTo(new[] { 1, 1, 1 }), "each is answered, with the same AID");
    }

    [Test]
    public void Another_body_is_a_new_attempt_with_a_fresh_entry_and_a_fresh_ANonce()
    {
        using var rig = ApRig.Enabled();
        rig.Station(ApRig.First);
        rig.Radio.Inject(Authentication);
        rig.Radio.Inject(Requests[0]);
        rig.Run(0.01);
        var other = Requests[1].ToArray();
        other[26] = 10; // listen interval
        rig.Radio.Inject(other);
        rig.Run(0.01);
        var nonces = rig.Air.Sent.Where(static f => f.Name == "M1").Select(static f => Convert.ToHexString(f.Bytes, 17, 32));
        Assert.That(nonces.ToArray(), Has.Length.EqualTo(2).And.Unique);
        Assert.That(rig.Count("AddStation"), Is.EqualTo(2));
        Assert.That(rig.Sta(ApRig.First)!.ListenInterval, Is.EqualTo(10));
    }

    [Test]
    public void The_same_body_after_M2_is_a_new_attempt()
    {
        using var rig = ApRig.Enabled();
        var station = Replay(rig, 0);
        rig.Run(1);
        rig.Radio.Inject(Requests[2]);
        rig.Run(1);
        Assert.That(rig.Air.Count("M1"), Is.EqualTo(2));
        Assert.That(rig.Events, Does.Contain("AP-STA-DISCONNECTED 02:00:00:00:01:00"));
        Assert.That(station.InstalledKeys[^1], Is.EqualTo(rig.Radio.InstalledKeys[^1].Key));
    }

    [Test]
    public void A_Reassociation_Request_is_no_repetition_of_an_Association_Request()
    {
        using var rig = ApRig.Enabled();
        rig.Station(ApRig.First);
        rig.Radio.Inject(Authentication);
        rig.Radio.Inject(Requests[0]);
        rig.Run(0.01);
        byte[] reassociation = [0x20, .. Requests[0][1..28], 2, 0, 0, 0, 0, 0, .. Requests[0][28..]];
        rig.Radio.Inject(reassociation);
        rig.Run(0.01);
        Assert.That(rig.Air.Count("ReassociationResponse"), Is.EqualTo(1));
        Assert.That(rig.Count("AddStation"), Is.EqualTo(2));
    }

    // The station of the capture, already past its own requests, answers what follows.
    private static SimulatedStation Replay(ApRig rig, int millisecondsBetween)
    {
        var station = rig.Station(ApRig.First, static o => o with { Tries = 1, Patience = TimeSpan.FromSeconds(9) });
        rig.Air.When("AssociationRequest").Drop();
        station.Associate();
        rig.Run(0.01);
        rig.Radio.Inject(Authentication);
        // At the recorded pace the handshake has to wait, as it did there.
        rig.Air.When("M1").Delay(TimeSpan.FromMilliseconds(3 * millisecondsBetween));
        foreach (var request in Requests)
        {
            rig.Radio.Inject(request);
            rig.Run(millisecondsBetween / 1000.0);
        }

        return station;
    }

    private static int[] Aids(ApRig rig) =>
        [.. rig.Air.Sent.Where(static f => f.Name == "AssociationResponse").Select(static f => f.Bytes[28] | (f.Bytes[29] & 0x3F) << 8)];
}
