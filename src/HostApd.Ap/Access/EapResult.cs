using HostApd.Eapol;

namespace HostApd.Ap;

/// <summary>What has come of an EAP exchange; kept with the key (<see cref="Rsn.Pmksa.Grant"/>).</summary>
/// <param name="Identity">Who the station has said to be, 0–253 bytes.</param>
/// <param name="Grant">What the server has granted.</param>
/// <param name="Method">The method that they have agreed on.</param>
/// <param name="MultiSession">The number that all sessions with this key share (Acct-Multi-Session-Id).</param>
public sealed record EapResult(byte[] Identity, SessionGrant Grant, EapType Method, ulong MultiSession)
{
    /// <summary>What was granted with a key, be it by an exchange or by a password of the list; null: nothing.</summary>
    /// <param name="kept">What is kept with the key.</param>
    internal static SessionGrant? GrantIn(object? kept) => kept is EapResult result ? result.Grant : kept as SessionGrant;
}

/// <summary>802.1X PDUs of one station, but for those with keys (802.1X-2010 12.7).</summary>
public sealed class EapTally
{
    /// <summary>EAP packets received.</summary>
    public int Received { get; private set; }

    /// <summary>Of these those that name the station.</summary>
    public int Identities { get; private set; }

    /// <summary>EAPOL-Start.</summary>
    public int Starts { get; internal set; }

    /// <summary>EAPOL-Logoff.</summary>
    public int Logoffs { get; internal set; }

    /// <summary>EAP packets sent.</summary>
    public int Sent { get; private set; }

    /// <summary>Of these those that ask who it is.</summary>
    public int IdentityRequests { get; private set; }

    /// <summary>Version of the last one received.</summary>
    public byte LastVersion { get; private set; }

    internal void CountReceived(in EapolFrame frame)
    {
        Received++;
        LastVersion = frame.Version;
        if (EapPacket.TryParse(frame.Body, out var packet) && packet is { Code: EapCode.Response, Type: EapType.Identity })
        {
            Identities++;
        }
    }

    internal void CountSent(ReadOnlySpan<byte> eapol)
    {
        Sent++;
        if (EapPacket.TryParse(eapol[EapolFrame.HeaderLength..], out var packet) && packet is { Code: EapCode.Request, Type: EapType.Identity })
        {
            IdentityRequests++;
        }
    }
}
