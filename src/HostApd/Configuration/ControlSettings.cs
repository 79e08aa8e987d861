using HostApd.Ap;

namespace HostApd.Configuration;

/// <summary>The keys of sections [control], [button], [log] and [testing].</summary>
internal static class ControlSettings
{
    internal static IEnumerable<Setting> All =>
    [
        Path("control", "ctrl_interface", "directory of the control socket; empty = none", ValueForm.Path.Said(Directory)),
        Path("control", "ctrl_interface_group", "name or number of the group that may use it",
            SettingValue.Text(64, static (t, v) => t.ControlGroup = v)),
        Path("control", "on_event",
            "program run for each event, which it finds in HOSTAPD_NET_INTERFACE, HOSTAPD_NET_EVENT and HOSTAPD_NET_TEXT; it has the capabilities that the daemon kept, and no sudo",
            ValueForm.Path.Said(Program)) with
        {
            Take = static (t, read) => t.EventProgram = read.EventProgram,
        },
        new("control", "capabilities", "needed",
            "needed = root keeps those that the settings take, and gets no new privileges; all = what it was given, e.g. for programs of on_event that need more",
            SettingValue.OneOf(["needed", "all"], static (t, v) => t.KeepsCapabilities = v == "all"))
        {
            IsFromFilesOnly = true,
        },

        Path("control", "metrics_file", "file written for node_exporter's textfile collector, e.g. /var/lib/node_exporter/hostapd-net.prom",
            ValueForm.Path.Said(MetricsFile)),
        new("control", "metrics_interval", "15", "seconds between two writings of it",
            SettingValue.Number(1, 86400, static (t, v) => t.MetricsInterval = v)),

        Path("button", "input", "input device whose WPS key is the push button, e.g. /dev/input/event0",
            SettingValue.Text(255, static (t, v) => t.ButtonInput = v)) with
        {
            Take = static (t, read) => t.ButtonInput = read.ButtonInput,
        },
        Path("button", "led", "name under /sys/class/leds that shows waiting, success, failure and overlap",
            SettingValue.Text(255, static (t, v) => t.ButtonLed = v)) with
        {
            Take = static (t, read) => t.ButtonLed = read.ButtonLed,
        },

        Path("log", "file", "log there instead of to standard output; RELOG reopens it",
            SettingValue.Text(4096, static (t, v) => t.LogFile = v)),
        Log("logger_stdout", "-1", "0 = nothing to standard output; else -1 (hostapd's modules are not told apart)",
            SettingValue.Number(-1, int.MaxValue, static (t, v) => t.Logging = t.Logging with { Output = v != 0 })),
        Log("logger_stdout_level", "2", "0 = everything, 1 = debug, 2 = information, 3 = notices, 4 = warnings; -d shows more",
            Level(static (t, v) => t.Logging = t.Logging with { OutputLevel = v })),
        Log("logger_syslog", "0", "-1 = to syslog, too", SettingValue.Number(-1, int.MaxValue,
            static (t, v) => t.Logging = t.Logging with { Syslog = v != 0 })),
        Log("logger_syslog_level", "2", "as logger_stdout_level",
            Level(static (t, v) => t.Logging = t.Logging with { SyslogLevel = v })),

        Intercept("ext_eapol_frame_io", "0", "with --testing only: 1 = EAPOL frames go through control clients",
            SettingValue.Switch(static (t, v) => t.Intercept = t.Intercept with { Eapol = v })),
        Intercept("ext_mgmt_frame_handling", "0", "with --testing only: 1 = management frames go through control clients",
            SettingValue.Switch(static (t, v) => t.Intercept = t.Intercept with { Management = v })),
        new("testing", "bss_load_test", "", "with --testing only: stations:utilization:capacity that are announced instead of what is", AnnouncedSettings.SaidLoad)
        {
            Take = static (t, read) => t.Load = t.Load with { Said = read.Load.Said },
            Cost = ChangeCost.Live,
            Option = static o => o.Load,
        },
    ];

    /// <summary>A key that names something which the daemon uses with its own rights.</summary>
    private static Setting Path(string section, string key, string meaning, ApplySetting apply) =>
        new(section, key, "", meaning, apply) { IsFromFilesOnly = true };

    /// <summary>All of these are parts of one record, which is taken over as a whole.</summary>
    private static Setting Log(string key, string standard, string meaning, ApplySetting apply) => new("log", key, standard, meaning, apply)
    {
        Take = static (t, read) => t.Logging = read.Logging,
    };

    /// <summary>As with <see cref="Log"/>.</summary>
    private static Setting Intercept(string key, string standard, string meaning, ApplySetting apply) =>
        new("testing", key, standard, meaning, apply)
        {
            Take = static (t, read) => t.Intercept = read.Intercept,
            Cost = ChangeCost.Live,
            Option = static o => o.Intercept,
        };

    private static ApplySetting Level(Action<AccessPointConfiguration, int> put) => SettingValue.Nearest(0, 4, "there is no level beyond", put);

    /// <summary>A path, or in wpa_supplicant's notation <c>DIR=path GROUP=group</c>.</summary>
    private static SettingProblem? Directory(AccessPointConfiguration target, string value)
    {
        var path = value;
        if (value.StartsWith("DIR=", StringComparison.Ordinal))
        {
            var group = value.IndexOf(" GROUP=", StringComparison.Ordinal);
            path = group < 0 ? value[4..] : value[4..group];
            target.ControlGroup = group < 0 ? target.ControlGroup : value[(group + 7)..];
        }

        return path.StartsWith("udp", StringComparison.Ordinal)
            ? new SettingProblem("a control socket over UDP is not supported; name a directory", ProblemKind.Unsupported)
            : SettingValue.TextOrNone(90, static (t, v) => t.ControlDirectory = v.Length == 0 ? null : v)(target, path);
    }

    private static SettingProblem? MetricsFile(AccessPointConfiguration target, string value)
    {
        if (!System.IO.Path.IsPathRooted(value) || System.IO.Path.GetExtension(value) != ".prom")
        {
            return $"'{Spoken.Shortly(value)}' is no full path that ends in .prom, and node_exporter reads no other files";
        }

        target.MetricsFile = value;
        return null;
    }

    private static SettingProblem? Program(AccessPointConfiguration target, string value)
    {
        if (!System.IO.Path.IsPathRooted(value))
        {
            return $"'{Spoken.Shortly(value)}' is no full path: no shell looks the program up";
        }

        target.EventProgram = value;
        return null;
    }
}

/// <summary>Where lines of the log go beside what the command line says.</summary>
internal readonly record struct LogSettings(bool Output, int OutputLevel, bool Syslog, int SyslogLevel)
{
    internal static LogSettings Standard { get; } = new(true, 2, false, 2);
}
