using System.Diagnostics;
using System.Text.RegularExpressions;
using HostApd.Timeline;
using NUnit.Framework;

namespace HostApd.Tests.Timeline;

/// <summary>The picture in a real browser, as wide as a phone. Skipped where there is no chromium.</summary>
[NonParallelizable]
public sealed partial class PictureTests
{
    private const int PhoneWidth = 390;

    // Every text must lie within the picture and must not cover another one; every wait must have a colour.
    private const string Script = """
        <script>
        const svg = document.querySelector('svg'), box = svg.getBoundingClientRect();
        const texts = [...svg.querySelectorAll('text')].map(t => [t.textContent, t.getBoundingClientRect()]);
        const outside = texts.filter(([, r]) => r.left < box.left - 1 || r.right > box.right + 1 || r.bottom > box.bottom + 1);
        const covered = texts.filter(([, a], i) => texts.some(([, b], j) => j > i && a.left < b.right - 1 && b.left < a.right - 1
            && a.top < b.bottom - 3 && b.top < a.bottom - 3));
        const small = texts.filter(([, r]) => r.height < 10);
        const sides = new Set([...svg.querySelectorAll('.wait')].filter(w => w.getBoundingClientRect().height > 1).map(w => getComputedStyle(w).fill));
        document.body.dataset.result = `width=${Math.round(box.width)} texts=${texts.length} outside=${outside.length}`
            + ` covered=${covered.length} small=${small.length} colours=${sides.size} scrolls=${document.documentElement.scrollWidth > innerWidth}`
            + ` first=${[...outside, ...covered].map(([t]) => t)[0] ?? ''}`;
        </script>
        """;

    [Test]
    public void A_picture_is_legible_at_the_width_of_a_phone()
    {
        var chromium = new[] { "/usr/bin/chromium", "/usr/bin/chromium-headless-shell" }.FirstOrDefault(File.Exists);
        if (chromium is null)
        {
            Assert.Fail("no chromium: scripts/install.sh build");
        }

        var report = new TraceBuilder().P2p().Client(0, TraceKind.ProvisionDiscoveryRequest).Ap(4, TraceKind.ProvisionDiscoveryResponse)
            .Open().Ap(1, TraceKind.HoldBegan).Ap(1400, TraceKind.HoldEnded).Wps().Client(2900, TraceKind.ProbeRequest).Open()
            .LostAp(5, TraceKind.Message1).Ap(1000, TraceKind.Message1).Client(8, TraceKind.Message2).Ap(3, TraceKind.Message3)
            .Client(8, TraceKind.Message4).Ap(1, TraceKind.Authorized).Report();
        var result = Render(chromium!, TimelineSvg.Write(report, "02:00:00:00:01:00"));
        TestContext.Out.WriteLine(result);
        Assert.That(result, Does.Contain("outside=0 covered=0 small=0 colours=4 scrolls=false"), result);
        Assert.That(result, Does.Match(@"width=3[0-9]{2} "));
    }

    [GeneratedRegex("data-result=\"([^\"]*)\"")]
    private static partial Regex Result();

    private static string Render(string chromium, string svg)
    {
        var folder = Directory.CreateTempSubdirectory("hostapd-net-picture-").FullName;
        var page = Path.Combine(folder, "page.html");
        // An inner frame has the width of a phone; a headless window is never narrower than 500.
        File.WriteAllText(page, $"<!doctype html><meta charset=utf-8><body style=\"margin:0;width:{PhoneWidth}px\">{svg}{Script}</body>");
        try
        {
            var start = new ProcessStartInfo(chromium,
            [
                "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom", $"--user-data-dir={folder}/profile",
                $"--screenshot={folder}/page.png", "--window-size=500,1600", "file://" + page,
            ])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using var process = Process.Start(start)!;
            process.ErrorDataReceived += static (_, _) => { };
            process.BeginErrorReadLine();
            var output = process.StandardOutput.ReadToEndAsync();
            if (!process.WaitForExit(TimeSpan.FromSeconds(60)))
            {
                process.Kill(entireProcessTree: true);
                return "chromium did not come to an end";
            }

            return Result().Match(output.Result) is { Success: true } match ? match.Groups[1].Value : "no result: " + output.Result;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
