using HostApd.Driver;
using HostApd.Ieee80211;
using HostApd.Rsn;

namespace HostApd.Ap;

/// <content>Frames that pass through control clients, so that a test can play either side; and what is told of frames.</content>
public sealed partial class Bss
{
    private bool _injecting;

    /// <summary>Who may join.</summary>
    public MacAcl Acl { get; } = new();

    /// <summary>What goes through control clients; may be changed at any time.</summary>
    public void Divert(FrameIntercept intercept) => Options = Options with { Intercept = intercept };

    /// <summary>A management frame as if it had been received (MGMT_RX_PROCESS).</summary>
    public void Inject(ReadOnlySpan<byte> frame, in ReceiveInfo info)
    {
        _injecting = true;
        OnFrame(frame, info);
        _injecting = false;
    }

    /// <summary>An 802.1X PDU as if it had been received (EAPOL_RX).</summary>
    public void InjectEapol(MacAddress station, ReadOnlySpan<byte> pdu)
    {
        _injecting = true;
        OnEapol(station, pdu, encrypted: false);
        _injecting = false;
    }

    /// <summary>The TX status of a frame that a control client sent for us (MGMT_TX_STATUS_PROCESS).</summary>
    public void InjectSent(ReadOnlySpan<byte> frame, bool acknowledged)
    {
        _injecting = true;
        OnFrameSent(0, frame, acknowledged);
        _injecting = false;
    }

    /// <summary>Sends a frame as it is (MGMT_TX).</summary>
    public bool SendRaw(ReadOnlySpan<byte> frame) =>
        State == BssState.Enabled && _link.SendFrame(frame, SendOptions.None, out _).Succeeded;

    /// <summary>Sends a handshake message once more (RESEND_…).</summary>
    public bool Resend(MacAddress station, Resent message)
    {
        if (Stations.Find(station) is not { Authenticator: { } authenticator } sta || !authenticator.Resend(message))
        {
            return false;
        }

        Drain(sta, authenticator);
        return true;
    }

    /// <summary>Whether a received frame has gone to the control clients instead.</summary>
    private bool IsDiverted(ReadOnlySpan<byte> frame)
    {
        if (Options.Intercept.Management && !_injecting)
        {
            RaiseFrame("MGMT-RX ", frame);
            return true;
        }

        if (Options.NotifiesFrames)
        {
            RaiseFrame("AP-MGMT-FRAME-RECEIVED buf=", frame);
        }

        return false;
    }

    private bool IsSentDiverted(ReadOnlySpan<byte> frame, bool acknowledged)
    {
        if (!Options.Intercept.Management || _injecting || frame.Length == 0)
        {
            return false;
        }

        RaiseQuietly($"MGMT-TX-STATUS type=0 stype={frame[0] >> 4} ok={(acknowledged ? 1 : 0)} buf={Convert.ToHexStringLower(frame)}");
        return true;
    }

    private bool IsEapolDiverted(MacAddress station, ReadOnlySpan<byte> pdu)
    {
        if (!Options.Intercept.Eapol || _injecting)
        {
            return false;
        }

        RaiseQuietly($"EAPOL-RX {station} {Convert.ToHexStringLower(pdu)}");
        return true;
    }

    /// <summary>The way out for 802.1X PDUs: to the station, or to the control clients.</summary>
    private DriverResult SendEapol(MacAddress station, ReadOnlySpan<byte> pdu, bool encrypt)
    {
        if (!Options.Intercept.Eapol)
        {
            return _link.SendEapol(station, pdu, encrypt);
        }

        RaiseQuietly($"EAPOL-TX {station} {Convert.ToHexStringLower(pdu)}");
        return DriverResult.Ok;
    }

    private void RaiseFrame(string prefix, ReadOnlySpan<byte> frame) => RaiseQuietly(prefix + Convert.ToHexStringLower(frame));

    /// <summary>An event that is no news for the log: it would drown there.</summary>
    private void RaiseQuietly(string text) => Tell(Event, text);
}
