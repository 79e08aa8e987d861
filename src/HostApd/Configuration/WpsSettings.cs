using HostApd.Linux;
using HostApd.Wps;
using static HostApd.Ap.ChangeCost;

namespace HostApd.Configuration;

/// <summary>The keys of section [wps].</summary>
internal static class WpsSettings
{
    /// <summary>Bytes of an Application Extension.</summary>
    private const int MostExtension = 512;

    /// <summary>More than a message has room for.</summary>
    private const int LongestCredential = 4096;

    internal static IEnumerable<Setting> All =>
    [
        New("wps_state", "0", "0 = off, 1 = configures itself on first use, 2 = configured",
            SettingValue.Number(0, 2, static (t, v) => t.WpsState = v)) with
        {
            OverruledBy = Overruler.Wps,
            Take = static (t, read) => t.SaidWpsState = read.SaidWpsState,

            // From 1 to 2 it changes live, as one of many options of WPS. It cannot come or go so: an exchange under way would be left
            // without its registrar.
            Cost = Restart,
            Option = static o => o.Wps is null,
        },
        new("wps", "eap_server", "1", "the EAP server that WPS needs is always there",
            SettingValue.Switch(static (_, _) => { })),
        New("ap_setup_locked", "0", "1 = external registrars may read and change nothing, 2 = they may read the settings",
            SettingValue.Number(0, 2, static (t, v) => t.Wps = t.Wps with { ApSetupLocked = v == 1, ApSetupReadOnly = v == 2 })),
        New("uuid", "", "UUID of the device; empty = made from its address", SettingValue.FirstWord(Uuid)),
        New("device_name", "", "what people see, at most 32 bytes",
            Device(32, static (d, v) => d with { DeviceName = v })),
        New("manufacturer", "", "at most 64 bytes", Device(64, static (d, v) => d with { Manufacturer = v })),
        New("model_name", "", "at most 32 bytes", Device(32, static (d, v) => d with { ModelName = v })),
        New("model_number", "", "at most 32 bytes", Device(32, static (d, v) => d with { ModelNumber = v })),
        New("serial_number", "", "at most 32 bytes", Device(32, static (d, v) => d with { SerialNumber = v })),
        New("device_type", "6-0050F204-1", "category-OUI-subcategory (WSC 2.0, Primary Device Type)", SettingValue.FirstWord(DeviceTypeOf)),
        New("os_version", "", "8 hexadecimal digits", SettingValue.FirstWord(ValueForm.Bytes(ValueKind.Hex, 4).Said(OsVersion))),
        New("config_methods", "", "names separated by blanks, e.g. push_button display keypad", ValueForm.Of(ValueKind.Words, [.. ConfigMethodNames.All]).Said(Methods)),
        New("ap_pin", "", "PIN by which external registrars may set this access point up; empty = none", ApPin),
        New("pbc_in_m1", "0", "1 = name the push button in our own M1, for Windows 7",
            SettingValue.Switch(static (t, v) => t.Wps = t.Wps with { PbcInM1 = v })),
        New("wps_cred_processing", "0", "0 = apply new settings, 1 = only announce them, 2 = both",
            SettingValue.Number(0, 2, static (t, v) =>
            {
                t.WpsCredProcessing = v;
                t.Wps = t.Wps with { AnnounceSettings = v != 0 };
            })) with
        {
            Take = static (t, read) => (t.WpsCredProcessing, t.Wps) = (read.WpsCredProcessing, read.Wps),
        },
        New("wps_cred_add_sae", "0", "1 = a network that WPS brings with a passphrase is WPA3's, too (WPA-PSK SAE)",
            SettingValue.Switch(static (t, v) => t.WpsCredAddsSae = v)) with
        {
            Take = static (t, read) => t.WpsCredAddsSae = read.WpsCredAddsSae,
            Cost = null,
            Option = null,
        },
        New("skip_cred_build", "0", "1 = hand out extra_cred only",
            SettingValue.Switch(static (t, v) => t.Wps = t.Wps with { SkipCredentialBuild = v })),
        New("extra_cred", "", "file with attributes to put into M8 as they are", ValueForm.Path.Said(ExtraCredential)) with
        {
            Take = static (t, read) => (t.Wps, t.ExtraCredentialFile) = (read.Wps, read.ExtraCredentialFile),
            IsFromFilesOnly = true,
        },
        New("ap_settings", "", "file with attributes that external registrars are told in place of the network's settings", ValueForm.Path.Said(ToldSettings)) with
        {
            Take = static (t, read) => (t.Wps, t.ToldSettingsFile) = (read.Wps, read.ToldSettingsFile),
            IsFromFilesOnly = true,
        },
        new("wps", "wps_pin_requests", "", "file to which each device that wants a PIN is added, a line each",
            SettingValue.TextOrNone(4096, static (t, v) => t.PinRequestsFile = v.Length == 0 ? null : v))
        {
            Take = static (t, read) => t.PinRequestsFile = read.PinRequestsFile,
            IsFromFilesOnly = true,
        },
        New("wps_application_ext", "", "body of an Application Extension for Beacons and Probe Responses, in hexadecimal",
            SettingValue.Hex(MostExtension, static (t, v) => t.Wps = t.Wps with { ApplicationExtension = v })),
        New("wps_rf_bands", "", "a, g or ag; empty = the band of the radio",
            SettingValue.OneOf(["a", "g", "ag", "ga", "b"], static (t, v) => t.Wps = t.Wps with
            {
                RfBands = (v.Contains('a') ? RfBands.Band5G : 0) | (v.AsSpan().ContainsAny('g', 'b') ? RfBands.Band2G4 : 0),
            }, hostapds: ["ad"])),
        New("wps_key_form", "auto", "form of the handed-out key: auto, passphrase or psk",
            SettingValue.OneOf(["auto", "passphrase", "psk"], static (t, v) => t.Wps = t.Wps with
            {
                KeyForm = v switch
                {
                    "passphrase" => CredentialKeyForm.Passphrase,
                    "psk" => CredentialKeyForm.Psk,
                    _ => CredentialKeyForm.Automatic,
                },
            })),
        New("per_sta_psk", "0", "1 = every device gets a random key of its own",
            SettingValue.Switch(static (t, v) => t.Wps = t.Wps with { PerDevicePsk = v })),
        New("fragment_size", "1400", "longest EAP-WSC fragment in bytes",
            SettingValue.Number(32, 2000, static (t, v) => t.Wps = t.Wps with { FragmentSize = v })),
    ];

    /// <summary>All of them are parts of one record, which is taken over as a whole.</summary>
    private static Setting New(string key, string standard, string meaning, ApplySetting apply) =>
        new("wps", key, standard, meaning, apply)
        {
            Take = static (t, read) => t.Wps = read.Wps,
            Cost = Live,
            Option = static o => o.Wps,
        };

    private static ApplySetting Device(int longest, Func<DeviceData, string, DeviceData> change) =>
        SettingValue.TextOrNone(longest, (t, v) => t.Wps = t.Wps with { Device = change(t.Wps.Device, v) });

    private static SettingProblem? Uuid(AccessPointConfiguration target, string value)
    {
        if (!Guid.TryParseExact(value, "D", out var uuid))
        {
            return $"'{Spoken.Shortly(value)}' is no UUID: 8-4-4-4-12 hexadecimal digits";
        }

        target.Wps = target.Wps with { Uuid = uuid };
        return null;
    }

    private static SettingProblem? DeviceTypeOf(AccessPointConfiguration target, string value)
    {
        if (!DeviceType.TryParse(value, out var type))
        {
            return $"'{Spoken.Shortly(value)}' is no device type: category-OUI-subcategory as in 6-0050F204-1";
        }

        target.Wps = target.Wps with { Device = target.Wps.Device with { DeviceType = type } };
        return null;
    }

    private static SettingProblem? OsVersion(AccessPointConfiguration target, string value)
    {
        if (value.Length != 8 || !uint.TryParse(value, System.Globalization.NumberStyles.AllowHexSpecifier,
            System.Globalization.CultureInfo.InvariantCulture, out var version))
        {
            return "needs 8 hexadecimal digits";
        }

        target.Wps = target.Wps with { Device = target.Wps.Device with { OsVersion = version } };
        return null;
    }

    private static SettingProblem? Methods(AccessPointConfiguration target, string value)
    {
        // hostapd looks for each name anywhere in the value, whatever stands between and beside them.
        var words = value.Split([' ', '\t', ','], StringSplitOptions.RemoveEmptyEntries);
        var names = string.Join(' ', words.Where(ConfigMethodNames.All.Contains));
        _ = ConfigMethodNames.TryParse(names, out var methods, out _);
        target.Wps = target.Wps with { ConfigMethods = methods };
        return Array.Find(words, static w => !ConfigMethodNames.All.Contains(w)) is { } unknown
            ? SettingProblem.Remark($"'{Spoken.Shortly(unknown)}' is no method and does not count{Suggestion.For(unknown, ConfigMethodNames.All)}", names)
            : words.Length > 0 && names != value.Trim() ? SettingProblem.Remark($"is read as '{names}': blanks separate the names", names)
            : null;
    }

    private static SettingProblem? ApPin(AccessPointConfiguration target, string value)
    {
        if (value.Length == 0)
        {
            target.Wps = target.Wps with { ApPin = null };
            return null;
        }

        if (Pin.Normalize(value) is not { } pin)
        {
            return "needs 4 or 8 digits";
        }

        target.Wps = target.Wps with { ApPin = pin };
        return null;
    }

    private static SettingProblem? ExtraCredential(AccessPointConfiguration target, string value) =>
        Attributes(value, bytes => (target.ExtraCredentialFile, target.Wps) = (value, target.Wps with { ExtraCredentials = bytes }));

    private static SettingProblem? ToldSettings(AccessPointConfiguration target, string value) =>
        Attributes(value, bytes => (target.ToldSettingsFile, target.Wps) = (value, target.Wps with { ToldSettings = bytes }));

    private static SettingProblem? Attributes(string file, Action<byte[]> put)
    {
        var result = RegularFile.Read(file, LongestCredential, FileTrust.Anybody, out var content);
        if (!result.Succeeded)
        {
            return $"cannot be read: {result}";
        }

        put(content!.Bytes);
        return null;
    }
}
