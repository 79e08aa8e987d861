namespace HostApd.P2p;

/// <summary>
/// Operating Channel (P2P 1.7 4.1.19):
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
    private const byte GlobalClasses = 0x04;

    /// <summary>The attribute's body.</summary>
    public byte[] ToBody() => [(byte)Country[0], (byte)Country[1], GlobalClasses, Class, Channel];
}
