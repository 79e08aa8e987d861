using HostApd.Ieee80211;
using HostApd.Wps;

namespace HostApd.P2p;

/// <summary>What the caller is to do for a <see cref="GroupOwner"/>, in order.</summary>
public enum GroupOwnerEffectKind
{
    /// <summary>Send <see cref="GroupOwnerEffect.Body"/> as an action frame to <see cref="GroupOwnerEffect.Address"/>.</summary>
    SendAction,

    /// <summary>The same, then call <see cref="GroupOwner.OnSent"/> when it has left.</summary>
    SendAwaited,

    /// <summary>Tell of <see cref="GroupOwnerEffect.Event"/> of <see cref="GroupOwnerEffect.Address"/>, with <see cref="GroupOwnerEffect.Words"/>.</summary>
    Announce,

    /// <summary>
    /// Press the button for the device <see cref="GroupOwnerEffect.Address"/> only, if nothing else stands; if something
    /// does, call <see cref="GroupOwner.OnPressRefused"/>.
    /// </summary>
    PressButton,

    /// <summary>The elements have changed: write the Beacon anew.</summary>
    UpdateElements,
}

/// <summary>One effect; the fields that a kind does not name are empty.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="Address">For all but UpdateElements.</param>
/// <param name="Body">For SendAction: from the category on.</param>
/// <param name="Event">For Announce.</param>
/// <param name="Words">For Announce.</param>
public readonly record struct GroupOwnerEffect(
    GroupOwnerEffectKind Kind, MacAddress Address = default, byte[]? Body = null, P2pEvent Event = default,
    IReadOnlyList<EventWord>? Words = null);

/// <summary>What a peer wants of whoever stands before us.</summary>
public enum P2pEvent
{
    /// <summary>To press the button.</summary>
    PushButtonWanted,

    /// <summary>To read a PIN off our display.</summary>
    ShowPin,

    /// <summary>To enter the PIN that it shows.</summary>
    EnterPin,
}

/// <summary>Why a P2P frame had no effect.</summary>
public enum P2pDrop
{
    /// <summary>Does not parse.</summary>
    Malformed,

    /// <summary>A subtype that a Group Owner does not answer.</summary>
    NotForGroupOwner,

    /// <summary>Its sender was answered the same a moment ago.</summary>
    TooSoon,

    /// <summary>There is no room to know its sender.</summary>
    TooMany,
}
