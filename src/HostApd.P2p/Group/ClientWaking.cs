using HostApd.Ieee80211;
using HostApd.P2p.Frames;

namespace HostApd.P2p;

/// <summary>
/// Device Discoverability (P2P 1.7 3.2.4): a stranger would like a client of ours to be awake. The client is told, and only when it has
/// heard so does the stranger get its answer.
/// </summary>
internal sealed class ClientWaking(GroupMembers members, GroupEffects effects)
{
    /// <summary>Strangers that wait at a time: each of them has a client woken.</summary>
    private const int Most = 8;

    private readonly Dictionary<MacAddress, (MacAddress Asker, byte Token)> _waiting = [];

    /// <summary>A request; a client that is not here, cannot be woken or is being woken already ends it with "unable to accommodate".</summary>
    public void OnRequest(MacAddress asker, byte token, MacAddress device)
    {
        if (token == 0 || device.IsZero)
        {
            Answer(asker, token, P2pStatus.InvalidParameters);
        }
        else if (members.FindDevice(device) is { } client && (client.Capability & DeviceCapability.ClientDiscoverability) != 0
            && _waiting.Count < Most && _waiting.TryAdd(client.InterfaceAddress, (asker, token)))
        {
            var wake = effects.BeginFrame();
            P2pActionFrame.WriteHead(ref wake, P2pAction.GoDiscoverabilityRequest, 0);
            effects.SendAwaited(client.InterfaceAddress, wake);
        }
        else
        {
            Answer(asker, token, P2pStatus.UnableToAccommodate);
        }
    }

    /// <summary>The frame to a client has left, heard or not.</summary>
    public void OnSent(MacAddress client, bool acknowledged)
    {
        if (_waiting.Remove(client, out var who))
        {
            Answer(who.Asker, who.Token, acknowledged ? P2pStatus.Success : P2pStatus.UnableToAccommodate);
        }
    }

    /// <summary>A client has gone: it hears nothing any more.</summary>
    public void OnLeft(MacAddress client) => OnSent(client, acknowledged: false);

    private void Answer(MacAddress asker, byte token, P2pStatus status)
    {
        var writer = effects.BeginFrame();
        new DeviceDiscoverabilityResponse { Status = status }.Write(ref writer, token);
        effects.Send(asker, writer);
    }
}
