using HostApd.Ap;
using HostApd.Control;
using HostApd.Crypto;
using HostApd.Rsn;
using HostApd.Wps;

namespace HostApd.Configuration;

/// <summary>From the values of an access point to the options of its machines.</summary>
internal static class OptionsMapping
{
    /// <summary>The options of the BSS.</summary>
    internal static BssOptions Of(AccessPointConfiguration bss) => new()
    {
        InterfaceName = bss.InterfaceName,
        Ssid = bss.Ssid,
        Radio = Of(bss.Radio),
        Without = bss.Without,
        MaxIdle = bss.MaxIdle,
        StartSilent = bss.StartDisabled || bss.GroupOwner.IsOnDemand,
        Device = bss.GroupOwner.IsOnDemand ? bss.GroupOwner.OnDemand.ToOptions(bss) : null,
        DtimPeriod = bss.DtimPeriod,
        MaxStations = bss.MaxStations,
        IgnoreBroadcastSsid = bss.IgnoreBroadcastSsid,
        Wmm = bss.WmmEnabled ?? HasHt(bss),
        WmmParameters = bss.Radio.Wmm,
        Uapsd = bss.Uapsd,
        MulticastToUnicast = bss.MulticastToUnicast,
        Utf8Ssid = bss.Utf8Ssid,
        QuietWhenFull = bss.QuietWhenFull,
        AnswersProbes = bss.AnswersProbes,
        MaxListenInterval = bss.MaxListenInterval,
        VendorElements = bss.VendorElements,
        AssociationElements = bss.AssociationElements,
        NotifiesFrames = bss.NotifiesFrames,
        Load = bss.Load,
        Interworking = bss.HasInterworking ? bss.Interworking : null,
        OweTransition = bss.Owe.Transition,
        AclPolicy = bss.AclPolicy,
        Vlans = bss.Vlan.ToOptions(),
        Intercept = bss.Intercept,
        Knobs = bss.Knobs == TestKnobs.None ? TestKnobs.None : bss.Knobs,
        Isolate = bss.Isolate,
        MaxInactivity = TimeSpan.FromSeconds(bss.MaxInactivity),
        SkipInactivityPoll = bss.SkipInactivityPoll,
        SaQueryMaxTimeout = bss.SaQueryMaxTimeout,
        SaQueryRetryTimeout = bss.SaQueryRetryTimeout,
        BroadcastDeauth = bss.BroadcastDeauth,
        Security = bss.HasSecurity ? SecurityOf(bss) : null,
        EntropyHoldMax = TimeSpan.FromSeconds(bss.EntropyHoldMax),
        EntropyPolicy = bss.EntropyPolicy,
        GroupOwner = bss.GroupOwner.ToOptions(bss),
        IpAddresses = bss.GroupOwner.Pool,
        Wps = bss.WpsState == 0 ? null : WpsOf(bss),
    };

    private static ChannelChoice ChoiceOf(RadioConfiguration radio) => new()
    {
        Scans = radio.Choice.Scans,
        FrequenciesMhz = [.. radio.Choice.Channels.Select(radio.MhzOf).Concat(radio.Choice.FrequenciesMhz)],
        Bias = BiasOf(radio),
        ExcludesRadar = radio.Choice.ExcludesRadar,
        LeastPowerDbm = radio.Choice.LeastPowerDbm,
        IsOutdoors = radio.CountryEnvironment == Outdoors,
    };

    private static Dictionary<int, double> BiasOf(RadioConfiguration radio)
    {
        var all = new Dictionary<int, double>();
        foreach (var (channel, factor) in radio.Choice.Bias)
        {
            all[radio.MhzOf(channel)] = factor;
        }

        return all;
    }

    private const byte Outdoors = (byte)'O';

    /// <summary>What all BSSes of a radio share of them.</summary>
    internal static RadioOptions Of(RadioConfiguration radio) => new()
    {
        Mode = radio.EffectiveMode,
        Channel = radio.Place,
        ChoosesChannel = radio.Channel is null && radio.ChoosesChannel,
        Choice = ChoiceOf(radio),
        IgnoresCoexistence = radio.Choice is { IgnoresCoexistence: true } or { NoScan: true } or { NoCoexistence: true },
        ScanInterval = TimeSpan.FromSeconds(radio.Choice.ScanInterval),
        BeyondHt = radio.Wide.BeyondHt,
        Width = radio.Width,

        // Nobody who asks for what came after HT, or for a width alone, wants the least of HT with it.
        TakesHtOfRadio = !radio.Wide.SaysHtCapabilities && (radio.Wide.TakesWhatThereIs || radio.Wide.BeyondHt != 0),
        VhtCapabilities = radio.Wide.VhtCapabilities,
        He = radio.He,
        Required = radio.Wide.Required,
        CountryCode = radio.CountryCode,
        CountryEnvironment = radio.AnnounceCountry ? radio.CountryEnvironment : null,
        LooksForRadar = radio.LooksForRadar,
        Dfs = radio.Dfs,
        PowerConstraint = radio.PowerConstraint,
        RequiresSpectrumManagement = radio.RequiresSpectrumManagement,
        BeaconInterval = radio.BeaconInterval,
        HtCapabilities = radio.HtCapabilities,
        ShortPreamble = radio.ShortPreamble,
        SupportedRates = radio.SupportedRates,
        BasicRates = radio.BasicRates,
        RtsThreshold = radio.RtsThreshold,
        FragmentThreshold = radio.FragmentThreshold,
        Queues = radio.Queues,
    };

    private static SecurityOptions SecurityOf(AccessPointConfiguration bss) => new()
    {
        HasGivenKey = bss.Psk is not null,
        Passphrase = bss.Passphrase is null ? null : new SecretBytes(ByteText.Encode(bss.Passphrase)),
        Pmks = bss.Psk is not null ? [Pmk.FromHex(bss.Psk)!]
            : bss.Passphrase is not null ? [Pmk.FromPassphrase(bss.Ssid, ByteText.Encode(bss.Passphrase))]
            : [],
        CachesKeys = bss.CachesKeys,
        SharesKeys = bss.SharesKeys,
        Sae = SaeConfiguration.IsOffered(bss) ? bss.Sae.ToOptions(bss) : null,
        Owe = OweConfiguration.IsOffered(bss) ? bss.Owe.ToOptions() : null,
        Enterprise = bss.Radius.ControlsPorts ? new EnterpriseOptions
        {
            Reauthentication = TimeSpan.FromSeconds(bss.Radius.ReauthenticationPeriod),
            Message = bss.Radius.EapMessage,
        } : null,
        PskFromService = bss.Radius.PskFromService,
        Rsn = new RsnOptions
        {
            Offer = OfferOf(bss),
            TransitionDisable = bss.TransitionDisable,
            ProtectsSsid = bss.ProtectsSsid,
            ToleratesShortOweHash = bss.Owe.ToleratesShortHash,
            FastTransition = bss.Ft.ToOptions(bss),
            ProtectsBeacons = bss.ProtectsBeacons,
            EapolVersion = (byte)bss.EapolVersion,
            GroupRekey = TimeSpan.FromSeconds(bss.GroupRekey),
            StrictRekey = bss.StrictRekey,
            PairwiseRekey = TimeSpan.FromSeconds(bss.PairwiseRekey),
            KeyZeroRekey = bss.KeyZeroRekey,
            ExtendedKeyId = bss.ExtendedKeyId,
            SendsKeysOnce = bss.SendsKeysOnce,
            Knobs = bss.KeyKnobs,
            PairwiseUpdateCount = bss.PairwiseUpdateCount,
            GroupUpdateCount = bss.GroupUpdateCount,
        },
    };

    private static KeySuiteOffer OfferOf(AccessPointConfiguration bss)
    {
        var offer = SecuritySettings.OfferOf(bss).Protecting(bss.FrameProtection, bss.ManagementCipher);
        return bss.FrameProtection != FrameProtection.Allowed ? offer
            : bss.Sae.RequiresProtection ? offer.Requiring(PmkSource.Sae, PmkSource.Owe)
            : offer.Requiring(PmkSource.Owe);
    }

    private static WpsOptions WpsOf(AccessPointConfiguration bss) => bss.Wps with
    {
        State = (WpsState)bss.WpsState,
        EapolVersion = (byte)bss.EapolVersion,
        IsGroupOwner = bss.GroupOwner.Enabled,

        // As hostapd: where devices have keys of their own, each that enrols gets one, so that none is handed what is not there.
        PerDevicePsk = bss.GroupOwner.Enabled ? bss.GroupOwner.PerStationPsk : bss.Wps.PerDevicePsk || bss.PskFile is not null,
    };

    private static bool HasHt(AccessPointConfiguration bss) => bss.Radio.HasHt && (bss.Without & Generations.Ht) == 0;
}
