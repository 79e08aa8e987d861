using HostApd.Crypto;
using HostApd.Ieee80211;

namespace HostApd.Rsn;

/// <content>Sent frames: M1, M3 and the group message, their repetition and their end.</content>
public sealed partial class Authenticator
{
    internal const int MaximumFrameLength = 768;

    private const KeyInformation Message1Information = KeyInformation.Pairwise | KeyInformation.Ack;

    private const KeyInformation Message3Information = KeyInformation.Pairwise | KeyInformation.Install
        | KeyInformation.Ack | KeyInformation.Mic | KeyInformation.Secure | KeyInformation.EncryptedKeyData;

    private const KeyInformation GroupInformation = KeyInformation.Ack | KeyInformation.Mic | KeyInformation.Secure
        | KeyInformation.EncryptedKeyData;

    private static readonly TimeSpan FirstTimeout = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan FirstGroupTimeout = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LaterTimeout = TimeSpan.FromSeconds(1);

    private readonly SecretBytes _sNonce = new(EapolKeyFrame.NonceLength);
    private int _frameLength;
    private ulong _replayCounter;
    private ReplayRange _message1s;
    private ReplayRange _message3s;
    private ReplayRange _earlierMessage3s;
    private ReplayRange _groupMessages;
    private PairwiseKeys? _keys;
    private PairwiseKeys? _earlierKeys;
    private int _offeredGeneration;

    /// <summary>The first message that offered <see cref="_offeredGeneration"/>: an answer to an earlier one confirms less.</summary>
    private ulong _offeredSince;

    /// <summary>The frame to be sent, from the EAPOL header on; good until the next input to any station of the BSS.</summary>
    public ReadOnlySpan<byte> OutgoingEapol => _group.Frame.AsSpan(0, _frameLength);

    /// <summary>The temporal key to be installed, as long as the cipher's; zeros before M4.</summary>
    public ReadOnlySpan<byte> TemporalKey => _keys is { } keys ? keys.Tk : NoKey[..Suite.TkLength];

    private static ReadOnlySpan<byte> NoKey =>
        [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    /// <summary>The keys of a handshake that is past its M2.</summary>
    private PairwiseKeys Keys => _keys ?? throw new InvalidOperationException("No pairwise key has been derived.");

    /// <summary>Hands the newest group key to the station; nothing before the 4-way handshake is complete.</summary>
    public void StartGroupRekey()
    {
        if (State != PtkState.PtkInitDone)
        {
            return;
        }

        _attempts = 0;
        _groupMessages.Clear();
        EnterGroup(PtkGroupState.RekeyNegotiating, "group key to be handed out");
        RepeatGroupMessage();
    }

    /// <summary>
    /// The answer to ReadGroupSequence: the packet number the group key was last used with, 6 bytes, least significant
    /// byte first; empty when unknown. M3 or the group message follows.
    /// </summary>
    public void OnGroupSequence(ReadOnlySpan<byte> packetNumber)
    {
        var sequence = packetNumber[..Math.Min(packetNumber.Length, 6)];
        if (State == PtkState.PtkInitNegotiating)
        {
            SendMessage3(sequence);
        }
        else if (GroupState == PtkGroupState.RekeyNegotiating)
        {
            SendGroupMessage(sequence);
        }
    }

    private void BeginFourWay()
    {
        _attempts = 0;
        _message1s.Clear();
        RepeatMessage1();
    }

    private bool RepeatMessage1()
    {
        if (_attempts == _group.Options.PairwiseUpdateCount)
        {
            return GiveUpFourWay();
        }

        Enter(PtkState.PtkStart, "M1");
        _message1s.Add(++_replayCounter);
        _frameLength = EapolKeyWriter.Write(_group.Frame, Fields(Message1Information, _aNonce.Span, default), default);
        SendFrame();
        ArmRepetition(FirstTimeout);
        return true;
    }

    private void BeginMessage3(string reason)
    {
        _attempts = State == PtkState.PtkInitNegotiating ? _attempts : 0;
        _message3s.Clear();
        Enter(PtkState.PtkInitNegotiating, reason);
        RepeatMessage3();
    }

    private bool RepeatMessage3()
    {
        if (_attempts == _group.Options.PairwiseUpdateCount)
        {
            return GiveUpFourWay();
        }

        AskSequenceThenSend();
        ArmRepetition(FirstTimeout);
        return true;
    }

    private bool RepeatGroupMessage()
    {
        if (GroupState != PtkGroupState.RekeyNegotiating)
        {
            return false;
        }

        if (_attempts == _group.Options.GroupUpdateCount)
        {
            EnterGroup(PtkGroupState.KeyError, "no answer to the group message");
            _counters.GroupHandshakeFailures++;
            Disconnect(ReasonCodes.GroupKeyUpdateTimeout, "group key handshake timed out");
            return false;
        }

        AskSequenceThenSend();
        ArmRepetition(FirstGroupTimeout);
        return true;
    }

    private bool GiveUpFourWay()
    {
        _counters.FourWayHandshakeFailures++;
        Disconnect(ReasonCodes.FourWayHandshakeTimeout, "4-way handshake timed out");
        return false;
    }

    /// <summary>A key that is not in the driver yet has sent nothing: its sequence is zero.</summary>
    private void AskSequenceThenSend()
    {
        if (_group.IsInstalled)
        {
            _effects.Add(new AuthenticatorEffect(
                AuthenticatorEffectKind.ReadGroupSequence, KeyIndex: _group.KeyIndex));
        }
        else
        {
            OnGroupSequence(default);
        }
    }

    private void SendMessage3(ReadOnlySpan<byte> sequence)
    {
        _message3s.Add(++_replayCounter);
        Seal(Fields(Message3Information, _aNonce.Span, sequence), _ownElements);
    }

    private void SendGroupMessage(ReadOnlySpan<byte> sequence)
    {
        _groupMessages.Add(++_replayCounter);
        Seal(Fields(GroupInformation, default, sequence), default);
    }

    /// <summary>Adds the GTK to the key data, wraps them under the KEK, signs under the KCK and sends.</summary>
    private void Seal(in EapolKeyFields fields, ReadOnlySpan<byte> elements)
    {
        Span<byte> plain = stackalloc byte[MaximumFrameLength - EapolKeyFrame.FixedLength];
        Span<byte> wrapped = stackalloc byte[MaximumFrameLength - EapolKeyFrame.FixedLength];
        var keyData = new ByteWriter(plain);
        keyData.Bytes(elements);
        Kde.WriteGtk(ref keyData, _group.KeyIndex, _group.Key(_group.KeyIndex));
        if (_hasIpAllocation && !elements.IsEmpty)
        {
            Kde.WriteIpAddressAllocation(ref keyData, _ipAllocation);
        }

        EapolKeyWriter.Pad(ref keyData);
        wrapped = wrapped[..(keyData.Length + Suite.WrapOverhead)];
        Keys.Wrap(keyData.Written, wrapped);
        plain.Clear();
        if (_offeredGeneration != _group.Generation)
        {
            (_offeredGeneration, _offeredSince) = (_group.Generation, _replayCounter);
        }

        _frameLength = EapolKeyWriter.Write(_group.Frame, fields, wrapped);
        Keys.Sign(_group.Frame.AsSpan(0, _frameLength));
        SendFrame();
    }

    private EapolKeyFields Fields(
        KeyInformation information, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> sequence) => new()
        {
            EapolVersion = _group.Options.EapolVersion,
            MicLength = Suite.MicLength,
            Information = information | Suite.DescriptorVersion,
            KeyLength = (information & KeyInformation.Pairwise) != 0 ? (ushort)Suite.TkLength : (ushort)0,
            ReplayCounter = _replayCounter,
            Nonce = nonce,
            Rsc = sequence,
        };

    private void SendFrame() => _effects.Add(new AuthenticatorEffect(
        AuthenticatorEffectKind.SendEapol, Encrypt: State == PtkState.PtkInitDone));

    private void ArmRepetition(TimeSpan first)
    {
        _attempts++;
        Arm(_attempts == 1 && _group.Options.TransmitStatusAvailable ? first : LaterTimeout);
    }

    /// <summary>M4 is good: the one place where the pairwise key is installed, left at once for PtkInitDone.</summary>
    private void Complete(ulong answered)
    {
        Enter(PtkState.PtkInitDone, "M4 verified");
        _pool.Return(ref _earlierKeys);
        ClearCounters();
        GroupKeyGeneration = Confirmed(answered);
        _group.Join(this);
        Emit(AuthenticatorEffectKind.CancelTimer);
        Emit(AuthenticatorEffectKind.InstallPairwiseKey);
        Emit(AuthenticatorEffectKind.AuthorizeStation);
        Emit(AuthenticatorEffectKind.Connected);
        OfferNewerGroupKey();
    }

    private void CompleteGroup(ulong answered)
    {
        EnterGroup(PtkGroupState.Idle, "group key confirmed");
        _groupMessages.Clear();
        GroupKeyGeneration = Confirmed(answered);
        Emit(AuthenticatorEffectKind.CancelTimer);
        Emit(AuthenticatorEffectKind.GroupRekeyDone);
        OfferNewerGroupKey();
        _group.StationDone();
    }

    /// <summary>The group key that an answer confirms; 0 for one that was replaced meanwhile.</summary>
    private int Confirmed(ulong answered) => answered >= _offeredSince ? _offeredGeneration : 0;

    /// <summary>The group key may have changed between our message and its answer.</summary>
    private void OfferNewerGroupKey()
    {
        if (GroupKeyGeneration != _group.Generation)
        {
            StartGroupRekey();
        }
    }

    private void ClearCounters()
    {
        _message1s.Clear();
        _message3s.Clear();
        _earlierMessage3s.Clear();
        _groupMessages.Clear();
    }

    private void WipeKeys()
    {
        _pool.Return(ref _keys);
        _pool.Return(ref _earlierKeys);
        _aNonce.Clear();
        _sNonce.Clear();
        ClearCounters();
        _nextRequestCounter = 0;
        _offer?.Disprove();
        _offer = null;
        _hasIpAllocation = false;
        _offeredGeneration = 0;
        GroupKeyGeneration = 0;
        _frameLength = 0;
    }
}
