using HostApd.Driver;
using HostApd.Ieee80211;
using HostApd.Rsn;

namespace HostApd.Ap;

/// <content>Authentication and Association (802.11-2020 11.3).</content>
public sealed partial class Bss
{
    /// <summary>A station that only authenticates is forgotten after this.</summary>
    private static readonly TimeSpan AssociationTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Longest wait for the TX status of an Association Response.</summary>
    private static readonly TimeSpan AcknowledgementTimeout = TimeSpan.FromSeconds(1);

    /// <summary>A living station can be made to start over no more often than this, by whatever frame.</summary>
    private static readonly TimeSpan ResetInterval = TimeSpan.FromSeconds(1);

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

        if (!Acl.Allows(frame.Source, Options.AclPolicy))
        {
            // As hostapd: an answer would only invite it to try again.
            Counters.Count(FrameDrop.Denied);
            Log.Debug("{0}: STA {1} authentication ignored: the access list shuts it out", Options.InterfaceName, frame.Source);
            return;
        }

        _entropy.Boost();
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

        var sta = CreateSta(address);
        var result = _link.AddStation(new StationSettings
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

    private Sta CreateSta(MacAddress address) => new(
        address, _time, _onStateTimer ??= s => OnStateTimer((Sta)s!), _onRsnTimer ??= s => OnRsnTimer((Sta)s!))
    {
        AuthenticatedTimestamp = _time.GetTimestamp(),
        Enrollee = _enrollees.GetValueOrDefault(address),
    };

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
            _ = SendAssociationResponse(sta, reassociation, StatusCode.Success);
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
            if (sta.RestartedTimestamp is { } last && _time.GetElapsedTime(last) < ResetInterval)
            {
                Counters.Count(FrameDrop.TooSoon);
                return;
            }

            // Another request than the one being served: a new attempt with a fresh entry and a fresh ANonce.
            if (!Admit(frame.Source, sta))
            {
                return;
            }

            sta = Stations.Find(frame.Source)!;
            sta.RestartedTimestamp = _time.GetTimestamp();
        }

        sta.Learn(frame.Body, reassociation, capability, listenInterval, elements, _builder!.Ht, Options.Wmm);
        if (MustComeBack(sta, reassociation))
        {
            return;
        }

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

            _ = SendAssociationResponse(sta, reassociation, status);
            Forget(sta);
            return;
        }

        EnterState(sta, StaState.AwaitingAssociationAck, "association accepted");
        sta.StateTimer.Change(AcknowledgementTimeout, Timeout.InfiniteTimeSpan);
        if (!SendAssociationResponse(sta, reassociation, StatusCode.Success))
        {
            // It heard nothing, so it is not in: it asks again, and must then find itself authenticated.
            Admit(sta.Address, sta);
        }
    }

    /// <summary>
    /// mac80211 clients repeat an unanswered request after about 100 ms under a new sequence number. Until message 2 of
    /// the handshake the same body means the same attempt.
    /// </summary>
    private static bool IsRepetition(Sta sta, ReadOnlySpan<byte> body, bool reassociation) =>
        sta.State is StaState.AwaitingAssociationAck or StaState.Associated
        && sta.Authenticator is null or { State: PtkState.Initialize or PtkState.Authentication2 or PtkState.PtkStart }
        && sta.RequestIsReassociation == reassociation
        && sta.IsRequest(body);

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

        if (sta.ListenInterval > Options.MaxListenInterval)
        {
            return StatusCode.ListenIntervalTooLarge;
        }

        if (Options.Radio.RequireHt && _builder.Ht && !sta.Ht)
        {
            return StatusCode.HtRequired;
        }

        var status = CheckSecurity(elements);
        return status != StatusCode.Success || TryGivePlace(sta)
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
        var result = _link.UpdateStation(new StationSettings
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
        sta.ForgetRequest();
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

        if (sta.TakeKeptEapol() is { Length: > 0 } kept && Stations.Find(sta.Address) == sta)
        {
            Take(sta, kept);
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

    /// <summary>False when the radio did not take it.</summary>
    private bool SendAssociationResponse(Sta sta, bool reassociation, StatusCode status)
    {
        var writer = new ByteWriter(_frame);
        _builder!.WriteAssociationResponse(ref writer, Bssid, sta, reassociation, status, Protection);
        if (status == StatusCode.RefusedTemporarily)
        {
            WriteComeback(ref writer);
        }

        if (sta.AskedForWps)
        {
            writer.Bytes(AssociationResponseWps);
        }

        if (sta.AskedForP2p && _groupOwner is { } owner)
        {
            owner.WriteAssociationElement(ref writer, P2pStatusOf(status));
        }

        var sent = TrySend(writer.Written, SendOptions.None, out var cookie);
        sta.ResponseCookie = cookie;
        return sent;
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
