using HostApd.Eapol;
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
    private readonly GroupKeys _group;
    private readonly DeviceKeys _keys;
    private readonly PmksaCache _agreed;
    private readonly EntropyHold _hold;
    private readonly Provisioning _provisioning;
    private readonly IApPort _port;

    internal PortAccess(BssSite site, StationTable stations, StationLife life, Announcement announcement, GroupMembership membership,
        GroupKeys group, DeviceKeys keys, PmksaCache agreed, EntropyHold hold, Provisioning provisioning, IApPort port)
    {
        (_site, _stations, _life, _announcement, _membership) = (site, stations, life, announcement, membership);
        (_group, _keys, _agreed, _hold, _provisioning, _port) = (group, keys, agreed, hold, provisioning, port);
    }

    /// <summary>The station is associated.</summary>
    internal void Begin(Sta sta)
    {
        _life.Enter(sta, StaState.Associated, "association acknowledged");
        _site.LogStation(sta.Address, $"associated (aid {sta.Aid})");
        _announcement.RefreshProtection();
        _membership.Join(sta);
        sta.ForgetRequest();
        sta.Access = Choose(sta);
        sta.Access.Start();
        if (sta.TakeKeptEapol() is { Length: > 0 } kept && _stations.Find(sta.Address) == sta)
        {
            Take(sta, kept);
        }
    }

    /// <summary>An 802.1X PDU of a station.</summary>
    internal void OnEapol(Sta sta, ReadOnlySpan<byte> pdu)
    {
        if (sta.State == StaState.AwaitingAssociationAck)
        {
            // Perhaps it has our response and its acknowledgement is still under way; anybody could say so.
            sta.KeepEapol(pdu);
            return;
        }

        Take(sta, pdu);
    }

    internal void OnEntropyReady()
    {
        _group.OnEntropyReady();
        _provisioning.OnEntropyReady();
        foreach (var sta in _stations.ToArray())
        {
            sta.Access?.OnEntropyReady();
        }
    }

    private IAccess Choose(Sta sta) => sta.IsProvisioning && _provisioning.Registrar is not null ? new WpsAccess(sta, _site, _port, _provisioning)
        : _site.Options.Security is null ? new OpenAccess(sta, _port)
        : new RsnAccess(sta, _site, _port, _group, _keys, _agreed, _hold, _site.Options.IpAddresses is null ? null : _membership);

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
