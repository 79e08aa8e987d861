using HostApd.Ap;
using HostApd.Ieee80211;
using HostApd.Rsn;
using HostApd.Simulation;
using NUnit.Framework;

namespace HostApd.Tests.Ap;

/// <summary>In the steady state a received frame costs no allocation.</summary>
[NonParallelizable]
public sealed class AllocationTests
{
    private const int Rounds = 10_000;

    [Test]
    public void Ten_thousand_frames_of_a_quiet_day_allocate_nothing()
    {
        using var rig = ApRig.Enabled();
        rig.Connect(ApRig.First);
        var message4 = rig.Air.Sent.Last(static f => f.Name == "M4").Bytes;
        var message1 = rig.Air.Sent.Last(static f => f.Name == "M1").Bytes;
        var response = rig.Air.Sent.Last(static f => f.Name == "ProbeResponse").Bytes;
        var message2 = rig.Air.Sent.Last(static f => f.Name == "M2").Bytes;
        byte[][] frames =
        [
            StrangersTests.Probe([], 6), StrangersTests.Probe("labtest"u8, 6), StrangersTests.Probe("elsewhere"u8, 6),
            StrangersTests.Authentication(ApRig.First), StrangersTests.Leaving(ApRig.Third), [0xd0, 0, 0],
        ];
        rig.Radio.IsRecording = false;
        for (var i = 0; i < 100; i++)
        {
            Replay();
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Rounds; i++)
        {
            Replay();
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
        Assert.That(rig.Sta(ApRig.First)!.IsAuthorized, "and nothing happened");

        void Replay()
        {
            foreach (var frame in frames)
            {
                rig.Radio.Inject(frame);
            }

            rig.Radio.InjectEapol(ApRig.First, message2);
            rig.Radio.InjectEapol(ApRig.First, message4);
            rig.Radio.InjectEapol(ApRig.Third, message4);
            rig.Radio.ReportEapolSent(ApRig.First, message1, true);
            rig.Radio.ReportSent(1, response, true);
        }
    }

    [Test]
    public void Probe_Requests_to_a_wide_network_allocate_nothing()
    {
        using var rig = ApRig.Enabled(new SimulatedRadioOptions { Capabilities = WideRadio.Hwsim }, static o => o with
        {
            Radio = new RadioOptions
            {
                Mode = HardwareMode.A,
                Channel = OperatingChannel.Of(ChannelGrid.Blocks(5180, 80).First()),
                BeyondHt = Generations.All & ~Generations.Ht,
                TakesHtOfRadio = true,
                IgnoresCoexistence = true,
            },
        });
        var probe = StrangersTests.Probe("labtest"u8, 36);
        rig.Radio.Inject(probe);
        Assert.That(rig.Air.Sent.Count(static f => f.Name == "ProbeResponse"), Is.EqualTo(1));
        rig.Radio.IsRecording = false;
        for (var i = 0; i < 100; i++)
        {
            rig.Radio.Inject(probe);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Rounds; i++)
        {
            rig.Radio.Inject(probe);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    [Test]
    public void Probe_Requests_to_a_network_of_a_mobility_domain_allocate_nothing()
    {
        using var rig = ApRig.WithRsn(static r => r with
        {
            Offer = KeySuiteOffer.Of([KeySuite.FtPskCcmp, KeySuite.PskCcmp], [DataCipher.Ccmp]),
            FastTransition = new FtOptions { MobilityDomain = 0xa1b2, R0KeyHolder = [1] },
        });
        var probe = StrangersTests.Probe("labtest"u8, 6);
        rig.Radio.Inject(probe);
        Assert.That(rig.Air.Sent.Single(static f => f.Name == "ProbeResponse").Bytes.AsSpan().IndexOf<byte>([54, 3, 0xa1, 0xb2, 0]), Is.Positive);
        rig.Radio.IsRecording = false;
        for (var i = 0; i < 100; i++)
        {
            rig.Radio.Inject(probe);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Rounds; i++)
        {
            rig.Radio.Inject(probe);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    [Test]
    public void Repeated_M2_in_the_midst_of_a_handshake_allocate_nothing()
    {
        using var rig = ApRig.Enabled();
        rig.Station(ApRig.First, static o => o with { IgnoresMessage3 = true }).Join();
        rig.Clock.RunUntil(() => rig.Air.Count("M3") == 1, TimeSpan.FromSeconds(1));
        var message2 = rig.Air.Sent.Last(static f => f.Name == "M2").Bytes;
        rig.Radio.IsRecording = false;
        rig.Radio.InjectEapol(ApRig.First, message2);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Rounds; i++)
        {
            rig.Radio.InjectEapol(ApRig.First, message2);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }
}
