using HostApd.Ap;
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
    internal AccessPointConfiguration() => Late = new LateProblems(this);

    /// <summary>The file it was read from; null when it was made by commands.</summary>
    internal string? File { get; init; }

    /// <summary>A control client named <see cref="File"/>: it is read with care also when it is read anew, and not written.</summary>
    internal bool IsNamedByClient { get; set; }

    /// <summary>It speaks hostapd's language: keys may repeat, and the later counts.</summary>
    internal bool IsFlat { get; init; }

    /// <summary>Where each key stands in <see cref="File"/>, for messages.</summary>
    internal Dictionary<string, int> Lines { get; } = [];

    /// <summary>What was set, in order, as it was written, and in which line.</summary>
    internal List<(string Key, string Value, int Line)> Given { get; } = [];

    /// <summary>What is to be said when all was read.</summary>
    internal LateProblems Late { get; }

    /// <summary>What it shares with the other BSSes of its radio.</summary>
    internal RadioConfiguration Radio { get; init; } = new();

    /// <summary>The first BSS of the radio; null when this is it.</summary>
    internal AccessPointConfiguration? Main { get; init; }

    /// <summary>The BSSes after the first (<c>bss=</c>).</summary>
    internal List<AccessPointConfiguration> Further { get; } = [];

    /// <summary>This BSS and those after it.</summary>
    internal IEnumerable<AccessPointConfiguration> WithFurther => [this, .. Further];

    internal string InterfaceName { get; set; } = "";

    /// <summary><c>beside</c>: the interface is made on the radio of this one, where it does not exist; null: it exists.</summary>
    internal string? Beside { get; set; }

    /// <summary><c>phy</c>: the same, by the name of the radio.</summary>
    internal string? Phy { get; set; }

    internal int DtimPeriod { get; set; } = 2;

    internal bool? WmmEnabled { get; set; }

    internal bool Uapsd { get; set; } = true;

    internal byte[] Ssid { get; set; } = [];

    internal bool Utf8Ssid { get; set; }

    internal string? Bridge { get; set; }

    internal bool StartDisabled { get; set; }

    /// <summary><c>disable_11n</c> to <c>disable_11be</c>.</summary>
    internal Generations Without { get; set; }

    /// <summary><c>bss_max_idle</c>.</summary>
    internal MaxIdleAnnouncement MaxIdle { get; set; } = MaxIdleAnnouncement.On;

    internal bool QuietWhenFull { get; set; }

    internal bool AnswersProbes { get; set; } = true;

    internal AclPolicy AclPolicy { get; set; }

    internal string? AcceptFile { get; set; }

    internal string? DenyFile { get; set; }

    internal bool MulticastToUnicast { get; set; }

    /// <summary>In beacon intervals.</summary>
    internal int MaxListenInterval { get; set; } = 65535;

    internal byte[] VendorElements { get; set; } = [];

    internal byte[] AssociationElements { get; set; } = [];

    internal bool NotifiesFrames { get; set; }

    internal BssLoadOptions Load { get; set; } = new();

    /// <summary>Whether <see cref="Interworking"/> is announced.</summary>
    internal bool HasInterworking { get; set; }

    internal InterworkingOptions Interworking { get; set; } = new();

    /// <summary>A name for this version of the BSS.</summary>
    internal string? ConfigId { get; set; }

    internal FrameIntercept Intercept { get; set; }

    /// <summary>What only tests turn.</summary>
    internal TestKnobs Knobs { get; set; } = TestKnobs.None;

    /// <summary>What only tests turn of key frames.</summary>
    internal KeyFrameKnobs KeyKnobs { get; set; } = KeyFrameKnobs.None;

    internal LogSettings Logging { get; set; } = LogSettings.Standard;

    internal int IgnoreBroadcastSsid { get; set; }

    internal int MaxStations { get; set; } = StationTable.MaxAid;

    internal bool Isolate { get; set; }

    internal int MaxInactivity { get; set; } = 300;

    internal bool SkipInactivityPoll { get; set; }

    internal bool BroadcastDeauth { get; set; } = true;

    internal int Wpa { get; set; }

    /// <summary><c>wpa=3</c>: stations of the old WPA were to come in, too.</summary>
    internal bool HadOldWpa { get; set; }

    internal string? Passphrase { get; set; }

    internal string? Psk { get; set; }

    internal string? PskFile { get; set; }

    internal int GroupRekey { get; set; } = 86400;

    internal bool StrictRekey { get; set; }

    /// <summary><c>wpa_pairwise</c>, which counts only where <c>rsn_pairwise</c> is not set.</summary>
    internal string? OldPairwise { get; set; }

    /// <summary><c>rsn_pairwise</c>, what is built in of it; null: it was not set.</summary>
    internal string? RsnPairwise { get; set; }

    /// <summary><c>wpa_key_mgmt</c>, what is built in of it.</summary>
    internal string KeyManagement { get; set; } = "WPA-PSK";

    /// <summary><c>group_cipher</c>; null: as the pairwise ciphers have it.</summary>
    internal string? GroupCipher { get; set; }

    /// <summary>Seconds; 0: never.</summary>
    internal int PairwiseRekey { get; set; }

    internal KeyZeroRekey KeyZeroRekey { get; set; }

    internal ExtendedKeyId ExtendedKeyId { get; set; }

    /// <summary><c>ieee80211w</c>; null: it was not set.</summary>
    internal FrameProtection? SaidFrameProtection { get; set; }

    /// <summary>What becomes of management frames: WPA3 has them protected where it is spoken (WPA3 specification 2.3).</summary>
    internal FrameProtection FrameProtection => SaidFrameProtection ?? (
        !HasSecurity || !SecuritySettings.Offers(this, PmkSource.Sae) && !SecuritySettings.Offers(this, PmkSource.Owe) ? FrameProtection.None
        : SecuritySettings.Offers(this, PmkSource.PreShared) || SecuritySettings.Offers(this, PmkSource.Eap) ? FrameProtection.Allowed
        : FrameProtection.Required);

    /// <summary>What is said of SAE.</summary>
    internal SaeConfiguration Sae { get; } = new();

    /// <summary>What is said of OWE.</summary>
    internal OweConfiguration Owe { get; } = new();

    /// <summary>What is said of fast transition.</summary>
    internal FtConfiguration Ft { get; } = new();

    /// <summary>What is said of 802.1X and of servers.</summary>
    internal RadiusConfiguration Radius { get; } = new();

    /// <summary>Networks of their own for some stations.</summary>
    internal VlanConfiguration Vlan { get; } = new();

    internal bool CachesKeys { get; set; } = true;

    internal bool SharesKeys { get; set; }

    /// <summary><c>transition_disable</c>.</summary>
    internal byte TransitionDisable { get; set; }

    /// <summary><c>ssid_protection</c>.</summary>
    internal bool ProtectsSsid { get; set; }

    internal ManagementCipher ManagementCipher { get; set; } = ManagementCipher.BipCmac128;

    internal bool ProtectsBeacons { get; set; }

    /// <summary>In TU, as the next.</summary>
    internal int SaQueryMaxTimeout { get; set; } = 1000;

    internal int SaQueryRetryTimeout { get; set; } = 201;

    internal bool SendsKeysOnce { get; set; }

    internal int PairwiseUpdateCount { get; set; } = 4;

    internal int GroupUpdateCount { get; set; } = 4;

    internal int EapolVersion { get; set; } = 2;

    internal string? ControlDirectory { get; set; }

    internal string? ControlGroup { get; set; }

    /// <summary>Root keeps every capability that it was given, not only those that the settings take.</summary>
    internal bool KeepsCapabilities { get; set; }

    internal string? EventProgram { get; set; }

    /// <summary>Where metrics are written; null: nowhere.</summary>
    internal string? MetricsFile { get; set; }

    /// <summary>Seconds between two writings of <see cref="MetricsFile"/>.</summary>
    internal int MetricsInterval { get; set; } = 15;

    /// <summary>Where devices that want a PIN are written down; null: nowhere.</summary>
    internal string? PinRequestsFile { get; set; }

    /// <summary>Where <see cref="WpsOptions.ExtraCredentials"/> were read.</summary>
    internal string? ExtraCredentialFile { get; set; }

    /// <summary>Where <see cref="WpsOptions.ToldSettings"/> were read.</summary>
    internal string? ToldSettingsFile { get; set; }

    internal string? ButtonInput { get; set; }

    internal string? ButtonLed { get; set; }

    internal string? LogFile { get; set; }

    internal string? SeedFile { get; set; }

    internal bool SeedCredit { get; set; } = true;

    /// <summary>Whether the timing source gathers.</summary>
    internal bool Jitter { get; set; } = true;

    internal bool CreditKernel { get; set; }

    internal int EntropyHoldMax { get; set; } = 4;

    internal EntropyPolicy EntropyPolicy { get; set; }

    /// <summary>Milliseconds for which the pool plays starved; -1 until released by command; 0 not at all.</summary>
    internal int TestBlock { get; set; }

    /// <summary>Whether the kernel's generator plays never ready.</summary>
    internal bool TestStarveKernel { get; set; }

    internal WpsOptions Wps { get; set; } = new();

    /// <summary><c>wps_state</c>, whatever comes of it.</summary>
    internal int SaidWpsState { get; set; }

    /// <summary>0 off, 1 configures itself on first use, 2 configured; 0 also where something else switches it off.</summary>
    internal int WpsState { get => WhyNoWps is null ? SaidWpsState : 0; set => SaidWpsState = value; }

    /// <summary>
    /// What switches WPS off though the file switches it on; null where nothing does. hostapd goes on without it, too, and says so
    /// in its log alone.
    /// </summary>
    internal string? WhyNoWps =>
        SaidWpsState == 0 || GroupOwner.Enabled ? null
        : HasSecurity && SecuritySettings.Offers(this, PmkSource.Owe, alone: true) ? "is switched off by wpa_key_mgmt=OWE: it has no word for such a network, and nothing to hand out"
        : IgnoreBroadcastSsid != 0 ? "is switched off by ignore_broadcast_ssid, as in hostapd: clients could not find the network"
        : null;

    /// <summary>0 apply new settings, 1 announce them, 2 both.</summary>
    internal int WpsCredProcessing { get; set; }

    /// <summary><c>wps_cred_add_sae</c>.</summary>
    internal bool WpsCredAddsSae { get; set; }

    /// <summary>What section [p2p] says; null without it: an ordinary access point.</summary>
    internal GroupOwnerConfiguration GroupOwner { get; } = new();

    /// <summary>The address the interface shall have; null: as it is.</summary>
    internal MacAddress? Address { get; set; }

    internal bool HasSecurity => Wpa != 0;

    /// <summary>
    /// What the file said when settings came into force that are not stored in it; null where it says what is in force. As long as it
    /// says no more than that, reading it anew does not bring the old network back: an open one, perhaps, when a log is rotated.
    /// </summary>
    internal NetworkWords? Overruled { get; set; }

    /// <summary>What a network is to those who join it.</summary>
    internal NetworkWords Network => new(Convert.ToHexString(Ssid), Wpa, Passphrase, Psk);

    /// <summary>What tests have turned goes back (FLUSH).</summary>
    internal void ForgetTests() =>
        (Intercept, Knobs, KeyKnobs, Load) = (default, TestKnobs.None, KeyFrameKnobs.None, Load with { Said = null });

    /// <summary>What is missing or does not fit together, as (key, problem).</summary>
    internal IEnumerable<(string Key, string Problem)> Check(bool testing) => ValueChecks.Of(this, testing);

    /// <summary>The options of the BSS. Costs PBKDF2 (some milliseconds) when there is a passphrase.</summary>
    internal BssOptions ToOptions() => OptionsMapping.Of(this);

    /// <summary>As hostapd sees a file, or an added interface, that says nothing.</summary>
    internal static AccessPointConfiguration WithHostapdsDefaults(string? file = null, string interfaceName = "") => new()
    {
        File = file,
        IsFlat = true,
        InterfaceName = interfaceName,
        Radio = new RadioConfiguration { HardwareMode = HardwareMode.B, AnyMode = false, HasModeByDefault = true },
    };

    /// <summary>
    /// A file of its own as a further BSS on this radio: what it says of the radio goes, and its own values are copied from
    /// the text, so that one rule holds for both ways.
    /// </summary>
    internal AccessPointConfiguration Adopt(AccessPointConfiguration other)
    {
        var further = CreateFurther(other.InterfaceName, other.File);
        foreach (var (key, value, _) in other.Given)
        {
            if (Settings.IsOfBss(key))
            {
                _ = Settings.Apply(further, key, value);
            }
        }

        return further;
    }

    /// <summary>A further BSS on the same radio, from the same file.</summary>
    internal AccessPointConfiguration CreateFurther(string interfaceName) => CreateFurther(interfaceName, File);

    private AccessPointConfiguration CreateFurther(string interfaceName, string? file)
    {
        var further = new AccessPointConfiguration
        {
            File = file,
            IsFlat = IsFlat,
            InterfaceName = interfaceName,
            Radio = Radio,
            Main = this,
            ControlDirectory = ControlDirectory,
            ControlGroup = ControlGroup,
        };
        Further.Add(further);
        return further;
    }

    internal static string ModeName(HardwareMode mode) => mode switch
    {
        HardwareMode.A => "a",
        HardwareMode.B => "b",
        HardwareMode.G => "g",
    };
}
