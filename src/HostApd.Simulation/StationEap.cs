using System.Text;
using HostApd.Crypto;
using HostApd.Ieee80211;

namespace HostApd.Simulation;

/// <summary>
/// The peer of EAP (RFC 3748): says who it is, answers each Request with as many bytes of the same type, and believes a Success. The method
/// in between is nobody's: the key that comes of it is a number's, which a scripted server knows as well.
/// </summary>
public sealed class StationEap(MacAddress address, string identity)
{
    private const byte EapPacket = 0;
    private const byte Request = 1;
    private const byte Success = 3;
    private const byte IdentityType = 1;

    /// <summary>How often it was let in.</summary>
    public int Successes { get; private set; }

    /// <summary>Answers a Request no more.</summary>
    public bool IsSilent { get; set; }

    /// <summary>The Master Session Key, 64 bytes, of an address that is let in for the <paramref name="count"/>th time, from 1.</summary>
    public static byte[] KeyOf(MacAddress address, int count)
    {
        using var hmac = Hmac.Sha512();
        var key = new byte[hmac.MacLength];
        hmac.Compute(Encoding.ASCII.GetBytes($"{address} {count}"), key);
        return key;
    }

    /// <summary>The key by which it was let in last, of which the first 32 bytes are the PMK.</summary>
    public byte[] Key => KeyOf(address, Successes);

    /// <summary>Whether an 802.1X PDU is one of EAP.</summary>
    internal static bool Takes(byte[] pdu) => pdu.Length >= 8 && pdu[1] == EapPacket;

    /// <summary>The answer, an 802.1X PDU; null: none. <paramref name="succeeded"/>: it was let in.</summary>
    internal byte[]? Receive(byte[] pdu, out bool succeeded)
    {
        var length = pdu[6] << 8 | pdu[7];
        succeeded = pdu[4] == Success;
        Successes += succeeded ? 1 : 0;
        if (pdu[4] != Request || length < 5 || IsSilent)
        {
            return null;
        }

        var type = pdu[8];
        byte[] data = type == IdentityType ? Encoding.ASCII.GetBytes(identity) : pdu[9..(4 + length)];
        var whole = 5 + data.Length;
        return [2, 0, (byte)(whole >> 8), (byte)whole, 2, pdu[5], (byte)(whole >> 8), (byte)whole, type, .. data];
    }
}
