using System.Globalization;
using HostApd.Ap;
using HostApd.Driver;

namespace HostApd.Configuration;

/// <summary>hostapd's keys for what HE says beside what the radio can do (<c>he_…</c>).</summary>
internal static class HeSettings
{
    internal static IEnumerable<Setting> All =>
    [
        Beam("he_su_beamformer", "it forms beams for one station", static (h, v) => h with { SuBeamformer = v }),
        Beam("he_su_beamformee", "beams are formed for it", static (h, v) => h with { SuBeamformee = v }),
        Beam("he_mu_beamformer", "it forms beams for several stations at once", static (h, v) => h with { MuBeamformer = v }),
        Number("he_bss_color", "", "1 to 63: the colour of the BSS; empty = one is made of the address, and not in use", 1, 63, static (h, v) => h with { Colour = v }),
        Switch("he_bss_color_partial", "0", "association IDs are made of the colour", static (h, v) => h with { IsColourPartial = v }),
        Number("he_default_pe_duration", "0", "longest default packet extension, in units of 4 µs", 0, 7, static (h, v) => h with { DefaultPeDuration = v }),
        Switch("he_twt_required", "0", "stations are to negotiate target wake times", static (h, v) => h with { RequiresTwt = v }),
        Switch("he_twt_responder", "1", "it answers who asks for target wake times, where the radio does", static (h, v) => h with { RespondsToTwt = v }),
        Number("he_rts_threshold", "1023", "in units of 32 µs from which stations ask first; 1023 = never", 0, 1023, static (h, v) => h with { RtsThreshold = v }),
        Switch("he_er_su_disable", "0", "no extended range", static (h, v) => h with { WithoutExtendedRange = v }),
        New("he_basic_mcs_nss_set", "65532", "what every station has: two bits a stream, 0 MCS 0 to 7, 3 none",
            SettingValue.FirstWord(ValueForm.Number(ValueKind.Integer, 0, 65535).Said(BasicMcs))),
        .. SpatialReuseSettings(),
        .. MuEdcaSettings(),
    ];

    private static Setting New(string key, string standard, string meaning, ApplySetting apply) =>
        GenerationSettings.New(key, standard, meaning, apply, static o => o.Radio.He);

    private static Setting Number(string key, string standard, string meaning, int low, int high, Func<HeOptions, int, HeOptions> put) =>
        New(key, standard, meaning, SettingValue.Number(low, high, (t, v) => t.Radio.He = put(t.Radio.He, v)));

    private static Setting Switch(string key, string standard, string meaning, Func<HeOptions, bool, HeOptions> put) =>
        New(key, standard, meaning, SettingValue.Switch((t, v) => t.Radio.He = put(t.Radio.He, v)));

    private static Setting Beam(string key, string meaning, Func<HeOptions, bool?, HeOptions> put) =>
        New(key, "", $"1 = {meaning}, 0 = not; empty = as the radio has it", SettingValue.Switch((t, v) => t.Radio.He = put(t.Radio.He, v)));

    /// <summary>hostapd reads it as C does: 0x and hexadecimal digits, or a decimal number.</summary>
    private static SettingProblem? BasicMcs(AccessPointConfiguration target, string value)
    {
        var isHex = value.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        if (!ushort.TryParse(isHex ? value.AsSpan(2) : value, isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out var set))
        {
            return $"'{Spoken.Shortly(value)}' is not a number from 0 to 65535";
        }

        target.Radio.He = target.Radio.He with { BasicMcs = set };
        return null;
    }

    private static IEnumerable<Setting> SpatialReuseSettings()
    {
        static Setting Byte(string key, string meaning, int high, Func<SpatialReuse, byte, SpatialReuse> put) =>
            Number(key, "0", meaning, 0, high, (h, v) => h with { SpatialReuse = OrNone(put(h.SpatialReuse ?? SpatialReuse.Unset, (byte)v)) });

        static Setting Bits(string key, string meaning, Func<SpatialReuse, ulong, SpatialReuse> put) =>
            New(key, "", meaning, SettingValue.Numbers(0, 63, (t, v) =>
            {
                var bits = 0ul;
                foreach (var bit in v)
                {
                    bits |= 1ul << bit;
                }

                t.Radio.He = t.Radio.He with { SpatialReuse = OrNone(put(t.Radio.He.SpatialReuse ?? SpatialReuse.Unset, bits)) };
                return null;
            }));

        yield return Byte("he_spr_sr_control", "spatial reuse: bits of SR Control; 0 = nothing is said", 31, static (s, v) => s with { Control = v });
        yield return Byte("he_spr_non_srg_obss_pd_max_offset", "dB, with bit 2", 255, static (s, v) => s with { NonSrgMaxOffset = v });
        yield return Byte("he_spr_srg_obss_pd_min_offset", "dB, with bit 3", 255, static (s, v) => s with { SrgMinOffset = v });
        yield return Byte("he_spr_srg_obss_pd_max_offset", "dB, with bit 3", 255, static (s, v) => s with { SrgMaxOffset = v });
        yield return Bits("he_spr_srg_bss_colors", "colours of our group, with blanks between", static (s, v) => s with { Colours = v });
        yield return Bits("he_spr_srg_partial_bssid", "partial BSSIDs of our group, with blanks between", static (s, v) => s with { PartialBssids = v });
    }

    private static SpatialReuse? OrNone(SpatialReuse reuse) => reuse == SpatialReuse.Unset ? null : reuse;

    private static IEnumerable<Setting> MuEdcaSettings()
    {
        foreach (var (what, shift, high) in new[] { ("param_count", 0, 15), ("q_ack", 4, 1), ("queue_request", 5, 1), ("txop_request", 6, 1) })
        {
            yield return Edca($"qos_info_{what}", "bits of QoS Info", high, (e, v) => e with { QosInfo = Put(e.QosInfo, v, shift, high) });
        }

        foreach (var (name, get, put) in new (string, Func<MuEdca, MuEdcaRecord>, Func<MuEdca, MuEdcaRecord, MuEdca>)[]
        {
            ("be", static e => e.BestEffort, static (e, r) => e with { BestEffort = r }), ("bk", static e => e.Background, static (e, r) => e with { Background = r }),
            ("vi", static e => e.Video, static (e, r) => e with { Video = r }), ("vo", static e => e.Voice, static (e, r) => e with { Voice = r }),
        })
        {
            Setting Part(string what, string meaning, int high, Func<MuEdcaRecord, int, MuEdcaRecord> change) =>
                Edca($"ac_{name}_{what}", meaning, high, (e, v) => put(e, change(get(e), v)));

            yield return Part("aifsn", "slots of silence", 15, static (r, v) => r with { AciAifsn = Put(r.AciAifsn, v, 0, 15) });
            yield return Part("aci", "the access category", 3, static (r, v) => r with { AciAifsn = Put(r.AciAifsn, v, 5, 3) });
            yield return Part("acm", "admission control", 1, static (r, v) => r with { AciAifsn = Put(r.AciAifsn, v, 4, 1) });
            yield return Part("ecwmin", "exponent of the smallest contention window", 15, static (r, v) => r with { ContentionWindow = Put(r.ContentionWindow, v, 0, 15) });
            yield return Part("ecwmax", "exponent of the largest contention window", 15, static (r, v) => r with { ContentionWindow = Put(r.ContentionWindow, v, 4, 15) });
            yield return Part("timer", "in units of 8 TU", 255, static (r, v) => r with { Timer = (byte)v });
        }
    }

    private static byte Put(byte bits, int value, int shift, int mask) => (byte)(bits & ~(mask << shift) | value << shift);

    private static Setting Edca(string what, string meaning, int high, Func<MuEdca, int, MuEdca> put) =>
        New($"he_mu_edca_{what}", "0", $"MU EDCA: {meaning}", ValueForm.Number(ValueKind.Integer, 0, high).Said((t, value) =>
            SettingValue.FirstWord(SettingValue.Number(0, high, (target, v) =>
            {
                var edca = put(target.Radio.He.MuEdca ?? MuEdca.Unset, v);
                target.Radio.He = target.Radio.He with { MuEdca = edca == MuEdca.Unset ? null : edca };
            }))(t, value)));
}
