namespace HostApd.Entropy;

/// <summary>
/// The file operations of the seed file, one at a time, so that a test can cut the power between any two. Each returns
/// false when it failed.
/// </summary>
public interface ISeedStorage
{
    /// <summary>
    /// Reads the file into <paramref name="content"/>; false when it is missing, not of exactly that length, not a plain
    /// file, or of another mode than 0600.
    /// </summary>
    bool TryRead(Span<byte> content);

    /// <summary>Writes a new file of mode 0600 beside the other one.</summary>
    bool TryWriteBeside(ReadOnlySpan<byte> content);

    /// <summary>Brings the new file's content to the disk (fsync).</summary>
    bool TrySyncBeside();

    /// <summary>Puts the new file in the other one's place.</summary>
    bool TryReplace();

    /// <summary>Brings the folder to the disk (fsync).</summary>
    bool TrySyncFolder();
}
