using HostApd.Driver;

namespace HostApd.Simulation;

/// <summary>Every call to the radio as a line, and which of them are refused.</summary>
internal sealed class CallRecord(SimulatedAir air)
{
    private readonly List<Refusal> _refusals = [];

    /// <summary>The calls, in order.</summary>
    internal List<string> Lines { get; } = [];

    /// <summary>Off: calls leave no trace. For measuring what the caller costs.</summary>
    internal bool IsRecording { get; set; } = true;

    /// <summary>The next <paramref name="times"/> calls whose line starts so are refused.</summary>
    internal void Refuse(string callStartsWith, DriverResult result, int times) =>
        _refusals.Add(new Refusal(callStartsWith, result) { Left = times });

    /// <summary>Writes a call down; what it is refused with, or null.</summary>
    internal DriverResult? Take(string line)
    {
        Write(line);
        foreach (var refusal in _refusals)
        {
            if (refusal.Left > 0 && line.StartsWith(refusal.Start, StringComparison.Ordinal))
            {
                refusal.Left--;
                return refusal.Result;
            }
        }

        return null;
    }

    internal void Write(string line)
    {
        if (IsRecording && air.KeepsLog)
        {
            Lines.Add(line);
        }
    }

    private sealed record Refusal(string Start, DriverResult Result)
    {
        internal int Left { get; set; }
    }
}
