using HostApd.Eapol;
using HostApd.Ieee80211;
using HostApd.Wps;

namespace HostApd.P2p;

/// <summary>What a P2P device wants done, in the order it wants it.</summary>
internal sealed class DeviceEffects(TimeProvider time)
{
    private const int LongestFrame = 1024;

    private readonly byte[] _outgoing = new byte[LongestFrame];
    private readonly RateLimiter _strangers = new(time, perSecond: 5, burst: 20);
    private EffectQueue<DeviceEffect> _queue = new(8);

    /// <summary>Events that strangers caused and that were not told.</summary>
    public long Untold => _strangers.LeftOut;

    /// <summary>Where an action frame is written; good until it is sent.</summary>
    public ByteWriter BeginFrame() => new(_outgoing);

    public void Listen(int frequencyMhz, TimeSpan duration) =>
        Emit(new DeviceEffect(DeviceEffectKind.Listen) { FrequencyMhz = frequencyMhz, Time = duration });

    public void Send(MacAddress destination, MacAddress bssid, int frequencyMhz, TimeSpan stay, in ByteWriter frame) =>
        Emit(new DeviceEffect(DeviceEffectKind.SendAction)
        {
            Address = destination,
            Bssid = bssid,
            FrequencyMhz = frequencyMhz,
            Time = stay,
            Body = frame.Written.ToArray(),
        });

    public void Arm(DeviceTimer timer, TimeSpan delay) => Emit(new DeviceEffect(DeviceEffectKind.ArmTimer) { Timer = timer, Time = delay });

    public void Cancel(DeviceTimer timer) => Emit(new DeviceEffect(DeviceEffectKind.CancelTimer) { Timer = timer });

    public void Announce(DeviceEvent which, params IReadOnlyList<EventWord> words) =>
        Emit(new DeviceEffect(DeviceEffectKind.Announce) { Event = which, Words = words });

    /// <summary>The same of what anybody on the air can cause: at a bounded rate.</summary>
    public void AnnounceOfStranger(DeviceEvent which, params IReadOnlyList<EventWord> words)
    {
        if (_strangers.TryTake())
        {
            Announce(which, words);
        }
    }

    public void Explain(MacAddress peer, string text) => Emit(new DeviceEffect(DeviceEffectKind.Explain) { Address = peer, Text = text });

    public void Emit(in DeviceEffect effect) => _queue.Add(effect);

    public bool TryTake(out DeviceEffect effect) => _queue.TryTake(out effect);
}
