using HostApd.Driver;
using HostApd.Ieee80211;

namespace HostApd.Ap;

/// <summary>
/// The colour of a radio's BSSes (802.11ax 26.17.3): their owner's, until it is changed while they beacon. A person does that, or we do
/// because another network in reach has the same.
/// <code>
/// a person wants 1–63     | announced by all BSSes that speak HE; in force when the first of them has counted down
///   wants 0               | not in use from now on
/// refused, or joined late | asked again when the first has counted down; refused again, it shows the colour all the same
/// given up                | by the kernel, or by leaving the air: nothing changes where nobody is left who counts down
/// not a word              | the colour counts as taken a little after the last Beacon
/// collision               | after 50 s, where it goes on, one that was not heard; where all were heard, none
/// </code>
/// </summary>
internal sealed class ColourCare : IDisposable
{
    /// <summary>Beacons that tell of it, as many as hostapd has.</summary>
    internal const int Announcements = 10;

    private const int Colours = 63;
    private const int NoOwners = -1;

    /// <summary>dot11BSSColorCollisionAPPeriod (802.11ax 26.17.3.5.1).</summary>
    private const int CollisionSeconds = 50;

    /// <summary>The kernel tells of a collision again and again: one that it has not told of for so long is over.</summary>
    private static readonly TimeSpan CollisionMemory = TimeSpan.FromSeconds(25);

    /// <summary>From the last Beacon of a countdown until nothing is expected of the kernel any more.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly IRadio _radio;
    private readonly List<IRadioMember> _members;
    private readonly TimeProvider _time;
    private readonly Func<int, int> _draw;
    private ITimer? _collision;
    private ulong _heard;
    private long _lastHeard;

    // Those whose kernel counts down, and when all of them must be through.
    private readonly List<IRadioMember> _counting = [];
    private ITimer? _deadline;

    // What it was changed to, and what the owner wanted then; what is announced, and since when.
    private int _changed;
    private int _changedFrom = NoOwners;
    private int _next;
    private long _since;

    internal ColourCare(IRadio radio, List<IRadioMember> members, TimeProvider time, Func<int, int> draw) =>
        (_radio, _members, _time, _draw) = (radio, members, time, draw);

    /// <summary>The colour in use, 0 where none is: what was changed holds until the owner wants another than at that time.</summary>
    internal int Of(HeOptions he)
    {
        var own = he.Colour.GetValueOrDefault();
        if (own == _changedFrom)
        {
            return _changed;
        }

        // It does not come back when the owner does.
        _changedFrom = NoOwners;
        return own;
    }

    /// <summary>What is announced at this moment; with a count of 0: nothing.</summary>
    /// <param name="beaconInterval">In TU.</param>
    internal Recolour Announced(int beaconInterval) => _next == 0 ? default
        : new Recolour(_next, TimeUnits.BeaconsLeft(Announcements, _time.GetElapsedTime(_since), beaconInterval));

    /// <summary>Changes it for all BSSes that are on the air and speak HE; a refusal is told, and the others go on.</summary>
    /// <param name="colour">1–63; 0: none.</param>
    internal DriverResult Change(int colour)
    {
        const string operation = "changing the BSS colour";
        if (colour != 0 && !_radio.Capabilities.CanChangeColour)
        {
            return new DriverResult(operation, ErrorNumber.NotSupported, "the radio cannot announce another",
                "set he_bss_color, which counts from the next start on");
        }

        if (_counting.Count > 0)
        {
            return new DriverResult(operation, ErrorNumber.Busy, "a change is under way", "try again when it is over");
        }

        ForgetCollision();
        DriverResult? all = null;
        foreach (var member in _members)
        {
            if (member.He is not { } he)
            {
                continue;
            }

            var result = DriverResult.Ok;
            if (colour == 0)
            {
                Take(0, he);
                member.ShowColour();
            }
            else
            {
                result = Begin(member, colour);
                (_next, _since) = result.Succeeded ? (colour, _time.GetTimestamp()) : (_next, _since);
            }

            all = all is { Succeeded: false } ? all : result;
        }

        return all ?? new DriverResult(operation, ErrorNumber.Invalid, "no network that speaks HE is on the air", null);
    }

    internal void OnNews(IRadioMember member, ColourNews news, ulong heard)
    {
        switch (news)
        {
            case ColourNews.Collision:
                (_heard, _lastHeard) = (_heard | heard, _time.GetTimestamp());
                _collision ??= _time.CreateTimer(_ => Choose(), null, TimeSpan.FromSeconds(CollisionSeconds), Timeout.InfiniteTimeSpan);
                break;
            case ColourNews.Aborted:
                if (GiveUp(member))
                {
                    member.ShowColour();
                }

                break;
            case ColourNews.Completed:
                Complete(member);
                break;
            case ColourNews.Started:
                break;
        }
    }

    /// <summary>A BSS has left the air, and its countdown with it.</summary>
    internal void OnLeft(IRadioMember member)
    {
        GiveUp(member);
        if (!_members.Any(static m => m.He is not null))
        {
            ForgetCollision();
        }
    }

    /// <summary>What was heard was heard elsewhere.</summary>
    internal void OnMoved() => ForgetCollision();

    private DriverResult Begin(IRadioMember member, int colour)
    {
        var result = member.BeginRecolour(new Recolour(colour, Announcements));
        if (result.Succeeded)
        {
            _counting.Add(member);
            _deadline ??= _time.CreateTimer(_ => CompleteAll(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _deadline.Change(TimeUnits.Span(Announcements * member.BeaconInterval) + Grace, Timeout.InfiniteTimeSpan);
        }

        return result;
    }

    private void CompleteAll()
    {
        foreach (var member in _counting.ToArray())
        {
            Complete(member);
        }
    }

    /// <summary>The first of the BSSes takes it for all; those that do not count along are asked before, while they still show the colour that they have.</summary>
    private void Complete(IRadioMember member)
    {
        if (!End(member))
        {
            return;
        }

        List<IRadioMember> showing = [member];
        if (_next != 0 && member.He is { } he)
        {
            foreach (var other in _members)
            {
                if (other != member && other.He is not null && !_counting.Contains(other) && !Begin(other, _next).Succeeded)
                {
                    showing.Add(other);
                }
            }

            Take(_next, he);
        }

        showing.ForEach(static m => m.ShowColour());
    }

    private bool GiveUp(IRadioMember member)
    {
        var counted = End(member);
        _next = _counting.Count == 0 ? 0 : _next;
        return counted;
    }

    /// <summary>It counts down no more; false: it did not.</summary>
    private bool End(IRadioMember member)
    {
        var counted = _counting.Remove(member);
        if (_counting.Count == 0)
        {
            _deadline?.Dispose();
            _deadline = null;
        }

        return counted;
    }

    private void Take(int colour, HeOptions he) => (_changed, _changedFrom, _next) = (colour, he.Colour.GetValueOrDefault(), 0);

    /// <summary>From one that is drawn on, the first that is free.</summary>
    private void Choose()
    {
        var (taken, isOver) = (_heard, _time.GetElapsedTime(_lastHeard) > CollisionMemory);
        ForgetCollision();
        if (isOver)
        {
            return;
        }

        foreach (var member in _members)
        {
            if (member.He is { } he)
            {
                var now = Of(he);
                taken |= 1ul << now;
                var colour = 1 + _draw(Colours);
                for (var tries = 0; tries < Colours && (taken >> colour & 1) != 0; tries++)
                {
                    colour = colour % Colours + 1;
                }

                if (now != 0)
                {
                    _ = Change((taken >> colour & 1) != 0 ? 0 : colour);
                }

                return;
            }
        }
    }

    private void ForgetCollision()
    {
        _heard = 0;
        _collision?.Dispose();
        _collision = null;
    }

    public void Dispose()
    {
        ForgetCollision();
        _deadline?.Dispose();
        _deadline = null;
    }
}
