namespace HostApd.Linux;

/// <summary>
/// Files as their keepers see them, step by step, so that a test can cut the power between any two steps. The real one is
/// <see cref="Disk"/>.
/// </summary>
public interface IDisk
{
    /// <summary>A whole regular file; ENOENT where there is none.</summary>
    OsResult Read(string path, FileTrust trust, out FileContent? content);

    /// <summary>A new file beside the other.</summary>
    OsResult WriteBeside(string path, ReadOnlySpan<byte> content, int mode);

    /// <summary>Its content is on the disk.</summary>
    OsResult SyncBeside(string path);

    /// <summary>It takes the other's place.</summary>
    OsResult PutInPlace(string path);

    /// <summary>Its name is on the disk.</summary>
    OsResult SyncFolder(string path);
}

/// <summary>The disk of this machine.</summary>
public sealed class Disk : IDisk
{
    private Disk()
    {
    }

    /// <summary>The one there is.</summary>
    public static IDisk Real { get; } = new Disk();

    /// <inheritdoc/>
    public OsResult Read(string path, FileTrust trust, out FileContent? content) =>
        RegularFile.Read(path, RegularFile.LongestText, trust, out content);

    /// <inheritdoc/>
    public OsResult WriteBeside(string path, ReadOnlySpan<byte> content, int mode) => AtomicFile.WriteBeside(path, content, mode);

    /// <inheritdoc/>
    public OsResult SyncBeside(string path) => AtomicFile.SyncBeside(path);

    /// <inheritdoc/>
    public OsResult PutInPlace(string path) => AtomicFile.PutInPlace(path);

    /// <inheritdoc/>
    public OsResult SyncFolder(string path) => AtomicFile.SyncFolder(path);
}
