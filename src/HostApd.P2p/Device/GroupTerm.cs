using HostApd.Ieee80211;

namespace HostApd.P2p;

/// <summary>How far a group has got that was agreed on.</summary>
public enum GroupPhase
{
    /// <summary>There is none.</summary>
    None,

    /// <summary>It is being put on the air.</summary>
    Starting,

    /// <summary>The peer it was made for gets the credential; nobody else may join.</summary>
    Forming,

    /// <summary>The peer has the credential and is about to come in with it.</summary>
    FirstConnection,

    /// <summary>It runs.</summary>
    Running,

    /// <summary>It is being taken off the air.</summary>
    Ending,
}

/// <summary>
/// The life of a group on demand, from the agreement to its end.
/// <code>
/// event \ phase     | None       | Starting          | Forming                     | FirstConnection     | Running            | Ending
/// Begin             | → Starting | –                 | –                           | –                   | –                  | –
/// on the air        | –          | → Forming, 15 s + the peer's; reinvoked: GROUP-STARTED, → FirstConnection, 15 s | – | – | – | –
/// provisioned       | –          | –                 | FORMATION-SUCCESS, GROUP-STARTED → FirstConnection, 10 s | – | – | –
/// provisioning failed| –         | –                 | 50 ms are left              | –                   | –                  | –
/// client in         | –          | –                 | –                           | → Running, open to all | –               | –
/// last client left  | –          | –                 | –                           | –                   | idle time begins   | –
/// client came back  | –          | –                 | –                           | –                   | idle time ends     | –
/// timer             | –          | –                 | FORMATION-FAILURE → Ending  | the same → Ending   | → Ending (idle)    | –
/// End               | –          | → Ending          | FORMATION-FAILURE → Ending  | → Ending            | → Ending           | –
/// off the air       | –          | FORMATION-FAILURE → None | the same → None      | → None              | → None             | → None
/// </code>
/// </summary>
internal sealed class GroupTerm(DeviceSelf self, DeviceEffects effects)
{
    private static readonly TimeSpan FormationTime = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan FirstConnectionTime = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ReinvokedTime = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromMilliseconds(50);

    private GroupPlan? _plan;

    /// <summary>How far it has got.</summary>
    public GroupPhase Phase { get; private set; }

    /// <summary>Where it is, in MHz; 0: nowhere.</summary>
    public int FrequencyMhz => _plan?.FrequencyMhz ?? 0;

    /// <summary>Whom it was made for; zero while there is none.</summary>
    public MacAddress PeerDevice => _plan?.PeerDevice ?? MacAddress.Zero;

    /// <summary>There is none any more.</summary>
    public required Action Ended { get; init; }

    /// <summary>Puts a group on the air.</summary>
    public void Begin(GroupPlan plan)
    {
        _plan = plan;
        Phase = GroupPhase.Starting;
        effects.Emit(new DeviceEffect(DeviceEffectKind.Rest));
        effects.Emit(new DeviceEffect(DeviceEffectKind.StartGroup) { Plan = plan });
    }

    /// <summary>A group runs that a person asked for, and that was agreed on with nobody.</summary>
    public void Adopt(int frequencyMhz)
    {
        _plan = new GroupPlan(MacAddress.Zero, MacAddress.Zero, frequencyMhz, null, null, TimeSpan.Zero);
        Phase = GroupPhase.Running;
        effects.Emit(new DeviceEffect(DeviceEffectKind.Rest));
    }

    /// <summary>It is on the air.</summary>
    public void OnStarted()
    {
        if (Phase != GroupPhase.Starting)
        {
            return;
        }

        if (_plan!.Method is null)
        {
            Phase = GroupPhase.FirstConnection;
            effects.Arm(DeviceTimer.Group, ReinvokedTime);
            effects.Emit(new DeviceEffect(DeviceEffectKind.AnnounceGroup));
        }
        else
        {
            Phase = GroupPhase.Forming;
            effects.Arm(DeviceTimer.Group, FormationTime + _plan.PeerTime);
        }
    }

    /// <summary>The credential has been passed on.</summary>
    public void OnProvisioned()
    {
        if (Phase == GroupPhase.Forming)
        {
            Phase = GroupPhase.FirstConnection;
            effects.Arm(DeviceTimer.Group, FirstConnectionTime);
            effects.Announce(DeviceEvent.FormationSucceeded);
            effects.Emit(new DeviceEffect(DeviceEffectKind.AnnounceGroup));
        }
    }

    /// <summary>It could not be passed on: what is left to say is said, and then the group ends.</summary>
    public void OnProvisioningFailed()
    {
        if (Phase == GroupPhase.Forming)
        {
            effects.Arm(DeviceTimer.Group, AfterFailure);
        }
    }

    /// <summary>A client is in.</summary>
    public void OnClientIn()
    {
        if (Phase == GroupPhase.FirstConnection)
        {
            Phase = GroupPhase.Running;
            effects.Emit(new DeviceEffect(DeviceEffectKind.OpenGroup));
        }

        if (Phase == GroupPhase.Running)
        {
            effects.Cancel(DeviceTimer.Group);
        }
    }

    /// <summary>A client has left; so many are still in.</summary>
    public void OnClientLeft(int left)
    {
        if (Phase == GroupPhase.Running && left == 0 && self.Options.GroupIdle > TimeSpan.Zero)
        {
            effects.Arm(DeviceTimer.Group, self.Options.GroupIdle);
        }
    }

    /// <summary>The Group timer.</summary>
    public void OnTimer()
    {
        switch (Phase)
        {
            case GroupPhase.Forming:
            case GroupPhase.FirstConnection:
                effects.Explain(PeerDevice, Phase == GroupPhase.Forming
                    ? "the group did not form: it was not given its key in time" : "the group did not form: it has its key and did not come");
                effects.Announce(DeviceEvent.FormationFailed);
                Close(GroupEnd.FormationFailed);
                break;
            case GroupPhase.Running:
                Close(GroupEnd.Idle);
                break;
            case GroupPhase.None or GroupPhase.Starting or GroupPhase.Ending:
                break;
        }
    }

    /// <summary>The radio has moved it.</summary>
    public void OnMoved(int frequencyMhz) => _plan = _plan is null ? null : _plan with { FrequencyMhz = frequencyMhz };

    /// <summary>A person ends it, or the radio is needed elsewhere; false when there is none.</summary>
    public bool End(GroupEnd why)
    {
        if (Phase is GroupPhase.None or GroupPhase.Ending)
        {
            return false;
        }

        if (Phase is GroupPhase.Forming)
        {
            effects.Announce(DeviceEvent.FormationFailed);
        }

        Close(why);
        return true;
    }

    /// <summary>It is off the air: as we wanted, or because it could not start, or the radio went.</summary>
    public void OnEnded()
    {
        if (Phase is GroupPhase.Starting or GroupPhase.Forming)
        {
            effects.Announce(DeviceEvent.FormationFailed);
        }

        if (Phase != GroupPhase.None)
        {
            effects.Cancel(DeviceTimer.Group);
            Phase = GroupPhase.None;
            _plan = null;
            Ended();
        }
    }

    private void Close(GroupEnd why)
    {
        Phase = GroupPhase.Ending;
        effects.Cancel(DeviceTimer.Group);
        effects.Emit(new DeviceEffect(DeviceEffectKind.EndGroup) { End = why });
    }
}
