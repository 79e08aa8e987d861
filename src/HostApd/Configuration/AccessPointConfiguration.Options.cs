using HostApd.Ap;
using HostApd.Control;
using HostApd.Crypto;
using HostApd.Rsn;
using HostApd.Wps;

namespace HostApd.Configuration;

/// <content>From values to the options of the machines.</content>
internal sealed partial class AccessPointConfiguration
{
    /// <summary>The options of the BSS. Costs PBKDF2 (some milliseconds) when there is a passphrase.</summary>
    internal BssOptions ToOptions() => new()
    {
        InterfaceName = InterfaceName,
        Ssid = Ssid,
        Radio = Radio.ToOptions(),
        WithoutHt = WithoutHt,
        StartSilent = StartDisabled,
        DtimPeriod = DtimPeriod,
        MaxStations = MaxStations,
        IgnoreBroadcastSsid = IgnoreBroadcastSsid,
        Wmm = WmmEnabled ?? HasHt,
        WmmParameters = Radio.Wmm,
        Uapsd = Uapsd,
        MulticastToUnicast = MulticastToUnicast,
        Utf8Ssid = Utf8Ssid,
        QuietWhenFull = QuietWhenFull,
        AnswersProbes = AnswersProbes,
        MaxListenInterval = MaxListenInterval,
        VendorElements = VendorElements,
        AssociationElements = AssociationElements,
        NotifiesFrames = NotifiesFrames,
        AclPolicy = AclPolicy,
        Intercept = Intercept,
        Isolate = Isolate,
        MaxInactivity = TimeSpan.FromSeconds(MaxInactivity),
        SkipInactivityPoll = SkipInactivityPoll,
        BroadcastDeauth = BroadcastDeauth,
        Security = HasSecurity
            ? new SecurityOptions
            {
                Passphrase = Passphrase is null ? null : new SecretBytes(ByteText.Encode(Passphrase)),
                Pmks = Psk is not null ? [Pmk.FromHex(Psk)!]
                    : Passphrase is not null ? [Pmk.FromPassphrase(Ssid, ByteText.Encode(Passphrase))]
                    : [],
                Rsn = new RsnOptions
                {
                    EapolVersion = (byte)EapolVersion,
                    GroupRekey = TimeSpan.FromSeconds(GroupRekey),
                    StrictRekey = StrictRekey,
                    PairwiseRekey = TimeSpan.FromSeconds(PairwiseRekey),
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

            // As hostapd: where devices have keys of their own, each that enrols gets one, so that none is handed what is not there.
            PerDevicePsk = GroupOwner.Enabled ? GroupOwner.PerStationPsk : Wps.PerDevicePsk || PskFile is not null,
        },
    };

    private bool HasHt => Radio.Ieee80211n && !WithoutHt;
}
