using System.Globalization;
using HostApd.Ap;
using HostApd.Ieee80211;
using HostApd.Rsn;

namespace HostApd.Radius;

/// <summary>
/// Writes what servers are asked (RFC 2865, RFC 3579, RFC 3580, RFC 7268), in hostapd's order; the Message-Authenticator before it and the
/// hidden password behind it are <see cref="RadiusRequest"/>'s.
/// </summary>
internal sealed class AccessRequests(Bss bss)
{
    /// <summary>Of a station's address as a name, in bytes.</summary>
    internal const int AddressNameLength = 2 * MacAddress.Length;

    /// <summary>Service-Type.</summary>
    private const uint Framed = 2;

    /// <summary>In bytes: a server is to send EAP packets that no way there cuts into pieces.</summary>
    private const uint FramedMtu = 1400;

    /// <summary>Its number as a vendor.</summary>
    private const uint FreeRadius = 11344;

    private readonly byte[] _buffer = new byte[RadiusRequest.MaximumAttributesLength];

    /// <summary>What a station says by EAP; null where it does not fit.</summary>
    /// <param name="nas">Who asks.</param>
    /// <param name="subject">About whom.</param>
    /// <param name="identity">The station's identity, 0–253 bytes.</param>
    /// <param name="response">Its EAP packet.</param>
    /// <param name="state">State of the last challenge; empty: there was none.</param>
    internal RadiusRequest? OfEap(NasOptions nas, InquirySubject subject, ReadOnlySpan<byte> identity, ReadOnlySpan<byte> response, ReadOnlySpan<byte> state)
    {
        var writer = new RadiusAttributeWriter(_buffer);
        if (!identity.IsEmpty)
        {
            Bytes(ref writer, nas, RadiusAttributeType.UserName, identity);
        }

        WriteCommon(ref writer, nas);
        Number(ref writer, nas, RadiusAttributeType.ServiceType, Framed);
        if (subject.Aid > 0)
        {
            Number(ref writer, nas, RadiusAttributeType.NasPort, (uint)subject.Aid);
        }

        WriteStation(ref writer, nas, subject);
        WriteSession(ref writer, nas, RadiusAttributeType.AccountingSessionId, subject.Session);
        WriteSession(ref writer, nas, RadiusAttributeType.AccountingMultiSessionId, subject.MultiSession);
        if (subject.Suite is { } suite)
        {
            WriteSuites(ref writer, nas, suite, subject.Mfp);
        }

        Number(ref writer, nas, RadiusAttributeType.FramedMtu, FramedMtu);
        nas.WriteOwn(ref writer);
        writer.Eap(response);
        if (!state.IsEmpty)
        {
            writer.Bytes(RadiusAttributeType.State, state);
        }

        if (nas.AsksWhoPays)
        {
            ReadOnlySpan<byte> nobody = [0];
            Bytes(ref writer, nas, RadiusAttributeType.ChargeableUserIdentity,
                subject.ChargeableUserIdentity.IsEmpty ? nobody : subject.ChargeableUserIdentity.Span);
        }

        return writer.Failed ? null : new RadiusRequest(RadiusCode.AccessRequest, writer.Written);
    }

    /// <summary>Whether an address may come in: it is its own name and password, as servers have it.</summary>
    internal RadiusRequest? OfAddress(NasOptions nas, InquirySubject subject) => OfHandshake(nas, subject, default, default);

    /// <summary>The same, and, once it has associated, which passphrase fits its handshake (FreeRADIUS's attributes, by which it tries them).</summary>
    internal RadiusRequest? OfHandshake(NasOptions nas, InquirySubject subject, ReadOnlySpan<byte> aNonce, ReadOnlySpan<byte> message2)
    {
        Span<byte> name = stackalloc byte[AddressNameLength];
        WriteName(subject.Station, name);
        var writer = new RadiusAttributeWriter(_buffer);
        Bytes(ref writer, nas, RadiusAttributeType.UserName, name);
        WriteCommon(ref writer, nas);
        WriteStation(ref writer, nas, subject);
        if (subject.Suite is { } suite)
        {
            Number(ref writer, nas, RadiusAttributeType.WlanAkmSuite, (uint)suite.Akm);
        }

        nas.WriteOwn(ref writer);
        if (!message2.IsEmpty)
        {
            writer.Extended(FreeRadius, 1, aNonce);
            writer.Extended(FreeRadius, 2, message2);
        }

        return writer.Failed ? null : new RadiusRequest(RadiusCode.AccessRequest, writer.Written, name);
    }

    private void WriteCommon(ref RadiusAttributeWriter writer, NasOptions nas)
    {
        nas.WriteName(ref writer);
        if (nas.Writes(RadiusAttributeType.CalledStationId))
        {
            writer.CalledStation(bss.Bssid, bss.Options.Ssid);
        }

        if (nas.Writes(RadiusAttributeType.NasPortType))
        {
            writer.WirelessPortType();
        }
    }

    private void WriteStation(ref RadiusAttributeWriter writer, NasOptions nas, InquirySubject subject)
    {
        if (nas.Writes(RadiusAttributeType.CallingStationId))
        {
            writer.CallingStation(subject.Station);
        }

        Bytes(ref writer, nas, RadiusAttributeType.ConnectInfo, ConnectInfo(subject.HighestRate));
    }

    /// <summary>hostapd's words; before association there is no rate yet, and it says this one.</summary>
    private byte[] ConnectInfo(int rate) => rate == 0
        ? "CONNECT 11Mbps 802.11b"u8.ToArray()
        : Control.ByteText.Encode(string.Create(CultureInfo.InvariantCulture, $"CONNECT {rate / 2}{(rate % 2 == 0 ? "" : ".5")}Mbps 802.11{ModeOf(bss.Options.Radio.Mode)}"));

    private static char ModeOf(HardwareMode mode) => mode switch
    {
        HardwareMode.A => 'a',
        HardwareMode.B => 'b',
        HardwareMode.G => 'g',
    };

    private void WriteSuites(ref RadiusAttributeWriter writer, NasOptions nas, KeySuite suite, bool isProtected)
    {
        Number(ref writer, nas, RadiusAttributeType.WlanPairwiseCipher, (uint)suite.Cipher.Suite);
        if (bss.Options.Security?.Rsn.Offer is { } offer)
        {
            Number(ref writer, nas, RadiusAttributeType.WlanGroupCipher, (uint)offer.GroupCipher.Suite);
        }

        Number(ref writer, nas, RadiusAttributeType.WlanAkmSuite, (uint)suite.Akm);
        if (isProtected && bss.Options.Security?.Rsn.Offer is { } protecting)
        {
            Number(ref writer, nas, RadiusAttributeType.WlanGroupManagementCipher, (uint)protecting.ManagementCipher.Suite);
        }
    }

    /// <summary>Sixteen hexadecimal digits, upper case.</summary>
    private static void WriteSession(ref RadiusAttributeWriter writer, NasOptions nas, RadiusAttributeType type, ulong id)
    {
        if (id != 0)
        {
            Span<byte> text = stackalloc byte[16];
            _ = id.TryFormat(text, out _, "X16", CultureInfo.InvariantCulture);
            Bytes(ref writer, nas, type, text);
        }
    }

    /// <summary>Lower case, without separators.</summary>
    internal static void WriteName(MacAddress station, Span<byte> name)
    {
        Span<byte> octets = stackalloc byte[MacAddress.Length];
        station.CopyTo(octets);
        for (var i = 0; i < octets.Length; i++)
        {
            name[2 * i] = "0123456789abcdef"u8[octets[i] >> 4];
            name[(2 * i) + 1] = "0123456789abcdef"u8[octets[i] & 15];
        }
    }

    private static void Number(ref RadiusAttributeWriter writer, NasOptions nas, RadiusAttributeType type, uint value)
    {
        if (nas.Writes(type))
        {
            writer.Number(type, value);
        }
    }

    private static void Bytes(ref RadiusAttributeWriter writer, NasOptions nas, RadiusAttributeType type, scoped ReadOnlySpan<byte> value)
    {
        if (nas.Writes(type))
        {
            writer.Bytes(type, value);
        }
    }
}
