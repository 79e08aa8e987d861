using HostApd.Ieee80211;

namespace HostApd.Driver;

/// <summary>Received management frames that an access point wants: of one subtype, whose body begins so.</summary>
/// <param name="Subtype">The subtype.</param>
/// <param name="Prefix">First bytes of the body; empty: all.</param>
/// <param name="AlsoWithFirmware">Wanted too where firmware answers Authentication and Association itself.</param>
public sealed record FrameFilter(ManagementSubtype Subtype, ReadOnlyMemory<byte> Prefix, bool AlsoWithFirmware);
