using System.Globalization;
using System.Runtime.Intrinsics.X86;
using HostApd.Workbench;
using NUnit.Framework;

namespace HostApd.Tests.Workbench;

public sealed class Group5StudyTests
{
    [Test]
    public void Each_way_has_its_time_and_one_of_ours_is_chosen()
    {
        var output = new StringWriter();
        Assert.That(Group5Study.Run(rounds: 3, output), Is.Zero);
        var lines = output.ToString().TrimEnd().Split('\n');
        var ways = lines[1..^1].Select(static l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToArray();
        string[] wanted = Sse2.IsSupported ? ["single", "pairs", "library"] : ["single", "library"];
        Assert.That(ways.Select(static w => w[0]), Is.EqualTo(wanted));
        Assert.That(ways.Select(static w => double.Parse(w[1], CultureInfo.InvariantCulture)), Has.All.Positive);
        Assert.That(lines[^1], Does.Match("^chosen here: (single|pairs); the first power with its choice [0-9.]+ µs$"));
    }
}
