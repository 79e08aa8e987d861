namespace HostApd.Ap;

/// <summary>Where a BSS is, with hostapd's names (<c>state=</c> of STATUS).</summary>
public enum BssState
{
    /// <summary>Never started.</summary>
    Uninitialized,

    /// <summary>Switched off by command, or its interface is down or gone.</summary>
    Disabled,

    /// <summary>The kernel has been asked for another regulatory domain.</summary>
    CountryUpdate,

    /// <summary>Beaconing.</summary>
    Enabled,

    /// <summary>Set up, and silent until somebody says so (<c>start_disabled</c>). hostapd calls this ENABLED, too.</summary>
    Silent,
}
