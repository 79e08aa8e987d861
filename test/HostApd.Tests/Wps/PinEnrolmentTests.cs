using HostApd.Simulation;
using HostApd.Wps;
using NUnit.Framework;

namespace HostApd.Tests.Wps;

public sealed class PinEnrolmentTests
{
    private const string RightPin = "12345670";

    [TestCase("12345670")]
    [TestCase("1234-5670")]
    [TestCase("1234")]
    public void A_pin_enrols(string pin)
    {
        var rig = new WpsRig();
        Assert.That(rig.Registrar.AddPin(pin), Is.True);
        rig.Drain();
        Assert.That(rig.Enrol(WpsRig.Script(1, Pin.Normalize(pin))).Settings, Is.Not.Null);
        Assert.That(rig.Texts, Does.Contain("WPS-SUCCESS ").And.Not.Contain("WPS-PBC-DISABLE "));
        Assert.That(rig.Enrol(WpsRig.Script(1, Pin.Normalize(pin))).Settings, Is.Null, "it served once");
    }

    [TestCase("12345")]
    [TestCase("abcd")]
    [TestCase("")]
    public void What_is_no_pin_is_refused(string pin) => Assert.That(new WpsRig().Registrar.AddPin(pin), Is.False);

    [TestCase("12345671", 6, TestName = "The second half is wrong: refused after M6")]
    [TestCase("00005670", 5, TestName = "The first half is wrong: refused after M4")]
    public void A_wrong_pin_is_told_with_error_18_and_the_right_one_enrols(string wrong, int sent)
    {
        var rig = new WpsRig();
        rig.Registrar.AddPin(wrong, Uuid(1));
        rig.Drain();
        var failed = rig.Enrol(WpsRig.Script(1, RightPin));
        Assert.That((failed.SentError, failed.Settings, failed.IsOver), Is.EqualTo(((ushort?)18, (byte[]?)null, true)));
        Assert.That(rig.Texts, Has.Exactly(1).StartsWith("WPS-FAIL msg=").And.EndsWith("config_error=18"));
        Assert.That(rig.Registrar.GetStatus().ToString(), Does.Contain("Failure Reason: the enrollee refused M"));
        Assert.That(rig.AllSent, Has.Count.EqualTo(sent));
        rig.Registrar.AddPin(RightPin, Uuid(1));
        rig.Drain();
        Assert.That(rig.Enrol(WpsRig.Script(1, RightPin)).Settings, Is.Not.Null);
    }

    [Test]
    public void A_changed_message_is_not_authentic()
    {
        var rig = new WpsRig();
        rig.Registrar.AddPin(RightPin);
        rig.Drain();
        var liar = WpsRig.Script(1, RightPin) with { Alter = (type, m) => type == 7 ? ReverseHash(m) : m };
        var enrollee = rig.Enrol(liar);
        Assert.That(enrollee.Settings, Is.Null);
        Assert.That(rig.Texts, Does.Contain("WPS-FAIL msg=7 config_error=0"));
        Assert.That(enrollee.ReceivedError, Is.Zero);
    }

    [Test]
    public void A_pin_for_anyone_lasts_two_failures()
    {
        var rig = new WpsRig();
        rig.Registrar.AddPin(RightPin);
        rig.Drain();
        rig.Enrol(WpsRig.Script(1, "11111111"));
        rig.Enrol(WpsRig.Script(1, "11112222"));
        var third = rig.Enrol(WpsRig.Script(1, RightPin));
        Assert.That((third.ReceivedError, third.Settings), Is.EqualTo(((ushort?)0, (byte[]?)null)));
        Assert.That(rig.Texts, Has.Some.StartsWith("WPS-PIN-NEEDED"));
    }

    [Test]
    public void A_pin_whose_whole_was_shown_to_one_who_left_is_gone()
    {
        var rig = new WpsRig();
        rig.Registrar.AddPin(RightPin, Uuid(1));
        rig.Drain();
        var script = WpsRig.Script(1, RightPin) with { Alter = (type, m) => type == 11 ? [] : m };
        var session = rig.Open(script.Address);
        rig.Talk(session, new SimulatedEnrollee(script));
        session.Close();
        rig.Drain();
        Assert.That(rig.Registrar.GetStatus().FailureReason, Does.Contain("ExpectM7"));
        Assert.That(rig.Enrol(WpsRig.Script(1, RightPin)).Settings, Is.Null);
    }

    [Test]
    public void Two_clients_with_pins_one_after_the_other()
    {
        var rig = new WpsRig();
        rig.Registrar.AddPin("11112222", Uuid(1));
        rig.Registrar.AddPin("33334444", Uuid(2));
        rig.Drain();
        Assert.That(rig.Enrol(WpsRig.Script(2, "33334444")).Settings, Is.Not.Null);
        Assert.That(rig.Enrol(WpsRig.Script(1, "11112222")).Settings, Is.Not.Null);
    }

    [Test]
    public void A_pin_for_a_device_goes_before_one_for_anyone()
    {
        var rig = new WpsRig();
        rig.Registrar.AddPin("11112222");
        rig.Registrar.AddPin("33334444", Uuid(2));
        rig.Drain();
        Assert.That(rig.Enrol(WpsRig.Script(2, "33334444")).Settings, Is.Not.Null);
        Assert.That(rig.Enrol(WpsRig.Script(1, "11112222")).Settings, Is.Not.Null);
    }

    [Test]
    public void A_pin_for_an_address_serves_that_address_only()
    {
        var rig = new WpsRig();
        rig.Registrar.AddPin(RightPin, address: WpsRig.Address(2));
        rig.Drain();
        Assert.That(rig.Enrol(WpsRig.Script(1, RightPin)).Settings, Is.Null);
        Assert.That(rig.Enrol(WpsRig.Script(2, RightPin)).Settings, Is.Not.Null);
    }

    [Test]
    public void A_pin_expires()
    {
        var rig = new WpsRig();
        rig.Registrar.AddPin(RightPin, expiry: TimeSpan.FromSeconds(30));
        Assert.That(rig.Drain(), Does.Contain("Arm:PinExpiry:30"));
        rig.Time.Advance(TimeSpan.FromSeconds(30));
        rig.Registrar.OnTimer(WpsTimer.PinExpiry);
        Assert.That(rig.Drain(), Is.EqualTo("Cancel:PinExpiry"));
        Assert.That(rig.Enrol(WpsRig.Script(1, RightPin)).Settings, Is.Null);
    }

    [Test]
    public void Two_exchanges_never_use_one_pin_at_the_same_time()
    {
        var rig = new WpsRig();
        rig.Registrar.AddPin(RightPin);
        rig.Drain();
        var first = WpsRig.Script(1, RightPin) with { Alter = (type, m) => type == 9 ? [] : m };
        var session = rig.Open(first.Address);
        rig.Talk(session, new SimulatedEnrollee(first));
        var second = rig.Enrol(WpsRig.Script(2, RightPin));
        Assert.That((second.ReceivedError, second.Settings), Is.EqualTo(((ushort?)0, (byte[]?)null)), "bound to the first");
        session.Close();
        rig.Drain();
        Assert.That(rig.Enrol(WpsRig.Script(2, RightPin)).Settings, Is.Not.Null);
    }

    [Test]
    public void A_device_without_a_pin_is_told_of()
    {
        var rig = new WpsRig();
        rig.Enrol(WpsRig.Script(1, RightPin));
        Assert.That(rig.Texts, Does.Contain(
            "WPS-PIN-NEEDED 01010101-0101-0101-0101-010101010101 02:00:00:01:00:01 [ | | | | |0-00000000-0]"));
    }

    private static Guid Uuid(byte number) => new([.. Enumerable.Repeat(number, 16)], bigEndian: true);

    private static byte[] ReverseHash(byte[] m3) =>
        MessageLengthTests.Rebuild(m3, t => t.Id == 0x1014 ? [.. t.Value.Reverse()] : t.Value);
}
