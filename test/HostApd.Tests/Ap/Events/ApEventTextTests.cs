using HostApd.Ap;
using HostApd.Wps;
using NUnit.Framework;

namespace HostApd.Tests.Ap;

/// <summary>Events as values, and the one place where they become hostapd's text.</summary>
public sealed class ApEventTextTests
{
    private static readonly ApEvent ShowPin = ApEvent.Of(ApEventKind.ProvisionShowPin, ApRig.First,
        EventWord.Of("12345670") with { IsSecret = true }, EventWord.Of("p2p_dev_addr", ApRig.Second), EventWord.Apostrophed("name", "a'b"));

    [Test]
    public void A_secret_is_for_control_clients_only()
    {
        Assert.That(ApEventText.Write(ShowPin, EventAudience.Control), Is.EqualTo(
            "P2P-PROV-DISC-SHOW-PIN 02:00:00:00:01:00 12345670 p2p_dev_addr=02:00:00:00:02:00 name='a\\x27b'"));
        Assert.That(ApEventText.Write(ShowPin, EventAudience.Public), Is.EqualTo(
            "P2P-PROV-DISC-SHOW-PIN 02:00:00:00:01:00 p2p_dev_addr=02:00:00:00:02:00 name='a\\x27b'"));
    }

    [Test]
    public void What_has_no_words_ends_in_a_blank_where_hostapds_does()
    {
        Assert.That(ApEventText.Write(new ApEvent(ApEventKind.Enabled), EventAudience.Public), Is.EqualTo("AP-ENABLED "));
        Assert.That(ApEventText.Write(ApEvent.Of(WpsEvent.Success), EventAudience.Public), Is.EqualTo("WPS-SUCCESS "));
        var settings = ApEvent.Of(WpsEvent.NewApSettings, EventWord.Of("1026") with { IsSecret = true });
        Assert.That(ApEventText.Write(settings, EventAudience.Public), Is.EqualTo("WPS-NEW-AP-SETTINGS"));
        Assert.That(ApEventText.Write(settings, EventAudience.Control), Is.EqualTo("WPS-NEW-AP-SETTINGS 1026"));
    }

    [Test]
    public void Strangers_texts_forge_no_words()
    {
        var told = ApEvent.Of(WpsEvent.PinNeeded, EventWord.Of("uuid"), EventWord.Listed("a|b", "c\nd", "e"));
        Assert.That(ApEventText.Write(told, EventAudience.Public), Is.EqualTo("WPS-PIN-NEEDED uuid [a\\x7cb|c_d|e]"));
    }

    [Test]
    public void Every_kind_has_a_name_of_its_own()
    {
        var names = Enum.GetValues<ApEventKind>().Where(static k => k != ApEventKind.Wps).Select(static k => ApEventText.NameOf(new ApEvent(k)))
            .Concat(Enum.GetValues<WpsEvent>().Skip(1).Select(static w => ApEventText.NameOf(ApEvent.Of(w)))).ToList();
        Assert.That(names, Is.Unique.And.None.Empty);
    }
}
