namespace HostApd.Ap;

/// <summary>hostapd's <c>wpa_psk_radius</c>: whether passphrases come with a service's word on an address.</summary>
public enum PskFromService
{
    /// <summary>They do not.</summary>
    No,

    /// <summary>They go before those of the configuration, which count where there are none.</summary>
    Optional,

    /// <summary>Who is given none does not come in.</summary>
    Required,
}
