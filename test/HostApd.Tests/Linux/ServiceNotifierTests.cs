using System.Net.Sockets;
using System.Text;
using HostApd.Linux;
using NUnit.Framework;

namespace HostApd.Tests.Linux;

/// <summary>sd_notify(3) and sd_watchdog_enabled(3), against a socket that plays the service manager's.</summary>
public sealed class ServiceNotifierTests
{
    private const int Process = 4711;

    [Test]
    public void Without_a_service_manager_there_is_nothing_and_nothing_is_wrong()
    {
        Assert.That(ServiceNotifier.Open(static _ => null, Process, out var opened).Succeeded);
        Assert.That(opened, Is.Null);
    }

    [TestCase(false)]
    [TestCase(true)]
    public void States_arrive_at_a_path_and_at_an_abstract_name(bool isAbstract)
    {
        var name = isAbstract ? $"@hostapd-net-test-{Guid.NewGuid():N}" : Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        using var manager = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = 5000 };
        manager.Bind(new UnixDomainSocketEndPoint(isAbstract ? "\0" + name[1..] : name));
        try
        {
            Assert.That(ServiceNotifier.Open(v => v == "NOTIFY_SOCKET" ? name : null, Process, out var opened).Succeeded);
            using var notifier = opened;
            Assert.That(notifier!.Send("READY=1\nSTATUS=on the air").Succeeded);
            var buffer = new byte[64];
            Assert.That(Encoding.UTF8.GetString(buffer, 0, manager.Receive(buffer)), Is.EqualTo("READY=1\nSTATUS=on the air"));
        }
        finally
        {
            File.Delete(name);
        }
    }

    [Test]
    public void A_service_manager_that_is_gone_is_a_result_and_no_exception()
    {
        using var notifier = Open(("NOTIFY_SOCKET", "/nowhere/notify"));
        Assert.That(notifier.Send("READY=1").Succeeded, Is.False);
    }

    [TestCase("vsock:2:1234")]
    [TestCase("@")]
    [TestCase("relative")]
    public void Another_kind_of_address_is_named(string address)
    {
        var result = ServiceNotifier.Open(v => v == "NOTIFY_SOCKET" ? address : null, Process, out var opened);
        Assert.That(opened, Is.Null);
        Assert.That(result.ToString(), Does.StartWith($"NOTIFY_SOCKET={address}: "));
    }

    [TestCase("3000000", "4711", 3000)]
    [TestCase("3000000", null, 3000)]
    [TestCase("3000000", "1", null)]
    [TestCase("0", "4711", null)]
    [TestCase("-5", "4711", null)]
    [TestCase("soon", "4711", null)]
    [TestCase("9223372036854775807", "4711", null)]
    [TestCase(null, "4711", null)]
    public void The_watchdog_is_ours_only_with_a_time_and_our_process_id(string? microseconds, string? process, int? milliseconds)
    {
        using var notifier = Open(("NOTIFY_SOCKET", "/run/notify"), ("WATCHDOG_USEC", microseconds), ("WATCHDOG_PID", process));
        Assert.That(notifier.WatchdogTimeout?.TotalMilliseconds, Is.EqualTo(milliseconds));
    }

    private static ServiceNotifier Open(params (string Name, string? Value)[] variables)
    {
        Assert.That(ServiceNotifier.Open(v => Array.Find(variables, p => p.Name == v).Value, Process, out var opened).Succeeded);
        return opened!;
    }
}
