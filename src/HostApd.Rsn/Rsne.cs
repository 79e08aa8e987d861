using System.Buffers.Binary;
using HostApd.Ieee80211;

namespace HostApd.Rsn;

/// <summary>Why bytes are not an RSNE.</summary>
public enum RsneErrorCode
{
    /// <summary>No error.</summary>
    None,

    /// <summary>The element's identifier or length does not fit the bytes given.</summary>
    BadElement,

    /// <summary>No or half a version field.</summary>
    ShortVersion,

    /// <summary>A version other than 1.</summary>
    UnsupportedVersion,

    /// <summary>The group data cipher suite is cut off.</summary>
    ShortGroupCipher,

    /// <summary>The pairwise list is empty or cut off.</summary>
    ShortPairwiseList,

    /// <summary>The AKM list is empty or cut off.</summary>
    ShortAkmList,

    /// <summary>The capabilities are cut off.</summary>
    ShortCapabilities,

    /// <summary>The PMKID list is cut off.</summary>
    ShortPmkidList,

    /// <summary>The group management cipher suite is cut off.</summary>
    ShortGroupManagementCipher,
}

/// <summary>A parse error and the offset, in bytes from the element's identifier, where it was found.</summary>
public readonly record struct RsneError(RsneErrorCode Code, int Offset);

/// <summary>
/// The RSN element (802.11-2020 9.4.2.24), a view on received bytes. Integers least significant byte first, suite
/// selectors in the order they are sent.
/// <code>
/// Element ID 48 | 1            RSN Capabilities        | 2      may be absent
/// Length        | 1            PMKID Count             | 2      may be absent
/// Version = 1   | 2            PMKID List              | 16 × s
/// Group Cipher  | 4            Group Management Cipher | 4      may be absent
/// Pairwise Count, List | 2, 4 × m        bytes after it: skipped
/// AKM Count, List      | 2, 4 × n
/// </code>
/// Every field after the version may end the element; what is absent has the standard's default.
/// </summary>
public readonly ref struct Rsne
{
    /// <summary>Element identifier.</summary>
    public const byte ElementId = 48;

    /// <summary>The only version there is.</summary>
    public const ushort SupportedVersion = 1;

    /// <summary>Length of a suite selector in bytes.</summary>
    public const int SuiteLength = 4;

    /// <summary>Length of a PMKID in bytes.</summary>
    public const int PmkidLength = 16;

    private const int HeaderLength = 2;

    private readonly ReadOnlySpan<byte> _pairwise;
    private readonly ReadOnlySpan<byte> _akms;
    private readonly ReadOnlySpan<byte> _pmkids;

    private Rsne(
        CipherSuite group, ReadOnlySpan<byte> pairwise, ReadOnlySpan<byte> akms, RsnCapabilities capabilities,
        ReadOnlySpan<byte> pmkids, CipherSuite groupManagement)
    {
        GroupCipher = group;
        _pairwise = pairwise;
        _akms = akms;
        Capabilities = capabilities;
        _pmkids = pmkids;
        GroupManagementCipher = groupManagement;
    }

    private static ReadOnlySpan<byte> DefaultPairwise => [0x00, 0x0F, 0xAC, 0x04];

    private static ReadOnlySpan<byte> DefaultAkm => [0x00, 0x0F, 0xAC, 0x01];

    /// <summary>Group data cipher; CCMP when absent.</summary>
    public CipherSuite GroupCipher { get; }

    /// <summary>Number of pairwise ciphers, at least 1.</summary>
    public int PairwiseCount => _pairwise.Length / SuiteLength;

    /// <summary>Number of key management suites, at least 1.</summary>
    public int AkmCount => _akms.Length / SuiteLength;

    /// <summary>Capabilities; none when absent.</summary>
    public RsnCapabilities Capabilities { get; }

    /// <summary>Number of PMKIDs.</summary>
    public int PmkidCount => _pmkids.Length / PmkidLength;

    /// <summary>Group management cipher; <see cref="CipherSuite.None"/> when absent.</summary>
    public CipherSuite GroupManagementCipher { get; }

    /// <summary>The pairwise cipher at <paramref name="index"/>.</summary>
    public CipherSuite Pairwise(int index) => (CipherSuite)SuiteAt(_pairwise, index);

    /// <summary>The key management suite at <paramref name="index"/>.</summary>
    public AkmSuite Akm(int index) => (AkmSuite)SuiteAt(_akms, index);

    /// <summary>The PMKID at <paramref name="index"/>, 16 bytes.</summary>
    public ReadOnlySpan<byte> Pmkid(int index) => _pmkids.Slice(PmkidLength * index, PmkidLength);

    /// <summary>All PMKIDs, 16 bytes each.</summary>
    public ReadOnlySpan<byte> Pmkids => _pmkids;

    /// <summary>Whether the pairwise list has <paramref name="cipher"/>.</summary>
    public bool HasPairwise(CipherSuite cipher) => Contains(_pairwise, (uint)cipher);

    /// <summary>Whether the key management list has <paramref name="akm"/>.</summary>
    public bool HasAkm(AkmSuite akm) => Contains(_akms, (uint)akm);

    /// <summary>Whether two elements say the same, whatever PMKIDs they name.</summary>
    public bool IsSameButForPmkids(in Rsne other) => GroupCipher == other.GroupCipher && _pairwise.SequenceEqual(other._pairwise)
        && _akms.SequenceEqual(other._akms) && Capabilities == other.Capabilities && GroupManagementCipher == other.GroupManagementCipher;

    /// <summary>
    /// Appends an element of ours, which has all fields up to the capabilities and names no key, as it names one: the PMKID stands before the group
    /// management cipher. One that is no such element is appended as it is.
    /// </summary>
    /// <param name="writer">Where to.</param>
    /// <param name="element">The element with identifier and length.</param>
    /// <param name="pmkid">16 bytes.</param>
    public static void WriteNaming(ref ByteWriter writer, scoped ReadOnlySpan<byte> element, scoped ReadOnlySpan<byte> pmkid)
    {
        const int countLength = 2;
        if (!TryParse(element, out var own, out _) || own.PmkidCount != 0)
        {
            writer.Bytes(element);
            return;
        }

        var end = HeaderLength + element[1];
        var at = end - (own.GroupManagementCipher == CipherSuite.None ? 0 : SuiteLength);
        var named = own.GroupManagementCipher == CipherSuite.None ? at : at - countLength;
        writer.U8(ElementId);
        writer.U8((byte)(named - HeaderLength + countLength + pmkid.Length + (end - at)));
        writer.Bytes(element[HeaderLength..named]);
        writer.U16LittleEndian((ushort)(pmkid.Length / PmkidLength));
        writer.Bytes(pmkid);
        writer.Bytes(element[at..end]);
    }

    /// <summary>Reads the element with its identifier and length; bytes after the element are not looked at.</summary>
    public static bool TryParse(ReadOnlySpan<byte> element, out Rsne rsne, out RsneError error)
    {
        rsne = default;
        if (element.Length < HeaderLength || element[0] != ElementId || element[1] > element.Length - HeaderLength)
        {
            error = new RsneError(RsneErrorCode.BadElement, 0);
            return false;
        }

        var reader = new ByteReader(element[..(HeaderLength + element[1])]);
        reader.Skip(HeaderLength);
        var code = Read(reader, out rsne, out var offset);
        error = new RsneError(code, offset);
        return code == RsneErrorCode.None;
    }

    private static RsneErrorCode Read(ByteReader reader, out Rsne rsne, out int offset)
    {
        rsne = default;
        var group = CipherSuite.Ccmp;
        var pairwise = DefaultPairwise;
        var akms = DefaultAkm;
        var capabilities = RsnCapabilities.None;
        var pmkids = ReadOnlySpan<byte>.Empty;
        var groupManagement = CipherSuite.None;

        offset = reader.Offset;
        if (reader.Remaining < 2)
        {
            return RsneErrorCode.ShortVersion;
        }

        if (reader.U16LittleEndian() != SupportedVersion)
        {
            return RsneErrorCode.UnsupportedVersion;
        }

        offset = reader.Offset;
        if (reader.Remaining > 0 && !TryReadSuite(ref reader, ref group))
        {
            return RsneErrorCode.ShortGroupCipher;
        }

        offset = reader.Offset;
        if (reader.Remaining > 0 && !TryReadList(ref reader, SuiteLength, 1, ref pairwise))
        {
            return RsneErrorCode.ShortPairwiseList;
        }

        offset = reader.Offset;
        if (reader.Remaining > 0 && !TryReadList(ref reader, SuiteLength, 1, ref akms))
        {
            return RsneErrorCode.ShortAkmList;
        }

        offset = reader.Offset;
        if (reader.Remaining > 0)
        {
            capabilities = (RsnCapabilities)reader.U16LittleEndian();
            if (reader.Failed)
            {
                return RsneErrorCode.ShortCapabilities;
            }
        }

        offset = reader.Offset;
        if (reader.Remaining > 0 && !TryReadList(ref reader, PmkidLength, 0, ref pmkids))
        {
            return RsneErrorCode.ShortPmkidList;
        }

        offset = reader.Offset;
        if (reader.Remaining > 0 && !TryReadSuite(ref reader, ref groupManagement))
        {
            return RsneErrorCode.ShortGroupManagementCipher;
        }

        offset = 0;
        rsne = new Rsne(group, pairwise, akms, capabilities, pmkids, groupManagement);
        return RsneErrorCode.None;
    }

    private static bool TryReadSuite(ref ByteReader reader, ref CipherSuite suite)
    {
        var value = reader.U32BigEndian();
        suite = reader.Failed ? suite : (CipherSuite)value;
        return !reader.Failed;
    }

    private static bool TryReadList(
        ref ByteReader reader, int itemLength, int minimum, ref ReadOnlySpan<byte> list)
    {
        var count = reader.U16LittleEndian();
        var items = reader.Bytes(count * itemLength);
        if (reader.Failed || count < minimum)
        {
            return false;
        }

        list = items;
        return true;
    }

    private static uint SuiteAt(ReadOnlySpan<byte> list, int index) =>
        BinaryPrimitives.ReadUInt32BigEndian(list.Slice(SuiteLength * index, SuiteLength));

    private static bool Contains(ReadOnlySpan<byte> list, uint suite)
    {
        for (var i = 0; i < list.Length / SuiteLength; i++)
        {
            if (SuiteAt(list, i) == suite)
            {
                return true;
            }
        }

        return false;
    }
}
