using HostApd.Linux;
using HostApd.Simulation;
using NUnit.Framework;

namespace HostApd.Tests.Service;

/// <summary>What the service manager hears, in order.</summary>
public sealed class ServiceStatusTests
{
    private static readonly ServedAccessPoint OnAir = new("wlan0", true, false);
    private static readonly ServedAccessPoint Awaited = new("wlan1", false, true);

    private readonly VirtualClock _clock = new();
    private readonly List<string> _heard = [];

    [SetUp]
    public void Forget() => _heard.Clear();

    [Test]
    public void Ready_comes_once_and_not_before_all_are_on_the_air()
    {
        using var status = Create();
        status.Update([Awaited, OnAir]);
        status.Update([Awaited, OnAir]);
        status.Update([OnAir, Awaited with { IsOnAir = true }]);
        status.Update([OnAir, Awaited with { AwaitsInterface = false }]);
        status.Update([OnAir, Awaited with { IsOnAir = true }]);
        Assert.That(_heard, Is.EqualTo(new[]
        {
            "STATUS=on the air: wlan0; waiting for the interface: wlan1",
            "READY=1\nSTATUS=on the air: wlan0, wlan1",
            "STATUS=on the air: wlan0; off the air: wlan1",
            "STATUS=on the air: wlan0, wlan1",
        }));
    }

    [Test]
    public void Without_files_it_is_ready_for_commands()
    {
        using var status = Create();
        status.Update([]);
        Assert.That(_heard, Is.EqualTo(new[] { "READY=1\nSTATUS=waiting for commands" }));
    }

    [Test]
    public void Ready_that_was_not_heard_is_said_again()
    {
        var heard = new List<string>();
        var full = true;
        var clock = new HostApd.Simulation.VirtualClock();
        using var status = new ServiceStatus(text =>
        {
            if (full)
            {
                return HostApd.Linux.OsResult.Failure("sending a datagram", 11);
            }

            heard.Add(text);
            return HostApd.Linux.OsResult.Ok;
        }, clock, null);
        status.Update([new ServedAccessPoint("wlan0", true, false)]);
        clock.Advance(TimeSpan.FromSeconds(5));
        full = false;
        clock.Advance(TimeSpan.FromSeconds(5));
        Assert.That(heard, Is.EqualTo(new[] { "READY=1\nSTATUS=on the air: wlan0" }));
    }

    [Test]
    public void What_is_tried_again_is_told()
    {
        var heard = new List<string>();
        using var status = new ServiceStatus(text =>
        {
            heard.Add(text);
            return HostApd.Linux.OsResult.Ok;
        }, new HostApd.Simulation.VirtualClock(), null);
        status.Update([new ServedAccessPoint("wlan0", true, false)]);
        status.Update([new ServedAccessPoint("wlan0", false, false, IsRetrying: true)]);
        Assert.That(heard[^1], Is.EqualTo("STATUS=off the air and tried again: wlan0"));
    }

    [Test]
    public void A_reload_begins_with_the_time_and_ends_ready()
    {
        using var status = Create();
        status.Update([OnAir]);
        _clock.Advance(TimeSpan.FromSeconds(2));
        var microseconds = _clock.GetTimestamp() * 1_000_000 / _clock.TimestampFrequency;
        status.BeginReload();
        status.Update([OnAir]);
        status.EndReload();
        Assert.That(_heard.Skip(1), Is.EqualTo(new[] { $"RELOADING=1\nMONOTONIC_USEC={microseconds}", "READY=1" }));
    }

    [Test]
    public void A_reload_while_the_start_still_waits_does_not_make_it_ready()
    {
        using var status = Create();
        status.BeginReload();
        status.Update([Awaited]);
        status.EndReload();
        Assert.That(_heard, Is.EqualTo(new[] { "STATUS=waiting for the interface: wlan1" }));
    }

    [Test]
    public void After_the_end_nothing_more_is_told()
    {
        using var status = Create();
        status.Update([OnAir]);
        status.Stop();
        status.Update([OnAir with { IsOnAir = false }]);
        Assert.That(_heard[^1], Is.EqualTo("STOPPING=1\nSTATUS=stopping"));
    }

    [Test]
    public void The_watchdog_beats_twice_in_its_time_and_ends_with_us()
    {
        var status = Create(TimeSpan.FromSeconds(10));
        _clock.Advance(TimeSpan.FromSeconds(21));
        Assert.That(_heard, Is.EqualTo(Enumerable.Repeat("WATCHDOG=1", 4)));
        status.Dispose();
        _clock.Advance(TimeSpan.FromSeconds(21));
        Assert.That(_heard, Has.Count.EqualTo(4));
    }

    private ServiceStatus Create(TimeSpan? watchdog = null) => new(Hear, _clock, watchdog);

    private OsResult Hear(string state)
    {
        _heard.Add(state);
        return OsResult.Ok;
    }
}
