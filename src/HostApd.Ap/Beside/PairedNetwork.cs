using HostApd.Ieee80211;

namespace HostApd.Ap;

/// <summary>
/// A network without protection and one with OWE that stand for the same: each tells of the other (Wi-Fi Alliance: Opportunistic Wireless Encryption
/// Specification), so that a station that knows OWE goes to the one where its user chose the other. Of a network of ours that is named by its interface
/// is told what it is at the moment, and nothing while it is off the air.
/// </summary>
internal sealed class PairedNetwork
{
    private readonly BssSite _site;
    private readonly Announcement _announcement;
    private (MacAddress Bssid, byte[] Ssid)? _beaconed;

    internal PairedNetwork(BssSite site, Announcement announcement)
    {
        (_site, _announcement) = (site, announcement);
        announcement.Add(new ElementRow(ElementKey.OfVendor(VendorElements.OweTransition), Views.Discovery, Write));
    }

    /// <summary>The network on an interface of ours; null: there is none, or it is not on the air.</summary>
    internal Func<string, (MacAddress Bssid, byte[] Ssid)?> Find { get; set; } = static _ => null;

    /// <summary>A network of ours has come, gone or changed.</summary>
    internal void Follow()
    {
        if (_site.Options.OweTransition is { InterfaceName: not null } options && !IsBeaconed(OtherBy(options)))
        {
            _announcement.Refresh();
        }
    }

    private (MacAddress Bssid, byte[] Ssid)? OtherBy(OweTransitionOptions options) =>
        options.InterfaceName is { } name ? Find(name) : (options.Bssid, options.Ssid);

    private bool IsBeaconed((MacAddress Bssid, byte[] Ssid)? other) =>
        other is { } now ? _beaconed is { } before && now.Bssid == before.Bssid && now.Ssid.AsSpan().SequenceEqual(before.Ssid) : _beaconed is null;

    /// <summary>The other's address (6 bytes), the length of its name (1 byte), its name.</summary>
    private void Write(ref ByteWriter writer, in ElementContext context)
    {
        var other = context.Options.OweTransition is { } options ? OtherBy(options) : null;
        if (context.View == Views.Beacon)
        {
            _beaconed = other;
        }

        if (other is { } network)
        {
            writer.U8((byte)ElementId.VendorSpecific);
            writer.U8((byte)(4 + MacAddress.Length + 1 + network.Ssid.Length));
            writer.U32BigEndian(VendorElements.OweTransition);
            writer.Mac(network.Bssid);
            writer.U8((byte)network.Ssid.Length);
            writer.Bytes(network.Ssid);
        }
    }
}
