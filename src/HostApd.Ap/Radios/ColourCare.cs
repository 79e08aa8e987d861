using HostApd.Driver;
using HostApd.Ieee80211;

namespace HostApd.Ap;

/// <summary>
/// The colour of a radio's BSSes (802.11ax 26.17.3): their owner's, until it is changed while they beacon. A person does that, or we do
/// because another network in reach has the same.
/// <code>
/// a person wants 1–63 | announced by all BSSes that speak HE; in force when the first of them has counted down
///   wants 0           | not in use from now on
/// collision           | after 50 s one that was not heard; where all were heard, none
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

    private readonly IRadio _radio;
    private readonly List<IRadioMember> _members;
    private readonly TimeProvider _time;
    private readonly Func<int, int> _draw;
    private ITimer? _timer;
    private ulong _heard;

    // What it was changed to, and what the owner wanted then; what is announced, and since when.
    private int _changed;
    private int _changedFrom = NoOwners;
    private int _next;
    private long _since;

    internal ColourCare(IRadio radio, List<IRadioMember> members, TimeProvider time, Func<int, int> draw) =>
        (_radio, _members, _time, _draw) = (radio, members, time, draw);

    /// <summary>The colour in use, 0 where none is: what was changed holds until the owner wants another than at that time.</summary>
    internal int Of(HeOptions he) => he.Colour.GetValueOrDefault() is var own && own == _changedFrom ? _changed : own;

    /// <summary>What is announced at this moment; with a count of 0: nothing.</summary>
    /// <param name="beaconInterval">In TU.</param>
    internal Recolour Announced(int beaconInterval) => _next == 0 ? default
        : new Recolour(_next, Math.Max(0, Announcements - (int)(TimeUnits.Of(_time.GetElapsedTime(_since)) / beaconInterval)));

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
                result = member.BeginRecolour(new Recolour(colour, Announcements));
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
                _heard |= heard;
                _timer ??= _time.CreateTimer(_ => Choose(), null, TimeSpan.FromSeconds(CollisionSeconds), Timeout.InfiniteTimeSpan);
                break;
            case ColourNews.Aborted:
                _next = 0;
                break;
            case ColourNews.Completed:
                // The first of the BSSes takes it for all.
                if (_next != 0 && member.He is { } he)
                {
                    Take(_next, he);
                }

                member.ShowColour();
                break;
            case ColourNews.Started:
                break;
        }
    }

    private void Take(int colour, HeOptions he) => (_changed, _changedFrom, _next) = (colour, he.Colour.GetValueOrDefault(), 0);

    /// <summary>From one that is drawn on, the first that is free.</summary>
    private void Choose()
    {
        var taken = _heard;
        _heard = 0;
        Dispose();
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

    public void Dispose()
    {
        _timer?.Dispose();
        _timer = null;
    }
}
