namespace HostApd.Linux;

/// <summary>The operating system refused something without which an object cannot be; the message is <see cref="OsResult"/>'s.</summary>
public sealed class OsException : IOException
{
    /// <summary>Why it cannot be.</summary>
    public OsException(OsResult result)
        : base(result.ToString(), result.Errno)
    {
    }
}
