using HostApd.Ap;
using HostApd.Configuration;
using HostApd.Control;
using NLog;

namespace HostApd.Commands;

/// <summary>
/// SET: every key of a file, through the same table, but those that name programs, files, sockets or devices: whoever may use
/// the socket is not root for that. Naming the file that the configuration names has it read again. A value waits for ENABLE or
/// RELOAD, except where hostapd acts at once: access lists, and what goes through control clients.
/// </summary>
internal sealed class SettingCommands(Bss bss, AccessPointConfiguration configuration)
{
    private static readonly Logger Log = LogManager.GetCurrentClassLogger();

    /// <summary>Has <c>wpa_psk_file</c> read again; false when that fails. Null where nobody keeps one.</summary>
    internal Func<bool>? ReloadKeys { get; set; }

    /// <summary>The reply, or null when the command is another.</summary>
    internal string? Handle(string verb, string arguments, bool testing)
    {
        if (verb != "SET")
        {
            return null;
        }

        var (key, bytes) = CommandText.Split(arguments);
        var value = ByteText.FromLatin1(bytes);
        if (key.StartsWith("ext_", StringComparison.Ordinal) && !testing)
        {
            return Refusals.Fail($"SET {key}: for --testing only");
        }

        if (!testing && Settings.FindFlat(key) is { IsFromFilesOnly: true } row && (row.Named?.Invoke(configuration) is not { } named || named != value))
        {
            Log.Warn("{0}: SET {1}: names what the daemon uses with its own rights: only a file may say that, or --testing",
                configuration.InterfaceName, key);
            return ControlReplies.Fail;
        }

        var isReread = Settings.FindFlat(key)?.Named?.Invoke(configuration) == value;
        var problem = Settings.Apply(configuration, key, value);
        if (problem is not null)
        {
            Log.Warn("{0}: SET {1}: {2}", configuration.InterfaceName, key, problem.Text);
        }

        if (problem is { IsRemark: false })
        {
            return ControlReplies.Fail;
        }

        switch (key)
        {
            case "accept_mac_file" or "deny_mac_file":
                _ = AccessLists.Load(configuration, bss);
                bss.DismissDenied();
                break;
            case "wpa_psk_file" when ReloadKeys is not null && isReread:
                return ReloadKeys() ? ControlReplies.Ok : ControlReplies.Fail;
            case "ext_eapol_frame_io" or "ext_mgmt_frame_handling":
                bss.Divert(configuration.Intercept);
                break;
            default:
                break;
        }

        return ControlReplies.Ok;
    }
}
