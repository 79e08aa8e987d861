using HostApd.Ap;
using HostApd.Tests.Wps;
using HostApd.Wps;
using NUnit.Framework;

namespace HostApd.Tests.Ap;

/// <summary>Events that strangers can cause at will have a rate; those of the network's own life have none.</summary>
public sealed class EventLimiterTests
{
    [Test]
    public void Probes_of_ever_new_devices_are_few_events_and_a_count()
    {
        using var rig = ApRig.Enabled(change: static o => o with { Wps = new WpsOptions { Device = new DeviceData { DeviceName = "x" } } });
        var told = 0;
        rig.Bss.Event += _ => told++;
        for (var i = 0; i < 1000; i++)
        {
            Probe(rig, i);
        }

        var seen = rig.Events.Count(static e => e.StartsWith("WPS-ENROLLEE-SEEN ", StringComparison.Ordinal));
        Assert.That((seen, told), Is.EqualTo((20, 20)));
        rig.Run(1.1);
        Assert.That(rig.Events[^1], Is.EqualTo("AP-EVENTS-LEFT-OUT kind=WPS-ENROLLEE-SEEN count=976"), "4 devices came twice: the UUID is one byte");
        rig.Run(60);
        Assert.That(rig.Events, Has.Count.EqualTo(21), "told once");
    }

    [Test]
    public void Each_wrong_message_2_is_no_event_of_its_own()
    {
        using var rig = ApRig.Enabled();
        var station = rig.Station(ApRig.First, static o => o with { Passphrase = "wrongwrong" });
        station.Join();
        rig.Run(0.03);
        var m2 = rig.Air.Sent.Last(static f => !f.FromAp && f.Name == "M2").Bytes;
        for (var i = 0; i < 500; i++)
        {
            rig.Radio.InjectEapol(ApRig.First, m2);
        }

        Assert.That(rig.Events.Count(static e => e.StartsWith("AP-STA-POSSIBLE-PSK-MISMATCH", StringComparison.Ordinal)), Is.EqualTo(20));
    }

    [Test]
    public void Coming_and_going_is_always_told_even_amid_a_flood()
    {
        using var rig = ApRig.Enabled(change: static o => o with { Wps = new WpsOptions { Device = new DeviceData { DeviceName = "x" } } });
        for (var i = 0; i < 200; i++)
        {
            Probe(rig, i);
        }

        for (var i = 0; i < 50; i++)
        {
            var station = rig.Connect(ApRig.First);
            station.Leave();
            rig.Run(1.1);
        }

        Assert.That(rig.Events.Count(static e => e.StartsWith("AP-STA-CONNECTED", StringComparison.Ordinal)), Is.EqualTo(50));
        Assert.That(rig.Events.Count(static e => e.StartsWith("AP-STA-DISCONNECTED", StringComparison.Ordinal)), Is.EqualTo(50));
    }

    [Test]
    public void No_kind_uses_up_what_another_may_tell()
    {
        var told = new List<string>();
        var clock = new HostApd.Simulation.VirtualClock();
        using var limiter = new EventLimiter(clock, e => told.Add(ApEventText.Write(e, EventAudience.Public)));
        var failures = Enumerable.Range(0, 100).Count(_ => limiter.Admits(ApEvent.Of(WpsEvent.Fail, EventWord.Of("msg", 5))));
        Assert.That((failures, limiter.Admits(ApEvent.Of(WpsEvent.M2D)), limiter.Admits(ApEvent.Of(WpsEvent.Success)), limiter.Admits(new ApEvent(ApEventKind.Enabled))), Is.EqualTo((20, true, true, true)));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That(told, Is.EqualTo(new[] { "AP-EVENTS-LEFT-OUT kind=WPS-FAIL count=80" }));
    }

    private static void Probe(ApRig rig, int number)
    {
        var body = WpsRig.Probe((byte)number, passwordId: 0);
        rig.Radio.Inject([0x40, 0, 0, 0, 255, 255, 255, 255, 255, 255, 2, 9, 9, 9, (byte)(number >> 8), (byte)number,
            255, 255, 255, 255, 255, 255, 0, 0, 0, 0, 1, 4, 2, 4, 11, 22, 221, (byte)(4 + body.Length), 0, 0x50, 0xf2, 4, .. body]);
    }
}
