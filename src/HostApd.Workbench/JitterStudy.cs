using System.Diagnostics;
using HostApd.Entropy;

namespace HostApd.Workbench;

/// <summary>Collects raw samples of the timing source, for the estimators of SP 800-90B.</summary>
internal static class JitterStudy
{
    private const int Slice = 512;

    /// <summary>Appends <paramref name="count"/> samples, a byte each, to a file. The exit code.</summary>
    internal static int Run(string file, int count, TextWriter output, TextWriter errors)
    {
        var source = new JitterSource(static () => Stopwatch.GetTimestamp() * (1_000_000_000 / Stopwatch.Frequency));
        if (source.Refusal is { } refusal)
        {
            errors.WriteLine($"the timing source does not start here: {refusal}");
            return 1;
        }

        try
        {
            return Collect(source, file, count, output, errors);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            errors.WriteLine($"{file}: cannot be written: {Reason(file)}");
            return 1;
        }
    }

    /// <summary>The runtime's own texts are left out of this executable.</summary>
    private static string Reason(string file) => Directory.Exists(file) ? "it is a folder"
        : !Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(file))) ? "its folder does not exist"
        : "no permission, or no room";

    private static int Collect(JitterSource source, string file, int count, TextWriter output, TextWriter errors)
    {
        var begin = Stopwatch.GetTimestamp();
        Span<byte> raw = stackalloc byte[Slice];
        using (var stream = new FileStream(file, FileMode.Append))
        {
            for (var left = count; left > 0; left -= Slice)
            {
                var slice = raw[..Math.Min(left, Slice)];
                source.Collect(slice);
                stream.Write(slice);
            }
        }

        output.WriteLine($"{count} samples in {Stopwatch.GetElapsedTime(begin).TotalSeconds:f2} s, clock step {source.Resolution} ns");
        if (source.Failure is { } failure)
        {
            errors.WriteLine($"its health tests failed: {failure}");
            return 1;
        }

        return 0;
    }
}
