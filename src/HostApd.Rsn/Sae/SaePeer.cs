using HostApd.Ieee80211;

namespace HostApd.Rsn;

/// <summary>Where a peer stands (802.11-2020 12.4.8.2.2).</summary>
public enum SaeState
{
    /// <summary>Nothing has come of it yet.</summary>
    Nothing,

    /// <summary>Our commit is sent, and we have keys; its confirm is awaited.</summary>
    Committed,

    /// <summary>Our confirm is sent, too.</summary>
    Confirmed,

    /// <summary>It has shown that it knows the password.</summary>
    Accepted,
}

/// <summary>What a confirm comes to.</summary>
public enum SaeVerdict
{
    /// <summary>It is the first good one: the peer is accepted.</summary>
    Accepted,

    /// <summary>The peer has been accepted before, and has not seen our confirm: it is sent again.</summary>
    Repeated,

    /// <summary>It does not verify: another password, or not the peer.</summary>
    Mismatch,

    /// <summary>There is nothing to verify it with.</summary>
    OutOfPlace,

    /// <summary>There is nothing yet: the keys are being made.</summary>
    Early,

    /// <summary>It is too short.</summary>
    Malformed,

    /// <summary>It is old, or sent by somebody else: not answered.</summary>
    Ignored,
}

/// <summary>
/// One peer of SAE at an access point (802.11-2020 12.4.8.6). It repeats nothing by itself: a station does. Its commit is answered before its keys
/// are made, which takes longer than anything else; a confirm that comes in between is kept.
/// <code>
/// state \ event | commit, answered                      | confirm that verifies           | confirm that does not
/// Nothing       | → Committed                           | out of place                    | out of place
/// Committed     | → Committed                           | our confirm, → Accepted         | mismatch, stays
/// Confirmed     | Sync + 1, → Committed, or → Nothing   | → Accepted                      | mismatch, stays
/// Accepted      | → Committed; what it has stays        | newer: our confirm anew         | ignored
/// </code>
/// The commit that was answered last is no event: it is answered again with what was said.
/// </summary>
public sealed class SaePeer : IDisposable
{
    /// <summary>Accepted peers count from here on no more (12.4.8.6.5).</summary>
    private const ushort Last = ushort.MaxValue;

    /// <summary>A count and the longest code.</summary>
    private const int LongestConfirm = 2 + 64;

    private SaeAgreement? _agreement;
    private byte[] _sent = [];
    private byte[] _numbers = [];
    private byte[] _identifier = [];
    private byte[] _kept = [];
    private ushort _sentCount;
    private ushort _receivedCount;

    /// <summary>The peer's address.</summary>
    public required MacAddress Address { get; init; }

    /// <summary>Where it stands.</summary>
    public SaeState State { get; private set; }

    /// <summary>How often it began anew in the middle.</summary>
    public int Sync { get; private set; }

    /// <summary>The group of its commit; null before.</summary>
    public SaeGroup? Group { get; private set; }

    /// <summary>The method of its commit.</summary>
    public SaeMethod Method { get; private set; }

    /// <summary>The suite that its commit named.</summary>
    public AkmSuite Akm { get; private set; }

    /// <summary>The scalar and element that it was answered with; empty before.</summary>
    public ReadOnlySpan<byte> Sent => _sent;

    /// <summary>What the peer calls the password that it means.</summary>
    public ReadOnlySpan<byte> Identifier => _identifier;

    /// <summary>In which VLAN the password puts it; 0: nothing is said.</summary>
    public int VlanId { get; set; }

    /// <summary>The keys; null before they are made.</summary>
    public SaeAgreement? Agreement => _agreement;

    /// <summary>Whether it is the commit that was answered, sent again: our answer was lost, and stands.</summary>
    public bool IsRepetition(in SaeCommitFrame commit) =>
        State is SaeState.Committed or SaeState.Confirmed && Group == commit.Group && Method == commit.Method && Akm == commit.Akm
        && commit.Identifier.SequenceEqual(_identifier) && commit.Numbers.SequenceEqual(_numbers);

    /// <summary>Whether a commit is our own, come back (12.4.5.4).</summary>
    public bool IsReflection(in SaeCommitFrame commit) => State != SaeState.Nothing && commit.Numbers.SequenceEqual(_sent);

    /// <summary>Whether an accepted peer's commit has the scalar of the run by which it was accepted.</summary>
    public bool IsReplay(in SaeCommitFrame commit) =>
        State == SaeState.Accepted && commit.Numbers.Length == _numbers.Length && commit.Numbers[..(_numbers.Length / 3)].SequenceEqual(_numbers.AsSpan(0, _numbers.Length / 3));

    /// <summary>Counts a commit that comes in the middle; false: it has come too often, and all is forgotten.</summary>
    public bool MayBegin(int limit)
    {
        if (State == SaeState.Confirmed && ++Sync > limit)
        {
            Forget();
            return false;
        }

        return true;
    }

    /// <summary>Its commit is answered with ours; the keys follow.</summary>
    public void Commit(SaeCommit own, in SaeCommitFrame theirs)
    {
        ArgumentNullException.ThrowIfNull(own);
        _agreement?.Dispose();
        _agreement = null;
        (Group, Method, Akm) = (theirs.Group, theirs.Method, theirs.Akm);
        (_sent, _numbers, _identifier, _kept) = (own.Sent.ToArray(), theirs.Numbers.ToArray(), theirs.Identifier.ToArray(), []);
        (_sentCount, _receivedCount) = (0, 0);
        State = SaeState.Committed;
    }

    /// <summary>Takes over the keys, if they are those of the commits that stand; else they are wiped, and false.</summary>
    public bool TryTake(SaeAgreement keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        if (State != SaeState.Committed || _agreement is not null || !keys.IsOf(_sent, _numbers))
        {
            keys.Dispose();
            return false;
        }

        _agreement = keys;
        return true;
    }

    /// <summary>The confirm that came before the keys, once; empty: none did.</summary>
    public byte[] TakeEarly()
    {
        var kept = _kept;
        _kept = [];
        return kept;
    }

    /// <summary>Writes our confirm with the next count (12.4.7.5): the count, little-endian, and the code.</summary>
    public void Confirm(ref ByteWriter writer)
    {
        if (_agreement is not { } keys)
        {
            throw new InvalidOperationException("There is nothing to confirm.");
        }

        _sentCount = State == SaeState.Accepted ? Last : (ushort)Math.Min(_sentCount + 1, Last);
        writer.U16LittleEndian(_sentCount);
        keys.Confirm(_sentCount, writer.Reserve(keys.ConfirmLength));
        State = State == SaeState.Committed ? SaeState.Confirmed : State;
    }

    /// <summary>A confirm: count and code.</summary>
    public SaeVerdict OnConfirm(ReadOnlySpan<byte> fields)
    {
        if (State == SaeState.Nothing)
        {
            return SaeVerdict.OutOfPlace;
        }

        if (_agreement is not { } keys)
        {
            _kept = fields.Length <= LongestConfirm ? fields.ToArray() : _kept;
            return SaeVerdict.Early;
        }

        var reader = new ByteReader(fields);
        var count = reader.U16LittleEndian();
        var code = reader.Bytes(keys.ConfirmLength);
        if (reader.Failed)
        {
            return SaeVerdict.Malformed;
        }

        if (State == SaeState.Accepted && (count <= _receivedCount || count == Last))
        {
            return SaeVerdict.Ignored;
        }

        if (!keys.Verify(count, code))
        {
            return State == SaeState.Accepted ? SaeVerdict.Ignored : SaeVerdict.Mismatch;
        }

        _receivedCount = count;
        return State == SaeState.Accepted ? SaeVerdict.Repeated : SaeVerdict.Accepted;
    }

    /// <summary>Our confirm is on its way, and the peer's was good.</summary>
    public void Accept() => (State, Sync) = (SaeState.Accepted, 0);

    /// <summary>Wipes all, and begins at the beginning.</summary>
    public void Forget()
    {
        _agreement?.Dispose();
        (_agreement, _sent, _numbers, _identifier, _kept) = (null, [], [], [], []);
        (Group, State, Sync, _sentCount, _receivedCount) = (null, SaeState.Nothing, 0, 0, 0);
    }

    /// <inheritdoc/>
    public void Dispose() => Forget();
}
