using System.Globalization;
using HostApd.Ieee80211;

namespace HostApd.Radius;

/// <summary>Acct-Status-Type (RFC 2866 5.1).</summary>
public enum AccountingStatus : byte
{
    /// <summary>A session has begun.</summary>
    Start = 1,

    /// <summary>It is over.</summary>
    Stop = 2,

    /// <summary>It goes on.</summary>
    Interim = 3,

    /// <summary>The access point has begun: whatever was open at it before is over.</summary>
    On = 7,

    /// <summary>It ends.</summary>
    Off = 8,
}

/// <summary>Acct-Terminate-Cause (RFC 2866 5.10).</summary>
public enum TerminateCause : byte
{
    /// <summary>It is not over.</summary>
    None = 0,

    /// <summary>The station has left.</summary>
    UserRequest = 1,

    /// <summary>It has not been heard any more.</summary>
    LostCarrier = 2,

    /// <summary>It has said nothing for too long.</summary>
    IdleTimeout = 4,

    /// <summary>Its time is over.</summary>
    SessionTimeout = 5,

    /// <summary>Somebody here has sent it away, or a server has (RFC 5176).</summary>
    AdministratorReset = 6,

    /// <summary>The access point ends.</summary>
    NasReboot = 11,

    /// <summary>It has begun anew (RFC 3580 2.2, as the next).</summary>
    SupplicantRestart = 19,

    /// <summary>It was asked anew who it is, and has failed.</summary>
    ReauthenticationFailure = 20,
}

/// <summary>What a station has sent and got, in bytes and frames, from its association on.</summary>
/// <param name="InputOctets">From it.</param>
/// <param name="OutputOctets">To it.</param>
/// <param name="InputPackets">From it.</param>
/// <param name="OutputPackets">To it.</param>
public readonly record struct StationTraffic(ulong InputOctets, ulong OutputOctets, ulong InputPackets, ulong OutputPackets)
{
    /// <summary>No less than either of the two: a kernel that has forgotten a station counts from nothing.</summary>
    internal StationTraffic AtLeast(in StationTraffic other) => new(
        Math.Max(InputOctets, other.InputOctets), Math.Max(OutputOctets, other.OutputOctets),
        Math.Max(InputPackets, other.InputPackets), Math.Max(OutputPackets, other.OutputPackets));
}

/// <summary>What is the same in all that is told of a session.</summary>
public sealed record AccountingFacts
{
    /// <summary>Who tells it: NAS-IP-Address, NAS-Identifier and what else the owner wants, as attributes.</summary>
    public required ReadOnlyMemory<byte> Nas { get; init; }

    /// <summary>The access point.</summary>
    public required MacAddress Bssid { get; init; }

    /// <summary>Its name, 1–32 bytes.</summary>
    public required ReadOnlyMemory<byte> Ssid { get; init; }

    /// <summary>The station.</summary>
    public required MacAddress Station { get; init; }

    /// <summary>Its association ID (NAS-Port).</summary>
    public required int Aid { get; init; }

    /// <summary>The name of the Access-Accept, else the one that it gave, else its address; 1–253 bytes.</summary>
    public required ReadOnlyMemory<byte> UserName { get; init; }

    /// <summary>A server has let it in, not we (Acct-Authentic 1, else 2).</summary>
    public bool IsByServer { get; init; }

    /// <summary>Acct-Session-Id; unique for years.</summary>
    public required ulong Id { get; init; }

    /// <summary>Acct-Multi-Session-Id; 0: none. The same for sessions that follow one another without asking a server.</summary>
    public ulong MultiId { get; init; }

    /// <summary>Class of the Access-Accept, each as it came, in its order.</summary>
    public IReadOnlyList<byte[]> Classes { get; init; } = [];

    /// <summary>Chargeable-User-Identity of the Access-Accept; empty: none.</summary>
    public ReadOnlyMemory<byte> ChargeableUserIdentity { get; init; }
}

/// <summary>
/// One session as accounting tells of it (RFC 2866, RFC 2869 5.1 to 5.3 and 5.16): attributes of Start, Interim and Stop, whose numbers never fall, and
/// nothing after Stop.
/// </summary>
public sealed class AccountingSession
{
    private readonly AccountingFacts _facts;
    private readonly TimeProvider _time;
    private readonly long _began;
    private StationTraffic _told;

    /// <summary>It begins now.</summary>
    public AccountingSession(AccountingFacts facts, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(time);
        _facts = facts;
        _time = time;
        _began = time.GetTimestamp();
    }

    /// <summary>Acct-Session-Id.</summary>
    public ulong Id => _facts.Id;

    /// <summary>It was told that it is over.</summary>
    public bool IsOver { get; private set; }

    /// <summary>That it has begun.</summary>
    public byte[] Start() => Write(AccountingStatus.Start, TerminateCause.None);

    /// <summary>What it has come to; null once it is over.</summary>
    public byte[]? Interim(in StationTraffic traffic)
    {
        if (IsOver)
        {
            return null;
        }

        _told = traffic.AtLeast(_told);
        return Write(AccountingStatus.Interim, TerminateCause.None);
    }

    /// <summary>That it is over, and why; null the second time.</summary>
    public byte[]? Stop(in StationTraffic traffic, TerminateCause cause)
    {
        if (IsOver)
        {
            return null;
        }

        IsOver = true;
        _told = traffic.AtLeast(_told);
        return Write(AccountingStatus.Stop, cause);
    }

    /// <summary>What an access point tells when it begins and ends (RFC 2866 5.1): Accounting-On and -Off.</summary>
    /// <param name="status">Which.</param>
    /// <param name="nas">Who tells it, as attributes.</param>
    /// <param name="bssid">The access point.</param>
    /// <param name="ssid">Its name.</param>
    /// <param name="time">The time of day.</param>
    public static byte[] OfAccessPoint(AccountingStatus status, ReadOnlySpan<byte> nas, MacAddress bssid, ReadOnlySpan<byte> ssid, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        Span<byte> target = stackalloc byte[1024];
        var writer = new RadiusAttributeWriter(target);
        writer.Number(RadiusAttributeType.AccountingStatusType, (uint)status);
        writer.Raw(nas);
        writer.CalledStation(bssid, ssid);
        writer.WirelessPortType();
        WriteTime(ref writer, time);
        return writer.Written.ToArray();
    }

    private byte[] Write(AccountingStatus status, TerminateCause cause)
    {
        var writer = new RadiusAttributeWriter(new byte[RadiusRequest.MaximumAttributesLength]);
        writer.Number(RadiusAttributeType.AccountingStatusType, (uint)status);
        WriteId(ref writer, RadiusAttributeType.AccountingSessionId, _facts.Id);
        if (_facts.MultiId != 0)
        {
            WriteId(ref writer, RadiusAttributeType.AccountingMultiSessionId, _facts.MultiId);
        }

        writer.Number(RadiusAttributeType.AccountingAuthentic, _facts.IsByServer ? 1u : 2u);
        writer.Bytes(RadiusAttributeType.UserName, _facts.UserName.Span);
        writer.Raw(_facts.Nas.Span);
        writer.CalledStation(_facts.Bssid, _facts.Ssid.Span);
        writer.CallingStation(_facts.Station);
        writer.WirelessPortType();
        writer.Number(RadiusAttributeType.NasPort, (uint)_facts.Aid);
        if (!_facts.ChargeableUserIdentity.IsEmpty)
        {
            writer.Bytes(RadiusAttributeType.ChargeableUserIdentity, _facts.ChargeableUserIdentity.Span);
        }

        WriteTime(ref writer, _time);
        if (status != AccountingStatus.Start)
        {
            WriteTraffic(ref writer);
        }

        if (cause != TerminateCause.None)
        {
            writer.Number(RadiusAttributeType.AccountingTerminateCause, (uint)cause);
        }

        WriteClasses(ref writer);
        return writer.Written.ToArray();
    }

    /// <summary>A board without a clock has begun in 1970, and servers would believe it.</summary>
    private static void WriteTime(ref RadiusAttributeWriter writer, TimeProvider time)
    {
        const long year2001 = 1_000_000_000;
        if (time.GetUtcNow().ToUnixTimeSeconds() is >= year2001 and var now)
        {
            writer.Number(RadiusAttributeType.EventTimestamp, (uint)now);
        }
    }

    /// <summary>In their order, as many as there is room for: an answer may have more of them than a record that says anything else.</summary>
    private void WriteClasses(ref RadiusAttributeWriter writer)
    {
        foreach (var part in _facts.Classes)
        {
            if (writer.Written.Length + RadiusAttributeReader.HeaderLength + part.Length > RadiusRequest.MaximumAttributesLength)
            {
                return;
            }

            writer.Bytes(RadiusAttributeType.Class, part);
        }
    }

    /// <summary>A server of SQL takes a Stop without them for one that has sent nothing.</summary>
    private void WriteTraffic(ref RadiusAttributeWriter writer)
    {
        writer.Number(RadiusAttributeType.AccountingSessionTime, (uint)_time.GetElapsedTime(_began).TotalSeconds);
        writer.Number(RadiusAttributeType.AccountingInputOctets, (uint)_told.InputOctets);
        writer.Number(RadiusAttributeType.AccountingOutputOctets, (uint)_told.OutputOctets);
        writer.Number(RadiusAttributeType.AccountingInputGigawords, (uint)(_told.InputOctets >> 32));
        writer.Number(RadiusAttributeType.AccountingOutputGigawords, (uint)(_told.OutputOctets >> 32));
        writer.Number(RadiusAttributeType.AccountingInputPackets, (uint)_told.InputPackets);
        writer.Number(RadiusAttributeType.AccountingOutputPackets, (uint)_told.OutputPackets);
    }

    /// <summary>Sixteen hexadecimal digits, upper case.</summary>
    private static void WriteId(ref RadiusAttributeWriter writer, RadiusAttributeType type, ulong id)
    {
        Span<byte> text = stackalloc byte[16];
        _ = id.TryFormat(text, out _, "X16", CultureInfo.InvariantCulture);
        writer.Bytes(type, text);
    }
}
