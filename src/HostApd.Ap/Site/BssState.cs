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

    /// <summary>The radio looks around for the best channel.</summary>
    ChoosingChannel,

    /// <summary>The radio looks for networks that have no room for 40 MHz beside them.</summary>
    CoexistenceScan,

    /// <summary>The radio listens for radar on the channel.</summary>
    RadarCheck,

    /// <summary>Beaconing.</summary>
    Enabled,

    /// <summary>Set up, and silent until somebody says so (<c>start_disabled</c>). hostapd calls this ENABLED, too.</summary>
    Silent,
}

/// <summary>What states have in common.</summary>
public static class BssStates
{
    /// <summary>On its way to the air: the radio has something to do before.</summary>
    public static bool IsStarting(this BssState state) =>
        state is BssState.CountryUpdate or BssState.ChoosingChannel or BssState.CoexistenceScan or BssState.RadarCheck;

    /// <summary>On the air, or on its way there.</summary>
    public static bool IsWanted(this BssState state) => state == BssState.Enabled || state.IsStarting();

    /// <summary>hostapd's word, as <c>state=</c> of STATUS has it.</summary>
    public static string Name(this BssState state) => state switch
    {
        BssState.Uninitialized => "UNINITIALIZED",
        BssState.Disabled => "DISABLED",
        BssState.CountryUpdate => "COUNTRY_UPDATE",
        BssState.ChoosingChannel => "ACS",
        BssState.CoexistenceScan => "HT_SCAN",
        BssState.RadarCheck => "DFS",
        BssState.Enabled or BssState.Silent => "ENABLED",
    };
}
