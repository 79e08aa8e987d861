using System.Globalization;
using NUnit.Framework;

namespace HostApd.Fuzz;

/// <summary>
/// Runs <see cref="WideScene"/>s, one after the other: a few seconds as a test, as long as one likes with
/// <c>HOSTAPD_NET_FUZZ_STEPS=10000000 HOSTAPD_NET_FUZZ_SEED=1 dotnet test … --filter Name~Everything</c>.
/// </summary>
public sealed class WideTests
{
    private const int StepsOfAScene = 20_000;

    [Test]
    public void Everything_at_once_stands()
    {
        var steps = Number("HOSTAPD_NET_FUZZ_STEPS", 40_000);
        var told = new Dictionary<string, long>();
        var seed = (int)Number("HOSTAPD_NET_FUZZ_SEED", 1);
        for (var done = 0L; done < steps; done += StepsOfAScene, seed++)
        {
            using var scene = new WideScene(seed);
            for (var step = 0; step < StepsOfAScene && done + step < steps; step++)
            {
                RunStep(scene, seed, step);
            }

            foreach (var (name, count) in scene.Told)
            {
                told[name] = told.GetValueOrDefault(name) + count;
            }
        }

        TestContext.Out.WriteLine($"{steps} steps: {string.Join(' ', told.OrderByDescending(static t => t.Value).Select(static t => $"{t.Key}:{t.Value}"))}");

        // What never happens is not tried either.
        Assert.That(told.Keys, Is.SupersetOf(new[]
        {
            "AP-STA-CONNECTED", "AP-STA-DISCONNECTED", "WPS-REG-SUCCESS", "WPS-FAIL", "WPS-OVERLAP-DETECTED", "WPS-AP-SETUP-LOCKED",
            "WPS-NEW-AP-SETTINGS", "P2P-PROV-DISC-PBC-REQ", "P2P-GROUP-REMOVED", "radio:colour", "radio:width",
        }));
    }

    private static void RunStep(WideScene scene, int seed, int step)
    {
        try
        {
            scene.Step();
        }
        catch (Exception e)
        {
            throw new AssertionException($"seed {seed}, step {step}: {e}", e);
        }
    }

    private static long Number(string variable, long otherwise) =>
        long.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
