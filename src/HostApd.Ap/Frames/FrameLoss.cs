using System.Buffers.Binary;
using HostApd.Ieee80211;

namespace HostApd.Ap;

/// <summary>Frames that are as good as lost, by a chance or a list that a test has chosen (<see cref="TestKnobs"/>).</summary>
internal sealed class FrameLoss(BssSite site)
{
    private const int SubtypeShift = 4;

    private readonly LossList _received = new();
    private readonly LossList _sent = new();

    /// <summary>Whether this one is.</summary>
    internal bool Takes(ReadOnlySpan<byte> frame)
    {
        var knobs = site.Options.Knobs;
        if (ReferenceEquals(knobs, TestKnobs.None) || frame.IsEmpty)
        {
            return false;
        }

        var chance = (ManagementSubtype)(frame[0] >> SubtypeShift) switch
        {
            ManagementSubtype.ProbeRequest => knobs.IgnoredProbes,
            ManagementSubtype.Authentication => knobs.IgnoredAuthentications,
            ManagementSubtype.AssociationRequest => knobs.IgnoredAssociations,
            ManagementSubtype.ReassociationRequest => knobs.IgnoredReassociations,
            ManagementSubtype.Action when frame.Length > ManagementFrame.HeaderLength => _received.Takes(knobs.LostP2pReceived, frame[ManagementFrame.HeaderLength..]) ? 1 : 0,
            _ => 0,
        };
        return chance >= 1 || chance > 0 && Draw() < chance;
    }

    /// <summary>Whether an action frame of ours, from its category on, is lost.</summary>
    internal bool TakesSent(ReadOnlySpan<byte> body) => _sent.Takes(site.Options.Knobs.LostP2pSent, body);

    /// <summary>From 0 on, below 1. A pool that is short gives none: then nothing is lost.</summary>
    private double Draw()
    {
        Span<byte> drawn = stackalloc byte[sizeof(uint)];
        return site.Entropy.TryDraw(drawn) ? BinaryPrimitives.ReadUInt32LittleEndian(drawn) / (uint.MaxValue + 1.0) : 1;
    }
}

/// <summary>Subtypes of P2P public action frames that are still to be lost, one frame each.</summary>
internal sealed class LossList
{
    private static readonly byte[] P2pPublicAction = [0x04, 0x09, 0x50, 0x6F, 0x9A, 0x09];

    private string _chosen = "";
    private string _left = "";

    /// <summary>Whether this frame, from its category on, is to be lost; then it is off the list. Another list begins anew.</summary>
    internal bool Takes(string chosen, ReadOnlySpan<byte> body)
    {
        if (!ReferenceEquals(chosen, _chosen))
        {
            (_chosen, _left) = (chosen, chosen);
        }

        if (_left.Length == 0 || body.Length <= P2pPublicAction.Length || !body.StartsWith(P2pPublicAction))
        {
            return false;
        }

        var at = _left.IndexOf((char)('0' + body[P2pPublicAction.Length]));
        if (at >= 0)
        {
            _left = _left.Remove(at, 1);
        }

        return at >= 0;
    }
}
