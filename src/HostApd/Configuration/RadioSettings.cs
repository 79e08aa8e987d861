using System.Globalization;
using HostApd.Ap;
using HostApd.Driver;
using static HostApd.Ap.ChangeCost;

namespace HostApd.Configuration;

/// <summary>The keys of section [radio]: what all BSSes of one radio share.</summary>
internal static class RadioSettings
{
    private const int FastestRate = 10_000;

    private const int HighestChannel = 233;

    /// <summary>hostapd numbers its queues from the most urgent on.</summary>
    private static readonly string[] Queues = ["data0", "data1", "data2", "data3"];

    internal static IEnumerable<Setting> All =>
    [
        New("interface", "", "the wireless interface that becomes the access point",
            Interface) with
        {
            IsFromFilesOnly = true,
            Cost = Restart,
            Option = static o => o.InterfaceName,
        },
        New("beside", "", "an interface of the same radio, perhaps another program's station: `interface` is made beside it if it does not exist, and removed at the end",
            Named(static (t, v) => t.Beside = v)) with
        {
            IsFromFilesOnly = true,
        },
        New("phy", "", "the same by the name of the radio, e.g. phy0", Named(static (t, v) => t.Phy = v)) with
        {
            IsFromFilesOnly = true,
        },
        New("driver", "nl80211", "the only driver", SettingValue.OneOf(["nl80211"], static (_, _) => { },
            hostapds: ["hostap", "wired", "macsec_linux", "bsd", "atheros", "roboswitch", "none"], ProblemKind.UnsupportedProtection)),
        New("country_code", "", "two letters of ISO 3166-1; empty leaves the kernel's domain as it is", Country,
            static (t, read) => t.Radio.CountryCode = read.Radio.CountryCode, ChangeCost.Radio, static o => o.Radio.CountryCode),
        New("country3", "0x20", "third byte of the Country element: 0x20 = everywhere, 0x49 = indoors, 0x4f = outdoors",
            SettingValue.FirstWord(Environment),
            static (t, read) => t.Radio.CountryEnvironment = read.Radio.CountryEnvironment, ChangeCost.Radio, static o => o.Radio.CountryEnvironment),
        New("ieee80211d", "0", "1 = announce country, channels and power limits",
            SettingValue.Switch(static (t, v) => t.Radio.AnnounceCountry = v),
            static (t, read) => t.Radio.AnnounceCountry = read.Radio.AnnounceCountry, ChangeCost.Radio, static o => o.Radio.CountryEnvironment),
        .. RadarSettings.All,
        .. GenerationSettings.All,
        .. ChoiceSettings.All,
        New("hw_mode", "any", "a = 5 GHz, b = 2.4 GHz without OFDM, g = 2.4 GHz, any = by the channel's number",
            SettingValue.OneOf(["a", "b", "g", "any"], static (t, v) =>
            {
                t.Radio.AnyMode = v == "any";
                t.Radio.HasModeByDefault = false;
                t.Radio.HardwareMode = v switch
                {
                    "a" => HardwareMode.A,
                    "b" => HardwareMode.B,
                    _ => HardwareMode.G,
                };
            }, hostapds: ["ad"]),
            static (t, read) => (t.Radio.AnyMode, t.Radio.HardwareMode, t.Radio.HasModeByDefault) = (read.Radio.AnyMode, read.Radio.HardwareMode, read.Radio.HasModeByDefault), ChangeCost.Radio, static o => o.Radio.Mode) with
        {
            OverruledBy = Overruler.ChannelSwitch,
        },
        New("channel", "", "channel number; auto = the radio looks around and chooses, in the band of hw_mode or band (0 and acs_survey are the same)",
            ValueForm.Number(ValueKind.Integer, 0, HighestChannel).Said(Channel),
            static (t, read) => (t.Radio.Channel, t.Radio.ChoosesChannel) = (read.Radio.Channel, read.Radio.ChoosesChannel), ChangeCost.Radio,
            static o => (o.Radio.Channel.PrimaryMhz, o.Radio.ChoosesChannel)) with
        {
            OverruledBy = Overruler.ChannelSwitch,
        },
        New("beacon_int", "100", "between two beacons, in units of 1.024 ms",
            SettingValue.Number(10, 65535, static (t, v) => t.Radio.BeaconInterval = v),
            static (t, read) => t.Radio.BeaconInterval = read.Radio.BeaconInterval, ChangeCost.Radio, static o => o.Radio.BeaconInterval),
        New("ieee80211n", "0", "HT (802.11n)", SettingValue.Switch(static (t, v) => (t.Radio.Ieee80211n, t.Radio.Wide) = (v, t.Radio.Wide with { SaysGenerations = true })),
            static (t, read) => t.Radio.Ieee80211n = read.Radio.Ieee80211n, ChangeCost.Radio, static o => o.Radio.Channel.Ht) with
        {
            OverruledBy = Overruler.ChannelSwitch,
        },
        New("ht_capab", "", "what HT may use, e.g. [HT40+][SHORT-GI-20]; see hostapd.conf", HtCapabilityNames.Apply,
            static (t, read) => t.Radio.TakeHtCapabilities(read.Radio), ChangeCost.Radio, static o => (o.Radio.HtCapabilities, o.Radio.Channel.Secondary)) with
        {
            OverruledBy = Overruler.ChannelSwitch,
        },
        New("preamble", "0", "1 allows short preambles", SettingValue.Switch(static (t, v) => t.Radio.ShortPreamble = v),
            static (t, read) => t.Radio.ShortPreamble = read.Radio.ShortPreamble, ChangeCost.Radio, static o => o.Radio.ShortPreamble),
        New("supported_rates", "", "units of 100 kb/s separated by blanks; empty = what the radio has",
            SettingValue.Numbers(10, FastestRate, static (t, v) => TakeRates(v, r => t.Radio.SupportedRates = r)),
            static (t, read) => t.Radio.SupportedRates = read.Radio.SupportedRates, ChangeCost.Radio, static o => o.Radio.SupportedRates),
        New("basic_rates", "", "units of 100 kb/s separated by blanks; empty = what the mode wants",
            SettingValue.Numbers(10, FastestRate, static (t, v) => TakeRates(v, r => t.Radio.BasicRates = r)),
            static (t, read) => t.Radio.BasicRates = read.Radio.BasicRates, ChangeCost.Radio, static o => o.Radio.BasicRates),
        New("rts_threshold", "", "octets from which RTS/CTS protects a frame; -1 = never, empty leaves it as it is",
            SettingValue.Number(-1, 65535, static (t, v) => t.Radio.RtsThreshold = v),
            static (t, read) => t.Radio.RtsThreshold = read.Radio.RtsThreshold, Live, static o => o.Radio.RtsThreshold),
        New("fragm_threshold", "", "octets from which a frame is fragmented; -1 = never, empty leaves it as it is",
            ValueForm.Number(ValueKind.Integer, -1, 2346).Said(Fragment), static (t, read) => t.Radio.FragmentThreshold = read.Radio.FragmentThreshold, Live, static o => o.Radio.FragmentThreshold),
        New("eapol_transport", "auto",
            "how EAPOL frames pass: auto = the driver's control port where it has one; packet = AF_PACKET always",
            SettingValue.OneOf(["auto", "packet"], static (t, v) => t.Radio.UseControlPort = v == "auto"),
            static (t, read) => t.Radio.UseControlPort = read.Radio.UseControlPort),
        New("driver_params", "", "the same in hostapd's words: control_port=1 or control_port=0", DriverParameters,
            static (t, read) => t.Radio.UseControlPort = read.Radio.UseControlPort),
        .. QueueSettings(),
        .. CategorySettings("be", AccessCategory.BestEffort, static w => w.BestEffort, static (w, c) => w with { BestEffort = c }),
        .. CategorySettings("bk", AccessCategory.Background, static w => w.Background, static (w, c) => w with { Background = c }),
        .. CategorySettings("vi", AccessCategory.Video, static w => w.Video, static (w, c) => w with { Video = c }),
        .. CategorySettings("vo", AccessCategory.Voice, static w => w.Voice, static (w, c) => w with { Voice = c }),
    ];

    private static Setting New(string key, string standard, string meaning, ApplySetting apply, TakeSetting? take = null,
        ChangeCost? cost = null, Func<BssOptions, object?>? option = null) =>
        new("radio", key, standard, meaning, apply) { Take = take, Cost = cost, Option = option };

    private static SettingProblem? Interface(AccessPointConfiguration target, string value)
    {
        if (InterfaceName.Problem(value) is { } problem)
        {
            return problem;
        }

        target.InterfaceName = value;
        return null;
    }

    private static ApplySetting Named(Action<AccessPointConfiguration, string> put) => (target, value) =>
    {
        if (InterfaceName.Problem(value) is { } problem)
        {
            return problem;
        }

        put(target, value);
        return null;
    };

    /// <summary>As in hostapd the first two characters count, and they are capitals.</summary>
    private static SettingProblem? Country(AccessPointConfiguration target, string value)
    {
        var text = value.Trim();
        if (text.Length < 2 || !char.IsAsciiLetterUpper(text[0]) || !char.IsAsciiLetterUpper(text[1]) || text.Length > 3 && char.IsAsciiLetterOrDigit(text[2]))
        {
            return $"'{Spoken.Shortly(value)}' is no country: two capital letters such as US or DE";
        }

        target.Radio.CountryCode = text[..2];
        return text.Length == 2 ? null : SettingProblem.Remark(
            $"is read as {target.Radio.CountryCode}; '{Spoken.Shortly(text[2..].Trim())}' behind it does not count", target.Radio.CountryCode);
    }

    private static SettingProblem? Environment(AccessPointConfiguration target, string value)
    {
        var digits = value.StartsWith("0x", StringComparison.Ordinal) ? value.AsSpan(2) : value;
        if (!byte.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number))
        {
            return $"'{Spoken.Shortly(value)}' is no byte in hexadecimal, such as 0x49";
        }

        target.Radio.CountryEnvironment = number;
        return null;
    }

    private static SettingProblem? Channel(AccessPointConfiguration target, string value)
    {
        if (value.Trim() is "auto" or "acs_survey" || SettingValue.TryLeadingNumber(value, out var number, out _) && number == 0)
        {
            (target.Radio.Channel, target.Radio.ChoosesChannel) = (null, true);
            return null;
        }

        return SettingValue.Number(1, HighestChannel, static (t, v) => (t.Radio.Channel, t.Radio.ChoosesChannel) = (v, false))(target, value);
    }

    private static SettingProblem? Fragment(AccessPointConfiguration target, string value)
    {
        if (!SettingValue.TryLeadingNumber(value, out var number, out var remark) || number != -1 && number is < 256 or > 2346)
        {
            return $"'{Spoken.Shortly(value)}' is neither -1 nor a number from 256 to 2346";
        }

        // An even number, as the standard wants (802.11-2020 dot11FragmentationThreshold).
        target.Radio.FragmentThreshold = number == -1 ? -1 : number & ~1;
        return remark;
    }

    /// <summary>Words of hostapd's nl80211 driver. Those that name something else ask for what is not built in.</summary>
    private static SettingProblem? DriverParameters(AccessPointConfiguration target, string value)
    {
        foreach (var word in value.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries))
        {
            switch (word)
            {
                case "control_port=0" or "control_port_ap=0":
                    target.Radio.UseControlPort = false;
                    break;
                case "control_port=1" or "control_port_ap=1":
                    target.Radio.UseControlPort = true;
                    break;
                default:
                    return SettingProblem.Missing("parameters for drivers", $"'{Spoken.Shortly(word)}' is not supported; control_port=0 and control_port=1 are");
            }
        }

        return null;
    }

    private static SettingProblem? TakeRates(int[] rates, Action<byte[]> put)
    {
        if (Array.Find(rates, static r => r % 5 != 0 || r / 5 > 127) is var odd and not 0)
        {
            return $"'{odd}' is no rate in units of 100 kb/s, such as 10, 55 or 240";
        }

        put([.. rates.Select(static r => (byte)(r / 5))]);
        return null;
    }

    private static IEnumerable<Setting> QueueSettings() => Queues.Index().SelectMany(static queue => QueueSettings(queue.Index, queue.Item));

    private static Setting[] QueueSettings(int index, string name) =>
    [
        Queue(name, index, "aifs", 0, 255, static (q, v) => q with { Aifs = v }),
        Window(name, index, "cwmin", static (q, v) => q with { CwMin = v }),
        Window(name, index, "cwmax", static (q, v) => q with { CwMax = v }),
        New($"tx_queue_{name}_burst", "", $"milliseconds that a turn of {name} may last, e.g. 1.5", SettingValue.FirstWord(ValueForm.Number(ValueKind.Decimal, 0, 1000).Said((t, v) =>
        {
            if (!double.TryParse(v, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var burst) || burst > 1000)
            {
                return $"'{Spoken.Shortly(v)}' is no time in milliseconds";
            }

            // Units of 32 µs, rounded as hostapd does.
            Change(t, index, q => q with { TransmitOpportunity = (int)((burst * 10 * 100 + 16) / 32) });
            return null;
        })), TakeQueues, Live, static o => o.Radio.Queues),
    ];

    /// <summary>A contention window is one less than a power of two (802.11-2020 9.4.2.28).</summary>
    private static Setting Window(string name, int index, string what, Func<TransmitQueue, int, TransmitQueue> change)
    {
        var any = Queue(name, index, what, 1, 32767, change);
        return any with
        {
            Apply = any.Form.Said((target, value) => SettingValue.TryLeadingNumber(value, out var number, out _) && (number & (number + 1)) != 0
                ? $"'{Spoken.Shortly(value)}' is no contention window: 1, 3, 7, 15 … 32767"
                : any.Apply(target, value)),
        };
    }

    private static Setting Queue(string name, int index, string what, int low, int high,
        Func<TransmitQueue, int, TransmitQueue> change) =>
        New($"tx_queue_{name}_{what}", "", $"{what} of our own {name} (0 voice, 1 video, 2 best effort, 3 background)",
            SettingValue.Number(low, high, (t, v) => Change(t, index, q => change(q, v))), TakeQueues, Live, static o => o.Radio.Queues);

    private static void TakeQueues(AccessPointConfiguration running, AccessPointConfiguration read) => running.Radio.Queues = read.Radio.Queues;

    private static void Change(AccessPointConfiguration target, int index, Func<TransmitQueue, TransmitQueue> change) =>
        target.Radio.Queues = (target.Radio.Queues ?? TransmitQueues.Standard).With(index, change);

    private static IEnumerable<Setting> CategorySettings(string name, AccessCategory standard,
        Func<WmmParameters, AccessCategory> get, Func<WmmParameters, AccessCategory, WmmParameters> write)
    {
        Setting Part(string what, string meaning, int low, int high, Func<AccessCategory, int> value, Func<AccessCategory, int, AccessCategory> change) =>
            New($"wmm_ac_{name}_{what}", value(standard).ToString(CultureInfo.InvariantCulture), meaning,
                SettingValue.Number(low, high, (t, v) => t.Radio.Wmm = write(t.Radio.Wmm, change(get(t.Radio.Wmm), v))),
                static (t, read) => t.Radio.Wmm = read.Radio.Wmm, Live, static o => o.WmmParameters);

        yield return Part("cwmin", "for stations: smallest contention window, as a power of 2", 0, 15,
            static c => c.CwMin, static (c, v) => c with { CwMin = v });
        yield return Part("cwmax", "for stations: largest contention window, as a power of 2", 0, 15,
            static c => c.CwMax, static (c, v) => c with { CwMax = v });
        yield return Part("aifs", "for stations: slots of silence", 1, 15,
            static c => c.Aifs, static (c, v) => c with { Aifs = v });
        yield return Part("txop_limit", "for stations: units of 32 µs that a turn may last", 0, 65535,
            static c => c.TransmitOpportunity, static (c, v) => c with { TransmitOpportunity = v });
        yield return Part("acm", "for stations: 1 = only after admission", 0, 1,
            static c => c.AdmissionControl ? 1 : 0, static (c, v) => c with { AdmissionControl = v == 1 });
    }
}
