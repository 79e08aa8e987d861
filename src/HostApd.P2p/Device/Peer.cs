using HostApd.Ieee80211;

namespace HostApd.P2p;

/// <summary>What the owner of this device allows with a peer (P2P_CONNECT).</summary>
/// <param name="Method">How the credential is passed on.</param>
/// <param name="Pin">The PIN, where the method has one.</param>
/// <param name="Intent">Our intent to own, 0–15.</param>
/// <param name="FrequencyMhz">The only frequency that will do; 0: any that both have.</param>
public sealed record PeerWish(ProvisionMethod Method, string? Pin, int Intent, int FrequencyMhz);

/// <summary>How far people know of a peer.</summary>
public enum PeerRenown
{
    /// <summary>It has probed; nothing else is known.</summary>
    Heard,

    /// <summary>It has described itself, when there was too much to be told already: it is told of when it is heard again.</summary>
    Described,

    /// <summary>It has described itself, and was told of.</summary>
    Reported,
}

/// <summary>What stands between a peer and a negotiation.</summary>
public enum PeerReadiness
{
    /// <summary>Nothing is known to.</summary>
    Ready,

    /// <summary>It has said that its user is not ready yet (status 1): it will ask, or probe.</summary>
    NotYetReady,

    /// <summary>We have said so to it: it waits for us to ask.</summary>
    WaitsForUs,

    /// <summary>We have said so to it when it brought our group back: it waits for us to invite it.</summary>
    WaitsForInvitation,

    /// <summary>It was rejected by a person: it hears so.</summary>
    Rejected,
}

/// <summary>What is known of another P2P device.</summary>
public sealed class Peer
{
    internal Peer(MacAddress address) => Address = address;

    /// <summary>Its P2P Device Address.</summary>
    public MacAddress Address { get; }

    /// <summary>What it says of itself; null while it has only probed.</summary>
    public P2pDeviceInfo? Info { get; internal set; }

    /// <summary>How far people know of it.</summary>
    public PeerRenown Renown { get; internal set; }

    /// <summary>Whether it is ready to negotiate, and we for it.</summary>
    public PeerReadiness Readiness { get; internal set; }

    /// <summary>Its Device Capability.</summary>
    public DeviceCapability DeviceCapability { get; internal set; }

    /// <summary>Its Group Capability.</summary>
    public GroupCapability GroupCapability { get; internal set; }

    /// <summary>Where it listens, in MHz; 0: unknown.</summary>
    public int ListenMhz { get; internal set; }

    /// <summary>Where it would operate, in MHz; 0: unknown.</summary>
    public int OperatingMhz { get; internal set; }

    /// <summary>How loud it was last, in dBm.</summary>
    public int SignalDbm { get; internal set; }

    /// <summary>Timestamp of when it was last heard.</summary>
    public long LastHeard { get; internal set; }

    /// <summary>The address it wants to have in a group; zero: unknown.</summary>
    public MacAddress IntendedAddress { get; internal set; }

    /// <summary>The Device Password ID of its last request; -1: none.</summary>
    public int PasswordId { get; internal set; } = -1;

    /// <summary>The dialog token of its last request.</summary>
    public byte Token { get; internal set; }

    /// <summary>What is allowed with it; null: nothing yet.</summary>
    public PeerWish? Wish { get; internal set; }

    /// <summary>The status that a negotiation or invitation with it ended with; 0: none has failed.</summary>
    public int LastStatus { get; internal set; }

    /// <summary>GO Negotiation Requests sent to it in the negotiation under way.</summary>
    public int RequestsSent { get; internal set; }

    /// <summary>Invitation Requests sent to it.</summary>
    public int InvitationsSent { get; internal set; }

    /// <summary>Our answers to it, by subtype: when the last one was given. Who asks more often is not answered.</summary>
    internal long?[] LastAnswers { get; } = new long?[(int)P2pPublicAction.ProvisionDiscoveryResponse + 1];
}
