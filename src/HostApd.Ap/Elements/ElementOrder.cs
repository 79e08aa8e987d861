using HostApd.Ieee80211;

namespace HostApd.Ap;

/// <summary>What an element is known by: its identifier, the extension behind 255, the OUI and type behind 221.</summary>
internal readonly record struct ElementKey(ElementId Id, byte Extension = 0, uint Vendor = 0)
{
    internal static ElementKey OfVendor(uint ouiAndType) => new(ElementId.VendorSpecific, Vendor: ouiAndType);

    internal static ElementKey OfExtension(byte extension) => new(ElementId.Extension, extension);
}

/// <summary>
/// The order of elements in Beacon, Probe Response and Association Response (802.11-2020 tables 9-32, 9-39, 9-35). What stands in
/// no table (WMM, WPS, P2P, whole elements of the owner's) comes last, as hostapd has it.
/// </summary>
internal static class ElementOrder
{
    /// <summary>Whole elements that the owner wants in Association Responses (<c>assocresp_elements</c>).</summary>
    internal static readonly ElementKey OwnersOfAssociation = ElementKey.OfVendor(1);

    /// <summary>Whole elements that the owner wants in Beacons and Probe Responses (<c>vendor_elements</c>).</summary>
    internal static readonly ElementKey Owners = ElementKey.OfVendor(0);

    private static readonly ElementKey[] Order =
    [
        new(ElementId.Ssid),
        new(ElementId.SupportedRates),
        new(ElementId.DsParameterSet),
        new(ElementId.Tim),
        new(ElementId.Country),
        new(ElementId.PowerConstraint),
        new(ElementId.ChannelSwitchAnnouncement),
        new(ElementId.SecondaryChannelOffset),
        new(ElementId.Erp),
        new(ElementId.ExtendedSupportedRates),
        new(ElementId.Rsn),
        new(ElementId.BssLoad),
        new(ElementId.MobilityDomain),
        new(ElementId.FastBssTransition),
        new(ElementId.ExtendedChannelSwitchAnnouncement),
        new(ElementId.SupportedOperatingClasses),
        new(ElementId.HtCapabilities),
        new(ElementId.HtOperation),
        new(ElementId.OverlappingScan),
        new(ElementId.ExtendedCapabilities),
        new(ElementId.Interworking),
        new(ElementId.BssMaxIdlePeriod),
        new(ElementId.VhtCapabilities),
        new(ElementId.VhtOperation),
        new(ElementId.TransmitPowerEnvelope),
        new(ElementId.ChannelSwitchWrapper),
        new(ElementId.Rsnxe),
        ElementKey.OfExtension(ElementExtensions.HeCapabilities),
        ElementKey.OfExtension(ElementExtensions.HeOperation),
        ElementKey.OfExtension(ElementExtensions.ColourChange),
        ElementKey.OfExtension(ElementExtensions.SpatialReuse),
        ElementKey.OfExtension(ElementExtensions.MuEdca),
        ElementKey.OfExtension(ElementExtensions.HeSixGhz),
        ElementKey.OfExtension(ElementExtensions.EhtCapabilities),
        ElementKey.OfExtension(ElementExtensions.EhtOperation),
        ElementKey.OfVendor(VendorElements.Wmm),
        OwnersOfAssociation,
        new(ElementId.TimeoutInterval),
        ElementKey.OfVendor(VendorElements.Wps),
        ElementKey.OfVendor(VendorElements.P2p),
        ElementKey.OfVendor(VendorElements.OweTransition),
        Owners,

        // RFC 8110 gives it no place; hostapd has it behind all others.
        ElementKey.OfExtension(ElementExtensions.DiffieHellman),
    ];

    /// <summary>Where the kernel inserts the TIM: what comes before is the head of a Beacon.</summary>
    internal static int Tim { get; } = Of(new ElementKey(ElementId.Tim));

    /// <summary>The place of an element; each that is written has one.</summary>
    internal static int Of(ElementKey key) => Array.IndexOf(Order, key) is >= 0 and var place
        ? place
        : throw new ArgumentException($"{key} has no place in the order of elements", nameof(key));
}
