using HostApd.Driver;
using HostApd.Ieee80211;

namespace HostApd.Ap;

/// <summary>A station comes in: an entry here and in the kernel, and a place among the associated.</summary>
internal sealed class Arrival(
    BssSite site, StationTable stations, StationLife life, Admission admission, AddressInquiries inquiries, Provisioning provisioning,
    PortAccess access, Departure departure, Transmitter transmitter)
{
    /// <summary>Makes a fresh entry here and in the kernel; null when the kernel refuses.</summary>
    /// <param name="address">Whose.</param>
    /// <param name="known">The entry that it has, and that is forgotten.</param>
    /// <param name="by">How it has authenticated.</param>
    internal Sta? Admit(MacAddress address, Sta? known, AuthenticatedBy by)
    {
        if (known is not null)
        {
            known.Ending ??= SessionEnd.Restarted;
            departure.Forget(known, removeFromKernel: false);
        }
        else if (stations.Surplus() is { } surplus)
        {
            departure.Forget(surplus);
        }

        var sta = Create(address);
        sta.AuthenticatedBy = by;
        var result = site.Link.AddStation(new StationSettings
        {
            Address = address,
            State = KernelStationState.Authenticated,
            Aid = 1,
            ListenInterval = 0,
            Capability = 0,
            Rates = site.Offer!.BasicRates,
        });
        if (!result.Succeeded)
        {
            BssSite.Log.Warn("{0}: STA {1} {2}", site.Name, address, result);
            sta.Dispose();
            return null;
        }

        stations.Add(sta);
        life.Rearm(sta);
        site.LogStation(sta.Address, "authenticated");
        return sta;
    }

    /// <summary>Firmware has let a station in; <paramref name="elements"/> are those of its Association Request, as far as it shows them.</summary>
    internal void OnAdmittedByFirmware(MacAddress station, ReadOnlySpan<byte> elements)
    {
        if (stations.Find(station) is { } known)
        {
            known.Ending ??= SessionEnd.Restarted;
            departure.Forget(known, removeFromKernel: false);
        }

        if (!admission.Allows(station) || admission.IsAskedAbout(station) && !inquiries.IsAllowed(station))
        {
            // Firmware does not wait until somebody has been asked.
            Refuse(station, FrameDrop.Denied, ReasonCode.Unspecified);
            return;
        }

        if (!RequestElements.TryParse(elements, out var parsed))
        {
            Refuse(station, FrameDrop.Malformed, ReasonCode.InvalidElement);
            return;
        }

        var sta = Create(station);
        sta.Learn(elements, false, CapabilityBits.Ess, 0, parsed, SpokenGenerations.Of(parsed, site.Offer!, site.Options.Wmm), site.Options.Wmm);
        if (admission.Check(sta, parsed, AdmittedBy.Firmware) is var status && status != StatusCode.Success)
        {
            site.LogStation(station, $"association by the firmware refused, status {(int)status} ({status})");
            sta.Dispose();
            Refuse(station, FrameDrop.Malformed, ReasonCode.InvalidElement);
            return;
        }

        sta.Mfp = admission.Protects(sta);
        stations.Add(sta);
        if (TryGivePlace(sta))
        {
            access.Begin(sta);
        }
        else
        {
            departure.Dismiss(sta, ReasonCode.NoMoreStations);
        }
    }

    /// <summary>An Association ID for a station; false when all places are taken by stations that need them.</summary>
    internal bool TryGivePlace(Sta sta) => stations.TryAssignAid(sta, site.Options.MaxStations)
        || MakeRoom() && stations.TryAssignAid(sta, site.Options.MaxStations);

    private Sta Create(MacAddress address)
    {
        var sta = life.Create(address);
        sta.Enrollee = provisioning.Recall(address);
        return sta;
    }

    private void Refuse(MacAddress station, FrameDrop why, ReasonCode reason)
    {
        site.Counters.Count(why);
        _ = site.Link.RemoveStation(station, ManagementSubtype.Deauthentication, reason);
    }

    /// <summary>
    /// The table is full: the station that has been here for provisioning alone for longest, and that has shown nothing yet,
    /// gives its place back. Anybody can associate for that, and need not go on.
    /// </summary>
    private bool MakeRoom()
    {
        Sta? oldest = null;
        foreach (var sta in stations)
        {
            var isIdle = sta.State is StaState.AwaitingAssociationAck or StaState.Associated && sta.Access is null or { GivesWay: true };
            if (sta.Aid != 0 && sta.IsProvisioning && isIdle
                && (oldest is null || sta.AuthenticatedTimestamp < oldest.AuthenticatedTimestamp))
            {
                oldest = sta;
            }
        }

        if (oldest is null)
        {
            return false;
        }

        site.LogWps(oldest.Address, "nothing came of it; its place is needed");
        transmitter.SendDeauthentication(oldest.Address, ReasonCode.NoMoreStations);
        departure.Forget(oldest);
        return true;
    }
}
