using System.Globalization;
using System.Text;

namespace HostApd.Linux;

/// <summary>The file that names this process (<c>-P</c>); gone when it is disposed.</summary>
public sealed class PidFile : IDisposable
{
    private const int Mode = 0x1A4; // 0644

    private readonly string _path;

    private PidFile(string path) => _path = path;

    /// <summary>Writes it; why it could not, or null.</summary>
    public static string? Write(string path, out PidFile? file)
    {
        // Put in the place of whatever stands there: a link that somebody has left is not followed.
        var result = AtomicFile.Replace(path, Encoding.ASCII.GetBytes($"{Environment.ProcessId}\n"), Mode);
        file = result.Succeeded ? new PidFile(path) : null;
        return result.Succeeded ? null : $"{path}: {result}";
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            // Another daemon may have put its own number there since.
            if (SmallFile.Read(_path).Trim() == Environment.ProcessId.ToString(CultureInfo.InvariantCulture))
            {
                File.Delete(_path);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It names a process that is gone then; nobody is here to be told.
        }
    }
}
