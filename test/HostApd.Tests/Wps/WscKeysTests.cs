using HostApd.Crypto;
using HostApd.Wps;
using NUnit.Framework;
using static HostApd.Tests.Wps.CapturedExchange;

namespace HostApd.Tests.Wps;

public sealed class WscKeysTests
{
    [Test]
    public void The_captured_exchange_gives_the_keys_of_both_sides()
    {
        using var keys = Captured(out var shared);
        var digest = new byte[32];
        Sha256.Hash(shared, digest);
        Assert.That(Hex(digest), Is.EqualTo(DhKey));
        Assert.That(Hex(keys.AuthKey), Is.EqualTo(AuthKey));
        Assert.That(Hex(keys.KeyWrapKey), Is.EqualTo(KeyWrapKey));
        Assert.That(Hex(keys.Emsk), Is.EqualTo(Emsk));
        byte[] psk1 = new byte[16], psk2 = new byte[16];
        keys.PasswordHalves("00000000"u8, psk1, psk2);
        Assert.That((Hex(psk1), Hex(psk2)), Is.EqualTo((Psk, Psk)));
        var hash = new byte[32];
        keys.Commit(Convert.FromHexString(ESecret1), psk1, PublicKeyOf(M1), PublicKeyOf(M2), hash);
        Assert.That(Hex(hash), Is.EqualTo(EHash1));
        keys.Commit(Convert.FromHexString(RSecret2), psk2, PublicKeyOf(M1), PublicKeyOf(M2), hash);
        Assert.That(Hex(hash), Is.EqualTo(RHash2));
    }

    [Test]
    public void Both_sides_agree_and_the_private_key_gives_the_public_key()
    {
        Captured(out var shared).Dispose();
        var other = new byte[192];
        Assert.That(DhGroup5.TryAgree(Convert.FromHexString(EnrolleePrivateKey), PublicKeyOf(M2), other), Is.True);
        Assert.That(other, Is.EqualTo(shared));
        DhGroup5.PublicKey(Convert.FromHexString(RegistrarPrivateKey), other);
        Assert.That(other, Is.EqualTo(PublicKeyOf(M2)));
    }

    [Test]
    public void Numbers_outside_the_group_are_no_public_keys()
    {
        var prime = Convert.FromHexString(
            "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B302B0A6D"
            + "F25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7EDEE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3D"
            + "C2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08"
            + "CA237327FFFFFFFFFFFFFFFF");
        Assert.That(DhGroup5.IsPublicKey(prime), Is.False, "p");
        prime[^1]--;
        Assert.That(DhGroup5.IsPublicKey(prime), Is.False, "p - 1");
        prime[^1]--;
        Assert.That(DhGroup5.IsPublicKey(prime), Is.True, "p - 2");
        Assert.That(DhGroup5.IsPublicKey(prime.AsSpan(1)), Is.False, "191 bytes");
        var small = new byte[192];
        Assert.That(DhGroup5.IsPublicKey(small), Is.False, "0");
        small[^1] = 1;
        Assert.That(DhGroup5.IsPublicKey(small), Is.False, "1");
        small[^1] = 2;
        Assert.That(DhGroup5.IsPublicKey(small), Is.True, "2");
        Assert.That(DhGroup5.TryAgree([5], new byte[192], small), Is.False);
    }

    [Test]
    public void A_small_result_is_padded_with_zeros()
    {
        var key = new byte[192];
        Array.Fill(key, (byte)0xEE);
        DhGroup5.PublicKey([9], key);
        Assert.That(Hex(key), Is.EqualTo(new string('0', 380) + "0200"));
    }

    [Test]
    public void Sealed_settings_open_and_a_changed_bit_keeps_them_shut([Values(1, 3, 4, 5, 20, 36)] int length)
    {
        using var keys = Captured(out _);
        var settings = Enumerable.Range(0, length).Select(i => (byte)i).ToArray();
        var value = new byte[EncryptedSettings.LengthFor(length)];
        EncryptedSettings.Seal(keys, Convert.FromHexString(Iv4), settings, value);
        using (var open = EncryptedSettings.Open(keys, value))
        {
            Assert.That(open!.Span.ToArray(), Is.EqualTo(settings));
        }

        for (var i = 0; i < value.Length; i++)
        {
            value[i] ^= 1;
            using var open = EncryptedSettings.Open(keys, value);
            Assert.That(open, Is.Null, $"byte {i}");
            value[i] ^= 1;
        }

        for (var cut = 0; cut < value.Length; cut++)
        {
            Assert.That(EncryptedSettings.Open(keys, value.AsSpan(0, cut)), Is.Null, $"{cut} bytes");
        }
    }

    [Test]
    public void An_odd_password_gives_its_middle_to_the_first_half()
    {
        using var keys = Captured(out _);
        byte[] a1 = new byte[16], a2 = new byte[16], b1 = new byte[16], b2 = new byte[16];
        keys.PasswordHalves("123"u8, a1, a2);
        keys.PasswordHalves("1233"u8, b1, b2);
        Assert.That(a1, Is.EqualTo(b1), "12");
        Assert.That(a2, Is.Not.EqualTo(b2), "3 and 33");
    }

    private static WscKeys Captured(out byte[] shared)
    {
        shared = new byte[192];
        Assert.That(DhGroup5.TryAgree(Convert.FromHexString(RegistrarPrivateKey), PublicKeyOf(M1), shared), Is.True);
        var keys = new WscKeys();
        keys.Derive(shared, Convert.FromHexString(EnrolleeNonce), WpsRig.Station, Convert.FromHexString(RegistrarNonce));
        return keys;
    }

    private static byte[] PublicKeyOf(string frame) =>
        MessageLengthTests.Split(MessageOf(frame)).Find(t => t.Id == 0x1032).Value;

    private static string Hex(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(bytes);
}
