using HostApd.P2p;

namespace HostApd.Ap;

/// <summary>The events of a P2P device as events of its BSS.</summary>
internal static class DeviceEvents
{
    internal static ApEventKind KindOf(DeviceEvent which) => which switch
    {
        DeviceEvent.DeviceFound => ApEventKind.DeviceFound,
        DeviceEvent.DeviceLost => ApEventKind.DeviceLost,
        DeviceEvent.FindStopped => ApEventKind.FindStopped,
        DeviceEvent.NegotiationRequested => ApEventKind.NegotiationRequested,
        DeviceEvent.NegotiationSucceeded => ApEventKind.NegotiationSucceeded,
        DeviceEvent.NegotiationFailed => ApEventKind.NegotiationFailed,
        DeviceEvent.FormationSucceeded => ApEventKind.FormationSucceeded,
        DeviceEvent.FormationFailed => ApEventKind.FormationFailed,
        DeviceEvent.InvitationReceived => ApEventKind.InvitationReceived,
        DeviceEvent.InvitationAccepted => ApEventKind.InvitationAccepted,
        DeviceEvent.InvitationResult => ApEventKind.InvitationResult,
        DeviceEvent.PushButtonWanted => ApEventKind.ProvisionPushButton,
        DeviceEvent.ShowPin => ApEventKind.ProvisionShowPin,
        DeviceEvent.EnterPin => ApEventKind.ProvisionEnterPin,
        DeviceEvent.PushButtonAnswered => ApEventKind.ProvisionPushButtonAnswered,
        DeviceEvent.DiscoveryFailed => ApEventKind.ProvisionFailed,
    };
}
