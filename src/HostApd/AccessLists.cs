using HostApd.Ap;
using HostApd.Configuration;
using NLog;

namespace HostApd;

/// <summary>Brings <c>accept_mac_file</c> and <c>deny_mac_file</c> to the BSS.</summary>
internal static class AccessLists
{
    private static readonly IReadOnlyDictionary<Ieee80211.MacAddress, int> NoAddresses = new Dictionary<Ieee80211.MacAddress, int>();

    private static readonly Logger Log = LogManager.GetCurrentClassLogger();

    /// <summary>
    /// Reads both files; what commands have added since goes, and a list that the configuration does not name any more is empty.
    /// </summary>
    /// <returns>The problem, or null; the list in question stays as it is then.</returns>
    internal static string? Load(AccessPointConfiguration configuration, Bss bss)
    {
        var accepted = Load(configuration.AcceptFile, bss.Acl.Accepted);
        var denied = Load(configuration.DenyFile, bss.Acl.Denied);
        return accepted ?? denied;
    }

    private static string? Load(string? file, Dictionary<Ieee80211.MacAddress, int> list)
    {
        var (addresses, problem) = file is null ? (NoAddresses, null) : MacListFile.Read(file);
        if (problem is null)
        {
            MacAcl.Replace(list, addresses);
        }
        else
        {
            Log.Error("{0}", problem);
        }

        return problem;
    }
}
