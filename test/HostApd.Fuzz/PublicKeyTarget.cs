using System.Numerics;
using HostApd.Crypto;

namespace HostApd.Fuzz;

/// <summary>A peer's public key of group 5: what is between 1 and p − 1 gives the power that the platform computes, all else nothing.</summary>
public static class PublicKeyTarget
{
    private const string P =
        "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B302B0A6D"
        + "F25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7EDEE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3D"
        + "C2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08"
        + "CA237327FFFFFFFFFFFFFFFF";

    // Short: the platform's power would else take most of the time.
    private static readonly byte[] PrivateKey = [0xF0, 0x0F, 0x5A];
    private static readonly BigInteger Prime = Number(Convert.FromHexString(P));

    public static IEnumerable<byte[]> Corpus =>
        [Convert.FromHexString(P), new byte[DhGroup5.PublicLength], [.. Enumerable.Repeat((byte)0xA7, DhGroup5.PublicLength)]];

    public static void Run(ReadOnlySpan<byte> data)
    {
        Agree(data);
        Span<byte> padded = stackalloc byte[DhGroup5.PublicLength];
        padded.Clear();
        var length = Math.Min(data.Length, padded.Length);
        data[..length].CopyTo(padded[^length..]);
        Agree(padded);
    }

    private static void Agree(ReadOnlySpan<byte> peer)
    {
        Span<byte> shared = stackalloc byte[DhGroup5.PublicLength];
        shared.Fill(0xEE);
        var key = Number(peer);
        var isKey = peer.Length == DhGroup5.PublicLength && key > 1 && key < Prime - 1;
        Check.That(DhGroup5.TryAgree(PrivateKey, peer, shared) == isKey);
        Check.That(isKey
            ? Number(shared) == BigInteger.ModPow(key, Number(PrivateKey), Prime)
            : !shared.ContainsAnyExcept((byte)0xEE));
    }

    private static BigInteger Number(ReadOnlySpan<byte> bytes) => new(bytes, isUnsigned: true, isBigEndian: true);
}
