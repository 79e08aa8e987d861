using System.Text.Json;
using System.Text.RegularExpressions;
using HostApd.Tests.Architecture;
using NUnit.Framework;

namespace HostApd.Tests.Metrics;

/// <summary>conf/grafana/hostapd-net.json against the list of metrics in conf/README.md, which another test holds against the daemon.</summary>
public sealed partial class DashboardTests
{
    private static readonly (string Type, string Name, string[] Labels)[] Families = [.. File.ReadLines(Path.Combine(SourceTree.Root, "conf", "README.md"))
        .SkipWhile(static l => l != "```metrics").Skip(1).TakeWhile(static l => l != "```")
        .Select(static l => Family().Match(l))
        .Select(static m => (m.Groups[1].Value, m.Groups[2].Value, m.Groups[3].Value.Split(',', StringSplitOptions.RemoveEmptyEntries)))];

    private static readonly string[] Expressions = [.. Panels().SelectMany(static p => p.GetProperty("targets").EnumerateArray())
        .Select(static t => t.GetProperty("expr").GetString()!)];

    [Test]
    public void It_shows_each_metric_and_asks_for_none_that_is_not_there()
    {
        var series = Families.SelectMany(static f => f.Type switch
        {
            "counter" => [f.Name + "_total"],
            "histogram" => new[] { f.Name + "_bucket", f.Name + "_sum", f.Name + "_count" },
            _ => [f.Name],
        }).ToHashSet();
        var asked = Expressions.SelectMany(static e => Name().Matches(e).Select(static m => m.Value)).ToHashSet();
        Assert.That(asked, Is.SubsetOf(series));
        Assert.That(Families.Where(f => !asked.Any(a => a.StartsWith(f.Name, StringComparison.Ordinal))), Is.Empty, "shown nowhere");
    }

    [Test]
    public void It_sorts_by_labels_that_they_have()
    {
        foreach (var expression in Expressions)
        {
            var family = Families.Where(f => expression.Contains(f.Name, StringComparison.Ordinal)).MaxBy(static f => f.Name.Length);
            var used = By().Matches(expression).SelectMany(static m => m.Groups[1].Value.Split(", "))
                .Concat(Selected().Matches(expression).Select(static m => m.Groups[1].Value)).Distinct();
            Assert.That(used, Is.SubsetOf((string[])[.. family.Labels, "instance", "le"]), expression);
        }
    }

    [Test]
    public void Its_panels_have_numbers_of_their_own_and_do_not_lie_over_each_other()
    {
        var taken = new HashSet<(int, int)>();
        Assert.That(Panels().Select(static p => p.GetProperty("id").GetInt32()), Is.Unique);
        foreach (var place in Panels().Select(static p => p.GetProperty("gridPos")))
        {
            var (x, y, w, h) = (Of(place, "x"), Of(place, "y"), Of(place, "w"), Of(place, "h"));
            Assert.That(x + w, Is.LessThanOrEqualTo(24));
            for (var i = 0; i < w * h; i++)
            {
                Assert.That(taken.Add((x + i % w, y + i / w)), $"at {x}, {y}");
            }
        }
    }

    private static JsonElement[] Panels() =>
        [.. JsonDocument.Parse(File.ReadAllText(Path.Combine(SourceTree.Root, "conf", "grafana", "hostapd-net.json"))).RootElement.GetProperty("panels").EnumerateArray()];

    private static int Of(JsonElement place, string side) => place.GetProperty(side).GetInt32();

    [GeneratedRegex(@"^(\w+) (\w+)(?:\{(.*)\})?$")]
    private static partial Regex Family();

    [GeneratedRegex(@"hostapd_net_\w+")]
    private static partial Regex Name();

    [GeneratedRegex(@"by \(([\w, ]+)\)")]
    private static partial Regex By();

    [GeneratedRegex(@"[{,](\w+)=~")]
    private static partial Regex Selected();
}
