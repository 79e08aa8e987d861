using HostApd.Linux;
using NUnit.Framework;

namespace HostApd.Tests.Linux;

/// <summary>One thread, callbacks one at a time and to completion.</summary>
public sealed class EventLoopTests
{
    private readonly List<string> _seen = [];
    private EventLoop _loop = null!;

    [SetUp]
    public void Open()
    {
        _seen.Clear();
        _loop = new EventLoop();
    }

    [TearDown]
    public void Close() => _loop.Dispose();

    [Test]
    public void Timers_fire_in_the_order_they_are_due_and_not_before()
    {
        Timer("third", 30);
        Timer("first", 1);
        Timer("second", 15);
        Timer("later", 60_000);
        RunUntil(3);
        Assert.That(_seen, Is.EqualTo(new[] { "first", "second", "third" }));
    }

    [Test]
    public void Many_timers_armed_in_any_order_come_out_in_the_order_they_are_due()
    {
        var due = Enumerable.Range(1, 40).Select(static i => i * 17 % 41).ToList();
        var fired = new List<int>();
        Timer("warm", 60_000).Dispose();
        var timers = due.ConvertAll(d =>
            _loop.Time.CreateTimer(_ => fired.Add(d), null, TimeSpan.FromMilliseconds(10 * d), Timeout.InfiniteTimeSpan));
        for (var i = 0; i < timers.Count; i += 3)
        {
            timers[i].Dispose();
        }

        var left = due.Where(static (_, i) => i % 3 != 0).Order().ToList();
        for (var i = 0; i < 200 && fired.Count < left.Count; i++)
        {
            _loop.Turn(50);
        }

        Assert.That(fired, Is.EqualTo(left));
    }

    [Test]
    public void A_periodic_timer_fires_until_it_is_stopped_from_within()
    {
        ITimer? timer = null;
        timer = _loop.Time.CreateTimer(_ =>
        {
            _seen.Add("tick");
            if (_seen.Count == 3)
            {
                timer!.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }
        }, null, TimeSpan.Zero, TimeSpan.FromMilliseconds(2));
        RunUntil(3);
        _loop.Turn(10);
        Assert.That(_seen, Has.Count.EqualTo(3));
    }

    [Test]
    public void A_callback_can_cancel_a_timer_that_is_due_at_the_same_moment()
    {
        // Far enough apart that a loaded machine does not turn their order round between the two lines.
        var victim = Timer("victim", 100);
        using var killer = _loop.Time.CreateTimer(_ =>
        {
            victim.Dispose();
            _seen.Add("killer");
        }, null, TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
        Thread.Sleep(150);
        _loop.Turn(0);
        _loop.Turn(10);
        Assert.That(_seen, Is.EqualTo(new[] { "killer" }));
    }

    [Test]
    public void What_another_thread_posts_runs_here_in_order()
    {
        var here = Environment.CurrentManagedThreadId;
        var thread = new Thread(() =>
        {
            _loop.Post(() => _seen.Add($"1 {Environment.CurrentManagedThreadId == here}"));
            _loop.Post(() => _seen.Add($"2 {Environment.CurrentManagedThreadId == here}"));
            _loop.Post(_loop.Stop);
        });
        thread.Start();
        _loop.Run();
        thread.Join();
        Assert.That(_seen, Is.EqualTo(new[] { "1 True", "2 True" }));
    }

    [Test]
    public void An_exception_is_reported_and_everything_else_still_runs()
    {
        var reported = new List<string>();
        _loop.UnhandledException = e => reported.Add(e.Message);
        _loop.Post(static () => throw new InvalidOperationException("posted"));
        _loop.Post(() => _seen.Add("posted behind it"));
        using var bad = _loop.Time.CreateTimer(static _ => throw new InvalidOperationException("timer"), null, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        Timer("timer behind it", 1);
        RunUntil(2);
        Assert.That(_seen, Is.EqualTo(new[] { "posted behind it", "timer behind it" }));
        Assert.That(reported, Is.EquivalentTo(new[] { "posted", "timer" }));
    }

    [Test]
    public void A_descriptor_unwatched_by_another_of_the_same_batch_is_not_called()
    {
        var folder = Directory.CreateTempSubdirectory("hostapd-net-test-").FullName;
        UnixDatagramSocket.Bind(folder + "/a", 16, out var a);
        UnixDatagramSocket.Bind(folder + "/b", 16, out var b);
        a!.Listen(_loop, (_, _) => Heard("a", b!));
        b!.Listen(_loop, (_, _) => Heard("b", a));
        UnixDatagramSocket.OpenUnbound(out var sender);
        sender!.Send([1], System.Text.Encoding.UTF8.GetBytes(folder + "/a"));
        sender.Send([1], System.Text.Encoding.UTF8.GetBytes(folder + "/b"));
        _loop.Turn(100);
        _loop.Turn(0);
        Assert.That(_seen, Has.Count.EqualTo(1));
        sender.Dispose();
        a.Dispose();
        b.Dispose();
        Directory.Delete(folder, true);

        void Heard(string name, UnixDatagramSocket other)
        {
            _seen.Add(name);
            other.Dispose();
        }
    }

    private ITimer Timer(string name, int milliseconds) => _loop.Time.CreateTimer(
        _ => _seen.Add(name), null, TimeSpan.FromMilliseconds(milliseconds), Timeout.InfiniteTimeSpan);

    private void RunUntil(int count)
    {
        for (var i = 0; i < 200 && _seen.Count < count; i++)
        {
            _loop.Turn(50);
        }
    }
}
