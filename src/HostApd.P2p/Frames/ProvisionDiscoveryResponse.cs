using HostApd.Ieee80211;
using HostApd.Wps;

namespace HostApd.P2p.Frames;

/// <summary>Provision Discovery Response (P2P 1.7 4.2.9): the method of the request means yes, none means no. It has no P2P element.</summary>
public ref struct ProvisionDiscoveryResponse
{
    /// <summary>Config Methods, in the WPS element.</summary>
    public ConfigMethods ConfigMethods;

    /// <summary>Parse list.</summary>
    public static bool TryParse(ReadOnlySpan<byte> wps, out ProvisionDiscoveryResponse m, out P2pError error)
    {
        m = default;
        var isRight = WpsPart.TryParse(wps, out m.ConfigMethods);
        error = isRight ? default : new P2pError(P2pErrorCode.Wps, 0, 0);
        return isRight;
    }

    /// <summary>Build list.</summary>
    public readonly void Write(scoped ref ByteWriter writer, byte token)
    {
        P2pActionFrame.WriteHead(ref writer, P2pPublicAction.ProvisionDiscoveryResponse, token);
        WpsPart.Write(ref writer, ConfigMethods);
    }
}
