namespace HostApd.Rsn;

/// <content>Received frames: which message it is, whether it may act, what it does.</content>
public sealed partial class Authenticator
{
    private ulong _nextRequestCounter;

    /// <summary>An EAPOL frame from the station, from the EAPOL header on. Link padding after it is ignored.</summary>
    public void OnEapolKey(ReadOnlySpan<byte> eapol)
    {
        if (!EapolKeyFrame.TryParse(eapol, Suite.MicLength, out var frame, out _))
        {
            Drop(EapolKeyDropReason.Malformed);
            return;
        }

        var reason = State switch
        {
            PtkState.Initialize or PtkState.Disconnected or PtkState.Authentication2 => EapolKeyDropReason.NotExpected,
            PtkState.PtkStart or PtkState.PtkCalcNegotiating or PtkState.PtkInitNegotiating or PtkState.PtkInitDone =>
                Examine(frame),
        };
        if (reason != EapolKeyDropReason.None)
        {
            Drop(reason);
        }
    }

    private EapolKeyDropReason Examine(in EapolKeyFrame frame)
    {
        if ((frame.Information & (KeyInformation.Ack | KeyInformation.SmkMessage)) != 0)
        {
            return EapolKeyDropReason.NotFromSupplicant;
        }

        if (frame.Version != Suite.DescriptorVersion)
        {
            return EapolKeyDropReason.DescriptorVersion;
        }

        if (!frame.Has(KeyInformation.Mic))
        {
            return EapolKeyDropReason.NoMic;
        }

        if (frame.Has(KeyInformation.Request))
        {
            return OnRequest(frame);
        }

        if (frame.Has(KeyInformation.Error))
        {
            return EapolKeyDropReason.ErrorReport;
        }

        if (!frame.Has(KeyInformation.Pairwise))
        {
            return OnGroupMessage2(frame);
        }

        return frame.KeyData.IsEmpty ? OnMessage4(frame) : OnMessage2(frame);
    }

    private EapolKeyDropReason OnMessage2(in EapolKeyFrame frame) => State switch
    {
        PtkState.PtkStart or PtkState.PtkCalcNegotiating => OnFirstMessage2(frame),
        PtkState.PtkInitNegotiating => OnLaterMessage2(frame),
        PtkState.Initialize or PtkState.Disconnected or PtkState.Authentication2 or PtkState.PtkInitDone =>
            EapolKeyDropReason.NotExpected,
    };

    private EapolKeyDropReason OnFirstMessage2(in EapolKeyFrame frame)
    {
        if (!_message1s.Contains(frame.ReplayCounter))
        {
            return EapolKeyDropReason.ReplayCounter;
        }

        if (TryDerive(frame) is not { } candidate)
        {
            Enter(PtkState.PtkCalcNegotiating, "the MIC of M2 fits no PMK");
            Emit(AuthenticatorEffectKind.PossiblePskMismatch);
            return EapolKeyDropReason.BadMic;
        }

        _pool.Return(ref _keys);
        _keys = candidate;
        AcceptMessage2(frame, "M2 verified");
        return EapolKeyDropReason.None;
    }

    /// <summary>
    /// An M2 for an earlier M1 that crossed our M3. With the same SNonce it says nothing new; some stations draw a new
    /// one for each M1, and only the newest key pair will then be theirs.
    /// </summary>
    private EapolKeyDropReason OnLaterMessage2(in EapolKeyFrame frame)
    {
        if (!_message1s.Contains(frame.ReplayCounter))
        {
            return EapolKeyDropReason.ReplayCounter;
        }

        if (_sNonce.FixedTimeEquals(frame.Nonce))
        {
            return EapolKeyDropReason.Repeated;
        }

        if (TryDerive(frame) is not { } candidate)
        {
            return EapolKeyDropReason.BadMic;
        }

        _pool.Return(ref _earlierKeys);
        (_earlierKeys, _keys) = (_keys, candidate);
        _earlierMessage3s = _message3s;
        AcceptMessage2(frame, "M2 with a new SNonce");
        return EapolKeyDropReason.None;
    }

    private void AcceptMessage2(in EapolKeyFrame frame, string reason)
    {
        if (!KdeReader.FindElement(frame.KeyData, Rsne.ElementId).SequenceEqual(_stationRsne))
        {
            _counters.FourWayHandshakeFailures++;
            Disconnect(ReasonCodes.ElementDiffersInFourWay, "the RSNE of M2 is not that of the Association Request");
            return;
        }

        frame.Nonce.CopyTo(_sNonce.Span);
        _hasIpAllocation = KdeReader.TryFind(frame.KeyData, KdeType.IpAddressRequest, out var request)
            && request is [1, ..]
            && IpAddressing?.TryAllocate(Station, _ipAllocation) == true;
        BeginMessage3(reason);
    }

    private EapolKeyDropReason OnMessage4(in EapolKeyFrame frame)
    {
        if (State != PtkState.PtkInitNegotiating)
        {
            return EapolKeyDropReason.NotExpected;
        }

        var isEarlier = _earlierMessage3s.Contains(frame.ReplayCounter);
        if (!isEarlier && !_message3s.Contains(frame.ReplayCounter))
        {
            return EapolKeyDropReason.ReplayCounter;
        }

        if (!(isEarlier ? _earlierKeys! : Keys).Verify(frame))
        {
            return EapolKeyDropReason.BadMic;
        }

        if (isEarlier)
        {
            (_keys, _earlierKeys) = (_earlierKeys, _keys);
        }

        Complete(frame.ReplayCounter);
        return EapolKeyDropReason.None;
    }

    private EapolKeyDropReason OnGroupMessage2(in EapolKeyFrame frame)
    {
        if (State != PtkState.PtkInitDone || GroupState != PtkGroupState.RekeyNegotiating)
        {
            return EapolKeyDropReason.NotExpected;
        }

        if (!_groupMessages.Contains(frame.ReplayCounter))
        {
            return EapolKeyDropReason.ReplayCounter;
        }

        if (!Keys.Verify(frame))
        {
            return EapolKeyDropReason.BadMic;
        }

        CompleteGroup(frame.ReplayCounter);
        return EapolKeyDropReason.None;
    }

    /// <summary>
    /// A request (802.11-2020 12.7.2 b 9) counts on its own counter, which must grow, and needs the PTK. A group key is
    /// handed out again; a new pairwise key and a MIC failure report are counted only.
    /// </summary>
    private EapolKeyDropReason OnRequest(in EapolKeyFrame frame)
    {
        if (State != PtkState.PtkInitDone)
        {
            return EapolKeyDropReason.NotExpected;
        }

        if (frame.ReplayCounter < _nextRequestCounter || frame.ReplayCounter == ulong.MaxValue)
        {
            return EapolKeyDropReason.ReplayCounter;
        }

        if (!Keys.Verify(frame))
        {
            return EapolKeyDropReason.BadMic;
        }

        _nextRequestCounter = frame.ReplayCounter + 1;
        if (frame.Has(KeyInformation.Error))
        {
            return EapolKeyDropReason.ErrorReport;
        }

        if (frame.Has(KeyInformation.Pairwise))
        {
            return EapolKeyDropReason.PairwiseRekeyRequest;
        }

        if (GroupState == PtkGroupState.RekeyNegotiating)
        {
            return EapolKeyDropReason.GroupRekeyRequest;
        }

        StartGroupRekey();
        return EapolKeyDropReason.None;
    }

    /// <summary>Derives into keys of their own, so that a forged M2 leaves those in use alone; null when no PMK fits.</summary>
    private PairwiseKeys? TryDerive(in EapolKeyFrame frame)
    {
        PairwiseKeys? candidate = _pool.Rent();
        for (var i = 0; i < _offer!.All.Count; i++)
        {
            candidate.Derive(_offer.All[i].Span, _bssid, Station, _aNonce.Span, frame.Nonce);
            if (candidate.Verify(frame))
            {
                _offer.Prove(i);
                return candidate;
            }
        }

        _pool.Return(ref candidate);
        return null;
    }
}
