using System.Text;
using HostApd.Linux;

namespace HostApd;

/// <summary>
/// What the daemon says to whoever started it. Not by the runtime's console: that keeps copies of the terminal's
/// descriptors, and who starts a daemon in the background would wait for them for as long as it runs.
/// </summary>
internal static class Say
{
    /// <summary>Takes what would go to the screen: for tests.</summary>
    internal static TextWriter? Captured { get; set; }

    /// <summary>A line of standard error: what is wrong.</summary>
    internal static void Error(string line) => Put(StandardStreams.Error, line + "\n");

    /// <summary>Standard output: the answer to a question.</summary>
    internal static void Answer(string text) => Put(StandardStreams.Output, text);

    private static void Put(int fd, string text)
    {
        if (Captured is { } writer)
        {
            writer.Write(text);
            return;
        }

        _ = StandardStreams.Write(fd, Encoding.UTF8.GetBytes(text));
    }
}
