using HostApd.Ieee80211;
using HostApd.Wps;

namespace HostApd.Ap;

/// <summary>What has happened to an access point, one of its stations, or a peer.</summary>
public enum ApEventKind
{
    /// <summary>On the air, or set up and silent.</summary>
    Enabled,

    /// <summary>Off the air.</summary>
    Disabled,

    /// <summary>The interface is up or back.</summary>
    InterfaceEnabled,

    /// <summary>The interface is down or gone.</summary>
    InterfaceDisabled,

    /// <summary>The access point comes to its end.</summary>
    Terminating,

    /// <summary>The radio begins to look for the best channel.</summary>
    ChoiceStarted,

    /// <summary>It has chosen one.</summary>
    ChoiceCompleted,

    /// <summary>There is none.</summary>
    ChoiceFailed,

    /// <summary>A move to another channel is announced.</summary>
    ChannelSwitchStarted,

    /// <summary>It is on another channel.</summary>
    ChannelSwitched,

    /// <summary>The same, for those who wait for the end of the announcement.</summary>
    ChannelSwitchFinished,

    /// <summary>The radio listens for radar, before it beacons.</summary>
    RadarCheckStarted,

    /// <summary>It does no more: there was none, or it was not listened to the end.</summary>
    RadarCheckEnded,

    /// <summary>Radar was heard.</summary>
    RadarDetected,

    /// <summary>Because of radar it goes, or begins, elsewhere.</summary>
    RadarChannel,

    /// <summary>A channel on which radar was may be listened to again.</summary>
    RadarOccupancyEnded,

    /// <summary>One that was listened to has to be again.</summary>
    RadarCheckExpired,

    /// <summary>A station is in.</summary>
    StationConnected,

    /// <summary>It no longer is.</summary>
    StationDisconnected,

    /// <summary>A silent station has given a sign of life.</summary>
    StationPolled,

    /// <summary>There was no place for it.</summary>
    StationRejected,

    /// <summary>Its message 2/4 fits none of its keys.</summary>
    PskMismatch,

    /// <summary>Its confirm of SAE does not verify: it has another password.</summary>
    SaeMismatch,

    /// <summary>It calls the password of SAE by a name that nobody has.</summary>
    SaeUnknownIdentifier,

    /// <summary>It says that it knows hash to element, and has not used it: somebody may have talked it out of that.</summary>
    SaeDowngraded,

    /// <summary>A server has let it in by EAP.</summary>
    EapSucceeded,

    /// <summary>A server has refused it, or there was no answer.</summary>
    EapRefused,

    /// <summary>What a server asks it was repeated.</summary>
    EapRepeated,

    /// <summary>It has stopped to answer a server.</summary>
    EapTimedOut,

    /// <summary>Its 4-way handshake is done.</summary>
    HandshakeCompleted,

    /// <summary>Something that it waits for is held until keys can be drawn.</summary>
    HoldBegan,

    /// <summary>That is over.</summary>
    HoldEnded,

    /// <summary>It took too long, and the station was sent away.</summary>
    HoldTimedOut,

    /// <summary>The P2P group runs.</summary>
    GroupStarted,

    /// <summary>It no longer does.</summary>
    GroupRemoved,

    /// <summary>A peer wants the button pressed.</summary>
    ProvisionPushButton,

    /// <summary>A peer's owner is to be shown a PIN.</summary>
    ProvisionShowPin,

    /// <summary>A peer shows a PIN that is to be entered.</summary>
    ProvisionEnterPin,

    /// <summary>A peer will press its button, as we asked it.</summary>
    ProvisionPushButtonAnswered,

    /// <summary>A peer does not do what we asked it for.</summary>
    ProvisionFailed,

    /// <summary>A P2P device was found.</summary>
    DeviceFound,

    /// <summary>It has not been heard of for too long.</summary>
    DeviceLost,

    /// <summary>A search came to its end.</summary>
    FindStopped,

    /// <summary>A P2P device wants a group, and nobody has allowed it yet.</summary>
    NegotiationRequested,

    /// <summary>A negotiation made us the owner.</summary>
    NegotiationSucceeded,

    /// <summary>A negotiation came to nothing.</summary>
    NegotiationFailed,

    /// <summary>The credential of a group that forms has been passed on.</summary>
    FormationSucceeded,

    /// <summary>The group did not come about.</summary>
    FormationFailed,

    /// <summary>A P2P device invites, and nobody has allowed it.</summary>
    InvitationReceived,

    /// <summary>A P2P device brings our group back.</summary>
    InvitationAccepted,

    /// <summary>What became of our invitation.</summary>
    InvitationResult,

    /// <summary>One of Wi-Fi Simple Configuration: <see cref="ApEvent.Wps"/> says which.</summary>
    Wps,

    /// <summary>Events that strangers caused were left out.</summary>
    EventsLeftOut,

    /// <summary>A management frame was received, and is told of.</summary>
    FrameNoticed,

    /// <summary>A management frame was received, and is a control client's.</summary>
    FrameReceived,

    /// <summary>The TX status of one.</summary>
    FrameSent,

    /// <summary>An 802.1X PDU was received, and is a control client's.</summary>
    EapolReceived,

    /// <summary>An 802.1X PDU is to be sent by a control client.</summary>
    EapolSent,

    /// <summary>A data frame of a test has arrived.</summary>
    DataReceived,
}

/// <summary>An event as a value. Its text is made where it leaves us (<see cref="ApEventText"/>); nobody inside reads that.</summary>
/// <param name="Kind">What has happened.</param>
/// <param name="Words">What is told of it, in hostapd's order.</param>
public sealed record ApEvent(ApEventKind Kind, params IReadOnlyList<EventWord> Words)
{
    /// <summary>Whom it is about, told before all else; zero: nobody.</summary>
    public MacAddress Station { get; init; }

    /// <summary>Which of WPS's; None where it is none.</summary>
    public WpsEvent Wps { get; init; }

    /// <summary>It is no news for the log: it would drown there.</summary>
    internal bool IsQuiet => Kind is ApEventKind.FrameNoticed or ApEventKind.FrameReceived or ApEventKind.FrameSent
        or ApEventKind.EapolReceived or ApEventKind.EapolSent;

    /// <summary>One about a station.</summary>
    public static ApEvent Of(ApEventKind kind, MacAddress station, params IReadOnlyList<EventWord> words) => new(kind, words) { Station = station };

    /// <summary>One of Wi-Fi Simple Configuration.</summary>
    public static ApEvent Of(WpsEvent which, params IReadOnlyList<EventWord> words) => new(ApEventKind.Wps, words) { Wps = which };
}
