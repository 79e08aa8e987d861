using HostApd.Eapol;

namespace HostApd.Wps;

/// <summary>What a registrar and its sessions want done, in the order they want it.</summary>
internal sealed class WpsEffects
{
    private EffectQueue<WpsEffect> _queue = new(16);

    public void Emit(in WpsEffect effect) => _queue.Add(effect);

    public void Announce(WpsEvent which, params IReadOnlyList<EventWord> words) =>
        Emit(new WpsEffect(WpsEffectKind.Announce, Event: which, Words: words));

    /// <summary>(Re)starts a timer of the registrar.</summary>
    public void Arm(WpsTimer timer, TimeSpan delay) =>
        Emit(new WpsEffect(WpsEffectKind.ArmTimer, Timer: timer, Delay: delay));

    /// <summary>Stops a timer of the registrar.</summary>
    public void Cancel(WpsTimer timer) => Emit(new WpsEffect(WpsEffectKind.CancelTimer, Timer: timer));

    public bool TryTake(out WpsEffect effect) => _queue.TryTake(out effect);

    public void Clear() => _queue.Clear();
}
