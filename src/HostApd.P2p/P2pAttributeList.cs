using System.Buffers.Binary;
using HostApd.Ieee80211;

namespace HostApd.P2p;

/// <summary>Why bytes are not the attributes that were expected.</summary>
public enum P2pErrorCode
{
    /// <summary>No error.</summary>
    None,

    /// <summary>An attribute header is cut off, or its length names more bytes than there are.</summary>
    CutOff,

    /// <summary>A required attribute is absent.</summary>
    Missing,

    /// <summary>An attribute has another length than its definition allows.</summary>
    Length,

    /// <summary>The WPS attributes beside them are not right.</summary>
    Wps,
}

/// <summary>A parse error: what, in which attribute, and its offset in bytes from the start of the attributes.</summary>
public readonly record struct P2pError(P2pErrorCode Code, P2pAttributeId Attribute, int Offset);

/// <summary>
/// Reads the attributes of a P2P element's body (P2P 1.7 4.1.1) in any order:
/// <code>| Attribute ID 1 | Length 2, least significant first | body … |</code>
/// Unknown ones are skipped, of repeated ones the first counts. The first error sticks; a parser reads as the standard's table and
/// checks once, with <see cref="TryFinish"/>.
/// </summary>
public ref struct P2pAttributeList
{
    /// <summary>Length of identifier and length, in bytes.</summary>
    public const int HeaderLength = 3;

    private readonly ReadOnlySpan<byte> _bytes;
    private P2pError _error;

    /// <summary>
    /// Looks at the structure, and at the lengths of what requests are made of: one of another length makes the whole malformed,
    /// whatever the message it came in asks for.
    /// </summary>
    public P2pAttributeList(ReadOnlySpan<byte> bytes)
    {
        _bytes = bytes;
        for (var at = 0; at < bytes.Length; at += HeaderLength + LengthAt(at))
        {
            if (bytes.Length - at < HeaderLength || bytes.Length - at - HeaderLength < LengthAt(at))
            {
                _error = new P2pError(P2pErrorCode.CutOff, (P2pAttributeId)bytes[at], at);
                _bytes = default;
                return;
            }
        }

        _ = Capability();
        _ = Mac(P2pAttributeId.DeviceId);
        _ = DeviceInfo();
        _ = GroupId(out _);
        _ = NoticeOfAbsence();
        _ = InvitationFlags();
    }

    /// <summary>The body of an attribute that must be there with exactly <paramref name="length"/> bytes.</summary>
    public ReadOnlySpan<byte> Required(P2pAttributeId id, int length)
    {
        if (Find(id) < 0)
        {
            Fail(P2pErrorCode.Missing, id, _bytes.Length);
        }

        return Optional(id, length, length);
    }

    /// <summary>The body of an attribute that may be there; empty when it is not.</summary>
    public ReadOnlySpan<byte> Optional(P2pAttributeId id, int minimum, int maximum)
    {
        var at = Find(id);
        if (at < 0)
        {
            return default;
        }

        var length = LengthAt(at);
        if (length >= minimum && length <= maximum)
        {
            return _bytes.Slice(at + HeaderLength, length);
        }

        Fail(P2pErrorCode.Length, id, at);
        return default;
    }

    /// <summary>A required Status.</summary>
    public P2pStatus Status()
    {
        var body = Required(P2pAttributeId.Status, 1);
        return body.IsEmpty ? P2pStatus.Success : (P2pStatus)body[0];
    }

    /// <summary>P2P Capability; none when absent.</summary>
    public (DeviceCapability Device, GroupCapability Group) Capability()
    {
        var body = Optional(P2pAttributeId.Capability, 2, 2);
        return body.IsEmpty ? default : ((DeviceCapability)body[0], (GroupCapability)body[1]);
    }

    /// <summary>An attribute that is an address; zero when absent.</summary>
    public MacAddress Mac(P2pAttributeId id)
    {
        var body = Optional(id, MacAddress.Length, MacAddress.Length);
        return body.IsEmpty ? MacAddress.Zero : new MacAddress(body);
    }

    /// <summary>Body of P2P Device Info, see <see cref="P2pDeviceInfo.TryParse"/>; empty when absent.</summary>
    public ReadOnlySpan<byte> DeviceInfo() =>
        Optional(P2pAttributeId.DeviceInfo, P2pDeviceInfo.MinimumLength, ushort.MaxValue);

    /// <summary>P2P Group ID: the Group Owner's P2P Device Address, and the SSID; zero and empty when absent.</summary>
    public MacAddress GroupId(out ReadOnlySpan<byte> ssid)
    {
        var body = Optional(P2pAttributeId.GroupId, MacAddress.Length, MacAddress.Length + 32);
        ssid = body.IsEmpty ? default : body[MacAddress.Length..];
        return body.IsEmpty ? MacAddress.Zero : new MacAddress(body);
    }

    /// <summary>Body of Notice of Absence; empty when absent.</summary>
    public ReadOnlySpan<byte> NoticeOfAbsence() => Optional(P2pAttributeId.NoticeOfAbsence, 2, ushort.MaxValue);

    /// <summary>Body of Invitation Flags; empty when absent.</summary>
    public ReadOnlySpan<byte> InvitationFlags() => Optional(P2pAttributeId.InvitationFlags, 1, 1);

    /// <summary>Whether all that was asked for was right.</summary>
    public readonly bool TryFinish(out P2pError error)
    {
        error = _error;
        return error.Code == P2pErrorCode.None;
    }

    private readonly int LengthAt(int at) => BinaryPrimitives.ReadUInt16LittleEndian(_bytes[(at + 1)..]);

    private readonly int Find(P2pAttributeId id)
    {
        for (var at = 0; at < _bytes.Length; at += HeaderLength + LengthAt(at))
        {
            if (_bytes[at] == (byte)id)
            {
                return at;
            }
        }

        return -1;
    }

    private void Fail(P2pErrorCode code, P2pAttributeId id, int offset)
    {
        if (_error.Code == P2pErrorCode.None)
        {
            _error = new P2pError(code, id, offset);
        }
    }
}
