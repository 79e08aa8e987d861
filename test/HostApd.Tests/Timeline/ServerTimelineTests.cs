using HostApd.Ap;
using HostApd.Rsn;
using HostApd.Tests.Ap;
using HostApd.Timeline;
using NUnit.Framework;

namespace HostApd.Tests.Timeline;

/// <summary>Joins that a server decides: who was waited for, and whose fault it was.</summary>
public sealed class ServerTimelineTests
{
    private static readonly byte[] Rsne = [48, 20, 1, 0, 0, 0x0f, 0xac, 4, 1, 0, 0, 0x0f, 0xac, 4, 1, 0, 0, 0x0f, 0xac, 1, 0, 0];

    [Test]
    public void A_servers_time_is_its_own_and_the_access_points_as_well()
    {
        var report = Join(40, static _ => { });
        Assert.That(report.IsConnected);
        var eap = report.Phases.Single(static p => p.Stage == JoinStage.Eap);
        Assert.That(eap.Server, Is.EqualTo(4 * 40_000).Within(10_000));
        Assert.That(report.Phases.Sum(static p => p.Server), Is.EqualTo(eap.Server));
        Assert.That(report.Findings.Single().Cause, Is.EqualTo(JoinCause.Clean));
        Assert.That(TimelineText.Write(report, null, isVerbose: true), Does.Contain("  server  frames  ").And.Contain("% server)").And.Contain("EAP   ")
            .And.Contain("eap-request").And.Contain("eap-response").And.Contain("eap-success"));
        Assert.That(TimelineJson.Write(report, null, withFrames: false), Does.Contain($"\"server_us\":{eap.Server},"));
        Assert.That(TimelineSvg.Write(report, ""), Does.Contain("class=\"wait server\"").And.Contain(">server</text>"));
    }

    [Test]
    public void Without_a_server_none_is_spoken_of()
    {
        using var rig = ApRig.Enabled();
        rig.Connect(ApRig.First);
        var report = JoinReport.Of(rig.Timeline.Joins.Last()!);
        Assert.That(TimelineText.Write(report, null, isVerbose: true), Does.Not.Contain("server"));
        Assert.That(TimelineSvg.Write(report, ""), Does.Not.Contain(">server</text>"));
    }

    [Test]
    public void A_slow_server_is_named()
    {
        var finding = Join(1500, static _ => { }).Findings[0];
        Assert.That((finding.Cause, finding.Side, finding.CauseName), Is.EqualTo((JoinCause.SlowServer, JoinSide.Server, "slow-server")));
        Assert.That(finding.LostMicroseconds, Is.EqualTo(4 * 1_400_000).Within(20_000));
    }

    [Test]
    public void A_no_is_the_servers_and_silence_is_another()
    {
        var refused = Join(40, static s => s.Verdict = static _ => ServiceVerdict.Reject).Findings[0];
        Assert.That((refused.Cause, refused.Side, refused.CauseName, refused.Sentence),
            Is.EqualTo((JoinCause.RefusedByServer, JoinSide.Server, "refused-by-server", "server: said no to the client, once")));
        var silent = Join(4000, static s => (s.Rounds, s.Verdict) = (0, static _ => ServiceVerdict.Silence)).Findings[0];
        Assert.That((silent.Cause, silent.Side, silent.CauseName, silent.Sentence),
            Is.EqualTo((JoinCause.SilentServer, JoinSide.Server, "silent-server", "server: gave no answer, once")));
        Assert.That(silent.LostMicroseconds, Is.EqualTo(4_000_000).Within(20_000));
    }

    private static JoinReport Join(int delay, Action<ScriptedService> change)
    {
        var rig = new ApRig(change: o => o with
        {
            Security = new SecurityOptions
            {
                Pmks = [],
                Enterprise = new EnterpriseOptions(),
                Rsn = new RsnOptions { Offer = new KeySuiteOffer(DataCipher.Ccmp, KeySuite.EapCcmp) },
            },
        });
        using (rig)
        {
            var service = new ScriptedService(rig.Clock) { Delay = TimeSpan.FromMilliseconds(delay) };
            change(service);
            rig.Bss.Service = service;
            rig.Bss.Enable();
            rig.Run(0.01);
            rig.Station(ApRig.First, o => o with { Passphrase = null, Identity = "alice", Rsne = Rsne }).Join();
            rig.Run(9);
            return JoinReport.Of(rig.Timeline.Joins.Last()!);
        }
    }
}
