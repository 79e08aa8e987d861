namespace HostApd.Ap;

/// <summary>
/// Steps stations from state to state, the only place that does, and arms the timer that the state has. The table stands over
/// <see cref="Sta"/>.
/// </summary>
internal sealed class StationLife
{
    /// <summary>A station that only authenticates is forgotten after this.</summary>
    private static readonly TimeSpan AssociationTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Longest wait for the TX status of an Association Response.</summary>
    private static readonly TimeSpan AcknowledgementTimeout = TimeSpan.FromSeconds(1);

    /// <summary>Longest wait for a deauthentication to leave the air.</summary>
    private static readonly TimeSpan LeavingTimeout = TimeSpan.FromMilliseconds(500);

    /// <summary>A living station can be made to start over no more often than this, by whatever frame.</summary>
    private static readonly TimeSpan ResetInterval = TimeSpan.FromSeconds(1);

    private readonly BssSite _site;
    private readonly TimerCallback _onTimer;

    /// <param name="site">What all stands on.</param>
    /// <param name="onTimer">Hears of a station whose state has lasted too long.</param>
    internal StationLife(BssSite site, Action<Sta> onTimer)
    {
        _site = site;
        _onTimer = sta => onTimer((Sta)sta!);
    }

    /// <summary>A station that has authenticated, or that firmware has let in. It is in no table yet, and nothing is armed.</summary>
    internal Sta Create(Ieee80211.MacAddress address) =>
        new(address, _site.Time, _onTimer) { AuthenticatedTimestamp = _site.Time.GetTimestamp() };

    internal void Enter(Sta sta, StaState state, string reason)
    {
        if (BssSite.Log.IsDebugEnabled)
        {
            BssSite.Log.Debug("{0}: STA {1} {2} -> {3} ({4})", _site.Name, sta.Address, sta.State, state, reason);
        }

        var before = sta.State;
        sta.State = state;
        Arm(sta, before);
    }

    /// <summary>It may take as long once more: for its first association, or because it has told of itself.</summary>
    internal void Rearm(Sta sta) => Arm(sta, StaState.Authenticated);

    /// <summary>The next look at a station that is silent.</summary>
    internal static void LookAgain(Sta sta, TimeSpan after) => sta.StateTimer.Change(after, Timeout.InfiniteTimeSpan);

    /// <summary>
    /// Whether an Authentication, which anybody can send in a station's name, makes a fresh entry in place of the one that it has. The
    /// one place that decides so. Where management frames are protected none does (802.11-2020 11.3.4.3).
    /// </summary>
    internal bool MayBeginAnew(Sta known) => known.State == StaState.Leaving
        || !known.IsProtected && !IsRecent(known.AuthenticatedTimestamp);

    /// <summary>The same for an Association Request that is another than the one being served.</summary>
    internal bool MayAssociateAnew(Sta known) => !known.IsShielded
        && (known.RestartedTimestamp is not { } last || !IsRecent(last));

    private bool IsRecent(long timestamp) => _site.Time.GetElapsedTime(timestamp) < ResetInterval;

    private void Arm(Sta sta, StaState before)
    {
        // From the association on it is its silence that counts, whether the port is open or not.
        if (before is StaState.Associated or StaState.Authorized && sta.IsAssociated)
        {
            return;
        }

        sta.StateTimer.Change(sta.State switch
        {
            StaState.Authenticated => AssociationTimeout,
            StaState.AwaitingAssociationAck => AcknowledgementTimeout,
            StaState.Associated or StaState.Authorized => _site.Options.MaxInactivity,
            StaState.Leaving => LeavingTimeout,
        }, Timeout.InfiniteTimeSpan);
    }
}
