namespace HostApd.Rsn;

/// <summary>What the caller is to do for an <see cref="Authenticator"/>, in order.</summary>
public enum AuthenticatorEffectKind
{
    /// <summary>Send <see cref="Authenticator.OutgoingEapol"/> to the station.</summary>
    SendEapol,

    /// <summary>
    /// Read the transmit sequence of group key <see cref="AuthenticatorEffect.KeyIndex"/> and answer with
    /// <see cref="Authenticator.OnGroupSequence"/>, once.
    /// </summary>
    ReadGroupSequence,

    /// <summary>Install <see cref="Authenticator.TemporalKey"/> as the pairwise key, for the suite's cipher.</summary>
    InstallPairwiseKey,

    /// <summary>
    /// Install <see cref="Authenticator.TemporalKey"/> as pairwise key <see cref="AuthenticatorEffect.KeyIndex"/> to receive with; what is
    /// sent goes on under the key before.
    /// </summary>
    InstallReceiveKey,

    /// <summary>Send with pairwise key <see cref="AuthenticatorEffect.KeyIndex"/>, which is installed, from now on.</summary>
    SelectPairwiseKey,

    /// <summary>Open the controlled port.</summary>
    AuthorizeStation,

    /// <summary>Deauthenticate with <see cref="AuthenticatorEffect.ReasonCode"/>, then <see cref="Authenticator.Stop"/>.</summary>
    DeauthenticateStation,

    /// <summary>(Re)start the one timer with <see cref="AuthenticatorEffect.Delay"/>.</summary>
    ArmTimer,

    /// <summary>Stop the timer.</summary>
    CancelTimer,

    /// <summary>The 4-way handshake is complete, the key installed, the port open.</summary>
    Connected,

    /// <summary>A message 2 fits none of the PMKs.</summary>
    PossiblePskMismatch,

    /// <summary>M1 waits until strong random bytes can be drawn.</summary>
    HeldForEntropy,

    /// <summary>The next pairwise key waits for that; the one before is used meanwhile.</summary>
    RenewalAwaitsEntropy,

    /// <summary>The wait is over; M1 follows.</summary>
    ReleasedFromEntropy,

    /// <summary>The station has confirmed the group key.</summary>
    GroupRekeyDone,

    /// <summary>A frame had no effect: <see cref="AuthenticatorEffect.DropReason"/>.</summary>
    Dropped,
}

/// <summary>Why a received EAPOL-Key frame had no effect.</summary>
public enum EapolKeyDropReason
{
    /// <summary>Not dropped.</summary>
    None,

    /// <summary>Does not parse.</summary>
    Malformed,

    /// <summary>Not expected in this state: also a repeated M4, which must not install the key again.</summary>
    NotExpected,

    /// <summary>Has Key Ack or SMK Message set: not a station's frame.</summary>
    NotFromSupplicant,

    /// <summary>Another key descriptor version than the AKM and cipher ask for.</summary>
    DescriptorVersion,

    /// <summary>No MIC where one is required.</summary>
    NoMic,

    /// <summary>The replay counter belongs to no frame that awaits an answer.</summary>
    ReplayCounter,

    /// <summary>A wrong MIC.</summary>
    BadMic,

    /// <summary>An M2 like the one M3 has already answered.</summary>
    Repeated,

    /// <summary>The station reports a TKIP MIC failure, which CCMP does not have.</summary>
    ErrorReport,

    /// <summary>Encrypted key data that the key encryption key does not open.</summary>
    Undecipherable,

    /// <summary>A group key was asked for while one is being handed out.</summary>
    GroupRekeyRequest,
}

/// <summary>One effect; the fields that a kind does not name are zero. In this order they take least room, of which every station has four.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="KeyIndex">For ReadGroupSequence: as a <see cref="GroupKeyEffect"/> has it; for InstallReceiveKey and SelectPairwiseKey: 0 or 1.</param>
/// <param name="Delay">For ArmTimer.</param>
/// <param name="ReasonCode">For DeauthenticateStation (802.11-2020 table 9-49).</param>
/// <param name="Encrypt">For SendEapol: whether the pairwise key is installed, so that the frame goes out encrypted.</param>
/// <param name="DropReason">For Dropped.</param>
public readonly record struct AuthenticatorEffect(
    AuthenticatorEffectKind Kind,
    int KeyIndex = 0,
    TimeSpan Delay = default,
    ushort ReasonCode = 0,
    bool Encrypt = false,
    EapolKeyDropReason DropReason = EapolKeyDropReason.None);

/// <summary>Reason codes this project's RSN machines send (802.11-2020 table 9-49).</summary>
public static class ReasonCodes
{
    /// <summary>UNSPECIFIED_REASON: here, it belongs to no network.</summary>
    public const ushort Unspecified = 1;

    /// <summary>INVALID_AUTHENTICATION: here, the driver refused the key or the port.</summary>
    public const ushort PreviousAuthenticationNotValid = 2;

    /// <summary>INVALID_CLASS3_FRAME: has a station associate anew that shall not have its key replaced.</summary>
    public const ushort InvalidClass3Frame = 7;

    /// <summary>4WAY_HANDSHAKE_TIMEOUT.</summary>
    public const ushort FourWayHandshakeTimeout = 15;

    /// <summary>GROUP_KEY_UPDATE_TIMEOUT.</summary>
    public const ushort GroupKeyUpdateTimeout = 16;

    /// <summary>4WAY_HANDSHAKE_ELEMENT_DIFFERS.</summary>
    public const ushort ElementDiffersInFourWay = 17;
}

/// <summary>Counters of one BSS (802.11-2020 annex C, dot11RSNAStats).</summary>
public sealed class RsnCounters
{
    private readonly long[] _dropped = new long[Enum.GetValues<EapolKeyDropReason>().Length];

    /// <summary>dot11RSNA4WayHandshakeFailures.</summary>
    public long FourWayHandshakeFailures { get; internal set; }

    /// <summary>Group key handshakes that timed out.</summary>
    public long GroupHandshakeFailures { get; internal set; }

    /// <summary>Frames without effect, by reason.</summary>
    public long Dropped(EapolKeyDropReason reason) => _dropped[(int)reason];

    internal void CountDropped(EapolKeyDropReason reason) => _dropped[(int)reason]++;
}
