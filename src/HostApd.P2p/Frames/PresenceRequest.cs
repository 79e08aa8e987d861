using HostApd.Ieee80211;

namespace HostApd.P2p.Frames;

/// <summary>P2P Presence Request (P2P 1.7 4.2.10): when a client would like its owner to be there.</summary>
public ref struct PresenceRequest
{
    /// <summary>Notice of Absence: from Index on, at least 2 bytes; empty when absent.</summary>
    public ReadOnlySpan<byte> NoticeOfAbsence;

    /// <summary>Parse list.</summary>
    public static bool TryParse(ReadOnlySpan<byte> p2p, out PresenceRequest m, out P2pError error)
    {
        var list = new P2pAttributeList(p2p);
        m = default;
        m.NoticeOfAbsence = list.Optional(P2pAttributeId.NoticeOfAbsence);
        return list.TryFinish(out error);
    }

    /// <summary>Build list.</summary>
    public readonly void Write(scoped ref ByteWriter writer, byte token)
    {
        P2pActionFrame.WriteHead(ref writer, P2pAction.PresenceRequest, token);
        Span<byte> buffer = stackalloc byte[64];
        var attributes = new ByteWriter(buffer);
        if (!NoticeOfAbsence.IsEmpty)
        {
            P2pAttributeWriter.Bytes(ref attributes, P2pAttributeId.NoticeOfAbsence, NoticeOfAbsence);
        }

        P2pAttributeWriter.Element(ref writer, attributes.Written, attributes.Failed);
    }
}
