using HostApd.Eapol;

namespace HostApd.Rsn;

/// <summary>What one authenticator wants done, in order.</summary>
internal sealed class AuthenticatorEffects
{
    private EffectQueue<AuthenticatorEffect> _effects = new(4);

    public bool TryTake(out AuthenticatorEffect effect) => _effects.TryTake(out effect);

    public void Emit(AuthenticatorEffectKind kind) => _effects.Add(new AuthenticatorEffect(kind));

    public void Send(bool encrypt) => _effects.Add(new AuthenticatorEffect(AuthenticatorEffectKind.SendEapol, Encrypt: encrypt));

    public void ReadSequence(int keyIndex) =>
        _effects.Add(new AuthenticatorEffect(AuthenticatorEffectKind.ReadGroupSequence, KeyIndex: keyIndex));

    public void Pairwise(AuthenticatorEffectKind kind, int keyIndex) => _effects.Add(new AuthenticatorEffect(kind, KeyIndex: keyIndex));

    public void Arm(TimeSpan delay) => _effects.Add(new AuthenticatorEffect(AuthenticatorEffectKind.ArmTimer, Delay: delay));

    public void Drop(EapolKeyDropReason reason) =>
        _effects.Add(new AuthenticatorEffect(AuthenticatorEffectKind.Dropped, DropReason: reason));

    public void Deauthenticate(ushort reason) =>
        _effects.Add(new AuthenticatorEffect(AuthenticatorEffectKind.DeauthenticateStation, ReasonCode: reason));

    public void Clear() => _effects.Clear();
}
