using System.Globalization;
using NUnit.Framework;

namespace HostApd.Fuzz;

/// <summary>
/// Runs an <see cref="OrderScene"/>: a few seconds as a test, as long as one likes with
/// <c>HOSTAPD_NET_FUZZ_STEPS=100000 HOSTAPD_NET_FUZZ_SEED=1 dotnet test … --filter Name~Orders</c>.
/// </summary>
public sealed class OrderTests
{
    [Test]
    public void Orders_in_any_order_leave_nothing_stuck_and_nothing_behind()
    {
        var steps = Number("HOSTAPD_NET_FUZZ_STEPS", 3_000);
        var seed = (int)Number("HOSTAPD_NET_FUZZ_SEED", 1);
        using var scene = new OrderScene(seed);
        var early = 0L;
        for (long done = 0, sequence = 1; done < steps; sequence++)
        {
            try
            {
                done += scene.RunSequence();
            }
            catch (Exception e)
            {
                throw new AssertionException($"seed {seed}, sequence {sequence}: {e}", e);
            }

            early = early == 0 && done >= steps / 3 ? GC.GetTotalMemory(forceFullCollection: true) : early;
        }

        var late = GC.GetTotalMemory(forceFullCollection: true);
        TestContext.Out.WriteLine($"{steps} orders; memory {early >> 10} kB after a third, {late >> 10} kB at the end; done/refused: "
            + string.Join(", ", scene.Counts.Select(static c => $"{c.Key} {c.Value.Done}/{c.Value.Refused}")));
        Assert.That(late, Is.LessThan(early + (2 << 20)));
        Assert.That(scene.Counts.Where(static c => c.Value.Done == 0).Select(static c => c.Key), Is.Empty, "what is always refused is not tried");
    }

    private static long Number(string variable, long otherwise) =>
        long.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
