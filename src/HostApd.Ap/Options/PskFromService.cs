namespace HostApd.Ap;

/// <summary>hostapd's <c>wpa_psk_radius</c>: whether passphrases come from a service, and when.</summary>
public enum PskFromService
{
    /// <summary>They do not.</summary>
    No,

    /// <summary>They go before those of the configuration, which count where there are none.</summary>
    Optional,

    /// <summary>Who is given none does not come in.</summary>
    Required,

    /// <summary>A service is asked by its handshake about a station that knows none of ours; nothing hangs on the word on its address.</summary>
    InHandshake,
}
