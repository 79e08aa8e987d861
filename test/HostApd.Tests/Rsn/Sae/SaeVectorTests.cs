using System.Security.Cryptography;
using System.Text;
using HostApd.Crypto;
using HostApd.Ieee80211;
using HostApd.Rsn;
using NUnit.Framework;
using BigInteger = System.Numerics.BigInteger;

namespace HostApd.Tests.Rsn.Sae;

/// <summary>
/// Whole runs of SAE. The loop's numbers and the point of group 19 by hash to element are those of IEEE 802.11-2020 annex J.10; what the annex does not
/// have (intermediate values, groups 20 and 21, the runs by hash to element) was computed by a script of a few lines over Python's integers, which
/// gives the annex's numbers, too. Its draws: (SHA-512(name ‖ "1") ‖ SHA-512(name ‖ "2")) mod (q − 2) + 2.
/// </summary>
public sealed class SaeVectorTests
{
    private static readonly MacAddress LoopOwn = new(Convert.FromHexString("4d3f2fffe387"));
    private static readonly MacAddress LoopPeer = new(Convert.FromHexString("a5d8aa958e3c"));
    private static readonly MacAddress AccessPoint = new(Convert.FromHexString("00095b66ec1e"));
    private static readonly MacAddress Station = new(Convert.FromHexString("000b6bd90246"));

    private static ReadOnlySpan<byte> Ssid => "byteme"u8;

    private static ReadOnlySpan<byte> Password => "mekmitasdigoat"u8;

    private static ReadOnlySpan<byte> Identifier => "psk4internet"u8;

    [Test]
    public void The_loop_of_the_standard_from_password_to_confirm()
    {
        var group = SaeGroup.Find(19)!;
        var element = new byte[64];
        Assert.That(SaeElement.Hunt(group, Password, LoopOwn, LoopPeer, element));
        Assert.That(Hex(element), Is.EqualTo(
            "da6eb7b06a1ac5624974f90afdd6a8e9d5722634cf987c34defc91a9874e5658f4fefd130bd5be08fe68af3e4a290272ec065fd3671f3c25bf8ec419ddc9b822"));
        var mirrored = new byte[64];
        SaeElement.Hunt(group, Password, LoopPeer, LoopOwn, mirrored);
        Assert.That(mirrored, Is.EqualTo(element), "both sides find the same");

        Assert.That(SaeCommitment.TryCreate(group, SaeMethod.Loop, element,
            Bytes("992465fd3daa3c60aa6565b7f62a2a7f2e12dd12f198faf4fbed89d7ff1ace94"),
            Bytes("9507a90f777a044d6a0830b91ea3d5dd70bece44e1acffb86983b5e1bf9fb322"), out var own));
        Assert.That(Hex(own!.Scalar), Is.EqualTo("2e2c0f0db52440ad146d967114ce005ce1eab0aa2c2e5c2871b774f6c2575c65"));
        Assert.That(Hex(own.Element), Is.EqualTo(
            "d5ad9e00829707aa36ba8b859738fc961d08243505f47c035376d7ac4bc8d7b95083bf43827d0fc31ed778dd3671fd21a46d1091d64b6f9a1e1272621325dbe1"));

        var peer = Bytes("591b96f3397fb945100848e7b550543b6720d88337ee93fc49fd6df7e08b5223"
            + "e71b9bb048d3873f20556953a96c91536fd8ee6ca9b4a68a148b056a909be03e83ae208f60f8ef5537858074db06687032399862999b511e0a1552a5fea317c2");
        Assert.That(own.TryAgree(default, default, peer, default, SaeKeyLengths.Of(group, SaeMethod.Loop), out var keys));
        var confirm = new byte[32];
        keys!.Confirm(1, confirm);
        Assert.Multiple(() =>
        {
            Assert.That(Hex(keys.ConfirmationKey), Is.EqualTo("1e733f6d9bd53256287304338831b09a39406d121017073a5c30db36f36cb81a"));
            Assert.That(Hex(keys.Pmk.Span), Is.EqualTo("4e4dfab1a2dd8ac1a91790f953faaa452ae5c6873ab75b63605ba663f8a7fe59"));
            Assert.That(Hex(keys.Pmkid), Is.EqualTo("8747a600eea3f9f22475df58ca1e5498"));
            Assert.That(Hex(confirm), Is.EqualTo("b6dec375e4522d27520827d0933cdde7ad3caf3771e4b00702ba4332797fba59"));
            Assert.That(keys.Verify(1, Bytes("e632b0ce42c22f54b2660b02d034ccb20f93246528f40f4f7fce40fd832166a7")));
            Assert.That(keys.Verify(2, Bytes("e632b0ce42c22f54b2660b02d034ccb20f93246528f40f4f7fce40fd832166a7")), Is.False);
            Assert.That(keys.Verify(1, Bytes("e632b0ce42c22f54b2660b02d034ccb20f93246528f40f4f7fce40fd832166a6")), Is.False);
            Assert.That(keys.Verify(1, []), Is.False);
        });
    }

    [TestCase(19, "b6e38c98750c684b5d17c3d8c9a4100b39931279187ca6cced5f37ef46ddfa97" + "5687e972e50f73e3898861e7edad21bea7d5f622df88243bb804920ae8e647fa",
        "c93049b9e64000f848201649e999f2b5c22dea69b5632c9df4d633b8aa1f6c1e" + "73634e94b53d82e7383a8d258199d9dc1a5ee8269d060382ccbf33e614ff59a0")]
    [TestCase(20, "c20f7de2ff2c6a2482c81aeaa525fb969c0897cec0f05f32942c3dcd4f3a3c83ac68a9ad918eb4b0ac068c9fef93f584"
        + "7e9bc499f475bc3fe4f345bb14007dabdc7568f7f74f3e5dbb046475903736a395f3570d2c778dc96641d8d2910c75e8",
        "aeb85bd3dfe654a7940fb328b39db8e0b20ea289465d8b68d184bd8e98e2c419165a31eac7d9091d196ed9066d12c3fb"
        + "f0a27ca78906cab38d3be51601a08127ccf5b68ac5f3854e7efb521eac433030feb681650dc88980efdf542bd4bfaf00")]
    [TestCase(21, "0055fa9b73212b56b6c31861fad6d6bd79cf613a14d3e39de7f81f213f31977c3959991a7e54492359b1e0920c67e7698e4ceaf07695c749fb2bf65166f7cc5de60c"
        + "009080882b71f2bd7f5eca80ca6c1e1156b791d7561047783d2c8408070b35a5fc467d13d8813efee38f188429c07f4eb09da9f09d115c1ad86df333b556d0b2199d",
        "00d8991b493a965a97f163c3b1197715ea9d2191f31c0f5e8828d729769cfb520ecc9719288aefa5d93287f3083fb837a7dff08f19227f5bebe546ea23fc175efa88"
        + "008f400b544c5c755570fbbf7ba77fac7ab647fe2142cfd44197ddfe0bc210a7222dc8d58de93a49c868929d2c28ae608a87f9035f04035d1ebcd7b849841bb27d85")]
    public void A_password_hashed_to_an_element(int number, string expectedPt, string expectedElement)
    {
        var group = SaeGroup.Find((ushort)number)!;
        byte[] pt = new byte[group.Curve.PointLength], element = new byte[group.Curve.PointLength];
        Assert.That(SaeElement.Derive(group, Ssid, Password, Identifier, pt));
        Assert.That(Hex(pt), Is.EqualTo(expectedPt));
        Assert.That(SaeElement.OfPair(group, pt, AccessPoint, Station, element));
        Assert.That(Hex(element), Is.EqualTo(expectedElement));
        SaeElement.OfPair(group, pt, Station, AccessPoint, element);
        Assert.That(Hex(element), Is.EqualTo(expectedElement), "both sides find the same");
    }

    /// <summary>The points of the two halves, which are added.</summary>
    [Test]
    public void The_two_points_of_the_map()
    {
        var result = new byte[64];
        var curve = EllipticCurve.P256;
        var p1 = Bytes("a07c260764a13445ff8cd97c5acc644e7119bde51bad42583eed6f4109639e6b3bdc8df0d32337936c74df604933a454142251c53c576c0351b28deaf9428d7e");
        var p2 = Bytes("72cd2a967a837fea5051f0133db46227775ba09f7b6dfb99ae7a8ef22c7d34a0864390d797d352b368d311af515bde116fe54459fec867ee18a8a1619ca3ff59");
        Assert.That(curve.MapTwo(
            Bytes("dc941bc3c6a2b4948b6c61d55590ecb1f0c51c4b1bebaff677e593698d5a53c6"),
            Bytes("1b8375a518bc21396ad6a65e5597e0bf80d793b6d66e2534a6e7dfe3ee22616f"), result));
        var one = new byte[32];
        one[^1] = 1;
        var sum = new byte[64];
        curve.MultiplyTwo(one, p1, one, p2, sum);
        Assert.That(result, Is.EqualTo(sum));
    }

    [Test]
    public void A_run_by_hash_to_element_in_group_19()
    {
        var (accessPoint, station) = (Commit(19, "ap", AccessPoint, Station), Commit(19, "sta", Station, AccessPoint));
        var (ours, theirs) = Agree(accessPoint, station, default, SaeKeyLengths.Of(accessPoint.Group, SaeMethod.HashToElement));
        byte[] own = new byte[32], peer = new byte[32];
        ours.Confirm(1, own);
        theirs.Confirm(1, peer);
        Assert.Multiple(() =>
        {
            Assert.That(Hex(accessPoint.Sent), Is.EqualTo("e406029b5fecd19824e9e6b38488a4e4e4861ab0703731e93b47e8ea8f6fd814"
                + "7e47e52c9b4ddca1478ab15ccb9995a586080ece89e8c91828fb01dd8012c4adeb050f667feb8283b5a022c602e3ecb0a668008affae4947b7b75d25f6947d01"));
            Assert.That(Hex(station.Sent), Is.EqualTo("1d21bf15031e0f10e3af206a3df3c54b1555538bfa75ba49358bd8a6c4352893"
                + "fef8b1fced8d2c92986244dc6151284d18b665beef66897e1808aa2e2c2ef7313043ce961233379188a088a5fad6ffbd5873af857b7b19d1ddb3bd5ee3eb656a"));
            Assert.That(Hex(ours.ConfirmationKey), Is.EqualTo("ab7d1888b48e40a0c3c87c9ac62a8eac182b5f080045412b95e64c51f6e92a54"));
            Assert.That(Hex(ours.Pmk.Span), Is.EqualTo("9d45300a40d72ced9dce1a118d59c3e2baec21b10b346a63628227853728531b"));
            Assert.That(Hex(ours.Pmkid), Is.EqualTo("0127c1b1630ae0a80899071dc27c6a30"));
            Assert.That(Hex(own), Is.EqualTo("4217d3402ff31b99b4af38fe922e8997e93bab876e59f30b68dabb8dc59ccd92"));
            Assert.That(Hex(peer), Is.EqualTo("a3f4bea1d8019c20c475f42fc0f01c37e9f5b2aa1eeffa59dc714b788d54a3fb"));
            Assert.That(ours.Verify(1, peer));
            Assert.That(theirs.Verify(1, own));
            Assert.That(ours.Verify(1, own), Is.False, "our own confirm, sent back");
        });
    }

    [TestCase(20, false, false, "01827b404b7b7bf8867ed955d78cc7e3", "c8e5bba50d18a82e030eaa04fa80faae0e1a626ee3a17e5064430e9ec9ee9688")]
    [TestCase(20, true, false, "01827b404b7b7bf8867ed955d78cc7e3", "b37bf4f28f7c611a2745e60728eebbf71cf68b03e94b1d47e3213151ed143c426342740dc76d015e91aae6197063b417")]
    [TestCase(20, false, true, "01827b404b7b7bf8867ed955d78cc7e3", "687a8ff6ecc2dd1b7982e1fbf8327a58fd2e14b360103b9ea032cb54e61f04ea")]
    [TestCase(20, true, true, "01827b404b7b7bf8867ed955d78cc7e3", "2fee010a3f354db8069342e6ce02d3f4576000ef3936db066f34b79267a714785788d9329089272ab7b7a36147698e1b")]
    [TestCase(21, false, false, "015861f2de33af2cc08fbbea2a9d8295", "0abeff61dd86aa9bf374bb38025653be0c8e6f87361bc95247bb3d4a4a5467aa")]
    [TestCase(21, true, false, "015861f2de33af2cc08fbbea2a9d8295",
        "bb8f299ba6ab1d93ed59c2f58b3ffb27f771a6a65f742d9372a7ff402f5cb74b781964dcacd3ad769b6e7eb82651cac859475d44a66ea22020ea77202833b9ea")]
    public void The_keys_of_the_larger_groups(int number, bool extended, bool rejected, string pmkid, string pmk)
    {
        var (accessPoint, station) = (Commit(number, "ap", AccessPoint, Station), Commit(number, "sta", Station, AccessPoint));
        byte[] groups = rejected ? [19, 0] : [];
        var (ours, theirs) = Agree(accessPoint, station, groups,
            extended ? SaeKeyLengths.OfExtendedKey(accessPoint.Group) : SaeKeyLengths.Of(accessPoint.Group, SaeMethod.HashToElement));
        Assert.Multiple(() =>
        {
            Assert.That(Hex(ours.Pmkid), Is.EqualTo(pmkid));
            Assert.That(Hex(ours.Pmk.Span), Is.EqualTo(pmk));
            Assert.That(theirs.Pmk.Span.ToArray(), Is.EqualTo(ours.Pmk.Span.ToArray()));
        });
    }

    [TestCase(19)]
    [TestCase(20)]
    [TestCase(21)]
    public void Two_sides_that_hunt_agree_in_every_group_and_others_do_not(int number)
    {
        var group = SaeGroup.Find((ushort)number)!;
        SaeCommitment Side(string password, string name)
        {
            var element = new byte[group.Curve.PointLength];
            Assert.That(SaeElement.Hunt(group, Encoding.UTF8.GetBytes(password), AccessPoint, Station, element));
            Assert.That(SaeCommitment.TryCreate(group, SaeMethod.Loop, element, Draw(group, name + " rand"), Draw(group, name + " mask"), out var commitment));
            return commitment!;
        }

        var lengths = SaeKeyLengths.Of(group, SaeMethod.Loop);
        using var accessPoint = Side("the right one", "ap");
        using var station = Side("the right one", "sta");
        using var stranger = Side("the wrong one", "sta");
        var (ours, theirs) = Agree(accessPoint, station, default, lengths);
        var (deceived, strangers) = Agree(accessPoint, stranger, default, lengths);
        byte[] good = new byte[32], bad = new byte[32];
        theirs.Confirm(7, good);
        strangers.Confirm(7, bad);
        Assert.Multiple(() =>
        {
            Assert.That(ours.Verify(7, good));
            Assert.That(deceived.Verify(7, bad), Is.False);
        });
    }

    [Test]
    public void A_peer_that_makes_the_secret_no_point_is_refused()
    {
        // element = −(scalar · PWE): whoever knows the password can send it.
        using var own = Commit(19, "ap", AccessPoint, Station);
        var peer = new byte[96];
        peer[31] = 5;
        Span<byte> pt = stackalloc byte[64], element = stackalloc byte[64];
        SaeElement.Derive(own.Group, Ssid, Password, Identifier, pt);
        SaeElement.OfPair(own.Group, pt, AccessPoint, Station, element);
        own.Group.Curve.Multiply(peer.AsSpan(0, 32), element, peer.AsSpan(32));
        own.Group.Curve.Negate(peer.AsSpan(32));
        Assert.That(own.TryAgree(default, default, peer, default, SaeKeyLengths.Of(own.Group, SaeMethod.HashToElement), out _), Is.False);
    }

    [Test]
    public void Draws_that_add_up_to_nothing_are_no_commit()
    {
        var group = SaeGroup.Find(19)!;
        var element = new byte[64];
        SaeElement.Hunt(group, Password, LoopOwn, LoopPeer, element);
        var rand = Draw(group, "ap rand");
        var q = new BigInteger(group.Curve.Order, isUnsigned: true, isBigEndian: true);
        foreach (var sum in (int[])[0, 1])
        {
            var mask = (q + sum - new BigInteger(rand, isUnsigned: true, isBigEndian: true)).ToByteArray(isUnsigned: true, isBigEndian: true);
            Assert.That(SaeCommitment.TryCreate(group, SaeMethod.Loop, element, rand, mask, out _), Is.False);
        }
    }

    private static SaeCommitment Commit(int number, string name, MacAddress own, MacAddress peer)
    {
        var group = SaeGroup.Find((ushort)number)!;
        byte[] pt = new byte[group.Curve.PointLength], element = new byte[group.Curve.PointLength];
        SaeElement.Derive(group, Ssid, Password, Identifier, pt);
        SaeElement.OfPair(group, pt, own, peer, element);
        Assert.That(SaeCommitment.TryCreate(group, SaeMethod.HashToElement, element, Draw(group, name + " rand"), Draw(group, name + " mask"), out var commitment));
        return commitment!;
    }

    private static (SaeAgreement Ours, SaeAgreement Theirs) Agree(SaeCommitment one, SaeCommitment other, byte[]? rejected, SaeKeyLengths lengths)
    {
        Assert.That(one.TryAgree(default, default, other.Sent, rejected, lengths, out var ours));
        Assert.That(other.TryAgree(default, default, one.Sent, rejected, lengths, out var theirs));
        return (ours!, theirs!);
    }

    private static byte[] Draw(SaeGroup group, string name)
    {
        byte[] wide = [.. SHA512.HashData(Encoding.ASCII.GetBytes(name + "1")), .. SHA512.HashData(Encoding.ASCII.GetBytes(name + "2"))];
        var q = new BigInteger(group.Curve.Order, isUnsigned: true, isBigEndian: true);
        var number = (new BigInteger(wide, isUnsigned: true, isBigEndian: true) % (q - 2) + 2).ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[group.Curve.Length - number.Length], .. number];
    }

    private static byte[] Bytes(string hex) => Convert.FromHexString(hex);

    private static string Hex(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(bytes);
}
