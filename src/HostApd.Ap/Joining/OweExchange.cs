using HostApd.Ieee80211;
using HostApd.Rsn;

namespace HostApd.Ap;

/// <summary>
/// Opportunistic wireless encryption (RFC 8110 4.4): what the public key in an Association Request comes to. All arithmetic runs on the worker,
/// one request after the other, and of each station the newest alone; who repeats a request gets what came of it, and costs nothing. A station
/// that names a key that is known needs none.
/// </summary>
internal sealed class OweExchange(BssSite site, StationTable stations, Admission admission, PmksaCache agreed, EntropyHold hold, IWorker worker)
{
    /// <summary>More do not wait: a station says it again after 100 ms.</summary>
    internal const int Most = 15;

    private readonly List<Piece> _waiting = [];
    private Piece? _current;

    /// <summary>Takes the answers that were pending.</summary>
    internal Action<Sta, StatusCode> Answer { get; set; } = static (_, _) => { };

    /// <summary>How many requests have cost arithmetic.</summary>
    internal long Computed { get; private set; }

    private OweOptions? Options => site.Options.Security?.Owe;

    /// <summary>
    /// What a request that is good otherwise is answered with: success where a key is there, or none of this kind is asked for. Null: no answer
    /// now; it follows when the arithmetic is done, or the station asks again.
    /// </summary>
    internal StatusCode? Ask(Sta sta, in RequestElements elements)
    {
        if (Options is not { } options || admission.SuiteOf(sta) is not { Source: PmkSource.Owe } suite)
        {
            Overrule(sta);
            sta.Owe = null;
            return StatusCode.Success;
        }

        if (admission.FindNamed(sta, suite) is { } known)
        {
            Overrule(sta);
            sta.Owe = new OweAnswer(known.Id);
            site.LogStation(sta.Address, "OWE: comes back with a key that is known");
            return StatusCode.Success;
        }

        switch (OweElement.TryParse(elements.DiffieHellman, options.Groups, out var element))
        {
            case OweVerdict.NoElement:
                return Refuse(sta, StatusCode.InvalidAkm, "no Diffie-Hellman Parameter element in its request");
            case OweVerdict.UnknownGroup:
                return Refuse(sta, StatusCode.UnsupportedGroup, $"group {OweElement.GroupOf(elements.DiffieHellman)} is not among owe_groups");
            case OweVerdict.NoPoint:
                return Refuse(sta, StatusCode.Failure, "its public key has not the length of its group");
            case OweVerdict.Good:
            default:
                return IsAnswered(sta, element) ? StatusCode.Success : IsPending(sta, element) ? null : Begin(sta, element);
        }
    }

    /// <summary>The BSS goes off the air: nobody waits any more.</summary>
    internal void Stop()
    {
        _waiting.ForEach(static p => p.Work.Dispose());
        _waiting.Clear();
        _current = null;
    }

    /// <summary>It heard nothing of our answer, and the key that came of it is still there.</summary>
    private bool IsAnswered(Sta sta, in OweElement element) =>
        sta.Owe is { } answer && answer.Answers(element)
        && agreed.Find(sta.Address, AkmSuite.Owe) is { } key && key.Id.SequenceEqual(answer.Pmkid.Span);

    /// <summary>Just this is being worked on, or waits for it; what else there is of the station does not count any more.</summary>
    private bool IsPending(Sta sta, in OweElement element)
    {
        if (_current is { } current && current.Sta == sta && !current.IsOverruled && current.Work.Answers(element)
            || _waiting.Find(p => p.Sta == sta) is { } waiting && waiting.Work.Answers(element))
        {
            return true;
        }

        Overrule(sta);
        return false;
    }

    private void Overrule(Sta sta)
    {
        if (_current?.Sta == sta)
        {
            _current.IsOverruled = true;
        }

        Drop(p => p.Sta.Address == sta.Address);
    }

    private StatusCode? Begin(Sta sta, in OweElement element)
    {
        // Whoever has gone leaves its place.
        Drop(p => !IsExpected(p.Sta));
        if (_waiting.Count >= Most)
        {
            site.Counters.Count(FrameDrop.TooSoon);
            return null;
        }

        if (element.Group.TryDraw(site.Entropy, 1) is not { } draw)
        {
            return hold.PutOff(sta) == Comeback.Later ? StatusCode.RefusedTemporarily : null;
        }

        site.LogStation(sta.Address, $"OWE: group {element.Group.Number}");
        _waiting.Add(new Piece(sta, new OweWork(element, draw)));
        Work();
        return null;
    }

    /// <summary>Begins the arithmetic of the next request, unless one is being worked on.</summary>
    private void Work()
    {
        Drop(p => !IsExpected(p.Sta));
        if (_current is null && _waiting.Count > 0)
        {
            var next = _waiting[0];
            _waiting.RemoveAt(0);
            _current = next;
            Computed++;
            worker.Run(next.Work.Run, () => OnWorked(next));
        }
    }

    private void OnWorked(Piece piece)
    {
        var work = piece.Work;
        work.Dispose();
        using var agreement = work.Agreement;
        if (_current == piece)
        {
            _current = null;
            if (!piece.IsOverruled && IsExpected(piece.Sta))
            {
                Conclude(piece.Sta, work);
            }

            Work();
        }
    }

    private void Conclude(Sta sta, OweWork work)
    {
        if (work.Agreement is not { } agreement)
        {
            Answer(sta, Refuse(sta, StatusCode.Failure, "its public key is none"));
            return;
        }

        agreed.Add(sta.Address, AkmSuite.Owe, agreement.Pmk.Span, agreement.Pmkid);
        sta.Owe = new OweAnswer(work);
        Answer(sta, StatusCode.Success);
    }

    /// <summary>It still waits for what its request comes to.</summary>
    private bool IsExpected(Sta sta) => sta.State == StaState.Authenticated && stations.Find(sta.Address) == sta;

    private void Drop(Predicate<Piece> which)
    {
        foreach (var piece in _waiting.FindAll(which))
        {
            piece.Work.Dispose();
            _waiting.Remove(piece);
        }
    }

    private StatusCode Refuse(Sta sta, StatusCode status, string why)
    {
        site.LogStation(sta.Address, $"OWE: {why}");
        return status;
    }

    /// <summary>A station's request that is worked on, or waits for that.</summary>
    private sealed class Piece(Sta sta, OweWork work)
    {
        internal Sta Sta { get; } = sta;

        internal OweWork Work { get; } = work;

        /// <summary>The station has asked otherwise since.</summary>
        internal bool IsOverruled { get; set; }
    }
}
