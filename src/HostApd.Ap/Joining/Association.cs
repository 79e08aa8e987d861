using HostApd.Driver;
using HostApd.Ieee80211;
using HostApd.Rsn;

namespace HostApd.Ap;

/// <summary>Association and Reassociation Requests, from the frame to the acknowledged response (802.11-2020 11.3.5.3).</summary>
internal sealed class Association(
    BssSite site, StationTable stations, StationLife life, Admission admission, EntropyHold hold, Announcement announcement, Transmitter transmitter,
    PortAccess access, Arrival arrival, Departure departure, SaQueries queries, OweExchange owe, FtAuthentication transitions)
{
    /// <summary>
    /// Association Request (9.3.3.5): capability, listen interval, elements. Reassociation Request (9.3.3.7): the
    /// current access point's address stands before the elements.
    /// </summary>
    internal void OnRequest(in ManagementFrame frame)
    {
        var reassociation = frame.Subtype == ManagementSubtype.ReassociationRequest;
        if (stations.Find(frame.Source) is not { } sta || sta.State == StaState.Leaving)
        {
            site.Counters.Count(FrameDrop.UnknownStation);
            transmitter.SendDeauthentication(frame.Source, ReasonCode.InvalidClass2Frame);
            return;
        }

        if (IsRepetition(sta, frame.Body, reassociation))
        {
            site.LogStation(sta.Address, "association request repeated; answering again");
            _ = Respond(sta, StatusCode.Success);
            return;
        }

        var reader = new ByteReader(frame.Body);
        var capability = reader.U16LittleEndian();
        var listenInterval = reader.U16LittleEndian();
        if (reassociation)
        {
            reader.Mac();
        }

        if (!RequestElements.TryParse(reader.Rest(), out var elements) || reader.Failed)
        {
            site.Counters.Count(FrameDrop.Malformed);
            return;
        }

        FtExchange? transition = null;
        if (transitions.Concerns(reassociation, elements))
        {
            // It has proven its key: nobody else asks in its name, and it asks no more than once.
            var status = transitions.Take(sta.Address, elements, out transition);
            if (transition is null)
            {
                site.LogStation(sta.Address, $"FT: reassociation refused, status {(int)status} ({status})");
                PutOff(sta, reassociation, status);
                return;
            }
        }
        else if (queries.PutsOff(sta, out var timeUnits))
        {
            PutOff(sta, reassociation, StatusCode.RefusedTemporarily, timeUnits);
            return;
        }

        if (sta.State != StaState.Authenticated)
        {
            if ((transition is null ? BeginAnew(sta) : arrival.Admit(sta.Address, sta, sta.AuthenticatedBy)) is not { } fresh)
            {
                transition?.Dispose();
                return;
            }

            sta = fresh;
        }

        sta.Learn(frame.Body, reassociation, capability, listenInterval, elements, SpokenGenerations.Of(elements, site.Offer!, site.Options.Wmm), site.Options.Wmm);
        if (transition is not null)
        {
            sta.Transition = transition;
            sta.AuthenticatedBy = new AuthenticatedBy(AuthenticatedBy.FastTransition, 0);
            Decide(sta, elements);
            return;
        }

        switch (hold.Ask(sta))
        {
            case Comeback.NotNeeded:
                Decide(sta, elements);
                break;
            case Comeback.Later:
                TellLater(sta);
                break;
            case Comeback.Silence:
                break;
        }
    }

    /// <summary>The TX status of a response.</summary>
    internal void OnResponseSent(Sta sta, ulong cookie, bool acknowledged)
    {
        if (sta.State != StaState.AwaitingAssociationAck)
        {
            return;
        }

        if (acknowledged)
        {
            access.Begin(sta);
        }
        else if (cookie == sta.ResponseCookie && sta.Transition is null)
        {
            // It will repeat its request after 100 ms, and must then find itself authenticated.
            site.LogStation(sta.Address, "did not acknowledge association response");
            AwaitRepetition(sta);
        }
    }

    /// <summary>
    /// mac80211 clients repeat an unanswered request after about 100 ms under a new sequence number. Until message 2 of
    /// the handshake the same body means the same attempt; with a fast transition for ever, since its nonces are in it: a key that is
    /// installed once more would begin its packet numbers anew (CVE-2017-13082).
    /// </summary>
    private static bool IsRepetition(Sta sta, ReadOnlySpan<byte> body, bool reassociation) =>
        (sta.State is StaState.AwaitingAssociationAck or StaState.Associated
        && sta.Access is null or { AwaitsFirstAnswer: true }
        || sta is { Transition: not null, State: StaState.AwaitingAssociationAck or StaState.Associated or StaState.Authorized })
        && sta.RequestIsReassociation == reassociation
        && sta.IsRequest(body);

    private static ManagementSubtype ResponseTo(bool reassociation) =>
        reassociation ? ManagementSubtype.ReassociationResponse : ManagementSubtype.AssociationResponse;

    /// <summary>Another request than the one being served: a new attempt with a fresh entry and a fresh ANonce. Null: not now.</summary>
    private Sta? BeginAnew(Sta sta)
    {
        if (!life.MayAssociateAnew(sta))
        {
            site.Counters.Count(FrameDrop.TooSoon);
            return null;
        }

        var fresh = arrival.Admit(sta.Address, sta, sta.AuthenticatedBy);
        if (fresh is not null)
        {
            fresh.RestartedTimestamp = site.Time.GetTimestamp();
        }

        return fresh;
    }

    private void Decide(Sta sta, in RequestElements elements)
    {
        var status = admission.Check(sta, elements, AdmittedBy.Ourselves);
        var decided = status == StatusCode.Success ? owe.Ask(sta, elements) : status;
        if (decided == StatusCode.RefusedTemporarily)
        {
            TellLater(sta);
        }
        else if (decided is { } known)
        {
            Conclude(sta, known);
        }
    }

    /// <summary>All is known that its request takes: the station gets a place and its answer, or is refused.</summary>
    internal void Conclude(Sta sta, StatusCode status)
    {
        sta.Mfp = status == StatusCode.Success && admission.Protects(sta);
        if (status == StatusCode.Success)
        {
            status = arrival.TryGivePlace(sta) ? TellKernel(sta) : StatusCode.NoMoreStations;
        }

        if (status == StatusCode.Success && sta.Transition is { } transition)
        {
            status = transitions.Install(sta, transition);
        }

        if (status != StatusCode.Success)
        {
            Refuse(sta, status);
            return;
        }

        life.Enter(sta, StaState.AwaitingAssociationAck, "association accepted");
        if (!Respond(sta, StatusCode.Success) && sta.Transition is null)
        {
            // It heard nothing, so it is not in: it asks again, and must then find itself authenticated.
            AwaitRepetition(sta);
        }
    }

    /// <summary>A fresh entry for who asks again; what was agreed on with its request is the same then.</summary>
    private void AwaitRepetition(Sta sta)
    {
        if (arrival.Admit(sta.Address, sta, sta.AuthenticatedBy) is { } fresh)
        {
            fresh.Owe = sta.Owe;
        }
    }

    private void TellLater(Sta sta)
    {
        _ = Respond(sta, StatusCode.RefusedTemporarily);
        life.Rearm(sta);
    }

    /// <summary>Somebody asks in the name of a station that may still be there; nothing is learnt of what was asked.</summary>
    private void PutOff(Sta sta, bool reassociation, StatusCode status, int timeUnits = Announcement.ComebackTimeUnits)
    {
        var writer = transmitter.Begin(ResponseTo(reassociation), sta.Address);
        announcement.WriteAssociationResponse(ref writer, sta, status, timeUnits);
        transmitter.Send(writer);
    }

    private void Refuse(Sta sta, StatusCode status)
    {
        site.LogStation(sta.Address, $"association refused, status {(int)status} ({status})");
        if (status == StatusCode.NoMoreStations)
        {
            site.Voice.Raise(ApEvent.Of(ApEventKind.StationRejected, sta.Address));
        }

        _ = Respond(sta, status);
        departure.Forget(sta);
    }

    /// <summary>The kernel learns of the association before the station does, so that its first frames pass.</summary>
    private StatusCode TellKernel(Sta sta)
    {
        Span<byte> ht = stackalloc byte[NegotiatedCapabilities.HtLength];
        Span<byte> vht = stackalloc byte[NegotiatedCapabilities.VhtLength];
        var result = site.Link.UpdateStation(new StationSettings
        {
            Address = sta.Address,
            State = KernelStationState.Associated,
            Aid = sta.Aid,
            ListenInterval = sta.ListenInterval,
            Capability = sta.Capability,
            Rates = sta.Rates,
            HtCapabilities = NegotiatedCapabilities.OfHt(sta.HtCapabilities, site.Offer!.Plan, ht),
            VhtCapabilities = NegotiatedCapabilities.OfVht(sta.VhtCapabilities, site.Offer!.Plan, vht),
            HeCapabilities = sta.HeCapabilities,
            HeSixGhz = sta.HeSixGhz,
            EhtCapabilities = sta.EhtCapabilities,
            OperatingMode = sta.OperatingMode,
            OperatingClasses = sta.OperatingClasses,
            ExtendedCapabilities = sta.ExtendedCapabilities,
            Wmm = sta.Wmm,
            Uapsd = sta.Uapsd,
            ShortPreamble = sta.ShortPreamble,
            Mfp = sta.Mfp,
        });
        if (result.Succeeded)
        {
            return StatusCode.Success;
        }

        BssSite.Log.Warn("{0}: STA {1} {2}", site.Name, sta.Address, result);
        return StatusCode.Failure;
    }

    /// <summary>False when the radio did not take it.</summary>
    private bool Respond(Sta sta, StatusCode status)
    {
        transitions.Prepare(sta);
        var writer = transmitter.Begin(ResponseTo(sta.RequestIsReassociation), sta.Address);
        announcement.WriteAssociationResponse(ref writer, sta, status);
        var sent = transmitter.TrySend(writer, SendOptions.None, out var cookie);
        sta.ResponseCookie = cookie;
        return sent;
    }
}
