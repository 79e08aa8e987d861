using HostApd.Ieee80211;
using HostApd.P2p;
using HostApd.Simulation;
using HostApd.Wps;

namespace HostApd.Tests.P2p.Device;

/// <summary>What becomes of the action frames that a device sends.</summary>
internal enum FrameFate
{
    /// <summary>A test says so itself (<see cref="P2pDevice.OnSent"/>).</summary>
    Open,

    /// <summary>Acknowledged, after a millisecond.</summary>
    Acknowledged,

    /// <summary>Not acknowledged, which is told after a millisecond.</summary>
    Lost,
}

/// <summary>
/// A device without a group in virtual time. Its effects are played (timers, ends of listens, TX status by wish) and written down, a
/// line each; what a peer sends is built by the codecs, as a peer would.
/// </summary>
internal sealed class DeviceRig
{
    public static readonly MacAddress Us = new([0x42, 0, 0, 0, 5, 0]);
    public static readonly MacAddress Lower = new([0x42, 0, 0, 0, 1, 0]);
    public static readonly MacAddress Higher = new([0x42, 0, 0, 0, 9, 0]);

    private readonly ITimer[] _timers;
    private readonly Dictionary<DeviceTimer, TimeSpan> _armed = [];
    private int _listens;

    public DeviceRig(Func<P2pDeviceOptions, P2pDeviceOptions>? change = null)
    {
        var options = new P2pDeviceOptions
        {
            Device = new DeviceData { DeviceName = "us", DeviceType = new DeviceType(7, 0x0050F204, 1) },
            ConfigMethods = ConfigMethods.PushButton | ConfigMethods.Display | ConfigMethods.Keypad,
            Country = "US",
            FrequenciesMhz = [2412, 2437, 2462],
            PreferredMhz = 2437,
            Ssid = "DIRECT-ab"u8.ToArray(),
        };
        Device = new P2pDevice(Us, change is null ? options : change(options), Clock, () => IsReady, () => Pin);
        _timers = [.. Enum.GetValues<DeviceTimer>().Select(t => Clock.CreateTimer(_ => Fire(t), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan))];
    }

    public VirtualClock Clock { get; } = new();

    public P2pDevice Device { get; }

    public bool IsReady { get; set; } = true;

    public string? Pin { get; set; } = "12345670";

    public FrameFate Fate { get; set; } = FrameFate.Acknowledged;

    /// <summary>What was done since <see cref="Take"/>, a line each; timers are in <see cref="Due"/>.</summary>
    public List<string> Lines { get; } = [];

    /// <summary>All action frames sent, from the category on.</summary>
    public List<byte[]> Frames { get; } = [];

    /// <summary>The most effects that one call had.</summary>
    public int MostEffects { get; private set; }

    /// <summary>A device that listens and is told of nothing yet.</summary>
    public static DeviceRig Started(Func<P2pDeviceOptions, P2pDeviceOptions>? change = null)
    {
        var rig = new DeviceRig(change);
        rig.Do(static d => d.Start());
        rig.Take();
        return rig;
    }

    /// <summary>When a timer is due from now on; null: it is not armed.</summary>
    public double? Due(DeviceTimer timer) => _armed.TryGetValue(timer, out var due) ? (due - Clock.Elapsed).TotalMilliseconds : null;

    public string[] Take()
    {
        var lines = Lines.ToArray();
        Lines.Clear();
        return lines;
    }

    /// <summary>Does something with the device; the lines that follow of it.</summary>
    public string[] Do(Action<P2pDevice> act)
    {
        act(Device);
        Play();
        return Take();
    }

    /// <summary>Time passes; the lines that follow of it.</summary>
    public string[] Pass(double milliseconds)
    {
        Clock.Advance(TimeSpan.FromMilliseconds(milliseconds));
        return Take();
    }

    /// <summary>Time passes until just before, and then at, the moment; nothing happens before.</summary>
    public string[] PassExactly(double milliseconds)
    {
        Clock.Advance(TimeSpan.FromMilliseconds(milliseconds) - new TimeSpan(1));
        if (Take() is { Length: > 0 } early)
        {
            throw new InvalidOperationException($"too early: {string.Join(" | ", early)}");
        }

        Clock.Advance(new TimeSpan(1));
        return Take();
    }

    /// <summary>A probing peer.</summary>
    public string[] Probe(MacAddress peer) => Do(d => d.OnProbeRequest(FramesOfPeer.Probe(peer), 2437, -40));

    /// <summary>An action frame of a peer, heard on our listen channel.</summary>
    public string[] Hear(MacAddress peer, byte[] body, int frequencyMhz = 2437) => Do(d => d.OnAction(peer, body, frequencyMhz, -40));

    /// <summary>A person allows a peer that has been heard of, without asking it.</summary>
    public void Allow(MacAddress peer, ProvisionMethod method = ProvisionMethod.PushButton, int intent = 15, int frequencyMhz = 0)
    {
        if (Device.Peers.Find(peer) is null)
        {
            Probe(peer);
        }

        Do(d => d.Connect(peer, new PeerWish(method, null, intent, frequencyMhz), onlyAllow: true));
    }

    /// <summary>A peer that has described itself is asked; its listen channel is 2412.</summary>
    public string[] Ask(MacAddress peer, ProvisionMethod method = ProvisionMethod.PushButton, int intent = 15)
    {
        Find(peer);
        return Do(d => d.Connect(peer, new PeerWish(method, null, intent, 0), onlyAllow: false));
    }

    /// <summary>A search has found a peer, on 2412.</summary>
    public string[] Find(MacAddress peer) => Do(d => d.OnNeighbour(peer, FramesOfPeer.Found(peer), 2412, -40));

    private void Fire(DeviceTimer timer)
    {
        _armed.Remove(timer);
        Device.OnTimer(timer);
        Play();
    }

    private void Play()
    {
        var count = 0;
        while (Device.TryNextEffect(out var effect))
        {
            count++;
            Run(effect);
        }

        MostEffects = Math.Max(MostEffects, count);
    }

    private void Run(in DeviceEffect effect)
    {
        switch (effect.Kind)
        {
            case DeviceEffectKind.ArmTimer:
                _timers[(int)effect.Timer].Change(effect.Time, Timeout.InfiniteTimeSpan);
                _armed[effect.Timer] = Clock.Elapsed + effect.Time;
                return;
            case DeviceEffectKind.CancelTimer:
                _timers[(int)effect.Timer].Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                _armed.Remove(effect.Timer);
                return;
            case DeviceEffectKind.Listen:
                var listen = ++_listens;
                Clock.Schedule(effect.Time, () => EndListen(listen));
                break;
            case DeviceEffectKind.Rest:
                _listens++;
                break;
            case DeviceEffectKind.SendAction:
                _listens++;
                Frames.Add(effect.Body!);
                Report();
                break;
            case DeviceEffectKind.SendAnswer:
                Frames.Add(effect.Body!);
                break;
            default:
                break;
        }

        Lines.Add(FramesOfPeer.Describe(effect));
    }

    private void Report()
    {
        if (Fate != FrameFate.Open)
        {
            var isHeard = Fate == FrameFate.Acknowledged;
            Clock.Schedule(TimeSpan.FromMilliseconds(1), () =>
            {
                Device.OnSent(isHeard);
                Play();
            });
        }
    }

    private void EndListen(int listen)
    {
        if (listen == _listens)
        {
            Device.OnListenEnded();
            Play();
        }
    }
}
