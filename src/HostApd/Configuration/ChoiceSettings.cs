using System.Globalization;
using HostApd.Ap;

namespace HostApd.Configuration;

/// <summary>The keys of section [radio] that say how the radio chooses its channel, and what it minds beside that.</summary>
internal static class ChoiceSettings
{
    /// <summary>More channels nobody has.</summary>
    private const int MostListed = 500;

    private const string Disturbs = "40 MHz are used whoever is beside them, and disturb those";

    internal static IEnumerable<Setting> All =>
    [
        New("acs_num_scans", "2", "with channel = auto: how often the radio looks around before it chooses; once takes 1.5 s in 2.4 GHz and 3 s in 5 GHz", Scans,
            static (c, read) => c with { Scans = read.Scans }, static o => o.Radio.Choice.Scans),
        New("chanlist", "", "with channel = auto: the numbers of the primary channels among which it chooses, e.g. 1 6 11-13; empty = all",
            Listed(1, 233, "channel", static (c, v) => c with { Channels = v }), static (c, read) => c with { Channels = read.Channels }, Frequencies),
        New("freqlist", "", "the same in MHz, e.g. 2412 5180-5240",
            Listed(2412, 7115, "frequency", static (c, v) => c with { FrequenciesMhz = v }), static (c, read) => c with { FrequenciesMhz = read.FrequenciesMhz }, Frequencies),
        New("acs_chan_bias", "", "with channel = auto: what the cost of a channel counts, e.g. 1:0.8 6:0.8 11:0.8; empty = 1, 6 and 11 cost less", Bias,
            static (c, read) => c with { Bias = read.Bias }, static o => string.Join(' ', o.Radio.Choice.Bias)),
        New("acs_exclude_dfs", "0", "1 = with channel = auto never where radar is to be listened for first",
            SettingValue.Switch(static (t, v) => t.Radio.Choice = t.Radio.Choice with { ExcludesRadar = v }),
            static (c, read) => c with { ExcludesRadar = read.ExcludesRadar }, static o => o.Radio.Choice.ExcludesRadar),
        New("min_tx_power", "0", "with channel = auto: not where no more dBm than that may be sent",
            SettingValue.Number(0, byte.MaxValue, static (t, v) => t.Radio.Choice = t.Radio.Choice with { LeastPowerDbm = v }),
            static (c, read) => c with { LeastPowerDbm = read.LeastPowerDbm }, static o => o.Radio.Choice.LeastPowerDbm),
        New("ht40_coexistence", "obey", "obey = 40 MHz only where a look around finds room for them, and STATUS names who forbids them; ignore = " + Disturbs,
            SettingValue.OneOf(["obey", "ignore"], static (t, v) => t.Radio.Choice = t.Radio.Choice with { IgnoresCoexistence = v == "ignore" }),
            static (c, read) => c with { IgnoresCoexistence = read.IgnoresCoexistence }, static o => o.Radio.IgnoresCoexistence),
        New("obss_interval", "0", "with 40 MHz in 2.4 GHz: seconds (0-900; stations take less than 10 for 10) between two looks of the stations for whom they disturb, where the radio can change its width while it beacons; after five such spans without a word against them they return; 0 = stations are not told to look, and it takes 25 minutes",
            SettingValue.Number(0, 900, static (t, v) => t.Radio.Choice = t.Radio.Choice with { ScanInterval = v }),
            static (c, read) => c with { ScanInterval = read.ScanInterval }, static o => (int)o.Radio.ScanInterval.TotalSeconds),
        New("noscan", "0", "1 = ht40_coexistence = ignore, in OpenWrt's words", SettingValue.Switch(static (t, v) => t.Radio.Choice = t.Radio.Choice with { NoScan = v }),
            static (c, read) => c with { NoScan = read.NoScan }, static o => o.Radio.IgnoresCoexistence),
        New("ht_coex", "1", "0 = ht40_coexistence = ignore, in OpenWrt's words", SettingValue.Switch(static (t, v) => t.Radio.Choice = t.Radio.Choice with { NoCoexistence = !v }),
            static (c, read) => c with { NoCoexistence = read.NoCoexistence }, static o => o.Radio.IgnoresCoexistence),
    ];

    /// <summary>What words of OpenWrt's mean here.</summary>
    internal static IEnumerable<(string Key, SettingProblem Remark)> Remarks(ChoiceConfiguration choice)
    {
        if (choice.NoScan)
        {
            yield return ("noscan", SettingProblem.Remark($"is ht40_coexistence = ignore: {Disturbs}"));
        }

        if (choice.NoCoexistence)
        {
            yield return ("ht_coex", SettingProblem.Remark($"is ht40_coexistence = ignore: {Disturbs}"));
        }
    }

    private static Setting New(string key, string standard, string meaning, ApplySetting apply,
        Func<ChoiceConfiguration, ChoiceConfiguration, ChoiceConfiguration> take, Func<BssOptions, object?> option) =>
        new("radio", key, standard, meaning, apply)
        {
            Take = (t, read) => t.Radio.Choice = take(t.Radio.Choice, read.Radio.Choice),
            Cost = ChangeCost.Radio,
            Option = option,
        };

    private static string Frequencies(BssOptions options) => string.Join(' ', options.Radio.Choice.FrequenciesMhz);

    private static ApplySetting Scans { get; } = ValueForm.Number(ValueKind.Integer, 1, 100).Said(static (target, value) =>
    {
        if (!SettingValue.TryLeadingNumber(value, out var number, out var remark) || number is < 1 or > 100)
        {
            return $"invalid acs_num_scans {Spoken.Shortly(value)} (expected 1..100): 1 or 2 are enough";
        }

        target.Radio.Choice = target.Radio.Choice with { Scans = number };
        return remark;
    });

    /// <summary>Numbers and ranges of them, with blanks or commas between.</summary>
    private static ApplySetting Listed(int low, int high, string what, Func<ChoiceConfiguration, int[], ChoiceConfiguration> put) =>
        ValueForm.Number(ValueKind.Integers, low, high).Said((target, value) =>
        {
            var all = new List<int>();
            foreach (var word in value.Split([' ', ',', '\t'], StringSplitOptions.RemoveEmptyEntries))
            {
                var dash = word.IndexOf('-', StringComparison.Ordinal);
                if (!SettingValue.TryNumber(dash < 0 ? word : word[..dash], out var first) || !SettingValue.TryNumber(dash < 0 ? word : word[(dash + 1)..], out var last)
                    || first < low || last > high || last < first)
                {
                    return $"invalid {what} list: '{Spoken.Shortly(word)}' is neither a number from {low} to {high} nor a range such as {low}-{low + 12}";
                }

                // Of a range only every fifth MHz is one, and a range may be all of the air.
                for (var number = first; number <= last && all.Count < MostListed; number += low > 1000 ? 5 : 1)
                {
                    all.Add(number);
                }
            }

            target.Radio.Choice = put(target.Radio.Choice, [.. all]);
            return null;
        });

    private static SettingProblem? Bias(AccessPointConfiguration target, string value)
    {
        var all = new List<(int, double)>();
        foreach (var word in value.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = word.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0 || all.Count == MostListed || !SettingValue.TryNumber(word[..colon], out var channel) || channel <= 0
                || !double.TryParse(word.AsSpan(colon + 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var factor) || factor > 1000)
            {
                return $"'{Spoken.Shortly(value)}' is not channel:weight, several with blanks between, e.g. 1:0.8 6:0.8";
            }

            all.Add((channel, factor));
        }

        target.Radio.Choice = target.Radio.Choice with { Bias = all };
        return null;
    }
}
