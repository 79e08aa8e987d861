using HostApd.Ieee80211;

namespace HostApd.Rsn;

/// <summary>What has been received, once it may act: the rows of the table above <see cref="Authenticator"/>.</summary>
internal enum KeyFrameEvent
{
    /// <summary>Nothing that acts.</summary>
    None,

    /// <summary>M2: the keys are derived.</summary>
    Message2,

    /// <summary>An M2 with another SNonce, while M3 was out: there are new keys beside those before.</summary>
    LaterMessage2,

    /// <summary>An M2 whose MIC is right, and which has another RSNE than the Association Request (802.11-2020 12.7.6.4).</summary>
    DifferentRsne,

    /// <summary>An M2 whose MIC fits no PMK.</summary>
    ForeignMessage2,

    /// <summary>M4: the station has the keys.</summary>
    Message4,

    /// <summary>Message 2 of the group key handshake.</summary>
    Group2,

    /// <summary>The station asks for the group key.</summary>
    GroupRequest,

    /// <summary>The station asks for a new pairwise key.</summary>
    PairwiseRequest,
}

/// <summary>
/// Whether a received frame may act: what it is, whether the state expects it, whether it answers something that was sent, whether
/// its MIC is right. It owns the elements that the station associated with, and the counter of its requests.
/// </summary>
internal sealed class ReceivedKeyFrames(HandshakeKeys keys, SentKeyFrames sent)
{
    private byte[] _stationRsne = [];
    private byte[] _stationRsnxe = [];
    private byte[] _deciphered = [];
    private ulong _nextRequestCounter;

    /// <summary>An association begins.</summary>
    /// <param name="stationRsne">The RSNE of its Association Request with identifier and length.</param>
    /// <param name="stationRsnxe">Its RSNXE.</param>
    public void Begin(byte[] stationRsne, byte[] stationRsnxe) => (_stationRsne, _stationRsnxe) = (stationRsne, stationRsnxe);

    /// <summary>Why a frame has no effect, or has but a bad one; with None it is what <paramref name="what"/> says.</summary>
    public EapolKeyDropReason Judge(in EapolKeyFrame frame, PtkState state, PtkGroupState groupState, out KeyFrameEvent what)
    {
        what = KeyFrameEvent.None;
        if (WhyNotOurs(frame) is var reason && reason != EapolKeyDropReason.None)
        {
            return reason;
        }

        if (frame.Has(KeyInformation.Request))
        {
            return JudgeRequest(frame, state, groupState, out what);
        }

        if (frame.Has(KeyInformation.Error))
        {
            return EapolKeyDropReason.ErrorReport;
        }

        if (!frame.Has(KeyInformation.Pairwise))
        {
            return JudgeGroup2(frame, state, groupState, out what);
        }

        return IsMessage4(frame) ? JudgeMessage4(frame, state, out what) : state switch
        {
            PtkState.PtkStart or PtkState.PtkCalcNegotiating => JudgeMessage2(frame, out what),
            PtkState.PtkInitNegotiating => JudgeLaterMessage2(frame, out what),
            PtkState.Initialize or PtkState.Disconnected or PtkState.Authentication2 or PtkState.PtkInitDone =>
                EapolKeyDropReason.NotExpected,
        };
    }

    /// <summary>The key data of an M2 that acts: some stations encrypt them.</summary>
    public ReadOnlySpan<byte> KeyDataOf(in EapolKeyFrame message2) =>
        message2.Has(KeyInformation.EncryptedKeyData) ? _deciphered : message2.KeyData;

    /// <summary>Another association begins, or this one ends.</summary>
    public void Clear()
    {
        _nextRequestCounter = 0;
        _deciphered = [];
    }

    /// <summary>
    /// Told from an M2 by its Secure bit, not by having no key data. Only what answers an M1 and brings elements is an M2 in spite of that
    /// bit, which it has in a handshake for the next key.
    /// </summary>
    private bool IsMessage4(in EapolKeyFrame frame) =>
        frame.Has(KeyInformation.Secure) && (frame.KeyData.IsEmpty || !sent.AwaitsMessage2(frame.ReplayCounter));

    private EapolKeyDropReason WhyNotOurs(in EapolKeyFrame frame) =>
        (frame.Information & (KeyInformation.Ack | KeyInformation.SmkMessage)) != 0 ? EapolKeyDropReason.NotFromSupplicant
        : frame.Version != keys.Suite.DescriptorVersion ? EapolKeyDropReason.DescriptorVersion
        : !frame.Has(KeyInformation.Mic) ? EapolKeyDropReason.NoMic
        : EapolKeyDropReason.None;

    private EapolKeyDropReason JudgeMessage2(in EapolKeyFrame frame, out KeyFrameEvent what)
    {
        what = KeyFrameEvent.None;
        if (!sent.AwaitsMessage2(frame.ReplayCounter))
        {
            return EapolKeyDropReason.ReplayCounter;
        }

        if (!keys.TryReplace(frame))
        {
            what = KeyFrameEvent.ForeignMessage2;
            return EapolKeyDropReason.BadMic;
        }

        return JudgeKeyData(frame, KeyFrameEvent.Message2, out what);
    }

    /// <summary>
    /// An M2 for an earlier M1 that crossed our M3. With the same SNonce it says nothing new; some stations draw a new
    /// one for each M1, and only the newest key pair will then be theirs.
    /// </summary>
    private EapolKeyDropReason JudgeLaterMessage2(in EapolKeyFrame frame, out KeyFrameEvent what)
    {
        var reason = !sent.AwaitsMessage2(frame.ReplayCounter) ? EapolKeyDropReason.ReplayCounter
            : keys.HasSNonceOf(frame) ? EapolKeyDropReason.Repeated
            : !keys.TryAdd(frame) ? EapolKeyDropReason.BadMic
            : EapolKeyDropReason.None;
        what = KeyFrameEvent.None;
        if (reason == EapolKeyDropReason.None)
        {
            reason = JudgeKeyData(frame, KeyFrameEvent.LaterMessage2, out what);
            if (reason != EapolKeyDropReason.None)
            {
                // No M3 follows it: the one that is out stands for the keys before.
                keys.Settle(onEarlier: true);
            }
        }

        return reason;
    }

    /// <summary>
    /// An M2 whose MIC is right: it acts if its elements are those of the association, wherever they stand in its key data. The RSNXE says how SAE
    /// was spoken; elsewhere nothing hangs on it, and there is firmware that adds it to the request behind its host's back.
    /// </summary>
    private EapolKeyDropReason JudgeKeyData(in EapolKeyFrame message2, KeyFrameEvent right, out KeyFrameEvent what)
    {
        what = KeyFrameEvent.None;
        if (message2.Has(KeyInformation.EncryptedKeyData))
        {
            if (keys.Unwrap(message2.KeyData) is not { } plain)
            {
                return EapolKeyDropReason.Undecipherable;
            }

            _deciphered = plain;
        }

        var keyData = KeyDataOf(message2);
        what = HasRsne(KdeReader.FindElement(keyData, Rsne.ElementId), keyData)
            && (keys.Suite.Source != PmkSource.Sae || KdeReader.FindElement(keyData, (byte)ElementId.Rsnxe).SequenceEqual(_stationRsnxe))
            ? right : KeyFrameEvent.DifferentRsne;
        return EapolKeyDropReason.None;
    }

    /// <summary>
    /// The RSNE is that of the association; in a mobility domain it names the key of this access point beside it, and the elements of the Association
    /// Response are repeated (802.11-2020 13.4.2).
    /// </summary>
    private bool HasRsne(ReadOnlySpan<byte> rsne, ReadOnlySpan<byte> keyData)
    {
        if (keys.Terms is not { } terms)
        {
            return rsne.SequenceEqual(_stationRsne);
        }

        Span<byte> name = stackalloc byte[FtKeys.NameLength];
        var holders = new ByteWriter(stackalloc byte[FtElement.MostLength]);
        keys.WriteR1Name(name);
        terms.WriteHolders(ref holders);
        return Rsne.TryParse(rsne, out var said, out _) && Rsne.TryParse(_stationRsne, out var asked, out _) && said.IsSameButForPmkids(asked)
            && said.PmkidCount == 1 && said.Pmkid(0).SequenceEqual(name)
            && MobilityDomain.Names(KdeReader.FindElement(keyData, (byte)ElementId.MobilityDomain), terms.Options.MobilityDomain)
            && KdeReader.FindElement(keyData, (byte)ElementId.FastBssTransition).SequenceEqual(holders.Written);
    }

    /// <summary>An M4 settles which keys the station has.</summary>
    private EapolKeyDropReason JudgeMessage4(in EapolKeyFrame frame, PtkState state, out KeyFrameEvent what)
    {
        what = KeyFrameEvent.None;
        if (state != PtkState.PtkInitNegotiating)
        {
            return EapolKeyDropReason.NotExpected;
        }

        var isEarlier = sent.AwaitsEarlierMessage4(frame.ReplayCounter);
        if (!isEarlier && !sent.AwaitsMessage4(frame.ReplayCounter))
        {
            return EapolKeyDropReason.ReplayCounter;
        }

        if (!keys.Verify(frame, isEarlier))
        {
            return EapolKeyDropReason.BadMic;
        }

        keys.Settle(isEarlier);
        what = KeyFrameEvent.Message4;
        return EapolKeyDropReason.None;
    }

    private EapolKeyDropReason JudgeGroup2(in EapolKeyFrame frame, PtkState state, PtkGroupState groupState, out KeyFrameEvent what)
    {
        var reason = state != PtkState.PtkInitDone || groupState != PtkGroupState.RekeyNegotiating ? EapolKeyDropReason.NotExpected
            : !sent.AwaitsGroup2(frame.ReplayCounter) ? EapolKeyDropReason.ReplayCounter
            : !keys.Verify(frame, byEarlier: false) ? EapolKeyDropReason.BadMic
            : EapolKeyDropReason.None;
        what = reason == EapolKeyDropReason.None ? KeyFrameEvent.Group2 : KeyFrameEvent.None;
        return reason;
    }

    /// <summary>
    /// A request (802.11-2020 12.7.2 b 9) counts on its own counter, which must grow, and needs the PTK. The report of a MIC failure
    /// is counted only: CCMP knows none.
    /// </summary>
    private EapolKeyDropReason JudgeRequest(in EapolKeyFrame frame, PtkState state, PtkGroupState groupState, out KeyFrameEvent what)
    {
        what = KeyFrameEvent.None;
        if (state != PtkState.PtkInitDone)
        {
            return EapolKeyDropReason.NotExpected;
        }

        if (frame.ReplayCounter < _nextRequestCounter || frame.ReplayCounter == ulong.MaxValue)
        {
            return EapolKeyDropReason.ReplayCounter;
        }

        if (!keys.Verify(frame, byEarlier: false))
        {
            return EapolKeyDropReason.BadMic;
        }

        _nextRequestCounter = frame.ReplayCounter + 1;
        var asked = frame.Has(KeyInformation.Pairwise) ? KeyFrameEvent.PairwiseRequest : KeyFrameEvent.GroupRequest;
        var reason = frame.Has(KeyInformation.Error) ? EapolKeyDropReason.ErrorReport
            : asked == KeyFrameEvent.GroupRequest && groupState == PtkGroupState.RekeyNegotiating ? EapolKeyDropReason.GroupRekeyRequest
            : EapolKeyDropReason.None;
        what = reason == EapolKeyDropReason.None ? asked : KeyFrameEvent.None;
        return reason;
    }
}
