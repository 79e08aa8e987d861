using HostApd.Simulation;
using HostApd.Wps;
using NUnit.Framework;

namespace HostApd.Tests.Wps;

public sealed class PushButtonTests
{
    [Test]
    public void A_device_that_presses_first_gets_M2D_and_enrols_once_ours_is_pressed()
    {
        var rig = new WpsRig();
        var early = rig.Enrol(WpsRig.Script(1));
        Assert.That((early.ReceivedError, early.Settings, early.IsOver), Is.EqualTo(((ushort?)0, (byte[]?)null, true)));
        rig.Registrar.PushButton();
        rig.Drain();
        Assert.That(rig.Enrol(WpsRig.Script(1)).Settings, Is.Not.Null);
        Assert.That(rig.Texts, Does.Contain("WPS-REG-SUCCESS 02:00:00:01:00:01 01010101-0101-0101-0101-010101010101"));
    }

    [Test]
    public void The_walk_time_ends_it()
    {
        var rig = new WpsRig();
        rig.Registrar.PushButton();
        Assert.That(rig.Drain(), Is.EqualTo("PbcActive Arm:WalkTime:120"));
        Assert.That(rig.Registrar.GetStatus().ToString(), Is.EqualTo("PBC Status: Active\nLast WPS result: None\n"));
        rig.Registrar.OnTimer(WpsTimer.WalkTime);
        Assert.That(rig.Drain(), Is.EqualTo("Timeout"));
        Assert.That(rig.Registrar.GetStatus().ToString(), Is.EqualTo("PBC Status: Timed-out\nLast WPS result: None\n"));
        Assert.That(rig.Enrol(WpsRig.Script(1)).Settings, Is.Null);
    }

    [Test]
    public void Cancel_says_what_hostapd_says()
    {
        var rig = new WpsRig();
        rig.Registrar.PushButton();
        rig.Drain();
        rig.Registrar.Cancel();
        rig.Drain();
        Assert.That(rig.Texts, Is.EqualTo(new[] { "WPS-PBC-ACTIVE ", "WPS-TIMEOUT ", "WPS-CANCEL " }));
        Assert.That(rig.Registrar.Pbc, Is.EqualTo(PbcState.Disabled));
        rig.Registrar.Cancel();
        Assert.That(rig.Drain(), Does.Not.Contain("Timeout").And.Contain("Cancel"));
    }

    [Test]
    public void Cancel_ends_the_exchange_under_way()
    {
        var rig = new WpsRig();
        rig.Registrar.PushButton();
        rig.Drain();
        rig.Open(WpsRig.Station);
        rig.Registrar.Cancel();
        Assert.That(rig.Drain(), Does.StartWith("Send ").And.Contain(" EapFailure Deauth:23:10 SessionEnded"));
        Assert.That(rig.Registrar.SessionCount, Is.Zero);
    }

    [Test]
    public void Two_devices_before_the_press_are_an_overlap_until_one_is_forgotten()
    {
        var rig = new WpsRig();
        rig.Registrar.OnProbeRequest(WpsRig.Address(1), WpsRig.Probe(1));
        rig.Time.Advance(TimeSpan.FromSeconds(60));
        rig.Registrar.OnProbeRequest(WpsRig.Address(2), WpsRig.Probe(2));
        Assert.That(rig.Registrar.PushButton(), Is.EqualTo(PushButtonResult.Overlap));
        rig.Drain();
        Assert.That(rig.Texts, Does.Contain("WPS-OVERLAP-DETECTED ").And.Not.Contain("WPS-PBC-ACTIVE "));
        Assert.That(rig.Registrar.GetStatus().ToString(), Is.EqualTo(
            "PBC Status: Overlap\nLast WPS result: None\n"
            + "Overlap: 02:00:00:01:00:01 01010101-0101-0101-0101-010101010101\n"
            + "Overlap: 02:00:00:01:00:02 02020202-0202-0202-0202-020202020202\n"));
        rig.Time.Advance(TimeSpan.FromSeconds(59.9));
        Assert.That(rig.Registrar.PushButton(), Is.EqualTo(PushButtonResult.Overlap));
        rig.Time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.That(rig.Registrar.PushButton(), Is.EqualTo(PushButtonResult.Started), "the first was seen 120 s ago");
    }

    [Test]
    public void One_device_with_two_addresses_is_no_overlap()
    {
        var rig = new WpsRig();
        rig.Registrar.OnProbeRequest(WpsRig.Address(1), WpsRig.Probe(1));
        rig.Registrar.OnProbeRequest(WpsRig.Address(2), WpsRig.Probe(1));
        rig.Registrar.OnProbeRequest(WpsRig.Address(3), WpsRig.Probe(3, passwordId: 0));
        Assert.That(rig.Registrar.PushButton(), Is.EqualTo(PushButtonResult.Started));
    }

    [Test]
    public void A_second_device_during_the_walk_time_stops_both()
    {
        var rig = new WpsRig();
        rig.Registrar.PushButton();
        rig.Registrar.OnProbeRequest(WpsRig.Address(1), WpsRig.Probe(1));
        rig.Registrar.OnProbeRequest(WpsRig.Address(2), WpsRig.Probe(2));
        Assert.That(rig.Drain(), Does.EndWith("OverlapDetected"), "it stays announced");
        Assert.That(IsAnnounced(rig));
        Assert.That(rig.Enrol(WpsRig.Script(1)).ReceivedError, Is.EqualTo(12));
        Assert.That(rig.Registrar.GetStatus().FailureReason, Is.EqualTo("multiple PBC sessions"));
        Assert.That(IsAnnounced(rig), "for the other, who has not come yet");
        Assert.That(rig.Enrol(WpsRig.Script(2)).ReceivedError, Is.EqualTo(12));
        Assert.That(IsAnnounced(rig), Is.False, "both know why");
        Assert.That(rig.Registrar.Pbc, Is.EqualTo(PbcState.Overlap));
    }

    [Test]
    public void An_overlap_that_nobody_comes_to_hear_of_is_announced_to_the_end_of_the_walk_time()
    {
        var rig = new WpsRig();
        rig.Registrar.PushButton();
        rig.Registrar.OnProbeRequest(WpsRig.Address(1), WpsRig.Probe(1));
        rig.Registrar.OnProbeRequest(WpsRig.Address(2), WpsRig.Probe(2));
        Assert.That(IsAnnounced(rig));
        rig.Registrar.OnTimer(WpsTimer.WalkTime);
        Assert.That(IsAnnounced(rig), Is.False);
        Assert.That(rig.Registrar.Pbc, Is.EqualTo(PbcState.Overlap));
    }

    [TestCase("press")]
    [TestCase("PIN")]
    [TestCase("cancel")]
    public void Whoever_goes_on_ends_the_announcement_of_the_overlap(string how)
    {
        var rig = new WpsRig();
        rig.Registrar.PushButton();
        rig.Registrar.OnProbeRequest(WpsRig.Address(1), WpsRig.Probe(1));
        rig.Registrar.OnProbeRequest(WpsRig.Address(2), WpsRig.Probe(2));
        rig.Time.Advance(TimeSpan.FromSeconds(121));
        _ = how switch
        {
            "press" => rig.Registrar.PushButton() == PushButtonResult.Started,
            "PIN" => rig.Registrar.AddPin("12345670"),
            _ => Cancel(),
        };
        rig.Drain();
        rig.Registrar.OnTimer(WpsTimer.WalkTime);
        Assert.That(IsAnnounced(rig), Is.False);

        bool Cancel()
        {
            rig.Registrar.Cancel();
            Assert.That(IsAnnounced(rig), Is.False);
            return true;
        }
    }

    [Test]
    public void A_press_that_was_refused_for_an_overlap_is_not_announced()
    {
        var rig = new WpsRig();
        rig.Registrar.OnProbeRequest(WpsRig.Address(1), WpsRig.Probe(1));
        rig.Registrar.OnProbeRequest(WpsRig.Address(2), WpsRig.Probe(2));
        Assert.That(rig.Registrar.PushButton(), Is.EqualTo(PushButtonResult.Overlap));
        Assert.That(IsAnnounced(rig), Is.False);
    }

    [Test]
    public void A_press_that_was_refused_for_an_overlap_leaves_an_entered_PIN_its_walk_time()
    {
        var rig = new WpsRig();
        rig.Registrar.AddPin("12345670");
        Assert.That(rig.Drain(), Does.Contain("Arm:WalkTime:120"));
        rig.Registrar.OnProbeRequest(WpsRig.Address(1), WpsRig.Probe(1));
        rig.Registrar.OnProbeRequest(WpsRig.Address(2), WpsRig.Probe(2));
        Assert.That(rig.Registrar.PushButton(), Is.EqualTo(PushButtonResult.Overlap));
        Assert.That(rig.Drain(), Does.Not.Contain("Cancel:WalkTime"), "else the PIN would be announced for ever");
        Assert.That(IsAnnounced(rig));
        rig.Registrar.OnTimer(WpsTimer.WalkTime);
        Assert.That(IsAnnounced(rig), Is.False);
    }

    private static bool IsAnnounced(WpsRig rig) => rig.Registrar.BeaconElements.Span.IndexOf(new byte[] { 0x10, 0x41, 0, 1, 1 }) >= 0;

    [Test]
    public void A_second_device_by_its_M1_stops_both_even_after_the_first_has_M2()
    {
        var rig = new WpsRig();
        rig.Registrar.PushButton();
        rig.Drain();
        var first = new SimulatedEnrollee(WpsRig.Script(1));
        var session = rig.Open(WpsRig.Address(1));
        for (var i = 0; i < 2; i++)
        {
            rig.Receive(session, first.Answer(rig.LastSent)!);
        }

        var toFirst = rig.LastSent;
        rig.Sent.Clear();
        Assert.That(rig.Enrol(WpsRig.Script(2)).ReceivedError, Is.EqualTo(12));
        rig.Receive(session, first.Answer(toFirst)!);
        rig.Talk(session, first);
        Assert.That((first.ReceivedError, first.Settings), Is.EqualTo(((ushort?)12, (byte[]?)null)));
    }

    [Test]
    public void Only_one_of_two_clones_gets_the_credential()
    {
        var rig = new WpsRig();
        rig.Registrar.PushButton();
        rig.Drain();
        var script = WpsRig.Script(1);
        var clone = script with { Address = WpsRig.Address(9), Nonce = new byte[16] };
        var slow = new SimulatedEnrollee(clone);
        var session = rig.Open(clone.Address);
        rig.Receive(session, slow.Answer(rig.LastSent)!);
        rig.Receive(session, slow.Answer(rig.LastSent)!);
        var m2 = rig.LastSent;
        rig.Sent.Clear();
        Assert.That(rig.Enrol(script).Settings, Is.Not.Null);
        rig.Receive(session, slow.Answer(m2)!);
        rig.Talk(session, slow);
        Assert.That((slow.ReceivedError, slow.Settings), Is.EqualTo(((ushort?)14, (byte[]?)null)));
    }

    [Test]
    public void A_device_that_has_just_finished_does_not_count_for_five_seconds()
    {
        var rig = new WpsRig();
        rig.Registrar.PushButton();
        rig.Drain();
        Assert.That(rig.Enrol(WpsRig.Script(1)).Settings, Is.Not.Null);
        rig.Registrar.OnProbeRequest(WpsRig.Address(1), WpsRig.Probe(1));
        rig.Registrar.OnProbeRequest(WpsRig.Address(2), WpsRig.Probe(2));
        Assert.That(rig.Registrar.PushButton(), Is.EqualTo(PushButtonResult.Started));
        rig.Drain();
        rig.Time.Advance(TimeSpan.FromSeconds(5));
        rig.Registrar.OnProbeRequest(WpsRig.Address(1), WpsRig.Probe(1));
        Assert.That(rig.Drain(), Does.Contain("OverlapDetected"));
    }

    [Test]
    public void A_press_for_one_device_lets_no_other_in_and_ignores_the_rest()
    {
        var rig = new WpsRig();
        rig.Registrar.OnProbeRequest(WpsRig.Address(1), WpsRig.Probe(1));
        rig.Registrar.OnProbeRequest(WpsRig.Address(2), WpsRig.Probe(2));
        Assert.That(rig.Registrar.PushButton(WpsRig.Address(7)), Is.EqualTo(PushButtonResult.Started));
        rig.Drain();
        Assert.That(rig.Enrol(WpsRig.Script(1)).Settings, Is.Null);
        Assert.That(rig.Enrol(WpsRig.Script(2), p2pDevice: WpsRig.Address(7)).Settings, Is.Not.Null);
    }

    [Test]
    public void The_next_enrollee_needs_the_next_press()
    {
        var rig = new WpsRig();
        rig.Registrar.PushButton();
        rig.Drain();
        Assert.That(rig.Enrol(WpsRig.Script(1)).Settings, Is.Not.Null);
        Assert.That(rig.Enrol(WpsRig.Script(2)).Settings, Is.Null);
        rig.Registrar.PushButton();
        rig.Drain();
        Assert.That(rig.Enrol(WpsRig.Script(2)).Settings, Is.Not.Null);
    }

    [Test]
    public void No_two_exchanges_have_the_same_key_or_nonce()
    {
        var rig = new WpsRig();
        var seen = new HashSet<string>();
        for (byte i = 1; i <= 5; i++)
        {
            rig.Registrar.PushButton();
            rig.Drain();
            Assert.That(rig.Enrol(WpsRig.Script(i)).Settings, Is.Not.Null);
            var m2 = rig.AllSent.FindLast(f => f.Length > 300)!;
            foreach (var attribute in MessageLengthTests.Split(m2[18..]).Where(a => a.Id is 0x1032 or 0x1039))
            {
                Assert.That(seen.Add(Convert.ToHexString(attribute.Value)), Is.True);
            }
        }
    }
}
