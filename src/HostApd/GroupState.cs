using System.Security.Cryptography;
using System.Text;
using HostApd.Ap;
using HostApd.Configuration;
using HostApd.Entropy;
using HostApd.Linux;
using NLog;
using Tmds.Linux;

namespace HostApd;

/// <summary>
/// What makes a P2P group the same group after a restart: name, passphrase, interface address. Generated once, kept in a
/// file of mode 0600 (<see cref="GroupFile"/>), so that a phone's saved group goes on working.
/// </summary>
internal static class GroupState
{
    private const string DefaultFolder = "/var/lib/hostapd-net";
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private const int PassphraseLength = 8;
    private const int OwnerOnly = 0x180; // 0600

    private static readonly Logger Log = LogManager.GetLogger(nameof(GroupState));

    /// <summary>
    /// Fills in what the configuration leaves open, from the file; whether the address came from there. A file that cannot be
    /// read is told of, and left alone (<see cref="Store"/>).
    /// </summary>
    internal static bool Load(AccessPointConfiguration configuration, IDisk? disk = null)
    {
        _ = Read(configuration, disk ?? Disk.Real, out var content);
        using var file = GroupFile.Parse(PathOf(configuration), content);
        CryptographicOperations.ZeroMemory(content);
        if (configuration.Ssid.Length == 0 && file.Ssid is { } ssid)
        {
            configuration.Ssid = ssid;
        }

        if (configuration.Passphrase is null && configuration.Psk is null)
        {
            configuration.Passphrase = file.Passphrase;
        }

        var addressed = configuration.Address is null && file.Address is not null;
        configuration.Address ??= file.Address;
        return addressed;
    }

    /// <summary>
    /// Gives the BSS the devices' own keys that the file holds, and says what of the file is not read; false when it is there and
    /// cannot be read at all.
    /// </summary>
    internal static bool TryLoadDevices(AccessPointConfiguration configuration, Bss bss, IDisk disk)
    {
        var path = PathOf(configuration);
        var isRead = Read(configuration, disk, out var content);
        using var file = GroupFile.Parse(path, content);
        CryptographicOperations.ZeroMemory(content);
        file.GiveDevices(bss.DeviceKeys.Add);
        file.Clients.ForEach(client => bss.Group.Known.Note(client.Device, client.LastUse));
        SayUnread(path, file);
        return isRead;
    }

    /// <summary>Whether something has still to be drawn, for which the pool must be ready.</summary>
    internal static bool IsComplete(AccessPointConfiguration configuration) =>
        configuration.Ssid.Length > 0 && (configuration.Passphrase ?? configuration.Psk) is not null;

    /// <summary>Draws what is missing; the pool must be ready.</summary>
    internal static void Generate(AccessPointConfiguration configuration, INonceSource nonces)
    {
        if (configuration.Ssid.Length == 0)
        {
            configuration.Ssid = Encoding.UTF8.GetBytes($"DIRECT-{Draw(nonces, 2)}{configuration.GroupOwner.SsidPostfix}");
        }

        if ((configuration.Passphrase ?? configuration.Psk) is null)
        {
            configuration.Passphrase = Draw(nonces, PassphraseLength);
        }
    }

    /// <summary>
    /// Writes the file anew; on any thread. One that is there and cannot be read is not replaced: a group that people have saved
    /// may be in it. One of which something is not read is first kept beside, for the version that wrote it.
    /// </summary>
    internal static OsResult Store(string path, byte[] content, IDisk disk)
    {
        var before = disk.Read(path, FileTrust.Anybody, out var old);
        if (!before.Succeeded && before.Errno != LibC.ENOENT)
        {
            return before;
        }

        var made = FilePermissions.MakeDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!, 0x1C0);
        var kept = made.Succeeded && old is not null ? KeepUnread(path, old.Bytes, disk) : made;
        CryptographicOperations.ZeroMemory(old?.Bytes ?? []);
        return kept.Succeeded ? AtomicFile.Replace(disk, path, content, OwnerOnly) : kept;
    }

    /// <summary>Where a file stays of which not everything is read.</summary>
    internal static string UnreadPathOf(string path) => path + ".unread";

    internal static string PathOf(AccessPointConfiguration configuration) =>
        configuration.GroupOwner.StateFile ?? Path.Combine(DefaultFolder, $"{configuration.InterfaceName}.group");

    private static OsResult KeepUnread(string path, byte[] old, IDisk disk)
    {
        using var file = GroupFile.Parse(path, old);
        return file.UnreadCount > 0 ? AtomicFile.Replace(disk, UnreadPathOf(path), old, OwnerOnly) : OsResult.Ok;
    }

    private static void SayUnread(string path, GroupFile file)
    {
        foreach (var problem in file.Unread)
        {
            Log.Warn("{0}", problem);
        }

        if (file.UnreadCount > 0)
        {
            Log.Warn("{0}: {1} not read by this version: the file is kept as {2} before it is written anew; put that back for the version that wrote it",
                path, file.UnreadCount == 1 ? "one line is" : $"{file.UnreadCount} lines are", UnreadPathOf(path));
        }
    }

    private static bool Read(AccessPointConfiguration configuration, IDisk disk, out byte[] content)
    {
        var result = disk.Read(PathOf(configuration), FileTrust.Anybody, out var found);
        var isRead = result.Succeeded || result.Errno == LibC.ENOENT;
        if (!isRead)
        {
            Log.Warn("{0}: the group will be another one: {1}", configuration.InterfaceName, result);
        }

        content = found?.Bytes ?? [];
        return isRead;
    }

    /// <summary>Letters and digits, all equally likely.</summary>
    private static string Draw(INonceSource nonces, int length)
    {
        var fair = 256 / Alphabet.Length * Alphabet.Length;
        Span<byte> one = stackalloc byte[1];
        var text = new StringBuilder(length);
        while (text.Length < length)
        {
            if (!nonces.TryDraw(one))
            {
                throw new InvalidOperationException("The pool is not ready.");
            }

            if (one[0] < fair)
            {
                text.Append(Alphabet[one[0] % Alphabet.Length]);
            }
        }

        return text.ToString();
    }
}
