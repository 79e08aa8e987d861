using HostApd.Ieee80211;

namespace HostApd.Rsn;

/// <summary>
/// The frames that go to one station: M1, M3 and the group message, their replay counters, which answers are still awaited, and
/// which group key an answer confirms. They are written into the one buffer of the BSS (<see cref="GroupKeyMachine.Frame"/>).
/// </summary>
internal sealed class SentKeyFrames(GroupKeyMachine group, HandshakeKeys keys, PairwiseKeySlot slot, AuthenticatorEffects effects)
{
    internal const int MaximumLength = 768;

    private const KeyInformation Message1Information = KeyInformation.Pairwise | KeyInformation.Ack;

    private const KeyInformation Message3Information = KeyInformation.Pairwise | KeyInformation.Install
        | KeyInformation.Ack | KeyInformation.Mic | KeyInformation.Secure | KeyInformation.EncryptedKeyData;

    private const KeyInformation GroupInformation = KeyInformation.Ack | KeyInformation.Mic | KeyInformation.Secure
        | KeyInformation.EncryptedKeyData;

    private byte[] _ownElements = [];
    private byte[] _ssid = [];
    private byte[]? _ipAllocation;
    private Repetition _repetition;
    private int _length;

    /// <summary>It grows from association to association: a counter that was used once is never right again.</summary>
    private ulong _replayCounter;

    private ReplayRange _message1s;
    private ReplayRange _message3s;
    private ReplayRange _earlierMessage3s;
    private ReplayRange _groupMessages;
    private int _offeredGeneration;

    /// <summary>Which key's packet number has been asked for.</summary>
    private GroupKeyKind _asked;

    /// <summary>The first message that offered <see cref="_offeredGeneration"/>: an answer to an earlier one confirms less.</summary>
    private ulong _offeredSince;

    /// <summary>The frame written last, from the EAPOL header on; good until the next input to any station of the BSS.</summary>
    public ReadOnlySpan<byte> Eapol => group.Frame.AsSpan(0, _length);

    /// <summary>The station protects management frames, and is handed the keys for that.</summary>
    public bool ProtectsFrames { get; private set; }

    /// <summary>The station is handed so many kinds of group key, from the first on.</summary>
    private int Kinds => group.KindsFor(ProtectsFrames);

    /// <summary>M1 has been sent as often as it may be.</summary>
    public bool IsMessage1Over => _repetition.Attempts == group.Options.PairwiseUpdateCount;

    /// <summary>M3 has been sent as often as it may be.</summary>
    public bool IsMessage3Over => IsMessage1Over || AreKeysSent;

    /// <summary>The group message has been sent as often as it may be.</summary>
    public bool IsGroupOver => _repetition.Attempts == group.Options.GroupUpdateCount || AreKeysSent;

    private KeyInformation Message3Now =>
        group.Options.Knobs.Message3InClear ? Message3Information & ~KeyInformation.EncryptedKeyData : Message3Information;

    private bool AreKeysSent => group.Options.SendsKeysOnce && _repetition.Attempts > 0;

    /// <summary>An association begins.</summary>
    /// <param name="ownElements">What M3 repeats of our Beacon.</param>
    /// <param name="ssid">The name of the network, where M3 tells it.</param>
    /// <param name="protectsFrames">The station protects management frames, and is handed the keys for that.</param>
    public void Begin(ReadOnlySpan<byte> ownElements, ReadOnlySpan<byte> ssid, bool protectsFrames)
    {
        _ownElements = group.Share(ownElements);
        _ssid = group.Options.ProtectsSsid ? ssid.ToArray() : [];
        ProtectsFrames = protectsFrames;
    }

    /// <summary>The address that a station asked for in M2 goes into M3 (P2P 1.7 4.2.8).</summary>
    public void AllocateAddress(ReadOnlySpan<byte> keyDataOfMessage2, MacAddress station, IIpAddressing? addressing)
    {
        Span<byte> allocation = stackalloc byte[IIpAddressing.AllocationLength];
        var isGiven = KdeReader.TryFind(keyDataOfMessage2, KdeType.IpAddressRequest, out var request)
            && request is [1, ..]
            && addressing?.TryAllocate(station, allocation) == true;
        _ipAllocation = isGiven ? allocation.ToArray() : null;
    }

    /// <summary>The group keys are those of another network from now on.</summary>
    public void Move(GroupKeyMachine to)
    {
        group = to;
        _ownElements = group.Share(_ownElements);
    }

    /// <summary>The first M1 follows.</summary>
    public void BeginMessage1()
    {
        _repetition.Begin();
        _message1s.Clear();
    }

    /// <summary>The first M3 follows.</summary>
    /// <param name="isLater">It answers a later M2: the M3s before count, and may still be answered under the keys before.</param>
    public void BeginMessage3(bool isLater)
    {
        if (isLater)
        {
            _earlierMessage3s = _message3s;
        }
        else
        {
            _repetition.Begin();
        }

        _message3s.Clear();
    }

    /// <summary>The first group message follows.</summary>
    public void BeginGroupMessage()
    {
        _repetition.Begin();
        ForgetGroupMessages();
    }

    /// <summary>No group message awaits its answer any more.</summary>
    public void ForgetGroupMessages() => _groupMessages.Clear();

    /// <summary>Whether an M2 with that counter is awaited.</summary>
    public bool AwaitsMessage2(ulong counter) => _message1s.Contains(counter);

    /// <summary>Whether an M4 with that counter is awaited under the newest keys.</summary>
    public bool AwaitsMessage4(ulong counter) => _message3s.Contains(counter);

    /// <summary>Whether an M4 with that counter is awaited under the keys before.</summary>
    public bool AwaitsEarlierMessage4(ulong counter) => _earlierMessage3s.Contains(counter);

    /// <summary>Whether a group message 2 with that counter is awaited.</summary>
    public bool AwaitsGroup2(ulong counter) => _groupMessages.Contains(counter);

    /// <summary>The group key that an answer confirms; 0 for one that was replaced meanwhile.</summary>
    public int Confirmed(ulong answered) => answered >= _offeredSince ? _offeredGeneration : 0;

    /// <summary>Sends M1.</summary>
    public void SendMessage1()
    {
        _message1s.Add(++_replayCounter);
        WriteMessage1();
        effects.Send(slot.IsInUse);
        effects.Arm(_repetition.Next(Repetition.FirstTimeout, group.Options));
    }

    /// <summary>
    /// M1 was acknowledged. After the first the repetition waits the full second: some stations change their SNonce when M1 is repeated.
    /// </summary>
    public void OnMessage1Acknowledged()
    {
        if (_repetition.Attempts == 1 && group.Options.TransmitStatusAvailable)
        {
            effects.Arm(Repetition.LaterTimeout);
        }
    }

    /// <summary>M3 is to be sent: at once, where nothing has been sent under the group keys, which are not in the driver yet.</summary>
    public void PrepareMessage3()
    {
        group.ForgetSequences();
        if (!AskNext(GroupKeyKind.Data))
        {
            SendMessage3();
        }

        effects.Arm(_repetition.NextOfKeys(Repetition.FirstTimeout, group.Options));
    }

    /// <summary>Sends M3.</summary>
    public void SendMessage3()
    {
        _message3s.Add(++_replayCounter);
        Seal(Fields(Message3Now, keys.ANonce, group.Sequence(GroupKeyKind.Data)), _ownElements);
        effects.Send(slot.IsInUse);
    }

    /// <summary>The group message is to be sent; as <see cref="PrepareMessage3"/>.</summary>
    public void PrepareGroupMessage()
    {
        group.ForgetSequences();
        if (!AskNext(GroupKeyKind.Data))
        {
            SendGroupMessage();
        }

        effects.Arm(_repetition.NextOfKeys(Repetition.FirstGroupTimeout, group.Options));
    }

    /// <summary>Sends the group message.</summary>
    public void SendGroupMessage()
    {
        _groupMessages.Add(++_replayCounter);
        Seal(Fields(GroupInformation, default, group.Sequence(GroupKeyKind.Data)), default);
        effects.Send(encrypt: true);
    }

    /// <summary>
    /// The packet number that the key asked for last was last used with; false: the next key's is asked for, and the frame waits.
    /// </summary>
    /// <param name="sequence">Up to 6 bytes; empty when unknown.</param>
    public bool TakeSequence(ReadOnlySpan<byte> sequence)
    {
        if ((int)_asked < Kinds)
        {
            sequence.CopyTo(group.Sequence(_asked));
        }

        return !AskNext(_asked + 1);
    }

    private bool AskNext(GroupKeyKind from)
    {
        for (_asked = from; (int)_asked < Kinds; _asked++)
        {
            if (group.IsInstalled(_asked))
            {
                effects.ReadSequence(group.NewestOf(_asked));
                return true;
            }
        }

        return false;
    }

    /// <summary>Sends a message once more to a connected station, under a new counter; no answer to it is awaited.</summary>
    public void SendAgain(Resent message)
    {
        _replayCounter++;
        group.ForgetSequences();
        switch (message)
        {
            case Resent.Message1:
                WriteMessage1();
                break;
            case Resent.Message3:
                Seal(Fields(Message3Now, keys.ANonce, default), _ownElements);
                break;
            case Resent.GroupMessage:
                Seal(Fields(GroupInformation, default, default), default);
                break;
        }

        effects.Send(encrypt: true);
    }

    /// <summary>No answer of the 4-way and group key handshakes is awaited any more.</summary>
    public void ForgetAwaited()
    {
        _message1s.Clear();
        _message3s.Clear();
        _earlierMessage3s.Clear();
        _groupMessages.Clear();
    }

    /// <summary>Forgets all but the counter.</summary>
    public void Clear()
    {
        ForgetAwaited();
        _ipAllocation = null;
        _offeredGeneration = 0;
        _length = 0;
    }

    /// <summary>Secure once there is a key (802.11-2020 12.7.2 b 7); a PMK that has a PMKID is named (12.7.6.2).</summary>
    private void WriteMessage1()
    {
        var keyData = new ByteWriter(stackalloc byte[MaximumLength - EapolKeyFrame.FixedLength]);
        if (!keys.PmkId.IsEmpty)
        {
            Kde.WritePmkid(ref keyData, keys.PmkId);
        }

        keyData.Bytes(Convert.FromHexString(group.Options.Knobs.Message1Elements));
        _length = EapolKeyWriter.Write(group.Frame,
            Fields(Message1Information | (slot.IsInUse ? KeyInformation.Secure : 0), keys.ANonce, default), keyData.Written);
    }

    /// <summary>Adds the group keys to the key data, wraps them under the KEK where the fields say so, and signs under the KCK.</summary>
    private void Seal(in EapolKeyFields fields, ReadOnlySpan<byte> elements)
    {
        Span<byte> plain = stackalloc byte[MaximumLength - EapolKeyFrame.FixedLength];
        Span<byte> wrapped = stackalloc byte[MaximumLength - EapolKeyFrame.FixedLength];
        var keyData = new ByteWriter(plain[..^(keys.Suite.MicLength + keys.Suite.WrapOverhead)]);
        if (keys.Terms is { } terms && !elements.IsEmpty)
        {
            WriteTransition(ref keyData, terms, elements);
        }
        else
        {
            keyData.Bytes(elements);
        }

        if (slot.Alternates && !elements.IsEmpty)
        {
            Kde.WriteKeyId(ref keyData, slot.KeyId);
        }

        WriteGroupKeys(ref keyData);
        if (_ipAllocation is not null && !elements.IsEmpty)
        {
            Kde.WriteIpAddressAllocation(ref keyData, _ipAllocation);
        }

        if (group.Options.TransitionDisable is not 0 and var bits && !elements.IsEmpty)
        {
            Kde.WriteTransitionDisable(ref keyData, bits);
        }

        if (_ssid.Length > 0 && !elements.IsEmpty)
        {
            keyData.Element(ElementId.Ssid, _ssid);
        }

        if ((fields.Information & KeyInformation.EncryptedKeyData) != 0)
        {
            EapolKeyWriter.Pad(ref keyData);
            wrapped = wrapped[..(keyData.Length + keys.Suite.WrapOverhead)];
            keys.Current.Wrap(keyData.Written, wrapped);
        }
        else
        {
            wrapped = wrapped[..keyData.Length];
            keyData.Written.CopyTo(wrapped);
        }

        plain.Clear();
        if (_offeredGeneration != group.Generation)
        {
            (_offeredGeneration, _offeredSince) = (group.Generation, _replayCounter);
        }

        _length = EapolKeyWriter.Write(group.Frame, fields, wrapped);
        keys.Current.Sign(group.Frame.AsSpan(0, _length));
    }

    /// <summary>
    /// Our RSNE as it names the key of this access point, and what else there was of it, then what a first association in a mobility domain has: its
    /// elements, and for how long its keys are good (802.11-2020 13.4.2).
    /// </summary>
    private void WriteTransition(ref ByteWriter keyData, FtTerms terms, ReadOnlySpan<byte> elements)
    {
        Span<byte> name = stackalloc byte[FtKeys.NameLength];
        keys.WriteR1Name(name);
        var rsneLength = elements.Length > 2 && elements[0] == Rsne.ElementId ? Math.Min(2 + elements[1], elements.Length) : 0;
        Rsne.WriteNaming(ref keyData, elements[..rsneLength], name);
        keyData.Bytes(elements[rsneLength..]);
        MobilityDomain.Write(ref keyData, terms.Options.MobilityDomain);
        terms.WriteHolders(ref keyData);
        TimeoutInterval.Write(ref keyData, TimeoutInterval.ReassociationDeadline, (uint)terms.Options.ReassociationDeadline);
        TimeoutInterval.Write(ref keyData, TimeoutInterval.KeyLifetime, (uint)terms.Options.KeyLifetime.TotalSeconds);
    }

    private void WriteGroupKeys(ref ByteWriter keyData)
    {
        for (var kind = GroupKeyKind.Data; (int)kind < Kinds; kind++)
        {
            var keyId = group.NewestOf(kind);
            switch (kind)
            {
                case GroupKeyKind.Data:
                    Kde.WriteGtk(ref keyData, keyId, group.Key(keyId));
                    break;
                case GroupKeyKind.Management:
                    Kde.WriteIntegrityKey(ref keyData, KdeType.Igtk, keyId, group.Sequence(kind), group.Key(keyId));
                    break;
                case GroupKeyKind.Beacon:
                    Kde.WriteIntegrityKey(ref keyData, KdeType.Bigtk, keyId, group.Sequence(kind), group.Key(keyId));
                    break;
            }
        }
    }

    private EapolKeyFields Fields(KeyInformation information, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> sequence) => new()
    {
        EapolVersion = group.Options.EapolVersion,
        MicLength = keys.Suite.MicLength,
        Information = information | keys.Suite.DescriptorVersion,
        KeyLength = (information & KeyInformation.Pairwise) != 0 ? (ushort)keys.Suite.TkLength : (ushort)0,
        ReplayCounter = _replayCounter,
        Nonce = nonce,
        Rsc = sequence,
    };
}
