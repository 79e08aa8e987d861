using System.Text;
using HostApd.Configuration;
using HostApd.Linux;
using NLog;

namespace HostApd;

/// <summary>
/// What this board has and no other: the radio's permanent address and the machine's id. A seed is bound to it, so what all boards of one
/// image have in common is none: an id that is not made yet.
/// </summary>
internal static class BoardIdentity
{
    /// <summary>What systemd writes where the id is made at the first start.</summary>
    private const string NotMadeYet = "uninitialized";

    private static readonly Logger Log = LogManager.GetLogger(nameof(BoardIdentity));

    /// <summary>The identity; empty where the board has nothing of the kind.</summary>
    /// <param name="configuration">Its radio: named itself, for then there is no interface yet, or by its interface.</param>
    /// <param name="root">Where the machine's files are.</param>
    internal static byte[] Of(AccessPointConfiguration configuration, string root = "")
    {
        var radio = configuration.Phy is { } phy ? $"/sys/class/ieee80211/{phy}" : $"/sys/class/net/{configuration.InterfaceName}/phy80211";
        return Encoding.UTF8.GetBytes(ReadOrNothing($"{root}{radio}/macaddress") + ReadOrNothing($"{root}/etc/machine-id"));
    }

    private static string ReadOrNothing(string path)
    {
        try
        {
            var text = File.Exists(path) ? SmallFile.Read(path).Trim() : "";
            return text is "" or NotMadeYet ? "" : text + "\n";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.Debug("{0}: {1}", path, SystemWords.Of(e, path));
            return "";
        }
    }
}
