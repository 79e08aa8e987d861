using System.Globalization;
using HostApd.Ap;

namespace HostApd.Configuration;

/// <summary>The keys of section [radio] for generations after HT and for wide channels: ours, and all of hostapd's.</summary>
internal static class GenerationSettings
{
    private static readonly string[] Widths = ["auto", "20", "40", "80", "160", "320"];
    private static readonly string[] Generation = ["auto", "n", "ac", "ax", "be"];

    internal static IEnumerable<Setting> All =>
    [
        New("channel_width", "", "MHz: 20, 40, 80, 160 or 320; auto = as wide as the radio and the country allow; empty = as the keys of 802.11n, ac, ax and be say",
            SettingValue.OneOf(["", .. Widths], static (t, v) => t.Radio.Wide = t.Radio.Wide with
            {
                Width = v.Length == 0 ? null : v == "auto" ? WideConfiguration.Auto : int.Parse(v, CultureInfo.InvariantCulture),
            }), static o => o.Radio.Channel.Width),
        New("generation", "", "what may be spoken: n, ac, ax, be and all before; auto = what the radio has; empty = as ieee80211n to ieee80211be say",
            SettingValue.OneOf(["", .. Generation], static (t, v) => t.Radio.Wide = t.Radio.Wide with { UpTo = UpTo(v) }), static o => o.Radio.BeyondHt),
        New("band", "", "2.4, 5 or 6 GHz where the channel's number alone does not say it",
            SettingValue.OneOf(["", "2.4", "5", "6"], static (t, v) => t.Radio.Wide = t.Radio.Wide with { Band = v }), null),
        New("op_class", "0", "operating class: 131 to 137 is 6 GHz, and each has its width", SettingValue.Number(0, 180, static (t, v) =>
            t.Radio.Wide = t.Radio.Wide with { OperatingClass = v }), static o => o.Radio.Channel.Width),
        Switch("ieee80211ac", "VHT (802.11ac), in 5 GHz", static (w, v) => w with { Ac = v, SaysGenerations = true }, static o => o.Radio.BeyondHt),
        Switch("ieee80211ax", "HE (802.11ax)", static (w, v) => w with { Ax = v, SaysGenerations = true }, static o => o.Radio.BeyondHt),
        Switch("ieee80211be", "EHT (802.11be), with ieee80211ax", static (w, v) => w with { Be = v, SaysGenerations = true }, static o => o.Radio.BeyondHt),
        New("vht_capab", "", "what VHT may use, e.g. [SHORT-GI-80][MAX-MPDU-11454]; see hostapd.conf; empty = what the radio has", VhtCapabilityNames.Apply,
            static o => o.Radio.VhtCapabilities),
        .. WidthOf("vht", static w => w.OfVht, static (w, words) => w with { OfVht = words }),
        .. WidthOf("he", static w => w.OfHe, static (w, words) => w with { OfHe = words }),
        .. WidthOf("eht", static w => w.OfEht, static (w, words) => w with { OfEht = words }),
        Require("require_ht", Generations.Ht, "HT"),
        Require("require_vht", Generations.Vht, "VHT"),
        Require("require_he", Generations.He, "HE"),
        Require("require_eht", Generations.Eht, "EHT"),
        .. HeSettings.All,
    ];

    /// <summary>A row of the section; what it changes is another channel. Without an option it does so with others alone, whose option that is.</summary>
    internal static Setting New(string key, string standard, string meaning, ApplySetting apply, Func<BssOptions, object?>? option) =>
        new("radio", key, standard, meaning, apply)
        {
            Take = static (t, read) => t.Radio.TakeWide(read.Radio),
            Cost = option is null ? null : ChangeCost.Radio,
            Option = option,
            OverruledBy = Overruler.ChannelSwitch,
        };

    private static Setting Switch(string key, string meaning, Func<WideConfiguration, bool, WideConfiguration> put, Func<BssOptions, object?> option) =>
        New(key, "0", meaning, SettingValue.Switch((t, v) => t.Radio.Wide = put(t.Radio.Wide, v)), option);

    private static Setting Require(string key, Generations generation, string name) =>
        New(key, "0", $"1 = only stations that speak {name}", SettingValue.Switch((t, v) =>
            t.Radio.Wide = t.Radio.Wide with { Required = v ? t.Radio.Wide.Required | generation : t.Radio.Wide.Required & ~generation }),
            o => o.Radio.Required & generation);

    private static Setting[] WidthOf(string name, Func<WideConfiguration, WidthWords> get, Func<WideConfiguration, WidthWords, WideConfiguration> put)
    {
        Setting Part(string what, string meaning, int high, Func<WidthWords, int, WidthWords> change) =>
            New($"{name}_oper_{what}", "0", meaning,
                SettingValue.Number(0, high, (t, v) => t.Radio.Wide = put(t.Radio.Wide, change(get(t.Radio.Wide), v))), null);

        var indices = name == "eht" ? "0 = 20 or 40 MHz, 1 = 80, 2 = 160, 9 = 320" : "0 = 20 or 40 MHz, 1 = 80, 2 = 160";
        Setting[] settings =
        [
            Part("chwidth", $"{indices}; channel_width says the same in MHz", name == "eht" ? 9 : 3, static (w, v) => w with { Index = v }),
            Part("centr_freq_seg0_idx", "number of the centre; it follows from channel and width, and is only compared", 255, static (w, v) => w with { First = v }),
        ];
        return name == "eht" ? settings
            : [.. settings, Part("centr_freq_seg1_idx", "number of the second centre of 80+80 MHz, which is not built in", 255, static (w, v) => w with { Second = v })];
    }

    private static Generations? UpTo(string word) => word switch
    {
        "n" => Generations.Ht,
        "ac" => Generations.Ht | Generations.Vht,
        "ax" => Generations.Ht | Generations.Vht | Generations.He,
        "be" or "auto" => Generations.All,
        _ => null,
    };
}
