using HostApd.Crypto;
using HostApd.Ieee80211;
using HostApd.Rsn;
using NUnit.Framework;

namespace HostApd.Tests.Rsn;

/// <summary>The captured handshakes, replayed: the same inputs give the same bytes.</summary>
public sealed class GoldenReplayTests
{
    [TestCaseSource(typeof(HandshakeCaptures), nameof(HandshakeCaptures.All))]
    public void Given_its_nonce_and_group_key_the_authenticator_sends_what_was_captured(CapturedHandshake capture)
    {
        var message1 = Convert.FromHexString(capture.Message1);
        var message3 = Convert.FromHexString(capture.Message3);
        using var keys = Derive(capture);
        var (index, gtk) = GroupKey(keys, message3);
        if (capture.Gtk is not null)
        {
            Assert.That(Convert.ToHexStringLower(gtk), Is.EqualTo(capture.Gtk));
        }

        var rig = new HandshakeRig(null, gtk, message1[17..49]) { Sequence = message3[65..71] };
        rig.OwnRsne = Convert.FromHexString(capture.AuthenticatorRsne);
        rig.Pmks[0] = PmkOf(capture);
        Assert.That(index, Is.EqualTo(1));
        rig.StartGroup();

        Assert.That(rig.Associate(), Is.EqualTo("Send ArmTimer:100"));
        Assert.That(Hex(rig.LastSent), Is.EqualTo(capture.Message1));

        var afterMessage2 = rig.Receive(Convert.FromHexString(capture.Message2));
        Assert.That(afterMessage2, Is.EqualTo("ReadSequence:1 ArmTimer:100 Send"));
        Assert.That(Hex(rig.LastSent), Is.EqualTo(capture.Message3));

        var afterMessage4 = rig.Receive(Convert.FromHexString(capture.Message4));
        Assert.That(afterMessage4, Is.EqualTo("CancelTimer InstallPairwiseKey AuthorizeStation Connected"));
        Assert.That(rig.Authenticator.State, Is.EqualTo(PtkState.PtkInitDone));
        Assert.That(rig.Authenticator.TemporalKey.ToArray(), Is.EqualTo(keys.Tk.ToArray()));
        Assert.That(rig.Authenticator.Suite.Cipher.Suite, Is.EqualTo(CipherSuite.Ccmp));
        Assert.That(rig.Authenticator.Suite.Akm, Is.EqualTo(AkmSuite.Psk));
    }

    /// <summary>Message 3 brings the IGTK for protected management frames, too.</summary>
    [Test]
    public void With_SHA_256_and_protected_frames_the_same_messages_are_sent_and_taken()
    {
        var capture = HandshakeCaptures.PskSha256;
        using var keys = Derive(capture);
        Assert.That(Hex([.. keys.Kck, .. keys.Kek, .. keys.Tk]), Is.EqualTo(capture.Ptk));
        var captured = Convert.FromHexString(capture.Message3);
        var (index, gtk) = GroupKey(keys, captured);
        Assert.That((index, Hex(gtk)), Is.EqualTo((1, capture.Gtk)));

        Assert.That(KdeReader.TryFind(Unwrapped(keys, captured), KdeType.Igtk, out var igtk), Is.True);
        var offer = new KeySuiteOffer(DataCipher.Ccmp, capture.Suite).Protecting(FrameProtection.Required, ManagementCipher.BipCmac128);
        var options = new RsnOptions { TransmitStatusAvailable = true, Offer = offer };
        Assert.That(Hex(new RsneBuilder { Offer = offer }.ToArray()), Is.EqualTo(capture.AuthenticatorRsne));
        Assert.That(KeySuites.Choose(Convert.FromHexString(capture.StationRsne), offer).Suite, Is.SameAs(offer.Suites[0]));
        var rig = new HandshakeRig(options, [.. gtk, .. igtk[8..]], captured[17..49])
        {
            Rsne = Convert.FromHexString(capture.StationRsne),
            OwnRsne = Convert.FromHexString(capture.AuthenticatorRsne),
        };
        rig.Pmks[0] = PmkOf(capture);
        Assert.That(Convert.ToHexStringLower(rig.Pmks[0].Span), Is.EqualTo(capture.Pmk));
        rig.StartGroup();
        rig.Associate();
        Assert.That(Hex(rig.LastSent), Is.EqualTo(capture.Message1));
        Assert.That(rig.Receive(Convert.FromHexString(capture.Message2)), Is.EqualTo("ReadSequence:1 ArmTimer:100 ReadSequence:4 Send"));
        Assert.That(Hex(rig.LastSent), Is.EqualTo(capture.Message3));
        Assert.That(rig.Receive(Convert.FromHexString(capture.Message4)), Is.EqualTo("CancelTimer InstallPairwiseKey AuthorizeStation Connected"));
        Assert.That(Hex(rig.Authenticator.TemporalKey.ToArray()), Is.EqualTo(capture.Ptk![64..]));
    }

    [Test]
    public void Every_captured_CMAC_is_right_and_a_changed_bit_makes_it_wrong()
    {
        var capture = HandshakeCaptures.PskSha256;
        using var keys = Derive(capture);
        foreach (var hex in new[] { capture.Message2, capture.Message3, capture.Message4 })
        {
            var bytes = Convert.FromHexString(hex);
            var signed = bytes.ToArray();
            keys.Sign(signed);
            Assert.That(Hex(signed), Is.EqualTo(hex));
            for (var i = 4; i < bytes.Length; i++)
            {
                bytes[i] ^= 0x10;
                Assert.That(EapolKeyFrame.TryParse(bytes, out var changed, out _) && keys.Verify(changed), Is.False, $"byte {i}");
                bytes[i] ^= 0x10;
            }
        }
    }

    [TestCaseSource(typeof(HandshakeCaptures), nameof(HandshakeCaptures.All))]
    public void Every_captured_mic_is_right_and_a_changed_bit_makes_it_wrong(CapturedHandshake capture)
    {
        using var keys = Derive(capture);
        foreach (var hex in new[] { capture.Message2, capture.Message3, capture.Message4 })
        {
            var bytes = Convert.FromHexString(hex);
            Assert.That(EapolKeyFrame.TryParse(bytes, out var frame, out _), Is.True);
            Assert.That(EapolKeyWriter.Verify(frame, keys.Mic), Is.True);
            for (var i = 5; i < bytes.Length; i++)
            {
                bytes[i] ^= 0x10;
                var right = EapolKeyFrame.TryParse(bytes, out var changed, out _)
                    && EapolKeyWriter.Verify(changed, keys.Mic);
                Assert.That(right, Is.False, $"byte {i}");
                bytes[i] ^= 0x10;
            }
        }
    }

    [Test]
    public void The_captured_passphrase_gives_the_pmk_and_ptk_of_both_sides()
    {
        var capture = HandshakeCaptures.Wps;
        using var pmk = PmkOf(capture);
        using var keys = Derive(capture);
        Assert.That(Convert.ToHexStringLower(pmk.Span), Is.EqualTo(capture.Pmk));
        Assert.That(Hex([.. keys.Kck, .. keys.Kek, .. keys.Tk]), Is.EqualTo(capture.Ptk));
    }

    /// <summary>802.11-2020 J.4.2.</summary>
    [TestCase("password", "IEEE", "f42c6fc52df0ebef9ebb4b90b38a5f902e83fe1b135a70e23aed762e9710a12e")]
    [TestCase("ThisIsAPassword", "ThisIsASSID", "0dc0d6eb90555ed6419756b9a15ec3e3209b63df707dd508d14581f8982721af")]
    [TestCase("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "ZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZ",
        "becb93866bb8c3832cb777c2f559807c8c59afcb6eae734885001300a981cc62")]
    public void A_passphrase_gives_the_pmk_of_annex_j(string passphrase, string ssid, string expected)
    {
        using var pmk = Pmk.FromPassphrase(System.Text.Encoding.ASCII.GetBytes(ssid), passphrase);
        Assert.That(Convert.ToHexStringLower(pmk.Span), Is.EqualTo(expected));
        using var same = Pmk.FromHex(expected);
        Assert.That(same!.Span.ToArray(), Is.EqualTo(pmk.Span.ToArray()));
        Assert.That(Pmk.FromHex(expected.AsSpan(1)), Is.Null);
        Assert.That(Pmk.FromHex("g" + expected[1..]), Is.Null);
    }

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);

    private static Pmk PmkOf(CapturedHandshake capture) =>
        Pmk.FromPassphrase(System.Text.Encoding.ASCII.GetBytes(capture.Ssid), capture.Passphrase);

    private static PairwiseKeys Derive(CapturedHandshake capture)
    {
        Assert.That(MacAddress.TryParse(capture.AuthenticatorAddress, out var ap), Is.True);
        Assert.That(MacAddress.TryParse(capture.StationAddress, out var station), Is.True);
        using var pmk = PmkOf(capture);
        var keys = new PairwiseKeys(capture.Suite);
        keys.Derive(pmk.Span, ap, station,
            Convert.FromHexString(capture.Message1)[17..49], Convert.FromHexString(capture.Message2)[17..49]);
        return keys;
    }

    private static (int Index, byte[] Gtk) GroupKey(PairwiseKeys keys, byte[] message3)
    {
        Assert.That(KdeReader.TryFind(Unwrapped(keys, message3), KdeType.Gtk, out var data), Is.True);
        return (data[0] & 3, data[2..].ToArray());
    }

    private static byte[] Unwrapped(PairwiseKeys keys, byte[] message3)
    {
        var plain = new byte[message3.Length - 99 - 8];
        Assert.That(Aes.TryUnwrap(keys.Kek, message3.AsSpan(99), plain), Is.True);
        return plain;
    }
}
