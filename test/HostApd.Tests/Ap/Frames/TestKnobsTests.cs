using HostApd.Ap;
using HostApd.Rsn;
using HostApd.Simulation;
using NUnit.Framework;

namespace HostApd.Tests.Ap;

/// <summary>What only tests turn: frames that are lost by chance, elements that are not ours.</summary>
public sealed class TestKnobsTests
{
    private const string Odd = "30140100000fac040100000fac040100000fac020000";

    [Test]
    public void A_frame_that_is_to_be_ignored_is_not_answered_and_others_are()
    {
        using var rig = With(TestKnobs.None with { IgnoredAuthentications = 1 });
        rig.Station(ApRig.First).Join();
        rig.Run(1);
        Assert.That(rig.Air.Count("ProbeResponse"), Is.Positive);
        Assert.That(rig.Air.Count("AuthenticationResponse"), Is.Zero);
        rig.Bss.Divert(default, TestKnobs.None with { IgnoredAssociations = 1 });
        rig.Station(ApRig.Second).Join();
        rig.Run(1);
        Assert.That(rig.Air.Count("AuthenticationResponse"), Is.Positive);
        Assert.That(rig.Air.Count("AssociationResponse"), Is.Zero);
        rig.Bss.Divert(default, TestKnobs.None);
        rig.Run(6);
        Assert.That(rig.Connect(ApRig.Third).State, Is.EqualTo(StationState.Connected));
    }

    [TestCase(0.0, 200, 200)]
    [TestCase(0.5, 60, 140)]
    [TestCase(0.95, 1, 40)]
    [TestCase(1.0, 0, 0)]
    public void A_chance_is_a_chance(double chance, int fewest, int most)
    {
        using var rig = With(TestKnobs.None with { IgnoredProbes = chance });
        var station = rig.Station(ApRig.First);
        for (var i = 0; i < 200; i++)
        {
            station.Probe();
            rig.Run(0.01);
        }

        Assert.That(rig.Air.Count("ProbeResponse"), Is.InRange(fewest, most));
    }

    [Test]
    public void Another_element_stands_for_ours_in_the_Beacon_and_in_message_3()
    {
        using var rig = With(TestKnobs.None with { OwnElements = Odd });
        rig.Station(ApRig.First).Probe();
        rig.Run(0.1);
        var answer = Convert.ToHexStringLower(rig.Air.Sent.First(static f => f.Name == "ProbeResponse").Bytes);
        Assert.That(answer, Does.Contain(Odd));
        Assert.That(LengthOfM3(TestKnobs.None with { OwnElements = Odd + "dd0411223344" }), Is.EqualTo(LengthOfM3(TestKnobs.None with { OwnElements = Odd + "dd0411223355" })));
    }

    [Test]
    public void Message_3_alone_says_what_the_Beacon_does_not()
    {
        var usual = LengthOfM3(TestKnobs.None);
        Assert.That(LengthOfM3(TestKnobs.None with { Message3Elements = "dd0e" + new string('1', 28) }), Is.EqualTo(usual + 16));
        Assert.That(LengthOfM3(TestKnobs.None with { KeyRsnxe = "f40e" + new string('0', 28) }), Is.EqualTo(usual + 16));
        Assert.That(LengthOfM3(TestKnobs.None with { KeyRsne = Odd + "dd0e" + new string('1', 28) }), Is.EqualTo(usual + 16));
        using var rig = With(TestKnobs.None with { KeyRsne = Odd });
        rig.Station(ApRig.First).Probe();
        rig.Run(0.1);
        Assert.That(Convert.ToHexStringLower(rig.Air.Sent.First(static f => f.Name == "ProbeResponse").Bytes), Does.Not.Contain(Odd));
    }

    [Test]
    public void Key_frames_carry_what_the_writer_is_told()
    {
        const int information = 5;
        const int keyData = 99;
        using var rig = ApRig.WithRsn(static o => o with { Knobs = new KeyFrameKnobs("dd0411223344", Message3InClear: true) });
        rig.Station(ApRig.First, static o => o with { IgnoresMessage3 = true }).Join();
        rig.Run(0.5);
        var first = rig.Air.Sent.First(static f => f.Name == "M1").Bytes;
        Assert.That(Convert.ToHexStringLower(first.AsSpan(keyData)), Is.EqualTo("dd0411223344"));
        var third = rig.Air.Sent.First(static f => f.Name == "M3").Bytes;
        Assert.That(third[information] & 0x10, Is.Zero, "not marked as encrypted");
        Assert.That(Convert.ToHexStringLower(third.AsSpan(keyData)), Does.StartWith("3014").And.Contain("dd16000fac01"), "RSN element and GTK in the clear");
    }

    private static int LengthOfM3(TestKnobs knobs)
    {
        using var rig = With(knobs);
        rig.Station(ApRig.First).Join();
        rig.Run(0.5);
        return rig.Air.Sent.First(static f => f.Name == "M3").Bytes.Length;
    }

    private static ApRig With(TestKnobs knobs) => ApRig.Enabled(change: o => o with { Knobs = knobs });
}
