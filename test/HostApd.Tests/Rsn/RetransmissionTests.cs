using HostApd.Rsn;
using NUnit.Framework;

namespace HostApd.Tests.Rsn;

/// <summary>hostapd's schedule: when each message is repeated, and when the station is given up.</summary>
public sealed class RetransmissionTests
{
    [Test]
    public void With_transmit_status_the_first_repetition_of_M1_comes_after_100_ms()
    {
        var rig = Ready(transmitStatus: true);
        Assert.That(rig.Associate(), Is.EqualTo("Send ArmTimer:100"));
        Assert.That(rig.Timer(), Is.EqualTo("Send ArmTimer:1000"));
        Assert.That(rig.Timer(), Is.EqualTo("Send ArmTimer:1000"));
        Assert.That(rig.Timer(), Is.EqualTo("Send ArmTimer:1000"));
        Assert.That(rig.Timer(), Is.EqualTo("CancelTimer Deauth:15"));
        Assert.That(rig.Counters.FourWayHandshakeFailures, Is.EqualTo(1));
        Assert.That(rig.Sent.Select(f => f[16]), Is.EqualTo(new byte[] { 1, 2, 3, 4 }), "replay counters");
        Assert.That(rig.Sent.Select(f => Convert.ToHexString(f, 17, 32)).Distinct().Count(), Is.EqualTo(1), "one ANonce");
    }

    [Test]
    public void Without_transmit_status_every_repetition_comes_after_a_second()
    {
        var rig = Ready(transmitStatus: false);
        Assert.That(rig.Associate(), Is.EqualTo("Send ArmTimer:1000"));
        rig.Authenticator.OnEapolSent(true);
        Assert.That(rig.Drain(), Is.Empty);
        Assert.That(rig.Receive(rig.Supplicant.Message2(rig.LastSent)), Is.EqualTo("ReadSequence:1 ArmTimer:1000 Send"));
    }

    [Test]
    public void Only_the_first_M1_once_acknowledged_waits_a_second()
    {
        var rig = Ready(transmitStatus: true);
        rig.Associate();
        rig.Authenticator.OnEapolSent(false);
        Assert.That(rig.Drain(), Is.Empty);
        rig.Authenticator.OnEapolSent(true);
        Assert.That(rig.Drain(), Is.EqualTo("ArmTimer:1000"));
        rig.Timer();
        rig.Authenticator.OnEapolSent(true);
        Assert.That(rig.Drain(), Is.Empty);
    }

    [Test]
    public void M3_has_its_own_four_tries()
    {
        var rig = Ready(transmitStatus: true);
        rig.Associate();
        rig.Timer();
        rig.Timer();
        Assert.That(rig.Receive(rig.Supplicant.Message2(rig.LastSent)), Is.EqualTo("ReadSequence:1 ArmTimer:100 Send"));
        Assert.That(rig.Timer(), Is.EqualTo("ReadSequence:1 ArmTimer:1000 Send"));
        Assert.That(rig.Timer(), Is.EqualTo("ReadSequence:1 ArmTimer:1000 Send"));
        Assert.That(rig.Timer(), Is.EqualTo("ReadSequence:1 ArmTimer:1000 Send"));
        Assert.That(rig.Timer(), Is.EqualTo("CancelTimer Deauth:15"));
    }

    [Test]
    public void The_group_message_is_repeated_after_500_ms_and_then_each_second()
    {
        var rig = Ready(transmitStatus: true).Connect();
        rig.Authenticator.StartGroupRekey();
        Assert.That(rig.Drain(), Is.EqualTo("ReadSequence:1 ArmTimer:500 SendEncrypted"));
        Assert.That(rig.Timer(), Is.EqualTo("ReadSequence:1 ArmTimer:1000 SendEncrypted"));
        Assert.That(rig.Timer(), Is.EqualTo("ReadSequence:1 ArmTimer:1000 SendEncrypted"));
        Assert.That(rig.Timer(), Is.EqualTo("ReadSequence:1 ArmTimer:1000 SendEncrypted"));
        Assert.That(rig.Timer(), Is.EqualTo("CancelTimer Deauth:16"));
        Assert.That(rig.Authenticator.GroupState, Is.EqualTo(PtkGroupState.KeyError));
        Assert.That(rig.Counters.GroupHandshakeFailures, Is.EqualTo(1));
    }

    [Test]
    public void An_update_count_of_one_gives_one_try()
    {
        var rig = new HandshakeRig(new RsnOptions { PairwiseUpdateCount = 1 });
        rig.StartGroup();
        rig.Associate();
        Assert.That(rig.Timer(), Is.EqualTo("CancelTimer Deauth:15"));
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(2)]
    public void An_M2_for_any_M1_of_this_round_is_good(int which)
    {
        var rig = Ready(transmitStatus: true);
        rig.Associate();
        rig.Timer();
        rig.Timer();
        Assert.That(rig.Receive(rig.Supplicant.Message2(rig.Sent[which])), Does.EndWith("Send"));
    }

    [Test]
    public void An_M4_for_an_earlier_M3_is_good()
    {
        var rig = Ready(transmitStatus: true);
        rig.Associate();
        rig.Receive(rig.Supplicant.Message2(rig.LastSent));
        var earlier = rig.LastSent;
        rig.Timer();
        Assert.That(rig.Receive(rig.Supplicant.Message4(earlier)), Does.EndWith("Connected"));
    }

    [Test]
    public void An_M2_of_the_round_before_a_new_association_is_stale()
    {
        var rig = Ready(transmitStatus: true);
        rig.Associate();
        var stale = rig.Supplicant.Message2(rig.LastSent);
        rig.Associate();
        Assert.That(rig.Receive(stale), Is.EqualTo("Dropped:ReplayCounter"));
        Assert.That(rig.LastSent[16], Is.EqualTo(2), "the counter goes on");
    }

    private static HandshakeRig Ready(bool transmitStatus)
    {
        var rig = new HandshakeRig(new RsnOptions { TransmitStatusAvailable = transmitStatus });
        rig.StartGroup();
        return rig;
    }
}
