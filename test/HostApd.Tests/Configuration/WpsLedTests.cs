using HostApd.Ap;
using HostApd.Simulation;
using HostApd.Wps;
using NUnit.Framework;

namespace HostApd.Tests.Configuration;

/// <summary>The LED's blink patterns (WSC 2.0, appendix on LEDs), written to a folder instead of /sys.</summary>
public sealed class WpsLedTests
{
    private readonly VirtualClock _clock = new();
    private string _root = "";

    [SetUp]
    public void MakeFolder() => _root = Directory.CreateDirectory(Path.Combine(TestContext.CurrentContext.WorkDirectory,
        $"leds-{TestContext.CurrentContext.Test.ID}", "wps")).Parent!.FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_root, recursive: true);

    [Test]
    public void It_is_dark_and_without_a_trigger_at_first()
    {
        using var led = new WpsLed("wps", _clock, _root);
        Assert.That((Read("trigger"), Read("brightness")), Is.EqualTo(("none", "0")));
    }

    [TestCase(WpsEvent.PbcActive, "1010101", 200, 100)]
    [TestCase(WpsEvent.Fail, "1010101", 100, 100)]
    [TestCase(WpsEvent.Timeout, "1010101", 100, 100)]
    public void It_blinks(WpsEvent told, string expected, int on, int off)
    {
        using var led = new WpsLed("wps", _clock, _root);
        led.OnEvent(ApEvent.Of(told));
        var seen = Read("brightness");
        for (var i = 1; i < expected.Length; i++)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(i % 2 == 1 ? on : off));
            seen += Read("brightness");
        }

        Assert.That(seen, Is.EqualTo(expected));
    }

    [Test]
    public void Overlap_is_five_flashes_and_half_a_second_of_dark()
    {
        using var led = new WpsLed("wps", _clock, _root);
        led.OnEvent(ApEvent.Of(WpsEvent.OverlapDetected));
        var seen = "";
        for (var i = 0; i < 15; i++)
        {
            seen += Read("brightness");
            _clock.Advance(TimeSpan.FromMilliseconds(100));
        }

        Assert.That(seen, Is.EqualTo("101010101000001"));
    }

    [Test]
    public void Success_is_on_for_300_seconds()
    {
        using var led = new WpsLed("wps", _clock, _root);
        led.OnEvent(ApEvent.Of(WpsEvent.PbcActive));
        led.OnEvent(ApEvent.Of(WpsEvent.Success));
        _clock.Advance(TimeSpan.FromSeconds(299));
        Assert.That(Read("brightness"), Is.EqualTo("1"));
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.That(Read("brightness"), Is.EqualTo("0"));
    }

    [Test]
    public void A_failure_is_shown_for_two_minutes_and_a_cancel_ends_everything()
    {
        using var led = new WpsLed("wps", _clock, _root);
        led.OnEvent(ApEvent.Of(WpsEvent.Fail));
        _clock.Advance(TimeSpan.FromSeconds(121));
        Assert.That((Read("brightness"), _clock.ArmedTimers), Is.EqualTo(("0", 0)));
        led.OnEvent(ApEvent.Of(WpsEvent.PbcActive));
        led.OnEvent(ApEvent.Of(WpsEvent.Cancel));
        Assert.That((Read("brightness"), _clock.ArmedTimers), Is.EqualTo(("0", 0)));
    }

    [Test]
    public void An_LED_that_does_not_exist_is_no_reason_to_fail()
    {
        using var led = new WpsLed("missing", _clock, _root);
        Assert.DoesNotThrow(() => led.OnEvent(ApEvent.Of(WpsEvent.PbcActive)));
    }

    private string Read(string file) => File.ReadAllText(Path.Combine(_root, "wps", file));
}
