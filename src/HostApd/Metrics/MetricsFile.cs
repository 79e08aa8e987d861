using System.Text;
using HostApd.Linux;
using NLog;

namespace HostApd.Metrics;

/// <summary>Writes the metrics to a file at intervals, for node_exporter's textfile collector; removes it at the end.</summary>
internal sealed class MetricsFile : IDisposable
{
    private static readonly Logger Log = LogManager.GetLogger(nameof(MetricsFile));

    private readonly MetricsText _metrics;
    private readonly string _path;
    private readonly ITimer _timer;
    private bool _complained;

    internal MetricsFile(MetricsText metrics, string path, TimeSpan interval, TimeProvider time)
    {
        _metrics = metrics;
        _path = path;
        _timer = time.CreateTimer(_ => Write(), null, TimeSpan.Zero, interval);
    }

    /// <summary>What is no longer true must not be collected any more.</summary>
    public void Dispose()
    {
        _timer.Dispose();
        try
        {
            File.Delete(_path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.Warn("{0} stays: {1}", _path, SystemWords.Of(e, _path));
        }
    }

    private void Write()
    {
        const int worldReadable = 0x1A4; // 0644: node_exporter runs as somebody else
        // Whole or not at all, but not on the disk: numbers of a moment are not worth a flash's wear, nor that a join waits.
        var result = AtomicFile.WriteBeside(_path, Encoding.UTF8.GetBytes(_metrics.Write()), worldReadable);
        result = result.Succeeded ? AtomicFile.PutInPlace(_path) : result;
        if (!result.Succeeded && !_complained)
        {
            Log.Warn("metrics_file: {0}", result);
        }

        _complained = !result.Succeeded;
    }
}
