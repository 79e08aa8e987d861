using HostApd.Ap;
using HostApd.Entropy;
using HostApd.Simulation;
using NUnit.Framework;

namespace HostApd.Tests.Ap;

/// <summary>The caps of a hold, in virtual time: before its own patience ends a station is sent away without suspicion.</summary>
public sealed class HoldTests
{
    [TestCase(4)]
    [TestCase(7)]
    [TestCase(1)]
    public void When_the_cap_passes_the_station_is_disassociated_once_and_has_seen_no_M1(int seconds)
    {
        using var rig = Starved(o => o with { EntropyHoldMax = TimeSpan.FromSeconds(seconds) }, out _);
        var station = rig.Station(ApRig.First);
        station.Join();
        rig.Run(seconds - 0.1);
        Assert.That(station.State, Is.EqualTo(StationState.Associated));
        Assert.That(rig.Air.Count("Disassociation"), Is.Zero);
        rig.Run(0.2);
        Assert.That(rig.Air.Count("Disassociation"), Is.EqualTo(1));
        Assert.That(station.Ended, Is.EqualTo(5));
        Assert.That(rig.Air.Count("M1"), Is.Zero);
        Assert.That(rig.Events.Find(e => e.StartsWith("EAPOL-HOLD-TIMEOUT", StringComparison.Ordinal)),
            Does.StartWith($"EAPOL-HOLD-TIMEOUT {ApRig.First} {seconds}0"));
        rig.Run(60);
        Assert.That(rig.Air.Count("Disassociation"), Is.EqualTo(1));
        Assert.That(Deauthentications(rig), Is.Zero);
    }

    [Test]
    public void After_it_requests_are_put_off_twice_a_station_and_then_not_answered()
    {
        using var rig = Starved(null, out var gate);
        Outwait(rig, ApRig.First);
        rig.Air.Sent.Clear();
        foreach (var address in new[] { ApRig.First, ApRig.Second })
        {
            for (var attempt = 1; attempt <= 4; attempt++)
            {
                var before = Responses(rig, address).Count;
                rig.Station(address, o => o with { Tries = 1 }).Join();
                rig.Run(2);
                Assert.That(Responses(rig, address), Has.Count.EqualTo(Math.Min(attempt, 2)), $"attempt {attempt}");
                if (attempt <= 2)
                {
                    var response = Responses(rig, address)[before];
                    Assert.That(response[26..28], Is.EqualTo(new byte[] { 30, 0 }));
                    Assert.That(Convert.ToHexString(response), Does.Contain("380503E8030000"), "comeback in 1000 TU");
                }
            }
        }

        Assert.That(rig.Air.Count("M1"), Is.Zero);
        Assert.That(Deauthentications(rig), Is.Zero);
        gate.Release();
        rig.Run(6);
        Assert.That(rig.Connect(ApRig.First).State, Is.EqualTo(StationState.Connected));
        Assert.That(rig.Connect(ApRig.Third).State, Is.EqualTo(StationState.Connected));
    }

    [Test]
    public void Before_any_cap_has_passed_nobody_is_put_off()
    {
        using var rig = Starved(null, out var gate);
        var first = rig.Station(ApRig.First);
        var second = rig.Station(ApRig.Second);
        first.Join();
        rig.Run(3);
        second.Join();
        rig.Run(0.5);
        gate.Release();
        rig.Run(0.5);
        Assert.That(first.State, Is.EqualTo(StationState.Connected));
        Assert.That(second.State, Is.EqualTo(StationState.Connected));
        Assert.That(rig.Air.Count("Disassociation"), Is.Zero);
        Assert.That(rig.Count("InstallKey group"), Is.EqualTo(1), "the group key is drawn once");
    }

    [Test]
    public void The_policy_hold_waits_without_end()
    {
        using var rig = Starved(o => o with { EntropyPolicy = EntropyPolicy.Hold }, out var gate);
        var station = rig.Station(ApRig.First);
        station.Join();
        rig.Run(120);
        Assert.That(station.State, Is.EqualTo(StationState.Associated));
        gate.Release();
        rig.Run(0.5);
        Assert.That(station.State, Is.EqualTo(StationState.Connected));
        Assert.That(rig.Air.Count("Disassociation"), Is.Zero);
    }

    [Test]
    public void A_pool_that_fills_at_its_rate_lets_the_station_in_when_it_is_full()
    {
        using var rig = new ApRig();
        rig.Pool.CreateTestGate(rig.Clock).Rate(100);
        rig.Bss.Enable();
        var station = rig.Station(ApRig.First);
        station.Join();
        rig.Run(2.5);
        Assert.That(station.State, Is.EqualTo(StationState.Associated));
        rig.Run(0.2);
        Assert.That(station.State, Is.EqualTo(StationState.Connected));
    }

    [Test]
    public void An_authentication_hurries_the_sources()
    {
        using var rig = Starved(null, out _);
        var boosts = 0;
        rig.Pool.Boosted += () => boosts++;
        rig.Station(ApRig.First).Join();
        rig.Run(0.1);
        Assert.That(boosts, Is.GreaterThan(0));
    }

    private static ApRig Starved(Func<BssOptions, BssOptions>? change, out EntropyTestGate gate)
    {
        var rig = new ApRig(change: change);
        gate = rig.Pool.CreateTestGate(rig.Clock);
        gate.Block();
        rig.Bss.Enable();
        rig.Run(0.01);
        return rig;
    }

    private static void Outwait(ApRig rig, HostApd.Ieee80211.MacAddress address)
    {
        rig.Station(address).Join();
        rig.Run(5);
        Assert.That(rig.Air.Count("Disassociation"), Is.EqualTo(1));
    }

    private static int Deauthentications(ApRig rig) =>
        rig.Air.Sent.Count(f => f.FromAp && f.Name == "Deauthentication" && !f.Station.IsBroadcast);

    private static List<byte[]> Responses(ApRig rig, HostApd.Ieee80211.MacAddress address) =>
        [.. rig.Air.Sent.Where(f => f.FromAp && f.Name == "AssociationResponse" && f.Station == address).Select(f => f.Bytes)];
}
