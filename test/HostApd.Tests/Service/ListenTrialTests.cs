using HostApd.Driver;
using NUnit.Framework;

namespace HostApd.Tests.Service;

/// <summary>When the doctor keeps its hands off, and what it makes of a refusal.</summary>
public sealed class ListenTrialTests
{
    private static readonly RadioInterface Beside = new("wlan1", "AP", 2412);
    private static readonly RadioInterface Idle = new("wlan1", "station", 0);

    [TestCase(LinkCondition.Missing, ExpectedResult = "the interface is gone")]
    [TestCase(LinkCondition.Blocked, ExpectedResult = "the radio is switched off")]
    [TestCase(LinkCondition.Up, ExpectedResult = "wlan0 is up, and may be in use: `ip link set wlan0 down` first")]
    [TestCase(LinkCondition.Down, ExpectedResult = null)]
    public string? Only_an_interface_that_is_down_is_touched(LinkCondition condition) => ListenTrial.Obstacle("wlan0", condition, [], [Idle]);

    [Test]
    public void Who_else_is_there_is_not_disturbed()
    {
        Assert.That(ListenTrial.Obstacle("wlan0", LinkCondition.Down, ["iwd (process 9)"], [Beside]), Is.EqualTo("it may be in use by iwd (process 9)"));
        Assert.That(ListenTrial.Obstacle("wlan0", LinkCondition.Down, [], [Idle, Beside]), Is.EqualTo("wlan1 (AP, 2412 MHz) is on the same radio"));
    }

    [Test]
    public void A_refusal_is_told_with_what_it_means() =>
        Assert.That(ListenTrial.Meaning(new DriverResult("listening on 2437 MHz", ErrorNumber.NotSupported, "Operation not supported", "the driver does not offer this")),
            Is.EqualTo("no (tried: listening on 2437 MHz: Operation not supported; the driver does not offer this; "
                + "only a group that runs can be found, by those who search all channels)"));
}
