using System.Text;
using HostApd.Configuration;
using NUnit.Framework;

namespace HostApd.Tests.Entropy;

/// <summary>A seed is bound to what a board alone has: where there is nothing of the kind, to nothing, and then it does not count.</summary>
public sealed class BoardIdentityTests
{
    private const string Radio = "/sys/class/ieee80211/phy0/macaddress";
    private const string OfInterface = "/sys/class/net/wlan0/phy80211/macaddress";
    private const string Id = "/etc/machine-id";
    private string _root = "";

    [SetUp]
    public void Make() => _root = Directory.CreateTempSubdirectory("hostapd-net-test-").FullName;

    [TearDown]
    public void Remove() => Directory.Delete(_root, recursive: true);

    [Test]
    public void A_radio_that_is_named_needs_no_interface()
    {
        Write(Radio, "02:00:00:00:00:00\n");
        Assert.That(Of("phy0"), Is.EqualTo("02:00:00:00:00:00\n"));
        Assert.That(Of(null), Is.Empty);
        Write(OfInterface, "02:00:00:00:00:00\n");
        Assert.That(Of(null), Is.EqualTo(Of("phy0")), "the same seed counts whichever way it is named");
    }

    [Test]
    public void The_machines_id_belongs_to_it()
    {
        Write(Id, "0123456789abcdef0123456789abcdef\n");
        Assert.That(Of(null), Is.EqualTo("0123456789abcdef0123456789abcdef\n"));
        Write(OfInterface, "02:00:00:00:00:00\n");
        Assert.That(Of(null), Is.EqualTo("02:00:00:00:00:00\n0123456789abcdef0123456789abcdef\n"));
    }

    [TestCase("")]
    [TestCase("\n")]
    [TestCase("uninitialized\n")]
    public void An_id_that_is_not_made_yet_is_none(string id)
    {
        Write(Id, id);
        Assert.That(Of(null), Is.Empty);
    }

    private string Of(string? phy) =>
        Encoding.UTF8.GetString(BoardIdentity.Of(new AccessPointConfiguration { InterfaceName = "wlan0", Phy = phy }, _root));

    private void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_root + path)!);
        File.WriteAllText(_root + path, text);
    }
}
