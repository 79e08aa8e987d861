namespace HostApd.Configuration;

/// <summary>The lines of a file that is changed, with the line ends that it has.</summary>
internal sealed class ConfigurationText
{
    private readonly char _end;
    private readonly bool _isFromWindows;

    internal ConfigurationText(string text)
    {
        var hasFeeds = text.Contains('\n', StringComparison.Ordinal);
        _end = text.Contains('\r', StringComparison.Ordinal) && !hasFeeds ? '\r' : '\n';
        _isFromWindows = text.Contains("\r\n", StringComparison.Ordinal);
        Lines = text.Length == 0 ? [] : [.. (text[^1] == _end ? text[..^1] : text).Split(_end)];
    }

    /// <summary>Without their ends; a carriage return before one stays.</summary>
    internal List<string> Lines { get; }

    /// <summary>A line of ours.</summary>
    internal string Line(string text) => _isFromWindows ? text + "\r" : text;

    public override string ToString() => Lines.Count == 0 ? "" : string.Join(_end, Lines) + _end;
}
