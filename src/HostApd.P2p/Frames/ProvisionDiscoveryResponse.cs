using HostApd.Ieee80211;
using HostApd.Wps;

namespace HostApd.P2p.Frames;

/// <summary>
/// Provision Discovery Response (P2P 1.7 4.2.9): the method of the request means yes, none means no. Who says why has a P2P element,
/// too.
/// </summary>
public ref struct ProvisionDiscoveryResponse
{
    /// <summary>Status, a <see cref="P2pStatus"/>; -1 when absent: then there is no P2P element.</summary>
    public int Status = -1;

    /// <summary>Config Methods, in the WPS element.</summary>
    public ConfigMethods ConfigMethods;

    /// <summary>Nothing is there.</summary>
    public ProvisionDiscoveryResponse()
    {
    }

    /// <summary>Parse list.</summary>
    public static bool TryParse(ReadOnlySpan<byte> p2p, ReadOnlySpan<byte> wps, out ProvisionDiscoveryResponse m, out P2pError error)
    {
        var list = new P2pAttributeList(p2p);
        m = new ProvisionDiscoveryResponse();
        m.Status = list.Byte(P2pAttributeId.Status);
        if (!list.TryFinish(out error))
        {
            return false;
        }

        var isRight = WpsPart.TryParse(wps, out m.ConfigMethods);
        error = isRight ? default : new P2pError(P2pErrorCode.Wps, 0, p2p.Length);
        return isRight;
    }

    /// <summary>Build list.</summary>
    public readonly void Write(scoped ref ByteWriter writer, byte token)
    {
        P2pActionFrame.WriteHead(ref writer, P2pPublicAction.ProvisionDiscoveryResponse, token);
        if (Status >= 0)
        {
            var attributes = new ByteWriter(stackalloc byte[4]);
            P2pAttributeWriter.Status(ref attributes, (P2pStatus)Status);
            P2pAttributeWriter.Element(ref writer, attributes.Written, attributes.Failed);
        }

        WpsPart.Write(ref writer, ConfigMethods);
    }
}
