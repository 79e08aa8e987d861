namespace HostApd.Configuration;

/// <content>The values of a file that was read anew.</content>
internal sealed partial class AccessPointConfiguration
{
    /// <summary>
    /// Takes over what <paramref name="other"/> says. The name, the control socket and what belongs to the process stay.
    /// </summary>
    internal void TakeFrom(AccessPointConfiguration other)
    {
        if (Main is null)
        {
            Radio.TakeFrom(other.Radio);
        }

        Lines.Clear();
        foreach (var (key, line) in other.Lines)
        {
            Lines[key] = line;
        }

        DtimPeriod = other.DtimPeriod;
        WmmEnabled = other.WmmEnabled;
        Uapsd = other.Uapsd;
        Ssid = other.Ssid.Length > 0 ? other.Ssid : Ssid;
        Utf8Ssid = other.Utf8Ssid;
        Bridge = other.Bridge;
        StartDisabled = other.StartDisabled;
        WithoutHt = other.WithoutHt;
        QuietWhenFull = other.QuietWhenFull;
        AnswersProbes = other.AnswersProbes;
        AclPolicy = other.AclPolicy;
        AcceptFile = other.AcceptFile;
        DenyFile = other.DenyFile;
        MulticastToUnicast = other.MulticastToUnicast;
        MaxListenInterval = other.MaxListenInterval;
        VendorElements = other.VendorElements;
        AssociationElements = other.AssociationElements;
        NotifiesFrames = other.NotifiesFrames;
        ConfigId = other.ConfigId;
        Intercept = other.Intercept;
        Logging = other.Logging;
        IgnoreBroadcastSsid = other.IgnoreBroadcastSsid;
        MaxStations = other.MaxStations;
        Isolate = other.Isolate;
        MaxInactivity = other.MaxInactivity;
        SkipInactivityPoll = other.SkipInactivityPoll;
        BroadcastDeauth = other.BroadcastDeauth;
        Wpa = other.Wpa;
        HadOldWpa = other.HadOldWpa;
        Passphrase = GroupOwner.Enabled ? other.Passphrase ?? Passphrase : other.Passphrase;
        Psk = other.Psk;
        PskFile = other.PskFile;
        GroupRekey = other.GroupRekey;
        StrictRekey = other.StrictRekey;
        OldPairwise = other.OldPairwise;
        HasRsnPairwise = other.HasRsnPairwise;
        PairwiseRekey = other.PairwiseRekey;
        PairwiseUpdateCount = other.PairwiseUpdateCount;
        GroupUpdateCount = other.GroupUpdateCount;
        EapolVersion = other.EapolVersion;
        EventProgram = other.EventProgram;
        ButtonInput = other.ButtonInput;
        PinRequestsFile = other.PinRequestsFile;
        ButtonLed = other.ButtonLed;
        EntropyHoldMax = other.EntropyHoldMax;
        EntropyPolicy = other.EntropyPolicy;
        _wpsState = other._wpsState;
        Wps = other.Wps;
        WpsCredProcessing = other.WpsCredProcessing;
        Address = other.Address ?? Address;
    }
}
