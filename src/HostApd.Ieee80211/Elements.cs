namespace HostApd.Ieee80211;

/// <summary>Element identifiers (802.11-2020 9.4.2.1) that we read or write.</summary>
public enum ElementId : byte
{
    /// <summary>SSID.</summary>
    Ssid = 0,

    /// <summary>Supported Rates.</summary>
    SupportedRates = 1,

    /// <summary>DSSS Parameter Set: the channel.</summary>
    DsParameterSet = 3,

    /// <summary>Traffic Indication Map, which the kernel writes.</summary>
    Tim = 5,

    /// <summary>Country.</summary>
    Country = 7,

    /// <summary>BSS Load: how many stations, how busy the channel.</summary>
    BssLoad = 11,

    /// <summary>Power Constraint: so much below what the country allows.</summary>
    PowerConstraint = 32,

    /// <summary>Channel Switch Announcement.</summary>
    ChannelSwitchAnnouncement = 37,

    /// <summary>ERP.</summary>
    Erp = 42,

    /// <summary>HT Capabilities.</summary>
    HtCapabilities = 45,

    /// <summary>RSN.</summary>
    Rsn = 48,

    /// <summary>Extended Supported Rates.</summary>
    ExtendedSupportedRates = 50,

    /// <summary>Mobility Domain: access points between which a station moves without a whole new handshake.</summary>
    MobilityDomain = 54,

    /// <summary>Fast BSS Transition: what such a move takes.</summary>
    FastBssTransition = 55,

    /// <summary>Timeout Interval.</summary>
    TimeoutInterval = 56,

    /// <summary>Supported Operating Classes.</summary>
    SupportedOperatingClasses = 59,

    /// <summary>Extended Channel Switch Announcement.</summary>
    ExtendedChannelSwitchAnnouncement = 60,

    /// <summary>HT Operation.</summary>
    HtOperation = 61,

    /// <summary>Secondary Channel Offset: on which side the second 20 MHz are.</summary>
    SecondaryChannelOffset = 62,

    /// <summary>20/40 BSS Coexistence.</summary>
    Coexistence = 72,

    /// <summary>20/40 BSS Intolerant Channel Report.</summary>
    IntolerantChannels = 73,

    /// <summary>Overlapping BSS Scan Parameters.</summary>
    OverlappingScan = 74,

    /// <summary>BSS Max Idle Period.</summary>
    BssMaxIdlePeriod = 90,

    /// <summary>Interworking: what kind of network.</summary>
    Interworking = 107,

    /// <summary>Extended Capabilities.</summary>
    ExtendedCapabilities = 127,

    /// <summary>VHT Capabilities.</summary>
    VhtCapabilities = 191,

    /// <summary>VHT Operation.</summary>
    VhtOperation = 192,

    /// <summary>Wide Bandwidth Channel Switch, within a Channel Switch Wrapper.</summary>
    WideBandwidthChannelSwitch = 194,

    /// <summary>Channel Switch Wrapper.</summary>
    ChannelSwitchWrapper = 196,

    /// <summary>Transmit Power Envelope: how loud, by width.</summary>
    TransmitPowerEnvelope = 195,

    /// <summary>Operating Mode Notification: how wide and with how many streams its sender listens for now.</summary>
    OperatingModeNotification = 199,

    /// <summary>Vendor Specific.</summary>
    VendorSpecific = 221,

    /// <summary>RSN Extension (RSNXE).</summary>
    Rsnxe = 244,

    /// <summary>Another byte behind the length says which (802.11-2020 9.4.2.1).</summary>
    Extension = 255,
}

/// <summary>Element identifier extensions: the byte behind 255 and the length.</summary>
public static class ElementExtensions
{
    /// <summary>Diffie-Hellman Parameter (RFC 8110 4.2).</summary>
    public const byte DiffieHellman = 32;

    /// <summary>HE Capabilities (802.11-2020 9.4.2.248).</summary>
    public const byte HeCapabilities = 35;

    /// <summary>HE Operation.</summary>
    public const byte HeOperation = 36;

    /// <summary>MU EDCA Parameter Set.</summary>
    public const byte MuEdca = 38;

    /// <summary>Spatial Reuse Parameter Set.</summary>
    public const byte SpatialReuse = 39;

    /// <summary>BSS Color Change Announcement (802.11ax 9.4.2.254).</summary>
    public const byte ColourChange = 42;

    /// <summary>HE 6 GHz Band Capabilities.</summary>
    public const byte HeSixGhz = 59;

    /// <summary>EHT Operation (802.11be 9.4.2.311).</summary>
    public const byte EhtOperation = 106;

    /// <summary>EHT Capabilities (802.11be 9.4.2.313).</summary>
    public const byte EhtCapabilities = 108;
}

/// <summary>One element: identifier, length, body.</summary>
public readonly ref struct Element(ElementId id, ReadOnlySpan<byte> whole)
{
    /// <summary>Its identifier; may be a number without a name.</summary>
    public ElementId Id { get; } = id;

    /// <summary>With identifier and length.</summary>
    public ReadOnlySpan<byte> Whole { get; } = whole;

    /// <summary>Without identifier and length, 0–255 bytes.</summary>
    public ReadOnlySpan<byte> Body => Whole[2..];

    /// <summary>Whether it is vendor specific with this OUI and type, e.g. 0x0050F204 for WPS.</summary>
    public bool IsVendor(uint ouiAndType)
    {
        var reader = new ByteReader(Body);
        return Id == ElementId.VendorSpecific && reader.U32BigEndian() == ouiAndType && !reader.Failed;
    }
}

/// <summary>Walks a run of elements. <see cref="Malformed"/> tells that the last one was cut off.</summary>
public ref struct ElementReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>The element last read.</summary>
    public Element Current { get; private set; }

    /// <summary>Whether the walk ended at an element longer than what was left.</summary>
    public bool Malformed { get; private set; }

    /// <summary>Goes to the next element.</summary>
    public bool MoveNext()
    {
        if (_rest.IsEmpty)
        {
            return false;
        }

        if (_rest.Length < 2 || _rest.Length < 2 + _rest[1])
        {
            Malformed = true;
            _rest = default;
            return false;
        }

        var length = 2 + _rest[1];
        Current = new Element((ElementId)_rest[0], _rest[..length]);
        _rest = _rest[length..];
        return true;
    }
}

/// <summary>Vendor specific elements: OUI and type as one number.</summary>
public static class VendorElements
{
    /// <summary>Microsoft WMM (WMM 1.2 2.2).</summary>
    public const uint Wmm = 0x0050F202;

    /// <summary>Wi-Fi Simple Configuration (WSC 2.0 8).</summary>
    public const uint Wps = 0x0050F204;

    /// <summary>Wi-Fi Direct (P2P 1.7 4.1.1).</summary>
    public const uint P2p = 0x506F9A09;

    /// <summary>Wi-Fi Display (WFD 2.1 5.1.1).</summary>
    public const uint Wfd = 0x506F9A0A;

    /// <summary>OWE Transition Mode (Wi-Fi Alliance: Opportunistic Wireless Encryption Specification).</summary>
    public const uint OweTransition = 0x506F9A1C;
}

/// <summary>
/// The elements of a request that an access point looks at, each as the span it was sent in; empty when absent. Of
/// repeated elements the first counts. WPS and P2P attributes that came in several elements are joined (WSC 2.0 8.2,
/// P2P 1.7 4.1.1), which copies them; one element alone is not copied.
/// </summary>
public ref struct RequestElements
{
    /// <summary>Body of the SSID element.</summary>
    public ReadOnlySpan<byte> Ssid;

    /// <summary>An SSID element was there (it may be empty: the wildcard).</summary>
    public bool HasSsid;

    /// <summary>Body of Supported Rates.</summary>
    public ReadOnlySpan<byte> Rates;

    /// <summary>Body of Extended Supported Rates.</summary>
    public ReadOnlySpan<byte> ExtendedRates;

    /// <summary>The channel of the DSSS Parameter Set; 0 when absent.</summary>
    public int DsChannel;

    /// <summary>The whole RSN element.</summary>
    public ReadOnlySpan<byte> Rsne;

    /// <summary>The whole RSN Extension element.</summary>
    public ReadOnlySpan<byte> Rsnxe;

    /// <summary>The whole Mobility Domain element.</summary>
    public ReadOnlySpan<byte> MobilityDomain;

    /// <summary>The whole Fast BSS Transition element.</summary>
    public ReadOnlySpan<byte> FastBssTransition;

    /// <summary>The whole Diffie-Hellman Parameter element.</summary>
    public ReadOnlySpan<byte> DiffieHellman;

    /// <summary>Body of HT Capabilities: 26 bytes, or empty.</summary>
    public ReadOnlySpan<byte> HtCapabilities;

    /// <summary>Body of VHT Capabilities: 12 bytes, or empty.</summary>
    public ReadOnlySpan<byte> VhtCapabilities;

    /// <summary>HE Capabilities behind the extension, as long as it says itself; empty when absent or cut short.</summary>
    public ReadOnlySpan<byte> HeCapabilities;

    /// <summary>HE 6 GHz Band Capabilities behind the extension: 2 bytes, or empty.</summary>
    public ReadOnlySpan<byte> HeSixGhz;

    /// <summary>EHT Capabilities behind the extension; empty when absent. Whether it is whole, its HE Capabilities decide.</summary>
    public ReadOnlySpan<byte> EhtCapabilities;

    /// <summary>Body of Operating Mode Notification; -1: absent.</summary>
    public int OperatingMode;

    /// <summary>Body of Extended Capabilities.</summary>
    public ReadOnlySpan<byte> ExtendedCapabilities;

    /// <summary>Body of Supported Operating Classes.</summary>
    public ReadOnlySpan<byte> OperatingClasses;

    /// <summary>Body of the WMM Information element.</summary>
    public ReadOnlySpan<byte> Wmm;

    /// <summary>WPS attributes: bodies of the WPS elements, behind OUI and type.</summary>
    public ReadOnlySpan<byte> Wps;

    /// <summary>P2P attributes: bodies of the P2P elements, behind OUI and type.</summary>
    public ReadOnlySpan<byte> P2p;

    /// <summary>No rate but those of 802.11b: a P2P device sends none of these.</summary>
    public readonly bool HasOnlyCckRates => Rate.AreOnlyCck(Rates) && Rate.AreOnlyCck(ExtendedRates);

    /// <summary>Pulls the elements out of <paramref name="bytes"/>; false when the run is malformed.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, out RequestElements elements)
    {
        elements = new RequestElements { OperatingMode = -1 };
        var reader = new ElementReader(bytes);
        while (reader.MoveNext())
        {
            elements.Take(reader.Current);
        }

        return !reader.Malformed && elements.Ssid.Length <= 32;
    }

    private void Take(Element element)
    {
        switch (element.Id)
        {
            case ElementId.Ssid when !HasSsid:
                Ssid = element.Body;
                HasSsid = true;
                break;
            case ElementId.SupportedRates when Rates.IsEmpty:
                Rates = element.Body;
                break;
            case ElementId.ExtendedSupportedRates when ExtendedRates.IsEmpty:
                ExtendedRates = element.Body;
                break;
            case ElementId.DsParameterSet when element.Body.Length >= 1:
                DsChannel = element.Body[0];
                break;
            case ElementId.Rsn when Rsne.IsEmpty:
                Rsne = element.Whole;
                break;
            case ElementId.Rsnxe when Rsnxe.IsEmpty:
                Rsnxe = element.Whole;
                break;
            case ElementId.MobilityDomain when MobilityDomain.IsEmpty:
                MobilityDomain = element.Whole;
                break;
            case ElementId.FastBssTransition when FastBssTransition.IsEmpty:
                FastBssTransition = element.Whole;
                break;
            case ElementId.HtCapabilities when element.Body.Length >= 26:
                HtCapabilities = element.Body[..26];
                break;
            case ElementId.ExtendedCapabilities when ExtendedCapabilities.IsEmpty:
                ExtendedCapabilities = element.Body;
                break;
            case ElementId.SupportedOperatingClasses when OperatingClasses.IsEmpty:
                OperatingClasses = element.Body;
                break;
            case ElementId.VhtCapabilities when element.Body.Length >= 12 && VhtCapabilities.IsEmpty:
                VhtCapabilities = element.Body[..12];
                break;
            case ElementId.OperatingModeNotification when element.Body.Length >= 1 && OperatingMode < 0:
                OperatingMode = element.Body[0];
                break;
            case ElementId.Extension when element.Body.Length >= 1:
                TakeExtension(element);
                break;
            case ElementId.VendorSpecific:
                TakeVendor(element);
                break;
            default:
                break;
        }
    }

    private void TakeExtension(Element element)
    {
        var body = element.Body[1..];
        switch (element.Body[0])
        {
            case ElementExtensions.DiffieHellman when DiffieHellman.IsEmpty:
                DiffieHellman = element.Whole;
                break;
            case ElementExtensions.HeCapabilities when HeCapabilities.IsEmpty && GenerationLengths.OfHe(body) is var length && length <= body.Length:
                HeCapabilities = body[..length];
                break;
            case ElementExtensions.HeSixGhz when HeSixGhz.IsEmpty && body.Length >= 2:
                HeSixGhz = body[..2];
                break;
            case ElementExtensions.EhtCapabilities when EhtCapabilities.IsEmpty:
                EhtCapabilities = body;
                break;
            default:
                break;
        }
    }

    private void TakeVendor(Element element)
    {
        if (element.IsVendor(VendorElements.Wmm) && Wmm.IsEmpty)
        {
            Wmm = element.Body[4..];
        }
        else if (element.IsVendor(VendorElements.Wps))
        {
            Wps = Join(Wps, element.Body[4..]);
        }
        else if (element.IsVendor(VendorElements.P2p))
        {
            P2p = Join(P2p, element.Body[4..]);
        }
    }

    private static ReadOnlySpan<byte> Join(ReadOnlySpan<byte> before, ReadOnlySpan<byte> more) =>
        before.IsEmpty ? more : more.IsEmpty ? before : (byte[])[.. before, .. more];
}
