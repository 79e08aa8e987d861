using HostApd.Linux;
using NUnit.Framework;

namespace HostApd.Tests.Linux;

/// <summary>Slow work beside the loop: in order, and finished before its owner goes.</summary>
internal sealed class WorkerTests
{
    [Test]
    public void Work_is_done_in_order_and_told_on_the_loop()
    {
        using var loop = new EventLoop();
        using var worker = new Worker(loop);
        var told = new List<string>();
        var here = Environment.CurrentManagedThreadId;
        for (var i = 0; i < 3; i++)
        {
            var (number, there) = (i, 0);
            worker.Run(() => there = Environment.CurrentManagedThreadId, () =>
            {
                told.Add($"{number} {there != here} {Environment.CurrentManagedThreadId == here}");
                if (number == 2)
                {
                    loop.Stop();
                }
            });
        }

        loop.Run();

        Assert.That(told, Is.EqualTo(new[] { "0 True True", "1 True True", "2 True True" }));
    }

    [Test]
    public void What_was_given_is_done_when_it_has_finished()
    {
        using var loop = new EventLoop();
        using var worker = new Worker(loop);
        var done = 0;
        for (var i = 0; i < 5; i++)
        {
            worker.Run(() =>
            {
                Thread.Sleep(5);
                done++;
            }, static () => { });
        }

        worker.Run(static () => throw new InvalidOperationException("ours"), static () => { });
        worker.Finish();
        Assert.That(done, Is.EqualTo(5));
        var faults = new List<string>();
        loop.UnhandledException = e => faults.Add(e.Message);
        loop.Turn(0);
        Assert.That(faults, Is.EqualTo(new[] { "ours" }), "told on the loop, and the thread goes on");
    }

    [Test]
    public void A_file_that_is_being_written_is_whole_before_the_process_ends()
    {
        using var loop = new EventLoop();
        var worker = new Worker(loop);
        using var begun = new ManualResetEventSlim();
        var written = false;
        worker.Run(() =>
        {
            begun.Set();
            Thread.Sleep(50);
            written = true;
        }, static () => { });
        begun.Wait();

        worker.Dispose();

        Assert.That(written, Is.True);
    }
}
