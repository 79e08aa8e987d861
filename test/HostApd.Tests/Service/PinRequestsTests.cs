using HostApd.Simulation;
using NUnit.Framework;

namespace HostApd.Tests.Service;

/// <summary>Who asked for a PIN, in hostapd's file.</summary>
public sealed class PinRequestsTests
{
    private const string Event =
        "WPS-PIN-NEEDED 56789abc-def0-1234-5678-9abcdef01234 02:00:00:00:01:00 [camera|Maker|Model|12|345|1-0050F204-1]";

    private static readonly DateTimeOffset Then = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);

    [TestCase(Event, ExpectedResult =
        "1700000000\t56789abc-def0-1234-5678-9abcdef01234\t02:00:00:00:01:00\tcamera\tMaker\tModel\t12\t345\t1-0050F204-1\n")]
    [TestCase("WPS-PIN-NEEDED u a [a\tb\nc|d]", ExpectedResult = "1700000000\tu\ta\ta b c\td\n", Description = "a name makes one field")]
    [TestCase("WPS-PIN-NEEDED u a", ExpectedResult = null)]
    [TestCase("WPS-PIN-NEEDED u [x]", ExpectedResult = null)]
    [TestCase("WPS-PIN-NEEDED ", ExpectedResult = null)]
    [TestCase("WPS-PIN-ACTIVE", ExpectedResult = null)]
    public string? A_line_for_a_device(string text) => PinRequests.LineOf(text, Then);

    [Test]
    public void Strangers_do_not_fill_the_disk()
    {
        var folder = Directory.CreateTempSubdirectory("hostapd-net-test-").FullName;
        try
        {
            var path = Path.Combine(folder, "requests");
            var requests = new PinRequests(path, new VirtualClock());
            requests.OnEvent("AP-ENABLED ");
            Assert.That(File.Exists(path), Is.False);
            for (var i = 0; i < 2000; i++)
            {
                requests.OnEvent(Event);
            }

            Assert.That(new FileInfo(path).Length, Is.InRange(PinRequests.LongestFile - 200, PinRequests.LongestFile));
            File.WriteAllText(path, "");
            requests.OnEvent(Event);
            Assert.That(File.ReadAllLines(path), Has.Length.EqualTo(1), "read, emptied, and used again");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
