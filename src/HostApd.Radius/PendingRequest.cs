namespace HostApd.Radius;

/// <summary>One request on its way: in the queue (no <see cref="Packet"/>), or under an identifier of a server.</summary>
internal sealed class PendingRequest(long ticket, RadiusRequest request, int? only) : IDisposable
{
    /// <summary>The caller's name for it; 0 for a probe.</summary>
    internal long Ticket { get; } = ticket;

    internal RadiusRequest Request { get; } = request;

    /// <summary>The one server that it may go to.</summary>
    internal int? Only { get; } = only;

    internal byte[] Authenticator { get; } = new byte[RadiusPacket.AuthenticatorLength];

    /// <summary>The datagram; a repetition is the same octets. Null in the queue.</summary>
    internal byte[]? Packet { get; set; }

    internal int Server { get; set; }

    internal int Slot { get; set; }

    /// <summary>Servers that it went to, one bit each.</summary>
    internal uint Visited { get; set; }

    internal int Tries { get; set; }

    /// <summary>Answered, given up or cancelled.</summary>
    internal bool IsOver { get; set; }

    internal TimeSpan FirstSent { get; set; }

    internal TimeSpan Deadline { get; set; }

    public void Dispose() => Request.Dispose();
}
