using System.Buffers.Binary;

namespace HostApd.Ap;

/// <summary>
/// What the kernel is told that a station can do: no more than we announce ourselves. It would send it frames that neither has asked for.
/// HE and EHT go as they came: the kernel compares these itself.
/// </summary>
internal static class NegotiatedCapabilities
{
    /// <summary>Bytes of HT Capabilities.</summary>
    internal const int HtLength = 26;

    /// <summary>Bytes of VHT Capabilities.</summary>
    internal const int VhtLength = 12;

    private const int HtTxStbc = 0x0080;

    private const uint ShortGuard80 = 1 << 5;
    private const uint VhtTxStbc = 1 << 7;
    private const uint VhtRxStbc = 7 << 8;
    private const uint SuBeamformer = 1 << 11;
    private const uint SuBeamformee = 1 << 12;
    private const uint BeamformeeStreams = 7 << 13;
    private const uint SoundingDimensions = 7 << 16;
    private const uint MuBeamformer = 1 << 19;

    /// <summary>HT Capabilities Information of both, but for what each says of itself alone: SM power save, and STBC crosswise.</summary>
    internal static ReadOnlySpan<byte> OfHt(ReadOnlySpan<byte> station, RadioPlan plan, Span<byte> target)
    {
        if (station.Length < HtLength)
        {
            return default;
        }

        station[..HtLength].CopyTo(target);
        int theirs = BinaryPrimitives.ReadUInt16LittleEndian(station), ours = plan.HtCapabilities;
        var both = theirs & (ours | HtBits.PowerSave | HtBits.RxStbc | HtTxStbc);
        both &= (ours & HtBits.RxStbc) == 0 ? ~HtTxStbc : ~0;
        both &= (ours & HtTxStbc) == 0 ? ~HtBits.RxStbc : ~0;
        BinaryPrimitives.WriteUInt16LittleEndian(target, (ushort)both);
        return target[..HtLength];
    }

    /// <summary>VHT Capabilities Information likewise: who forms a beam needs one that it is formed for.</summary>
    internal static ReadOnlySpan<byte> OfVht(ReadOnlySpan<byte> station, RadioPlan plan, Span<byte> target)
    {
        if (station.Length < VhtLength || plan.Vht is not { } own)
        {
            return default;
        }

        station[..VhtLength].CopyTo(target);
        var info = BinaryPrimitives.ReadUInt32LittleEndian(station);
        info &= ~(ShortGuard80 | VhtBits.ShortGuard160) | own.Info;
        Without(ref info, own.Info, SuBeamformer, SuBeamformee | BeamformeeStreams);
        Without(ref info, own.Info, SuBeamformee, SuBeamformer | SoundingDimensions);
        Without(ref info, own.Info, MuBeamformer, VhtBits.MuBeamformee);
        Without(ref info, own.Info, VhtBits.MuBeamformee, MuBeamformer);
        Without(ref info, own.Info, VhtRxStbc, VhtTxStbc);
        Without(ref info, own.Info, VhtTxStbc, VhtRxStbc);
        info = (info & VhtBits.Width) > (own.Info & VhtBits.Width) ? info & ~VhtBits.Width | own.Info & VhtBits.Width : info;
        Without(ref info, info, VhtBits.Width, VhtBits.ShortGuard160);
        BinaryPrimitives.WriteUInt32LittleEndian(target, info);
        return target[..VhtLength];
    }

    /// <summary>Where <paramref name="own"/> has nothing of <paramref name="needed"/>, the others go.</summary>
    private static void Without(ref uint info, uint own, uint needed, uint others) => info &= (own & needed) == 0 ? ~others : ~0u;
}
