using HostApd.Eapol;

namespace HostApd.Wps;

/// <summary>What a registrar and its sessions want done, in the order they want it.</summary>
internal sealed class WpsEffects
{
    /// <summary>
    /// What a station waits for goes before what is told and what changes here: a device that hears EAP-Failure goes on to join, and need
    /// not wait until all have heard that it is enrolled.
    /// </summary>
    private EffectQueue<WpsEffect> _frames = new(4);
    private EffectQueue<WpsEffect> _rest = new(16);

    public void Emit(in WpsEffect effect)
    {
        if (effect.Kind == WpsEffectKind.SendEapol)
        {
            _frames.Add(effect);
        }
        else
        {
            _rest.Add(effect);
        }
    }

    public void Announce(WpsEvent which, params IReadOnlyList<EventWord> words) =>
        Emit(new WpsEffect(WpsEffectKind.Announce, Event: which, Words: words));

    /// <summary>(Re)starts a timer of the registrar.</summary>
    public void Arm(WpsTimer timer, TimeSpan delay) =>
        Emit(new WpsEffect(WpsEffectKind.ArmTimer, Timer: timer, Delay: delay));

    /// <summary>Stops a timer of the registrar.</summary>
    public void Cancel(WpsTimer timer) => Emit(new WpsEffect(WpsEffectKind.CancelTimer, Timer: timer));

    public bool TryTake(out WpsEffect effect) => _frames.TryTake(out effect) || _rest.TryTake(out effect);

    public void Clear()
    {
        _frames.Clear();
        _rest.Clear();
    }
}
