namespace HostApd.Simulation;

/// <summary>Carries frames after a short flight, and lets rules interfere. Keeps a log of all that was sent.</summary>
public sealed class SimulatedAir(VirtualClock clock)
{
    private readonly List<AirRule> _rules = [];

    /// <summary>From the sender's antenna to the receiver's software.</summary>
    public TimeSpan Flight { get; set; } = TimeSpan.FromMilliseconds(1);

    /// <summary>All frames sent, oldest first, as they left their sender.</summary>
    public List<AirFrame> Sent { get; } = [];

    /// <summary>Off: <see cref="Sent"/> stays empty, for runs whose log would be the largest thing in them.</summary>
    public bool KeepsLog { get; set; } = true;

    /// <summary>Starts a rule: <c>air.When(f => f.Name == "M1").Drop()</c>. It applies once unless told otherwise.</summary>
    public AirRule When(Func<AirFrame, bool> matches)
    {
        var rule = new AirRule(matches);
        _rules.Add(rule);
        return rule;
    }

    /// <summary>As above, by the frame's name.</summary>
    public AirRule When(string name) => When(f => f.Name == name);

    /// <summary>How many frames of a name were sent.</summary>
    public int Count(string name) => Sent.Count(f => f.Name == name);

    /// <summary>Sends a frame; <paramref name="onStatus"/> is told later whether it was acknowledged.</summary>
    internal void Transmit(AirFrame frame, Func<AirFrame, bool> deliver, Action<bool>? onStatus)
    {
        if (KeepsLog)
        {
            Sent.Add(frame);
        }

        var fate = default(AirFate);
        foreach (var rule in _rules)
        {
            if (rule.Take(frame))
            {
                fate = rule.Fate;
                break;
            }
        }

        var arriving = fate.Damage is null ? frame : Damaged(frame, fate.Damage);
        var acknowledged = false;
        if (!fate.IsDropped)
        {
            acknowledged = true;
            clock.Schedule(Flight + fate.Late, () => acknowledged = deliver(arriving));
        }

        if (fate.CopyAfter is { } pause)
        {
            clock.Schedule(Flight + fate.Late + pause, () => deliver(arriving));
        }

        if (onStatus is not null && !fate.LosesStatus)
        {
            clock.Schedule(Flight + fate.StatusLate, () => onStatus(acknowledged));
        }
    }

    private static AirFrame Damaged(AirFrame frame, Action<byte[]> damage)
    {
        var bytes = frame.Bytes.ToArray();
        damage(bytes);
        return frame with { Bytes = bytes };
    }
}

/// <summary>What happens to a frame.</summary>
internal readonly record struct AirFate(
    bool IsDropped, TimeSpan Late, TimeSpan? CopyAfter, Action<byte[]>? Damage, bool LosesStatus, TimeSpan StatusLate);

/// <summary>One interference: which frames, what happens to them, how often.</summary>
public sealed class AirRule
{
    private readonly Func<AirFrame, bool> _matches;
    private int _skip;
    private int _times = 1;

    internal AirRule(Func<AirFrame, bool> matches) => _matches = matches;

    internal AirFate Fate { get; private set; }

    /// <summary>How often it has struck.</summary>
    public int Struck { get; private set; }

    /// <summary>The frame never arrives and is not acknowledged.</summary>
    public AirRule Drop() => With(Fate with { IsDropped = true });

    /// <summary>The frame arrives later; others may overtake it.</summary>
    public AirRule Delay(TimeSpan by) => With(Fate with { Late = by });

    /// <summary>The frame arrives a second time, <paramref name="after"/> the first.</summary>
    public AirRule Duplicate(TimeSpan after) => With(Fate with { CopyAfter = after });

    /// <summary>The frame arrives changed (and is acknowledged: the damage is done behind the radio).</summary>
    public AirRule Corrupt(Action<byte[]> damage) => With(Fate with { Damage = damage });

    /// <summary>The sender never learns whether it was acknowledged.</summary>
    public AirRule LoseStatus() => With(Fate with { LosesStatus = true });

    /// <summary>The sender learns it later.</summary>
    public AirRule DelayStatus(TimeSpan by) => With(Fate with { StatusLate = by });

    /// <summary>Strikes this many times; less than 0 for ever.</summary>
    public AirRule Times(int count)
    {
        _times = count;
        return this;
    }

    /// <summary>Lets the first <paramref name="count"/> matching frames pass.</summary>
    public AirRule After(int count)
    {
        _skip = count;
        return this;
    }

    internal bool Take(AirFrame frame)
    {
        if (_times == 0 || !_matches(frame) || _skip-- > 0)
        {
            return false;
        }

        _times--;
        Struck++;
        return true;
    }

    private AirRule With(AirFate fate)
    {
        Fate = fate;
        return this;
    }
}
