namespace HostApd.Rsn;

/// <summary>States of the pairwise machine (802.11-2020 12.7.11.3), with hostapd's numbers (<c>hostapdWPAPTKState</c>).
/// States that only pass are not named.</summary>
public enum PtkState
{
    /// <summary>No association.</summary>
    Initialize = 0,

    /// <summary>Given up; the caller deauthenticates.</summary>
    Disconnected = 2,

    /// <summary>Associated; M1 is held until strong random bytes can be drawn.</summary>
    Authentication2 = 4,

    /// <summary>M1 sent.</summary>
    PtkStart = 7,

    /// <summary>An M2 came whose MIC fits no PMK; M1 will be repeated.</summary>
    PtkCalcNegotiating = 8,

    /// <summary>M3 sent.</summary>
    PtkInitNegotiating = 10,

    /// <summary>M4 verified, key installed.</summary>
    PtkInitDone = 11,
}

/// <summary>States of the group half (802.11-2020 12.7.11.3), with hostapd's numbers (<c>hostapdWPAPTKGroupState</c>).</summary>
public enum PtkGroupState
{
    /// <summary>Nothing under way.</summary>
    Idle = 0,

    /// <summary>The group message was sent.</summary>
    RekeyNegotiating = 1,

    /// <summary>The station did not confirm.</summary>
    KeyError = 3,
}
