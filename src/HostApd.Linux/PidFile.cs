namespace HostApd.Linux;

/// <summary>The file that names this process (<c>-P</c>); gone when it is disposed.</summary>
public sealed class PidFile : IDisposable
{
    private readonly string _path;

    private PidFile(string path) => _path = path;

    /// <summary>Writes it; why it could not, or null.</summary>
    public static string? Write(string path, out PidFile? file)
    {
        file = null;
        try
        {
            File.WriteAllText(path, $"{Environment.ProcessId}\n");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"{path}: {e.Message}";
        }

        file = new PidFile(path);
        return null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            File.Delete(_path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It names a process that is gone then; nobody is here to be told.
        }
    }
}
