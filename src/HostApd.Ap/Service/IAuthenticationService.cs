using HostApd.Ieee80211;
using HostApd.Rsn;

namespace HostApd.Ap;

/// <summary>
/// Who says, elsewhere and later, whether a station may come in and with what: as the hall sees a RADIUS server. One for a BSS; nothing of
/// it is made for a BSS that asks nobody.
/// </summary>
public interface IAuthenticationService
{
    /// <summary>A number for a station's session, or for several of one station: 64 bits, never the same twice.</summary>
    ulong NextSessionId();

    /// <summary>Begins to ask about a station; nothing is sent yet.</summary>
    /// <param name="subject">Who it is, and where.</param>
    /// <param name="onAnswer">
    /// Takes what was said, once for each question, in the loop, never inside the call that asks, and never after the inquiry was disposed of.
    /// The answer is the receiver's to dispose of.
    /// </param>
    IAuthenticationInquiry Begin(InquirySubject subject, Action<ServiceAnswer> onAnswer);
}

/// <summary>Questions about one station; those of one EAP conversation go to the same server. Disposed of: nobody wants the answer any more.</summary>
public interface IAuthenticationInquiry : IDisposable
{
    /// <summary>What the station says to the server by EAP (RFC 3579 2.1): the first begins a conversation with whichever server is wanted.</summary>
    /// <param name="identity">Its identity, 0–253 bytes.</param>
    /// <param name="response">The EAP packet, 4–2,300 bytes.</param>
    void RelayEap(ReadOnlySpan<byte> identity, ReadOnlySpan<byte> response);

    /// <summary>Whether its address may come in (<c>macaddr_acl=2</c>), and with which passphrases (<c>wpa_psk_radius</c>).</summary>
    void AskAddress();

    /// <summary>Which passphrase a station has that has shown it knows none of ours (<c>wpa_psk_radius=3</c>).</summary>
    /// <param name="aNonce">The nonce of message 1, 32 bytes.</param>
    /// <param name="message2">Message 2, from the EAPOL header on: who tries passphrases can tell by it which is the right one.</param>
    void AskPassphrase(ReadOnlySpan<byte> aNonce, ReadOnlySpan<byte> message2);
}

/// <summary>The station that is asked about.</summary>
public sealed record InquirySubject
{
    /// <summary>Its address.</summary>
    public required MacAddress Station { get; init; }

    /// <summary>Association ID; 0 before association.</summary>
    public int Aid { get; init; }

    /// <summary>What it has negotiated; null before association.</summary>
    public KeySuite? Suite { get; init; }

    /// <summary>Its management frames are protected.</summary>
    public bool Mfp { get; init; }

    /// <summary>Its highest legacy rate, in units of 500 kb/s; 0 before association.</summary>
    public int HighestRate { get; init; }

    /// <summary>Number of its session; 0: there is none yet.</summary>
    public ulong Session { get; init; }

    /// <summary>Number that its sessions share while it comes back with the same key; 0: none.</summary>
    public ulong MultiSession { get; init; }

    /// <summary>Chargeable-User-Identity that is known of it; empty: none.</summary>
    public ReadOnlyMemory<byte> ChargeableUserIdentity { get; init; }

    /// <summary>Its address alone.</summary>
    public override string ToString() => Station.ToString();
}
