using HostApd.Ap;
using HostApd.Rsn;
using HostApd.Tests.Ap;
using NUnit.Framework;

namespace HostApd.Tests.Rsn;

/// <summary>When the key of a passphrase is made, by whom, and what is left of it. Vector: IEEE 802.11-2020 J.4.2.</summary>
internal sealed class PmkTests
{
    private const string Expected = "f42c6fc52df0ebef9ebb4b90b38a5f902e83fe1b135a70e23aed762e9710a12e";

    private static readonly byte[] Ssid = "IEEE"u8.ToArray();

    [Test]
    public void Whoever_asks_first_makes_it()
    {
        using var pmk = Pmk.FromPassphrase(Ssid, "password");

        Assert.That(Convert.ToHexStringLower(pmk.Span), Is.EqualTo(Expected));
        Assert.That(Convert.ToHexStringLower(pmk.Span), Is.EqualTo(Expected));
    }

    [Test]
    public void The_task_makes_the_same_key()
    {
        using var pmk = Pmk.FromPassphrase(Ssid, "password");
        var task = pmk.Begin()!;
        task.Run();
        pmk.End(task);

        Assert.That(pmk.Begin(), Is.Null, "nothing is left to be done");
        Assert.That(Convert.ToHexStringLower(pmk.Span), Is.EqualTo(Expected));
    }

    [Test]
    public void A_key_that_is_needed_while_its_task_runs_does_not_wait_for_it()
    {
        using var pmk = Pmk.FromPassphrase(Ssid, "password");
        var task = pmk.Begin()!;

        Assert.That(Convert.ToHexStringLower(pmk.Span), Is.EqualTo(Expected));
        pmk.End(task);

        Assert.That(Convert.ToHexStringLower(pmk.Span), Is.EqualTo(Expected), "the late result is not taken");
    }

    [TestCase(false)]
    [TestCase(true)]
    public void After_its_disposal_nothing_is_left_and_no_late_result_is_taken(bool made)
    {
        var pmk = Pmk.FromPassphrase(Ssid, "password");
        var task = pmk.Begin()!;
        task.Run();
        if (made)
        {
            Assert.That(pmk.Span.ToArray(), Is.Not.All.Zero);
        }

        pmk.Dispose();
        pmk.End(task);

        Assert.That(pmk.Begin(), Is.Null);
        Assert.That(pmk.Span.ToArray(), Is.All.Zero);
    }

    [Test]
    public void The_network_is_on_the_air_before_its_key_is_made()
    {
        var worker = new QueuedWorker();
        using var rig = Enabled(worker);

        Assert.That(rig.Events, Has.Some.EqualTo("AP-ENABLED"));
        Assert.That(worker.Queue, Has.Count.EqualTo(1));
    }

    [Test]
    public void A_station_that_is_faster_than_the_worker_joins_all_the_same()
    {
        var worker = new QueuedWorker();
        using var rig = Enabled(worker);

        rig.Connect(ApRig.First);

        Assert.That(rig.Sta(ApRig.First)?.IsAuthorized, Is.True);
        Assert.That(worker.Queue, Has.Count.EqualTo(1));
        worker.Queue.Dequeue()();
    }

    private static ApRig Enabled(IWorker worker)
    {
        var rig = new ApRig(worker: worker, change: static o => o with
        {
            Security = new SecurityOptions { Pmks = [Pmk.FromPassphrase("labtest"u8, "12345678")] },
        });
        rig.Bss.Enable();
        rig.Run(0.01);
        return rig;
    }

    private sealed class QueuedWorker : IWorker
    {
        public Queue<Action> Queue { get; } = [];

        public void Run(Action work, Action done) => Queue.Enqueue(work + done);
    }
}
