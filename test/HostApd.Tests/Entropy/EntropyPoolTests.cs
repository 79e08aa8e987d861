using HostApd.Entropy;
using Microsoft.Extensions.Time.Testing;
using NUnit.Framework;

namespace HostApd.Tests.Entropy;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class EntropyPoolTests
{
    private readonly ScriptedKernel _kernel = new();

    [Test]
    public void A_pool_gives_nothing_before_start()
    {
        using var pool = new EntropyPool(_kernel);
        Assert.That(pool.State, Is.EqualTo(EntropyState.Empty));
        Assert.That(pool.TryDraw(new byte[8]), Is.False);
        Assert.That(_kernel.Asked, Is.Zero);
    }

    [Test]
    public void A_ready_kernel_makes_the_pool_ready_at_start()
    {
        using var pool = new EntropyPool(_kernel);
        pool.Start();
        Assert.That(pool.State, Is.EqualTo(EntropyState.Ready));
        var first = Draw(pool);
        Assert.That(Draw(pool), Is.Not.EqualTo(first));
    }

    [Test]
    public void A_starved_kernel_holds_the_pool_until_the_source_is_ready()
    {
        _kernel.Gives = false;
        using var pool = new EntropyPool(_kernel);
        pool.Start();
        Assert.That(pool.State, Is.EqualTo(EntropyState.Seeding));
        var buffer = new byte[] { 1, 2, 3 };
        Assert.That(pool.TryDraw(buffer), Is.False);
        Assert.That(buffer, Is.All.Zero, "no half-filled key is left behind");
        pool.SourceReady();
        Assert.That(pool.State, Is.EqualTo(EntropyState.Seeding), "a false alarm changes nothing");
        _kernel.Gives = true;
        pool.SourceReady();
        Assert.That(pool.State, Is.EqualTo(EntropyState.Ready));
    }

    [Test]
    public void Those_waiting_are_called_once_in_order_and_latecomers_at_once()
    {
        _kernel.Gives = false;
        using var pool = new EntropyPool(_kernel);
        pool.Start();
        var calls = new List<string>();
        pool.WhenReady(() => calls.Add("a"));
        pool.WhenReady(() => calls.Add(pool.TryDraw(new byte[4]) ? "b draws" : "b starves"));
        _kernel.Gives = true;
        pool.SourceReady();
        pool.SourceReady();
        pool.WhenReady(() => calls.Add("c"));
        Assert.That(calls, Is.EqualTo(new[] { "a", "b draws", "c" }));
    }

    [Test]
    public void Every_draw_takes_fresh_kernel_bytes()
    {
        using var pool = new EntropyPool(_kernel);
        pool.Start();
        var asked = _kernel.Asked;
        Draw(pool);
        Draw(pool);
        Assert.That(_kernel.Asked, Is.EqualTo(asked + 2));
    }

    [Test]
    public void A_kernel_that_stops_giving_stops_the_pool()
    {
        using var pool = new EntropyPool(_kernel);
        pool.Start();
        _kernel.Gives = false;
        Assert.That(pool.TryDraw(new byte[4]), Is.False);
        Assert.That(pool.State, Is.EqualTo(EntropyState.Seeding));
    }

    [Test]
    public void The_gate_blocks_for_its_time_and_then_releases()
    {
        var clock = new FakeTimeProvider();
        using var pool = new EntropyPool(_kernel, new EntropyPoolOptions(Testing: true));
        using var gate = pool.CreateTestGate(clock);
        pool.Start();
        gate.Block(TimeSpan.FromSeconds(3));
        var released = 0;
        pool.WhenReady(() => released++);
        Assert.That(pool.State, Is.EqualTo(EntropyState.Seeding));
        pool.SourceReady();
        Assert.That(pool.TryDraw(new byte[4]), Is.False);
        clock.Advance(TimeSpan.FromSeconds(2.9));
        Assert.That(released, Is.Zero);
        clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.That(released, Is.EqualTo(1));
        Assert.That(pool.TryDraw(new byte[4]), Is.True);
    }

    [Test]
    public void A_gate_closed_before_start_holds_until_it_is_released_by_hand()
    {
        using var pool = new EntropyPool(_kernel, new EntropyPoolOptions(Testing: true));
        using var gate = pool.CreateTestGate(new FakeTimeProvider());
        gate.Block();
        pool.Start();
        Assert.That(pool.State, Is.EqualTo(EntropyState.Seeding));
        gate.Release();
        Assert.That(pool.State, Is.EqualTo(EntropyState.Ready));
    }

    [Test]
    public void There_is_no_gate_outside_testing()
    {
        using var pool = new EntropyPool(_kernel);
        Assert.That(() => pool.CreateTestGate(TimeProvider.System), Throws.InvalidOperationException);
    }

    private static byte[] Draw(EntropyPool pool)
    {
        var bytes = new byte[32];
        Assert.That(pool.TryDraw(bytes), Is.True);
        return bytes;
    }

    private sealed class ScriptedKernel : IEntropySource
    {
        public bool Gives { get; set; } = true;

        public int Asked { get; private set; }

        public bool TryFill(Span<byte> destination)
        {
            Asked++;
            destination.Fill((byte)Asked);
            return Gives;
        }
    }
}
