using HostApd.Ieee80211;
using HostApd.Wps;

namespace HostApd.P2p;

/// <summary>Who may have a group with us: what a person said of a peer, the button, and the rule for all others.</summary>
internal sealed class DeviceConsent(DeviceSelf self, PeerTable peers, DeviceEffects effects, TimeProvider time)
{
    /// <summary>A press counts so long (WSC 2.0 11.3).</summary>
    private static readonly TimeSpan WalkTime = TimeSpan.FromSeconds(120);

    private long? _pressed;

    /// <summary>What is allowed with a peer that asks with this Device Password ID; null: nothing yet.</summary>
    public PeerWish? WishOf(Peer peer, int passwordId)
    {
        peer.PasswordId = passwordId;
        if (peer.Wish is { } wish)
        {
            return wish;
        }

        // Only a button needs nobody on our side: a PIN has to be told.
        if (passwordId != (int)DevicePasswordId.PushButton || !IsAllowedByRule(peer.Address) && !IsPressed)
        {
            return null;
        }

        return new PeerWish(ProvisionMethod.PushButton, null, self.Options.Intent, 0);
    }

    /// <summary>The negotiation that was allowed goes on: a press counts for one, and not for who only asked in vain.</summary>
    public void Use(Peer peer)
    {
        if (peer.Wish is null && !IsAllowedByRule(peer.Address) && IsPressed)
        {
            _pressed = null;
            effects.Explain(peer.Address, "asks for a group, and the button was pressed: it is meant");
        }
    }

    /// <summary>P2P_CONNECT.</summary>
    public static void Allow(Peer peer, PeerWish wish)
    {
        peer.Wish = wish;
        if (peer.Readiness == PeerReadiness.Rejected)
        {
            peer.Readiness = PeerReadiness.Ready;
        }
    }

    /// <summary>P2P_REJECT.</summary>
    public bool Reject(MacAddress device)
    {
        if (peers.Find(device) is not { } peer)
        {
            return false;
        }

        peer.Wish = null;
        peer.Readiness = PeerReadiness.Rejected;
        return true;
    }

    /// <summary>P2P_UNAUTHORIZE.</summary>
    public bool Withdraw(MacAddress device)
    {
        if (peers.Find(device) is not { Wish: not null } peer)
        {
            return false;
        }

        peer.Wish = null;
        return true;
    }

    /// <summary>The button was pressed, and nobody waits for it: the first who asks within the walk time is meant.</summary>
    public void Press() => _pressed = time.GetTimestamp();

    /// <summary>Nothing is allowed any more.</summary>
    public void Clear()
    {
        _pressed = null;
        foreach (var peer in peers.All)
        {
            peer.Wish = null;
        }
    }

    private bool IsAllowedByRule(MacAddress device) => self.Options.Acceptance switch
    {
        DeviceAcceptance.Ask => false,
        DeviceAcceptance.AllowList => self.Options.Accepted.Contains(device),
        DeviceAcceptance.OnRequest => true,
    };

    private bool IsPressed => _pressed is { } when && time.GetElapsedTime(when) < WalkTime;
}
