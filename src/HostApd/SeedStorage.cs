using HostApd.Entropy;
using HostApd.Linux;
using NLog;

namespace HostApd;

/// <summary>The seed file on the disk.</summary>
internal sealed class SeedStorage(string path) : ISeedStorage
{
    private const int OwnerOnly = 0x180; // 0600
    private const int FolderMode = 0x1C0; // 0700

    private static readonly Logger Log = LogManager.GetLogger(nameof(SeedStorage));

    public bool TryRead(Span<byte> content)
    {
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists)
            {
                return false;
            }

            if (WhyNotOurs(file, content.Length) is { } why)
            {
                Log.Warn("{0}: the seed file is not used, and replaced when there is enough entropy: {1}", path, why);
                return false;
            }

            using var stream = file.OpenRead();
            stream.ReadExactly(content);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.Warn("reading the seed file {0}: {1}", path, SystemWords.Of(e, path));
            return false;
        }
    }

    public bool TryWriteBeside(ReadOnlySpan<byte> content)
    {
        // One folder, such as /var/lib/hostapd-net: a longer way that is not there is more likely a mistake.
        return Check(FilePermissions.MakeDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!, FolderMode))
            && Check(AtomicFile.WriteBeside(path, content, OwnerOnly));
    }

    public bool TrySyncBeside() => Check(AtomicFile.SyncBeside(path));

    public bool TryReplace() => Check(AtomicFile.PutInPlace(path));

    public bool TrySyncFolder() => Check(AtomicFile.SyncFolder(path));

    private static string? WhyNotOurs(FileInfo file, int length) =>
        file.LinkTarget is not null ? "it is a link"
        : file.Length != length ? $"it has {file.Length} bytes, and those of this version have {length}"
        : file.UnixFileMode != (UnixFileMode.UserRead | UnixFileMode.UserWrite) ? "its mode is not 0600: others may have read it"
        : null;

    private static bool Check(OsResult result)
    {
        if (!result.Succeeded)
        {
            Log.Warn("the seed file: {0}", result);
        }

        return result.Succeeded;
    }
}
