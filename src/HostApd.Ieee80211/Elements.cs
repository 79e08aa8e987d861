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

    /// <summary>ERP.</summary>
    Erp = 42,

    /// <summary>HT Capabilities.</summary>
    HtCapabilities = 45,

    /// <summary>RSN.</summary>
    Rsn = 48,

    /// <summary>Extended Supported Rates.</summary>
    ExtendedSupportedRates = 50,

    /// <summary>Timeout Interval.</summary>
    TimeoutInterval = 56,

    /// <summary>Supported Operating Classes.</summary>
    SupportedOperatingClasses = 59,

    /// <summary>HT Operation.</summary>
    HtOperation = 61,

    /// <summary>Interworking: what kind of network.</summary>
    Interworking = 107,

    /// <summary>Extended Capabilities.</summary>
    ExtendedCapabilities = 127,

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

    /// <summary>The whole Diffie-Hellman Parameter element.</summary>
    public ReadOnlySpan<byte> DiffieHellman;

    /// <summary>Body of HT Capabilities: 26 bytes, or empty.</summary>
    public ReadOnlySpan<byte> HtCapabilities;

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
        elements = default;
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
            case ElementId.HtCapabilities when element.Body.Length >= 26:
                HtCapabilities = element.Body[..26];
                break;
            case ElementId.ExtendedCapabilities when ExtendedCapabilities.IsEmpty:
                ExtendedCapabilities = element.Body;
                break;
            case ElementId.SupportedOperatingClasses when OperatingClasses.IsEmpty:
                OperatingClasses = element.Body;
                break;
            case ElementId.Extension when element.Body is [ElementExtensions.DiffieHellman, ..] && DiffieHellman.IsEmpty:
                DiffieHellman = element.Whole;
                break;
            case ElementId.VendorSpecific:
                TakeVendor(element);
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
