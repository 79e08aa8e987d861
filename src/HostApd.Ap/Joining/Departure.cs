using HostApd.Ieee80211;

namespace HostApd.Ap;

/// <summary>The end of an association, from either side (802.11-2020 11.3.5.6–11.3.5.9).</summary>
internal sealed class Departure(
    BssSite site, StationTable stations, StationLife life, Admission admission, EntropyHold hold, GroupMembership membership, StationVlans vlans, Announcement announcement,
    Transmitter transmitter)
{
    /// <summary>Deauthentication or Disassociation of a station by itself.</summary>
    internal void OnFrame(in ManagementFrame frame)
    {
        var reader = new ByteReader(frame.Body);
        var reason = reader.U16LittleEndian();
        if (reader.Failed)
        {
            site.Counters.Count(FrameDrop.Malformed);
        }
        else if (stations.Find(frame.Source) is { } sta)
        {
            site.LogStation(sta.Address, $"{(frame.Subtype == ManagementSubtype.Disassociation ? "disassociated" : "deauthenticated")} by itself (reason {reason})");
            Forget(sta);
        }
        else
        {
            site.Counters.Count(FrameDrop.UnknownStation);
        }
    }

    /// <summary>The TX status of a deauthentication or disassociation of ours.</summary>
    internal void OnLeaveSent(Sta sta)
    {
        if (sta.State == StaState.Leaving)
        {
            Forget(sta);
        }
    }

    /// <summary>A station believes that it is associated, and is not.</summary>
    internal void OnUnexpectedFrame(MacAddress station)
    {
        if (!site.MayBeStation(station))
        {
            site.Counters.Count(FrameDrop.WrongAddress);
        }
        else if (site.IsOnAir && stations.Find(station) is not { IsAssociated: true })
        {
            transmitter.SendDeauthentication(station, ReasonCode.InvalidClass3Frame);
        }
    }

    /// <summary>Sends a station away by its address (with the broadcast address, all); whether it is known or not.</summary>
    internal void SendAway(MacAddress station, ReasonCode reason, bool disassociate)
    {
        if (station.IsBroadcast)
        {
            transmitter.SendDeauthentication(station, reason);
            ForgetAll(SessionEnd.ByOwner);
        }
        else if (stations.Find(station) is { } sta)
        {
            Dismiss(sta, reason, disassociate);
        }
        else
        {
            transmitter.SendLeave(disassociate ? ManagementSubtype.Disassociation : ManagementSubtype.Deauthentication, station, reason);
        }
    }

    /// <summary>Removes a station by its address (with the broadcast address, all) without telling it.</summary>
    internal void ForgetSilently(MacAddress station)
    {
        if (station.IsBroadcast)
        {
            ForgetAll(SessionEnd.ByOwner);
        }
        else if (stations.Find(station) is { } sta)
        {
            site.LogStation(station, "forgotten without a word to it");
            sta.Ending ??= SessionEnd.ByOwner;
            Forget(sta);
        }
    }

    /// <summary>
    /// A station is in at another BSS of ours now. It counts only from a network that is protected no less: else whoever claims its
    /// address in an open network could end its session here.
    /// </summary>
    internal void Prune(MacAddress station, bool isProven)
    {
        if (stations.Find(station) is { } sta && (isProven || site.Options.Security is null))
        {
            site.LogStation(sta.Address, "has moved to another BSS");
            sta.Ending ??= SessionEnd.Restarted;
            Forget(sta);
        }
    }

    /// <summary>Sends those away whom the access list shuts out now; how many.</summary>
    internal int DismissDenied()
    {
        var count = 0;
        foreach (var sta in stations.ToArray())
        {
            if (!admission.Allows(sta.Address))
            {
                Dismiss(sta, ReasonCode.InvalidAuthentication);
                count++;
            }
        }

        return count;
    }

    /// <summary>Sends a station away; its entry goes when the frame has left the air, or shortly after.</summary>
    internal void Dismiss(Sta sta, ReasonCode reason, bool disassociate = false)
    {
        var subtype = disassociate ? ManagementSubtype.Disassociation : ManagementSubtype.Deauthentication;
        site.LogStation(sta.Address, $"{(disassociate ? "disassociated" : "deauthenticated")} (reason {(int)reason})");
        sta.Ending ??= reason switch
        {
            ReasonCode.Inactivity => SessionEnd.Idle,
            ReasonCode.FourWayHandshakeTimeout or ReasonCode.GroupKeyHandshakeTimeout => SessionEnd.LostCarrier,
            ReasonCode.Ieee8021xFailed => SessionEnd.Failed,
            _ => SessionEnd.ByOwner,
        };
        EndSession(sta);
        life.Enter(sta, StaState.Leaving, reason.ToString());
        if (site.Radio.Capabilities.FramesHandledByFirmware)
        {
            _ = site.Link.RemoveStation(sta.Address, subtype, reason);
            Forget(sta, removeFromKernel: false);
        }
        else
        {
            transmitter.SendLeave(subtype, sta.Address, reason);
        }
    }

    /// <summary>
    /// A station that is not in is forgotten. Where it only authenticated it hears of it: else it would believe itself half way in.
    /// Who has asked and was put off has been told when to come again.
    /// </summary>
    internal void Withdraw(Sta sta)
    {
        if (!sta.HasAsked)
        {
            transmitter.SendDeauthentication(sta.Address, ReasonCode.InvalidAuthentication);
        }

        Forget(sta);
    }

    /// <summary>Firmware or kernel have no entry of it any more.</summary>
    internal void OnLeft(MacAddress station)
    {
        if (stations.Find(station) is { } sta)
        {
            Forget(sta, removeFromKernel: false);
        }
    }

    /// <summary>Removes all trace of a station.</summary>
    internal void Forget(Sta sta, bool removeFromKernel = true)
    {
        EndSession(sta);
        stations.Remove(sta);
        hold.Forget(sta);
        sta.Dispose();
        if (removeFromKernel)
        {
            _ = site.Link.RemoveStation(sta.Address, ManagementSubtype.Deauthentication, ReasonCode.InvalidAuthentication);
        }

        vlans.Leave(sta);
        if (site.IsOnAir)
        {
            announcement.RefreshProtection();
        }
    }

    internal void ForgetAll(SessionEnd why)
    {
        foreach (var sta in stations.ToArray())
        {
            sta.Ending ??= why;
            Forget(sta);
        }
    }

    /// <summary>Closes the port, stops what gave access and tells the world.</summary>
    private void EndSession(Sta sta)
    {
        var wasAuthorized = sta.IsAuthorized;
        var device = GroupMembership.DescribeDevice(sta);
        sta.Access?.Stop();
        membership.Leave(sta);
        if (wasAuthorized)
        {
            CloseBook(sta);
            life.Enter(sta, StaState.Associated, "session ended");
            _ = site.Link.Authorize(sta.Address, false);
            site.Voice.Raise(ApEvent.Of(ApEventKind.StationDisconnected, sta.Address, device));
        }
    }

    /// <summary>Its numbers are read before the kernel forgets it.</summary>
    private void CloseBook(Sta sta)
    {
        if (sta.Session is { } session && site.Book is { } book)
        {
            sta.Session = null;
            _ = site.Link.ReadStation(sta.Address, out var counters);
            book.End(session, counters, sta.Ending ?? SessionEnd.ByStation);
        }
    }
}
