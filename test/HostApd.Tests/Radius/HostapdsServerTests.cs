using System.Diagnostics;
using HostApd.Ap;
using HostApd.Entropy;
using HostApd.Ieee80211;
using HostApd.Linux;
using HostApd.Radius;
using HostApd.Tests.Ap;
using NUnit.Framework;

namespace HostApd.Tests.Radius;

/// <summary>Debian's hostapd as the server: packets that neither side of these tests has written.</summary>
public sealed class HostapdsServerTests
{
    private const string Program = "/usr/sbin/hostapd";
    private const string Secret = "between the two of us";
    private const int Port = 18_121;

    /// <summary>Its user is known by its address (MACACL), and every other is refused.</summary>
    [Test]
    public void It_lets_a_known_address_in_and_refuses_another()
    {
        if (!File.Exists(Program))
        {
            Assert.Ignore("Debian's package hostapd is not installed");
        }

        var folder = Directory.CreateTempSubdirectory("hostapd-net-test-");
        using var server = Start(folder.FullName);
        try
        {
            using var loop = new EventLoop();
            using var pool = new EntropyPool(new ApRig.CountingKernel(), new EntropyPoolOptions(Testing: true));
            pool.Start();
            using var rig = ApRig.Enabled();
            var wanted = NasRig.Read($"interface=wlan1\nhw_mode=g\nchannel=6\nssid=x\nmacaddr_acl=2\nnas_identifier=x\nauth_server_addr=127.0.0.1\nauth_server_port={Port}\nauth_server_shared_secret={Secret}\n");
            using var nas = new RadiusNas(rig.Bss, new RadiusExchanges(ServerSocket.On(loop), pool, pool.WhenReady, loop.Time), new SessionNumbers(pool), static _ => { });
            nas.Use(wanted.Radius);
            Assert.That(Ask(loop, nas, ApRig.First), Is.EqualTo((ServiceVerdict.Accept, (TimeSpan?)TimeSpan.FromSeconds(3600))));
            Assert.That(Ask(loop, nas, ApRig.Second), Is.EqualTo((ServiceVerdict.Reject, (TimeSpan?)null)));
            Assert.That(nas.Exchange!.Servers[0].Status().Answers, Is.EqualTo(2));
        }
        finally
        {
            server.Kill();
            server.WaitForExit();
            folder.Delete(recursive: true);
        }
    }

    private static (ServiceVerdict Verdict, TimeSpan? Timeout) Ask(EventLoop loop, RadiusNas nas, MacAddress station)
    {
        var said = (Verdict: ServiceVerdict.Silence, Timeout: (TimeSpan?)null);
        using var inquiry = nas.Begin(new InquirySubject { Station = station }, answer =>
        {
            said = (answer.Verdict, answer.Grant?.SessionTimeout);
            answer.Dispose();
            loop.Stop();
        });
        inquiry.AskAddress();
        loop.Run();
        return said;
    }

    private static Process Start(string folder)
    {
        File.WriteAllText(Path.Combine(folder, "users"), "\"020000000100\" MACACL \"020000000100\"\nradius_accept_attr=27:d:3600\n");
        File.WriteAllText(Path.Combine(folder, "clients"), $"127.0.0.1/32 {Secret}\n");
        var file = Path.Combine(folder, "hostapd.conf");
        File.WriteAllText(file, $"driver=none\ninterface=lo\neap_server=1\neap_user_file={folder}/users\nradius_server_clients={folder}/clients\nradius_server_auth_port={Port}\n");
        var server = Process.Start(new ProcessStartInfo(Program, [file]) { RedirectStandardOutput = true })!;
        while (server.StandardOutput.ReadLine() is { } line)
        {
            if (line.Contains("AP-ENABLED", StringComparison.Ordinal))
            {
                return server;
            }
        }

        throw new InvalidOperationException("hostapd did not start");
    }
}
