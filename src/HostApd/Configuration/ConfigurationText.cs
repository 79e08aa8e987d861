namespace HostApd.Configuration;

/// <summary>The lines of a file that is changed, with the line ends that it has.</summary>
internal sealed class ConfigurationText
{
    private readonly string _lineEnd;

    internal ConfigurationText(string text)
    {
        _lineEnd = text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        Lines = text.Length == 0 ? [] : [.. (text[^1] == '\n' ? text[..^1] : text).Split('\n')];
    }

    /// <summary>Without their line feeds; a carriage return before one stays.</summary>
    internal List<string> Lines { get; }

    /// <summary>A line of ours.</summary>
    internal string Line(string text) => _lineEnd == "\n" ? text : text + "\r";

    public override string ToString() => Lines.Count == 0 ? "" : string.Join('\n', Lines) + "\n";
}
