using HostApd.Wps;

namespace HostApd.P2p;

/// <summary>What a negotiation is told of with: words for people and scripts, numbers for frames.</summary>
internal static class NegotiationWords
{
    /// <summary>Why there is no group, for a person.</summary>
    internal static string Reason(P2pStatus status, PeerWish wish, int theirIntent) => status switch
    {
        P2pStatus.BothIntents15 => "it wants to own the group or nothing (intent 15), and so do we; set p2p_go_intent lower on either side",
        P2pStatus.IncompatibleParameters when theirIntent >= 0 =>
            $"it wants to own the group (intent {theirIntent} against our {wish.Intent}), and we are never a client; raise p2p_go_intent",
        P2pStatus.NoCommonChannel => "no channel that both may use",
        P2pStatus.IncompatibleProvisioning => $"it wants another way than {Of(wish.Method)} to get the key",
        P2pStatus.RejectedByUser => "its user said no",
        P2pStatus.UnableToAccommodate => "it is busy with another group",
        _ => $"status {(int)status}",
    };

    /// <summary>What stands in our frames for a way to get the key.</summary>
    internal static DevicePasswordId PasswordIdOf(ProvisionMethod method) => method switch
    {
        ProvisionMethod.PushButton => DevicePasswordId.PushButton,
        ProvisionMethod.Display => DevicePasswordId.RegistrarSpecified,
        ProvisionMethod.Keypad => DevicePasswordId.UserSpecified,
    };

    /// <summary>wpa_supplicant's word for it.</summary>
    internal static string Of(ProvisionMethod method) => method switch
    {
        ProvisionMethod.PushButton => "PBC",
        ProvisionMethod.Display => "Display",
        ProvisionMethod.Keypad => "Keypad",
    };
}
