using HostApd.Ap;
using HostApd.Ieee80211;
using HostApd.Simulation;
using NUnit.Framework;

namespace HostApd.Tests.Ap;

/// <summary>A frame that nothing proves says nothing: not that its sender hears us, nor that it is who it claims to be.</summary>
public sealed class ClaimsTests
{
    private static readonly byte[] Rsne = [48, 20, 1, 0, 0, 15, 0xac, 4, 1, 0, 0, 15, 0xac, 4, 1, 0, 0, 15, 0xac, 2, 0, 0];

    [Test]
    public void Strangers_that_acknowledge_nothing_fill_no_place_though_they_send_EAPOL()
    {
        using var rig = ApRig.Enabled(change: static o => o with { MaxStations = 8 });
        for (var round = 0; round < 3; round++)
        {
            for (var i = 0; i < 8; i++)
            {
                Stranger(rig, round * 8 + i);
            }

            rig.Run(1.5);
        }

        Assert.That(rig.Bss.Stations.Associated, Is.Zero);
        Assert.That(rig.Connect(ApRig.First).State, Is.EqualTo(StationState.Connected));
    }

    [Test]
    public void An_EAPOL_frame_that_overtakes_the_acknowledgement_is_taken_after_it()
    {
        using var rig = ApRig.Enabled(change: static o => o with { Security = null });
        rig.Air.When("AssociationResponse").LoseStatus().Times(-1);
        rig.Radio.Inject(StrangersTests.Authentication(ApRig.First));
        rig.Radio.Inject(Request(ApRig.First, 1));
        rig.Radio.InjectEapol(ApRig.First, [2, 1, 0, 0]);
        Assert.That(rig.Sta(ApRig.First)!.State, Is.EqualTo(StaState.AwaitingAssociationAck), "kept");
        var dropped = rig.Bss.Counters[FrameDrop.NotExpected];
        byte[] response = [0x10, .. new byte[29]];
        ApRig.First.CopyTo(response.AsSpan(4));
        rig.Radio.ReportSent(rig.Radio.LastCookie, response, acknowledged: true);
        Assert.That(rig.Sta(ApRig.First)!.State, Is.EqualTo(StaState.Authorized));
        Assert.That(rig.Bss.Counters[FrameDrop.NotExpected], Is.EqualTo(dropped + 1), "an open network has no use for it, and has seen it");
    }

    [TestCase("ff:ff:ff:ff:ff:ff")]
    [TestCase("01:00:5e:00:00:01")]
    [TestCase("00:00:00:00:00:00")]
    [TestCase("02:00:00:00:00:00")]
    public void Nothing_is_sent_to_an_address_that_no_station_can_have(string text)
    {
        using var rig = ApRig.Enabled();
        rig.Connect(ApRig.First);
        rig.Radio.Calls.Clear();
        Assert.That(MacAddress.TryParse(text, out var address));
        rig.Radio.InjectUnexpected(address);
        rig.Radio.InjectEapol(address, [2, 1, 0, 0]);
        rig.Radio.Inject(StrangersTests.Authentication(address));
        rig.Radio.StationArrives(address, Rsne);
        rig.Run(0.1);
        Assert.That(rig.Radio.Calls, Is.Empty);
        Assert.That(rig.Sta(ApRig.First)!.IsAuthorized);
    }

    [Test]
    public void Forged_Association_Requests_restart_a_station_at_most_once_a_second()
    {
        using var rig = ApRig.Enabled();
        rig.Connect(ApRig.First);
        rig.Run(3);
        rig.Radio.Calls.Clear();
        for (var i = 0; i < 100; i++)
        {
            rig.Radio.Inject(Request(ApRig.First, (byte)(1 + i % 20), reassociation: i % 2 == 0));
            rig.Run(0.01);
        }

        Assert.That(rig.Count("AddStation"), Is.EqualTo(1));
    }

    private static void Stranger(ApRig rig, int number)
    {
        var from = new MacAddress([6, 0, 0, 0, (byte)(number >> 8), (byte)number]);
        rig.Radio.Inject(StrangersTests.Authentication(from));
        rig.Radio.Inject(Request(from, 1));
        rig.Radio.InjectEapol(from, [2, 1, 0, 0]);
    }

    private static byte[] Request(MacAddress from, byte listenInterval, bool reassociation = false)
    {
        byte[] head = [reassociation ? (byte)0x20 : (byte)0, .. StrangersTests.Authentication(from)[1..24]];
        return
        [
            .. head, 0x31, 4, listenInterval, 0, .. reassociation ? new byte[6] : [], 0, 7, .. "labtest"u8,
            1, 8, 12, 18, 24, 36, 48, 72, 96, 108, .. Rsne,
        ];
    }
}
