using HostApd.Eapol;
using HostApd.Ieee80211;

namespace HostApd.Wps;

/// <summary>
/// One station's exchange: EAP server, EAP-WSC and the registrar's or enrollee's machine. Made by <see cref="Registrar.Open"/>;
/// its effects come out of the registrar's queue.
/// </summary>
public sealed class WpsSession
{
    private WpsSession() => throw new NotImplementedException();

    /// <summary>The station.</summary>
    public MacAddress Station => throw new NotImplementedException();

    /// <summary>Its P2P Device Address; zero for others.</summary>
    public MacAddress P2pDevice => throw new NotImplementedException();

    /// <summary>What M1 said; null before it.</summary>
    public Enrollee? Enrollee => throw new NotImplementedException();

    /// <summary>Whether the credential has been handed out.</summary>
    public bool Succeeded => throw new NotImplementedException();

    /// <summary>The frame of the SendEapol effect, from the EAPOL header on; good until the next call.</summary>
    public ReadOnlySpan<byte> OutgoingEapol => throw new NotImplementedException();

    /// <summary>A received EAPOL frame that is not EAPOL-Key.</summary>
    public void OnEapol(in EapolFrame frame) => throw new NotImplementedException();

    /// <summary>One of this session's timers ran out.</summary>
    public void OnTimer(WpsTimer timer) => throw new NotImplementedException();

    /// <summary>The station is gone (deauthenticated, disassociated, associated anew): ends without a frame.</summary>
    public void Close() => throw new NotImplementedException();
}
