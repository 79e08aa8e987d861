using System.Globalization;
using HostApd.Workbench;
using NUnit.Framework;

namespace HostApd.Tests.Workbench;

public sealed class CurvesStudyTests
{
    [Test]
    public void Each_group_and_way_has_its_time()
    {
        var output = new StringWriter();
        Assert.That(CurvesStudy.Run(rounds: 3, output), Is.Zero);
        var lines = output.ToString().TrimEnd().Split('\n')[1..].Select(static l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToArray();
        var wanted = ((string[])["19", "20", "21"]).SelectMany(static g => ((string[])["product", "commit", "keys", "join"]).Select(w => $"{g} {w}"));
        Assert.That(lines.Select(static l => $"{l[0]} {l[1]}"), Is.EqualTo(wanted));
        Assert.That(lines.Select(static l => double.Parse(l[2], CultureInfo.InvariantCulture)), Has.All.Positive);
    }
}
