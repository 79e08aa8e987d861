using System.Net;
using HostApd.Ieee80211;

namespace HostApd.Radius;

/// <summary>A Disconnect-Request or CoA-Request (RFC 5176 2.3), read whole or refused with the first cause.</summary>
internal sealed class DynamicAuthorizationRequest
{
    private DynamicAuthorizationRequest()
    {
    }

    internal SessionNames Names { get; } = new();

    /// <summary>What is to be changed; null: nothing.</summary>
    internal SessionChange? Change { get; private set; }

    /// <summary>Reads the attributes of a packet whose proof is good.</summary>
    internal static ErrorCause Read(in RadiusPacket packet, out DynamicAuthorizationRequest request)
    {
        request = new DynamicAuthorizationRequest();
        var isChange = packet.Code == RadiusCode.CoaRequest;
        var reader = new RadiusAttributeReader(packet.Attributes);
        while (reader.MoveNext())
        {
            var cause = request.Take(reader.Type, reader.Value, isChange);
            if (cause != ErrorCause.None)
            {
                return cause;
            }
        }

        return !request.Names.NamesSession || isChange && request.Change is null ? ErrorCause.MissingAttribute : ErrorCause.None;
    }

    private ErrorCause Take(RadiusAttributeType type, ReadOnlySpan<byte> value, bool isChange)
    {
        switch (type)
        {
            case RadiusAttributeType.MessageAuthenticator or RadiusAttributeType.EventTimestamp or RadiusAttributeType.ProxyState:
                return ErrorCause.None;
            case RadiusAttributeType.ServiceType:
                return ErrorCause.UnsupportedService;
            case RadiusAttributeType.NasIpAddress when value.Length == 4:
                Names.NasAddress = new IPAddress(value);
                return ErrorCause.None;
            case RadiusAttributeType.NasIpv6Address when value.Length == 16:
                Names.NasIpv6Address = new IPAddress(value);
                return ErrorCause.None;
            case RadiusAttributeType.CallingStationId when TryReadAddress(value, out var station):
                Names.CallingStation = station;
                return ErrorCause.None;
            case RadiusAttributeType.NasIpAddress or RadiusAttributeType.NasIpv6Address or RadiusAttributeType.CallingStationId:
                return ErrorCause.InvalidAttributeValue;
            case RadiusAttributeType.NasIdentifier or RadiusAttributeType.CalledStationId or RadiusAttributeType.AccountingSessionId
                or RadiusAttributeType.AccountingMultiSessionId or RadiusAttributeType.UserName or RadiusAttributeType.ChargeableUserIdentity when value.IsEmpty:
                // A script that knew no better: it names nobody, and is not to fit everybody.
                return ErrorCause.InvalidAttributeValue;
            case RadiusAttributeType.NasIdentifier:
                Names.NasIdentifier = value.ToArray();
                return ErrorCause.None;
            case RadiusAttributeType.CalledStationId:
                Names.CalledStation = value.ToArray();
                return ErrorCause.None;
            case RadiusAttributeType.AccountingSessionId:
                Names.Session = value.ToArray();
                return ErrorCause.None;
            case RadiusAttributeType.AccountingMultiSessionId:
                Names.MultiSession = value.ToArray();
                return ErrorCause.None;
            case RadiusAttributeType.UserName:
                Names.UserName = value.ToArray();
                return ErrorCause.None;
            case RadiusAttributeType.ChargeableUserIdentity:
                Names.ChargeableUserIdentity = value.ToArray();
                return ErrorCause.None;
            default:
                return isChange ? TakeChange(type, value) : ErrorCause.UnsupportedAttribute;
        }
    }

    private ErrorCause TakeChange(RadiusAttributeType type, ReadOnlySpan<byte> value)
    {
        switch (type)
        {
            case RadiusAttributeType.TunnelType or RadiusAttributeType.TunnelMediumType or RadiusAttributeType.TunnelPrivateGroupId:
                (Change ??= new SessionChange()).MovesVlan = true;
                return ErrorCause.None;
            case RadiusAttributeType.SessionTimeout or RadiusAttributeType.AccountingInterimInterval or RadiusAttributeType.TerminationAction:
                break;
            default:
                return ErrorCause.UnsupportedAttribute;
        }

        var reader = new ByteReader(value);
        var number = reader.U32BigEndian();
        if (reader.Failed || reader.Remaining > 0 || type == RadiusAttributeType.TerminationAction && number > 1)
        {
            return ErrorCause.InvalidAttributeValue;
        }

        Change ??= new SessionChange();
        switch (type)
        {
            case RadiusAttributeType.SessionTimeout:
                Change.SessionTimeout = TimeSpan.FromSeconds(number);
                break;
            case RadiusAttributeType.AccountingInterimInterval:
                Change.InterimInterval = TimeSpan.FromSeconds(number);
                break;
            default:
                Change.Reauthenticates = number == 1;
                break;
        }

        return ErrorCause.None;
    }

    /// <summary>Twelve hexadecimal digits, with one of <c>- : .</c> between some of them or without: servers write it as they like.</summary>
    private static bool TryReadAddress(ReadOnlySpan<byte> text, out MacAddress address)
    {
        address = default;
        Span<byte> octets = stackalloc byte[MacAddress.Length];
        octets.Clear();
        var digits = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is (byte)'-' or (byte)':' or (byte)'.')
            {
                if (digits is 0 or 12 || text[i - 1] is (byte)'-' or (byte)':' or (byte)'.')
                {
                    return false;
                }

                continue;
            }

            if (digits == 12 || !char.IsAsciiHexDigit((char)text[i]))
            {
                return false;
            }

            octets[digits / 2] = (byte)((octets[digits / 2] << 4) | ValueOf(text[i]));
            digits++;
        }

        address = digits == 12 ? new MacAddress(octets) : default;
        return digits == 12;
    }

    private static int ValueOf(byte digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;
}
