using HostApd.Ieee80211;

namespace HostApd.P2p;

/// <summary>
/// Listen Channel and Operating Channel (P2P 1.7 4.1.8, 4.1.19):
/// <code>| Country String 3 | Operating Class 1 (802.11-2020 annex E) | Channel Number 1 |</code>
/// </summary>
/// <param name="Country">Two letters.</param>
/// <param name="Class">Operating class.</param>
/// <param name="Channel">Its number.</param>
public readonly record struct P2pChannel(string Country, byte Class, byte Channel)
{
    /// <summary>Length on the air, in bytes.</summary>
    public const int Length = 5;

    /// <summary>Third byte of the Country String: the operating classes are those of table E-4, the global ones.</summary>
    internal const byte GlobalClasses = 0x04;

    /// <summary>The channel's centre in MHz; 0 when its class or number is none of table E-4 that we know.</summary>
    public int FrequencyMhz => OperatingClass.ToMhz(Class, Channel);

    /// <summary>The 20 MHz channel at a frequency.</summary>
    public static P2pChannel Of(string country, int frequencyMhz) =>
        new(country, OperatingClass.Of(frequencyMhz), (byte)ChannelNumber.Of(frequencyMhz));

    /// <summary>
    /// Reads the attribute's body; false when it has another length. Classes count as global whatever the third byte of the country
    /// says, as with stock peers.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> body, out P2pChannel channel)
    {
        channel = body.Length == Length ? new P2pChannel(CountryOf(body), body[3], body[4]) : default;
        return body.Length == Length;
    }

    /// <summary>The attribute's body.</summary>
    public byte[] ToBody() => [(byte)Country[0], (byte)Country[1], GlobalClasses, Class, Channel];

    /// <summary>The two letters of a Country String, or whatever a stranger has put there: a byte, a character.</summary>
    internal static string CountryOf(ReadOnlySpan<byte> body) => string.Create(2, (body[0], body[1]), static (text, letters) =>
    {
        text[0] = (char)letters.Item1;
        text[1] = (char)letters.Item2;
    });
}
