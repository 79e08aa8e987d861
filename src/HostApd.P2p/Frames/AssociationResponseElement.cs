using HostApd.Ieee80211;

namespace HostApd.P2p.Frames;

/// <summary>P2P element of an Association Response (P2P 1.7 4.2.5): empty on success, a status on refusal.</summary>
public ref struct AssociationResponseElement
{
    /// <summary>Status.</summary>
    public P2pStatus Status;

    /// <summary>Parse list.</summary>
    public static bool TryParse(ReadOnlySpan<byte> p2p, out AssociationResponseElement m, out P2pError error)
    {
        var list = new P2pAttributeList(p2p);
        m = default;
        m.Status = (P2pStatus)Math.Max(list.Byte(P2pAttributeId.Status), (int)P2pStatus.Success);
        return list.TryFinish(out error);
    }

    /// <summary>Build list, with the head of the element.</summary>
    public readonly void Write(scoped ref ByteWriter writer)
    {
        Span<byte> buffer = stackalloc byte[4];
        var attributes = new ByteWriter(buffer);
        if (Status != P2pStatus.Success)
        {
            P2pAttributeWriter.Status(ref attributes, Status);
        }

        P2pAttributeWriter.Element(ref writer, attributes.Written, attributes.Failed);
    }
}
