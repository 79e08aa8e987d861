using System.Security.Cryptography;
using HostApd.Driver;
using HostApd.Linux;
using HostApd.Linux.Netlink;
using Tmds.Linux;

namespace HostApd.Nl80211;

/// <summary>
/// Builds and sends nl80211 requests in one reused buffer, and turns the kernel's refusals into words with a next
/// step.
/// </summary>
internal sealed class Nl80211Requests : IDisposable
{
    /// <summary>A dump that the kernel's own changes broke into is asked for anew, but not for ever.</summary>
    internal const int MostDumps = 4;

    private readonly INetlinkChannel _channel;
    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(16 * 1024, pinned: true);

    internal Nl80211Requests(INetlinkChannel channel) => _channel = channel;

    /// <summary>The kernel's number for nl80211; 0 until it is known, and another one each time cfg80211 is loaded.</summary>
    internal ushort FamilyType { get; set; }

    internal INetlinkChannel Channel => _channel;

    /// <summary>Starts a request about an interface; index 0 leaves it out.</summary>
    internal NetlinkWriter Begin(byte command, int interfaceIndex, ushort flags = NetlinkFlags.Request | NetlinkFlags.Ack)
    {
        var writer = GenericNetlinkFamily.Start(_buffer, FamilyType, command, flags);
        if (interfaceIndex != 0)
        {
            writer.U32(Nl80211.NL80211_ATTR_IFINDEX, (uint)interfaceIndex);
        }

        return writer;
    }

    /// <summary>Sends a request; a dump that the kernel's own changes broke into fails with EINTR.</summary>
    internal DriverResult Send(string operation, in NetlinkWriter writer, NetlinkHandler? onReply = null)
    {
        if (writer.Failed)
        {
            return new DriverResult(operation, LibC.EMSGSIZE, "the request does not fit into a netlink message", null);
        }

        return Explain(_channel.Request(operation, _buffer.AsSpan(0, writer.Length), onReply));
    }

    /// <summary>Clears the buffer after a request that carried a key.</summary>
    internal void Wipe() => CryptographicOperations.ZeroMemory(_buffer);

    public void Dispose() => _channel.Dispose();

    internal static DriverResult Explain(OsResult result)
    {
        if (result.Succeeded)
        {
            return DriverResult.Ok;
        }

        var text = OsResult.Describe(result.Errno);
        return new DriverResult(
            result.Operation!,
            result.Errno,
            result.KernelText is null ? text : $"{text} (kernel: {result.KernelText})",
            Advise(result.Errno))
        {
            MayPass = result.Errno == LibC.EBUSY || result.Errno == LibC.ERFKILL,
        };
    }

    private static string? Advise(int error)
    {
        if (error == LibC.EPERM)
        {
            return "run as root or with CAP_NET_ADMIN and CAP_NET_RAW";
        }

        if (error == LibC.EBUSY)
        {
            return "another program may be using the radio (wpa_supplicant, hostapd, NetworkManager); stop it first";
        }

        if (error == LibC.ERFKILL)
        {
            return "the radio is switched off by rfkill; run `rfkill unblock wifi`";
        }

        if (error == LibC.ENODEV)
        {
            return "the interface does not exist any more; is the adapter plugged in?";
        }

        return error == LibC.EOPNOTSUPP ? "the driver does not offer this" : null;
    }
}
