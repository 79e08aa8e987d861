using HostApd.Ieee80211;

namespace HostApd.P2p.Frames;

/// <summary>Invitation Response (P2P 1.7 4.2.9).</summary>
public ref struct InvitationResponse
{
    /// <summary>Status.</summary>
    public P2pStatus Status;

    /// <summary>Configuration Timeout, 2 bytes: GO and client, in units of 10 ms.</summary>
    public ushort ConfigurationTimeout;

    /// <summary>Body of Operating Channel, see <see cref="P2pChannel"/>; empty on refusal.</summary>
    public ReadOnlySpan<byte> OperatingChannel;

    /// <summary>P2P Group BSSID; zero on refusal.</summary>
    public MacAddress GroupBssid;

    /// <summary>Parse list.</summary>
    public static bool TryParse(ReadOnlySpan<byte> p2p, out InvitationResponse m, out P2pError error)
    {
        var list = new P2pAttributeList(p2p);
        m = default;
        m.Status = list.Status();
        var timeout = list.Required(P2pAttributeId.ConfigurationTimeout, 2);
        m.ConfigurationTimeout = timeout.IsEmpty ? (ushort)0 : (ushort)(timeout[0] | timeout[1] << 8);
        m.OperatingChannel = list.Optional(P2pAttributeId.OperatingChannel, P2pChannel.Length, P2pChannel.Length);
        m.GroupBssid = list.Mac(P2pAttributeId.GroupBssid);
        return list.TryFinish(out error);
    }

    /// <summary>Build list.</summary>
    public readonly void Write(scoped ref ByteWriter writer, byte token)
    {
        P2pActionFrame.WriteHead(ref writer, P2pPublicAction.InvitationResponse, token);
        Span<byte> buffer = stackalloc byte[64];
        var attributes = new ByteWriter(buffer);
        P2pAttributeWriter.Status(ref attributes, Status);
        P2pAttributeWriter.Header(ref attributes, P2pAttributeId.ConfigurationTimeout, 2);
        attributes.U16LittleEndian(ConfigurationTimeout);
        if (!OperatingChannel.IsEmpty)
        {
            P2pAttributeWriter.Bytes(ref attributes, P2pAttributeId.OperatingChannel, OperatingChannel);
        }

        if (!GroupBssid.IsZero)
        {
            P2pAttributeWriter.Mac(ref attributes, P2pAttributeId.GroupBssid, GroupBssid);
        }

        P2pAttributeWriter.Element(ref writer, attributes.Written, attributes.Failed);
    }
}
