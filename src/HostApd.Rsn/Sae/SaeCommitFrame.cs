using HostApd.Ieee80211;

namespace HostApd.Rsn;

/// <summary>Why a commit cannot be read.</summary>
public enum SaeCommitFault
{
    /// <summary>It can.</summary>
    None,

    /// <summary>It ends before it should.</summary>
    TooShort,

    /// <summary>Its group is not among those that are taken.</summary>
    UnknownGroup,

    /// <summary>Something stands behind it that is no element, or an element of no sense.</summary>
    Malformed,
}

/// <summary>
/// The fields of a commit behind algorithm, transaction and status (802.11-2020 9.3.3.11, 12.4.7.4): the group (2 bytes, little-endian), with the loop a token
/// without a header, scalar and element (each number as long as the prime, most significant byte first), and with hash to element
/// some of four elements, in this order. What is out of its place counts as absent.
/// </summary>
public readonly ref struct SaeCommitFrame
{
    /// <summary>Password Identifier (9.4.2.216): its extension.</summary>
    private const byte PasswordIdentifier = 33;

    /// <summary>Rejected Groups (9.4.2.246).</summary>
    private const byte RejectedGroupsList = 92;

    /// <summary>Anti-Clogging Token Container (9.4.2.247).</summary>
    private const byte TokenContainer = 93;

    /// <summary>AKM Suite Selector: which of the two key management suites is meant.</summary>
    private const byte AkmSelector = 114;

    /// <summary>Shorter ones are no token: nobody has sent them out.</summary>
    private const int LeastToken = 32;

    private SaeCommitFrame(SaeGroup group, SaeMethod method) => (Group, Method) = (group, method);

    /// <summary>The group.</summary>
    public SaeGroup Group { get; }

    /// <summary>How the password became a point.</summary>
    public SaeMethod Method { get; }

    /// <summary>Scalar, and x and y of the element: nothing has been asked of them yet.</summary>
    public ReadOnlySpan<byte> Numbers { get; private init; }

    /// <summary>The token; empty: none.</summary>
    public ReadOnlySpan<byte> Token { get; private init; }

    /// <summary>Which password is meant; empty: the one without a name.</summary>
    public ReadOnlySpan<byte> Identifier { get; private init; }

    /// <summary>The groups that were refused to the peer before, two bytes each, little-endian.</summary>
    public ReadOnlySpan<byte> RejectedGroups { get; private init; }

    /// <summary>The key management suite that is meant; none: as it will be in the association.</summary>
    public AkmSuite Akm { get; private init; }

    /// <summary>Of a commit that names a group that is not known: which.</summary>
    public static ushort GroupOf(ReadOnlySpan<byte> fields) => new ByteReader(fields).U16LittleEndian();

    /// <summary>Reads a stranger's commit.</summary>
    /// <param name="fields">What stands behind the status.</param>
    /// <param name="method">What the status says.</param>
    /// <param name="allowed">The groups that are taken.</param>
    /// <param name="commit">The commit.</param>
    public static SaeCommitFault TryParse(ReadOnlySpan<byte> fields, SaeMethod method, IReadOnlyList<SaeGroup> allowed, out SaeCommitFrame commit)
    {
        ArgumentNullException.ThrowIfNull(allowed);
        commit = default;
        var reader = new ByteReader(fields);
        var number = reader.U16LittleEndian();
        if (reader.Failed)
        {
            return SaeCommitFault.TooShort;
        }

        var group = SaeGroup.FindIn(allowed, number);
        if (group is null)
        {
            return SaeCommitFault.UnknownGroup;
        }

        var length = 3 * group.Curve.Length;
        if (reader.Remaining < length)
        {
            return SaeCommitFault.TooShort;
        }

        if (method == SaeMethod.HashToElement)
        {
            return ReadElements(reader.Bytes(length), reader.Rest(), new SaeCommitFrame(group, method), out commit);
        }

        var token = reader.Bytes(reader.Remaining - length);
        commit = new SaeCommitFrame(group, method) { Token = token.Length >= LeastToken ? token : default, Numbers = reader.Bytes(length) };
        return token.IsEmpty || token.Length >= LeastToken ? SaeCommitFault.None : SaeCommitFault.Malformed;
    }

    /// <summary>Writes the commit that a peer is answered with; hash to element repeats the identifier and the suite that the peer named.</summary>
    public static void Write(ref ByteWriter writer, SaePeer peer)
    {
        ArgumentNullException.ThrowIfNull(peer);
        writer.U16LittleEndian(peer.Group!.Number);
        writer.Bytes(peer.Sent);
        var identifier = peer.Identifier;
        var akm = peer.Akm;
        if (peer.Method == SaeMethod.Loop)
        {
            return;
        }

        if (!identifier.IsEmpty)
        {
            WriteHeader(ref writer, PasswordIdentifier, identifier.Length);
            writer.Bytes(identifier);
        }

        if (akm != AkmSuite.None)
        {
            WriteHeader(ref writer, AkmSelector, 4);
            writer.U32BigEndian((uint)akm);
        }
    }

    /// <summary>Writes the demand for a token (12.4.6): the peer's group, and the token that it shall repeat.</summary>
    public static void WriteTokenDemand(ref ByteWriter writer, ushort group, SaeMethod method, scoped ReadOnlySpan<byte> token)
    {
        writer.U16LittleEndian(group);
        if (method == SaeMethod.HashToElement)
        {
            WriteHeader(ref writer, TokenContainer, token.Length);
        }

        writer.Bytes(token);
    }

    private static SaeCommitFault ReadElements(ReadOnlySpan<byte> numbers, ReadOnlySpan<byte> elements, SaeCommitFrame empty, out SaeCommitFrame commit)
    {
        commit = default;
        var identifier = Take(ref elements, PasswordIdentifier);
        var rejected = Take(ref elements, RejectedGroupsList);
        var token = Take(ref elements, TokenContainer);
        var akm = Take(ref elements, AkmSelector);
        if (rejected.Length % 2 != 0 || akm.Length is not (0 or 4))
        {
            return SaeCommitFault.Malformed;
        }

        var selector = akm.IsEmpty ? AkmSuite.None : (AkmSuite)new ByteReader(akm).U32BigEndian();
        commit = new SaeCommitFrame(empty.Group, empty.Method)
        {
            Numbers = numbers,
            Identifier = identifier,
            RejectedGroups = rejected,
            Token = token,
            Akm = selector,
        };
        return SaeCommitFault.None;
    }

    /// <summary>The body of the element that stands first, when it is that one.</summary>
    private static ReadOnlySpan<byte> Take(scoped ref ReadOnlySpan<byte> elements, byte extension)
    {
        var reader = new ByteReader(elements);
        var id = reader.U8();
        var length = reader.U8();
        var body = reader.Bytes(length);
        if (reader.Failed || id != (byte)ElementId.Extension || body.IsEmpty || body[0] != extension)
        {
            return default;
        }

        elements = reader.Rest();
        return body[1..];
    }

    private static void WriteHeader(ref ByteWriter writer, byte extension, int length)
    {
        writer.U8((byte)ElementId.Extension);
        writer.U8((byte)(length + 1));
        writer.U8(extension);
    }
}
