using HostApd.Ieee80211;

namespace HostApd.Wps;

/// <summary>Wi-Fi Simple Configuration State (WSC 2.0 12, attribute 0x1044); also the value of <c>wps_state</c>.</summary>
public enum WpsState : byte
{
    /// <summary>The first device that joins makes the AP configure itself.</summary>
    NotConfigured = 1,

    /// <summary>The AP has its settings.</summary>
    Configured = 2,
}

/// <summary>In which form a WPA2 key is handed to an enrollee.</summary>
public enum CredentialKeyForm
{
    /// <summary>PSK for P2P clients and enrollees without a display, passphrase for the others (hostapd's rule).</summary>
    Automatic,

    /// <summary>Always the passphrase.</summary>
    Passphrase,

    /// <summary>Always the PSK, as 64 hexadecimal digits.</summary>
    Psk,
}

/// <summary>RF Bands (WSC 2.0 12, attribute 0x103C).</summary>
[Flags]
public enum RfBands : byte
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>2.4 GHz.</summary>
    Band2G4 = 1,

    /// <summary>5 GHz.</summary>
    Band5G = 2,

    /// <summary>60 GHz.</summary>
    Band60G = 4,
}

/// <summary>What the exe takes from the configuration for one BSS; the defaults are hostapd's.</summary>
public sealed record WpsOptions
{
    /// <summary><c>wps_state</c>.</summary>
    public WpsState State { get; init; } = WpsState.Configured;

    /// <summary>Who we are.</summary>
    public DeviceData Device { get; init; } = new();

    /// <summary><c>uuid</c>; empty: derived from the BSSID (<see cref="WpsUuid.FromMac"/>).</summary>
    public Guid Uuid { get; init; }

    /// <summary><c>config_methods</c>, as <see cref="ConfigMethodNames.TryParse"/> gives it.</summary>
    public ConfigMethods ConfigMethods { get; init; }

    /// <summary><c>wps_rf_bands</c>, or the band of the BSS.</summary>
    public RfBands RfBands { get; init; } = RfBands.Band2G4;

    /// <summary><c>ap_setup_locked</c>: external registrars may read and change nothing, and the elements say so.</summary>
    public bool ApSetupLocked { get; init; }

    /// <summary><c>ap_setup_locked</c> 2: external registrars may read the settings and change nothing.</summary>
    public bool ApSetupReadOnly { get; init; }

    /// <summary><c>ap_settings</c>: attributes that M7 tells in place of the network's own settings.</summary>
    public ReadOnlyMemory<byte> ToldSettings { get; init; }

    /// <summary><c>wps_application_ext</c>: body of an Application Extension for Beacons and Probe Responses; empty: none.</summary>
    public ReadOnlyMemory<byte> ApplicationExtension { get; init; }

    /// <summary><c>ap_pin</c>: 4 or 8 digits; null: external registrars are refused until one is set.</summary>
    public string? ApPin { get; init; }

    /// <summary><c>pbc_in_m1</c>: our own M1 names the push button among the methods.</summary>
    public bool PbcInM1 { get; init; }

    /// <summary><c>extra_cred</c>: attributes put into M8 as they are.</summary>
    public ReadOnlyMemory<byte> ExtraCredentials { get; init; }

    /// <summary><c>skip_cred_build</c>: M8 carries <see cref="ExtraCredentials"/> only.</summary>
    public bool SkipCredentialBuild { get; init; }

    /// <summary>Form of the key in a credential.</summary>
    public CredentialKeyForm KeyForm { get; init; }

    /// <summary>Each device gets a random PSK of its own (<c>wpa_psk_file</c> is set, or <c>per_sta_psk</c> on a GO).</summary>
    public bool PerDevicePsk { get; init; }

    /// <summary>With <see cref="WpsState.NotConfigured"/>: the new SSID is this and four digits; null: it stays.</summary>
    public string? NewSsidPrefix { get; init; }

    /// <summary><c>wps_cred_processing</c> is not 0: WPS-NEW-AP-SETTINGS carries the settings in hexadecimal.</summary>
    public bool AnnounceSettings { get; init; } = true;

    /// <summary><c>fragment_size</c>: longest EAP-WSC payload in bytes, op code and flags included.</summary>
    public int FragmentSize { get; init; } = 1400;

    /// <summary><c>eapol_version</c>.</summary>
    public byte EapolVersion { get; init; } = 2;

    /// <summary>P2P Group Owner: the Beacon also names the device (P2P 1.7 4.2.1), the AP PIN is never accepted.</summary>
    public bool IsGroupOwner { get; init; }

    /// <summary>Walk time of the push button, and how far back overlap is looked for (WSC 2.0 11.3).</summary>
    public TimeSpan WalkTime { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>Longest duration of one exchange.</summary>
    public TimeSpan SessionTimeout { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>From EAP-Failure to our deauthentication.</summary>
    public TimeSpan DeauthenticationDelay { get; init; } = TimeSpan.FromMilliseconds(10);
}

/// <summary>A PSK made for one device; the PSK is 32 bytes, pinned, and the receiver's to dispose.</summary>
/// <param name="Station">The address it had on the air when it enrolled; in a P2P group its interface address.</param>
/// <param name="Uuid">Its UUID-E.</param>
/// <param name="P2pDevice">What it calls itself: its P2P Device Address; zero for others.</param>
/// <param name="Psk">The PSK.</param>
public sealed record DevicePsk(MacAddress Station, Guid Uuid, MacAddress P2pDevice, Crypto.SecretBytes Psk);
