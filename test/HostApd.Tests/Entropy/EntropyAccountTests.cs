using HostApd.Entropy;
using Microsoft.Extensions.Time.Testing;
using NUnit.Framework;

namespace HostApd.Tests.Entropy;

/// <summary>The pool's table, state by event, and its accounts.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class EntropyAccountTests : IDisposable
{
    private readonly Kernel _kernel = new();
    private readonly FakeTimeProvider _clock = new();
    private readonly EntropyPool _pool;
    private readonly EntropySource _other;
    private readonly EntropyTestGate _gate;

    public EntropyAccountTests()
    {
        _pool = new EntropyPool(_kernel, new EntropyPoolOptions(Testing: true));
        _other = _pool.AddSource("other");
        _gate = _pool.CreateTestGate(_clock);
    }

    public void Dispose()
    {
        _gate.Dispose();
        _pool.Dispose();
    }

    /// <summary>Every cell of the table over <see cref="EntropyPool"/>.</summary>
    [TestCase(EntropyState.Empty, "kernel has", EntropyState.Ready, 256)]
    [TestCase(EntropyState.Empty, "kernel has none", EntropyState.Seeding, 0)]
    [TestCase(EntropyState.Empty, "readable", EntropyState.Ready, 256)]
    [TestCase(EntropyState.Empty, "credit 100", EntropyState.Seeding, 100)]
    [TestCase(EntropyState.Empty, "credit 256", EntropyState.Ready, 256)]
    [TestCase(EntropyState.Empty, "mix", EntropyState.Empty, 0)]
    [TestCase(EntropyState.Empty, "frame", EntropyState.Empty, 0)]
    [TestCase(EntropyState.Empty, "fail", EntropyState.Empty, 0)]
    [TestCase(EntropyState.Empty, "draw", EntropyState.Empty, 0)]
    [TestCase(EntropyState.Empty, "block", EntropyState.Seeding, 0)]
    [TestCase(EntropyState.Empty, "boost", EntropyState.Empty, 0)]
    [TestCase(EntropyState.Seeding, "kernel has", EntropyState.Ready, 256)]
    [TestCase(EntropyState.Seeding, "kernel has none", EntropyState.Seeding, 40)]
    [TestCase(EntropyState.Seeding, "readable", EntropyState.Ready, 256)]
    [TestCase(EntropyState.Seeding, "credit 100", EntropyState.Seeding, 140)]
    [TestCase(EntropyState.Seeding, "credit 256", EntropyState.Ready, 256)]
    [TestCase(EntropyState.Seeding, "mix", EntropyState.Seeding, 40)]
    [TestCase(EntropyState.Seeding, "frame", EntropyState.Seeding, 40)]
    [TestCase(EntropyState.Seeding, "fail", EntropyState.Seeding, 0)]
    [TestCase(EntropyState.Seeding, "draw", EntropyState.Seeding, 40)]
    [TestCase(EntropyState.Seeding, "block", EntropyState.Seeding, 0)]
    [TestCase(EntropyState.Seeding, "boost", EntropyState.Seeding, 40)]
    [TestCase(EntropyState.Ready, "kernel has", EntropyState.Ready, 256)]
    [TestCase(EntropyState.Ready, "kernel has none", EntropyState.Ready, 256)]
    [TestCase(EntropyState.Ready, "readable", EntropyState.Ready, 256)]
    [TestCase(EntropyState.Ready, "credit 100", EntropyState.Ready, 256)]
    [TestCase(EntropyState.Ready, "credit 256", EntropyState.Ready, 256)]
    [TestCase(EntropyState.Ready, "mix", EntropyState.Ready, 256)]
    [TestCase(EntropyState.Ready, "frame", EntropyState.Ready, 256)]
    [TestCase(EntropyState.Ready, "fail", EntropyState.Seeding, 0)]
    [TestCase(EntropyState.Ready, "draw", EntropyState.Ready, 256)]
    [TestCase(EntropyState.Ready, "block", EntropyState.Seeding, 0)]
    [TestCase(EntropyState.Ready, "boost", EntropyState.Ready, 256)]
    public void The_table_holds(EntropyState state, string what, EntropyState expected, int bits)
    {
        Bring(state);
        Assume.That(_pool.State, Is.EqualTo(state));
        Do(what);
        Assert.That(_pool.State, Is.EqualTo(expected));
        Assert.That(_pool.Bits, Is.EqualTo(bits));
        Assert.That(_pool.TryDraw(new byte[8]), Is.EqualTo(expected == EntropyState.Ready));
    }

    [Test]
    public void A_kernel_that_gives_no_more_stops_a_pool_that_has_nothing_else()
    {
        _pool.Start();
        _kernel.Gives = false;
        Assert.That(_pool.TryDraw(new byte[8]), Is.False);
        Assert.That(_pool.State, Is.EqualTo(EntropyState.Seeding));
        Assert.That(_pool.Bits, Is.Zero);
        _other.Feed(new byte[32], 256);
        Assert.That(_pool.TryDraw(new byte[8]), Is.True);
    }

    [Test]
    public void No_more_bits_are_credited_than_data_has()
    {
        _other.Feed(new byte[4], 1000, samples: 7);
        Assert.That(_other.Status, Is.EqualTo(new EntropySourceStatus("other", 32, 7, EntropySourceState.Ok)));
    }

    [Test]
    public void A_failed_source_is_told_once_and_credited_no_more()
    {
        var told = new List<string>();
        _pool.SourceFailed += (name, reason) => told.Add($"{name}: {reason}");
        _kernel.Gives = false;
        _pool.Start();
        _other.Feed(new byte[32], 200);
        _other.Fail("stuck");
        _other.Fail("stuck again");
        _other.Feed(new byte[32], 256);
        Assert.That(told, Is.EqualTo(new[] { "other: stuck" }));
        Assert.That(_other.State, Is.EqualTo(EntropySourceState.Failed));
        Assert.That(_pool.State, Is.EqualTo(EntropyState.Seeding));
        Assert.That(_pool.Bits, Is.Zero);
    }

    [Test]
    public void A_source_that_fails_when_the_pool_is_ready_loses_its_credit_and_readiness_is_looked_at_again()
    {
        _kernel.Gives = false;
        _pool.Start();
        _other.Feed(new byte[32], 256);
        Assert.That(_pool.State, Is.EqualTo(EntropyState.Ready));
        _other.Fail("stuck");
        Assert.That((_pool.State, _pool.Bits, _pool.TryDraw(new byte[8])), Is.EqualTo((EntropyState.Seeding, 0, false)));
        var called = false;
        _pool.WhenReady(() => called = true);
        _kernel.Gives = true;
        _pool.SourceReady();
        Assert.That((_pool.State, called), Is.EqualTo((EntropyState.Ready, true)));
    }

    [Test]
    public void A_source_that_fails_leaves_a_pool_that_others_have_filled_ready()
    {
        _kernel.Gives = false;
        _pool.Start();
        var third = _pool.AddSource("third");
        third.Feed(new byte[32], 256);
        _other.Feed(new byte[32], 256);
        _other.Fail("stuck");
        Assert.That((_pool.State, _pool.TryDraw(new byte[8])), Is.EqualTo((EntropyState.Ready, true)));
    }

    [Test]
    public void One_that_waits_and_fails_keeps_nobody_else_waiting()
    {
        var called = new List<int>();
        _kernel.Gives = false;
        _pool.Start();
        _pool.WhenReady(() => called.Add(1));
        _pool.WhenReady(static () => throw new InvalidOperationException("ours"));
        _pool.WhenReady(() => called.Add(3));
        _kernel.Gives = true;
        Assert.That(_pool.SourceReady, Throws.InvalidOperationException.With.Message.EqualTo("ours"));
        Assert.That((string.Join(',', called), _pool.State), Is.EqualTo(("1,3", EntropyState.Ready)));
    }

    [Test]
    public void Frames_change_what_is_drawn_and_allocate_nothing()
    {
        _pool.Start();
        using var twin = new EntropyPool(new Kernel());
        twin.Start();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            _pool.MixFrame(i, i);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
        Assert.That(Draw(_pool), Is.Not.EqualTo(Draw(twin)));
    }

    [Test]
    public void Mixed_bytes_change_what_is_drawn()
    {
        _pool.Start();
        _pool.Mix("x"u8);
        using var twin = new EntropyPool(new Kernel());
        twin.Start();
        Assert.That(Draw(_pool), Is.Not.EqualTo(Draw(twin)));
    }

    [Test]
    public void A_programmed_rate_fills_the_pool_in_its_time_and_only_by_itself()
    {
        var ready = 0;
        _pool.Start();
        _gate.Rate(128);
        _pool.WhenReady(() => ready++);
        _other.Feed(new byte[64], 512);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That(_pool.Bits, Is.EqualTo(128));
        Assert.That(_pool.State, Is.EqualTo(EntropyState.Seeding));
        _clock.Advance(TimeSpan.FromSeconds(0.9));
        Assert.That(ready, Is.Zero);
        _clock.Advance(TimeSpan.FromSeconds(0.2));
        Assert.That(ready, Is.EqualTo(1));
        _clock.Advance(TimeSpan.FromSeconds(60));
        Assert.That(_pool.TryDraw(new byte[8]), Is.True);
        _gate.Rate(1);
        Assert.That(_pool.State, Is.EqualTo(EntropyState.Seeding), "a new rate starts with an empty pool");
        _gate.Release();
        Assert.That(_pool.State, Is.EqualTo(EntropyState.Ready));
    }

    [Test]
    public void Boost_tells_sources_to_hurry_only_while_it_helps()
    {
        var boosts = 0;
        _pool.Boosted += () => boosts++;
        _kernel.Gives = false;
        _pool.Start();
        _pool.Boost();
        Assert.That(boosts, Is.EqualTo(1));
        _other.Feed(new byte[32], 256);
        _pool.Boost();
        Assert.That(boosts, Is.EqualTo(1));
    }

    private static string Draw(EntropyPool pool)
    {
        var bytes = new byte[32];
        Assert.That(pool.TryDraw(bytes), Is.True);
        return Convert.ToHexString(bytes);
    }

    private void Bring(EntropyState state)
    {
        _kernel.Gives = false;
        if (state != EntropyState.Empty)
        {
            _pool.Start();
            _other.Feed(new byte[32], state == EntropyState.Ready ? 256 : 40);
        }
    }

    private void Do(string what)
    {
        switch (what)
        {
            case "kernel has" or "readable":
                _kernel.Gives = true;
                (what == "readable" ? (Action)_pool.SourceReady : _pool.Start)();
                break;
            case "kernel has none":
                _pool.Start();
                break;
            case "credit 100" or "credit 256":
                _other.Feed(new byte[32], int.Parse(what.AsSpan(7), System.Globalization.CultureInfo.InvariantCulture));
                break;
            case "mix":
                _pool.Mix(new byte[32]);
                break;
            case "frame":
                _pool.MixFrame(1, 2);
                break;
            case "fail":
                _other.Fail("told to");
                break;
            case "draw":
                _pool.TryDraw(new byte[8]);
                break;
            case "block":
                _gate.Block();
                break;
            default:
                _pool.Boost();
                break;
        }
    }

    private sealed class Kernel : HostApd.Entropy.IEntropySource
    {
        public bool Gives { get; set; } = true;

        public bool TryFill(Span<byte> destination)
        {
            destination.Fill(5);
            return Gives;
        }
    }
}
