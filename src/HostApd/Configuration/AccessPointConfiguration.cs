using System.Text;
using HostApd.Ap;
using HostApd.Crypto;
using HostApd.Ieee80211;
using HostApd.Rsn;
using HostApd.Wps;

namespace HostApd.Configuration;

/// <summary>
/// The values of one access point as the owner wrote them, one property a key, with hostapd's defaults. Whatever
/// reads keys (the ini file, a control command) fills this; <see cref="Check"/> then sees how they fit together.
/// </summary>
internal sealed class AccessPointConfiguration
{
    /// <summary>The file it was read from; null when it was made by commands.</summary>
    internal string? File { get; init; }

    internal string InterfaceName { get; set; } = "";

    internal string? CountryCode { get; set; }

    internal HardwareMode HardwareMode { get; set; } = HardwareMode.G;

    internal int? Channel { get; set; }

    internal int BeaconInterval { get; set; } = 100;

    internal int DtimPeriod { get; set; } = 2;

    internal bool ShortPreamble { get; set; }

    internal bool Ieee80211n { get; set; }

    internal bool? WmmEnabled { get; set; }

    internal bool Uapsd { get; set; } = true;

    internal bool UseControlPort { get; set; } = true;

    internal byte[] Ssid { get; set; } = [];

    internal int IgnoreBroadcastSsid { get; set; }

    internal int MaxStations { get; set; } = StationTable.MaxAid;

    internal bool Isolate { get; set; }

    internal int MaxInactivity { get; set; } = 300;

    internal bool SkipInactivityPoll { get; set; }

    internal bool BroadcastDeauth { get; set; } = true;

    internal int Wpa { get; set; }

    internal string? Passphrase { get; set; }

    internal string? Psk { get; set; }

    internal string? PskFile { get; set; }

    internal int GroupRekey { get; set; } = 86400;

    internal bool StrictRekey { get; set; }

    internal int PairwiseUpdateCount { get; set; } = 4;

    internal int GroupUpdateCount { get; set; } = 4;

    internal int EapolVersion { get; set; } = 2;

    internal string? ControlDirectory { get; set; }

    internal string? ControlGroup { get; set; }

    internal string? EventProgram { get; set; }

    internal string? ButtonInput { get; set; }

    internal string? ButtonLed { get; set; }

    internal string? LogFile { get; set; }

    internal string? SeedFile { get; set; }

    internal bool SeedCredit { get; set; } = true;

    internal bool CreditKernel { get; set; }

    internal int EntropyHoldMax { get; set; } = 4;

    internal EntropyPolicy EntropyPolicy { get; set; }

    /// <summary>Milliseconds for which the pool plays starved; -1 until released by command; 0 not at all.</summary>
    internal int TestBlock { get; set; }

    /// <summary>0 off, 1 configures itself on first use, 2 configured.</summary>
    internal int WpsState { get; set; }

    internal WpsOptions Wps { get; set; } = new();

    /// <summary>0 apply new settings, 1 announce them, 2 both.</summary>
    internal int WpsCredProcessing { get; set; }

    /// <summary>What section [p2p] says; null without it: an ordinary access point.</summary>
    internal GroupOwnerConfiguration GroupOwner { get; } = new();

    /// <summary>The address the interface shall have; null: as it is.</summary>
    internal MacAddress? Address { get; set; }

    internal bool HasSecurity => Wpa != 0;

    /// <summary>What is missing or does not fit together, as (key, problem).</summary>
    internal IEnumerable<(string Key, string Problem)> Check(bool testing)
    {
        foreach (var problem in GroupOwner.Check(this))
        {
            yield return problem;
        }

        if (InterfaceName.Length == 0)
        {
            yield return ("interface", "is missing: name the wireless interface, as `iw dev` lists it");
        }

        if (Ssid.Length == 0 && !GroupOwner.Enabled)
        {
            yield return ("ssid", "is missing: name the network");
        }

        if (Channel is null)
        {
            yield return ("channel", "is missing: choose one, e.g. 1, 6 or 11");
        }
        else if (HardwareMode == HardwareMode.A ? Channel < 34 : Channel > 14)
        {
            yield return ("channel", $"{Channel} is no channel of hw_mode={ModeName(HardwareMode)}: "
                + (HardwareMode == HardwareMode.A ? "use 36–177, or hw_mode = g" : "use 1–14, or hw_mode = a"));
        }

        if (HasSecurity && Passphrase is null && Psk is null && PskFile is null && !GroupOwner.Enabled)
        {
            yield return ("wpa_passphrase", "is missing: wpa = 2 needs wpa_passphrase or wpa_psk");
        }

        if (Passphrase is not null && Psk is not null)
        {
            yield return ("wpa_psk", "contradicts wpa_passphrase: give one of them");
        }

        if (!HasSecurity && (Passphrase ?? Psk) is not null)
        {
            yield return ("wpa", "is missing: a passphrase protects nothing without wpa = 2");
        }

        if (WpsState != 0 && IgnoreBroadcastSsid != 0)
        {
            yield return ("wps_state", "WPS is impossible with ignore_broadcast_ssid: clients could not find the network");
        }

        if (WpsState != 0 && !HasSecurity)
        {
            yield return ("wps_state", "WPS hands out a key, and an open network has none: set wpa = 2");
        }

        if (TestBlock != 0 && !testing)
        {
            yield return ("test_block", "works with --testing only: it makes the access point refuse service");
        }
    }

    /// <summary>The options of the BSS. Costs PBKDF2 (some milliseconds) when there is a passphrase.</summary>
    internal BssOptions ToOptions() => new()
    {
        InterfaceName = InterfaceName,
        Ssid = Ssid,
        HardwareMode = HardwareMode,
        Channel = Channel ?? 0,
        CountryCode = CountryCode,
        BeaconInterval = BeaconInterval,
        DtimPeriod = DtimPeriod,
        MaxStations = MaxStations,
        IgnoreBroadcastSsid = IgnoreBroadcastSsid,
        Ht = Ieee80211n,
        Wmm = WmmEnabled ?? Ieee80211n,
        Uapsd = Uapsd,
        ShortPreamble = ShortPreamble,
        Isolate = Isolate,
        MaxInactivity = TimeSpan.FromSeconds(MaxInactivity),
        SkipInactivityPoll = SkipInactivityPoll,
        BroadcastDeauth = BroadcastDeauth,
        Security = HasSecurity
            ? new SecurityOptions
            {
                Passphrase = Passphrase is null ? null : new SecretBytes(Encoding.ASCII.GetBytes(Passphrase)),
                Pmks = Psk is not null ? [Pmk.FromHex(Psk)!]
                    : Passphrase is not null ? [Pmk.FromPassphrase(Ssid, Encoding.UTF8.GetBytes(Passphrase))]
                    : [],
                Rsn = new RsnOptions
                {
                    EapolVersion = (byte)EapolVersion,
                    GroupRekey = TimeSpan.FromSeconds(GroupRekey),
                    StrictRekey = StrictRekey,
                    PairwiseUpdateCount = PairwiseUpdateCount,
                    GroupUpdateCount = GroupUpdateCount,
                },
            }
            : null,
        EntropyHoldMax = TimeSpan.FromSeconds(EntropyHoldMax),
        EntropyPolicy = EntropyPolicy,
        GroupOwner = GroupOwner.ToOptions(this),
        IpAddresses = GroupOwner.Pool,
        Wps = WpsState == 0 ? null : Wps with
        {
            State = (WpsState)WpsState,
            EapolVersion = (byte)EapolVersion,
            IsGroupOwner = GroupOwner.Enabled,
        },
    };

    internal static string ModeName(HardwareMode mode) => mode switch
    {
        HardwareMode.A => "a",
        HardwareMode.B => "b",
        HardwareMode.G => "g",
    };
}
