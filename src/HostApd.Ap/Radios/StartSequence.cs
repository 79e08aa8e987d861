using HostApd.Driver;
using HostApd.Ieee80211;

namespace HostApd.Ap;

/// <summary>
/// What a radio has to do before any of its BSSes begins, in a row of steps: the first BSS that starts sets it going, those that
/// start meanwhile wait with it, and all are told at the end. What needs no step costs nothing and waits for nothing.
/// <code>
/// event \                | at rest                        | a step is under way
/// a BSS starts           | the first step that it needs   | it waits with the others; with another country: from the start again
///   and needs none       | it goes on at once             |
/// the step ends          | –                              | the next that anybody waiting needs; without one all go on
///   at another channel   | –                              | the same, and all that are off the air begin there
///   refused              | –                              | all are refused
/// its time is over       | –                              | the step says how it ends
/// a waiting BSS is taken | –                              | the last: the step is cancelled
///   off                  |                                | the one that it was begun for: begun anew for the next
/// </code>
/// </summary>
internal sealed class StartSequence : IDisposable
{
    private readonly IReadOnlyList<IStartStep> _steps;
    private readonly Func<OperatingChannel?> _beaconing;
    private readonly Action<Action<IRadioMember>> _tell;
    private readonly ITimer _timer;
    private readonly List<Waiting> _waiting = [];
    private int _step;
    private bool _isUnderWay;
    private OperatingChannel? _channel;
    private IRadioMember? _served;

    /// <summary>A row of steps at rest.</summary>
    /// <param name="steps">In their order.</param>
    /// <param name="time">What bounds each of them.</param>
    /// <param name="beaconing">Where a BSS of the radio beacons now.</param>
    /// <param name="tell">Tells all BSSes of the radio, one after the other.</param>
    internal StartSequence(IReadOnlyList<IStartStep> steps, TimeProvider time, Func<OperatingChannel?> beaconing, Action<Action<IRadioMember>> tell)
    {
        _steps = steps;
        _beaconing = beaconing;
        _tell = tell;
        _timer = time.CreateTimer(_ => OnTimer(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        foreach (var step in steps)
        {
            step.Done += outcome => OnDone(step, outcome);
        }
    }

    private sealed record Waiting(IRadioMember Member, StartRequest Request);

    /// <summary>What is under way.</summary>
    internal RadioState State => _isUnderWay ? _steps[_step].State : RadioState.Ready;

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    /// <summary>
    /// A BSS starts. True in <paramref name="pending"/> when it has to wait: it hears of each step, and of the end, by
    /// <see cref="IRadioMember.OnRadioBusy"/> and <see cref="IRadioMember.OnRadioReady"/>.
    /// </summary>
    internal DriverResult Join(IRadioMember member, StartRequest request, out bool pending)
    {
        _waiting.RemoveAll(w => w.Member == member);
        var isOtherCountry = request.Country is { } country && _waiting.Exists(static w => w.Request.Country is not null)
            && !_waiting.Exists(w => w.Request.Country == country);
        pending = true;
        if (_isUnderWay && !isOtherCountry)
        {
            _waiting.Add(new Waiting(member, request));
            member.OnRadioBusy(State);
            return DriverResult.Ok;
        }

        // What the last one wants of the country is what counts.
        Halt();
        _step = 0;
        _channel = null;
        _waiting.Insert(0, new Waiting(member, request));
        var end = Run();
        pending = end is null;
        if (end is not null)
        {
            _waiting.RemoveAll(w => w.Member == member);
            Finish(end);
        }

        return end ?? DriverResult.Ok;
    }

    /// <summary>A BSS does not start any more, or is gone.</summary>
    internal void Leave(IRadioMember member)
    {
        if (_waiting.RemoveAll(w => w.Member == member) == 0 || !_isUnderWay)
        {
            return;
        }

        if (_waiting.Count == 0)
        {
            Halt();
        }
        else if (_served == member)
        {
            Halt();
            Continue();
        }
    }

    /// <summary>Tells those who wait of something that they may pass on.</summary>
    internal void Tell(ApEvent told)
    {
        foreach (var waiting in _waiting.ToArray())
        {
            waiting.Member.Tell(told);
        }
    }

    private void OnDone(IStartStep step, StepOutcome outcome)
    {
        if (_isUnderWay && _steps[_step] == step)
        {
            End(outcome);
        }
    }

    private void OnTimer()
    {
        if (_isUnderWay)
        {
            End(_steps[_step].GiveUp());
        }
    }

    private void End(StepOutcome outcome)
    {
        Rest();
        if (Take(outcome) is { } refused)
        {
            Finish(refused);
        }
        else
        {
            Continue();
        }
    }

    private void Continue()
    {
        if (Run() is { } end)
        {
            Finish(end);
        }
    }

    /// <summary>Goes through the steps from where it is; null: one of them takes its time.</summary>
    private DriverResult? Run()
    {
        while (_step < _steps.Count)
        {
            var step = _steps[_step];
            if (FirstInNeedOf(step) is not { } first)
            {
                _step++;
                continue;
            }

            if (step.Begin(Seen(first.Request)) is not { } outcome)
            {
                _isUnderWay = true;
                _served = first.Member;
                _timer.Change(step.Patience, Timeout.InfiniteTimeSpan);
                foreach (var waiting in _waiting.ToArray())
                {
                    waiting.Member.OnRadioBusy(step.State);
                }

                return null;
            }

            if (Take(outcome) is { } refused)
            {
                return refused;
            }
        }

        return DriverResult.Ok;
    }

    /// <summary>What a step has come to: the next is due, or nobody starts.</summary>
    private DriverResult? Take(StepOutcome outcome)
    {
        _channel = outcome.Channel ?? _channel;
        _step++;
        return outcome.Refusal;
    }

    private Waiting? FirstInNeedOf(IStartStep step)
    {
        foreach (var waiting in _waiting)
        {
            if (step.IsNeeded(Seen(waiting.Request)))
            {
                return waiting;
            }
        }

        return null;
    }

    /// <summary>A request as it is by now.</summary>
    private StartRequest Seen(StartRequest request) => request with
    {
        Options = _channel is { } channel ? request.Options.At(channel) : request.Options,
        Beaconing = _beaconing(),
    };

    private void Finish(DriverResult end)
    {
        var told = _waiting.ToArray();
        _waiting.Clear();
        if (end.Succeeded && _channel is { } channel)
        {
            _tell(m =>
            {
                if (!m.IsOnAir)
                {
                    m.BeginAt(channel);
                }
            });
        }

        if (told.Length > 0)
        {
            _tell(m =>
            {
                if (Array.Exists(told, w => w.Member == m))
                {
                    m.OnRadioReady(end);
                }
            });
        }
    }

    private void Halt()
    {
        if (_isUnderWay)
        {
            _steps[_step].Cancel();
            Rest();
        }
    }

    private void Rest()
    {
        _isUnderWay = false;
        _served = null;
        _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }
}
