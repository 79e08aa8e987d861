using HostApd.Crypto;
using HostApd.Ieee80211;
using HostApd.Rsn;
using NUnit.Framework;

namespace HostApd.Tests.Rsn.Owe;

/// <summary>
/// A join of Debian's wpa_supplicant 2.10 at Debian's hostapd 2.10 (November 2026, kernel 6.1, simulated radios; group 19): the elements of its Association Request and
/// Response, and what both sides logged of the keys. Neither logs its private key, so the secret is handed in.
/// </summary>
public sealed class OweCaptureTests
{
    private const string Station = "ff23201300" + "8638902e67096a625be295a27027781cdf5750524154066af40e2b298ea7dc07";
    private const string AccessPoint = "ff23201300" + "271989efc79434ce649e82b6ca8e2e4d920b5e4c2ab6f417649637283da3e501";
    private const string Secret = "7a138792e04fab13416f8b48735bc3cd760f3fc128818ef7c88410e52d5e764e";
    private const string Pmkid = "308781815f54d02e90e7eb39fa6918fc";

    private static readonly SaeGroup Group = SaeGroup.Find(19)!;

    [TestCase(Station)]
    [TestCase(AccessPoint)]
    public void The_elements_are_read_and_written_as_they_were(string hex)
    {
        var element = Convert.FromHexString(hex);
        Assert.That(OweElement.TryParse(element, [Group], out var parameter), Is.EqualTo(OweVerdict.Good));
        Assert.That(Group.Curve.IsAbscissa(parameter.X), Is.EqualTo(uint.MaxValue));
        var writer = new ByteWriter(new byte[37]);
        OweElement.Write(ref writer, parameter.Group, parameter.X);
        Assert.That(writer.Written.SequenceEqual(element));
    }

    [Test]
    public void The_secret_comes_to_the_PMK_and_its_identifier()
    {
        using var keys = Agreement();
        Assert.Multiple(() =>
        {
            Assert.That(Convert.ToHexStringLower(keys.Pmk.Span), Is.EqualTo(HandshakeCaptures.Owe.Pmk));
            Assert.That(Convert.ToHexStringLower(keys.Pmkid), Is.EqualTo(Pmkid));
        });
    }

    [Test]
    public void The_PMK_comes_to_the_keys_of_the_handshake_and_their_MICs()
    {
        var capture = HandshakeCaptures.Owe;
        using var keys = PairwiseKeys();
        Assert.That(Convert.ToHexStringLower([.. keys.Kck, .. keys.Kek, .. keys.Tk]), Is.EqualTo(capture.Ptk));
        foreach (var hex in (string[])[capture.Message2, capture.Message3, capture.Message4])
        {
            var bytes = Convert.FromHexString(hex);
            var signed = bytes.ToArray();
            keys.Sign(signed);
            Assert.That(Convert.ToHexStringLower(signed), Is.EqualTo(hex));
            for (var i = 4; i < bytes.Length; i++)
            {
                bytes[i] ^= 0x10;
                Assert.That(EapolKeyFrame.TryParse(bytes, out var changed, out _) && keys.Verify(changed), Is.False, $"byte {i}");
                bytes[i] ^= 0x10;
            }
        }
    }

    /// <summary>That hostapd does not name the PMK in message 1; so the key is given without its identifier here.</summary>
    [Test]
    public void With_the_PMK_the_same_messages_are_sent_and_taken()
    {
        var capture = HandshakeCaptures.Owe;
        using var keys = PairwiseKeys();
        var captured = Convert.FromHexString(capture.Message3);
        var plain = new byte[captured.Length - 99 - 8];
        Assert.That(Aes.TryUnwrap(keys.Kek, captured.AsSpan(99), plain));
        Assert.That(KdeReader.TryFind(plain, KdeType.Gtk, out var gtk));
        Assert.That(KdeReader.TryFind(plain, KdeType.Igtk, out var igtk));
        Assert.That(Convert.ToHexStringLower(gtk[2..]), Is.EqualTo(capture.Gtk));

        var offer = new KeySuiteOffer(DataCipher.Ccmp, capture.Suite).Protecting(FrameProtection.Required, ManagementCipher.BipCmac128);
        Assert.That(Convert.ToHexStringLower(new RsneBuilder { Offer = offer }.ToArray()), Is.EqualTo(capture.AuthenticatorRsne));
        Assert.That(KeySuites.Choose(Convert.FromHexString(capture.StationRsne), offer).Suite, Is.SameAs(offer.Suites[0]));
        var options = new RsnOptions { TransmitStatusAvailable = true, Offer = offer };
        var rig = new HandshakeRig(options, [.. gtk[2..], .. igtk[8..]], captured[17..49])
        {
            Rsne = Convert.FromHexString(capture.StationRsne),
            OwnRsne = Convert.FromHexString(capture.AuthenticatorRsne),
        };
        using var agreement = Agreement();
        using var pmk = new Pmk(agreement.Pmk.Span);
        rig.Pmks[0] = pmk;
        rig.StartGroup();
        rig.Associate();
        Assert.That(Convert.ToHexStringLower(rig.LastSent), Is.EqualTo(capture.Message1));
        Assert.That(rig.Receive(Convert.FromHexString(capture.Message2)), Is.EqualTo("ReadSequence:1 ArmTimer:100 ReadSequence:4 Send"));
        Assert.That(Convert.ToHexStringLower(rig.LastSent), Is.EqualTo(capture.Message3));
        Assert.That(rig.Receive(Convert.FromHexString(capture.Message4)), Is.EqualTo("CancelTimer InstallPairwiseKey AuthorizeStation Connected"));
        Assert.That(Convert.ToHexStringLower(rig.Authenticator.TemporalKey), Is.EqualTo(capture.Ptk![64..]));
    }

    private static OweAgreement Agreement() =>
        OweAgreement.Of(Group, Convert.FromHexString(Secret), Convert.FromHexString(Station)[5..], Convert.FromHexString(AccessPoint)[5..]);

    private static PairwiseKeys PairwiseKeys()
    {
        var capture = HandshakeCaptures.Owe;
        using var agreement = Agreement();
        var keys = new PairwiseKeys(capture.Suite);
        keys.Derive(agreement.Pmk.Span, HandshakeRig.Bssid, HandshakeRig.Station,
            Convert.FromHexString(capture.Message1)[17..49], Convert.FromHexString(capture.Message2)[17..49]);
        return keys;
    }
}
