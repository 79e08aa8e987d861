namespace HostApd.Configuration;

/// <content>The values of a file that was read anew.</content>
internal sealed partial class AccessPointConfiguration
{
    /// <summary>
    /// What the file said when settings came into force that are not stored in it; null where it says what is in force. As long as it
    /// says no more than that, reading it anew does not bring the old network back: an open one, perhaps, when a log is rotated.
    /// </summary>
    internal (string Ssid, int Wpa, string? Passphrase, string? Psk)? Overruled { get; set; }

    /// <summary>What a network is to those who join it.</summary>
    internal (string Ssid, int Wpa, string? Passphrase, string? Psk) Network => (Convert.ToHexString(Ssid), Wpa, Passphrase, Psk);

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
        PskFile = other.PskFile;
        GroupRekey = other.GroupRekey;
        StrictRekey = other.StrictRekey;
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
        Wps = other.Wps;
        WpsCredProcessing = other.WpsCredProcessing;
        Address = other.Address ?? Address;
        if (Overruled is not { } said || said != other.Network)
        {
            Overruled = null;
            TakeNetworkFrom(other);
        }
    }

    private void TakeNetworkFrom(AccessPointConfiguration other)
    {
        Ssid = other.Ssid.Length > 0 ? other.Ssid : Ssid;
        Wpa = other.Wpa;
        HadOldWpa = other.HadOldWpa;
        Passphrase = GroupOwner.Enabled ? other.Passphrase ?? Passphrase : other.Passphrase;
        Psk = other.Psk;
        OldPairwise = other.OldPairwise;
        HasRsnPairwise = other.HasRsnPairwise;
        _wpsState = other._wpsState;
    }
}
