using System.Globalization;
using System.Runtime.CompilerServices;
using HostApd.Ap;
using HostApd.Crypto;
using HostApd.Driver;
using HostApd.Entropy;
using HostApd.Ieee80211;
using HostApd.P2p;
using HostApd.Rsn;
using HostApd.Simulation;
using HostApd.Tests.Ap;
using HostApd.Timeline;
using HostApd.Wps;

// The daemon's access point under the daemon's heap limit, filled by strangers: two BSSes with a full table each, of stations
// that send the largest Association Request there is. And what happens at the limit itself: an exception, no crash.
//   hostapd-net-crowd            each kind of network, and the limit
//   hostapd-net-crowd KIND       wpa2, open, p2p, wps or limit alone
var kinds = args.Length > 0 ? args : ["wpa2", "open", "p2p", "wps", "limit"];
var failed = 0;
Console.WriteLine("the daemon's heap");
foreach (var kind in kinds)
{
    failed += (kind == "limit" ? Crowd.MeetLimit() : Crowd.Fill(kind)) ? 0 : 1;
}

Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{kinds.Length - failed} passed, {failed} failed"));
return failed == 0 ? 0 : 1;

internal static class Crowd
{
    private const int Networks = 2;

    internal static bool Fill(string kind)
    {
        var clock = new VirtualClock();
        using var pool = new EntropyPool(new Counting());
        pool.Start();
        var all = Enumerable.Range(0, Networks).Select(i => Make(kind, i, clock, pool)).ToList();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        foreach (var (bss, radio, _) in all)
        {
            for (var i = 0; i < StationTable.MaxAid; i++)
            {
                Join(bss, radio, kind, i);
            }
        }

        var live = GC.GetTotalMemory(forceFullCollection: true);
        var stations = all.Sum(static a => a.Bss.Stations.Associated);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{kind}: {stations} stations in {Networks} networks, {(live - before) / stations} bytes a station, heap {live / 1024} kB"));
        foreach (var (bss, _, recorder) in all)
        {
            GC.KeepAlive(recorder);
            bss.Dispose();
        }

        return stations == Networks * StationTable.MaxAid;
    }

    /// <summary>Four times to the limit and back: each time an exception that leaves a working heap behind.</summary>
    internal static bool MeetLimit()
    {
        var isWell = true;
        for (var i = 0; i < 4; i++)
        {
            var bytes = Overrun();
            var left = GC.GetTotalMemory(forceFullCollection: true);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"limit: OutOfMemoryException at {bytes / 1024} kB, {left / 1024} kB when they are let go"));
            isWell &= left < 2 * 1024 * 1024;
        }

        return isWell;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long Overrun()
    {
        var kept = new List<byte[]>(1 << 17);
        long bytes = 0;
        try
        {
            for (; ; )
            {
                // As stations do: mostly small, some of it pinned.
                var one = kept.Count % 8 == 0 ? GC.AllocateArray<byte>(48, pinned: true) : new byte[kept.Count % 64 == 1 ? 2048 : 256];
                kept.Add(one);
                bytes += one.Length;
            }
        }
        catch (OutOfMemoryException)
        {
            return bytes;
        }
    }

    private static (Bss Bss, SimulatedRadio Radio, LiveRecorder Recorder) Make(string kind, int number, VirtualClock clock, EntropyPool pool)
    {
        var radio = new SimulatedRadio(clock) { IsRecording = false };
        radio.Air.KeepsLog = false;
        var tap = new TappedLink(radio, clock);
        var recorder = new LiveRecorder(clock);
        tap.Frame += recorder.OnFrame;
        var options = new BssOptions
        {
            InterfaceName = "sim" + number.ToString(CultureInfo.InvariantCulture),
            Ssid = kind == "p2p" ? "DIRECT-ab"u8.ToArray() : "crowd"u8.ToArray(),
            Radio = new RadioOptions { Channel = OperatingChannel.Of(2437, ht: true) },
            Wmm = true,
            Security = kind == "open" ? null : new SecurityOptions { Pmks = [Pmk.FromPassphrase("crowd"u8, "12345678")], Passphrase = new SecretBytes("12345678"u8) },
            Wps = kind == "wps" ? new WpsOptions() : null,
            GroupOwner = kind != "p2p" ? null : new GroupOwnerOptions
            {
                InterfaceName = "sim",
                MaxClients = StationTable.MaxAid,
                Device = new DeviceData { DeviceName = "crowd" },
                ConfigMethods = ConfigMethods.PushButton,
            },
        };
        var bss = new Bss(options, tap, new Radio(radio, clock), pool, clock);
        bss.Enable();
        return (bss, radio, recorder);
    }

    private static void Join(Bss bss, SimulatedRadio radio, string kind, int number)
    {
        var from = new MacAddress([6, 0, 0, 0, (byte)(number >> 8), (byte)number]);
        radio.Inject(LargestRequest.Authentication(from));
        radio.Inject(LargestRequest.Of(from, bss.Options.Ssid, kind));
        byte[] response = [0x10, .. new byte[29]];
        from.CopyTo(response.AsSpan(4));
        radio.ReportSent(radio.LastCookie, response, acknowledged: true);
    }

    private sealed class Counting : IEntropySource
    {
        private byte _next;

        public bool TryFill(Span<byte> destination)
        {
            destination.Fill(++_next);
            return true;
        }
    }
}
