using HostApd.Ieee80211;
using HostApd.Rsn;
using NUnit.Framework;

namespace HostApd.Tests.Rsn.Sae;

/// <summary>
/// Two joins of Debian's wpa_supplicant 2.10 at Debian's hostapd 2.10 (kernel 6.1, simulated radios; SSID <c>labtest</c>, password <c>mekmitasdigoat</c>, group
/// 19), their frames as they were on the air from behind the header on, and what both sides logged of the keys. Neither logs rand or mask, so the commit of the access
/// point and the secret are handed in.
/// </summary>
public sealed class SaeCaptureTests
{
    private static readonly MacAddress AccessPoint = new(Convert.FromHexString("020000000000"));
    private static readonly MacAddress Station = new(Convert.FromHexString("020000000100"));

    private const string LoopStation = "030001000000" + "1300f1f5b8b1ec4fc742ec3323404af4ac5ba2ba872fb6722e2cad15b32967ff8713"
        + "51b1ad124b704898eee6f4d397a5b2ed306293bd84528e61620e2700d7f28af35d123dac8da08594744a1f14f68726a79dd46f13b9d2f4d2ccde5e40cbfbf83c";

    private const string LoopAccessPoint = "030001000000" + "13006af9b5e337a7359334c786868581721917efa5718485b14d60fa7b09e21ac787"
        + "4d1ab295fbd65279525640be02e711ddf99f83478528bf238c0db2e3c67c12ee986a457e2afbd13acef3222342563d895561833ca03cdbe03c3f3b6755de45be";

    private const string ElementStation = "030001007e00" + "130050b3e4de8f34d3d6a6abbf56a719340aa338343118802aa9baaa84bf01b868fa"
        + "aa6f1b634a56c4463698a12ff9f0434464274ec58ec5f3480a7fde5cede19c7bae8a6ab522e6a2ca15100719a1ce27b45fb11644a93b1122348d44846f3e7ecc";

    private const string ElementAccessPoint = "030001007e00" + "1300e11970419c0cad24e3fd9973998c60f34d76e7e3b994023d01288992bb9d6c53"
        + "e90224b5687cc1abdb5544f50c0a026f2e03d6ec933618320a28c6d671c7db9368eee521ceaed7ea2307d9a2e2e7bdede37c3f2719982d10e9aee04c95dabf55";

    [TestCase(SaeMethod.Loop, LoopStation, LoopAccessPoint, "af605cdd7b53156129662906f4d2221fccd92172fdbe8d6a14e4b98d90cb37e7",
        "6f65db2563eeb81d12b2c801240c0c6919e25b06e9dfc4b1d76cda7ad9e6fce5", "7b7592df7946e23614a8f4c524f1357f92be9d614ab817bd325836b33505dab6",
        "5cef6e9623f6fcd520faa9c6d0761e74",
        "0100adc59376c54931a22dc9a633f7b8dca045795160d59506052ee86bcdd601b3c0", "0100ef3e2508e3e8abd9ea891bfdecdbebfdd68c024ad8c656163f7e66cb605f1e2e")]
    [TestCase(SaeMethod.HashToElement, ElementStation, ElementAccessPoint, "cf5fdbe12f8fe94e6ece9344ac42e3d9a47ad3902b16c091cbb90dea1d8f4243",
        "9c80bc81264ae3947be5342c824d6724e7c8333b6eb9f3b0ce02f01655bb3c96", "4799772882ac07e7c8cc4d6141af72128281499dc758ea439fd25c1cb53b2938",
        "31cd55212b4180fa8aa958ca40a594fe",
        "010026f52f48e586b6dbbee5a15d11cbc85071bf2fa7393f385fd5fa08ac9417fccc", "0100583fb173515b44c74b2fe227ceaaa8ba701db94f4b9e7ee31361ce112ac54864")]
    public void The_keys_and_confirms_of_a_join(
        SaeMethod method, string station, string accessPoint, string secret, string kck, string pmk, string pmkid, string stationConfirm, string ourConfirm)
    {
        var theirs = Parse(station, method);
        var ours = Parse(accessPoint, method);
        using var keys = SaeAgreement.Of(
            theirs.Group, method, Convert.FromHexString(secret), ours.Numbers, theirs.Numbers, default, SaeKeyLengths.Of(theirs.Group, method));
        var confirm = new byte[32];
        keys.Confirm(1, confirm);
        Assert.Multiple(() =>
        {
            Assert.That(Convert.ToHexStringLower(keys.ConfirmationKey), Is.EqualTo(kck));
            Assert.That(Convert.ToHexStringLower(keys.Pmk.Span), Is.EqualTo(pmk));
            Assert.That(Convert.ToHexStringLower(keys.Pmkid), Is.EqualTo(pmkid));
            Assert.That("0100" + Convert.ToHexStringLower(confirm), Is.EqualTo(ourConfirm));
            Assert.That(keys.Verify(1, Convert.FromHexString(stationConfirm)[2..]));
        });
    }

    [Test]
    public void The_password_of_the_network_and_of_the_pair()
    {
        var group = SaeGroup.Find(19)!;
        var element = new byte[64];
        using var password = new SaePassword("labtest"u8, "mekmitasdigoat"u8, default, null);
        Assert.That(password.TryFindElement(group, SaeMethod.HashToElement, AccessPoint, Station, element));
        Assert.Multiple(() =>
        {
            Assert.That(Convert.ToHexStringLower(password.PointOf(group)!.Span), Is.EqualTo(
                "16656ac4d16557929ea181208c221dfcc31666f8a0f2889029c6ab4b15e16d49094993d439139b74d1250902f0fc9b7590e04e240e2f35b85f8287d2fb792546"));
            Assert.That(Convert.ToHexStringLower(element), Is.EqualTo(
                "2bdaf77fe25834584ee9cbf91a7753a2f0ee68c26639c97a4fb98f4c4489f4a9e162ffbacb4b454f404a90370efd714f04fc4b8f9148033324400a732253d848"));
        });
    }

    /// <summary>What the access point can check without its own secrets: the station's numbers are such, and our answer is written as hostapd's was.</summary>
    [TestCase(SaeMethod.Loop, LoopStation)]
    [TestCase(SaeMethod.HashToElement, ElementStation)]
    public void The_numbers_of_the_station_are_taken(SaeMethod method, string station)
    {
        var commit = Parse(station, method);
        Assert.Multiple(() =>
        {
            Assert.That(Parse(station, method).Group.Curve.IsScalar(Parse(station, method).Numbers[..32]));
            Assert.That(Parse(station, method).Group.Curve.IsPoint(Parse(station, method).Numbers[32..]));
        });
        Assert.That(commit.Token.IsEmpty && commit.Identifier.IsEmpty && commit.RejectedGroups.IsEmpty && commit.Akm == AkmSuite.None);
    }

    private static SaeCommitFrame Parse(string body, SaeMethod method)
    {
        var fault = SaeCommitFrame.TryParse(Convert.FromHexString(body).AsSpan(6), method, [SaeGroup.Find(19)!], out var commit);
        Assert.That(fault, Is.EqualTo(SaeCommitFault.None));
        return commit;
    }
}
