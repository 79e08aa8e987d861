using HostApd.Eapol;
using HostApd.Ieee80211;
using HostApd.Wps;

namespace HostApd.P2p;

/// <summary>What a Group Owner wants done, in the order it wants it.</summary>
internal sealed class GroupEffects : IProvisionVoice
{
    private readonly byte[] _outgoing = new byte[1024];
    private EffectQueue<GroupOwnerEffect> _queue = new(4);

    /// <summary>Where an action frame is written; good until <see cref="Send"/>.</summary>
    public ByteWriter BeginFrame() => new(_outgoing);

    public void Send(MacAddress destination, in ByteWriter frame) => Emit(
        new GroupOwnerEffect(GroupOwnerEffectKind.SendAction, destination, Body: frame.Written.ToArray()));

    /// <summary>The same, and <see cref="GroupOwner.OnSent"/> is told whether it was heard.</summary>
    public void SendAwaited(MacAddress destination, in ByteWriter frame) => Emit(
        new GroupOwnerEffect(GroupOwnerEffectKind.SendAwaited, destination, Body: frame.Written.ToArray()));

    public void Announce(P2pEvent which, MacAddress source, params IReadOnlyList<EventWord> words) =>
        Emit(new GroupOwnerEffect(GroupOwnerEffectKind.Announce, source, Event: which, Words: words));

    public void Press(MacAddress device) => Emit(new GroupOwnerEffect(GroupOwnerEffectKind.PressButton, device));

    public void Emit(in GroupOwnerEffect effect) => _queue.Add(effect);

    public bool TryTake(out GroupOwnerEffect effect) => _queue.TryTake(out effect);
}
