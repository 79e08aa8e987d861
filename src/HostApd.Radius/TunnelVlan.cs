using System.Runtime.CompilerServices;

namespace HostApd.Radius;

/// <summary>What an answer says of a VLAN.</summary>
public enum VlanVerdict
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The station belongs into <see cref="TunnelVlan.Id"/>.</summary>
    Assigned,

    /// <summary>
    /// Something that names none: a part is missing, or the number is no number. Such a station is refused, never let into the
    /// network for all.
    /// </summary>
    Invalid,
}

/// <summary>
/// The VLAN of Tunnel-Type 13, Tunnel-Medium-Type 6 and Tunnel-Private-Group-Id (RFC 3580 3.31), which belong together by their
/// tag, 0 to 31 (RFC 2868). The lowest tag that has all three wins. Only digits are a number: <c>10abc</c> is no VLAN, and neither
/// are <c>010</c>, <c>0</c> and <c>4095</c>.
/// </summary>
public struct TunnelVlan
{
    private const int Tags = 32;
    private const int VlanType = 13;
    private const int Medium802 = 6;

    /// <summary>Lowest and highest VLAN identifier (802.1Q 9.6).</summary>
    private const int LowestId = 1;
    private const int HighestId = 4094;
    private const int MaximumDigits = 4;

    // One bit a tag.
    private uint _types;
    private uint _media;
    private uint _groups;
    private uint _foreign;
    private uint _broken;
    private GroupIds _ids;

    /// <summary>The VLAN's number, 1 to 4094, when one is assigned; else 0.</summary>
    public int Id { get; private set; }

    /// <summary>Takes an attribute; others than the three do nothing.</summary>
    public void Take(RadiusAttributeType type, ReadOnlySpan<byte> value)
    {
        switch (type)
        {
            case RadiusAttributeType.TunnelType:
                TakeNumber(value, VlanType, ref _types, ref _foreign);
                break;
            case RadiusAttributeType.TunnelMediumType:
                TakeNumber(value, Medium802, ref _media, ref _broken);
                break;
            case RadiusAttributeType.TunnelPrivateGroupId:
                TakeGroup(value);
                break;
            default:
                break;
        }
    }

    /// <summary>What has been taken means; also sets <see cref="Id"/>.</summary>
    public VlanVerdict Judge()
    {
        Id = 0;
        // A tunnel of another kind, say L2TP, has its own medium and group and is none of our business.
        var ours = (_types | _media | _groups | _broken) & ~(_foreign & ~_types);
        var complete = _types & _media & _groups & ~_broken & ~_foreign;
        if (ours == 0)
        {
            return VlanVerdict.None;
        }

        if (complete == 0)
        {
            return VlanVerdict.Invalid;
        }

        Id = _ids[int.CreateTruncating(uint.TrailingZeroCount(complete))];
        return Id == 0 ? VlanVerdict.Invalid : VlanVerdict.Assigned;
    }

    /// <summary>A number of 1 to 4 digits between 1 and 4094, without a zero in front; else 0.</summary>
    internal static int ReadId(ReadOnlySpan<byte> digits)
    {
        if (digits.Length is < 1 or > MaximumDigits || digits[0] == '0')
        {
            return 0;
        }

        var id = 0;
        foreach (var digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'9')
            {
                return 0;
            }

            id = (10 * id) + digit - '0';
        }

        return id is >= LowestId and <= HighestId ? id : 0;
    }

    /// <summary>Tag and 24 bits, most significant first; a tag above 31 is none, that is 0 (RFC 2868 3.1).</summary>
    private void TakeNumber(ReadOnlySpan<byte> value, int wanted, ref uint wantedTags, ref uint otherTags)
    {
        if (value.Length != sizeof(uint))
        {
            _broken |= 1;
            return;
        }

        var bit = 1u << (value[0] < Tags ? value[0] : 0);
        if ((value[1] << 16 | value[2] << 8 | value[3]) == wanted)
        {
            wantedTags |= bit;
        }
        else
        {
            otherTags |= bit;
        }
    }

    /// <summary>A first octet above 31 is no tag but the first of the text (RFC 2868 3.6). Two of one tag name no VLAN.</summary>
    private void TakeGroup(ReadOnlySpan<byte> value)
    {
        var isTagged = !value.IsEmpty && value[0] < Tags;
        var tag = isTagged ? value[0] : 0;
        var bit = 1u << tag;
        if ((_groups & bit) != 0)
        {
            _broken |= bit;
        }

        _groups |= bit;
        _ids[tag] = (ushort)ReadId(isTagged ? value[1..] : value);
    }

    [InlineArray(Tags)]
    private struct GroupIds
    {
        private ushort _first;
    }
}
