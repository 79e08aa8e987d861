using HostApd.Ieee80211;

namespace HostApd.Ap;

/// <summary>A move as it is announced at one moment; what is looked for of it is found once, not for each frame.</summary>
/// <param name="Wanted">The move.</param>
/// <param name="Legacy">Where to for those without EHT.</param>
/// <param name="OperatingClass">The global operating class of that; 0: none.</param>
/// <param name="Left">Beacons until it happens.</param>
internal readonly record struct AnnouncedMove(ChannelSwitch Wanted, OperatingChannel Legacy, byte OperatingClass, int Left)
{
    internal static AnnouncedMove Of(ChannelSwitch move)
    {
        var legacy = GenerationElements.WithoutEht(move.Channel);
        return new AnnouncedMove(move, legacy, legacy.WholeClass, move.Count);
    }
}
