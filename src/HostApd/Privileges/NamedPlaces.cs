using HostApd.Configuration;
using HostApd.Linux;

namespace HostApd.Privileges;

/// <summary>A file or folder that a setting names, and what is done with it: Write also makes it, or puts another in its place.</summary>
internal readonly record struct NamedPlace(string Key, string Path, FileUse Use);

/// <summary>
/// The files and folders that settings name, and which of them are closed to a root that may not pass over modes: such as are another
/// user's. The runtime's own places (/dev, /sys) are root's.
/// </summary>
internal static class NamedPlaces
{
    private const string Leds = "/sys/class/leds";

    /// <summary>What is given up to ask.</summary>
    private static readonly CapabilitySet s_override = CapabilitySet.Of([Capability.DacOverride, Capability.DacReadSearch]);

    /// <summary>All of them.</summary>
    internal static IEnumerable<NamedPlace> Of(DaemonOptions options, IReadOnlyList<AccessPointConfiguration> configurations)
    {
        (string Key, string? Path)[] written =
        [
            ("-f", options.LogFile),
            ("-P", options.PidFile),
            ("-g", options.GlobalSocket),
            ("-e", options.SeedFile),
        ];
        return written.Where(static w => w.Path is not null).Select(static w => new NamedPlace(w.Key, w.Path!, FileUse.Write))
            .Concat(configurations.SelectMany(static c => c.WithFurther).SelectMany(Of));
    }

    /// <summary>Those that are closed.</summary>
    internal static IReadOnlyList<NamedPlace> Closed(IEnumerable<NamedPlace> places)
    {
        var closed = new List<NamedPlace>();
        ProcessRights.AskWithout(s_override, () => closed.AddRange(places.Where(IsClosed)));
        return closed;
    }

    /// <summary>Those of one BSS. The file is read again at a reload, and written where an external registrar may bring settings.</summary>
    private static IEnumerable<NamedPlace> Of(AccessPointConfiguration bss)
    {
        (string Key, string? Path, FileUse Use)[] named =
        [
            ("the file", bss.File, FileUse.Read),
            ("wps_state", bss.WpsState != 0 && bss.WpsCredProcessing != 1 && !bss.GroupOwner.Enabled ? bss.File : null, FileUse.Write),
            ("ctrl_interface", bss.ControlDirectory, FileUse.Write),
            ("on_event", bss.EventProgram, FileUse.Execute),
            ("metrics_file", bss.MetricsFile, FileUse.Write),
            ("input", bss.ButtonInput, FileUse.Read),
            ("led", bss.ButtonLed is { } led ? Path.Combine(Leds, led, "brightness") : null, FileUse.Write),
            ("log file", bss.LogFile, FileUse.Write),
            ("seed_file", bss.SeedFile, FileUse.Write),
            ("group_file", bss.GroupOwner.StateFile, FileUse.Write),
            ("wpa_psk_file", bss.PskFile, bss.WpsState != 0 || bss.GroupOwner.Enabled ? FileUse.Write : FileUse.Read),
            ("sae_password_file", bss.Sae.PasswordFile, FileUse.Read),
            ("accept_mac_file", bss.AcceptFile, FileUse.Read),
            ("deny_mac_file", bss.DenyFile, FileUse.Read),
            ("vlan_file", bss.Vlan.NetworksFile, FileUse.Read),
            ("acct_queue_file", bss.Radius.QueueFile, FileUse.Write),
            ("extra_cred", bss.ExtraCredentialFile, FileUse.Read),
            ("ap_settings", bss.ToldSettingsFile, FileUse.Read),
            ("wps_pin_requests", bss.PinRequestsFile, FileUse.Write),
        ];
        return named.Where(static n => n.Path is { Length: > 0 }).Select(static n => new NamedPlace(n.Key, n.Path!, n.Use));
    }

    private static bool IsClosed(NamedPlace place)
    {
        if (place.Path.Contains('\0', StringComparison.Ordinal))
        {
            return false;
        }

        var full = Path.GetFullPath(place.Path);
        return Refuses(full, place.Use) || place.Use == FileUse.Write && IsFolderClosed(full);
    }

    /// <summary>The folder that it stands in, or the next above that is there: the others are made.</summary>
    private static bool IsFolderClosed(string path)
    {
        var folder = Path.GetDirectoryName(path);
        while (folder is not null && FilePermissions.Check(folder, FileUse.Write).Errno == Tmds.Linux.LibC.ENOENT)
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder is not null && Refuses(folder, FileUse.Write);
    }

    /// <summary>Only for want of permission: what is not there, or cannot be written by anybody, is no matter of capabilities.</summary>
    private static bool Refuses(string path, FileUse use) => FilePermissions.Check(path, use).Errno == Tmds.Linux.LibC.EACCES;
}
