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

    /// <summary>It is too short.</summary>
    Malformed,

    /// <summary>It is old, or sent by somebody else: not answered.</summary>
    Ignored,
}

/// <summary>
/// One peer of SAE at an access point (802.11-2020 12.4.8.6). It repeats nothing by itself: a station does.
/// <code>
/// state \ event | commit, computed                      | confirm that verifies           | confirm that does not
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

    private SaeCommitment? _commitment;
    private SaeAgreement? _agreement;
    private byte[] _numbers = [];
    private byte[] _identifier = [];
    private ushort _sent;
    private ushort _received;

    /// <summary>The peer's address.</summary>
    public required MacAddress Address { get; init; }

    /// <summary>Where it stands.</summary>
    public SaeState State { get; private set; }

    /// <summary>How often it began anew in the middle.</summary>
    public int Sync { get; private set; }

    /// <summary>The suite that its commit named.</summary>
    public AkmSuite Akm { get; private set; }

    /// <summary>The commitment that is sent; null before.</summary>
    public SaeCommitment? Commitment => _commitment;

    /// <summary>The keys; null before.</summary>
    public SaeAgreement? Agreement => _agreement;

    /// <summary>What the peer calls the password that it means.</summary>
    public ReadOnlySpan<byte> Identifier => _identifier;

    /// <summary>Whether it is the commit that was answered, sent again: our answer was lost, and stands.</summary>
    public bool IsRepetition(in SaeCommitFrame commit) =>
        State is SaeState.Committed or SaeState.Confirmed && _commitment is { } own && own.Group == commit.Group && own.Method == commit.Method
        && commit.Akm == Akm && commit.Identifier.SequenceEqual(_identifier) && commit.Numbers.SequenceEqual(_numbers);

    /// <summary>Whether a commit is our own, come back (12.4.5.4).</summary>
    public bool IsReflection(in SaeCommitFrame commit) => _commitment is { } own && commit.Numbers.SequenceEqual(own.Sent);

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

    /// <summary>Takes over what a commit has come to.</summary>
    public void Commit(SaeWork work)
    {
        ArgumentNullException.ThrowIfNull(work);
        _commitment?.Dispose();
        _agreement?.Dispose();
        (_commitment, _agreement, _numbers, _identifier, Akm) = (work.Commitment, work.Agreement, work.Numbers, work.Identifier, work.Akm);
        (_sent, _received) = (0, 0);
        State = SaeState.Committed;
    }

    /// <summary>Writes our confirm with the next count (12.4.7.5): the count, little-endian, and the code.</summary>
    public void Confirm(ref ByteWriter writer)
    {
        if (_agreement is not { } keys)
        {
            throw new InvalidOperationException("There is nothing to confirm.");
        }

        _sent = State == SaeState.Accepted ? Last : (ushort)Math.Min(_sent + 1, Last);
        writer.U16LittleEndian(_sent);
        keys.Confirm(_sent, writer.Reserve(keys.ConfirmLength));
        State = State == SaeState.Committed ? SaeState.Confirmed : State;
    }

    /// <summary>A confirm: count and code.</summary>
    public SaeVerdict OnConfirm(ReadOnlySpan<byte> fields)
    {
        var reader = new ByteReader(fields);
        var count = reader.U16LittleEndian();
        if (State == SaeState.Nothing || _agreement is not { } keys)
        {
            return SaeVerdict.OutOfPlace;
        }

        var code = reader.Bytes(keys.ConfirmLength);
        if (reader.Failed)
        {
            return SaeVerdict.Malformed;
        }

        if (State == SaeState.Accepted && (count <= _received || count == Last))
        {
            return SaeVerdict.Ignored;
        }

        if (!keys.Verify(count, code))
        {
            return State == SaeState.Accepted ? SaeVerdict.Ignored : SaeVerdict.Mismatch;
        }

        _received = count;
        if (State == SaeState.Accepted)
        {
            return SaeVerdict.Repeated;
        }

        return SaeVerdict.Accepted;
    }

    /// <summary>Our confirm is on its way, and the peer's was good.</summary>
    public void Accept() => (State, Sync) = (SaeState.Accepted, 0);

    /// <summary>Wipes all, and begins at the beginning.</summary>
    public void Forget()
    {
        _commitment?.Dispose();
        _agreement?.Dispose();
        (_commitment, _agreement, _numbers, _identifier) = (null, null, [], []);
        (State, Sync, _sent, _received) = (SaeState.Nothing, 0, 0, 0);
    }

    /// <inheritdoc/>
    public void Dispose() => Forget();
}
