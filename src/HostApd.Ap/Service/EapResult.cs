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
