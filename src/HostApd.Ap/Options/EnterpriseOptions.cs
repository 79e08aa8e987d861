namespace HostApd.Ap;

/// <summary>802.1X with a server elsewhere (WPA2- and WPA3-Enterprise).</summary>
public sealed record EnterpriseOptions
{
    /// <summary><c>eap_reauth_period</c>: after so long a station is asked anew; zero: never, unless the server wants it.</summary>
    public TimeSpan Reauthentication { get; init; } = TimeSpan.FromSeconds(3600);

    /// <summary><c>eap_message</c>: what the Request for the identity shows (RFC 3748 5.1), behind a NUL what it tells programs; 0–253 bytes.</summary>
    public ReadOnlyMemory<byte> Message { get; init; }
}
