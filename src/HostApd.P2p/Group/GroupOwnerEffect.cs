using HostApd.Ieee80211;

namespace HostApd.P2p;

/// <summary>What the caller is to do for a <see cref="GroupOwner"/>, in order.</summary>
public enum GroupOwnerEffectKind
{
    /// <summary>Send <see cref="GroupOwnerEffect.Body"/> as an action frame to <see cref="GroupOwnerEffect.Address"/>.</summary>
    SendAction,

    /// <summary>Tell control clients <see cref="GroupOwnerEffect.Text"/>.</summary>
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
/// <param name="Address">For SendAction and PressButton.</param>
/// <param name="Text">For Announce.</param>
/// <param name="Body">For SendAction: from the category on.</param>
/// <param name="Secret">For Announce: follows <paramref name="Text"/>, for control clients only; null: nothing is secret.</param>
/// <param name="Rest">For Announce with a secret: follows that.</param>
public readonly record struct GroupOwnerEffect(
    GroupOwnerEffectKind Kind, MacAddress Address = default, string? Text = null, byte[]? Body = null,
    string? Secret = null, string Rest = "");

/// <summary>Why a P2P frame had no effect.</summary>
public enum P2pDrop
{
    /// <summary>Does not parse.</summary>
    Malformed,

    /// <summary>A subtype that a Group Owner does not answer.</summary>
    NotForGroupOwner,
}
