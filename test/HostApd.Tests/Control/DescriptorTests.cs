using HostApd.Control;
using HostApd.Linux;
using NUnit.Framework;

namespace HostApd.Tests.Control;

/// <summary>Open files passed over the control socket. Alone: it counts the descriptors of the process.</summary>
[NonParallelizable]
public sealed class DescriptorTests
{
    private string _folder = "";

    [SetUp]
    public void Open() => _folder = Directory.CreateTempSubdirectory("hostapd-net-test-").FullName;

    [TearDown]
    public void Close() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void The_server_writes_into_the_file_that_the_client_opened()
    {
        Serve((_, descriptor) =>
        {
            Assert.That(PassedFile.Take(descriptor, out var file).Succeeded);
            using (file)
            {
                return file!.Write("written by the server"u8).Succeeded ? "OK\n" : "FAIL\n";
            }
        }, client =>
        {
            var path = Path.Combine(_folder, "file");
            using (var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write))
            {
                Assert.That(client.Request("CAPTURE 5", (int)file.DangerousGetHandle()), Is.EqualTo("OK\n"));
            }

            Assert.That(File.ReadAllText(path), Is.EqualTo("written by the server"));
        });
    }

    [Test]
    public void A_device_is_no_file_and_is_closed()
    {
        Serve((_, descriptor) => PassedFile.Take(descriptor, out PassedFile? _).Succeeded ? "OK\n" : "FAIL\n", client =>
        {
            using var device = File.OpenHandle(Device, FileMode.Open, FileAccess.Write);
            var before = OpenDescriptors();
            Assert.That(client.Request("CAPTURE", (int)device.DangerousGetHandle()), Is.EqualTo("FAIL\n"));
            // The answer is on its way before the descriptor is closed.
            Assert.That(OpenDescriptors, Is.EqualTo(before).After(5).Seconds.PollEvery(10).MilliSeconds);
        });
    }

    [Test]
    public void What_no_command_takes_is_closed_and_the_command_answered()
    {
        Serve(null, client =>
        {
            using var device = File.OpenHandle(Device, FileMode.Open, FileAccess.Write);
            var before = OpenDescriptors();
            for (var i = 0; i < 20; i++)
            {
                Assert.That(client.Request("PING", (int)device.DangerousGetHandle()), Is.EqualTo("PONG\n"));
            }

            // The answer is on its way before the descriptor is closed.
            Assert.That(OpenDescriptors, Is.EqualTo(before).After(5).Seconds.PollEvery(10).MilliSeconds);
        });
    }

    /// <summary>One that nobody else opens meanwhile.</summary>
    private const string Device = "/dev/full";

    /// <summary>Those of the device that is passed: the runtime opens and closes its own when it likes.</summary>
    private static int OpenDescriptors() =>
        Directory.GetFileSystemEntries("/proc/self/fd").Count(static f => new FileInfo(f).LinkTarget == Device);

    private void Serve(Func<string, int, string?>? handle, Action<ControlClient> act)
    {
        using var loop = new EventLoop();
        var options = new ControlServerOptions { Directory = Path.Combine(_folder, "ctrl"), Name = "wlan0", HandleWithDescriptor = handle };
        Assert.That(ControlServer.Open(loop, options, static _ => null, out var server).Succeeded);
        var thread = new Thread(loop.Run) { IsBackground = true };
        thread.Start();
        Assert.That(ControlClient.Open(Path.Combine(_folder, "ctrl", "wlan0"), _folder, out var client).Succeeded);
        try
        {
            act(client!);
        }
        finally
        {
            client!.Dispose();
            loop.Post(loop.Stop);
            thread.Join();
            server!.Dispose();
        }
    }
}
