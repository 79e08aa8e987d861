using HostApd.Ap;
using HostApd.Simulation;
using HostApd.Wps;
using NUnit.Framework;

namespace HostApd.Tests.Service;

/// <summary>Who asked for a PIN, in hostapd's file.</summary>
public sealed class PinRequestsTests
{
    private static readonly ApEvent Event = PinNeeded("56789abc-def0-1234-5678-9abcdef01234", "02:00:00:00:01:00",
        "camera", "Maker", "Model", "12", "345", "1-0050F204-1");

    private static readonly DateTimeOffset Then = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);

    [Test]
    public void A_line_for_a_device()
    {
        Assert.That(PinRequests.LineOf(Event, Then), Is.EqualTo(
            "1700000000\t56789abc-def0-1234-5678-9abcdef01234\t02:00:00:00:01:00\tcamera\tMaker\tModel\t12\t345\t1-0050F204-1\n"));
        Assert.That(PinRequests.LineOf(PinNeeded("u", "a", "a\tb\nc", "d"), Then), Is.EqualTo("1700000000\tu\ta\ta_b_c\td\n"), "a name makes one field");
        Assert.That(PinRequests.LineOf(PinNeeded("u", "a", "x|y"), Then), Is.EqualTo("1700000000\tu\ta\tx\\x7cy\n"), "and none of hostapd's divisions");
        Assert.That(PinRequests.LineOf(ApEvent.Of(WpsEvent.PinNeeded, EventWord.Of("u"), EventWord.Of("a")), Then), Is.Null);
        Assert.That(PinRequests.LineOf(ApEvent.Of(WpsEvent.EnrolleeSeen, EventWord.Of("u"), EventWord.Of("a"), EventWord.Listed("x")), Then), Is.Null);
    }

    [Test]
    public void Strangers_do_not_fill_the_disk()
    {
        var folder = Directory.CreateTempSubdirectory("hostapd-net-test-").FullName;
        try
        {
            var path = Path.Combine(folder, "requests");
            var requests = new PinRequests(path, new VirtualClock());
            requests.OnEvent(new ApEvent(ApEventKind.Enabled));
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

    private static ApEvent PinNeeded(string uuid, string address, params string[] device) =>
        ApEvent.Of(WpsEvent.PinNeeded, EventWord.Of(uuid), EventWord.Of(address), EventWord.Listed(device));
}
