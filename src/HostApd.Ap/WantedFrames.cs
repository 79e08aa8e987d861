using HostApd.Driver;
using HostApd.Ieee80211;

namespace HostApd.Ap;

/// <summary>Management frames that a BSS answers or must hear of.</summary>
internal static class WantedFrames
{
    /// <summary>Public action frames (802.11-2020 9.6.7) and the vendor-specific ones of P2P are wanted beside firmware, too.</summary>
    internal static IReadOnlyList<FrameFilter> All { get; } =
    [
        new(ManagementSubtype.Authentication, default, AlsoWithFirmware: false),
        new(ManagementSubtype.AssociationRequest, default, AlsoWithFirmware: false),
        new(ManagementSubtype.ReassociationRequest, default, AlsoWithFirmware: false),
        new(ManagementSubtype.Disassociation, default, AlsoWithFirmware: false),
        new(ManagementSubtype.Deauthentication, default, AlsoWithFirmware: false),
        new(ManagementSubtype.ProbeRequest, default, AlsoWithFirmware: true),
        new(ManagementSubtype.Action, new byte[] { 0x04 }, AlsoWithFirmware: true),
        new(ManagementSubtype.Action, new byte[] { 0x7f }, AlsoWithFirmware: true),
    ];
}
