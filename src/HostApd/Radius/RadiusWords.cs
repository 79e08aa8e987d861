namespace HostApd.Radius;

/// <summary>What a log says of exchanges with servers.</summary>
internal static class RadiusWords
{
    /// <summary>Why nobody has answered.</summary>
    internal static string Of(RadiusFailure failure) => failure switch
    {
        RadiusFailure.None => "",
        RadiusFailure.NoServer => "no server is there",
        RadiusFailure.NoAnswer => "no server has answered",
        RadiusFailure.ServerLost => "the server that knew the conversation is gone",
        RadiusFailure.Full => "too many questions are out already",
        RadiusFailure.Overloaded => "the question has waited too long for its turn, or for random bytes",
        RadiusFailure.TooLong => "the question is longer than a packet may be",
    };

    /// <summary>Why a datagram had no effect, and what the owner of the server can do.</summary>
    internal static string Of(RadiusDrop drop) => drop switch
    {
        RadiusDrop.None => "",
        RadiusDrop.WrongSource => "it is not from a server of ours",
        RadiusDrop.Malformed => "it is no packet of RADIUS",
        RadiusDrop.UnknownIdentifier => "it answers nothing that was asked, or comes too late",
        RadiusDrop.Duplicate => "it came twice",
        RadiusDrop.UnexpectedCode => "it is no answer to what was asked",
        RadiusDrop.BadAuthenticator => "its authenticator is wrong: the secret differs here and there, or it is forged",
        RadiusDrop.BadMessageAuthenticator => "its Message-Authenticator is wrong: the secret differs here and there, or it is forged",
        RadiusDrop.NoMessageAuthenticator => "it has no Message-Authenticator, and without one it could be forged (CVE-2024-3596): have the server sign all its answers "
            + "(FreeRADIUS: require_message_authenticator = yes of its client from 3.2.5 on, before 'update reply { Message-Authenticator := 0x00 }' in post-auth and in its "
            + "Post-Auth-Type REJECT)",
        RadiusDrop.Unreadable => "it is the server's own, but a part of it cannot be read",
        RadiusDrop.Stale => "its time is not ours",
        RadiusDrop.TooMany => "more come than can be remembered",
    };

    /// <summary>The same of a request that came unasked.</summary>
    internal static string OfRequest(RadiusDrop drop) => drop switch
    {
        RadiusDrop.WrongSource => "no radius_das_client has that address",
        RadiusDrop.UnexpectedCode => "it is neither a Disconnect-Request nor a CoA-Request",
        RadiusDrop.NoMessageAuthenticator => "it has no Message-Authenticator: have the server send one (radclient: Message-Authenticator=0x00)",
        RadiusDrop.Unreadable => "there is no room for its Proxy-States in an answer",
        RadiusDrop.Stale => "its Event-Timestamp is further from our time than radius_das_time_window, or is not there",
        _ => Of(drop),
    };
}
