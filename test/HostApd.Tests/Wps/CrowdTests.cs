using HostApd.Simulation;
using HostApd.Wps;
using NUnit.Framework;

namespace HostApd.Tests.Wps;

/// <summary>Many devices, slow exponentiation, no random bytes yet.</summary>
public sealed class CrowdTests
{
    [TestCase(0, TestName = "A hundred that say nothing")]
    [TestCase(1, TestName = "A hundred that stop after Identity")]
    [TestCase(2, TestName = "A hundred that send M1 with a PIN nobody entered")]
    public void Half_open_sessions_cost_bounded_memory_and_do_not_stop_the_push_button(int answers)
    {
        var rig = new WpsRig();
        rig.Registrar.PushButton();
        rig.Drain();
        for (var i = 0; i < 100; i++)
        {
            var forged = new SimulatedEnrollee(WpsRig.Script(3, "12345670") with { Address = WpsRig.Address(1000 + i) });
            var session = rig.Open(WpsRig.Address(1000 + i));
            for (var answer = 0; answer < answers; answer++)
            {
                rig.Receive(session, forged.Answer(rig.LastSent)!);
            }
        }

        Assert.That(rig.Registrar.SessionCount, Is.EqualTo(Registrar.MaximumSessions));
        Assert.That(rig.Exponentiations, Is.EqualTo(1), "none but the pair made ahead");
        Assert.That(rig.Enrol(WpsRig.Script(1)).Settings, Is.Not.Null);
    }

    [Test]
    public void Forged_M1s_cannot_keep_the_device_that_was_named_from_its_keys()
    {
        var rig = new WpsRig { Tasks = [] };
        rig.Registrar.AddPin("11112222");
        rig.Registrar.AddPin("12345670", address: WpsRig.Address(1));
        rig.Drain();
        rig.RunTask();
        var busy = 0;
        for (byte i = 10; i < 20; i++)
        {
            var session = rig.Open(WpsRig.Address(i));
            var forged = new SimulatedEnrollee(WpsRig.Script(i, "11112222"));
            rig.Receive(session, forged.Answer(rig.LastSent)!);
            rig.Receive(session, forged.Answer(rig.LastSent)!);
            Assert.That(rig.Tasks, Has.Count.EqualTo(1), "one exponentiation at a time");
            forged.Answer(rig.LastSent);
            busy += forged.ReceivedError == 14 ? 1 : 0;
        }

        Assert.That(busy, Is.EqualTo(6), "four wait, the others are told that we are busy");
        var enrollee = new SimulatedEnrollee(WpsRig.Script(1, "12345670"));
        var real = rig.Open(WpsRig.Address(1));
        rig.Receive(real, enrollee.Answer(rig.LastSent)!);
        rig.Receive(real, enrollee.Answer(rig.LastSent)!);
        var tasks = 0;
        while (enrollee.LastReceived != 5 && tasks++ < 20)
        {
            rig.RunTask();
            if (rig.Sent.Any(s => s.Session == real && s.Frame.Length > 300))
            {
                enrollee.Answer(rig.Sent.Last(s => s.Session == real).Frame);
            }
        }

        Assert.That(tasks, Is.LessThanOrEqualTo(3), "what was under way, its key pair, its shared secret");
    }

    [Test]
    public void A_result_for_a_device_that_left_is_ignored()
    {
        var rig = new WpsRig { Tasks = [] };
        rig.Registrar.PushButton();
        rig.Drain();
        rig.RunTask();
        var enrollee = new SimulatedEnrollee(WpsRig.Script(1));
        var session = rig.Open(WpsRig.Address(1));
        rig.Receive(session, enrollee.Answer(rig.LastSent)!);
        rig.Receive(session, enrollee.Answer(rig.LastSent)!);
        var sent = rig.AllSent.Count;
        session.Close();
        Assert.That(rig.Drain(), Is.EqualTo("Cancel:EapRetransmit Cancel:SessionTimeout SessionEnded"));
        rig.RunTask();
        Assert.That(rig.AllSent, Has.Count.EqualTo(sent));
        rig.RunTask();
        Assert.That(rig.Tasks, Is.Empty, "the next key pair is ready");
        rig.Tasks = null;
        Assert.That(rig.Enrol(WpsRig.Script(1)).Settings, Is.Not.Null);
    }

    [Test]
    public void M2_is_held_until_random_bytes_can_be_drawn()
    {
        var rig = new WpsRig { Nonces = { Starved = true } };
        rig.Registrar.PushButton();
        rig.Drain();
        Assert.That(rig.Exponentiations, Is.Zero);
        var enrollee = new SimulatedEnrollee(WpsRig.Script(1));
        var session = rig.Open(WpsRig.Address(1));
        rig.Receive(session, enrollee.Answer(rig.LastSent)!);
        var held = rig.Receive(session, enrollee.Answer(rig.LastSent)!);
        Assert.That(held, Is.EqualTo("HeldForEntropy Cancel:EapRetransmit"));
        rig.Registrar.OnEntropyReady();
        Assert.That(rig.Drain(), Is.Empty, "still none, and told once");
        rig.Nonces.Starved = false;
        rig.Registrar.OnEntropyReady();
        Assert.That(rig.Drain(), Is.EqualTo("ReleasedFromEntropy Send Arm:EapRetransmit:3"));
        rig.Sent.Clear();
        rig.Receive(session, enrollee.Answer(rig.LastSent)!);
        rig.Talk(session, enrollee);
        Assert.That(enrollee.Settings, Is.Not.Null);
    }

    [Test]
    public void A_held_session_still_ends_by_its_timer()
    {
        var rig = new WpsRig { Nonces = { Starved = true } };
        rig.Registrar.PushButton();
        rig.Drain();
        var enrollee = new SimulatedEnrollee(WpsRig.Script(1));
        var session = rig.Open(WpsRig.Address(1));
        rig.Receive(session, enrollee.Answer(rig.LastSent)!);
        rig.Receive(session, enrollee.Answer(rig.LastSent)!);
        session.OnTimer(WpsTimer.SessionTimeout);
        Assert.That(rig.Drain(), Does.StartWith("Send ").And.Contain(" EapFailure Deauth:23:10 SessionEnded"));
        rig.Nonces.Starved = false;
        rig.Registrar.OnEntropyReady();
        Assert.That(rig.Drain(), Is.Empty);
    }

    [Test]
    public void A_new_association_ends_the_session_before_it()
    {
        var rig = new WpsRig();
        var first = rig.Open(WpsRig.Station);
        rig.Open(WpsRig.Station);
        Assert.That(first.IsEnded, Is.True);
        Assert.That(rig.Registrar.SessionCount, Is.EqualTo(1));
        Assert.That(rig.Words, Has.No.Member("Deauth:23:10"));
    }

    [Test]
    public void A_station_of_WSC_1_is_waited_for()
    {
        var rig = new WpsRig();
        var session = rig.Open(WpsRig.Station, [0x10, 0x4A, 0, 1, 0x10, 0x10, 0x3A, 0, 1, 1]);
        Assert.That(rig.Words, Is.EqualTo(new[] { "Arm:SessionTimeout:5" }));
        Assert.That(rig.Receive(session, SimulatedEnrollee.EapolStart), Does.Contain("EapStarted").And.Contain("Send"));
    }

    [Test]
    public void Disposal_leaves_nothing_to_do()
    {
        var rig = new WpsRig();
        rig.Registrar.PushButton();
        rig.Open(WpsRig.Station);
        rig.Registrar.Dispose();
        Assert.That(rig.Drain(), Is.Empty);
        Assert.That(rig.Registrar.SessionCount, Is.Zero);
    }
}
