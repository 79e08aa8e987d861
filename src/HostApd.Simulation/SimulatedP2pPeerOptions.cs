using HostApd.Ieee80211;

namespace HostApd.Simulation;

/// <summary>What a <see cref="SimulatedP2pPeer"/> is about.</summary>
public enum PeerState
{
    /// <summary>Nothing yet.</summary>
    Idle,

    /// <summary>Searches, and listens in between.</summary>
    Searching,

    /// <summary>Its Provision Discovery Request is out.</summary>
    Discovering,

    /// <summary>Its GO Negotiation Request is out, or it listens until the next.</summary>
    Asking,

    /// <summary>It was told "not yet": it listens for the device's own Request.</summary>
    Waiting,

    /// <summary>It has said yes to the device's Request, and waits for the Confirmation.</summary>
    Answering,

    /// <summary>It has been told yes, and confirms.</summary>
    Confirming,

    /// <summary>Its Invitation Request is out, or it listens until the next.</summary>
    Inviting,

    /// <summary>There is an agreement: its group client joins.</summary>
    Joining,

    /// <summary>It tries no more.</summary>
    Over,
}

/// <summary>After what it is gone without a word: out of reach, or its battery is empty.</summary>
public enum PeerStep
{
    /// <summary>It stays.</summary>
    Never,

    /// <summary>It has been found, and has found us.</summary>
    Found,

    /// <summary>Its first Request has left.</summary>
    Asked,

    /// <summary>It was told "not yet".</summary>
    ToldToWait,

    /// <summary>One side has said yes: no Confirmation comes from it, nor is one heard.</summary>
    Agreed,

    /// <summary>All is confirmed: its group client never comes.</summary>
    Confirmed,
}

/// <summary>A persistent group that a device remembers as its client.</summary>
/// <param name="Ssid">Its name.</param>
/// <param name="Passphrase">Its key.</param>
public sealed record RememberedGroup(byte[] Ssid, string Passphrase);

/// <summary>Who a peer is, what its user does, and how it misbehaves.</summary>
public sealed record SimulatedP2pPeerOptions
{
    /// <summary>P2P Device Address.</summary>
    public required MacAddress Device { get; init; }

    /// <summary>Intended P2P Interface Address: its group client's.</summary>
    public required MacAddress Interface { get; init; }

    /// <summary>Group Owner Intent, 0–15; a phone that wants to keep its own network says little, one that must own says 15.</summary>
    public int Intent { get; init; } = 1;

    /// <summary>Tie breaker of its Requests.</summary>
    public bool TieBreaker { get; init; }

    /// <summary>Its listen channel, in MHz.</summary>
    public int ListenMhz { get; init; } = 2412;

    /// <summary>Where it may have a group, in MHz; the first is where it would like one.</summary>
    public IReadOnlyList<int> ChannelsMhz { get; init; } = [2412, 2417, 2422, 2427, 2432, 2437, 2442, 2447, 2452, 2457, 2462];

    /// <summary>From when it has found us until its user taps our name; null: never.</summary>
    public TimeSpan? TapsAfter { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Asks by Provision Discovery first that a button be pressed.</summary>
    public bool DiscoversFirst { get; init; }

    /// <summary>It brings this group back by an invitation; null: it asks for a new one.</summary>
    public RememberedGroup? Group { get; init; }

    /// <summary>After what it is gone.</summary>
    public PeerStep VanishesAfter { get; init; }

    /// <summary>Before everything it sends.</summary>
    public TimeSpan Think { get; init; }

    /// <summary>32 bytes from which its group client's secrets are derived.</summary>
    public byte[] Seed { get; init; } = new byte[32];
}
