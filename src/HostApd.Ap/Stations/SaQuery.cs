namespace HostApd.Ap;

/// <summary>Where the question is that a station was asked.</summary>
internal enum SaQueryState
{
    /// <summary>Nothing is asked.</summary>
    Idle,

    /// <summary>It is asked, again and again, and has not answered yet.</summary>
    Asking,

    /// <summary>It has not answered in time: it has lost its keys, or is gone.</summary>
    Unanswered,
}

/// <summary>What follows when a question's timer has run out.</summary>
internal enum SaQueryStep
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Ask once more.</summary>
    Ask,

    /// <summary>It is taken for gone: who comes in its name now is let in.</summary>
    GiveUp,

    /// <summary>Nobody has come: it is as if nobody had asked.</summary>
    Forget,
}

/// <summary>
/// The question to a station whose management frames are protected, whether it still has its keys (SA Query, 802.11-2020 11.13). Pure;
/// only it can answer, for the answer is protected. Each question has a number, and the answer to any of them will do.
/// <code>
/// event \ state            | Idle         | Asking                            | Unanswered
/// somebody comes in its    | ask → Asking | –                                 | –
///   name (TryBegin)        |              |                                   |
/// the timer                | –            | time left: ask; else → Unanswered | → Idle
/// Response, a number of ours| dropped     | → Idle                            | → Idle
/// Response, another number | dropped      | dropped                           | dropped
/// it asks us, protected    | –            | → Idle                            | → Idle
/// </code>
/// </summary>
internal sealed class SaQuery
{
    private ushort _first;
    private int _asked;

    /// <summary>Where it is.</summary>
    internal SaQueryState State { get; private set; }

    /// <summary>The number of the newest question.</summary>
    internal ushort Transaction => (ushort)(_first + _asked - 1);

    /// <summary>Somebody comes in its name: true when the first question is to be sent.</summary>
    /// <param name="transaction">A number nobody foresees.</param>
    internal bool TryBegin(ushort transaction)
    {
        if (State != SaQueryState.Idle)
        {
            return false;
        }

        (State, _first, _asked) = (SaQueryState.Asking, transaction, 1);
        return true;
    }

    /// <summary>The timer has run out.</summary>
    /// <param name="isTimeLeft">The whole time that an answer may take is not over.</param>
    internal SaQueryStep OnTimer(bool isTimeLeft)
    {
        switch (State)
        {
            case SaQueryState.Asking when isTimeLeft:
                // Once round, the numbers begin to repeat: all of them are ours.
                _asked = Math.Min(_asked + 1, ushort.MaxValue + 1);
                return SaQueryStep.Ask;
            case SaQueryState.Asking:
                State = SaQueryState.Unanswered;
                return SaQueryStep.GiveUp;
            case SaQueryState.Unanswered:
                State = SaQueryState.Idle;
                return SaQueryStep.Forget;
            case SaQueryState.Idle:
                break;
        }

        return SaQueryStep.None;
    }

    /// <summary>It answers, protected; false when nothing with that number was asked.</summary>
    internal bool OnResponse(ushort transaction)
    {
        var isOurs = State != SaQueryState.Idle && (ushort)(transaction - _first) < _asked;
        if (isOurs)
        {
            State = SaQueryState.Idle;
        }

        return isOurs;
    }

    /// <summary>It has asked us, protected: it has its keys.</summary>
    internal void OnRequest() => State = SaQueryState.Idle;
}
