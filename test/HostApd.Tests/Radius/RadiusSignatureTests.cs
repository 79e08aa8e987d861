using HostApd.Crypto;
using HostApd.Radius;
using HostApd.Tests.Architecture;
using NUnit.Framework;
using static HostApd.Tests.Radius.Packets;

namespace HostApd.Tests.Radius;

/// <summary>Vectors: RFC 1321 A.5, RFC 2202 2, RFC 2865 7, RFC 5997 6. Other sums are the library's own, over packets put together by hand.</summary>
public sealed class RadiusSignatureTests
{
    private const string StatusServer = "0cda00268a54f4686fb394c52866e302185d062350125a665e2e1e8411f3e243822097c84fa3";
    private const string Telnet = "010000380f403f9473978057bd83d5cb98f4227a01066e656d6f02120dbe708d93d413ce3196e43f782a0aee0406c0a80110050600000003";

    private static readonly byte[] Authenticator = Convert.FromHexString("0f403f9473978057bd83d5cb98f4227a");

    [TestCase("", "d41d8cd98f00b204e9800998ecf8427e")]
    [TestCase("abc", "900150983cd24fb0d6963f7d28e17f72")]
    [TestCase("message digest", "f96b697d7cb7938d525a2f31aaf161d0")]
    public void Md5_gives_the_sums_of_rfc_1321(string message, string expected)
    {
        var md5 = new Md5();
        var sum = new byte[16];
        for (var cut = 0; cut <= message.Length; cut++)
        {
            md5.Update(System.Text.Encoding.ASCII.GetBytes(message[..cut]));
            md5.Update(System.Text.Encoding.ASCII.GetBytes(message[cut..]));
            md5.Finish(sum);
            Assert.That(Convert.ToHexStringLower(sum), Is.EqualTo(expected));
        }
    }

    [TestCase("0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "4869205468657265", "9294727a3638bb1c13f48ef8158bfc9d")]
    [TestCase("4a656665", "7768617420646f2079612077616e7420666f72206e6f7468696e673f", "750c783e6ab0b503eaa86e310a5db738")]
    public void Hmac_md5_gives_the_codes_of_rfc_2202(string key, string message, string expected)
    {
        using var hmac = Hmac.Md5();
        hmac.SetKey(Convert.FromHexString(key));
        var code = new byte[16];
        hmac.Compute(Convert.FromHexString(message), code);
        Assert.That(Convert.ToHexStringLower(code), Is.EqualTo(expected));
    }

    [TestCase("0f403f9473978057bd83d5cb98f4227a", "0200002686fe220e7624ba2a1005f6bf9b55e0b20606000000010f06000000000e06c0a80103", TestName = "RFC 2865 7.1")]
    [TestCase("2aee86f08d0d55969ca5978e0d3367a2",
        "0201003815efbc7dab26cfa3dc34d9c03c8601a40606000000020706000000010806fffffffe0a06000000020d06000000010c06000005dc", TestName = "RFC 2865 7.2")]
    [TestCase("f3a47a1f6a6d76710b947ab93041a039",
        "0b02004e36f3c8764ae8c71157403c0c71ff9c4512304368616c6c656e67652033323736393433302e2020456e74657220726573706f6e73652061742070726f6d70742e"
        + "180a3332373639343330", TestName = "RFC 2865 7.3")]
    [TestCase("8a54f4686fb394c52866e302185d0623", "02da0014ef0d552a4bf2d693ec2b6fe8b5411d66", TestName = "RFC 5997 6.1")]
    public void Answers_of_the_standards_are_good_and_unsigned(string authenticator, string answer)
    {
        using var signature = new RadiusSignature();
        var bytes = Convert.FromHexString(answer);
        var request = Convert.FromHexString(authenticator);
        Assert.That(Check(bytes, request, false), Is.EqualTo(RadiusProof.Good));
        Assert.That(Check(bytes, request, true), Is.EqualTo(RadiusProof.NoMessageAuthenticator));
        for (var i = 0; i < bytes.Length; i++)
        {
            if (i is 2 or 3 or > 20)
            {
                // A length that is another makes it no packet, or another one.
                continue;
            }

            bytes[i] ^= 1;
            Assert.That(Check(bytes, request, false), Is.EqualTo(RadiusProof.BadAuthenticator), $"octet {i}");
            bytes[i] ^= 1;
        }
    }

    [Test]
    public void A_status_request_is_that_of_rfc_5997()
    {
        using var request = new RadiusRequest(RadiusCode.StatusServer, default);
        var authenticator = Convert.FromHexString(StatusServer)[4..20];
        Assert.That(Write(request, 0xDA, authenticator), Is.EqualTo(StatusServer));
        using var signature = new RadiusSignature();
        Assert.That(RadiusPacket.TryParse(Convert.FromHexString(StatusServer), out var parsed, out _), Is.True);
        Assert.That(signature.CheckRequest(parsed, Secret, true), Is.EqualTo(RadiusProof.Good));
        Assert.That(signature.CheckRequest(parsed, "xyzzy5462"u8, true), Is.EqualTo(RadiusProof.BadMessageAuthenticator));
    }

    [Test]
    public void A_password_is_hidden_as_in_rfc_2865()
    {
        var vector = Convert.FromHexString(Telnet);
        using var request = new RadiusRequest(RadiusCode.AccessRequest, Attribute(RadiusAttributeType.UserName, [.. "nemo"u8]), "arctangent"u8);
        var packet = Convert.FromHexString(Write(request, 0, vector[4..20]));
        Assert.That(packet[^18..], Is.EqualTo(vector[26..44]));
        Assert.That(packet[20..22], Is.EqualTo(new byte[] { 80, 18 }), "the Message-Authenticator stands first");
        var unsigned = packet.ToArray();
        unsigned.AsSpan(22, 16).Clear();
        Assert.That(packet[22..38], Is.EqualTo(HmacMd5(Secret, unsigned)));
    }

    [TestCase(1, ExpectedResult = 16)]
    [TestCase(16, ExpectedResult = 16)]
    [TestCase(17, ExpectedResult = 32)]
    [TestCase(128, ExpectedResult = 128)]
    [TestCase(129, ExpectedResult = 0)]
    public int Passwords_have_128_octets_at_the_most(int length)
    {
        using var request = new RadiusRequest(RadiusCode.AccessRequest, default, new byte[length]);
        return Math.Max(0, (Write(request, 0, Authenticator).Length / 2) - 20 - 18 - 2);
    }

    [Test]
    public void An_accounting_request_is_the_sum_of_itself()
    {
        var attributes = Number(RadiusAttributeType.AccountingStatusType, 1);
        using var request = new RadiusRequest(RadiusCode.AccountingRequest, attributes);
        var packet = Convert.FromHexString(Write(request, 9, Authenticator));
        var sum = Md5([.. Raw(RadiusCode.AccountingRequest, 9, new byte[16], attributes), .. Secret]);
        Assert.That(packet, Is.EqualTo(Raw(RadiusCode.AccountingRequest, 9, sum, attributes)));
        using var signature = new RadiusSignature();
        Assert.That(RadiusPacket.TryParse(packet, out var parsed, out _), Is.True);
        Assert.That(signature.CheckRequest(parsed, Secret, false), Is.EqualTo(RadiusProof.Good));
        Assert.That(signature.CheckRequest(parsed, Secret, true), Is.EqualTo(RadiusProof.NoMessageAuthenticator));
        Assert.That(signature.CheckRequest(parsed, "other"u8, false), Is.EqualTo(RadiusProof.BadAuthenticator));
    }

    /// <summary>In Disconnect and CoA both sums are taken with 16 octets of zero (RFC 5176 3.2).</summary>
    [Test]
    public void A_disconnect_request_is_signed_over_zeros()
    {
        var name = Attribute(RadiusAttributeType.UserName, [.. "nemo"u8]);
        var mac = HmacMd5(Secret, Raw(RadiusCode.DisconnectRequest, 3, new byte[16], [.. Attribute(RadiusAttributeType.MessageAuthenticator, new byte[16]), .. name]));
        byte[] attributes = [.. Attribute(RadiusAttributeType.MessageAuthenticator, mac), .. name];
        var sum = Md5([.. Raw(RadiusCode.DisconnectRequest, 3, new byte[16], attributes), .. Secret]);
        var expected = Raw(RadiusCode.DisconnectRequest, 3, sum, attributes);
        using var request = new RadiusRequest(RadiusCode.DisconnectRequest, name);
        Assert.That(Write(request, 3, Authenticator), Is.EqualTo(Convert.ToHexStringLower(expected)));
        using var signature = new RadiusSignature();
        Assert.That(RadiusPacket.TryParse(expected, out var parsed, out _), Is.True);
        Assert.That(signature.CheckRequest(parsed, Secret, true), Is.EqualTo(RadiusProof.Good));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Every_octet_of_a_signed_answer_counts(bool signedFirst)
    {
        byte[] name = [.. Attribute(RadiusAttributeType.UserName, [.. "nemo"u8])];
        var signed = Answer(RadiusCode.AccessAccept, 5, Authenticator, name);
        if (!signedFirst)
        {
            byte[] zeros = [.. name, .. Attribute(RadiusAttributeType.MessageAuthenticator, new byte[16])];
            var mac = HmacMd5(Secret, Raw(RadiusCode.AccessAccept, 5, Authenticator, zeros));
            byte[] attributes = [.. name, .. Attribute(RadiusAttributeType.MessageAuthenticator, mac)];
            signed = Raw(RadiusCode.AccessAccept, 5, Md5([.. Raw(RadiusCode.AccessAccept, 5, Authenticator, attributes), .. Secret]), attributes);
        }

        Assert.That(Check(signed, Authenticator, true), Is.EqualTo(RadiusProof.Good));
        for (var i = 0; i < 8 * signed.Length; i++)
        {
            signed[i / 8] ^= (byte)(1 << (i % 8));
            if (RadiusPacket.TryParse(signed, out _, out _))
            {
                Assert.That(Check(signed, Authenticator, true), Is.Not.EqualTo(RadiusProof.Good), $"bit {i}");
            }

            signed[i / 8] ^= (byte)(1 << (i % 8));
        }
    }

    [Test]
    public void A_wrong_message_authenticator_under_a_right_sum_is_found()
    {
        byte[] attributes = Attribute(RadiusAttributeType.MessageAuthenticator, new byte[16]);
        var sum = Md5([.. Raw(RadiusCode.AccessAccept, 5, Authenticator, attributes), .. Secret]);
        var packet = Raw(RadiusCode.AccessAccept, 5, sum, attributes);
        Assert.That(Check(packet, Authenticator, false), Is.EqualTo(RadiusProof.BadMessageAuthenticator));
    }

    [Test]
    public void An_answer_of_ours_is_what_a_server_would_make()
    {
        var name = Attribute(RadiusAttributeType.UserName, [.. "nemo"u8]);
        var packet = Raw(RadiusCode.DisconnectAck, 5, new byte[16], [.. Attribute(RadiusAttributeType.MessageAuthenticator, new byte[16]), .. name]);
        using var signature = new RadiusSignature();
        signature.SignResponse(packet, 22, Authenticator, Secret);
        Assert.That(packet, Is.EqualTo(Answer(RadiusCode.DisconnectAck, 5, Authenticator, name)));
    }

    /// <summary>What tells apart by how long it looks, tells an attacker how much is right.</summary>
    [Test]
    public void Nothing_here_compares_but_in_fixed_time()
    {
        var found = SourceTree.Files("src/HostApd.Radius", "*.cs")
            .Where(static f => File.ReadAllText(f).Contains("SequenceEqual", StringComparison.Ordinal));
        Assert.That(found, Is.Empty);
        Assert.That(File.ReadAllText(Path.Combine(SourceTree.Sources, "HostApd.Radius", "RadiusSignature.cs")),
            Does.Contain("CryptographicOperations.FixedTimeEquals"));
    }

    private static RadiusProof Check(byte[] answer, byte[] requestAuthenticator, bool needsMessageAuthenticator)
    {
        using var signature = new RadiusSignature();
        Assert.That(RadiusPacket.TryParse(answer, out var parsed, out _), Is.True);
        return signature.CheckResponse(parsed, requestAuthenticator, Secret, needsMessageAuthenticator);
    }

    private static string Write(RadiusRequest request, byte identifier, byte[] authenticator)
    {
        using var signature = new RadiusSignature();
        var packet = new byte[RadiusPacket.MaximumLength];
        return Convert.ToHexStringLower(packet.AsSpan(0, request.Write(packet, identifier, authenticator, Secret, signature)));
    }
}
