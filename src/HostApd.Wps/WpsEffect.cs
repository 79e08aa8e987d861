using HostApd.Ieee80211;

namespace HostApd.Wps;

/// <summary>What the caller is to do for a <see cref="Registrar"/> and its sessions, in order.</summary>
public enum WpsEffectKind
{
    /// <summary>Send <see cref="WpsSession.OutgoingEapol"/> of <see cref="WpsEffect.Session"/> to its station.</summary>
    SendEapol,

    /// <summary>
    /// (Re)start timer <see cref="WpsEffect.Timer"/>, of the session if one is named, else of the registrar; on expiry
    /// call <c>OnTimer</c> of the same object.
    /// </summary>
    ArmTimer,

    /// <summary>Stop timer <see cref="WpsEffect.Timer"/>.</summary>
    CancelTimer,

    /// <summary>Tell of <see cref="WpsEffect.Event"/>, with <see cref="WpsEffect.Words"/>.</summary>
    Announce,

    /// <summary>The elements for Beacon and Probe Response have changed: write them anew.</summary>
    UpdateElements,

    /// <summary>
    /// Call <see cref="DhTask.Run"/> of <see cref="WpsEffect.Task"/>, on any thread, then
    /// <see cref="Registrar.OnExponentiated"/> on the loop.
    /// </summary>
    Exponentiate,

    /// <summary>M2 (or our own M1) waits until strong random bytes can be drawn.</summary>
    HeldForEntropy,

    /// <summary>The wait is over.</summary>
    ReleasedFromEntropy,

    /// <summary>Store <see cref="WpsEffect.DevicePsk"/>: from now on that device has its own PSK.</summary>
    StoreDevicePsk,

    /// <summary>Apply and store <see cref="WpsEffect.Settings"/>; then <see cref="Registrar.SetNetwork"/>.</summary>
    ApplySettings,

    /// <summary>The enrollee has its credential (<see cref="WpsSession.Enrollee"/>).</summary>
    Provisioned,

    /// <summary>Deauthenticate the station with <see cref="WpsEffect.Reason"/> once <see cref="WpsEffect.Delay"/> is over.</summary>
    DeauthenticateAfter,

    /// <summary>The session is over and takes no further input; drop it. Always its last effect.</summary>
    SessionEnded,
}

/// <summary>Timers of a session (the first two) and of a registrar.</summary>
public enum WpsTimer
{
    /// <summary>Session: repeat the last EAP-Request.</summary>
    EapRetransmit,

    /// <summary>Session: the whole exchange takes too long.</summary>
    SessionTimeout,

    /// <summary>Registrar: the walk time since the button press or the PIN.</summary>
    WalkTime,

    /// <summary>Registrar: the PIN next to expire.</summary>
    PinExpiry,

    /// <summary>Registrar: the AP PIN was enabled for a time.</summary>
    ApPinExpiry,

    /// <summary>Registrar: the AP setup lock ends.</summary>
    SetupUnlock,
}

/// <summary>Which event an <see cref="WpsEffectKind.Announce"/> is, for those who show more than its text.</summary>
public enum WpsEvent
{
    /// <summary>No event.</summary>
    None,

    /// <summary>CTRL-EVENT-EAP-STARTED.</summary>
    EapStarted,

    /// <summary>CTRL-EVENT-EAP-PROPOSED-METHOD.</summary>
    EapProposedMethod,

    /// <summary>CTRL-EVENT-EAP-FAILURE: also the normal end.</summary>
    EapFailure,

    /// <summary>CTRL-EVENT-EAP-RETRANSMIT.</summary>
    EapRetransmit,

    /// <summary>CTRL-EVENT-EAP-TIMEOUT-FAILURE.</summary>
    EapTimeoutFailure,

    /// <summary>WPS-PBC-ACTIVE.</summary>
    PbcActive,

    /// <summary>WPS-PBC-DISABLE.</summary>
    PbcDisable,

    /// <summary>WPS-TIMEOUT.</summary>
    Timeout,

    /// <summary>WPS-CANCEL.</summary>
    Cancel,

    /// <summary>WPS-OVERLAP-DETECTED.</summary>
    OverlapDetected,

    /// <summary>WPS-SUCCESS.</summary>
    Success,

    /// <summary>WPS-M2D.</summary>
    M2D,

    /// <summary>WPS-REG-SUCCESS.</summary>
    RegSuccess,

    /// <summary>WPS-FAIL.</summary>
    Fail,

    /// <summary>WPS-PIN-NEEDED.</summary>
    PinNeeded,

    /// <summary>WPS-ENROLLEE-SEEN.</summary>
    EnrolleeSeen,

    /// <summary>WPS-NEW-AP-SETTINGS.</summary>
    NewApSettings,

    /// <summary>WPS-AP-SETUP-LOCKED.</summary>
    ApSetupLocked,

    /// <summary>WPS-AP-SETUP-UNLOCKED.</summary>
    ApSetupUnlocked,

    /// <summary>WPS-AP-PIN-DISABLED.</summary>
    ApPinDisabled,
}

/// <summary>One effect; the fields that a kind does not name are zero or null.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="Session">Whose effect it is; null for the registrar's own.</param>
/// <param name="Timer">For ArmTimer and CancelTimer.</param>
/// <param name="Delay">For ArmTimer and DeauthenticateAfter.</param>
/// <param name="Reason">For DeauthenticateAfter.</param>
/// <param name="Event">For Announce.</param>
/// <param name="Words">For Announce.</param>
/// <param name="Task">For Exponentiate.</param>
/// <param name="DevicePsk">For StoreDevicePsk.</param>
/// <param name="Settings">For ApplySettings.</param>
public readonly record struct WpsEffect(
    WpsEffectKind Kind,
    WpsSession? Session = null,
    WpsTimer Timer = default,
    TimeSpan Delay = default,
    ReasonCode Reason = default,
    WpsEvent Event = WpsEvent.None,
    IReadOnlyList<EventWord>? Words = null,
    DhTask? Task = null,
    DevicePsk? DevicePsk = null,
    ApSettings? Settings = null);
