using HostApd.Ap;
using HostApd.Configuration;
using HostApd.Ieee80211;
using NLog;

namespace HostApd;

/// <summary>
/// Brings <c>accept_mac_file</c> and <c>deny_mac_file</c> to the BSS. A file is read when it is named, and again when somebody has it
/// read again (SET, SIGHUP); between the two commands change the list (ACCEPT_ACL, DENY_ACL), and what they say outlives ENABLE and RELOAD.
/// </summary>
internal sealed class AccessLists(AccessPointConfiguration configuration, Bss bss)
{
    private static readonly IReadOnlyDictionary<MacAddress, int> NoAddresses = new Dictionary<MacAddress, int>();

    private static readonly Logger Log = LogManager.GetCurrentClassLogger();

    private string? _accepted;
    private string? _denied;

    /// <summary>Reads the files whose names are new; a list that the configuration does not name any more is empty.</summary>
    /// <returns>The problem, or null; the list in question stays as it is then.</returns>
    internal string? Load()
    {
        var accepted = configuration.AcceptFile == _accepted ? null : ReadAccepted();
        var denied = configuration.DenyFile == _denied ? null : ReadDenied();
        return accepted ?? denied;
    }

    /// <summary>As <see cref="Load"/>, of all files that are named: what commands have said of their lists goes.</summary>
    internal string? LoadAnew()
    {
        var accepted = configuration.AcceptFile is null && _accepted is null ? null : ReadAccepted();
        var denied = configuration.DenyFile is null && _denied is null ? null : ReadDenied();
        return accepted ?? denied;
    }

    /// <summary>Reads <c>accept_mac_file</c>; the problem, or null.</summary>
    internal string? ReadAccepted() => Read(configuration.AcceptFile, bss.Acl.Accepted, ref _accepted);

    /// <summary>Reads <c>deny_mac_file</c>; the problem, or null.</summary>
    internal string? ReadDenied() => Read(configuration.DenyFile, bss.Acl.Denied, ref _denied);

    private static string? Read(string? file, Dictionary<MacAddress, int> list, ref string? loaded)
    {
        var (addresses, problem) = file is null ? (NoAddresses, null) : MacListFile.Read(file);
        if (problem is null)
        {
            MacAcl.Replace(list, addresses);
            loaded = file;
        }
        else
        {
            Log.Error("{0}", problem);
        }

        return problem;
    }
}
