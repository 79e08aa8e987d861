using System.Net;
using System.Net.Sockets;
using System.Text;
using HostApd.Cli;
using HostApd.Control;
using HostApd.Linux;
using NUnit.Framework;

namespace HostApd.Tests.Cli;

/// <summary>The client against daemons that go, come back, dawdle and lie.</summary>
public sealed class LinkTests
{
    private string _folder = "";
    private Socket _daemon = null!;

    private string DaemonPath => Path.Combine(_folder, "wlan0");

    [SetUp]
    public void Open()
    {
        _folder = Directory.CreateTempSubdirectory("hostapd-net-test-").FullName;
        _daemon = Bind();
    }

    [TearDown]
    public void Close()
    {
        _daemon.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Test]
    public void A_reply_that_came_too_late_is_not_taken_for_that_of_the_next_request()
    {
        using var client = Connect();
        Answer(_ => "one", 1, () => Assert.That(client.Request("1"), Is.EqualTo("one")));
        Send("late", client);
        Send("<3>news", client);
        Answer(static _ => "two", 1, () => Assert.That(client.Request("2"), Is.EqualTo("two")));
        Assert.That(client.TryTakeEvent(out var kept) ? kept : null, Is.EqualTo("<3>news"));
    }

    [Test]
    public void Events_that_nobody_takes_do_not_grow_without_end()
    {
        using var client = Connect();
        Answer(request => request, 150, () =>
        {
            for (var i = 0; i < 150; i++)
            {
                for (var burst = 0; burst < 9; burst++)
                {
                    Send($"<3>{i} {burst}", client);
                }

                Assert.That(client.Request($"{i}"), Is.EqualTo($"{i}"));
            }
        });
        Assert.That(client.LostEvents, Is.EqualTo(150 * 9 - 1024));
    }

    [Test]
    public void A_daemon_that_was_started_again_is_another()
    {
        using var client = Connect();
        _daemon.Dispose();
        File.Delete(DaemonPath);
        _daemon = Bind();
        Assert.That(client.Request("PING"), Is.Null, "it knows nothing of our ATTACH");
    }

    [Test]
    public void A_socket_file_without_a_daemon_is_said_to_be_so()
    {
        _daemon.Dispose();
        File.WriteAllText(DaemonPath, "");
        Assert.That(ControlClient.Open(DaemonPath, _folder, out _).ToString(), Does.EndWith("Connection refused"));
        Assert.That(Directory.GetFiles(_folder), Is.EqualTo(new[] { DaemonPath }), "our own socket is gone");
    }

    [Test]
    public void The_link_says_when_it_is_lost_and_when_it_is_back()
    {
        using var loop = new EventLoop();
        using var link = new Link(loop, new ClientOptions { Directory = _folder, ClientDirectory = _folder }, "wlan0");
        var told = new List<string>();
        link.Lost = () => told.Add("lost");
        link.Noticed = told.Add;
        link.EventReceived = one => told.Add(one.Text);
        Answer(static _ => "OK\n", 1, () => Assert.That(link.Open(), Is.Null));
        Assert.That((link.Interface, link.IsAttached), Is.EqualTo(("wlan0", true)));
        Send("<3>first", link.Client!);
        loop.Turn(1000);
        _daemon.Dispose();
        File.Delete(DaemonPath);
        link.Check();
        link.Check();
        _daemon = Bind();
        Answer(static _ => "OK\n", 1, link.Check);
        Send("<3>second", link.Client!);
        loop.Turn(1000);
        Assert.That(told, Is.EqualTo(new[] { "first", "lost", "Connection to hostapd-net re-established", "second" }));
    }

    [Test]
    public void Why_is_asked_of_a_FAIL_alone()
    {
        using var client = Connect();
        var session = new ClientSession(client, new Printer(), new ClientOptions());
        var asked = new List<string>();
        Answer(
            request =>
            {
                asked.Add(request);
                return "the moon is full\n";
            },
            1,
            () => Assert.That(session.Print("FAIL\n"), Is.EqualTo(SessionResult.Refused)));
        Assert.That(asked, Is.EqualTo(new[] { "WHY" }));
        Assert.That(session.Print("UNKNOWN COMMAND\n"), Is.EqualTo(SessionResult.Refused));
        Assert.That(_daemon.Available, Is.Zero, "the reason that is kept is another's");
    }

    [TestCase("x", ExpectedResult = 1, Description = "no line end, and no next")]
    [TestCase("\n", ExpectedResult = 1)]
    public int A_station_without_a_line_end_is_one(string reply)
    {
        using var client = Connect();
        var seen = 0;
        Answer(request => request == "STA-FIRST" ? reply : "", 2, () =>
            Assert.That(StationWalk.Run(client, _ => seen++), Is.EqualTo(SessionResult.Done)));
        return seen;
    }

    [Test]
    public void A_list_of_stations_without_end_is_left()
    {
        using var client = Connect();
        var seen = 0;
        Answer(static _ => "02:00:00:00:01:00\n", 11, () =>
            Assert.That(StationWalk.Run(client, _ => seen++, most: 10), Is.EqualTo(SessionResult.Done)));
        Assert.That(seen, Is.EqualTo(10));
    }

    private Socket Bind()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(DaemonPath));
        return socket;
    }

    private ControlClient Connect()
    {
        Assert.That(ControlClient.Open(DaemonPath, _folder, out var client).ToString(), Is.EqualTo("ok"));
        return client!;
    }

    /// <summary>Answers so many requests on a thread of its own while <paramref name="act"/> asks.</summary>
    private void Answer(Func<string, string> reply, int count, Action act)
    {
        var daemon = new Thread(() =>
        {
            var buffer = new byte[4096];
            for (var i = 0; i < count; i++)
            {
                EndPoint from = new UnixDomainSocketEndPoint(DaemonPath);
                var length = _daemon.ReceiveFrom(buffer, ref from);
                _daemon.SendTo(Encoding.ASCII.GetBytes(reply(Encoding.ASCII.GetString(buffer, 0, length))), from);
            }
        })
        { IsBackground = true };
        daemon.Start();
        act();
        Assert.That(daemon.Join(TimeSpan.FromSeconds(20)), "so many requests were made");
    }

    private void Send(string text, ControlClient client) =>
        _daemon.SendTo(Encoding.ASCII.GetBytes(text), new UnixDomainSocketEndPoint(client.Path));
}
