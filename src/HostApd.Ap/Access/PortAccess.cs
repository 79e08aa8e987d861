using HostApd.Eapol;
using HostApd.Ieee80211;
using HostApd.Rsn;

namespace HostApd.Ap;

/// <summary>From association to the open port: which access a station gets, and what its 802.1X PDUs come to.</summary>
internal sealed class PortAccess
{
    private readonly BssSite _site;
    private readonly StationTable _stations;
    private readonly StationLife _life;
    private readonly Announcement _announcement;
    private readonly GroupMembership _membership;
    private readonly AccessRooms _rooms;
    private readonly Admission _admission;
    private readonly Provisioning _provisioning;

    internal PortAccess(AccessRooms rooms, StationTable stations, StationLife life, Announcement announcement, GroupMembership membership,
        Admission admission, Provisioning provisioning)
    {
        (_site, _stations, _life, _announcement, _membership) = (rooms.Site, stations, life, announcement, membership);
        (_rooms, _admission, _provisioning) = (rooms, admission, provisioning);
    }

    /// <summary>The station is associated.</summary>
    internal void Begin(Sta sta)
    {
        _life.Enter(sta, StaState.Associated, "association acknowledged");
        _site.LogStation(sta.Address, $"associated (aid {sta.Aid})");
        _announcement.RefreshProtection();
        _membership.Join(sta);
        sta.ForgetRequest();
        if (!IsPlaced(sta))
        {
            return;
        }

        sta.Access = Choose(sta);
        sta.Access.Start();
        if (sta.TakeKeptEapol() is { Length: > 0 } kept && _stations.Find(sta.Address) == sta)
        {
            Take(sta, kept);
        }
    }

    /// <summary>An 802.1X PDU of a station.</summary>
    /// <param name="sta">Whose.</param>
    /// <param name="pdu">The PDU.</param>
    /// <param name="inClear">The radio says that it was not encrypted: anybody could have sent it.</param>
    internal void OnEapol(Sta sta, ReadOnlySpan<byte> pdu, bool inClear)
    {
        if (sta.State == StaState.AwaitingAssociationAck)
        {
            // Perhaps it has our response and its acknowledgement is still under way; anybody could say so, and who is not in cannot leave.
            if (TypeOf(pdu) != EapolType.Logoff)
            {
                sta.KeepEapol(pdu);
            }

            return;
        }

        if (inClear && sta.IsAuthorized && sta.Access is RsnAccess { Authentication: not null } && TypeOf(pdu) != EapolType.Key)
        {
            // Who is in has keys, and uses them: EAPOL-Logoff would end its session, and EAPOL-Start cost a server something.
            _site.Counters.Count(FrameDrop.Unprotected);
            return;
        }

        Take(sta, pdu);
    }

    internal void OnEntropyReady()
    {
        _rooms.Group.OnEntropyReady();
        _rooms.Vlans.OnEntropyReady();
        _provisioning.OnEntropyReady();
        foreach (var sta in _stations.ToArray())
        {
            sta.Access?.OnEntropyReady();
        }
    }

    /// <summary>
    /// Who is authenticated by EAP gets its network with that, and who has a key of which a network is said may with its M2; who is here for
    /// WPS needs none.
    /// </summary>
    private bool IsPlaced(Sta sta)
    {
        var suite = _admission.SuiteOf(sta);
        var grant = _admission.GrantOf(sta, suite);
        if (sta.IsProvisioning || sta.Transition is not null || suite is { Source: PmkSource.Eap }
            || suite is { Source: PmkSource.PreShared } && _rooms.Keys.HaveVlans(sta) && !_rooms.Vlans.HasPlace(sta.Address, grant)
            || _rooms.Vlans.Place(sta, grant) is not { } problem)
        {
            return true;
        }

        _site.LogStation(sta.Address, "refused: " + problem);
        _rooms.Port.Dismiss(sta, ReasonCode.Unspecified);
        return false;
    }

    private IAccess Choose(Sta sta) => sta.IsProvisioning && _provisioning.Registrar is not null ? new WpsAccess(sta, _site, _rooms.Port, _provisioning)
        : _site.Options.Security is null ? new OpenAccess(sta, _rooms.Port)
        : new RsnAccess(sta, _rooms, _site.Options.IpAddresses is null ? null : _membership,
            _admission.SuiteOf(sta) is { Source: PmkSource.Eap } suite ? _admission.FindNamed(sta, suite) : null);

    private static EapolType? TypeOf(ReadOnlySpan<byte> pdu) => EapolFrame.TryParse(pdu, out var frame, out _) ? frame.Type : null;

    private void Take(Sta sta, ReadOnlySpan<byte> pdu)
    {
        if (!EapolFrame.TryParse(pdu, out var frame, out _))
        {
            _site.Counters.Count(FrameDrop.Malformed);
        }
        else if (sta.Access is not { } access || !access.OnEapol(frame))
        {
            _site.Counters.Count(FrameDrop.NotExpected);
        }
    }
}
