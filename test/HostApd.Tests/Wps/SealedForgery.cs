using HostApd.Crypto;
using HostApd.Simulation;
using static HostApd.Tests.Wps.CapturedExchange;

namespace HostApd.Tests.Wps;

/// <summary>M5 or M7 of one who holds the keys of the captured exchange but not what it committed to.</summary>
internal static class SealedForgery
{
    /// <param name="honest">Has answered all that came before.</param>
    /// <param name="script">With the secrets to reveal.</param>
    /// <param name="isM5">M5, else M7.</param>
    /// <param name="fault"><c>secret</c>: only the secret is wrong; <c>seal</c>: the key wrap authenticator too.</param>
    public static byte[] Make(SimulatedEnrollee honest, EnrolleeScript script, bool isM5, string fault)
    {
        var previous = MessageOf(isM5 ? M4 : M6);
        var honestFrame = honest.Answer(Convert.FromHexString(isM5 ? M4 : M6))!;
        var honestMessage = honestFrame[18..];
        var authKey = Convert.FromHexString(AuthKey);
        byte[] secret = [0x10, (byte)(isM5 ? 0x16 : 0x17), 0, 16, .. isM5 ? script.Secret1 : script.Secret2];
        var wrap = Mac(authKey, secret)[..8];
        if (fault == "seal")
        {
            wrap[0] ^= 1;
        }

        byte[] plain = [.. secret, 0x10, 0x1E, 0, 8, .. wrap, .. Enumerable.Repeat((byte)16, 16)];
        Aes.CbcEncrypt(Convert.FromHexString(KeyWrapKey), new byte[16], plain);
        var unsigned = MessageLengthTests.Rebuild(
            honestMessage[..^12], t => t.Id == 0x1018 ? [.. new byte[16], .. plain] : t.Value);
        return [.. unsigned, 0x10, 0x05, 0, 8, .. Mac(authKey, [.. previous, .. unsigned])[..8]];
    }

    private static byte[] Mac(byte[] key, byte[] message)
    {
        using var hmac = Hmac.Sha256();
        hmac.SetKey(key);
        var mac = new byte[32];
        hmac.Compute(message, mac);
        return mac;
    }
}
