using HostApd.Ap;
using HostApd.Configuration;
using NLog;

namespace HostApd;

/// <summary>Brings <c>accept_mac_file</c> and <c>deny_mac_file</c> to the BSS.</summary>
internal static class AccessLists
{
    private static readonly Logger Log = LogManager.GetCurrentClassLogger();

    /// <summary>Reads both files; what commands have added since goes.</summary>
    internal static void Load(AccessPointConfiguration configuration, Bss bss)
    {
        Load(configuration.AcceptFile, bss.Acl.Accepted);
        Load(configuration.DenyFile, bss.Acl.Denied);
    }

    private static void Load(string? file, Dictionary<Ieee80211.MacAddress, int> list)
    {
        if (file is null)
        {
            return;
        }

        var (addresses, problem) = MacListFile.Read(file);
        if (problem is null)
        {
            MacAcl.Replace(list, addresses);
        }
        else
        {
            Log.Error("{0}", problem);
        }
    }
}
