using System.Net;
using HostApd.Crypto;

namespace HostApd.Radius;

/// <summary>Who may have sessions ended and changed (<c>radius_das_client</c>).</summary>
/// <param name="address">Whose datagrams count, from whatever port.</param>
/// <param name="secret">What it shares with us; the caller's to dispose of.</param>
public sealed class DynamicAuthorizationClient(IPAddress address, SecretBytes secret)
{
    /// <summary>Its address.</summary>
    public IPAddress Address => address;

    /// <summary>Its secret.</summary>
    public SecretBytes Secret => secret;
}

/// <summary>What a <see cref="DynamicAuthorization"/> is told.</summary>
public sealed class DynamicAuthorizationOptions
{
    /// <summary>Most clients.</summary>
    public const int MaximumClients = 8;

    /// <summary>1 to 8; of two with one address the first counts.</summary>
    public required IReadOnlyList<DynamicAuthorizationClient> Clients { get; init; }

    /// <summary>How far the clocks may be apart, and how long a request is remembered (<c>radius_das_time_window</c>).</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>
    /// One without Event-Timestamp is none (<c>radius_das_require_event_timestamp</c>). Where it is not, what was written down on the way acts again once
    /// it is forgotten.
    /// </summary>
    public bool NeedsEventTimestamp { get; init; }

    /// <summary>One without Message-Authenticator is none (<c>radius_das_require_message_authenticator</c>).</summary>
    public bool NeedsMessageAuthenticator { get; init; } = true;
}
