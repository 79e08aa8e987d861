using System.Buffers.Binary;
using System.Globalization;
using HostApd.Control;
using HostApd.Radius;

namespace HostApd.Configuration;

/// <summary>An attribute that the owner wants in requests (<c>radius_auth_req_attr</c>): in the place of ours of that type, or beside them.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Value">1–253 bytes.</param>
internal sealed record RadiusAttributeLine(RadiusAttributeType Type, byte[] Value)
{
    /// <summary>Most of them; together they leave room for an EAP packet.</summary>
    internal const int Most = 32;

    /// <summary>Most bytes of all of them, with their headers.</summary>
    internal const int MostBytes = 1024;

    /// <summary>What proves a request, answers a server or says what the request is about: ours to write.</summary>
    internal static readonly RadiusAttributeType[] Kept =
    [
        RadiusAttributeType.UserPassword, RadiusAttributeType.State, RadiusAttributeType.Class, RadiusAttributeType.ProxyState,
        RadiusAttributeType.AccountingStatusType, RadiusAttributeType.EapMessage, RadiusAttributeType.MessageAuthenticator,
        RadiusAttributeType.EventTimestamp,
    ];

    /// <summary>The same of a record of accounting, and all that it is about.</summary>
    internal static readonly RadiusAttributeType[] KeptInRecords =
    [
        .. Kept, RadiusAttributeType.UserName, RadiusAttributeType.NasPort, RadiusAttributeType.CalledStationId, RadiusAttributeType.CallingStationId,
        RadiusAttributeType.AccountingInputOctets, RadiusAttributeType.AccountingOutputOctets, RadiusAttributeType.AccountingSessionId,
        RadiusAttributeType.AccountingAuthentic, RadiusAttributeType.AccountingSessionTime, RadiusAttributeType.AccountingInputPackets,
        RadiusAttributeType.AccountingOutputPackets, RadiusAttributeType.AccountingTerminateCause, RadiusAttributeType.AccountingMultiSessionId,
        RadiusAttributeType.AccountingInputGigawords, RadiusAttributeType.AccountingOutputGigawords, RadiusAttributeType.NasPortType,
        RadiusAttributeType.ChargeableUserIdentity,
    ];

    /// <summary>As a file says it, whatever its bytes are.</summary>
    public override string ToString() => $"{(int)Type}:x:{Convert.ToHexStringLower(Value)}";

    /// <inheritdoc/>
    public bool Equals(RadiusAttributeLine? other) => other is not null && Type == other.Type && Value.AsSpan().SequenceEqual(other.Value);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Type, Value.Length);

    /// <summary>
    /// Reads <c>type</c>, <c>type:d:number</c>, <c>type:x:digits</c> or, to the end of the line, <c>type:s:text</c>; several with blanks between.
    /// Without a value it is one byte of zero, as in hostapd.
    /// </summary>
    internal static SettingProblem? Read(string value, RadiusAttributeType[] kept, out List<RadiusAttributeLine> lines)
    {
        lines = [];
        var rest = value.TrimStart();
        while (rest.Length > 0)
        {
            var isText = rest.IndexOf(':') is var colon and >= 0 && rest.AsSpan(colon).StartsWith(":s:") && rest.AsSpan(0, colon).IndexOf(' ') < 0;
            var end = isText ? -1 : rest.IndexOf(' ');
            var word = end < 0 ? rest : rest[..end];
            rest = end < 0 ? "" : rest[end..].TrimStart();
            if (ReadOne(word, kept, out var line) is { } wrong)
            {
                return wrong;
            }

            lines.Add(line!);
        }

        return null;
    }

    /// <summary>What is wrong with all of them together.</summary>
    internal static SettingProblem? Judge(IReadOnlyList<RadiusAttributeLine> lines) =>
        lines.Count > Most ? $"are {lines.Count} attributes; {Most} are allowed"
        : lines.Sum(static l => l.Value.Length + 2) is var bytes and > MostBytes ? $"take {bytes} bytes; {MostBytes} are allowed"
        : (SettingProblem?)null;

    private static SettingProblem? ReadOne(string word, RadiusAttributeType[] kept, out RadiusAttributeLine? line)
    {
        line = null;
        var parts = word.Split(':', 3);
        if (!int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var type) || type is < 1 or > byte.MaxValue)
        {
            return $"'{Spoken.Shortly(parts[0])}' is no type of an attribute: write type:s:text, type:d:number or type:x:hexadecimal digits";
        }

        if (kept.Contains((RadiusAttributeType)type))
        {
            return $"attribute {type} is for the access point to write";
        }

        if (ValueOf(parts) is not { Length: >= 1 and <= RadiusAttributeReader.MaximumValueLength } bytes)
        {
            return $"attribute {type} has no value of 1–{RadiusAttributeReader.MaximumValueLength} bytes: write {type}:s:text, {type}:d:number or {type}:x:hexadecimal digits";
        }

        line = new RadiusAttributeLine((RadiusAttributeType)type, bytes);
        return null;
    }

    private static byte[]? ValueOf(string[] parts)
    {
        switch (parts)
        {
            case [_]:
                return [0];
            case [_, "s", var text]:
                return ByteText.Encode(text);
            case [_, "x", var digits]:
                return HostApd.Ieee80211.HexText.TryParse(digits, out var bytes) ? bytes : null;
            case [_, "d", var digits] when uint.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number):
                var four = new byte[sizeof(uint)];
                BinaryPrimitives.WriteUInt32BigEndian(four, number);
                return four;
            default:
                return null;
        }
    }
}
