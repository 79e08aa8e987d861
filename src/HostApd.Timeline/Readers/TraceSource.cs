namespace HostApd.Timeline.Readers;

/// <summary>What a file was written by.</summary>
public enum TraceOrigin
{
    /// <summary>A capture: stands between the two sides.</summary>
    Air,

    /// <summary>The log of an access point or Group Owner.</summary>
    AccessPoint,

    /// <summary>The log of a client.</summary>
    Client,
}

/// <summary>What was read from one file.</summary>
public sealed class TraceSource(string name, TraceOrigin origin)
{
    private const int MostProblems = 20;

    /// <summary>The file as the caller named it.</summary>
    public string Name { get; } = name;

    /// <summary>Which side of a join wrote it.</summary>
    public TraceOrigin Origin { get; } = origin;

    /// <summary>Frames and happenings; times in microseconds since 1970 by the writer's clock.</summary>
    public List<Sighting> Sightings { get; } = [];

    /// <summary>What could not be read: line or packet number and why.</summary>
    public List<string> Problems { get; } = [];

    /// <summary>Microseconds to be added to reach the common clock.</summary>
    public long Offset { get; internal set; }

    /// <summary>The slack of a file without times: no duration is longer.</summary>
    public const long NoTimes = 1L << 50;

    /// <summary>By how much a duration may be wrong, in microseconds: 0, a second, or <see cref="NoTimes"/>.</summary>
    public long Slack { get; internal set; }

    /// <summary>Its clock knows the year.</summary>
    public bool HasDate { get; internal set; } = true;

    /// <summary>Something was understood.</summary>
    public bool IsUseful => Sightings.Count > 0;

    internal void Complain(string problem)
    {
        if (Problems.Count < MostProblems)
        {
            Problems.Add(problem);
        }
        else if (Problems.Count == MostProblems)
        {
            Problems.Add("… and more");
        }
    }
}
