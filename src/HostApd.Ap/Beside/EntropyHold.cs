using HostApd.Entropy;
using HostApd.Ieee80211;
using HostApd.Wps;

namespace HostApd.Ap;

/// <summary>Whether a station may associate while keys are short.</summary>
internal enum Comeback
{
    /// <summary>It may.</summary>
    NotNeeded,

    /// <summary>It is told to come back (status 30).</summary>
    Later,

    /// <summary>It has been told often enough: no answer.</summary>
    Silence,
}

/// <summary>
/// Stations that wait for the pool. Message 1/4 and M2 of WPS are ours to send: a station simply waits, up to a cap below its
/// own patience. Then it is sent away before it has seen a message of the handshake, which no client takes for a wrong key.
/// <code>
/// event \ state        | pool Ready     | not Ready                        | not Ready, a cap has passed
/// Association Request  | accepted       | accepted, message 1/4 held       | twice status 30, then no answer
///   (to be provisioned)| accepted       | accepted, M2 held                | accepted, M2 held
/// cap of a hold        | –              | disassociation                   | disassociation
/// pool becomes Ready   | –              | what is held is sent             | what is held is sent; all are accepted
/// </code>
/// With <see cref="EntropyPolicy.Hold"/> message 1/4 has no cap.
/// </summary>
public sealed class EntropyHold
{
    /// <summary>Longest hold of M2 of WPS: the enrollee repeats nothing, and gives up later than this.</summary>
    internal static readonly TimeSpan ProvisioningHoldMax = TimeSpan.FromSeconds(10);

    /// <summary>All holds after WPS: a P2P client gives up 10 s after it.</summary>
    private static readonly TimeSpan HoldMaxAfterProvisioning = TimeSpan.FromMilliseconds(7900);

    /// <summary>For so long after WPS its success matters to a hold.</summary>
    private static readonly TimeSpan ProvisioningMatters = TimeSpan.FromSeconds(30);

    private const int MostGuests = 256;
    private const int MostComebacks = 2;

    private readonly BssSite _site;
    private readonly Action<Sta> _onCap;
    private readonly Action _onReady;
    private readonly Dictionary<MacAddress, Guest> _guests = [];
    private readonly Dictionary<Sta, Hold> _holds = [];
    private bool _isWaiting;
    private bool _capPassed;

    /// <param name="site">What all stands on.</param>
    /// <param name="onCap">A station has waited as long as it may: it is to be sent away.</param>
    /// <param name="onReady">Keys can be drawn.</param>
    internal EntropyHold(BssSite site, Action<Sta> onCap, Action onReady)
    {
        _site = site;
        _onCap = onCap;
        _onReady = onReady;
    }

    /// <summary>How long stations have been held since the start, summed over all of them.</summary>
    public TimeSpan Total { get; private set; }

    /// <summary>Sees to it that readiness is heard of.</summary>
    internal void Await()
    {
        if (!_isWaiting)
        {
            _isWaiting = true;
            _site.Entropy.WhenReady(OnReady);
        }
    }

    /// <summary>Message 1/4 is held.</summary>
    internal void HoldMessage1(Sta sta)
    {
        _site.LogSecurity(sta.Address, "message 1/4 held: not enough entropy yet; the station waits, it is not rejected");
        Begin(sta, _site.Options.EntropyPolicy == EntropyPolicy.Hold ? Timeout.InfiniteTimeSpan : CapFor(sta));
    }

    /// <summary>Something is held for at most so long.</summary>
    internal void Begin(Sta sta, TimeSpan cap)
    {
        if (!_holds.TryGetValue(sta, out var hold))
        {
            _holds[sta] = hold = new Hold { Timer = _site.CreateTimer(() => OnHoldTimer(sta)) };
        }

        hold.Since = _site.Time.GetTimestamp();
        hold.Timer.Change(cap, Timeout.InfiniteTimeSpan);
        _site.Voice.Raise(ApEvent.Of(ApEventKind.HoldBegan, sta.Address));
        Await();
    }

    /// <summary>Somebody who is no station yet was held for so long.</summary>
    internal void Note(TimeSpan held) => Total += held;

    /// <summary>Ends a hold: tells how long it was, in milliseconds.</summary>
    internal long Release(Sta sta)
    {
        var milliseconds = (long)End(sta).TotalMilliseconds;
        _site.Voice.Raise(ApEvent.Of(ApEventKind.HoldEnded, sta.Address, EventWord.Of(milliseconds)));
        return milliseconds;
    }

    /// <summary>The station goes: it waits no longer.</summary>
    internal void Forget(Sta sta)
    {
        if (_holds.Remove(sta, out var hold))
        {
            hold.Timer.Dispose();
        }
    }

    /// <summary>The moment from which a P2P client counts its patience.</summary>
    internal void NoteProvisioned(Sta sta)
    {
        if (FindGuest(sta.Address) is { } guest)
        {
            guest.Provisioned = _site.Time.GetTimestamp();
            guest.Held = TimeSpan.Zero;
        }
    }

    /// <summary>Whether a station may associate now.</summary>
    internal Comeback Ask(Sta sta)
    {
        if (!_capPassed || sta.IsProvisioning || _site.Options.Security is null
            || _site.Options.EntropyPolicy == EntropyPolicy.Hold || _site.Entropy.State == EntropyState.Ready)
        {
            return Comeback.NotNeeded;
        }

        return PutOff(sta);
    }

    /// <summary>What it asks for takes numbers that cannot be drawn yet.</summary>
    internal Comeback PutOff(Sta sta)
    {
        Await();
        if (FindGuest(sta.Address) is not { Comebacks: < MostComebacks } guest)
        {
            _site.LogStation(sta.Address, "association request not answered: still not enough entropy");
            return Comeback.Silence;
        }

        guest.Comebacks++;
        _site.LogStation(sta.Address,
            $"association put off by {Announcement.ComebackTimeUnits} TU: not enough entropy ({guest.Comebacks} of {MostComebacks})");
        return Comeback.Later;
    }

    private void OnReady()
    {
        _isWaiting = false;
        _capPassed = false;
        _onReady();
        foreach (var guest in _guests.Values)
        {
            guest.Comebacks = 0;
        }
    }

    private TimeSpan End(Sta sta)
    {
        var held = TimeSpan.Zero;
        if (_holds.Remove(sta, out var hold))
        {
            held = _site.Time.GetElapsedTime(hold.Since);
            hold.Timer.Dispose();
        }

        Total += held;
        if (_guests.TryGetValue(sta.Address, out var guest))
        {
            guest.Held += held;
        }

        return held;
    }

    private TimeSpan CapFor(Sta sta)
    {
        var cap = _site.Options.EntropyHoldMax;
        if (_guests.TryGetValue(sta.Address, out var guest) && guest.Provisioned is { } since
            && _site.Time.GetElapsedTime(since) < ProvisioningMatters)
        {
            var left = HoldMaxAfterProvisioning - guest.Held;
            cap = left < TimeSpan.Zero ? TimeSpan.Zero : left < cap ? left : cap;
        }

        return cap;
    }

    /// <summary>Nothing of the handshake has been sent, or no hold would be under way.</summary>
    private void OnHoldTimer(Sta sta)
    {
        if (!_holds.ContainsKey(sta) || sta.State != StaState.Associated)
        {
            return;
        }

        var milliseconds = (long)End(sta).TotalMilliseconds;
        _capPassed |= !sta.IsProvisioning;
        BssSite.Log.Warn("{0}: STA {1}: no keys could be drawn in {2} ms; sent away for now. A hardware generator, a seed file or "
            + "haveged would help", _site.Name, sta.Address, milliseconds);
        _site.Voice.Raise(ApEvent.Of(ApEventKind.HoldTimedOut, sta.Address, EventWord.Of(milliseconds)));
        _onCap(sta);
    }

    /// <summary>The station's record; null when there is no room, for addresses are free to invent.</summary>
    private Guest? FindGuest(MacAddress address)
    {
        if (_guests.TryGetValue(address, out var known))
        {
            return known;
        }

        if (_guests.Count >= MostGuests && _site.Entropy.State == EntropyState.Ready)
        {
            _guests.Clear();
        }

        return _guests.Count >= MostGuests ? null : _guests[address] = new Guest();
    }

    private sealed class Hold
    {
        internal required ITimer Timer { get; init; }

        internal long Since { get; set; }
    }

    /// <summary>What is remembered of a station while keys cannot be drawn, across its entries.</summary>
    private sealed class Guest
    {
        /// <summary>When its WPS exchange succeeded; null when it did not.</summary>
        internal long? Provisioned { get; set; }

        /// <summary>How long message 1/4 has been held since.</summary>
        internal TimeSpan Held { get; set; }

        /// <summary>How often it was told to come back.</summary>
        internal int Comebacks { get; set; }
    }
}
