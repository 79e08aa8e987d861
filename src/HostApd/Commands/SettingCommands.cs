using HostApd.Ap;
using HostApd.Configuration;
using HostApd.Control;
using NLog;

namespace HostApd.Commands;

/// <summary>
/// SET: every key of a file, through the same table. A value waits for ENABLE or RELOAD, except where hostapd acts at once:
/// access lists, and what goes through control clients.
/// </summary>
internal sealed class SettingCommands(Bss bss, AccessPointConfiguration configuration)
{
    private static readonly Logger Log = LogManager.GetCurrentClassLogger();

    /// <summary>The reply, or null when the command is another.</summary>
    internal string? Handle(string verb, string arguments, bool testing)
    {
        if (verb != "SET")
        {
            return null;
        }

        var (key, value) = CommandText.Split(arguments);
        if (key.StartsWith("ext_", StringComparison.Ordinal) && !testing)
        {
            return ControlReplies.Fail;
        }

        if (Settings.Apply(configuration, key, ByteText.FromLatin1(value)) is { } problem)
        {
            Log.Warn("{0}: SET {1}: {2}", configuration.InterfaceName, key, problem.Text);
            return ControlReplies.Fail;
        }

        switch (key)
        {
            case "accept_mac_file" or "deny_mac_file":
                AccessLists.Load(configuration, bss);
                bss.DismissDenied();
                break;
            case "ext_eapol_frame_io" or "ext_mgmt_frame_handling":
                bss.Divert(configuration.Intercept);
                break;
            default:
                break;
        }

        return ControlReplies.Ok;
    }
}
