using HostApd.Ieee80211;
using NUnit.Framework;

namespace HostApd.Tests.Nl80211;

/// <summary>A running access point made narrower, by the numbers of linux/nl80211.h: SET_WIPHY with WIPHY_FREQ 38, CHANNEL_WIDTH 159, CENTER_FREQ1 160.</summary>
public sealed class WidthTests
{
    [TestCase(0, 1u, 2437u)]
    [TestCase(1, 2u, 2447u)]
    [TestCase(-1, 2u, 2427u)]
    public void The_kernel_is_told_of_the_whole_channel_anew(int secondary, uint width, uint centre)
    {
        using var kernel = new ScriptedKernel();
        kernel.Replies["GET_WIPHY"] = HwsimWiphy.Messages;
        using var link = kernel.Open();
        Assert.That(link.Radio.Capabilities.CanChangeWidth);
        kernel.Clear();
        Assert.That(link.ChangeWidth(OperatingChannel.Of(2437, ht: true, secondary)).Succeeded);
        Assert.That(kernel.Requests, Is.EqualTo(new[] { "SET_WIPHY {IFINDEX WIPHY_FREQ CHANNEL_WIDTH CENTER_FREQ1}" }));
        Assert.That(new ushort[] { 38, 159, 160 }.Select(a => BitConverter.ToUInt32(kernel.Value("SET_WIPHY", a)!)), Is.EqualTo(new[] { 2437u, width, centre }));
    }

    [Test]
    public void A_refusal_has_the_kernels_words()
    {
        using var kernel = new ScriptedKernel();
        using var link = kernel.Open();
        kernel.Refuse("SET_WIPHY", 16);
        Assert.That(link.ChangeWidth(OperatingChannel.Of(2437, ht: true)).ToString(), Does.StartWith("changing the width to 20 MHz: "));
    }
}
