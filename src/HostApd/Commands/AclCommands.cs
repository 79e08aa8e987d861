using System.Globalization;
using HostApd.Ap;
using HostApd.Ieee80211;

namespace HostApd.Commands;

/// <summary>ACCEPT_ACL and DENY_ACL: <c>ADD_MAC address [VLAN_ID=n] | DEL_MAC address | SHOW | CLEAR</c>.</summary>
internal sealed class AclCommands(Bss bss)
{
    /// <summary>The reply, or null when the command is none of these.</summary>
    internal string? Handle(string verb, string arguments)
    {
        if (verb is not ("ACCEPT_ACL" or "DENY_ACL"))
        {
            return null;
        }

        var list = verb == "ACCEPT_ACL" ? bss.Acl.Accepted : bss.Acl.Denied;
        var (what, rest) = CommandText.Split(arguments);
        if (what == "SHOW")
        {
            return string.Concat(list.OrderBy(static e => e.Key).Select(static e => $"{e.Key} VLAN_ID={e.Value}\n"));
        }

        var done = what switch
        {
            "ADD_MAC" => Add(list, rest),
            "DEL_MAC" => MacAddress.TryParse(rest, out var address) && list.Remove(address),
            "CLEAR" => Clear(list),
            _ => false,
        };
        if (done && bss.State == BssState.Enabled)
        {
            bss.DismissDenied();
        }

        return Refusals.Unless(done, "ADD_MAC address [VLAN_ID=n], DEL_MAC address that is in the list, SHOW or CLEAR");
    }

    private static bool Clear(Dictionary<MacAddress, int> list)
    {
        list.Clear();
        return true;
    }

    private static bool Add(Dictionary<MacAddress, int> list, string arguments)
    {
        var words = arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var vlan = 0;
        if (words.Length == 0 || !MacAddress.TryParse(words[0], out var address)
            || words.Length > 1 && !(words[1].StartsWith("VLAN_ID=", StringComparison.Ordinal)
                && int.TryParse(words[1].AsSpan(8), NumberStyles.None, CultureInfo.InvariantCulture, out vlan)))
        {
            return false;
        }

        list[address] = vlan;
        return true;
    }
}
