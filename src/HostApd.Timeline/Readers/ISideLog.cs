namespace HostApd.Timeline.Readers;

/// <summary>The log of one side of a join, taken line by line.</summary>
internal interface ISideLog
{
    /// <summary>Takes a line, without what log servers put before it; microseconds since 1970.</summary>
    void Take(long time, ReadOnlySpan<char> text);

    /// <summary>No more lines come.</summary>
    void End();
}
