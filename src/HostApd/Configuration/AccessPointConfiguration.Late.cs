using HostApd.Ap;

namespace HostApd.Configuration;

/// <content>What can be said only when all was read: it depends on keys that may come later.</content>
internal sealed partial class AccessPointConfiguration
{
    private readonly Dictionary<string, SettingProblem> _ofRadarChannels = [];

    private int _wpsState;

    /// <summary>0 off, 1 configures itself on first use, 2 configured; 0 also where something else switches it off.</summary>
    internal int WpsState { get => WhyNoWps is null ? _wpsState : 0; set => _wpsState = value; }

    /// <summary>
    /// What switches WPS off though the file switches it on; null where nothing does. hostapd goes on without it, too, and says so
    /// in its log alone.
    /// </summary>
    internal string? WhyNoWps =>
        _wpsState == 0 || GroupOwner.Enabled ? null
        : IgnoreBroadcastSsid != 0 ? "is switched off by ignore_broadcast_ssid, as in hostapd: clients could not find the network"
        : null;

    /// <summary>Channels 52 to 144 belong to radar first (47 CFR 15.407(h), EN 301 893 4.2.6).</summary>
    private bool IsAmongRadar => Radio.EffectiveMode == HardwareMode.A && Radio.Channel is >= 52 and <= 144;

    /// <summary>Keeps what is to be said of a key that asks for something on channels with radar alone; the last line of it counts.</summary>
    internal SettingProblem? Defer(string key, SettingProblem? problem)
    {
        if (problem is null)
        {
            _ofRadarChannels.Remove(key);
        }
        else
        {
            _ofRadarChannels[key] = problem;
        }

        return null;
    }

    /// <summary>
    /// What is to be said of a file now that all of it was read, by key; what may be passed over is forgotten then, so that nobody
    /// asks again.
    /// </summary>
    internal IReadOnlyList<(string Key, SettingProblem Problem)> TakeLate(ReadOptions options)
    {
        var late = new List<(string Key, SettingProblem Problem)>();
        if (HasSecurity && JudgeOldPairwise() is { } old)
        {
            late.Add(("wpa_pairwise", old));
        }

        late.AddRange(ConcerningRadar());
        if (!IsAmongRadar)
        {
            late.AddRange(_ofRadarChannels.Keys.Select(static k => (k, SettingProblem.Remark("is for channels with radar (52–144); left out"))));
        }

        if (WhyNoWps is { } why)
        {
            late.Add(("wps_state", SettingProblem.Remark(why)));
        }

        if (IsFlat && !HasSecurity && (Passphrase ?? Psk) is not null)
        {
            late.Add((Passphrase is null ? "wpa_psk" : "wpa_passphrase",
                SettingProblem.Remark("protects nothing without wpa=2: this is an open network, as in hostapd")));
        }

        if (IsFlat && Radio.Channel is null && Main is null && !Lines.ContainsKey("channel"))
        {
            late.Add(("channel", RadioSettings.SurveyIsMissing("")));
        }

        if (options.IgnoreUnsupported)
        {
            OldPairwise = late.Exists(static l => l is { Key: "wpa_pairwise", Problem.Kind: ProblemKind.Unsupported }) ? null : OldPairwise;
            _ofRadarChannels.Clear();
        }

        return late;
    }

    /// <summary>What <c>wpa_pairwise</c> says would be refused, were there no word of <c>wpa=3</c> or of an open network.</summary>
    internal bool HasOtherPairwise => !HasRsnPairwise && OldPairwise is { } old && SecuritySettings.JudgePairwise(old) is not null;

    /// <summary>With <c>wpa=3</c> other ciphers are there for the stations that are left out anyway.</summary>
    private SettingProblem? JudgeOldPairwise() =>
        HasRsnPairwise || OldPairwise is not { } old ? null
        : SecuritySettings.JudgePairwise(old) is { Kind: ProblemKind.Unsupported } && HadOldWpa
            ? SettingProblem.Remark($"'{Spoken.Shortly(old)}' is read as CCMP, which all stations that speak WPA2 know", "CCMP")
        : SecuritySettings.JudgePairwise(old);

    private IEnumerable<(string Key, SettingProblem Problem)> ConcerningRadar() =>
        IsAmongRadar ? _ofRadarChannels.Select(static p => (p.Key, p.Value)) : [];
}
