using HostApd.Ap;

namespace HostApd.Configuration;

/// <summary>The keys of section [radio] that have to do with radar, and with what 5 GHz wants beside it.</summary>
internal static class RadarSettings
{
    private static readonly string[] Returns = ["no", "idle", "yes"];

    internal static IEnumerable<Setting> All =>
    [
        New("ieee80211h", "0", "1 = channels with radar (52–144) may be used: it is listened for first, for a minute, and later left; needs ieee80211d",
            SettingValue.Switch(static (t, v) => t.Radio.LooksForRadar = v),
            static (t, read) => t.Radio.LooksForRadar = read.Radio.LooksForRadar, static o => o.Radio.LooksForRadar),
        New("channel_fallback", "auto", "where radar is: auto = another channel, as wide if there is one; none = off the air until it has been gone for half an hour",
            SettingValue.OneOf(["auto", "none"], static (t, v) => t.Radio.Dfs = t.Radio.Dfs with { FallsBack = v == "auto" }),
            static (t, read) => t.Radio.Dfs = t.Radio.Dfs with { FallsBack = read.Radio.Dfs.FallsBack }, static o => o.Radio.Dfs.FallsBack),
        New("dfs_return", "no", "half an hour after radar: no = stays on the other channel, idle = back once nobody is connected, yes = back at once; listening again takes a minute off the air",
            SettingValue.OneOf(Returns, static (t, v) => t.Radio.Dfs = t.Radio.Dfs with { Return = (DfsReturn)Array.IndexOf(Returns, v) }),
            static (t, read) => t.Radio.Dfs = t.Radio.Dfs with { Return = read.Radio.Dfs.Return }, static o => o.Radio.Dfs.Return),
        New("local_pwr_constraint", "", "dB that stations in 5 GHz are to stay below what the country allows; empty = 3 on channels with radar, else none",
            SettingValue.Number(-1, byte.MaxValue, static (t, v) => t.Radio.PowerConstraint = v < 0 ? null : v),
            static (t, read) => t.Radio.PowerConstraint = read.Radio.PowerConstraint, static o => o.Radio.PowerConstraint),
        New("spectrum_mgmt_required", "0", "1 = networks in 5 GHz say on every channel that spectrum is managed there, not only where radar is; needs local_pwr_constraint",
            SettingValue.Switch(static (t, v) => t.Radio.RequiresSpectrumManagement = v),
            static (t, read) => t.Radio.RequiresSpectrumManagement = read.Radio.RequiresSpectrumManagement, static o => o.Radio.RequiresSpectrumManagement),
    ];

    /// <summary>What each needs of the others, as in hostapd.</summary>
    internal static IEnumerable<(string Key, string Problem)> Check(RadioConfiguration radio)
    {
        if (radio.LooksForRadar && !radio.AnnounceCountry)
        {
            yield return ("ieee80211h", "needs ieee80211d = 1, and with it country_code: where radar is, and how it is looked for, says the country");
        }

        if (radio.PowerConstraint is not null && !radio.AnnounceCountry)
        {
            yield return ("local_pwr_constraint", "is below what the country allows: set ieee80211d = 1 and country_code, too");
        }

        if (radio.RequiresSpectrumManagement && radio.PowerConstraint is null)
        {
            yield return ("spectrum_mgmt_required", "needs local_pwr_constraint, e.g. 0, and ieee80211d = 1 with country_code");
        }
    }

    private static Setting New(string key, string standard, string meaning, ApplySetting apply, TakeSetting take, Func<BssOptions, object?> option) =>
        new("radio", key, standard, meaning, apply) { Take = take, Cost = ChangeCost.Radio, Option = option };
}
