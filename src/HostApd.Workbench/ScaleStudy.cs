using System.Diagnostics;
using System.Globalization;
using HostApd.Ap;
using HostApd.Crypto;
using HostApd.Entropy;
using HostApd.Ieee80211;
using HostApd.Rsn;
using HostApd.Simulation;
using HostApd.Timeline;
using HostApd.Workbench.Scenarios;

namespace HostApd.Workbench;

/// <summary>One row of <c>stations</c>.</summary>
/// <param name="Stations">Stations that joined.</param>
/// <param name="JoinsPerSecond">Joins in a second of real time, stations and air included.</param>
/// <param name="MicrosecondsPerJoin">The access point's own share of each.</param>
/// <param name="BytesPerStation">Managed memory that each costs the access point while it is in.</param>
/// <param name="RekeyMilliseconds">The access point's share of one group rekey.</param>
internal sealed record ScaleRow(
    int Stations, double JoinsPerSecond, double MicrosecondsPerJoin, double BytesPerStation, double RekeyMilliseconds);

/// <summary>
/// <c>stations</c>: a growing crowd joins one BSS by WPA2-PSK on the simulated air, in virtual time as fast as it goes; what
/// the access point spends is metered at the radio's seam.
/// </summary>
internal static class ScaleStudy
{
    private static readonly int[] Crowds = [10, 100, 500, 1000, StationTable.MaxAid];
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(2);

    internal static int Run(TextWriter output)
    {
        // The first crowd pays for what is computed once.
        Measure(Crowds[0]);
        output.WriteLine("stations  joins/s  AP µs a join  bytes a station  group rekey ms  rekey µs a station");
        ScaleRow? first = null;
        ScaleRow? last = null;
        foreach (var crowd in Crowds)
        {
            last = Measure(crowd);
            first ??= last;
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{last.Stations,8}  {last.JoinsPerSecond,7:F0}  {last.MicrosecondsPerJoin,12:F0}  {last.BytesPerStation,15:F0}  {last.RekeyMilliseconds,14:F2}  {last.RekeyMilliseconds * 1000 / last.Stations,18:F1}"));
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"from {first!.Stations} to {last!.Stations}: a join costs {last.MicrosecondsPerJoin / first.MicrosecondsPerJoin:F2} times as much, a station's share of a rekey {last.RekeyMilliseconds / last.Stations / (first.RekeyMilliseconds / first.Stations):F2} times"));
        return 0;
    }

    internal static ScaleRow Measure(int crowd)
    {
        var clock = new VirtualClock();
        var radio = new SimulatedRadio(clock) { Air = { KeepsLog = false } };
        var metered = new MeteredLink(radio, clock);
        var recorder = new LiveRecorder(clock);
        metered.Frame += recorder.OnFrame;
        metered.PortChanged += recorder.OnPortChanged;
        using var pool = new EntropyPool(new SeededSource(1), new EntropyPoolOptions(Testing: true));
        pool.Start();
        using var pmk = Pmk.FromPassphrase("crowd"u8, "12345678");
        using var bss = new Bss(new BssOptions
        {
            InterfaceName = "sim0",
            Ssid = "crowd"u8.ToArray(),
            Radio = new RadioOptions { Channel = OperatingChannel.Of(2437, ht: false) },
            Security = new SecurityOptions { Pmks = [pmk], Passphrase = new SecretBytes("12345678"u8) },
        }, metered, new Radio(radio, clock), pool, clock);
        bss.Enable();
        clock.Advance(Every);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var (joined, elapsed) = Join(crowd, clock, radio, metered, bss, pmk.Span.ToArray());
        var perJoin = metered.Spent.TotalMicroseconds / joined;
        var rekey = Rekey(clock, metered, bss);
        radio.ClearReach();
        var bytes = GC.GetTotalMemory(forceFullCollection: true) - before;
        return new ScaleRow(joined, joined / elapsed.TotalSeconds, perJoin, (double)bytes / joined, rekey.TotalMilliseconds);
    }

    private static (int Joined, TimeSpan Elapsed) Join(int crowd, VirtualClock clock, SimulatedRadio radio, MeteredLink metered,
        Bss bss, byte[] pmk)
    {
        for (var i = 0; i < crowd; i++)
        {
            var client = new SimulatedClient(radio, new SimulatedClientOptions
            {
                Address = Scenario.AddressOf(i + 1),
                Ssid = "crowd"u8.ToArray(),
                Pmk = pmk,
            });
            clock.Schedule(i * Every, client.Start);
        }

        metered.Reset();
        var begin = Stopwatch.GetTimestamp();
        clock.Advance(crowd * Every + TimeSpan.FromSeconds(1));
        return (bss.Stations.Count(static s => s.IsAuthorized), Stopwatch.GetElapsedTime(begin));
    }

    private static TimeSpan Rekey(VirtualClock clock, MeteredLink metered, Bss bss)
    {
        metered.Reset();
        var begin = Stopwatch.GetTimestamp();
        bss.GroupKeys.Rekey();
        var start = Stopwatch.GetElapsedTime(begin);
        clock.Advance(TimeSpan.FromSeconds(1));
        return start + metered.Spent;
    }
}
