namespace HostApd.Ap;

/// <summary>What it costs a BSS on the air to take another value of a setting; a dearer one comes later.</summary>
public enum ChangeCost
{
    /// <summary>It is taken under the stations, which notice nothing, or see it in the next Beacon.</summary>
    Live,

    /// <summary>It is announced: UPDATE_BEACON takes it under the stations, and a reload starts this BSS anew, as in hostapd.</summary>
    Beacon,

    /// <summary>This BSS starts anew, and its stations come back.</summary>
    Restart,

    /// <summary>It belongs to the radio: all its BSSes start anew.</summary>
    Radio,
}
