using HostApd.Ieee80211;

namespace HostApd.P2p;

/// <summary>
/// The P2P and WPS bodies among a run of elements, each joined when it came in several elements (P2P 1.7 4.1.1, WSC 2.0 8).
/// </summary>
internal sealed class ActionElements
{
    private const int MaxJoined = 1024;

    private ActionElements(byte[] p2p, byte[] wps)
    {
        P2p = p2p;
        Wps = wps;
    }

    /// <summary>P2P attributes.</summary>
    internal byte[] P2p { get; }

    /// <summary>WPS attributes.</summary>
    internal byte[] Wps { get; }

    /// <summary>Null when the run is malformed.</summary>
    internal static ActionElements? Parse(ReadOnlySpan<byte> bytes)
    {
        var p2p = new ByteWriter(stackalloc byte[MaxJoined]);
        var wps = new ByteWriter(stackalloc byte[MaxJoined]);
        var reader = new ElementReader(bytes);
        while (reader.MoveNext())
        {
            if (reader.Current.IsVendor(VendorElements.P2p))
            {
                p2p.Bytes(reader.Current.Body[4..]);
            }
            else if (reader.Current.IsVendor(VendorElements.Wps))
            {
                wps.Bytes(reader.Current.Body[4..]);
            }
        }

        return reader.Malformed || p2p.Failed || wps.Failed
            ? null
            : new ActionElements(p2p.Written.ToArray(), wps.Written.ToArray());
    }
}
