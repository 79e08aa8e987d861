using HostApd.Linux;
using NUnit.Framework;

namespace HostApd.Tests.Linux;

public class RadioUsersTests
{
    private string _root = "";

    [SetUp]
    public void MakeRoot() => _root = Directory.CreateTempSubdirectory("hostapd-net-").FullName;

    [TearDown]
    public void RemoveRoot() => Directory.Delete(_root, recursive: true);

    [TestCase("/sbin/wpa_supplicant\0-B\0-iwlan0\0-c/etc/w.conf\0", ExpectedResult = "wpa_supplicant (process 7)")]
    [TestCase("wpa_supplicant\0-i\0wlan0\0", ExpectedResult = "wpa_supplicant (process 7)")]
    [TestCase("wpa_supplicant\0-i\0wlan1\0", ExpectedResult = "")]
    [TestCase("wpa_supplicant\0-u\0-s\0", ExpectedResult = "wpa_supplicant (process 7)")] // by D-Bus: could be any
    [TestCase("hostapd\0/etc/hostapd.conf\0", ExpectedResult = "hostapd (process 7)")]
    [TestCase("hostapd-net\0-i\0wlan1,wlan0\0a.ini\0", ExpectedResult = "hostapd-net (process 7)")]
    [TestCase("/usr/sbin/NetworkManager\0--no-daemon\0", ExpectedResult = "NetworkManager (process 7)")]
    [TestCase("vim\0wpa_supplicant\0-iwlan0\0", ExpectedResult = "")]
    [TestCase("", ExpectedResult = "")] // a thread of the kernel
    [TestCase("hostapd\0-i", ExpectedResult = "")]
    public string A_program_that_names_the_interface_or_takes_all_may_hold_it(string commandLine)
    {
        Directory.CreateDirectory(Path.Combine(_root, "7"));
        Directory.CreateDirectory(Path.Combine(_root, "self"));
        File.WriteAllText(Path.Combine(_root, "7", "cmdline"), commandLine);
        return string.Join(", ", RadioUsers.Of("wlan0", _root, self: 8));
    }

    [Test]
    public void We_ourselves_and_those_that_ended_are_passed_over()
    {
        Directory.CreateDirectory(Path.Combine(_root, "8"));
        File.WriteAllText(Path.Combine(_root, "8", "cmdline"), "hostapd-net\0-iwlan0\0");
        Directory.CreateDirectory(Path.Combine(_root, "9"));
        Assert.That(RadioUsers.Of("wlan0", _root, self: 8), Is.Empty);
        Assert.That(RadioUsers.Of("wlan0", Path.Combine(_root, "nowhere"), self: 8), Is.Empty);
    }

    [TestCase("0", "0", ExpectedResult = SwitchState.On)]
    [TestCase("1", "0", ExpectedResult = SwitchState.Soft)]
    [TestCase("1", "1", ExpectedResult = SwitchState.Hard)]
    [TestCase(null, null, ExpectedResult = SwitchState.On)]
    public SwitchState A_radios_switch_is_read_from_sysfs(string? soft, string? hard)
    {
        if (soft is not null)
        {
            var folder = Directory.CreateDirectory(Path.Combine(_root, "phy0", "rfkill3")).FullName;
            File.WriteAllText(Path.Combine(folder, "soft"), soft + "\n");
            File.WriteAllText(Path.Combine(folder, "hard"), hard + "\n");
        }

        return RadioSwitch.Read("phy0", _root);
    }
}
