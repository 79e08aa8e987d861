using HostApd.Ieee80211;

namespace HostApd.Ap;

/// <summary>The 40 MHz in 2.4 GHz that a BSS uses, or would without those that it disturbs.</summary>
/// <param name="Channel">All of it.</param>
/// <param name="ScanInterval">How often its stations are to look around (<c>obss_interval</c>); zero: they are not told to.</param>
public readonly record struct FortyMhzUse(OperatingChannel Channel, TimeSpan ScanInterval);

/// <summary>
/// Whether the second channel of 40 MHz in 2.4 GHz rests while an access point runs, for the sake of those whom it disturbs
/// (802.11-2020 11.15.12). Pure but for its timer.
/// <code>
/// event \ state              | Off    | Wide        | Narrow, a station wants it | Narrow, waiting
/// 40 MHz are used            | → Wide | –           | –                          | –
///   elsewhere                |        | → Wide      | → Wide                     | → Wide
/// none are any more          | –      | → Off       | → Off                      | → Off
/// a report against them      | –      | → waiting   | –                          | the wait begins anew
/// who tolerates none is in   | –      | → Narrow    | –                          | → Narrow, a station wants it
/// nobody does any more       | –      | –           | → waiting                  | –
/// five times the interval of | –      | –           | –                          | → Wide
///   its stations' scans over |        |             |                            |
/// the kernel refuses to be   | –      | → waiting   | –                          | –
///   wide again               |        |             |                            |
/// </code>
/// Reports are anybody's to send, and cost half of the width for a while: they keep nothing, and are told of once.
/// </summary>
public sealed class CoexistenceMachine : IDisposable
{
    /// <summary>BSS Width Channel Transition Delay Factor (802.11-2020 table C: dot11BSSWidthChannelTransitionDelayFactor).</summary>
    public const int TransitionDelayFactor = 5;

    /// <summary>dot11BSSWidthTriggerScanInterval, where the owner says nothing.</summary>
    private static readonly TimeSpan UsualInterval = TimeSpan.FromSeconds(300);

    private readonly ITimer _timer;
    private FortyMhzUse? _use;
    private int _intolerant;

    /// <summary>At rest.</summary>
    public CoexistenceMachine(TimeProvider time) =>
        _timer = time.CreateTimer(_ => Turn(narrow: false, ""), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <summary>The second channel rests from now on, or does so no more.</summary>
    public event Action? Changed;

    /// <summary>Why the second channel rests; empty: it does not.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>The second channel rests.</summary>
    public bool IsNarrow => Reason.Length > 0;

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    /// <summary>Whether the second channel of these 40 MHz rests.</summary>
    public bool RestsAt(OperatingChannel channel) => IsNarrow && _use?.Channel == channel;

    /// <summary>What the radio uses, and how many of the stations that are in tolerate no 40 MHz.</summary>
    /// <param name="use">Null: no 40 MHz in 2.4 GHz, or they are used whoever is disturbed.</param>
    /// <param name="intolerant">How many.</param>
    public void Follow(FortyMhzUse? use, int intolerant)
    {
        var isOther = use?.Channel != _use?.Channel;
        _use = use;
        if (isOther)
        {
            Rest();
            _intolerant = 0;
            Turn(narrow: false, "");
        }

        var before = _intolerant;
        _intolerant = use is null ? 0 : intolerant;
        if (_intolerant > 0 && before == 0)
        {
            Rest();
            Turn(narrow: true, "a station that is in tolerates no 40 MHz");
        }
        else if (_intolerant == 0 && before > 0)
        {
            Wait();
        }
    }

    /// <summary>A station reports of those around it.</summary>
    /// <param name="from">It.</param>
    /// <param name="isMember">It is in.</param>
    /// <param name="report">What it says.</param>
    public void OnReport(MacAddress from, bool isMember, in CoexistenceReport report)
    {
        if (_use is not { } use)
        {
            return;
        }

        var isAgainst = report.IsFortyIntolerant || report.AsksForTwenty && isMember || report.FirstAffected(use.Channel) > 0;
        if (isAgainst && _intolerant == 0)
        {
            Wait();
        }

        // Anybody can send one after the other: only of the first is written what it says.
        if (!isAgainst || IsNarrow)
        {
            return;
        }

        Turn(narrow: true, $"STA {from} {(report.IsFortyIntolerant ? "tolerates no 40 MHz"
            : report.AsksForTwenty && isMember ? "asks for 20 MHz"
            : $"hears a network on channel {report.FirstAffected(use.Channel)} that tolerates none beside it")}");
    }

    /// <summary>The radio could not be made wider: it stays as it is, and is asked again.</summary>
    public void OnRefused(string reason)
    {
        if (_use is not null && _intolerant == 0)
        {
            Wait();
            Turn(narrow: true, reason);
        }
    }

    private void Wait() =>
        _timer.Change(TransitionDelayFactor * (_use is { ScanInterval: var own } && own > TimeSpan.Zero ? own : UsualInterval), Timeout.InfiniteTimeSpan);

    private void Rest() => _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <summary>The first reason stands.</summary>
    private void Turn(bool narrow, string reason)
    {
        if (narrow != IsNarrow)
        {
            Reason = reason;
            Changed?.Invoke();
        }
    }
}
