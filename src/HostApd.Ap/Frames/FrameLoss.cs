using System.Buffers.Binary;
using HostApd.Ieee80211;

namespace HostApd.Ap;

/// <summary>Received frames that are as good as lost, by a chance that a test has chosen (<see cref="TestKnobs"/>).</summary>
internal sealed class FrameLoss(BssSite site)
{
    private const int SubtypeShift = 4;

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
            _ => 0,
        };
        return chance >= 1 || chance > 0 && Draw() < chance;
    }

    /// <summary>From 0 on, below 1. A pool that is short gives none: then nothing is lost.</summary>
    private double Draw()
    {
        Span<byte> drawn = stackalloc byte[sizeof(uint)];
        return site.Entropy.TryDraw(drawn) ? BinaryPrimitives.ReadUInt32LittleEndian(drawn) / (uint.MaxValue + 1.0) : 1;
    }
}
