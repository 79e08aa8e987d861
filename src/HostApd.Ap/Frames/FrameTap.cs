using HostApd.Ieee80211;
using HostApd.Wps;

namespace HostApd.Ap;

/// <summary>Where a frame comes from.</summary>
internal enum FrameOrigin
{
    /// <summary>The radio.</summary>
    Air,

    /// <summary>A control client, which plays the other side.</summary>
    Client,
}

/// <summary>Frames that pass through control clients, so that a test can play either side; and what is told of frames.</summary>
internal sealed class FrameTap(BssSite site)
{
    /// <summary>Whether a received frame has gone to the control clients instead.</summary>
    internal bool Diverts(ReadOnlySpan<byte> frame, FrameOrigin origin)
    {
        if (site.Options.Intercept.Management && origin == FrameOrigin.Air)
        {
            Tell(new ApEvent(ApEventKind.FrameReceived, Bare(frame)));
            return true;
        }

        if (site.Options.NotifiesFrames)
        {
            Tell(new ApEvent(ApEventKind.FrameNoticed, Buffer(frame)));
        }

        return false;
    }

    /// <summary>Whether the TX status of a frame has.</summary>
    internal bool DivertsSent(ReadOnlySpan<byte> frame, bool acknowledged, FrameOrigin origin)
    {
        if (!site.Options.Intercept.Management || origin == FrameOrigin.Client || frame.Length == 0)
        {
            return false;
        }

        Tell(new ApEvent(ApEventKind.FrameSent,
            EventWord.Of("type", 0), EventWord.Of("stype", frame[0] >> 4), EventWord.Of("ok", acknowledged ? 1 : 0), Buffer(frame)));
        return true;
    }

    /// <summary>Whether a received 802.1X PDU has.</summary>
    internal bool DivertsEapol(MacAddress station, ReadOnlySpan<byte> pdu, FrameOrigin origin)
    {
        if (!site.Options.Intercept.Eapol || origin == FrameOrigin.Client)
        {
            return false;
        }

        Tell(ApEvent.Of(ApEventKind.EapolReceived, station, Bare(pdu)));
        return true;
    }

    /// <summary>Whether an 802.1X PDU of ours has.</summary>
    internal bool DivertsEapolOut(MacAddress station, ReadOnlySpan<byte> pdu)
    {
        if (!site.Options.Intercept.Eapol)
        {
            return false;
        }

        Tell(ApEvent.Of(ApEventKind.EapolSent, station, Bare(pdu)));
        return true;
    }

    private static EventWord Bare(ReadOnlySpan<byte> bytes) => EventWord.Of(Convert.ToHexStringLower(bytes));

    private static EventWord Buffer(ReadOnlySpan<byte> bytes) => EventWord.Of("buf", Convert.ToHexStringLower(bytes));

    private void Tell(ApEvent told) => site.Voice.Raise(told);
}
