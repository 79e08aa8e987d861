using HostApd.Ieee80211;
using HostApd.Wps;

namespace HostApd.P2p;

/// <summary>What the caller is to do for a <see cref="P2pDevice"/>, in order.</summary>
public enum DeviceEffectKind
{
    /// <summary>
    /// Be on <see cref="DeviceEffect.FrequencyMhz"/> for <see cref="DeviceEffect.Time"/>, then call <see cref="P2pDevice.OnListenEnded"/>.
    /// A listen that stands is replaced.
    /// </summary>
    Listen,

    /// <summary>
    /// Send <see cref="DeviceEffect.Body"/> (from the category on) to <see cref="DeviceEffect.Address"/>, with BSSID
    /// <see cref="DeviceEffect.Bssid"/>, on <see cref="DeviceEffect.FrequencyMhz"/>, stay for <see cref="DeviceEffect.Time"/>, and call
    /// <see cref="P2pDevice.OnSent"/>.
    /// </summary>
    SendAction,

    /// <summary>As <see cref="SendAction"/>, but nobody waits for what becomes of it: <see cref="P2pDevice.OnSent"/> is not called.</summary>
    SendAnswer,

    /// <summary>Send <see cref="DeviceEffect.Body"/>, a whole frame, on <see cref="DeviceEffect.FrequencyMhz"/>; nobody waits for it.</summary>
    SendFrame,

    /// <summary>Search as <see cref="DeviceEffect.Scope"/> says, then call <see cref="P2pDevice.OnNeighbour"/> for all and <see cref="P2pDevice.OnSearched"/>.</summary>
    Search,

    /// <summary>Give the radio up: no listen, no wait, no search.</summary>
    Rest,

    /// <summary>Call <see cref="P2pDevice.OnTimer"/> with <see cref="DeviceEffect.Timer"/> after <see cref="DeviceEffect.Time"/>, instead of whatever it stood at.</summary>
    ArmTimer,

    /// <summary>Forget <see cref="DeviceEffect.Timer"/>.</summary>
    CancelTimer,

    /// <summary>Tell of <see cref="DeviceEffect.Event"/> of <see cref="DeviceEffect.Address"/>, with <see cref="DeviceEffect.Words"/>.</summary>
    Announce,

    /// <summary>Tell the log <see cref="DeviceEffect.Text"/> of <see cref="DeviceEffect.Address"/>: something that a person should know.</summary>
    Explain,

    /// <summary>Start the group of <see cref="DeviceEffect.Plan"/>, then call <see cref="P2pDevice.OnGroupStarted"/> or <see cref="P2pDevice.OnGroupEnded"/>.</summary>
    StartGroup,

    /// <summary>The credential has been passed on, or was not needed: tell of the group.</summary>
    AnnounceGroup,

    /// <summary>Anybody may join from now on, not only who the group was made for.</summary>
    OpenGroup,

    /// <summary>End the group, with <see cref="DeviceEffect.End"/>, then call <see cref="P2pDevice.OnGroupEnded"/>.</summary>
    EndGroup,

    /// <summary>The device <see cref="DeviceEffect.Address"/> has forgotten our group: forget what we keep of it.</summary>
    ForgetClient,
}

/// <summary>How far to search.</summary>
public enum SearchScope
{
    /// <summary>Every channel.</summary>
    Full,

    /// <summary>The social channels 1, 6 and 11.</summary>
    Social,

    /// <summary>The social channels and one other, each time the next.</summary>
    Progressive,
}

/// <summary>The timers of a device.</summary>
public enum DeviceTimer
{
    /// <summary>Of the negotiation, invitation or discovery under way: an answer is due, or the next attempt.</summary>
    Exchange,

    /// <summary>A peer that is not ready is waited for no longer.</summary>
    Patience,

    /// <summary>Of the group: it has to form, to be joined, or not to be idle.</summary>
    Group,

    /// <summary>P2P_LISTEN ends.</summary>
    ListenEnd,

    /// <summary>P2P_FIND ends.</summary>
    FindEnd,

    /// <summary>The next period of extended listening.</summary>
    ExtendedListen,

    /// <summary>Peers may have expired.</summary>
    Peers,

    /// <summary>The radio was left to others, and is listened on again.</summary>
    ListenPause,
}

/// <summary>Why a group ends.</summary>
public enum GroupEnd
{
    /// <summary>Somebody asked for it.</summary>
    Requested,

    /// <summary>It did not come about.</summary>
    FormationFailed,

    /// <summary>Nobody was in it any more.</summary>
    Idle,

    /// <summary>Another program needs the radio on a channel where the group cannot be.</summary>
    FrequencyConflict,

    /// <summary>The radio or its interface went.</summary>
    Unavailable,
}

/// <summary>What a device tells.</summary>
public enum DeviceEvent
{
    /// <summary>A device was found.</summary>
    DeviceFound,

    /// <summary>It has not been heard of for too long.</summary>
    DeviceLost,

    /// <summary>A search came to its end.</summary>
    FindStopped,

    /// <summary>A device wants a group, and nobody has allowed it yet.</summary>
    NegotiationRequested,

    /// <summary>A negotiation made us the owner.</summary>
    NegotiationSucceeded,

    /// <summary>A negotiation came to nothing.</summary>
    NegotiationFailed,

    /// <summary>The credential has been passed on.</summary>
    FormationSucceeded,

    /// <summary>The group did not come about.</summary>
    FormationFailed,

    /// <summary>A device invites, and nobody has allowed it.</summary>
    InvitationReceived,

    /// <summary>A device brings our group back.</summary>
    InvitationAccepted,

    /// <summary>What became of our invitation.</summary>
    InvitationResult,

    /// <summary>A peer wants the button pressed.</summary>
    PushButtonWanted,

    /// <summary>A peer's user is to read a PIN off our display.</summary>
    ShowPin,

    /// <summary>A PIN that the peer shows is to be entered here.</summary>
    EnterPin,

    /// <summary>A peer will press its button, as we asked it.</summary>
    PushButtonAnswered,

    /// <summary>A peer does not do what we asked it for, or does not answer.</summary>
    DiscoveryFailed,
}

/// <summary>The group that a negotiation or an invitation leads to.</summary>
/// <param name="PeerDevice">P2P Device Address of whom it is made for.</param>
/// <param name="PeerInterface">The address that it will associate with; zero: any.</param>
/// <param name="FrequencyMhz">Where.</param>
/// <param name="Method">How it gets the credential; null: it has it.</param>
/// <param name="Pin">The PIN, where the method has one.</param>
/// <param name="PeerTime">What the peer needs to get ready.</param>
public sealed record GroupPlan(
    MacAddress PeerDevice, MacAddress PeerInterface, int FrequencyMhz, ProvisionMethod? Method, string? Pin, TimeSpan PeerTime);

/// <summary>One effect; the fields that a kind does not name are empty.</summary>
/// <param name="Kind">What to do.</param>
public readonly record struct DeviceEffect(DeviceEffectKind Kind)
{
    /// <summary>Whom it is about.</summary>
    public MacAddress Address { get; init; }

    /// <summary>The BSSID field of an action frame.</summary>
    public MacAddress Bssid { get; init; }

    /// <summary>Where.</summary>
    public int FrequencyMhz { get; init; }

    /// <summary>For how long, or after how long.</summary>
    public TimeSpan Time { get; init; }

    /// <summary>What to send.</summary>
    public byte[]? Body { get; init; }

    /// <summary>Which timer.</summary>
    public DeviceTimer Timer { get; init; }

    /// <summary>How far to search.</summary>
    public SearchScope Scope { get; init; }

    /// <summary>What to tell.</summary>
    public DeviceEvent Event { get; init; }

    /// <summary>What is told of it.</summary>
    public IReadOnlyList<EventWord>? Words { get; init; }

    /// <summary>What to explain.</summary>
    public string? Text { get; init; }

    /// <summary>The group to start.</summary>
    public GroupPlan? Plan { get; init; }

    /// <summary>Why it ends.</summary>
    public GroupEnd End { get; init; }
}
