using HostApd.Driver;
using HostApd.Ieee80211;
using NUnit.Framework;

namespace HostApd.Tests.Nl80211;

/// <summary>What the kernel tells of its channels, a message each, and which of them is ours.</summary>
public sealed class SurveyTests
{
    private static readonly byte[] InUse = ScriptedKernel.Attribute(3);

    [Test]
    public void The_channel_in_use_counts()
    {
        using var kernel = new ScriptedKernel();
        using var link = kernel.Open();
        kernel.Replies["GET_SURVEY"] = [Channel(2412, 90, 80), Channel(2437, 1000, 250, InUse), Channel(2462, 70, 60)];
        Assert.That(link.ReadSurvey(out var survey).ToString(), Is.EqualTo("ok"));
        Assert.That(survey, Is.EqualTo(new ChannelSurvey(2437, 1000, 250)));
        Assert.That(kernel.Requests[^1], Is.EqualTo("GET_SURVEY {IFINDEX}"));
    }

    /// <summary>Not every driver marks it; then it is the one that the access point is on.</summary>
    [Test]
    public void Where_none_is_marked_the_one_of_the_access_point_counts()
    {
        using var kernel = new ScriptedKernel();
        using var link = kernel.Open();
        Assert.That(link.Start(Settings()).ToString(), Is.EqualTo("ok"));
        kernel.Replies["GET_SURVEY"] = [Channel(2412, 90, 80), Channel(2437, 1000, 250)];
        Assert.That(link.ReadSurvey(out var survey).Succeeded);
        Assert.That(survey, Is.EqualTo(new ChannelSurvey(2437, 1000, 250)));
    }

    public static IEnumerable<TestCaseData> WithoutCount =>
    [
        new TestCaseData(new object[] { Array.Empty<byte[]>() }).SetName("no channel"),
        new TestCaseData(new object[] { new[] { Channel(2412, 90, 80) } }).SetName("another channel"),
        new TestCaseData(new object[] { new[] { Info([.. ScriptedKernel.U32(1, 2437), .. InUse, .. ScriptedKernel.Attribute(2, 0xa1)]) } }).SetName("only its noise"),
        new TestCaseData(new object[] { new[] { Info([.. ScriptedKernel.U32(1, 2437), .. InUse, .. ScriptedKernel.U64(4, 7)]) } }).SetName("not how long it was busy"),
        new TestCaseData(new object[] { new[] { Info([]) } }).SetName("nothing inside"),
        new TestCaseData(new object[] { new[] { ScriptedKernel.U32(3, 2) } }).SetName("no survey in it"),
        new TestCaseData(new object[] { new[] { new byte[] { 9, 0, 84, 0, 1 } } }).SetName("cut off"),
    ];

    [TestCaseSource(nameof(WithoutCount))]
    public void A_radio_that_does_not_count_says_so(byte[][] replies)
    {
        using var kernel = new ScriptedKernel();
        using var link = kernel.Open();
        kernel.Replies["GET_SURVEY"] = replies;
        var result = link.ReadSurvey(out var survey);
        Assert.That((result.Errno, survey), Is.EqualTo((95, default(ChannelSurvey))));
        Assert.That(result.ToString(), Does.Contain("does not count how long its channel is busy"));
    }

    [TestCase(95, 1)]
    [TestCase(4, 4)]
    public void A_refusal_is_the_kernels(int errno, int asked)
    {
        using var kernel = new ScriptedKernel();
        using var link = kernel.Open();
        kernel.Clear();
        kernel.Refuse("GET_SURVEY", errno);
        Assert.That((link.ReadSurvey(out _).Errno, kernel.Requests.Count), Is.EqualTo((errno, asked)));
    }

    private static byte[] Channel(uint frequency, ulong time, ulong busy, params byte[] more) =>
        Info([.. ScriptedKernel.U32(1, frequency), .. more, .. ScriptedKernel.U64(4, time), .. ScriptedKernel.U64(5, busy)]);

    private static byte[] Info(byte[] inside) => [.. ScriptedKernel.U32(3, 2), .. ScriptedKernel.Nest(84, inside)];

    internal static AccessPointSettings Settings() => new()
    {
        Ssid = "labtest"u8,
        BeaconHead = new byte[40],
        BeaconTail = default,
        BeaconInterval = 100,
        DtimPeriod = 2,
        Channel = OperatingChannel.Of(2437, ht: false),
        AkmSuites = default,
        PairwiseCiphers = default,
        GroupCipher = 0,
        Bits = default,
        BasicRates = new byte[] { 2, 4 },
    };
}
