namespace HostApd.Rsn;

/// <summary>A message that a test of the other side wants to see once more (hostapd's RESEND_…).</summary>
public enum Resent
{
    /// <summary>Message 1 of the 4-way handshake.</summary>
    Message1,

    /// <summary>Message 3 of the 4-way handshake.</summary>
    Message3,

    /// <summary>Message 1 of the group key handshake.</summary>
    GroupMessage,
}
