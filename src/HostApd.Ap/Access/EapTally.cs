using HostApd.Eapol;

namespace HostApd.Ap;

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
