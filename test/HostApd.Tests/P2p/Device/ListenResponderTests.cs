using HostApd.Ieee80211;
using HostApd.P2p;
using HostApd.Tests.P2p.Frames;
using HostApd.Wps;
using NUnit.Framework;

namespace HostApd.Tests.P2p.Device;

/// <summary>A device that listens without a group: whom it answers, and that the answer is the captured one.</summary>
public sealed class ListenResponderTests
{
    private const string Wildcard = "00074449524543542d";
    private const string Rates = "01080c1218243048606c";
    private const string P2p = "dd11506f9a09" + "0202002500" + "0605005553045106";
    private const string Broadcast = "ffffffffffff";
    private const string Ours = "420000000000";
    private const string Phone = "420000000100";

    [Test]
    public void The_captured_search_is_answered_as_captured()
    {
        var expected = Convert.FromHexString(DeviceElementsTests.AsOurs(CapturedFrames.Found));
        expected.AsSpan(2, 2).Clear();
        expected.AsSpan(ManagementFrame.HeaderLength, 8).Clear();
        Assert.That(Answer(CapturedFrames.Search), Is.EqualTo(Convert.ToHexStringLower(expected)));
    }

    [TestCase(2412, 1)]
    [TestCase(2462, 11)]
    [TestCase(5180, 36)]
    public void It_names_the_channel_that_it_was_asked_on(int frequencyMhz, int channel)
    {
        var answer = Convert.FromHexString(Answer(CapturedFrames.Search, frequencyMhz: frequencyMhz)!);
        Assert.That(RequestElements.TryParse(answer.AsSpan(36), out var elements));
        Assert.That(elements.DsChannel, Is.EqualTo(channel));
    }

    [TestCase(Broadcast, Broadcast, Wildcard + Rates + P2p, true, TestName = "To all")]
    [TestCase(Ours, Broadcast, Wildcard + Rates + P2p, true, TestName = "To us")]
    [TestCase(Phone, Broadcast, Wildcard + Rates + P2p, false, TestName = "To another")]
    [TestCase(Broadcast, Ours, Wildcard + Rates + P2p, false, TestName = "A network of ours, which we are not")]
    [TestCase(Broadcast, Phone, Wildcard + Rates + P2p, false, TestName = "Another network")]
    [TestCase(Broadcast, Broadcast, "0000" + Rates + P2p, false, TestName = "Any SSID")]
    [TestCase(Broadcast, Broadcast, Rates + P2p, false, TestName = "No SSID")]
    [TestCase(Broadcast, Broadcast, "00094449524543542d7157" + Rates + P2p, false, TestName = "A group")]
    [TestCase(Broadcast, Broadcast, "0006444952454354" + Rates + P2p, false, TestName = "A shorter SSID")]
    [TestCase(Broadcast, Broadcast, Wildcard + "010482848b96" + P2p, false, TestName = "802.11b only")]
    [TestCase(Broadcast, Broadcast, Wildcard + "010482848b96" + "32040c121824" + P2p, true, TestName = "802.11b and more")]
    [TestCase(Broadcast, Broadcast, Wildcard + "010482848b96" + "320104" + P2p, false, TestName = "802.11b twice")]
    [TestCase(Broadcast, Broadcast, Wildcard + Rates, false, TestName = "No P2P element")]
    [TestCase(Broadcast, Broadcast, Wildcard + Rates + "dd07506f9a09020100", false, TestName = "A P2P element that is none")]
    [TestCase(Broadcast, Broadcast, Wildcard + Rates + P2p + "dd", false, TestName = "An element cut off")]
    [TestCase(Broadcast, Broadcast, Wildcard + Rates + "dd0d506f9a09" + "030600" + Ours, true, TestName = "Our device ID")]
    [TestCase(Broadcast, Broadcast, Wildcard + Rates + "dd0d506f9a09" + "030600" + Phone, false, TestName = "Another device ID")]
    [TestCase(Broadcast, Broadcast, Wildcard + Rates + P2p + "dd100050f204" + "106a0008" + "00070050f2040001", true, TestName = "Our type")]
    [TestCase(Broadcast, Broadcast, Wildcard + Rates + P2p + "dd100050f204" + "106a0008" + "00070050f2040000", true, TestName = "Our category")]
    [TestCase(Broadcast, Broadcast, Wildcard + Rates + P2p + "dd100050f204" + "106a0008" + "00070050f2040002", false, TestName = "A sister")]
    [TestCase(Broadcast, Broadcast, Wildcard + Rates + P2p + "dd100050f204" + "106a0008" + "000a0050f2040005", false, TestName = "A phone")]
    [TestCase(Broadcast, Broadcast, Wildcard + Rates + P2p + "dd1c0050f204" + "106a0008" + "000a0050f2040005" + "106a0008" + "00070050f2040001", true,
        TestName = "A phone or us")]
    [TestCase(Broadcast, Broadcast, Wildcard + Rates + P2p + "dd0f0050f204" + "106a0007" + "00070050f20400", false, TestName = "A type cut short")]
    [TestCase(Broadcast, Broadcast, Wildcard + Rates + P2p + "dd070050f204" + "106a00", false, TestName = "WPS attributes that are none")]
    public void Whom_it_answers(string destination, string bssid, string elements, bool isAnswered) =>
        Assert.That(Answer("40000000" + destination + Phone + bssid + "0000" + elements) is not null, Is.EqualTo(isAnswered));

    [TestCase("500000", TestName = "A Probe Response")]
    [TestCase("800000", TestName = "A Beacon")]
    [TestCase("408000", TestName = "With HT Control")]
    public void Another_frame_is_none_of_its_business(string control) =>
        Assert.That(Answer(control + CapturedFrames.Search[6..]), Is.Null);

    [Test]
    public void It_is_found_by_a_secondary_type_too()
    {
        var device = DeviceElementsTests.Owner with { SecondaryTypes = [new DeviceType(1, 0x0050F204, 2), new DeviceType(10, 0x0050F204, 5)] };
        const string head = "40000000" + Broadcast + Phone + Broadcast + "0000" + Wildcard + Rates + P2p + "dd100050f204" + "106a0008";
        Assert.That(Answer(head + "000a0050f2040005", device), Is.Not.Null);
        Assert.That(Answer(head + "00010050f2040002", device), Is.Not.Null);
        Assert.That(Answer(head + "00010050f2040003", device), Is.Null);
        var elements = Convert.FromHexString(Answer(CapturedFrames.Search, device)!)[36..];
        Assert.That(RequestElements.TryParse(elements, out var read) && P2pRequest.TryParse(read.P2p, out _));
        Assert.That(Convert.ToHexStringLower(elements), Does.Contain("02" + "00010050f2040002" + "000a0050f2040005" + "10110005"));
    }

    [Test]
    public void No_room_is_no_answer()
    {
        var responder = new ListenResponder(new DeviceElements(DeviceElementsTests.Owner));
        var length = CapturedFrames.Found.Length / 2;
        Assert.That(responder.TryAnswer(Convert.FromHexString(CapturedFrames.Search), 2437, new byte[length - 1], out var written), Is.False);
        Assert.That(written, Is.Zero);
        Assert.That(responder.TryAnswer(Convert.FromHexString(CapturedFrames.Search), 2437, new byte[length], out written));
        Assert.That(written, Is.EqualTo(length));
    }

    [Test]
    public void A_probe_in_the_steady_state_allocates_nothing()
    {
        var responder = new ListenResponder(new DeviceElements(DeviceElementsTests.Owner));
        var probe = Convert.FromHexString(CapturedFrames.Search);
        var target = new byte[512];
        _ = responder.TryAnswer(probe, 2437, target, out _);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            _ = responder.TryAnswer(probe, 2437, target, out _);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    private static string? Answer(string probe, DeviceDescription? device = null, int frequencyMhz = 2437)
    {
        var target = new byte[1024];
        return new ListenResponder(new DeviceElements(device ?? DeviceElementsTests.Owner)).TryAnswer(Convert.FromHexString(probe), frequencyMhz, target, out var length)
            ? Convert.ToHexStringLower(target.AsSpan(0, length))
            : null;
    }
}
