using HostApd.Configuration;
using HostApd.Linux;

namespace HostApd;

/// <summary>
/// What a configuration names on this machine and what must be there when it runs: programs, buttons, LEDs, groups, and the folders
/// of what is written. For <c>--check</c>; a start meets them one by one.
/// </summary>
internal static class PlacesCheck
{
    /// <summary>The passphrase of the file that is shipped: everybody knows it.</summary>
    private const string ShippedPassphrase = "change me please";

    private const string Leds = "/sys/class/leds";

    /// <summary>What is missing or known to all, as (key, problem).</summary>
    internal static IEnumerable<(string Key, string Problem)> Of(AccessPointConfiguration configuration) =>
        configuration.Main is null ? [.. OfProcess(configuration), .. OfBss(configuration)] : OfBss(configuration);

    private static IEnumerable<(string Key, string Problem)> OfBss(AccessPointConfiguration configuration)
    {
        if (configuration.Passphrase == ShippedPassphrase)
        {
            yield return ("wpa_passphrase", $"'{ShippedPassphrase}' stands in the file as it is shipped, and everybody knows it: choose your own");
        }

        if (configuration.EventProgram is { } program && FilePermissions.Check(program, FileUse.Execute) is { Succeeded: false } missing)
        {
            yield return ("on_event", missing.ToString());
        }

        if (configuration.ButtonInput is { } input && FilePermissions.Check(input, FileUse.Read) is { Succeeded: false } noButton)
        {
            yield return (Named(configuration, "button_input"), $"{noButton}; /dev/input/by-path lists what is there");
        }

        if (configuration.ButtonLed is { } led && !Directory.Exists(Path.Combine(Leds, led)))
        {
            yield return (Named(configuration, "button_led"), $"there is no {Path.Combine(Leds, led)}; {Leds} lists what is there");
        }

        if (configuration.PinRequestsFile is { } requests && WhyNotWritten(requests, makesFolder: false) is { } unwritten)
        {
            yield return ("wps_pin_requests", unwritten);
        }

        if (configuration.Radius.QueueFile is { } queue && WhyNotWritten(queue, makesFolder: false) is { } unkept)
        {
            yield return ("acct_queue_file", unkept);
        }

        // The first device's settings are to outlive a restart.
        if (configuration is { WpsState: 1, File: { } file } && WhyNotWritten(file, makesFolder: false) is { } unchanged)
        {
            yield return ("wps_state", $"1 writes the new settings into this file, and that cannot be: {unchanged}");
        }

        if (configuration.ControlGroup is { } group && !FilePermissions.TryFindGroup(group, out _))
        {
            yield return ("ctrl_interface_group", $"there is no group {group} in /etc/group");
        }
    }

    private static IEnumerable<(string Key, string Problem)> OfProcess(AccessPointConfiguration configuration)
    {
        (string Key, string? Path, bool MakesFolder)[] written =
        [
            (Named(configuration, "log_file"), configuration.LogFile, false),
            ("metrics_file", configuration.MetricsFile, false),
            ("seed_file", configuration.SeedFile, true),
            ("group_file", configuration.GroupOwner.StateFile, true),
        ];
        foreach (var (key, path, makesFolder) in written)
        {
            if (path is not null && WhyNotWritten(path, makesFolder) is { } why)
            {
                yield return (key, why);
            }
        }
    }

    /// <summary>The key as its file writes it: an ini has some of them in sections of their own.</summary>
    private static string Named(AccessPointConfiguration configuration, string flatKey) =>
        configuration.IsFlat ? flatKey : Settings.FindFlat(flatKey)!.Key;

    private static string? WhyNotWritten(string path, bool makesFolder)
    {
        var full = Path.GetFullPath(path);
        var folder = Path.GetDirectoryName(full);
        if (folder is null || Directory.Exists(full))
        {
            return $"writing {path}: {OsResult.Describe(Tmds.Linux.LibC.EISDIR)}";
        }

        // It is replaced, not written in place: what counts is its folder. A log is appended to, and its folder counts all the same, for
        // rotation makes it anew.
        var place = makesFolder && !Directory.Exists(folder) ? Path.GetDirectoryName(folder) ?? "/" : folder;
        return FilePermissions.Check(place, FileUse.Write) is { Succeeded: false } refused ? refused.ToString() : null;
    }
}
