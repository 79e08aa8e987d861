using HostApd.Ap;
using HostApd.Driver;
using HostApd.Entropy;
using HostApd.Ieee80211;
using HostApd.Rsn;
using HostApd.Simulation;
using HostApd.Timeline;

namespace HostApd.Tests.Ap;

/// <summary>One BSS on a simulated radio with a virtual clock. Calls and events stand in one list, in order.</summary>
internal sealed class ApRig : IDisposable
{
    public static readonly MacAddress First = new([0x02, 0, 0, 0, 1, 0]);
    public static readonly MacAddress Second = new([0x02, 0, 0, 0, 2, 0]);
    public static readonly MacAddress Third = new([0x02, 0, 0, 0, 3, 0]);

    private static readonly Pmk LabtestPmk = Pmk.FromPassphrase("labtest"u8, "12345678");

    public ApRig(
        SimulatedRadioOptions? radio = null, Func<BssOptions, BssOptions>? change = null, bool wait = false, IWorker? worker = null,
        params IReadOnlyList<IStartStep> steps)
    {
        Radio = new SimulatedRadio(Clock, radio);
        Pool = new EntropyPool(Kernel, new EntropyPoolOptions(Testing: true));
        Pool.Start();
        var options = new BssOptions
        {
            InterfaceName = "wlan0",
            Ssid = "labtest"u8.ToArray(),
            Radio = new RadioOptions { Channel = OperatingChannel.Of(2437, ht: true) },
            Wmm = true,
            Security = new SecurityOptions { Pmks = [new Pmk(LabtestPmk.Span)] },
        };
        Tap = new TappedLink(Radio, Clock);
        Timeline = new LiveRecorder(Clock);
        Tap.Frame += Timeline.OnFrame;
        Tap.PortChanged += Timeline.OnPortChanged;
        Bss = new Bss(change is null ? options : change(options), Tap, new Radio(Radio, Clock, steps), Pool, Clock, worker) { WaitForInterface = wait };
        Bss.Event += told => RecordedEvents.Note(Timeline, Bss, told);
        Bss.Event += told =>
        {
            var text = ApEventText.Write(told, EventAudience.Control);
            Events.Add(text.TrimEnd());
            Radio.Note("! " + text.TrimEnd());
        };
    }

    public VirtualClock Clock { get; } = new();

    public SimulatedRadio Radio { get; }

    public TappedLink Tap { get; }

    /// <summary>The joins, as the daemon records them.</summary>
    public LiveRecorder Timeline { get; }

    public SimulatedAir Air => Radio.Air;

    public CountingKernel Kernel { get; } = new();

    public EntropyPool Pool { get; }

    public Bss Bss { get; }

    public List<string> Events { get; } = [];

    public static ApRig Enabled(SimulatedRadioOptions? radio = null, Func<BssOptions, BssOptions>? change = null)
    {
        var rig = new ApRig(radio, change);
        rig.Bss.Enable();
        rig.Run(0.01);
        rig.Radio.Calls.Clear();
        rig.Air.Sent.Clear();
        rig.Events.Clear();
        return rig;
    }

    /// <summary>An enabled BSS whose security options are changed.</summary>
    public static ApRig WithRsn(Func<RsnOptions, RsnOptions> change) => Enabled(change: o => o with
    {
        Security = o.Security! with { Rsn = change(o.Security.Rsn) },
    });

    public SimulatedStation Station(MacAddress address, Func<SimulatedStationOptions, SimulatedStationOptions>? change = null)
    {
        var options = new SimulatedStationOptions { Address = address };
        return new SimulatedStation(Radio, change is null ? options : change(options));
    }

    /// <summary>A station that joins now; returns once it is connected.</summary>
    public SimulatedStation Connect(MacAddress address, Func<SimulatedStationOptions, SimulatedStationOptions>? change = null)
    {
        var station = Station(address, change);
        station.Join();
        Clock.RunUntil(() => Sta(address) is { IsAuthorized: true }, TimeSpan.FromSeconds(5));
        Clock.Advance(TimeSpan.FromMilliseconds(20));
        return station;
    }

    public Sta? Sta(MacAddress address) => Bss.Stations.Find(address);

    /// <summary>What was written down so far is not needed any more.</summary>
    public void Forget()
    {
        foreach (var written in (System.Collections.IList[])[Events, Radio.Calls, Radio.InstalledKeys, Air.Sent])
        {
            written.Clear();
        }

        Events.TrimExcess();
        Radio.Calls.TrimExcess();
        Radio.InstalledKeys.TrimExcess();
        Air.Sent.TrimExcess();
    }

    public void Run(double seconds) => Clock.Advance(TimeSpan.FromSeconds(seconds));

    /// <summary>How many calls or events start so.</summary>
    public int Count(string start) => Radio.Calls.Count(c => c.StartsWith(start, StringComparison.Ordinal));

    public void Dispose()
    {
        Bss.Dispose();
        Pool.Dispose();
    }

    /// <summary>A source that counts upward; may be starved.</summary>
    internal sealed class CountingKernel : IEntropySource
    {
        private byte _next;

        public bool Starved { get; set; }

        public bool TryFill(Span<byte> destination)
        {
            if (Starved)
            {
                return false;
            }

            destination.Fill(++_next);
            return true;
        }
    }
}
