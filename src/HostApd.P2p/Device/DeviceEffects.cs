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
    private readonly RateLimiter _lines = new(time, perSecond: 5, burst: 20);
    private EffectQueue<DeviceEffect> _queue = new(8);

    /// <summary>Events that strangers caused and that were not told.</summary>
    public long Untold => _strangers.LeftOut;

    /// <summary>Where an action frame is written; good until it is sent.</summary>
    public ByteWriter BeginFrame() => new(_outgoing);

    public void Listen(int frequencyMhz, TimeSpan duration) =>
        Emit(new DeviceEffect(DeviceEffectKind.Listen) { FrequencyMhz = frequencyMhz, Time = duration });

    /// <summary>A frame of the exchange under way, which goes on when it is told what became of it.</summary>
    public void Send(MacAddress destination, MacAddress bssid, int frequencyMhz, TimeSpan stay, in ByteWriter frame) =>
        Send(destination, bssid, frequencyMhz, stay, frame.Written.ToArray());

    /// <summary>The same of a frame that is written already.</summary>
    public void Send(MacAddress destination, MacAddress bssid, int frequencyMhz, TimeSpan stay, byte[] frame) =>
        Emit(Action(DeviceEffectKind.SendAction, destination, bssid, frequencyMhz, stay, frame));

    /// <summary>A frame that is done with once it is sent: whoever asks for one must not keep an exchange with another waiting.</summary>
    public void Answer(MacAddress destination, MacAddress bssid, int frequencyMhz, TimeSpan stay, in ByteWriter frame) =>
        Answer(destination, bssid, frequencyMhz, stay, frame.Written.ToArray());

    /// <summary>The same of a frame that is written already.</summary>
    public void Answer(MacAddress destination, MacAddress bssid, int frequencyMhz, TimeSpan stay, byte[] frame) =>
        Emit(Action(DeviceEffectKind.SendAnswer, destination, bssid, frequencyMhz, stay, frame));

    public void Arm(DeviceTimer timer, TimeSpan delay) => Emit(new DeviceEffect(DeviceEffectKind.ArmTimer) { Timer = timer, Time = delay });

    public void Cancel(DeviceTimer timer) => Emit(new DeviceEffect(DeviceEffectKind.CancelTimer) { Timer = timer });

    public void Announce(DeviceEvent which, params IReadOnlyList<EventWord> words) =>
        Emit(new DeviceEffect(DeviceEffectKind.Announce) { Event = which, Words = words });

    /// <summary>The same of what anybody on the air can cause: at a bounded rate. False when it was not told.</summary>
    public bool AnnounceOfStranger(DeviceEvent which, params IReadOnlyList<EventWord> words)
    {
        var isTold = _strangers.TryTake();
        if (isTold)
        {
            Announce(which, words);
        }

        return isTold;
    }

    public void Explain(MacAddress peer, string text) => Emit(new DeviceEffect(DeviceEffectKind.Explain) { Address = peer, Text = text });

    /// <summary>The same of what anybody on the air can cause: the log does not grow by the frame.</summary>
    public void ExplainOfStranger(MacAddress peer, string text)
    {
        if (_lines.TryTake())
        {
            Explain(peer, text);
        }
    }

    public void Emit(in DeviceEffect effect) => _queue.Add(effect);

    public bool TryTake(out DeviceEffect effect) => _queue.TryTake(out effect);

    private static DeviceEffect Action(
        DeviceEffectKind kind, MacAddress destination, MacAddress bssid, int frequencyMhz, TimeSpan stay, byte[] frame) => new(kind)
        {
            Address = destination,
            Bssid = bssid,
            FrequencyMhz = frequencyMhz,
            Time = stay,
            Body = frame,
        };
}
