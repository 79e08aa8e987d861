namespace HostApd.P2p;

/// <summary>
/// When the device is to be found although nothing else keeps it there: always, for a while (P2P_LISTEN), or for a period of each interval
/// (P2P_EXT_LISTEN, P2P 1.7 3.1.2.1.4).
/// </summary>
internal sealed class ListenPlan(DeviceSelf self, DeviceEffects effects)
{
    /// <summary>P2P_LISTEN without a time.</summary>
    private static readonly TimeSpan Standard = TimeSpan.FromSeconds(3600);

    /// <summary>A radio may grant less; then it is asked more often.</summary>
    private static readonly TimeSpan Slice = TimeSpan.FromSeconds(5);

    private bool _isAsked;
    private bool _isPeriod;
    private Pace _pace;

    /// <summary>Extended Listen Timing (P2P 1.7 4.1.8): so long of each interval; zero: not.</summary>
    public TimeSpan Period { get; private set; }

    /// <summary>From the start of one period to that of the next.</summary>
    public TimeSpan Interval { get; private set; }

    /// <summary>It is to be found now.</summary>
    public bool IsWanted => IsHabit || _isAsked || _isPeriod;

    private bool IsHabit => self.Options.Listens == ListenHabit.Always;

    /// <summary>Goes to the listen channel, for as long as one asks a radio at once, or leaves the radio to others for now.</summary>
    public void Begin()
    {
        if (_pace == Pace.Pause && self.Options.ListenPause > TimeSpan.Zero)
        {
            return;
        }

        _pace = Pace.Listen;
        effects.Listen(self.Options.ListenMhz, _isPeriod && !IsHabit && !_isAsked ? Period
            : self.Options.ListenPause > TimeSpan.Zero ? P2pDeviceOptions.ShortListen : Slice);
    }

    /// <summary>The ListenPause timer, or a fresh start.</summary>
    public void EndPause() => _pace = Pace.None;

    /// <summary>P2P_LISTEN: to be found for a while; zero: an hour.</summary>
    public void Ask(TimeSpan time)
    {
        _isAsked = true;
        effects.Arm(DeviceTimer.ListenEnd, time == TimeSpan.Zero ? Standard : time);
    }

    /// <summary>P2P_STOP_FIND, or its time is over.</summary>
    public void EndAsked()
    {
        _isAsked = false;
        effects.Cancel(DeviceTimer.ListenEnd);
    }

    /// <summary>P2P_EXT_LISTEN; a period of zero ends it.</summary>
    public void Extend(TimeSpan period, TimeSpan interval)
    {
        (Period, Interval) = (period, interval);
        _isPeriod = false;
        self.ExtendedListen = Timing();
        if (period == TimeSpan.Zero)
        {
            effects.Cancel(DeviceTimer.ExtendedListen);
        }
        else
        {
            effects.Arm(DeviceTimer.ExtendedListen, interval);
        }
    }

    /// <summary>The ExtendedListen timer: another period.</summary>
    public void OnInterval()
    {
        if (Period == TimeSpan.Zero)
        {
            return;
        }

        _isPeriod = true;
        effects.Arm(DeviceTimer.ExtendedListen, Interval);
    }

    /// <summary>Body of Extended Listen Timing; empty when there is none.</summary>
    private byte[] Timing()
    {
        var (period, interval) = ((int)Period.TotalMilliseconds, (int)Interval.TotalMilliseconds);
        return period == 0 ? [] : [(byte)period, (byte)(period >> 8), (byte)interval, (byte)(interval >> 8)];
    }

    /// <summary>A listen is over.</summary>
    public void OnEnded()
    {
        _isPeriod = false;
        if (_pace == Pace.Listen && self.Options.ListenPause > TimeSpan.Zero)
        {
            _pace = Pace.Pause;
            effects.Arm(DeviceTimer.ListenPause, self.Options.ListenPause);
        }
    }

    /// <summary>Of listens by this plan, where the radio is shared.</summary>
    private enum Pace
    {
        /// <summary>None is under way.</summary>
        None,

        /// <summary>One is, and a pause follows.</summary>
        Listen,

        /// <summary>The radio is others'.</summary>
        Pause,
    }
}
