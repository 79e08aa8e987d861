using HostApd.Driver;
using HostApd.Rsn;
using NUnit.Framework;

namespace HostApd.Tests.Driver;

/// <summary>What <c>--doctor --report</c> writes, for people who help.</summary>
public sealed class DoctorReportTests
{
    private static readonly Doctor.Patient Wlan0 = new()
    {
        Name = "wlan0",
        Radio = new RadioCapabilities { PhyName = "phy0", Bands = [] },
        Users = ["wpa_supplicant (7)"],
    };

    [Test]
    public void Machine_driver_and_adapter_stand_in_it_and_nothing_else_of_their_files()
    {
        var root = Directory.CreateTempSubdirectory("hostapd-net-report-").FullName;
        try
        {
            Put(root, "proc/sys/kernel/osrelease", "6.1.0-56-amd64\n");
            Put(root, "etc/os-release", "NAME=\"Some\"\nPRETTY_NAME=\"Some Linux 12\"\nHOME_URL=secret\n");
            Put(root, "proc/device-tree/model", "A Board\0");
            Put(root, "sys/class/net/wlan0/device/modalias", "usb:v0BDAp8812\nsecond line\n");
            Directory.CreateDirectory(Path.Combine(root, "sys/bus/usb/drivers/rtw88"));
            File.CreateSymbolicLink(Path.Combine(root, "sys/class/net/wlan0/device/driver"), "../../../../bus/usb/drivers/rtw88");
            Put(root, "etc/hostapd-net/access-point.ini", "wpa_passphrase = secret\n");
            var text = new DoctorReport(root).Write("hostapd-net v1", [Wlan0], ["wlan1: it is not there"]);
            Assert.That(text, Does.StartWith("```\nhostapd-net v1\n").And.EndWith("\nwlan1: it is not there\n```\n"));
            Assert.That(Values(text), Is.SupersetOf(new[]
            {
                "kernel 6.1.0-56-amd64", "system Some Linux 12", "machine A Board", "driver rtw88", "adapter usb:v0BDAp8812",
                "in use by wpa_supplicant (7)", "can start now no",
            }));
            Assert.That(text, Does.Not.Contain("secret").And.Not.Contain("second line"));
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    [Test]
    public void Where_nothing_is_known_nothing_is_said()
    {
        var text = new DoctorReport("/nonexistent").Write("v", [Wlan0], []);
        Assert.That(Values(text).Where(static l => l.StartsWith("kernel", StringComparison.Ordinal) || l.StartsWith("driver", StringComparison.Ordinal)), Is.Empty);
        Assert.That(text, Does.Contain("wlan0 on phy0"));
    }

    [TestCase(false, true, new[] { CipherSuite.Ccmp, CipherSuite.BipCmac128 }, "WPA3 and OWE no")]
    [TestCase(true, true, new[] { CipherSuite.Ccmp, CipherSuite.BipCmac128 }, "WPA3 and OWE no: its firmware authenticates stations itself")]
    [TestCase(true, false, new[] { CipherSuite.Ccmp, CipherSuite.Tkip }, "WPA3 and OWE no: its driver cannot protect management frames (BIP)")]
    [TestCase(true, false, new[] { CipherSuite.Ccmp, CipherSuite.BipGmac256 }, "WPA3 and OWE yes: management frames can be protected")]
    [TestCase(true, false, new CipherSuite[0], "WPA3 and OWE yes: management frames can be protected", Description = "a driver that lists none is asked")]
    public void What_keeps_WPA3_away_is_said(bool hasAp, bool firmware, CipherSuite[] ciphers, string line)
    {
        var radio = Wlan0.Radio with
        {
            SupportsAccessPoint = hasAp,
            FramesHandledByFirmware = firmware,
            Ciphers = [.. ciphers.Select(static c => (uint)c)],
        };
        var patient = new Doctor.Patient { Name = "wlan0", Radio = radio, Users = [] };
        Assert.That(Values(patient.Describe()), Has.Member(line));
        Assert.That(Doctor.Patient.ToJson([patient]), Does.Contain($"\"wpa3\":{(line.Contains("yes", StringComparison.Ordinal) ? "true" : "false")}"));
    }

    private static string[] Values(string text) =>
        [.. text.Split('\n').Select(static l => string.Join(' ', l.Split(' ', StringSplitOptions.RemoveEmptyEntries)))];

    private static void Put(string root, string path, string content)
    {
        var file = Path.Combine(root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, content);
    }
}
