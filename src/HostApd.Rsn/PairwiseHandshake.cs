using HostApd.Entropy;
using HostApd.Ieee80211;
using NLog;

namespace HostApd.Rsn;

/// <summary>
/// The pairwise half of an authenticator (802.11-2020 12.7.6, 12.7.11.3): sends M1 and M3 until they are answered, for the first key of an
/// association and for those after it. The table stands above <see cref="Authenticator"/>.
/// </summary>
internal sealed class PairwiseHandshake(
    GroupKeyMachine group, INonceSource nonces, HandshakeKeys keys, PairwiseKeySlot slot, SentKeyFrames sent, AuthenticatorEffects effects)
{
    private static readonly Logger Log = LogManager.GetLogger(nameof(Authenticator));

    /// <summary>The next key was asked for, and cannot begin yet.</summary>
    private bool _awaitsRenewal;

    /// <summary>Where it is.</summary>
    public PtkState State { get; private set; } = PtkState.Initialize;

    /// <summary>The station.</summary>
    public MacAddress Station { get; private set; }

    /// <summary>A station has associated: whatever was before is over.</summary>
    public void Associate(MacAddress station)
    {
        Station = station;
        Enter(PtkState.Authentication2, "associated");
    }

    /// <summary>The group key is that of another network from now on.</summary>
    public void Move(GroupKeyMachine to) => group = to;

    /// <summary>A station has associated by a fast transition: it has its keys.</summary>
    public void Adopt(MacAddress station)
    {
        Station = station;
        slot.Adopt();
        Enter(PtkState.PtkInitDone, "fast transition");
        effects.Emit(AuthenticatorEffectKind.AuthorizeStation);
        effects.Emit(AuthenticatorEffectKind.Connected);
    }

    /// <summary>Draws the nonce of a handshake; false while none can be drawn, or there is no group key to hand out.</summary>
    public bool TryPrepare() => group.HasKey && keys.TryDrawANonce(nonces);

    /// <summary>Sends the first M1, with the nonce that was drawn.</summary>
    public void Begin()
    {
        _awaitsRenewal = false;
        sent.BeginMessage1();
        SendMessage1();
    }

    /// <summary>The next key is wanted; false when this association can have none. <see cref="TryRenew"/> follows.</summary>
    public bool TryWantRenewal() => _awaitsRenewal = slot.MayBeRenewed;

    /// <summary>Begins the handshake for the next key if it is wanted and nothing stands in its way.</summary>
    public void TryRenew()
    {
        if (!_awaitsRenewal || State != PtkState.PtkInitDone)
        {
            return;
        }

        if (TryPrepare())
        {
            slot.Advance();
            Begin();
        }
        else
        {
            effects.Emit(AuthenticatorEffectKind.RenewalAwaitsEntropy);
        }
    }

    /// <summary>A handshake for the next key that is under way begins anew: the station has another PMK now.</summary>
    public void TryRestart()
    {
        // Without random bytes the one under way comes to nothing, and the station comes back.
        if (slot.IsInUse && State is (PtkState.PtkStart or PtkState.PtkCalcNegotiating or PtkState.PtkInitNegotiating) && TryPrepare())
        {
            Begin();
        }
    }

    /// <summary>Sends the message that waits for its answer once more; false when it was sent as often as it may be.</summary>
    public bool TryRepeat()
    {
        var isMessage1 = State != PtkState.PtkInitNegotiating;
        if (isMessage1 ? sent.IsMessage1Over : sent.IsMessage3Over)
        {
            return false;
        }

        if (isMessage1)
        {
            SendMessage1();
        }
        else
        {
            sent.PrepareMessage3();
        }

        return true;
    }

    /// <summary>M2 is good: M3 follows.</summary>
    /// <param name="isLater">M3 is out already, for an M2 with another SNonce: it counts as a repetition, and false when there were enough.</param>
    public bool TryBeginMessage3(bool isLater)
    {
        sent.BeginMessage3(isLater);
        Enter(PtkState.PtkInitNegotiating, isLater ? "M2 with a new SNonce" : "M2 verified");
        if (!isLater)
        {
            slot.Prepare();
        }

        // What is sent once is not sent again for a later M2: the M4 for the first may still come.
        return TryRepeat() || isLater && group.Options.SendsKeysOnce;
    }

    /// <summary>M2 fits no PMK: its M1 may still be answered by who knows one.</summary>
    public void TakeForeignMessage2()
    {
        Enter(PtkState.PtkCalcNegotiating, "the MIC of M2 fits no PMK");
        if (!slot.IsInUse)
        {
            // Who is in has proven its key; in its name anybody may say something else.
            effects.Emit(AuthenticatorEffectKind.PossiblePskMismatch);
        }
    }

    /// <summary>M4 is good: nothing is awaited any more, and the one place where its key comes into use.</summary>
    public void Complete()
    {
        Enter(PtkState.PtkInitDone, "M4 verified");
        var isFirst = !slot.IsInUse;
        sent.ForgetAwaited();
        effects.Emit(AuthenticatorEffectKind.CancelTimer);
        slot.Take();
        if (isFirst)
        {
            effects.Emit(AuthenticatorEffectKind.AuthorizeStation);
        }

        effects.Emit(AuthenticatorEffectKind.Connected);
    }

    /// <summary>Given up; the station is to go.</summary>
    public void Abandon(string reason)
    {
        _awaitsRenewal = false;
        Enter(PtkState.Disconnected, reason);
    }

    /// <summary>The association is over.</summary>
    public void End(string reason)
    {
        _awaitsRenewal = false;
        if (State != PtkState.Initialize)
        {
            Enter(PtkState.Initialize, reason);
        }
    }

    private void SendMessage1()
    {
        Enter(PtkState.PtkStart, "M1");
        sent.SendMessage1();
    }

    private void Enter(PtkState state, string reason)
    {
        if (Log.IsDebugEnabled)
        {
            Log.Debug("{0} {1} -> {2} ({3})", Station, State, state, reason);
        }

        State = state;
    }
}
