using HostApd.Ieee80211;
using HostApd.Rsn;

namespace HostApd.Ap;

/// <summary>What a service wants of a session without having been asked (RFC 5176): its end, or other terms.</summary>
/// <param name="rooms">The BSS.</param>
/// <param name="networks">All networks of the process: a key of before may bring a station back at another of them.</param>
internal sealed class SessionOrders(BssRooms rooms, Func<IEnumerable<Bss>> networks)
{
    /// <summary>Sends a station away, if it is in or about to be, and forgets what would bring it back without a question.</summary>
    internal bool End(MacAddress station)
    {
        ForgetAgreed(station);
        if (!rooms.Site.IsOnAir || rooms.Stations.Find(station) is not { IsAssociated: true } sta)
        {
            return false;
        }

        rooms.Departure.Dismiss(sta, ReasonCode.InvalidAuthentication);
        return true;
    }

    /// <summary>Forgets, in all networks, what would bring a station back without a question; nothing is sent.</summary>
    internal void ForgetAgreed(MacAddress station)
    {
        ForgetHere(station);
        foreach (var other in networks())
        {
            other.Orders.ForgetHere(station);
        }
    }

    /// <summary>Changes the terms of a session, and of the keys with which its station may come back.</summary>
    internal bool Change(MacAddress station, GrantChange change)
    {
        if (!rooms.Site.IsOnAir || rooms.Stations.Find(station) is not { IsAuthorized: true } sta)
        {
            return false;
        }

        var authentication = (sta.Access as RsnAccess)?.Authentication;
        if (change.IsOfTime && authentication is null && rooms.Inquiries.GrantOf(station) is null)
        {
            // Nobody has said for how long: there is nothing that would end it.
            return false;
        }

        authentication?.Change(change);
        ChangeHere(station, change);
        foreach (var other in networks())
        {
            if (other.Orders != this)
            {
                other.Orders.ChangeHere(station, change);
            }
        }

        if (sta.Session is { } session)
        {
            session.Grant = authentication?.Result?.Grant ?? change.Of(session.Grant);
            rooms.Site.Book?.Change(session);
        }

        return true;
    }

    private void ForgetHere(MacAddress station)
    {
        rooms.Agreed.Remove(station);
        rooms.TransitionKeys.Own.Remove(station);
        rooms.Transitions.Forget(station);
        rooms.Inquiries.Outdate(station);
    }

    private void ChangeHere(MacAddress station, GrantChange change)
    {
        rooms.Inquiries.Change(station, change);
        Change(rooms.Agreed, station, change, null);
        Change(rooms.TransitionKeys.Own, station, change, rooms.TransitionKeys.LongestLife);
    }

    /// <summary>A key that came of EAP is good for as long as what was granted with it.</summary>
    private static void Change(PmksaCache keys, MacAddress station, GrantChange change, TimeSpan? longest)
    {
        if (keys.GrantOf(station) is EapResult result)
        {
            var grant = change.Of(result.Grant);
            keys.Change(station, result with { Grant = grant }, change.SessionTimeout is null ? null : grant.SessionTimeout ?? PmksaCache.Life, longest);
        }
    }
}
