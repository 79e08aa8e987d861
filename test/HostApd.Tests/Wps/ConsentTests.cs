using HostApd.Simulation;
using HostApd.Wps;
using NUnit.Framework;

namespace HostApd.Tests.Wps;

/// <summary>Consent is asked for at each step that follows from it: what was withdrawn meanwhile lets nobody in.</summary>
public sealed class ConsentTests
{
    private const string ApPin = "12345670";
    private const byte M3 = 7, M5 = 9, M7 = 11;
    private static readonly WpsOptions WithApPin = WpsRig.LabOptions with { ApSetupLocked = false, ApPin = ApPin };

    [Test]
    public void A_second_device_in_the_middle_of_an_exchange_ends_it_without_a_credential([Values(M3, M5, M7)] byte before)
    {
        var rig = Pressed();
        var enrollee = Disturbed(rig, before, r => r.OnProbeRequest(WpsRig.Address(2), WpsRig.Probe(2)));
        Assert.That(rig.Texts, Has.Some.StartsWith("WPS-OVERLAP-DETECTED"));
        Assert.That((enrollee.ReceivedError, enrollee.Settings), Is.EqualTo(((ushort?)12, (byte[]?)null)));
        Assert.That(rig.Texts, Has.None.StartsWith("WPS-REG-SUCCESS"));
    }

    [Test]
    public void A_press_that_ends_in_the_middle_lets_nobody_in([Values(M3, M5, M7)] byte before)
    {
        var rig = Pressed();
        var enrollee = Disturbed(rig, before, static r => r.OnTimer(WpsTimer.WalkTime));
        Assert.That((enrollee.ReceivedError, enrollee.Settings), Is.EqualTo(((ushort?)14, (byte[]?)null)));
    }

    [Test]
    public void A_press_that_is_cancelled_in_the_middle_lets_nobody_in([Values(M3, M5, M7)] byte before)
    {
        var rig = Pressed();
        Assert.That(Disturbed(rig, before, static r => r.Cancel()).Settings, Is.Null);
        Assert.That(rig.Registrar.SessionCount, Is.Zero);
    }

    [Test]
    public void A_PIN_that_expires_in_the_middle_lets_nobody_in([Values(M3, M5, M7)] byte before)
    {
        var rig = new WpsRig();
        rig.Registrar.AddPin(ApPin, expiry: TimeSpan.FromSeconds(10));
        rig.Drain();
        var enrollee = new SimulatedEnrollee(WpsRig.Script(1, ApPin) with
        {
            Alter = (type, m) =>
            {
                if (type == before)
                {
                    rig.Time.Advance(TimeSpan.FromSeconds(11));
                }

                return m;
            },
        });
        rig.Talk(rig.Open(WpsRig.Address(1)), enrollee);
        Assert.That((enrollee.ReceivedError, enrollee.Settings), Is.EqualTo(((ushort?)14, (byte[]?)null)));
    }

    [Test]
    public void Guesses_of_the_AP_PIN_that_began_before_the_lock_are_not_judged_after_it()
    {
        var rig = new WpsRig(WithApPin);
        var begun = Enumerable.Range(0, Registrar.MaximumSessions).Select(i => BroughtToM3(rig, i, new ExternalRegistrar($"{i:D4}5670"))).ToList();
        var (judged, locked) = (0, 0);
        foreach (var (session, registrar, m3) in begun)
        {
            Finish(rig, session, registrar, m3);
            judged += registrar.ReceivedError == 18 ? 1 : 0;
            locked += registrar.ReceivedError == 15 ? 1 : 0;
        }

        Assert.That((judged, locked), Is.EqualTo((3, Registrar.MaximumSessions - 3)));
    }

    [Test]
    public void Even_the_right_AP_PIN_reads_nothing_while_locked()
    {
        var rig = new WpsRig(WithApPin);
        var right = BroughtToM3(rig, 77, new ExternalRegistrar(ApPin));
        for (var i = 0; i < 3; i++)
        {
            var wrong = BroughtToM3(rig, i, new ExternalRegistrar("99995670"));
            Finish(rig, wrong.Session, wrong.Registrar, wrong.M3);
        }

        Assert.That(rig.Registrar.IsSetupLocked);
        Finish(rig, right.Session, right.Registrar, right.M3);
        Assert.That((right.Registrar.ReceivedError, right.Registrar.Settings), Is.EqualTo(((int?)15, (byte[]?)null)));
    }

    [TestCase(null)]
    [TestCase(ApPin)]
    public void Nobody_has_a_key_pair_made_while_external_registrars_are_refused(string? pin)
    {
        var rig = new WpsRig(WithApPin with { ApPin = pin, ApSetupLocked = pin is not null });
        var registrar = new ExternalRegistrar(ApPin);
        var session = rig.Open(WpsRig.Station);
        rig.Receive(session, registrar.Answer(rig.LastSent)!);
        registrar.Answer(rig.LastSent);
        Assert.That((rig.Exponentiations, registrar.ReceivedError), Is.EqualTo((0, (int?)15)));
        Assert.That(rig.Texts, Does.Contain("WPS-FAIL msg=4 config_error=15"));
    }

    [Test]
    public void External_registrars_make_room_for_any_enrollee_and_come_after_it()
    {
        var rig = new WpsRig(WithApPin) { Tasks = [] };
        var strangers = Enumerable.Range(0, 5).Select(i => Begin(rig, 100 + i, new ExternalRegistrar("00005670"))).ToList();
        Assert.That(strangers[4].IsEnded, "four may wait");
        rig.Registrar.AddPin("11112222");
        rig.Drain();
        var enrollee = new SimulatedEnrollee(WpsRig.Script(1, "11112222"));
        var session = rig.Open(WpsRig.Address(1));
        rig.Receive(session, enrollee.Answer(rig.LastSent)!);
        rig.Receive(session, enrollee.Answer(rig.LastSent)!);
        Assert.That(strangers.Count(static s => s.IsEnded), Is.EqualTo(2), "one more had to go");
        for (var tasks = 0; tasks < 3; tasks++)
        {
            Assert.That(rig.Sent.Any(s => s.Session == session && s.Frame.Length > 300), Is.False);
            rig.RunTask();
        }

        Assert.That(rig.Sent.Any(s => s.Session == session && s.Frame.Length > 300),
            "M2 after what was under way, its own pair and its secret");
    }

    private static WpsRig Pressed()
    {
        var rig = new WpsRig();
        rig.Registrar.PushButton();
        rig.Drain();
        return rig;
    }

    /// <summary>An enrollee, and something that happens while its message of that type is on its way to us.</summary>
    private static SimulatedEnrollee Disturbed(WpsRig rig, byte type, Action<Registrar> happens)
    {
        var enrollee = new SimulatedEnrollee(WpsRig.Script(1) with
        {
            Alter = (sent, m) =>
            {
                if (sent == type)
                {
                    happens(rig.Registrar);
                }

                return m;
            },
        });
        rig.Talk(rig.Open(WpsRig.Address(1)), enrollee);
        return enrollee;
    }

    private static WpsSession Begin(WpsRig rig, int number, ExternalRegistrar registrar)
    {
        var session = rig.Open(WpsRig.Address(number));
        rig.Receive(session, registrar.Answer(rig.LastSent)!);
        return session;
    }

    private static (WpsSession Session, ExternalRegistrar Registrar, byte[] M3) BroughtToM3(WpsRig rig, int number, ExternalRegistrar registrar)
    {
        var session = Begin(rig, 1000 + number, registrar);
        rig.Receive(session, registrar.Answer(rig.LastSent)!);
        return (session, registrar, rig.LastSent);
    }

    private static void Finish(WpsRig rig, WpsSession session, ExternalRegistrar registrar, byte[] m3)
    {
        for (var frame = m3; registrar.Answer(frame) is { } answer && !session.IsEnded; frame = rig.LastSent)
        {
            rig.Receive(session, answer);
        }

        registrar.Answer(rig.LastSent);
    }
}
