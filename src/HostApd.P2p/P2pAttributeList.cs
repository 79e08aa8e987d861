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
/// Unknown ones are skipped. The standard says nothing of repeated ones: the last counts, as for stock peers, lest two devices read
/// two things out of one frame; but each must have its length. The first error sticks; a parser reads as the standard's table and
/// checks once, with <see cref="TryFinish"/>.
/// </summary>
public ref struct P2pAttributeList
{
    /// <summary>Length of identifier and length, in bytes.</summary>
    public const int HeaderLength = 3;

    private readonly ReadOnlySpan<byte> _bytes;
    private P2pError _error;

    /// <summary>
    /// Looks at the structure, and at the lengths: an attribute of another one makes the whole malformed, whatever the message it
    /// came in asks for.
    /// </summary>
    public P2pAttributeList(ReadOnlySpan<byte> bytes)
    {
        _bytes = bytes;
        for (var at = 0; at < bytes.Length; at += HeaderLength + LengthAt(at))
        {
            var isCut = bytes.Length - at < HeaderLength || bytes.Length - at - HeaderLength < LengthAt(at);
            if (isCut || !IsRight((P2pAttributeId)bytes[at], bytes.Slice(at + HeaderLength, LengthAt(at))))
            {
                _error = new P2pError(isCut ? P2pErrorCode.CutOff : P2pErrorCode.Length, (P2pAttributeId)bytes[at], at);
                _bytes = default;
                return;
            }
        }
    }

    /// <summary>The body of an attribute that must be there; empty when it is not, or was already found to be wrong.</summary>
    public ReadOnlySpan<byte> Required(P2pAttributeId id)
    {
        if (Find(id) < 0 && _error.Code == P2pErrorCode.None)
        {
            _error = new P2pError(P2pErrorCode.Missing, id, _bytes.Length);
        }

        return Optional(id);
    }

    /// <summary>The body of an attribute that may be there; empty when it is not.</summary>
    public readonly ReadOnlySpan<byte> Optional(P2pAttributeId id)
    {
        var at = Find(id);
        return at < 0 ? default : _bytes.Slice(at + HeaderLength, LengthAt(at));
    }

    /// <summary>An attribute of one byte; -1 when absent.</summary>
    public readonly int Byte(P2pAttributeId id)
    {
        var body = Optional(id);
        return body.IsEmpty ? -1 : body[0];
    }

    /// <summary>A required Status.</summary>
    public P2pStatus Status()
    {
        var body = Required(P2pAttributeId.Status);
        return body.IsEmpty ? P2pStatus.Success : (P2pStatus)body[0];
    }

    /// <summary>P2P Capability; none when absent.</summary>
    public readonly (DeviceCapability Device, GroupCapability Group) Capability()
    {
        var body = Optional(P2pAttributeId.Capability);
        return body.IsEmpty ? default : ((DeviceCapability)body[0], (GroupCapability)body[1]);
    }

    /// <summary>Group Owner Intent: the seven bits above the tie breaker, -1 when absent, and the tie breaker.</summary>
    public readonly (int Intent, bool TieBreaker) Intent()
    {
        var value = Byte(P2pAttributeId.GroupOwnerIntent);
        return value < 0 ? (-1, false) : (value >> 1, (value & 1) != 0);
    }

    /// <summary>Configuration Timeout of an owner and of a client, in units of 10 ms; 0 when absent.</summary>
    public readonly (byte Owner, byte Client) Timeouts()
    {
        var body = Optional(P2pAttributeId.ConfigurationTimeout);
        return body.IsEmpty ? default : (body[0], body[1]);
    }

    /// <summary>An attribute that is an address; zero when absent.</summary>
    public readonly MacAddress Mac(P2pAttributeId id)
    {
        var body = Optional(id);
        return body.IsEmpty ? MacAddress.Zero : new MacAddress(body);
    }

    /// <summary>P2P Group ID: the Group Owner's P2P Device Address, and the SSID; zero and empty when absent.</summary>
    public readonly MacAddress GroupId(out ReadOnlySpan<byte> ssid)
    {
        var body = Optional(P2pAttributeId.GroupId);
        ssid = body.IsEmpty ? default : body[MacAddress.Length..];
        return body.IsEmpty ? MacAddress.Zero : new MacAddress(body);
    }

    /// <summary>Whether all that was asked for was right.</summary>
    public readonly bool TryFinish(out P2pError error)
    {
        error = _error;
        return error.Code == P2pErrorCode.None;
    }

    /// <summary>
    /// Whether an attribute's length is its definition's. Those that we read have no other; those that nobody here reads may
    /// have grown since their definition. A channel of no bytes is none.
    /// </summary>
    private static bool IsRight(P2pAttributeId id, ReadOnlySpan<byte> body)
    {
        const int longestSsid = 32;
        var length = body.Length;
        return id switch
        {
            P2pAttributeId.Status or P2pAttributeId.GroupOwnerIntent or P2pAttributeId.InvitationFlags => length == 1,
            P2pAttributeId.Capability or P2pAttributeId.ConfigurationTimeout => length == 2,
            P2pAttributeId.DeviceId or P2pAttributeId.GroupBssid or P2pAttributeId.IntendedInterfaceAddress => length == MacAddress.Length,
            P2pAttributeId.ListenChannel or P2pAttributeId.OperatingChannel => length is 0 or P2pChannel.Length,
            P2pAttributeId.ExtendedListenTiming => length == 4,
            P2pAttributeId.ChannelList => length >= P2pChannelList.MinimumLength,
            P2pAttributeId.NoticeOfAbsence => length >= 2,
            P2pAttributeId.DeviceInfo => P2pDeviceInfo.IsWellFormed(body),
            P2pAttributeId.GroupId or P2pAttributeId.PersistentGroup =>
                length is >= MacAddress.Length and <= MacAddress.Length + longestSsid,
            P2pAttributeId.MinorReasonCode or P2pAttributeId.Manageability or P2pAttributeId.ConnectionCapability
                or P2pAttributeId.FeatureCapability or P2pAttributeId.DeviceIdentityResolution
                or P2pAttributeId.BootstrappingMethod => length >= 1,
            P2pAttributeId.CapabilityExtension => length >= 2,
            P2pAttributeId.OutOfBandChannel or P2pAttributeId.ServiceHash => length >= 6,
            P2pAttributeId.AdvertisementId or P2pAttributeId.SessionId => length >= 10,
            _ => true,
        };
    }

    private readonly int LengthAt(int at) => BinaryPrimitives.ReadUInt16LittleEndian(_bytes[(at + 1)..]);

    private readonly int Find(P2pAttributeId id)
    {
        var last = -1;
        for (var at = 0; at < _bytes.Length; at += HeaderLength + LengthAt(at))
        {
            if (_bytes[at] == (byte)id)
            {
                last = at;
            }
        }

        return last;
    }
}
