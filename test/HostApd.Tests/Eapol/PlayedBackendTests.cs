using HostApd.Eapol;
using NUnit.Framework;

namespace HostApd.Tests.Eapol;

/// <summary>A backend that answers later (RFC 3579 2): what passes through, and that no answer comes too late to do harm.</summary>
public sealed class PlayedBackendTests
{
    private const string Ask = "Send ArmTimer:Retransmit:3";

    [Test]
    public void Packets_pass_as_they_are_and_success_leaves_a_key()
    {
        var rig = AtTheServer();
        Assert.That(rig.Elsewhere.Heard, Is.EqualTo(new[] { "02" + "08" + "000e" + "01" + "656c73657768657265" }));

        rig.Elsewhere.Packet = [1, 0x77, 0, 6, 25, 0x20];
        rig.Exchange.OnAnswer(rig.Elsewhere, EapAnswer.Request);
        Assert.That(rig.Drain(), Is.EqualTo(Ask), "the type is the server's: nobody proposes one here");
        Assert.That(Convert.ToHexStringLower(rig.LastSent), Is.EqualTo("02000006" + "017700061920"), "its identifier, too");

        rig.Exchange.OnEapPacket([2, 0x77, 0, 6, 25, 1, 0xEE]);
        Assert.That(rig.Drain(), Is.EqualTo("CancelTimer:Retransmit"));
        Assert.That(rig.Elsewhere.Heard[1], Is.EqualTo("027700061901"), "without padding");

        rig.Exchange.OnAnswer(rig.Elsewhere, EapAnswer.Success);
        Assert.That(rig.Drain(), Is.EqualTo("CancelTimer:Retransmit CancelTimer:Session Send Success"));
        Assert.That(Convert.ToHexStringLower(rig.LastSent), Is.EqualTo("02000004" + "03770004"));
        Assert.That(rig.Exchange.Msk.Length, Is.EqualTo(64));
        Assert.That(rig.Exchange.Msk.ToArray(), Is.All.EqualTo(0x5A));
        Assert.That(rig.Elsewhere.Closed, Is.Zero, "the key is still to be taken");
    }

    [Test]
    public void The_key_is_gone_with_the_station()
    {
        var rig = AtTheServer();
        rig.Exchange.OnAnswer(rig.Elsewhere, EapAnswer.Success);
        rig.Exchange.Stop();
        Assert.That(rig.Exchange.Msk.IsEmpty);
        Assert.That(rig.Elsewhere.Closed, Is.EqualTo(1));
        Assert.That(rig.Elsewhere.Msk.ToArray(), Is.All.Zero);
    }

    [Test]
    public void There_is_no_key_before_success()
    {
        var rig = AtTheServer();
        Assert.That(rig.Exchange.Msk.IsEmpty);
        rig.Exchange.OnAnswer(rig.Elsewhere, EapAnswer.Failure);
        Assert.That(rig.Drain(), Is.EqualTo("CancelTimer:Retransmit CancelTimer:Session Send Failure SessionEnded"));
        Assert.That(rig.Exchange.Msk.IsEmpty);
        Assert.That(rig.Exchange.State, Is.EqualTo(EapExchangeState.Ended));
    }

    [Test]
    public void A_Nak_is_the_servers_to_judge()
    {
        var rig = AtTheServer();
        rig.Elsewhere.Packet = [1, 0x77, 0, 6, 25, 0x20];
        rig.Exchange.OnAnswer(rig.Elsewhere, EapAnswer.Request);
        rig.Exchange.OnEapPacket([2, 0x77, 0, 6, 3, 13]);
        Assert.That(rig.Exchange.State, Is.EqualTo(EapExchangeState.ExpectBackend));
        Assert.That(rig.Elsewhere.Heard[1], Is.EqualTo("02770006030d"));
    }

    [Test]
    public void An_answer_to_an_exchange_that_began_anew_does_not_count()
    {
        var rig = AtTheServer();
        rig.Exchange.OnEapolStart();
        rig.Exchange.OnEapPacket(rig.Response(rig.Exchange.Identifier, [1, .. "known"u8]));
        rig.NextStep = EapMethodStep.Pending;
        rig.Exchange.OnEapPacket(rig.Response(rig.Exchange.Identifier, EapExchangeRig.MethodData));
        rig.Drain();
        rig.Exchange.OnAnswer(rig.Elsewhere, EapAnswer.Success);
        Assert.That(rig.Drain(), Is.Empty);
        Assert.That(rig.Exchange.State, Is.EqualTo(EapExchangeState.ExpectBackend), "another backend is asked now");
    }

    [Test]
    public void A_server_that_never_answers_ends_with_the_session()
    {
        var rig = AtTheServer();
        rig.Exchange.OnTimer(EapExchangeTimer.Retransmit);
        Assert.That(rig.Drain(), Is.Empty, "the peer is not asked for what it has said");
        rig.Exchange.OnTimer(EapExchangeTimer.Session);
        Assert.That(rig.Drain(), Is.EqualTo("Timeout CancelTimer:Retransmit CancelTimer:Session Send Failure SessionEnded"));
        Assert.That(rig.Exchange.Reason, Is.EqualTo("took too long"));
    }

    private static EapExchangeRig AtTheServer()
    {
        var rig = new EapExchangeRig();
        rig.Exchange.Start();
        rig.Exchange.OnEapPacket(rig.Response(rig.Exchange.Identifier, [1, .. "elsewhere"u8]));
        Assert.That(rig.Exchange.State, Is.EqualTo(EapExchangeState.ExpectBackend));
        rig.Drain();
        return rig;
    }
}
