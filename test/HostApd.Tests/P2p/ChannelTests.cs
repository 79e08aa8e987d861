using HostApd.P2p;
using HostApd.Tests.P2p.Frames;
using NUnit.Framework;

namespace HostApd.Tests.P2p;

/// <summary>A channel, a list of them, what two lists have in common, and which of it an owner takes.</summary>
public sealed class ChannelTests
{
    private const string World = "555304";

    [TestCase(2412, "5553045101")]
    [TestCase(2437, "5553045106")]
    [TestCase(2484, "555304520e")]
    [TestCase(5180, "5553047324")]
    [TestCase(5260, "5553047634")]
    [TestCase(5500, "5553047964")]
    [TestCase(5745, "5553047c95")]
    [TestCase(5825, "5553047da5")]
    public void A_channel_is_written_in_its_class_of_20_MHz_and_read_again(int frequencyMhz, string body)
    {
        var channel = P2pChannel.Of("US", frequencyMhz);
        Assert.That(Convert.ToHexStringLower(channel.ToBody()), Is.EqualTo(body));
        Assert.That(P2pChannel.TryParse(channel.ToBody(), out var again));
        Assert.That((again, again.FrequencyMhz), Is.EqualTo((channel, frequencyMhz)));
    }

    [TestCase("5553048024", 5180, TestName = "The captured phone would operate in a class of 80 MHz")]
    [TestCase("55530480a1", 5805, TestName = "The captured owner, too")]
    [TestCase("5553048264", 5500, TestName = "80+80 MHz")]
    [TestCase("5553042005", 0, TestName = "A class of the United States")]
    [TestCase("555320510b", 2462, TestName = "Another table, the same number")]
    [TestCase("5553040000", 0, TestName = "No channel, as in a refusal")]
    public void A_channel_of_another_is_understood_by_its_primary_number(string body, int frequencyMhz)
    {
        Assert.That(P2pChannel.TryParse(Convert.FromHexString(body), out var channel));
        Assert.That(channel.FrequencyMhz, Is.EqualTo(frequencyMhz));
    }

    [TestCase("")]
    [TestCase("55530451")]
    [TestCase("555304510600")]
    public void A_channel_has_five_bytes(string body) => Assert.That(P2pChannel.TryParse(Convert.FromHexString(body), out _), Is.False);

    [Test]
    public void The_captured_list_is_read_and_written_again()
    {
        Assert.That(HostApd.P2p.Frames.GoNegotiationRequest.TryParse(
            FrameTests.Parts(CapturedFrames.NegotiationRequest).P2p, default, out var request, out _));
        var list = P2pChannelList.TryParse(request.ChannelList)!;
        Assert.That((list.Country, list.IsEmpty), Is.EqualTo(("US", false)));
        Assert.That(list.FrequenciesMhz, Is.EqualTo(new[]
        {
            2412, 2417, 2422, 2427, 2432, 2437, 2442, 2447, 2452, 2457, 2462, 5180, 5200, 5220, 5240, 5745, 5765, 5785, 5805, 5825,
        }));
        Assert.That(Convert.ToHexString(list.ToBody()), Is.EqualTo(Convert.ToHexString(request.ChannelList)));
    }

    // Classes of 20, 40 above and below, and 80 MHz, each with the channels that can be the primary one (802.11-2020 table E-4).
    [TestCase(20, "444504 5102060b 7304 24282c30")]
    [TestCase(40, "444504 5102060b 7304 24282c30 7402 242c 7502 2830")]
    [TestCase(80, "444504 5102060b 7304 24282c30 7402 242c 7502 2830 8004 24282c30")]
    [TestCase(160, "444504 5102060b 7304 24282c30 7402 242c 7502 2830 8004 24282c30", Description = "52 to 64 are not among them")]
    public void A_wide_device_names_the_classes_of_wider_channels(int widest, string body)
    {
        var list = P2pChannelList.Of("DE", [2437, 2462, 5180, 5200, 5220, 5240], widest);
        Assert.That(Convert.ToHexStringLower(list.ToBody()), Is.EqualTo(body.Replace(" ", "", StringComparison.Ordinal)));
        Assert.That(list.FrequenciesMhz, Has.Count.EqualTo(6));
    }

    [Test]
    public void Ours_are_grouped_by_class_in_the_order_of_first_mention()
    {
        var list = P2pChannelList.Of("DE", [2437, 5180, 2412, 2437, 5200, 5955, 2484]);
        Assert.That(Convert.ToHexStringLower(list.ToBody()), Is.EqualTo("444504" + "51020601" + "73022428" + "52010e"));
        Assert.That(list.FrequenciesMhz, Is.EqualTo(new[] { 2437, 2412, 5180, 5200, 2484 }));
        Assert.That((list.Contains(5200), list.Contains(5955), list.Contains(0)), Is.EqualTo((true, false, false)));
    }

    [TestCase("", null)]
    [TestCase("5553", null)]
    [TestCase(World, "", TestName = "A country and no channels are a list")]
    [TestCase(World + "510106", "2437")]
    [TestCase(World + "510206", null, TestName = "n names one channel more than there are")]
    [TestCase(World + "51ff06", null)]
    [TestCase(World + "5101", null)]
    [TestCase(World + "5100", "")]
    [TestCase(World + "51010673", "2437", TestName = "A class without a number of channels is none")]
    [TestCase(World + "51010601" + "0105", "2437", TestName = "An unknown class is passed over")]
    [TestCase(World + "51020600", "2437", TestName = "An unknown channel, too")]
    public void A_list_is_read_to_its_end(string body, string? frequencies)
    {
        var list = P2pChannelList.TryParse(Convert.FromHexString(body));
        Assert.That(list is null ? null : string.Join(',', list.FrequenciesMhz), Is.EqualTo(frequencies));
        Assert.That(list?.IsEmpty, Is.EqualTo(frequencies is null ? null : frequencies.Length == 0));
    }

    [TestCase(19, true)]
    [TestCase(20, false)]
    public void A_twenty_first_class_is_not_kept(int before, bool isKept)
    {
        byte[] body = [0x55, 0x53, 4, .. Enumerable.Range(0, before).SelectMany(static _ => new byte[] { 0, 0 }), 81, 1, 6];
        var list = P2pChannelList.TryParse(body)!;
        Assert.That(list.Contains(2437), Is.EqualTo(isKept));
        Assert.That(list.ToBody(), Has.Length.EqualTo(isKept ? body.Length : body.Length - 3));
    }

    [TestCase(59, true)]
    [TestCase(60, false)]
    public void A_sixty_first_channel_is_not_kept(int before, bool isKept)
    {
        byte[] body = [0x55, 0x53, 4, 81, (byte)(before + 1), .. new byte[before], 6, 115, 1, 36];
        var list = P2pChannelList.TryParse(body)!;
        Assert.That((list.Contains(2437), list.Contains(5180)), Is.EqualTo((isKept, true)), "and the next class is where it was");
    }

    [TestCase("555304", "51020106" + "730124", "510106", TestName = "One channel of two")]
    [TestCase("444504", "51020106" + "730124", "510106", TestName = "Two countries with the global classes")]
    [TestCase("555320", "51020106" + "730124", "510106", TestName = "The same country with its own classes")]
    [TestCase("444520", "510106", null, TestName = "Another country with its own classes")]
    [TestCase("444549", "510106", null, TestName = "Another country, indoors")]
    [TestCase("555304", "530106", null, TestName = "The same channel in another class")]
    [TestCase("555304", "", null, TestName = "A country only")]
    [TestCase("555304", "7c0195" + "51010b", "51010b" + "7c0195", TestName = "Our order")]
    public void Two_lists_have_the_same_channels_of_the_same_classes_in_common(string country, string theirs, string? common)
    {
        var ours = P2pChannelList.Of("US", [2437, 2462, 5745]);
        var both = ours.Intersect(P2pChannelList.TryParse(Convert.FromHexString(country + theirs))!);
        Assert.That(Convert.ToHexStringLower(both.ToBody()), Is.EqualTo("555304" + common));
        Assert.That(both.IsEmpty, Is.EqualTo(common is null));
    }

    [TestCase("2412 2437 5180", 2437, 2412, 5180, 2437, TestName = "What is forced")]
    [TestCase("2412 2437 5180", 2462, 2412, 5180, null, TestName = "What is forced or nothing")]
    [TestCase("5260", 5260, 0, 0, 5260, TestName = "A person may force a channel with radar")]
    [TestCase("2412 2437 5180", 0, 2437, 5180, 2437, TestName = "Ours before the peer's")]
    [TestCase("2412 2437 5180", 0, 2462, 5180, 5180, TestName = "The peer's when ours is not common")]
    [TestCase("2412 2437 5180", 0, 0, 5180, 5180, TestName = "The peer's when we have none")]
    [TestCase("2412 2437 5180", 0, 2462, 5200, 2412, TestName = "The first when neither is common")]
    [TestCase("2412 2437 5180", 0, 0, 0, 2412, TestName = "The first when neither has one")]
    [TestCase("5260 5720 5745", 0, 0, 5260, 5745, TestName = "Not the peer's with radar")]
    [TestCase("5240 5260", 0, 0, 0, 5240, TestName = "The last before radar")]
    [TestCase("5260 5320 5500 5720", 0, 0, 5500, null, TestName = "Nothing but radar")]
    [TestCase("5260 5180", 0, 5260, 0, 5260, TestName = "A person may be configured for radar")]
    [TestCase("", 0, 2437, 2437, null, TestName = "Nothing in common")]
    public void A_channel_is_chosen(string common, int forced, int preferred, int peer, int? expected)
    {
        var list = P2pChannelList.Of("US", common.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(static mhz => int.Parse(mhz, System.Globalization.CultureInfo.InvariantCulture)));
        Assert.That(ChannelChoice.Choose(list, forced, preferred, peer), Is.EqualTo(expected));
    }
}
