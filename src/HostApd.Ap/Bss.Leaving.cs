using HostApd.Driver;
using HostApd.Ieee80211;

namespace HostApd.Ap;

/// <content>The end of an association, from either side (802.11-2020 11.3.5.6–11.3.5.9).</content>
public sealed partial class Bss
{
    /// <summary>Longest wait for a deauthentication to leave the air.</summary>
    private static readonly TimeSpan LeavingTimeout = TimeSpan.FromMilliseconds(500);

    /// <inheritdoc/>
    public void OnUnexpectedFrame(MacAddress station)
    {
        if (!MayBeStation(station))
        {
            Counters.Count(FrameDrop.WrongAddress);
        }
        else if (State == BssState.Enabled && Stations.Find(station) is not { State: StaState.Associated or StaState.Authorized })
        {
            SendDeauthentication(station, ReasonCode.InvalidClass3Frame);
        }
    }

    /// <summary>Deauthenticates a station (or, with the broadcast address, all).</summary>
    public bool Deauthenticate(MacAddress station, ReasonCode reason) => SendAway(station, reason, disassociate: false);

    /// <summary>Disassociates a station (or, with the broadcast address, all).</summary>
    public bool Disassociate(MacAddress station, ReasonCode reason) => SendAway(station, reason, disassociate: true);

    /// <summary>
    /// A station is in at another BSS of ours now. It counts only from a network that is protected no less: else whoever claims its
    /// address in an open network could end its session here.
    /// </summary>
    public void Prune(MacAddress station, bool isProven)
    {
        if (Stations.Find(station) is { } sta && (isProven || Options.Security is null))
        {
            LogStation(sta, "has moved to another BSS");
            Forget(sta);
        }
    }

    private bool SendAway(MacAddress station, ReasonCode reason, bool disassociate)
    {
        if (State != BssState.Enabled)
        {
            return false;
        }

        if (station.IsBroadcast)
        {
            Broadcast(reason);
            foreach (var each in Stations.ToArray())
            {
                Forget(each);
            }
        }
        else if (Stations.Find(station) is { } sta)
        {
            Dismiss(sta, reason, disassociate);
        }
        else if (disassociate)
        {
            SendLeave(ManagementSubtype.Disassociation, station, reason);
        }
        else
        {
            SendDeauthentication(station, reason);
        }

        return true;
    }

    private void OnStationLeaves(in ManagementFrame frame)
    {
        var reader = new ByteReader(frame.Body);
        var reason = reader.U16LittleEndian();
        if (reader.Failed)
        {
            Counters.Count(FrameDrop.Malformed);
        }
        else if (Stations.Find(frame.Source) is { } sta)
        {
            LogStation(sta, $"{(frame.Subtype == ManagementSubtype.Disassociation ? "disassociated" : "deauthenticated")} by itself (reason {reason})");
            Forget(sta);
        }
        else
        {
            Counters.Count(FrameDrop.UnknownStation);
        }
    }

    /// <summary>Sends a station away; its entry goes when the frame has left the air, or shortly after.</summary>
    private void Dismiss(Sta sta, ReasonCode reason, bool disassociate = false)
    {
        var subtype = disassociate ? ManagementSubtype.Disassociation : ManagementSubtype.Deauthentication;
        LogStation(sta, $"{(disassociate ? "disassociated" : "deauthenticated")} (reason {(int)reason})");
        EndSession(sta);
        EnterState(sta, StaState.Leaving, reason.ToString());
        sta.StateTimer.Change(LeavingTimeout, Timeout.InfiniteTimeSpan);
        if (Radio.Capabilities.FramesHandledByFirmware)
        {
            _ = _link.RemoveStation(sta.Address, subtype, reason);
            Forget(sta, removeFromKernel: false);
        }
        else
        {
            SendLeave(subtype, sta.Address, reason);
        }
    }

    /// <summary>Removes all trace of a station.</summary>
    private void Forget(Sta sta, bool removeFromKernel = true)
    {
        EndSession(sta);
        Stations.Remove(sta);
        sta.Dispose();
        if (removeFromKernel)
        {
            _ = _link.RemoveStation(sta.Address, ManagementSubtype.Deauthentication, ReasonCode.InvalidAuthentication);
        }

        if (State == BssState.Enabled)
        {
            RefreshProtection();
        }
    }

    /// <summary>Closes the port, stops the key machine and tells the world.</summary>
    private void EndSession(Sta sta)
    {
        var wasAuthorized = sta.IsAuthorized;
        var deviceAddress = DeviceAddressText(sta);
        StopHandshake(sta);
        CloseWpsSession(sta);
        LeaveGroup(sta);
        if (wasAuthorized)
        {
            EnterState(sta, StaState.Associated, "session ended");
            _ = _link.Authorize(sta.Address, false);
            Raise($"AP-STA-DISCONNECTED {sta.Address}{deviceAddress}");
        }
    }

    private void SendDeauthentication(MacAddress station, ReasonCode reason) =>
        SendLeave(ManagementSubtype.Deauthentication, station, reason);

    private void SendLeave(ManagementSubtype subtype, MacAddress station, ReasonCode reason)
    {
        var writer = new ByteWriter(_frame);
        ManagementFrame.WriteHeader(ref writer, subtype, station, Bssid, Bssid);
        writer.U16LittleEndian((ushort)reason);
        Send(writer.Written, SendOptions.None);
    }
}
