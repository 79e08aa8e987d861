using HostApd.Crypto;
using HostApd.Radius;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Macs;
using Org.BouncyCastle.Crypto.Parameters;

namespace HostApd.Tests.Radius;

/// <summary>Packets made by hand, with sums that are not the product's: MD5 and HMAC of the library, over arrays put together here.</summary>
internal static class Packets
{
    internal static readonly byte[] Secret = "xyzzy5461"u8.ToArray();

    internal static byte[] Attribute(RadiusAttributeType type, params byte[] value) => [(byte)type, (byte)(value.Length + 2), .. value];

    internal static byte[] Number(RadiusAttributeType type, uint value) =>
        Attribute(type, (byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value);

    internal static byte[] Vendor(uint vendor, params byte[] value) => Attribute(RadiusAttributeType.VendorSpecific,
        [(byte)(vendor >> 24), (byte)(vendor >> 16), (byte)(vendor >> 8), (byte)vendor, .. value]);

    internal static byte[] Raw(RadiusCode code, byte identifier, byte[] authenticator, params byte[] attributes)
    {
        var length = 20 + attributes.Length;
        return [(byte)code, identifier, (byte)(length >> 8), (byte)length, .. authenticator, .. attributes];
    }

    /// <summary>A signed answer; with a Message-Authenticator in front unless told otherwise.</summary>
    internal static byte[] Answer(
        RadiusCode code, byte identifier, byte[] requestAuthenticator, byte[] attributes, byte[]? secret = null, bool isSigned = true)
    {
        secret ??= Secret;
        if (isSigned)
        {
            byte[] unsigned = [.. Attribute(RadiusAttributeType.MessageAuthenticator, new byte[16]), .. attributes];
            var mac = HmacMd5(secret, Raw(code, identifier, requestAuthenticator, unsigned));
            attributes = [.. Attribute(RadiusAttributeType.MessageAuthenticator, mac), .. attributes];
        }

        var sum = Md5([.. Raw(code, identifier, requestAuthenticator, attributes), .. secret]);
        return Raw(code, identifier, sum, attributes);
    }

    /// <summary>Salt and hidden octets of a value with its length in front, padded with zeros.</summary>
    internal static byte[] Hide(byte[] value, byte[] authenticator, byte[] salt, byte[]? secret = null) =>
        HideBlocks(Padded([(byte)value.Length, .. value]), authenticator, salt, secret);

    /// <summary>Salt and hidden octets of whole blocks.</summary>
    internal static byte[] HideBlocks(byte[] blocks, byte[] authenticator, byte[] salt, byte[]? secret = null)
    {
        byte[] before = [.. authenticator, .. salt];
        var hidden = new List<byte>(salt);
        foreach (var block in blocks.Chunk(16))
        {
            var stream = Md5([.. secret ?? Secret, .. before]);
            before = [.. block.Select((b, i) => (byte)(b ^ stream[i]))];
            hidden.AddRange(before);
        }

        return [.. hidden];
    }

    internal static byte[] Md5(byte[] message)
    {
        var digest = new MD5Digest();
        digest.BlockUpdate(message, 0, message.Length);
        var result = new byte[16];
        digest.DoFinal(result, 0);
        return result;
    }

    internal static byte[] HmacMd5(byte[] key, byte[] message)
    {
        var mac = new HMac(new MD5Digest());
        mac.Init(new KeyParameter(key));
        mac.BlockUpdate(message, 0, message.Length);
        var result = new byte[16];
        mac.DoFinal(result, 0);
        return result;
    }

    /// <summary>The answer as the product reads it, or null; fails when it is no packet or its proof is not good.</summary>
    internal static RadiusAnswer? Read(byte[] packet, byte[] requestAuthenticator)
    {
        using var signature = new RadiusSignature();
        if (!RadiusPacket.TryParse(packet, out var parsed, out var error)
            || signature.CheckResponse(parsed, requestAuthenticator, Secret, true) != RadiusProof.Good)
        {
            throw new ArgumentException($"no good answer: {error}", nameof(packet));
        }

        return RadiusAnswer.Read(parsed, requestAuthenticator, Secret);
    }

    internal static string Text(SecretBytes? secret) => secret is null ? "none" : Convert.ToHexStringLower(secret.Span);

    private static byte[] Padded(byte[] value) => [.. value, .. new byte[(16 - (value.Length % 16)) % 16]];
}
