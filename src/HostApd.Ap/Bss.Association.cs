using HostApd.Driver;
using HostApd.Ieee80211;
using HostApd.Rsn;

namespace HostApd.Ap;

/// <content>Authentication, Association and their ends (802.11-2020 11.3).</content>
public sealed partial class Bss
{
    /// <summary>A station that only authenticates is forgotten after this.</summary>
    private static readonly TimeSpan AssociationTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Longest wait for the TX status of an Association Response.</summary>
    private static readonly TimeSpan AcknowledgementTimeout = TimeSpan.FromSeconds(1);

    /// <summary>Longest wait for a deauthentication to leave the air.</summary>
    private static readonly TimeSpan LeavingTimeout = TimeSpan.FromMilliseconds(500);

    /// <summary>A living station can be made to start over no more often than this.</summary>
    private static readonly TimeSpan ResetInterval = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public void OnFrame(ReadOnlySpan<byte> frame, in ReceiveInfo info)
    {
        if (State != BssState.Enabled)
        {
            return;
        }

        if (!ManagementFrame.TryParse(frame, out var received))
        {
            Counters.Count(FrameDrop.Malformed);
            return;
        }

        if (received.Source.IsMulticast || received.Source.IsZero || received.Source == Bssid)
        {
            Counters.Count(FrameDrop.WrongAddress);
            return;
        }

        if (received.Subtype == ManagementSubtype.ProbeRequest)
        {
            AnswerProbe(received);
            return;
        }

        if (received.Subtype == ManagementSubtype.Action && received.Destination == Bssid)
        {
            OnAction(received);
            return;
        }

        if (received.Destination != Bssid || received.Bssid != Bssid)
        {
            Counters.Count(FrameDrop.WrongAddress);
            return;
        }

        // A stranger's number may be none of ours: this is not our enum to be complete over.
        switch (received.Subtype)
        {
            case ManagementSubtype.Authentication:
                OnAuthentication(received);
                break;
            case ManagementSubtype.AssociationRequest:
                OnAssociationRequest(received, reassociation: false);
                break;
            case ManagementSubtype.ReassociationRequest:
                OnAssociationRequest(received, reassociation: true);
                break;
            case ManagementSubtype.Deauthentication:
            case ManagementSubtype.Disassociation:
                OnStationLeaves(received);
                break;
            default:
                Counters.Count(FrameDrop.NotExpected);
                break;
        }
    }

    /// <inheritdoc/>
    public void OnFrameSent(ulong cookie, ReadOnlySpan<byte> frame, bool acknowledged)
    {
        if (!ManagementFrame.TryParse(frame, out var sent) || Stations.Find(sent.Destination) is not { } sta)
        {
            return;
        }

        switch (sent.Subtype)
        {
            case ManagementSubtype.AssociationResponse or ManagementSubtype.ReassociationResponse
                when sta.State == StaState.AwaitingAssociationAck:
                OnAssociationResponseSent(sta, cookie, acknowledged);
                break;
            case ManagementSubtype.Deauthentication or ManagementSubtype.Disassociation
                when sta.State == StaState.Leaving:
                Forget(sta);
                break;
            default:
                break;
        }
    }

    /// <inheritdoc/>
    public void OnUnexpectedFrame(MacAddress station)
    {
        if (State == BssState.Enabled && Stations.Find(station) is not { State: StaState.Associated or StaState.Authorized })
        {
            SendDeauthentication(station, ReasonCode.InvalidClass3Frame);
        }
    }

    /// <summary>Deauthenticates a station (or, with the broadcast address, all).</summary>
    public bool Deauthenticate(MacAddress station, ReasonCode reason) => SendAway(station, reason, disassociate: false);

    /// <summary>Disassociates a station (or, with the broadcast address, all).</summary>
    public bool Disassociate(MacAddress station, ReasonCode reason) => SendAway(station, reason, disassociate: true);

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

    /// <summary>
    /// Authentication (9.3.3.11): algorithm, transaction sequence number, status code, each two bytes.
    /// </summary>
    private void OnAuthentication(in ManagementFrame frame)
    {
        const ushort openSystem = 0;
        var reader = new ByteReader(frame.Body);
        var algorithm = reader.U16LittleEndian();
        var sequence = reader.U16LittleEndian();
        reader.U16LittleEndian();
        if (reader.Failed)
        {
            Counters.Count(FrameDrop.Malformed);
            return;
        }

        if (algorithm != openSystem || sequence != 1)
        {
            var status = algorithm != openSystem
                ? StatusCode.UnsupportedAuthenticationAlgorithm
                : StatusCode.UnexpectedSequenceNumber;
            SendAuthenticationResponse(frame.Source, algorithm, (ushort)(sequence + 1), status);
            return;
        }

        var known = Stations.Find(frame.Source);
        if (known is { State: not StaState.Leaving }
            && _time.GetElapsedTime(known.AuthenticatedTimestamp) < ResetInterval)
        {
            // Perhaps repeated because our answer was lost, perhaps forged: answer, but start nothing over.
            Counters.Count(FrameDrop.TooSoon);
        }
        else if (!Admit(frame.Source, known))
        {
            SendAuthenticationResponse(frame.Source, openSystem, 2, StatusCode.Failure);
            return;
        }

        SendAuthenticationResponse(frame.Source, openSystem, 2, StatusCode.Success);
    }

    /// <summary>Makes a fresh entry here and in the kernel.</summary>
    private bool Admit(MacAddress address, Sta? known)
    {
        if (known is not null)
        {
            Forget(known, removeFromKernel: false);
        }
        else if (Stations.Surplus() is { } surplus)
        {
            Forget(surplus);
        }

        var sta = new Sta(address, _time, _onStateTimer ??= s => OnStateTimer((Sta)s!),
            _onRsnTimer ??= s => OnRsnTimer((Sta)s!))
        {
            AuthenticatedTimestamp = _time.GetTimestamp(),
        };
        var result = _driver.AddStation(new StationSettings
        {
            Address = address,
            State = KernelStationState.Authenticated,
            Aid = 1,
            ListenInterval = 0,
            Capability = 0,
            Rates = _builder!.BasicRates,
        });
        if (!result.Succeeded)
        {
            Log.Warn("{0}: STA {1} {2}", Options.InterfaceName, address, result);
            sta.Dispose();
            return false;
        }

        Stations.Add(sta);
        sta.StateTimer.Change(AssociationTimeout, Timeout.InfiniteTimeSpan);
        LogStation(sta, "authenticated");
        return true;
    }

    private TimerCallback? _onStateTimer;

    private TimerCallback? _onRsnTimer;

    /// <summary>
    /// Association Request (9.3.3.5): capability, listen interval, elements. Reassociation Request (9.3.3.7): the
    /// current access point's address stands before the elements.
    /// </summary>
    private void OnAssociationRequest(in ManagementFrame frame, bool reassociation)
    {
        if (Stations.Find(frame.Source) is not { } sta || sta.State == StaState.Leaving)
        {
            Counters.Count(FrameDrop.UnknownStation);
            SendDeauthentication(frame.Source, ReasonCode.InvalidClass2Frame);
            return;
        }

        if (IsRepetition(sta, frame.Body, reassociation))
        {
            LogStation(sta, "association request repeated; answering again");
            SendAssociationResponse(sta, reassociation, StatusCode.Success);
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
            Counters.Count(FrameDrop.Malformed);
            return;
        }

        if (sta.State != StaState.Authenticated)
        {
            // Another request than the one being served: a new attempt with a fresh entry and a fresh ANonce.
            if (!Admit(frame.Source, sta))
            {
                return;
            }

            sta = Stations.Find(frame.Source)!;
        }

        sta.Learn(frame.Body, reassociation, capability, listenInterval, elements, _builder!.Ht, Options.Wmm);
        var status = Check(sta, elements);
        if (status == StatusCode.Success)
        {
            status = TellKernel(sta);
        }

        if (status != StatusCode.Success)
        {
            LogStation(sta, $"association refused, status {(int)status} ({status})");
            if (status == StatusCode.NoMoreStations)
            {
                Raise($"AP-REJECTED-MAX-STA {sta.Address}");
            }

            SendAssociationResponse(sta, reassociation, status);
            Forget(sta);
            return;
        }

        EnterState(sta, StaState.AwaitingAssociationAck, "association accepted");
        sta.StateTimer.Change(AcknowledgementTimeout, Timeout.InfiniteTimeSpan);
        SendAssociationResponse(sta, reassociation, StatusCode.Success);
    }

    /// <summary>
    /// mac80211 clients repeat an unanswered request after about 100 ms under a new sequence number. Until message 2 of
    /// the handshake the same body means the same attempt.
    /// </summary>
    private static bool IsRepetition(Sta sta, ReadOnlySpan<byte> body, bool reassociation) =>
        sta.State is StaState.AwaitingAssociationAck or StaState.Associated
        && sta.Authenticator is null or { State: PtkState.Initialize or PtkState.Authentication2 or PtkState.PtkStart }
        && sta.RequestIsReassociation == reassociation
        && body.SequenceEqual(sta.RequestBody);

    private StatusCode Check(Sta sta, in RequestElements elements)
    {
        if (!elements.HasSsid || !elements.Ssid.SequenceEqual(Options.Ssid))
        {
            return StatusCode.Failure;
        }

        if (sta.Rates.IsEmpty || !sta.Rates.ContainsAny(_builder!.SupportedRates))
        {
            return StatusCode.BasicRateMismatch;
        }

        var status = CheckSecurity(elements);
        return status != StatusCode.Success || Stations.TryAssignAid(sta, Options.MaxStations)
            ? status
            : StatusCode.NoMoreStations;
    }

    private StatusCode CheckSecurity(in RequestElements elements)
    {
        if (Options.Security is null || MayProvision(elements))
        {
            return StatusCode.Success;
        }

        if (elements.Rsne.IsEmpty || !Rsne.TryParse(elements.Rsne, out var rsne, out _))
        {
            return StatusCode.InvalidElement;
        }

        return rsne.GroupCipher != CipherSuite.Ccmp ? StatusCode.InvalidGroupCipher
            : rsne.PairwiseCount != 1 || !rsne.HasPairwise(CipherSuite.Ccmp) ? StatusCode.InvalidPairwiseCipher
            : rsne.AkmCount != 1 || !rsne.HasAkm(AkmSuite.Psk) ? StatusCode.InvalidAkm
            : (rsne.Capabilities & RsnCapabilities.MfpRequired) != 0 ? StatusCode.InvalidRsneCapabilities
            : StatusCode.Success;
    }

    /// <summary>The kernel learns of the association before the station does, so that its first frames pass.</summary>
    private StatusCode TellKernel(Sta sta)
    {
        var result = _driver.UpdateStation(new StationSettings
        {
            Address = sta.Address,
            State = KernelStationState.Associated,
            Aid = sta.Aid,
            ListenInterval = sta.ListenInterval,
            Capability = sta.Capability,
            Rates = sta.Rates,
            HtCapabilities = sta.HtCapabilities,
            ExtendedCapabilities = sta.ExtendedCapabilities,
            Wmm = sta.Wmm,
            Uapsd = sta.Uapsd,
            ShortPreamble = sta.ShortPreamble,
        });
        if (result.Succeeded)
        {
            return StatusCode.Success;
        }

        Log.Warn("{0}: STA {1} {2}", Options.InterfaceName, sta.Address, result);
        return StatusCode.Failure;
    }

    private void OnAssociationResponseSent(Sta sta, ulong cookie, bool acknowledged)
    {
        if (acknowledged)
        {
            BeginSession(sta);
        }
        else if (cookie == sta.ResponseCookie)
        {
            // It will repeat its request after 100 ms, and must then find itself authenticated.
            LogStation(sta, "did not acknowledge association response");
            Admit(sta.Address, sta);
        }
    }

    private void BeginSession(Sta sta)
    {
        EnterState(sta, StaState.Associated, "association acknowledged");
        LogStation(sta, $"associated (aid {sta.Aid})");
        RefreshProtection();
        JoinGroup(sta);
        ArmInactivity(sta, Options.MaxInactivity);
        if (sta.IsProvisioning && Registrar is not null)
        {
            OpenWpsSession(sta);
        }
        else if (Options.Security is null)
        {
            Authorize(sta);
        }
        else
        {
            StartHandshake(sta);
        }
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
        if (Radio.FramesHandledByFirmware)
        {
            _ = _driver.RemoveStation(sta.Address, subtype, reason);
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
            _ = _driver.RemoveStation(sta.Address, ManagementSubtype.Deauthentication, ReasonCode.InvalidAuthentication);
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
            _ = _driver.Authorize(sta.Address, false);
            Raise($"AP-STA-DISCONNECTED {sta.Address}{deviceAddress}");
        }
    }

    private void OnStateTimer(Sta sta)
    {
        switch (sta.State)
        {
            case StaState.Authenticated:
                LogStation(sta, "did not associate in time");
                Forget(sta);
                break;
            case StaState.AwaitingAssociationAck:
                // Its TX status was lost. What the station sends next tells more than we can know here.
                BeginSession(sta);
                break;
            case StaState.Associated:
            case StaState.Authorized:
                OnInactivityTimer(sta);
                break;
            case StaState.Leaving:
                Forget(sta);
                break;
        }
    }

    private void SendAuthenticationResponse(MacAddress station, ushort algorithm, ushort sequence, StatusCode status)
    {
        var writer = new ByteWriter(_frame);
        ManagementFrame.WriteHeader(ref writer, ManagementSubtype.Authentication, station, Bssid, Bssid);
        writer.U16LittleEndian(algorithm);
        writer.U16LittleEndian(sequence);
        writer.U16LittleEndian((ushort)status);
        Send(writer.Written, SendOptions.None);
    }

    private void SendAssociationResponse(Sta sta, bool reassociation, StatusCode status)
    {
        var writer = new ByteWriter(_frame);
        _builder!.WriteAssociationResponse(ref writer, Bssid, sta, reassociation, status, Protection);
        if (sta.WpsRequest.Length > 0)
        {
            writer.Bytes(AssociationResponseWps);
        }

        if (sta.P2pRequest.Length > 0 && _groupOwner is not null)
        {
            P2p.GroupOwner.WriteAssociationElement(ref writer, P2pStatusOf(status));
        }

        sta.ResponseCookie = Send(writer.Written, SendOptions.None);
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

    private ulong Send(ReadOnlySpan<byte> frame, SendOptions options)
    {
        var noCck = Options.GroupOwner is null ? SendOptions.None : SendOptions.NoCck;
        var result = _driver.SendFrame(frame, options | noCck, out var cookie);
        if (!result.Succeeded)
        {
            Log.Debug("{0}: {1}", Options.InterfaceName, result);
        }

        return cookie;
    }

    private void EnterState(Sta sta, StaState state, string reason)
    {
        if (Log.IsDebugEnabled)
        {
            Log.Debug("{0}: STA {1} {2} -> {3} ({4})", Options.InterfaceName, sta.Address, sta.State, state, reason);
        }

        sta.State = state;
    }

    private void LogStation(Sta sta, string text) =>
        Log.Info("{0}: STA {1} IEEE 802.11: {2}", Options.InterfaceName, sta.Address, text);
}
