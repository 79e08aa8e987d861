using static Tmds.Linux.LibC;

namespace HostApd.Linux;

/// <summary>
/// What the system said, from the framework's exceptions. Their own messages are names of texts that are not in the file
/// (<c>IO_FileNotFound_FileName</c>): the executables are built without the framework's texts.
/// </summary>
public static class SystemWords
{
    private const int HighestErrno = 4095;

    /// <summary>
    /// The C library's text for what stopped a file operation on <paramref name="path"/>: <c>No such file or directory</c>,
    /// <c>Is a directory</c>, <c>Permission denied</c>. An exception without an errno inside is told by its kind.
    /// </summary>
    public static string Of(Exception exception, string? path = null)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return exception switch
        {
            OsException ours => ours.Message,
            // The framework calls a directory that is opened as a file forbidden.
            UnauthorizedAccessException when path is not null && Directory.Exists(path) => OsResult.Describe(EISDIR),
            UnauthorizedAccessException => OsResult.Describe(ErrnoOf(exception.InnerException) ?? EACCES),
            FileNotFoundException or DirectoryNotFoundException => OsResult.Describe(ENOENT),
            PathTooLongException => OsResult.Describe(ENAMETOOLONG),
            EndOfStreamException => "it ended too early",
            InvalidDataException => "it is damaged",
            System.ComponentModel.Win32Exception native => OsResult.Describe(native.NativeErrorCode),
            _ when ErrnoOf(exception) is { } error => OsResult.Describe(error),
            _ => exception.GetType().Name,
        };
    }

    /// <summary>The framework puts the raw errno where other systems have their result codes (negative numbers).</summary>
    private static int? ErrnoOf(Exception? exception) => exception?.HResult is > 0 and <= HighestErrno and var error ? error : null;
}
