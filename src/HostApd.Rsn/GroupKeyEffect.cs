namespace HostApd.Rsn;

/// <summary>States of the group key machine, with hostapd's numbers (<c>hostapdWPAGroupState</c>).</summary>
public enum GroupKeyState
{
    /// <summary>No key yet: GTK_INIT.</summary>
    GtkInit = 0,

    /// <summary>A new key is being handed to the stations, or the driver has refused it and is asked again.</summary>
    SetKeys = 1,

    /// <summary>The key is installed.</summary>
    SetKeysDone = 2,
}

/// <summary>What the caller is to do for a <see cref="GroupKeyMachine"/>, in order.</summary>
public enum GroupKeyEffectKind
{
    /// <summary>Install <see cref="GroupKeyMachine.Key"/> at <see cref="GroupKeyEffect.KeyIndex"/>, sequence zero.</summary>
    InstallGroupKey,

    /// <summary>Make <see cref="GroupKeyEffect.KeyIndex"/> the key that frames of its kind are sent with.</summary>
    SetDefaultGroupKey,

    /// <summary>
    /// Call <see cref="Authenticator.StartGroupRekey"/> of <see cref="GroupKeyEffect.Station"/> and drain its effects.
    /// </summary>
    RekeyStation,

    /// <summary>(Re)start the one timer with <see cref="GroupKeyEffect.Delay"/>.</summary>
    ArmTimer,

    /// <summary>Stop the timer.</summary>
    CancelTimer,

    /// <summary>A new key is in use.</summary>
    Rekeyed,
}

/// <summary>One effect; the fields that a kind does not name are empty.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="KeyIndex">The key ID: 1 or 2, for management frames 4 or 5, for Beacons 6 or 7.</param>
/// <param name="Delay">For ArmTimer.</param>
/// <param name="Station">For RekeyStation.</param>
public readonly record struct GroupKeyEffect(
    GroupKeyEffectKind Kind, int KeyIndex = 0, TimeSpan Delay = default, Authenticator? Station = null);
