using HostApd.Crypto;
using HostApd.Rsn;
using NUnit.Framework;

namespace HostApd.Tests.Rsn;

/// <summary>The handshake under every row: with a station that was written for itself, and with frames made from the lengths of the row.</summary>
public sealed class EverySuiteTests
{
    private static IEnumerable<TestCaseData> Spoken =>
        from row in new[] { KeySuite.PskCcmp, KeySuite.PskSha256Ccmp, KeySuite.SaeCcmp }.Concat(RowsOfHashes)
        from cipher in DataCipher.All
        from groupCipher in DataCipher.All
        select new TestCaseData(row.With(cipher), groupCipher).SetArgDisplayNames(row.Name, row.Hash.ToString(), cipher.Name, groupCipher.Name);

    private static IEnumerable<KeySuite> RowsOfHashes =>
        from hash in new[] { KeyHash.Sha256, KeyHash.Sha384, KeyHash.Sha512 }
        from row in new[] { KeySuite.SaeExtKeyCcmp(hash), KeySuite.OweCcmp(hash) }
        select row;

    private static IEnumerable<TestCaseData> OfHashes =>
        from row in RowsOfHashes
        from cipher in DataCipher.All
        select new TestCaseData(row.With(cipher)).SetArgDisplayNames(row.Name, row.Hash.ToString(), cipher.Name);

    [TestCaseSource(nameof(Spoken))]
    public void A_station_joins_is_given_the_next_group_key_and_leaves_with_both_keys_alike(KeySuite row, DataCipher groupCipher)
    {
        var rig = Rig(new KeySuiteOffer(groupCipher, row)).Connect();
        Assert.That(rig.Authenticator.State, Is.EqualTo(PtkState.PtkInitDone));
        Assert.That(rig.Authenticator.TemporalKey.ToArray(), Is.EqualTo(rig.Supplicant.Tk));
        Assert.That(rig.Supplicant.Tk, Has.Length.EqualTo(row.Cipher.KeyLength));
        Assert.That(rig.Sent.TrueForAll(f => (f[6] & 7) == (int)row.DescriptorVersion), "the descriptor version");
        Assert.That(rig.Sent.TrueForAll(f => f[8] == row.Cipher.KeyLength), "Key Length");
        Assert.That(rig.Supplicant.Accepts(rig.LastSent));
        AssertGroupKey(rig, rig.Supplicant.KeyData(rig.LastSent));

        rig.Group.Rekey();
        rig.DrainGroup();
        rig.Drain();
        Assert.That(rig.Supplicant.Accepts(rig.LastSent));
        AssertGroupKey(rig, rig.Supplicant.KeyData(rig.LastSent));
        Assert.That(rig.Receive(rig.Supplicant.Group2(rig.LastSent)), Does.Contain("GroupRekeyDone"));
    }

    [TestCaseSource(nameof(Spoken))]
    public void Frames_of_another_version_or_with_another_MIC_are_dropped(KeySuite row, DataCipher groupCipher)
    {
        var rig = Rig(new KeySuiteOffer(groupCipher, row));
        rig.StartGroup();
        rig.Associate();
        var message2 = rig.Supplicant.Message2(rig.LastSent);
        message2[6] ^= 1;
        Assert.That(rig.Receive(message2), Is.EqualTo("Dropped:DescriptorVersion"));
        message2[6] ^= 1;
        message2[81] ^= 1;
        Assert.That(rig.Receive(message2), Does.EndWith("Dropped:BadMic"));
        message2[81] ^= 1;
        Assert.That(rig.Receive(message2), Does.EndWith("Send"));
    }

    /// <summary>802.11-2020 12.7.6.2: who has agreed on a key may have it from several times, and is told from which.</summary>
    [Test]
    public void Message_1_names_a_key_that_was_agreed_on_and_no_other()
    {
        var rig = Rig(new KeySuiteOffer(DataCipher.Ccmp, KeySuite.SaeCcmp));
        rig.Connect();
        Assert.That(rig.Sent[0][97..99], Is.EqualTo(new byte[] { 0, 22 }));
        Assert.That(Convert.ToHexStringLower(rig.Sent[0].AsSpan(99)), Is.EqualTo("dd14000fac04" + Convert.ToHexStringLower(HandshakeRig.Pmkid)));
        Assert.That(Rig(KeySuiteOffer.Personal).Connect().Sent[0], Has.Length.EqualTo(99));
        Assert.That(Rig(new KeySuiteOffer(DataCipher.Ccmp, KeySuite.PskSha256Ccmp)).Connect().Sent[0], Has.Length.EqualTo(99));
    }

    /// <summary>The first that knew OWE had one hash for all groups, and lengths by the group (<c>owe_ptk_workaround</c>).</summary>
    [TestCase(KeyHash.Sha384)]
    [TestCase(KeyHash.Sha512)]
    public void A_station_that_expands_its_key_by_the_shorter_hash_is_let_in_where_that_is_wanted_and_with_OWE_alone(KeyHash hash)
    {
        foreach (var (row, isTolerated, isIn) in new[]
        {
            (KeySuite.OweCcmp(hash), true, true), (KeySuite.OweCcmp(hash), false, false), (KeySuite.SaeExtKeyCcmp(hash), true, false),
        })
        {
            var rig = Rig(new KeySuiteOffer(DataCipher.Ccmp, row), isTolerated);
            rig.Supplicant.ExpandsBySha256 = true;
            rig.StartGroup();
            rig.Associate();
            var answer = rig.Receive(rig.Supplicant.Message2(rig.LastSent));
            Assert.That(answer, isIn ? Does.EndWith("Send") : Does.EndWith("Dropped:BadMic"), $"{row.Name} {isTolerated}");
            Assert.That(!isIn || rig.Receive(rig.Supplicant.Message4(rig.LastSent)).EndsWith("Connected", StringComparison.Ordinal));
        }

        // Who expands it as the standard says is let in all the same.
        Assert.That(Rig(new KeySuiteOffer(DataCipher.Ccmp, KeySuite.OweCcmp(hash)), true).Connect().Authenticator.State, Is.EqualTo(PtkState.PtkInitDone));
    }

    /// <summary>With a MIC of 24 or 32 bytes all that follows it moves (802.11-2020 12.7.2, figure 12-33).</summary>
    [TestCaseSource(nameof(OfHashes))]
    public void The_layout_moves_with_the_MIC(KeySuite row)
    {
        var rig = Rig(new KeySuiteOffer(row.Cipher, row));
        rig.StartGroup();
        rig.Associate();
        var message1 = rig.LastSent;
        Assert.That(message1, Has.Length.EqualTo(83 + row.MicLength + 22));
        using var keys = new PairwiseKeys(row);
        var sNonce = Enumerable.Repeat((byte)0x51, 32).ToArray();
        keys.Derive(rig.Pmks[0].Span, HandshakeRig.Bssid, HandshakeRig.Station, message1.AsSpan(17, 32), sNonce);
        Assert.That(rig.Receive(Answer(keys, KeyInformation.Pairwise | KeyInformation.Mic, 1, sNonce, rig.Rsne)), Does.EndWith("Send"));
        Assert.That(EapolKeyFrame.TryParse(rig.LastSent, row.MicLength, out var message3, out _) && keys.Verify(message3));
        var plain = new byte[message3.KeyData.Length - 8];
        Assert.That(Aes.TryUnwrap(keys.Kek, message3.KeyData, plain));
        Assert.That(KdeReader.TryFind(plain, KdeType.Gtk, out var gtk));
        Assert.That(gtk[2..].ToArray(), Is.EqualTo(rig.Group.Key(1).ToArray()));
        Assert.That(rig.Receive(Answer(keys, KeyInformation.Pairwise | KeyInformation.Mic | KeyInformation.Secure, 2, default, default)),
            Does.EndWith("Connected"));
        Assert.That(rig.Authenticator.TemporalKey.ToArray(), Is.EqualTo(keys.Tk.ToArray()));
    }

    [Test]
    public void A_key_that_was_agreed_on_is_as_long_as_its_row_says()
    {
        var row = KeySuite.SaeExtKeyCcmp(KeyHash.Sha512);
        using var key = Pmk.Agreed(row, new byte[64], HandshakeRig.Pmkid);
        Assert.That((key.Span.Length, key.Id.ToArray()), Is.EqualTo((64, HandshakeRig.Pmkid)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Pmk.Agreed(row, new byte[32], HandshakeRig.Pmkid));
        Assert.Throws<ArgumentOutOfRangeException>(() => Pmk.Agreed(row, new byte[64], HandshakeRig.Pmkid[1..]));
        using var known = new Pmk(new byte[32]);
        Assert.That(known.Id.IsEmpty);
    }

    private static HandshakeRig Rig(KeySuiteOffer offer, bool toleratesShortHash = false) =>
        new(new RsnOptions { TransmitStatusAvailable = true, Offer = offer, ToleratesShortOweHash = toleratesShortHash });

    private static byte[] Answer(PairwiseKeys keys, KeyInformation what, ulong counter, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> keyData)
    {
        var frame = new byte[512];
        var length = EapolKeyWriter.Write(frame, new EapolKeyFields
        {
            EapolVersion = 1,
            MicLength = keys.Suite.MicLength,
            Information = what | keys.Suite.DescriptorVersion,
            ReplayCounter = counter,
            Nonce = nonce,
        }, keyData);
        keys.Sign(frame.AsSpan(0, length));
        return frame[..length];
    }

    private static void AssertGroupKey(HandshakeRig rig, byte[] keyData)
    {
        Assert.That(KdeReader.TryFind(keyData, KdeType.Gtk, out var gtk));
        Assert.That(gtk[2..].ToArray(), Is.EqualTo(rig.Group.Key(gtk[0] & 3).ToArray()));
        Assert.That(gtk.Length - 2, Is.EqualTo(rig.Group.Options.Offer.GroupCipher.KeyLength));
    }
}
