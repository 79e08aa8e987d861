namespace HostApd.Rsn;

/// <summary>
/// What only tests turn of the key frames that we write (<c>--testing</c>): the writer alone looks at it, and the machine goes on as if
/// nothing were.
/// </summary>
/// <param name="Message1Elements"><c>eapol_m1_elements</c>: the key data of message 1, in hexadecimal as it was given; empty: none.</param>
/// <param name="Message3InClear"><c>eapol_m3_no_encrypt</c>: the key data of message 3 is not wrapped; nobody may believe it.</param>
public sealed record KeyFrameKnobs(string Message1Elements = "", bool Message3InClear = false)
{
    /// <summary>Nothing is turned.</summary>
    public static KeyFrameKnobs None { get; } = new();
}
