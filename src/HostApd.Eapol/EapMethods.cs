namespace HostApd.Eapol;

/// <summary>Names of EAP methods, as hostapd writes them.</summary>
public static class EapMethods
{
    /// <summary>The name of a type (IANA, Method Types); <c>unknown</c> for all others.</summary>
    public static string NameOf(EapType type) => (byte)type switch
    {
        1 => "Identity",
        3 => "NAK",
        4 => "MD5-Challenge",
        5 => "OTP",
        6 => "GTC",
        13 => "TLS",
        17 => "LEAP",
        18 => "SIM",
        21 => "TTLS",
        23 => "AKA",
        25 => "PEAP",
        26 => "MSCHAPV2",
        43 => "FAST",
        46 => "PAX",
        47 => "PSK",
        48 => "SAKE",
        49 => "IKEv2",
        50 => "AKA'",
        51 => "GPSK",
        52 => "PWD",
        53 => "EKE",
        55 => "TEAP",
        254 => "WSC",
        _ => "unknown",
    };
}
