using HostApd.Ieee80211;
using NLog;

namespace HostApd.Rsn;

/// <summary>
/// The group half of an authenticator (802.11-2020 12.7.7, 12.7.11.3): hands the newest group key to a station whose 4-way handshake
/// is complete, and knows which one it has. The table stands above <see cref="Authenticator"/>.
/// </summary>
internal sealed class GroupHandshake(GroupKeyMachine group, SentKeyFrames sent, AuthenticatorEffects effects)
{
    private static readonly Logger Log = LogManager.GetLogger(nameof(Authenticator));

    /// <summary>Where it is.</summary>
    public PtkGroupState State { get; private set; } = PtkGroupState.Idle;

    /// <summary>The key that the station has confirmed, as <see cref="GroupKeyMachine.Generation"/> counts.</summary>
    public int Generation { get; private set; }

    /// <summary>The group key may have changed between our message and its answer.</summary>
    public bool IsBehind => Generation != group.Generation;

    /// <summary>The group key is that of another network from now on.</summary>
    public void Move(GroupKeyMachine to) => group = to;

    /// <summary>The key is to be handed out: <see cref="TryRepeat"/> follows.</summary>
    public void Begin(MacAddress station)
    {
        sent.BeginGroupMessage();
        Enter(PtkGroupState.RekeyNegotiating, station, "group key to be handed out");
    }

    /// <summary>Sends the group message, if it may still be; false, and the station is to go, when it has not answered any.</summary>
    public bool TryRepeat(MacAddress station)
    {
        if (sent.IsGroupOver)
        {
            Enter(PtkGroupState.KeyError, station, "no answer to the group message");
            return false;
        }

        sent.PrepareGroupMessage();
        return true;
    }

    /// <summary>The station has answered.</summary>
    public void Complete(MacAddress station, ulong answered)
    {
        Enter(PtkGroupState.Idle, station, "group key confirmed");
        sent.ForgetGroupMessages();
        Confirm(answered);
        effects.Emit(AuthenticatorEffectKind.CancelTimer);
        effects.Emit(AuthenticatorEffectKind.GroupRekeyDone);
    }

    /// <summary>An answer, M4 too, has confirmed the key that its message offered.</summary>
    public void Confirm(ulong answered) => Generation = sent.Confirmed(answered);

    /// <summary>A fast transition has handed out that key.</summary>
    public void Adopt(int generation) => Generation = generation;

    /// <summary>The station is to go, and has no key any more. One that did not answer stays in <see cref="PtkGroupState.KeyError"/>.</summary>
    public void Abandon(MacAddress station, string reason)
    {
        Generation = 0;
        if (State == PtkGroupState.RekeyNegotiating)
        {
            Enter(PtkGroupState.Idle, station, reason);
        }
    }

    /// <summary>The association is over.</summary>
    public void End(MacAddress station, string reason)
    {
        Generation = 0;
        Enter(PtkGroupState.Idle, station, reason);
    }

    private void Enter(PtkGroupState state, MacAddress station, string reason)
    {
        if (state != State && Log.IsDebugEnabled)
        {
            Log.Debug("{0} group {1} -> {2} ({3})", station, State, state, reason);
        }

        State = state;
    }
}
