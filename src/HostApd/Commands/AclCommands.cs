using HostApd.Ap;
using HostApd.Ieee80211;

namespace HostApd.Commands;

/// <summary>ACCEPT_ACL and DENY_ACL: <c>ADD_MAC address [VLAN_ID=n] | DEL_MAC address | SHOW | CLEAR</c>.</summary>
internal sealed class AclCommands(Bss bss)
{
    private const string Usage = "ADD_MAC address [VLAN_ID=number]|DEL_MAC address|SHOW|CLEAR";
    private const string Answer = "OK; to SHOW the addresses, a line each";

    internal static CommandTable<AclCommands> Table { get; } = new(
        new("ACCEPT_ACL", Usage, Answer, static (c, what) => c.Change(c.Acl.Accepted, what)),
        new("DENY_ACL", Usage, Answer, static (c, what) => c.Change(c.Acl.Denied, what)));

    private MacAcl Acl => bss.Acl;

    /// <summary>The reply, or null when the command is none of these.</summary>
    internal string? Handle(string verb, string arguments) => Table.Run(this, verb, arguments);

    private string Change(Dictionary<MacAddress, int> list, string arguments)
    {
        var (what, rest) = CommandText.Split(arguments);
        if (what == "SHOW")
        {
            return string.Concat(list.OrderBy(static e => e.Key).Select(static e => $"{e.Key} VLAN_ID={e.Value}\n"));
        }

        var done = what switch
        {
            "ADD_MAC" => Add(list, rest),
            "DEL_MAC" => Remove(list, rest),
            "CLEAR" => Clear(list),
            _ => false,
        };
        if (done)
        {
            bss.DismissDenied();
        }

        return Refusals.Unless(done, "ADD_MAC address [VLAN_ID=n], DEL_MAC address, SHOW or CLEAR");
    }

    /// <summary>As hostapd: who is not in the list is out of it.</summary>
    private static bool Remove(Dictionary<MacAddress, int> list, string arguments)
    {
        var isAddress = MacAddress.TryParse(CommandText.Split(arguments).Verb, out var address);
        list.Remove(address);
        return isAddress;
    }

    private static bool Clear(Dictionary<MacAddress, int> list)
    {
        list.Clear();
        return true;
    }

    private static bool Add(Dictionary<MacAddress, int> list, string arguments)
    {
        const string vlan = "VLAN_ID=";
        var words = CommandText.Words(arguments);
        if (words.Length == 0 || !MacAddress.TryParse(words[0], out var address) || words.Length > 1 && !words[1].StartsWith(vlan, StringComparison.Ordinal))
        {
            return false;
        }

        list[address] = words.Length > 1 ? CommandText.Number(words[1].AsSpan(vlan.Length)) : 0;
        return true;
    }
}
