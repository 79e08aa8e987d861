namespace HostApd.P2p;

/// <summary>What a P2P device is about.</summary>
public enum DeviceState
{
    /// <summary>Nothing; nobody finds it.</summary>
    Idle,

    /// <summary>It is on its listen channel, to be found.</summary>
    Listen,

    /// <summary>It searches, and listens by turns.</summary>
    Search,

    /// <summary>It has asked a peer for a way to get the key.</summary>
    Discovery,

    /// <summary>It negotiates.</summary>
    Negotiation,

    /// <summary>It waits for a peer whose user is not ready, and can be found meanwhile.</summary>
    WaitPeer,

    /// <summary>It invites, or was invited.</summary>
    Invitation,

    /// <summary>It has a group, or is about to.</summary>
    Group,
}
