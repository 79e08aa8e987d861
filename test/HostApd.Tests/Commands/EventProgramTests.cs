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
        using var program = Counting(clock, out var seen, out var go);
        for (var i = 0; i < 12; i++)
        {
            program.Run("WPS-PIN-NEEDED of a stranger");
        }

        Assert.That(program.Running, Is.EqualTo(EventProgram.MaxRunning));
        File.WriteAllText(go, "");
        Await(clock, program);
        Assert.That(seen(), Is.EquivalentTo(Enumerable.Repeat("WPS-PIN-NEEDED of a stranger", EventProgram.MaxRunning).Append("CTRL-EVENT-LOST 4")));
    }

    [Test]
    public void Who_connects_and_leaves_is_told_behind_a_flood()
    {
        var clock = new VirtualClock();
        using var program = Counting(clock, out var seen, out var go);
        string[] weighty = [.. Enumerable.Range(0, 20).Select(static i => $"AP-STA-{(i % 2 == 0 ? "" : "DIS")}CONNECTED 02:00:00:00:00:{i:x2}")];
        for (var i = 0; i < 1000; i++)
        {
            program.Run("P2P-PROV-DISC-PBC-REQ of a stranger");
            if (i % 50 == 49)
            {
                program.Run(weighty[i / 50]);
            }
        }

        Assert.That(program.Running, Is.EqualTo(EventProgram.MaxRunning));
        File.WriteAllText(go, "");
        Await(clock, program);
        var told = seen();
        Assert.That(told.Where(static t => t.StartsWith("AP-STA", StringComparison.Ordinal)), Is.EquivalentTo(weighty));
        Assert.That(told, Has.Member($"CTRL-EVENT-LOST {1000 - EventProgram.MaxRunning}"), "and the program knows what it has not heard");
    }

    [Test]
    public void What_waits_is_bounded_too()
    {
        var clock = new VirtualClock();
        using var program = Counting(clock, out var seen, out var go);
        for (var i = 0; i < EventProgram.MaxRunning + EventProgram.MaxWaiting + 3; i++)
        {
            program.Run("AP-ENABLED ");
        }

        File.WriteAllText(go, "");
        Await(clock, program);
        Assert.That(seen(), Has.Member("CTRL-EVENT-LOST 3"));
    }

    [Test]
    public void A_program_that_is_not_there_is_only_logged()
    {
        using var program = new EventProgram(Path.Combine(_folder, "nothing"), "wlan0", new VirtualClock());
        program.Run("AP-ENABLED ");
        Assert.That(program.Running, Is.Zero);
    }

    /// <summary>A program that writes down what it was told, and waits for a file to end.</summary>
    private EventProgram Counting(VirtualClock clock, out Func<string[]> seen, out string go)
    {
        var told = Path.Combine(_folder, "told");
        seen = () => File.ReadAllLines(told);
        go = Path.Combine(_folder, "go");
        return new EventProgram(Script($"while [ ! -e {go} ]; do sleep 0.05; done; printf '%s\\n' \"$HOSTAPD_NET_TEXT\" >>{told}"), "wlan0", clock);
    }

    private static void Await(VirtualClock clock, EventProgram program) => Assert.That(() =>
    {
        clock.Advance(TimeSpan.FromMilliseconds(100));
        return program.Running;
    }, Is.Zero.After(20_000, 10), "reaped by the timer");

    private string Script(string text)
    {
        var path = Path.Combine(_folder, "program");
        File.WriteAllText(path, "#!/bin/sh\n" + text + "\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }
}
