using HostApd.Workbench;
using NUnit.Framework;

namespace HostApd.Tests.Workbench;

/// <summary>All the stations that one BSS can number.</summary>
[NonParallelizable]
public sealed class ScaleTests
{
    [Test]
    public void Two_thousand_and_seven_stations_join_and_survive_a_group_rekey()
    {
        var row = ScaleStudy.Measure(2007);
        Assert.That(row.Stations, Is.EqualTo(2007));
        Assert.That(row.BytesPerStation, Is.InRange(500, 20_000));
    }
}
