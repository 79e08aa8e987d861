using HostApd.Simulation;
using NUnit.Framework;

namespace HostApd.Tests.Commands;

/// <summary><c>on_event</c> with real programs.</summary>
public sealed class EventProgramTests
{
    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("hostapd-net-test-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void The_program_finds_the_event_in_its_environment()
    {
        var seen = Path.Combine(_folder, "seen");
        using var program = new EventProgram(
            Script($"printf '%s|' \"$HOSTAPD_NET_INTERFACE\" \"$HOSTAPD_NET_EVENT\" \"$HOSTAPD_NET_TEXT\" >{seen}.new; mv {seen}.new {seen}"),
            "wlan0", new VirtualClock());
        program.Run("AP-STA-CONNECTED 02:00:00:00:01:00 p2p_dev_addr='$(touch x)' ");
        Assert.That(() => File.Exists(seen), Is.True.After(10_000, 20));
        Assert.That(File.ReadAllText(seen),
            Is.EqualTo("wlan0|AP-STA-CONNECTED|AP-STA-CONNECTED 02:00:00:00:01:00 p2p_dev_addr='$(touch x)'|"));
    }

    [Test]
    public void Eight_run_at_most_and_none_is_left_behind()
    {
        var clock = new VirtualClock();
        var count = Path.Combine(_folder, "count");
        var go = Path.Combine(_folder, "go");
        using var program = new EventProgram(
            Script($"echo x >>{count}; while [ ! -e {go} ]; do sleep 0.05; done"), "wlan0", clock);
        for (var i = 0; i < 12; i++)
        {
            program.Run("AP-ENABLED ");
        }

        Assert.That(program.Running, Is.EqualTo(EventProgram.MaxRunning));
        File.WriteAllText(go, "");
        Assert.That(() =>
        {
            clock.Advance(TimeSpan.FromMilliseconds(100));
            return program.Running;
        }, Is.Zero.After(10_000, 50), "reaped by the timer");
        Assert.That(File.ReadAllLines(count), Has.Length.EqualTo(EventProgram.MaxRunning));
    }

    [Test]
    public void A_program_that_is_not_there_is_only_logged()
    {
        using var program = new EventProgram(Path.Combine(_folder, "nothing"), "wlan0", new VirtualClock());
        program.Run("AP-ENABLED ");
        Assert.That(program.Running, Is.Zero);
    }

    private string Script(string text)
    {
        var path = Path.Combine(_folder, "program");
        File.WriteAllText(path, "#!/bin/sh\n" + text + "\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }
}
