using HostApd.Simulation;
using NUnit.Framework;
using static HostApd.Tests.Wps.CapturedExchange;

namespace HostApd.Tests.Wps;

/// <summary>The captured enrolment, replayed from both sides: the same secrets give the same bytes.</summary>
public sealed class GoldenExchangeTests
{
    [Test]
    public void Our_registrar_sends_what_was_captured()
    {
        var rig = Captured();
        var session = rig.Open(WpsRig.Station);
        string[] received = [IdentityResponse, M1, M3, M5, M7, Done];
        string[] expected = [IdentityRequest, Start, M2, M4, M6, M8, Failure];
        Assert.That(Convert.ToHexStringLower(rig.LastSent), Is.EqualTo(expected[0]));
        for (var i = 0; i < received.Length; i++)
        {
            rig.Receive(session, Convert.FromHexString(received[i]));
            Assert.That(Convert.ToHexStringLower(rig.LastSent), Is.EqualTo(expected[i + 1]), $"answer {i}");
        }

        Assert.That(session.Succeeded, Is.True);
        Assert.That(rig.Texts, Is.EqualTo(new[]
        {
            "WPS-PBC-ACTIVE ",
            "WPS-ENROLLEE-SEEN 02:00:00:00:01:00 572cf82f-c957-5653-9b16-b5cfb298abf1 0-00000000-0 0x3148 4 1 [ ]",
            "CTRL-EVENT-EAP-STARTED 02:00:00:00:01:00",
            "CTRL-EVENT-EAP-PROPOSED-METHOD vendor=0 method=1",
            "CTRL-EVENT-EAP-PROPOSED-METHOD vendor=14122 method=254",
            "WPS-REG-SUCCESS 02:00:00:00:01:00 572cf82f-c957-5653-9b16-b5cfb298abf1",
            "WPS-PBC-DISABLE ",
            "WPS-SUCCESS ",
            "CTRL-EVENT-EAP-FAILURE 02:00:00:00:01:00",
        }));
        Assert.That(rig.Words[^2..], Is.EqualTo(new[] { "Deauth:23:10", "SessionEnded" }));
        Assert.That(rig.Registrar.GetStatus().ToString(),
            Is.EqualTo("PBC Status: Disabled\nLast WPS result: Success\nPeer Address: 02:00:00:00:01:00\n"));
    }

    [Test]
    public void The_simulated_enrollee_sends_what_was_captured()
    {
        var enrollee = new SimulatedEnrollee(Enrollee);
        string[] received = [IdentityRequest, Start, M2, M4, M6, M8];
        string[] expected = [IdentityResponse, M1, M3, M5, M7, Done];
        for (var i = 0; i < received.Length; i++)
        {
            Assert.That(Convert.ToHexStringLower(enrollee.Answer(Convert.FromHexString(received[i]))!), Is.EqualTo(expected[i]));
        }

        Assert.That(Convert.ToHexStringLower(enrollee.Settings!), Is.EqualTo(M8Settings));
        Assert.That(enrollee.Answer(Convert.FromHexString(Failure)), Is.Null);
        Assert.That(enrollee.IsOver, Is.True);
    }

    [Test]
    public void M2_needs_one_exponentiation_after_M1()
    {
        var rig = Captured();
        Assert.That(rig.Exponentiations, Is.EqualTo(1), "the key pair, when the button is pressed");
        var session = rig.Open(WpsRig.Station);
        rig.Receive(session, Convert.FromHexString(IdentityResponse));
        rig.Receive(session, Convert.FromHexString(M1));
        Assert.That(rig.Exponentiations, Is.EqualTo(2), "the shared secret, and nothing that the enrollee would wait for");
        Assert.That(Convert.ToHexStringLower(rig.LastSent), Is.EqualTo(M2));

        session.Close();
        rig.Drain();

        Assert.That(rig.Exponentiations, Is.EqualTo(3), "the enrollee has left: the next key pair, the button is still pressed");
    }

    internal static EnrolleeScript Enrollee { get; } = new()
    {
        Address = WpsRig.Station,
        Uuid = Convert.FromHexString(EnrolleeUuid),
        Nonce = Convert.FromHexString(EnrolleeNonce),
        PrivateKey = Convert.FromHexString(EnrolleePrivateKey),
        Secret1 = Convert.FromHexString(ESecret1),
        Secret2 = Convert.FromHexString(ESecret2),
        Iv5 = Convert.FromHexString(Iv5),
        Iv7 = Convert.FromHexString(Iv7),
    };

    /// <summary>The captured AP, its button pressed, its secrets to come.</summary>
    internal static WpsRig Captured()
    {
        byte[] privateKey = [.. new byte[7], .. Convert.FromHexString(RegistrarPrivateKey)];
        byte[] random = Convert.FromHexString(
            RegistrarNonce + RSecret1 + RSecret2 + Iv4 + Iv6 + Iv8 + new string('0', 64));
        var rig = new WpsRig(null, privateKey, random);
        rig.Registrar.LastIdentifier = 7;
        rig.Registrar.PushButton();
        rig.Drain();
        rig.Registrar.OnProbeRequest(WpsRig.Station, Convert.FromHexString(ProbeRequest));
        rig.Drain();
        return rig;
    }
}
