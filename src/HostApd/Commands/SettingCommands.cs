using HostApd.Ap;
using HostApd.Configuration;
using HostApd.Control;
using NLog;

namespace HostApd.Commands;

/// <summary>
/// SET: every key of a file, through the same table, but those that name programs, files, sockets or devices: whoever may use
/// the socket is not root for that. Naming the file that the configuration names has it read again. A value waits for UPDATE_BEACON,
/// RELOAD or ENABLE, and the log says what it will cost; except where hostapd acts at once: access lists, and what goes through control
/// clients.
/// </summary>
internal sealed class SettingCommands(Bss bss, AccessPointConfiguration configuration)
{
    private static readonly Logger Log = LogManager.GetCurrentClassLogger();

    /// <summary>hostapd's words for <c>SET setband</c>, which is no key of a file.</summary>
    private static readonly string[] Bands = ["AUTO", "2G", "5G", "6G"];

    internal static CommandTable<SettingCommands> Table { get; } = new(
        new ControlCommand<SettingCommands>("SET", "key value", ControlCommand.Done, static (c, what) => c.Set(what)));

    /// <summary>What is for tests only may be set, and what is a file's alone.</summary>
    internal bool Testing { get; set; }

    /// <summary>Who may join, by files and by commands.</summary>
    internal AccessLists Lists { get; } = new(configuration, bss);

    /// <summary>Has <c>wpa_psk_file</c> read again; false when that fails. Null where nobody keeps one.</summary>
    internal Func<bool>? ReloadKeys { get; set; }

    /// <summary>Stations of this BSS, and of all BSSes of its radio.</summary>
    internal Func<(int Own, int OfRadio)> CountStations { get; set; } = () => (bss.Stations.Associated, bss.Stations.Associated);

    /// <summary>The reply, or null when the command is another.</summary>
    internal string? Handle(string verb, string arguments) => Table.Run(this, verb, arguments);

    private string Set(string arguments)
    {
        var (key, bytes) = CommandText.Split(arguments);
        var value = ByteText.FromLatin1(bytes);
        if (key == "setband")
        {
            return ChooseBand(value);
        }

        var row = Settings.FindFlat(key);
        if (row?.Section == "testing" && !Testing)
        {
            return Refusals.Fail($"SET {key}: for --testing only");
        }

        if (!Testing && row is { IsFromFilesOnly: true } && (row.Named?.Invoke(configuration) is not { } named || named != value))
        {
            Log.Warn("{0}: SET {1}: names what the daemon uses with its own rights: only a file may say that, or --testing",
                configuration.InterfaceName, key);
            return ControlReplies.Fail;
        }

        var isReread = row?.Named?.Invoke(configuration) == value;
        var problem = Apply(key, value);
        if (problem is not null)
        {
            Log.Warn("{0}: SET {1}: {2}", configuration.InterfaceName, key, problem.Text);
        }

        if (problem is { IsRemark: false })
        {
            return ControlReplies.Fail;
        }

        return Obey(key, row, isReread);
    }

    /// <summary>
    /// As hostapd, which looks after each SET whether all values fit together; but one that does not is forgotten, so that it does not
    /// have everything refused that comes after it. So is DHCP where its port was given up.
    /// </summary>
    private SettingProblem? Apply(string key, string value)
    {
        var (wmm, queues, dhcp) = (configuration.Radio.Wmm, configuration.Radio.Queues, configuration.GroupOwner.Dhcp);
        var (management, pairwise, group) = (configuration.KeyManagement, configuration.RsnPairwise, configuration.GroupCipher);
        var problem = Settings.Apply(configuration, key, value);
        if (problem is { IsRemark: false })
        {
            // What a file may have passed over by request, nobody requests here.
            (configuration.KeyManagement, configuration.RsnPairwise, configuration.GroupCipher) = (management, pairwise, group);
        }

        if (!dhcp && configuration.GroupOwner.Dhcp && GroupNetwork.WhyPortIsClosed() is { } closed)
        {
            configuration.GroupOwner.Dhcp = false;
            return closed;
        }

        if (ValueChecks.OfContention(configuration.Radio).Select(static p => p.Problem).FirstOrDefault() is not { } wrong)
        {
            return problem;
        }

        (configuration.Radio.Wmm, configuration.Radio.Queues) = (wmm, queues);
        return wrong;
    }

    /// <summary>What binds at once does; what waits is told of.</summary>
    private string Obey(string key, Setting? row, bool isReread)
    {
        if (row?.Section == "testing")
        {
            bss.Divert(configuration.Intercept, configuration.Knobs);
            return ControlReplies.Ok;
        }

        switch (key)
        {
            case "macaddr_acl":
                bss.Admit(configuration.AclPolicy);
                return ControlReplies.Ok;
            case "accept_mac_file":
            case "deny_mac_file":
                var unread = key == "accept_mac_file" ? Lists.ReadAccepted() : Lists.ReadDenied();
                bss.DismissDenied();
                return unread is null ? ControlReplies.Ok : ControlReplies.Fail;
            case "wpa_psk_file" when ReloadKeys is not null && isReread:
                return ReloadKeys() ? ControlReplies.Ok : ControlReplies.Fail;
            default:
                if (bss.State == BssState.Enabled && row?.Cost is { } cost)
                {
                    Log.Info("{0}: SET {1}: {2}", configuration.InterfaceName, key, Describe(cost));
                }

                return ControlReplies.Ok;
        }
    }

    private string Describe(ChangeCost cost) => cost switch
    {
        ChangeCost.Live => "comes with UPDATE_BEACON or RELOAD, and costs no station",
        ChangeCost.Beacon => $"comes with UPDATE_BEACON, which costs no station, or with RELOAD, which costs {CountStations().Own}",
        ChangeCost.Restart => $"comes with RELOAD, which costs {CountStations().Own} stations: the BSS starts anew",
        ChangeCost.Radio => $"comes with RELOAD, which costs {CountStations().OfRadio} stations: all BSSes of the radio start anew",
    };

    /// <summary>
    /// For drivers that restrict a radio to bands; where none does, as with nl80211 alone, hostapd takes a list that names a band, and
    /// nothing follows: an access point is on its channel.
    /// </summary>
    private static string ChooseBand(string list) =>
        Refusals.Unless(Array.Exists(list.Split(','), Bands.Contains), $"setband: {string.Join(", ", Bands)}, with commas between");
}
