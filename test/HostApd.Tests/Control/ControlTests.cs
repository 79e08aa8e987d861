using System.Text;
using HostApd.Control;
using HostApd.Linux;
using HostApd.Simulation;
using NUnit.Framework;

namespace HostApd.Tests.Control;

/// <summary>hostapd's control protocol over real sockets in a temporary folder.</summary>
public sealed class ControlTests
{
    private readonly List<string> _givenUp = [];
    private readonly Scribe _reasons = new();
    private VirtualClock _clock = new();
    private string _folder = "";
    private EventLoop _loop = null!;
    private ControlServer _server = null!;

    private string ServerPath => Path.Combine(_folder, "ctrl", "wlan0");

    [SetUp]
    public void Open()
    {
        _folder = Directory.CreateTempSubdirectory("hostapd-net-test-").FullName;
        _loop = new EventLoop();
        _clock = new VirtualClock();
        _givenUp.Clear();
        Assert.That(OpenServer(out var server).ToString(), Is.EqualTo("ok"));
        _server = server!;
    }

    [TearDown]
    public void Close()
    {
        _server.Dispose();
        _loop.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Test]
    public void Requests_are_answered_and_unknown_ones_said_to_be_unknown()
    {
        using var client = new Peer(this, "c");
        Assert.That(client.Ask("PING"), Is.EqualTo("PONG\n"));
        Assert.That(client.Ask("ECHO x"), Is.EqualTo("ECHO x"));
        Assert.That(client.Ask("NOTHING"), Is.EqualTo("UNKNOWN COMMAND\n"));
        Assert.That(client.Ask("EMPTY"), Is.Empty, "an empty reply is a datagram all the same");
    }

    [Test]
    public void The_folder_goes_with_its_last_socket()
    {
        var folder = Path.GetDirectoryName(ServerPath)!;
        var other = Path.Combine(folder, "wlan1");
        File.WriteAllText(other, "");
        _server.Dispose();
        Assert.That(Directory.Exists(folder), "another's socket is there");
        File.Delete(other);
        Assert.That(OpenServer(out var second).Succeeded);
        second!.Dispose();
        Assert.That(Directory.Exists(folder), Is.False);
    }

    [Test]
    public void A_folder_that_is_a_mount_stays_without_an_exception() =>
        Assert.That(FilePermissions.RemoveDirectory("/proc").Succeeded, Is.False);

    [Test]
    public void Every_byte_passes_as_it_is()
    {
        using var client = new Peer(this, "c");
        Assert.That(client.Ask("ECHO \u00ff\u0080\u0001"), Is.EqualTo("ECHO \u00ff\u0080\u0001"));
    }

    [Test]
    public void A_request_of_4095_bytes_is_taken_and_one_of_4096_fails()
    {
        using var client = new Peer(this, "c");
        Assert.That(client.Ask("ECHO ".PadRight(4095, 'x')), Has.Length.EqualTo(4095));
        Assert.That(client.Ask("ECHO ".PadRight(4096, 'x')), Is.EqualTo("FAIL\n"));
    }

    [Test]
    public void Events_reach_who_has_attached_at_their_level_until_they_detach()
    {
        using var client = new Peer(this, "c");
        Assert.That(client.Ask("LEVEL 2"), Is.EqualTo("FAIL\n"), "before ATTACH");
        Assert.That(client.Ask("ATTACH"), Is.EqualTo("OK\n"));
        _server.Publish(EventLevel.Info, "AP-ENABLED ");
        _server.Publish(EventLevel.Debug, "unheard");
        Assert.That(client.Next(), Is.EqualTo("<3>AP-ENABLED "));
        Assert.That(client.Ask("LEVEL 2"), Is.EqualTo("OK\n"));
        _server.Publish(EventLevel.Debug, "heard", "IFNAME=wlan0 ");
        Assert.That(client.Next(), Is.EqualTo("IFNAME=wlan0 <2>heard"));
        Assert.That(client.Ask("DETACH"), Is.EqualTo("OK\n"));
        Assert.That(client.Ask("DETACH"), Is.EqualTo("FAIL\n"));
        _server.Publish(EventLevel.Error, "unheard");
        Assert.That(client.Next(), Is.Null);
    }

    [Test]
    public void A_monitor_that_has_gone_is_dropped_at_the_next_event()
    {
        var gone = new Peer(this, "gone");
        gone.Ask("ATTACH");
        gone.Dispose();
        _server.Publish(EventLevel.Info, "one");
        using var again = new Peer(this, "gone");
        _server.Publish(EventLevel.Info, "two");
        Assert.That(again.Next(), Is.Null, "the same address, but it never attached");
        Assert.That(again.Ask("DETACH"), Is.EqualTo("FAIL\n"));
    }

    [Test]
    public void A_monitor_that_does_not_read_is_dropped_after_eleven_errors()
    {
        using var lazy = new Peer(this, "lazy");
        lazy.Ask("ATTACH");
        for (var sent = 0; sent < 5000; sent++)
        {
            _server.Publish(EventLevel.Info, "event");
        }

        Assert.That(_server.MonitorCount, Is.EqualTo(1), "a burst is no reason");
        _clock.Advance(TimeSpan.FromSeconds(50));
        Assert.That(_server.MonitorCount, Is.EqualTo(1));
        _clock.Advance(TimeSpan.FromSeconds(20));
        Assert.That(_server.MonitorCount, Is.Zero);
        var heard = 0;
        while (lazy.Next() is not null)
        {
            heard++;
        }

        Assert.That(heard, Is.Positive);
        Assert.That(_givenUp, Is.EqualTo(new[] { $"{Path.Combine(_folder, "lazy")} {5000 - heard}" }), "and that is told");
    }

    [Test]
    public void A_monitor_that_does_not_read_keeps_no_reply_from_others()
    {
        using var lazy = new Peer(this, "lazy");
        lazy.Connect();
        lazy.Ask("ATTACH");
        for (var sent = 0; sent < 5000; sent++)
        {
            _server.Publish(EventLevel.Info, new string('e', 200));
        }

        using var client = new Peer(this, "client");
        Assert.That(client.Ask("PING"), Is.EqualTo("PONG\n"));
        Assert.That(client.Ask("ECHO " + new string('x', 2000)), Has.Length.EqualTo(2005), "and a long one");
    }

    [Test]
    public void A_monitor_that_reads_again_hears_what_weighs_and_how_much_it_lost()
    {
        using var slow = new Peer(this, "slow");
        slow.Ask("ATTACH");
        for (var i = 0; i < 300; i++)
        {
            _server.Publish(EventLevel.Info, $"flood {i}");
            if (i % 10 == 9)
            {
                _server.Publish(EventLevel.Info, $"weighty {i}");
            }
        }

        List<string> heard = [.. slow.Rest()];
        for (var i = 0; i < 100; i++)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(200));
            heard.AddRange(slow.Rest());
        }

        Assert.That(heard.Where(static h => h.Contains("weighty", StringComparison.Ordinal)),
            Is.EqualTo(Enumerable.Range(0, 30).Select(static i => $"<3>weighty {10 * i + 9}")), "all of them, in order");
        var floods = heard.Count(static h => h.Contains("flood", StringComparison.Ordinal));
        Assert.That(heard[^1], Is.EqualTo($"<4>CTRL-EVENT-LOST {300 - floods}"));
        _server.Publish(EventLevel.Info, "at once");
        Assert.That(slow.Next(), Is.EqualTo("<3>at once"));
        Assert.That(_givenUp, Is.Empty);
    }

    [Test]
    public void What_waits_for_a_monitor_is_bounded()
    {
        using var slow = new Peer(this, "slow");
        slow.Ask("ATTACH");
        for (var i = 0; i < 1000; i++)
        {
            _server.Publish(EventLevel.Info, $"weighty {i}");
        }

        List<string> heard = [.. slow.Rest()];
        for (var i = 0; i < 100; i++)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(200));
            heard.AddRange(slow.Rest());
        }

        Assert.That(heard[^1], Is.EqualTo($"<4>CTRL-EVENT-LOST {1000 - (heard.Count - 1)}"));
        Assert.That(heard, Has.Count.LessThan(1000));
    }

    [Test]
    public void A_command_that_fails_by_a_fault_of_ours_is_answered_all_the_same()
    {
        Exception? told = null;
        _loop.UnhandledException = e => told = e;
        using var client = new Peer(this, "c");
        Assert.That(client.Ask("BUG"), Is.EqualTo("FAIL\n"));
        Assert.That(told, Is.TypeOf<FormatException>());
    }

    [Test]
    public void A_file_of_somebody_else_is_no_leftover_socket()
    {
        _server.Dispose();
        Directory.CreateDirectory(Path.GetDirectoryName(ServerPath)!);
        File.WriteAllText(ServerPath, "precious");
        Assert.That(OpenServer(out _).Succeeded, Is.False);
        Assert.That(File.ReadAllText(ServerPath), Is.EqualTo("precious"));
        File.Delete(ServerPath);
        Assert.That(OpenServer(out var server).ToString(), Is.EqualTo("ok"));
        _server = server!;
    }

    [Test]
    public void A_leftover_socket_is_replaced_and_a_live_one_refused()
    {
        Assert.That(OpenServer(out var second).Succeeded, Is.False);
        Assert.That(second, Is.Null);
        using var client = new Peer(this, "c");
        Assert.That(client.Ask("PING"), Is.EqualTo("PONG\n"), "the first lives on");
        _server.Dispose();
        Directory.CreateDirectory(Path.GetDirectoryName(ServerPath)!);
        File.WriteAllText(ServerPath, "");
        Assert.That(OpenServer(out var third).ToString(), Is.EqualTo("ok"));
        _server = third!;
        Assert.That(client.Ask("PING"), Is.EqualTo("PONG\n"));
    }

    [Test]
    public void The_socket_and_its_empty_directory_are_removed_at_the_end()
    {
        _server.Dispose();
        Assert.That(Directory.Exists(Path.Combine(_folder, "ctrl")), Is.False);
    }

    [Test]
    public void Who_was_refused_may_ask_why()
    {
        using var client = new Peer(this, "c");
        using var other = new Peer(this, "d");
        Assert.That(client.Ask("WHY"), Is.EqualTo("FAIL\n"), "nothing was refused yet");
        Assert.That(client.Ask("REFUSE the moon is full"), Is.EqualTo("FAIL\n"), "clients of hostapd's compare this");
        Assert.That(other.Ask("WHY"), Is.EqualTo("FAIL\n"), "the reason is another's");
        Assert.That(client.Ask("ECHO x"), Is.EqualTo("ECHO x"));
        Assert.That(client.Ask("WHY"), Is.EqualTo("the moon is full\n"), "of the last refusal, whatever came behind it");
        Assert.That(client.Ask("REFUSE"), Is.EqualTo("FAIL\n"));
        Assert.That(client.Ask("WHY"), Is.EqualTo("FAIL\n"), "the old reason is none of the new refusal");
        Assert.That(client.Ask("ECHO ".PadRight(4096, 'x')), Is.EqualTo("FAIL\n"));
        Assert.That(client.Ask("WHY"), Is.EqualTo("a request has at most 4095 bytes\n"));
    }

    [Test]
    public void A_reason_comes_in_UTF_8()
    {
        using var client = new Peer(this, "c");
        var reason = ByteText.ToLatin1("/etc/Küche.conf: needs 1–15 bytes");
        Assert.That(client.Ask("REFUSE " + reason), Is.EqualTo("FAIL\n"));
        Assert.That(client.Ask("WHY"), Is.EqualTo(reason + "\n"));
    }

    [Test]
    public void The_client_tells_replies_from_events()
    {
        Assert.That(ControlClient.Open(ServerPath, _folder, out var client).Succeeded);
        using (client)
        {
            var loop = new Thread(_loop.Run);
            loop.Start();
            Assert.That(client!.Request("ATTACH"), Is.EqualTo("OK\n"));
            Assert.That(client.Request("PUBLISH"), Is.EqualTo("done"));
            Assert.That(client.NextEvent(1000), Is.EqualTo("<3>news"));
            Assert.That(client.NextEvent(0), Is.Null);
            _loop.Post(_loop.Stop);
            loop.Join();
        }
    }

    [Test]
    public void A_client_of_nobody_is_told_so() =>
        Assert.That(ControlClient.Open(_folder + "/nobody", _folder, out _).Errno, Is.EqualTo(2));

    [Test]
    public void A_path_longer_than_the_kernel_takes_is_refused() =>
        Assert.That(UnixDatagramSocket.Bind(_folder + "/" + new string('x', 108), 16, out _).Succeeded, Is.False);

    private OsResult OpenServer(out ControlServer? server) => ControlServer.Open(
        _loop, new ControlServerOptions
        {
            Directory = Path.Combine(_folder, "ctrl"),
            Name = "wlan0",
            Time = _clock,
            Reasons = _reasons,
            Weighs = static text => text.StartsWith("weighty", StringComparison.Ordinal),
            GivenUp = (who, lost) => _givenUp.Add($"{who} {lost}"),
        }, Handle, out server);

    /// <summary>Keeps what was said since the request began.</summary>
    private sealed class Scribe : IRefusalReasons
    {
        internal string? Said { get; set; }

        public void Begin() => Said = null;

        public string? End() => Said;
    }

    private string? Handle(string command)
    {
        if (command == "PUBLISH")
        {
            _server.Publish(EventLevel.Info, "news");
            return "done";
        }

        if (command == "BUG")
        {
            throw new FormatException("a fault of ours");
        }

        if (command.StartsWith("REFUSE", StringComparison.Ordinal))
        {
            _reasons.Said = command.Length > 7 ? ByteText.FromLatin1(command[7..]) : null;
            return ControlReplies.Fail;
        }

        return command == "EMPTY" ? "" : command.StartsWith("ECHO", StringComparison.Ordinal) ? command : null;
    }

    private sealed class Peer : IDisposable
    {
        private readonly ControlTests _test;
        private readonly UnixDatagramSocket _socket;

        internal Peer(ControlTests test, string name)
        {
            _test = test;
            UnixDatagramSocket.Bind(Path.Combine(test._folder, name), 8192, out var socket);
            _socket = socket!;
        }

        /// <summary>As every client of hostapd's does.</summary>
        internal void Connect() => Assert.That(_socket.Connect(_test.ServerPath).Succeeded);

        internal string? Ask(string request)
        {
            _socket.Send(Encoding.Latin1.GetBytes(request), Encoding.UTF8.GetBytes(_test.ServerPath));
            _test._loop.Turn(1000);
            return Next();
        }

        internal string? Next() =>
            _socket.TryReceive(0, out var datagram) ? Encoding.Latin1.GetString(datagram) : null;

        internal IEnumerable<string> Rest()
        {
            while (Next() is { } text)
            {
                yield return text;
            }
        }

        public void Dispose() => _socket.Dispose();
    }
}
