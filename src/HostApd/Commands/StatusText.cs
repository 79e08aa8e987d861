using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using HostApd.Ap;
using HostApd.Configuration;
using HostApd.Control;
using HostApd.Ieee80211;
using HostApd.P2p;
using HostApd.Rsn;

namespace HostApd.Commands;

/// <summary>The replies to STATUS and GET_CONFIG, line for line as hostapd 2.10 gives them.</summary>
internal static class StatusText
{
    /// <summary>Of the channels that were not chosen, those that were nearest to it.</summary>
    private const int MostCosts = 12;

    /// <summary>STATUS of a BSS, among all of its radio, and with what was set of that.</summary>
    internal static string Write(Bss bss, IEnumerable<Bss>? all = null, RadioConfiguration? radio = null)
    {
        var text = new StringBuilder();
        var known = bss.State != BssState.Uninitialized;
        var protection = bss.Protection;
        void Line(string key, object value) => text.Append(CultureInfo.InvariantCulture, $"{key}={value}\n");

        Line("state", bss.State.Name());
        Line("phy", known ? bss.Radio.Capabilities.PhyName : "");
        Line("freq", known ? bss.Options.Channel.PrimaryMhz : 0);
        Line("num_sta_non_erp", protection.NonErp);
        Line("num_sta_no_short_slot_time", protection.NoShortSlot);
        Line("num_sta_no_short_preamble", protection.NoShortPreamble);
        Line("olbc", 0);
        Line("num_sta_ht_no_gf", 0);
        Line("num_sta_no_ht", protection.NoHt);
        Line("num_sta_ht_20_mhz", protection.Ht20);
        Line("num_sta_ht40_intolerant", protection.FortyIntolerant);
        Line("olbc_ht", 0);
        Line("ht_op_mode", $"0x{protection.HtOperationMode:x}");
        if (radio is { CountryCode: { } country })
        {
            // Later versions' of hostapd; what was set, as there, whether it is announced or not.
            Line("country_code", country);
            Line("country3", $"0x{radio.CountryEnvironment:X}");
        }

        if (bss.OnDemand.Device is { } device)
        {
            Line("p2p_device_address", device.Address);
            Line("p2p_state", NameOf(device.State));
        }

        var radar = bss.Radio.Radar;
        Line("cac_time_seconds", (int)radar.CheckTime.TotalSeconds);
        Line("cac_time_left_seconds", radar.CheckLeft is { } left ? (int)left.TotalSeconds : "N/A");
        Line("channel", known ? bss.Options.Channel.Number : 0);
        WriteLook(text, bss);
        Line("edmg_enable", 0);
        Line("edmg_channel", 0);
        var place = bss.Announcement?.Channel ?? bss.Options.Channel;
        var spoken = bss.Announcement?.Generations ?? (place.Ht ? Generations.Ht : Generations.None);
        Line("secondary_channel", known ? place.Secondary : 0);
        Line("ieee80211n", (spoken & Generations.Ht) != 0 ? 1 : 0);
        Line("ieee80211ac", (spoken & Generations.Vht) != 0 ? 1 : 0);
        Line("ieee80211ax", (spoken & Generations.He) != 0 ? 1 : 0);
        Line("beacon_int", bss.Options.Radio.BeaconInterval);
        Line("dtim_period", bss.Options.DtimPeriod);
        if (bss.Announcement is { } announced)
        {
            WriteWide(text, announced, bss.Radio.ColourOf(bss.Options.Radio.He));
            if (announced.Ht)
            {
                Line("ht_caps_info", announced.Plan.HtCapabilities.ToString("x4", CultureInfo.InvariantCulture));
            }

            if (bss.State is BssState.Enabled or BssState.Silent)
            {
                if (announced.Ht)
                {
                    Line("ht_mcs_bitmask", Convert.ToHexStringLower(announced.Plan.Band.HtMcsSet.AsSpan(0, 10)));
                }

                Line("supported_rates", string.Join(' ', announced.Rates.Select(static r => r.ToString("x2", CultureInfo.InvariantCulture))));
                Line("max_txpower", announced.MaxPowerDbm);
            }
        }

        foreach (var (index, one) in (all ?? [bss]).Index())
        {
            Line($"bss[{index}]", one.Options.InterfaceName);
            Line($"bssid[{index}]", one.Bssid);
            Line($"ssid[{index}]", SsidText.Escape(one.Options.Ssid));
            Line($"num_sta[{index}]", one.Stations.Count);
        }

        if (bss.Options.Load.AveragePeriod > 0)
        {
            Line("chan_util_avg", bss.Load.AverageUtilization);
        }

        return text.ToString();
    }

    /// <summary>hostapd's lines of each generation, the newest first; the width in MHz is ours.</summary>
    private static void WriteWide(StringBuilder text, BssAnnouncement announced, int colour)
    {
        var (channel, spoken) = (announced.Channel, announced.Generations);
        if (channel.WidthMhz > 20 || (spoken & ~Generations.Ht) != 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"channel_width={channel.WidthMhz}\ncenter_freq1={channel.CentreMhz}\n");
        }

        var index = channel.WidthMhz switch { 80 => 1, 160 => 2, 320 => 9, _ => 0 };
        var centre = index == 0 ? 0 : ChannelNumber.Of(channel.CentreMhz);
        if ((spoken & Generations.Eht) != 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"ieee80211be=1\neht_oper_chwidth={index}\neht_oper_centr_freq_seg0_idx={centre}\n");
        }

        if ((spoken & Generations.He) != 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"he_oper_chwidth={index}\nhe_oper_centr_freq_seg0_idx={centre}\nhe_oper_centr_freq_seg1_idx=0\n");
            if (colour != 0)
            {
                text.Append("he_bss_color=").Append(colour).Append('\n');
            }
        }

        if (announced.Plan.Vht is { } vht && (spoken & Generations.Vht) != 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"vht_oper_chwidth={index}\nvht_oper_centr_freq_seg0_idx={centre}\nvht_oper_centr_freq_seg1_idx=0\n");
            text.Append(CultureInfo.InvariantCulture, $"vht_caps_info={vht.Info:x8}\n");
            text.Append(CultureInfo.InvariantCulture, $"rx_vht_mcs_map={BinaryPrimitives.ReadUInt16LittleEndian(vht.McsSet):x4}\n");
            text.Append(CultureInfo.InvariantCulture, $"tx_vht_mcs_map={BinaryPrimitives.ReadUInt16LittleEndian(vht.McsSet.AsSpan(4)):x4}\n");
        }
    }

    internal static string WriteConfiguration(Bss bss, AccessPointConfiguration configuration)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"bssid={bss.Bssid}\n");
        text.Append(CultureInfo.InvariantCulture, $"ssid={SsidText.Escape(configuration.Ssid)}\n");
        if (configuration.ConfigId is { } configId)
        {
            text.Append(CultureInfo.InvariantCulture, $"config_id={configId}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"wps_state={WpsStateName(configuration.WpsState)}\n");
        if (configuration.WpsState != 0 && configuration.Passphrase is { } passphrase)
        {
            text.Append(CultureInfo.InvariantCulture, $"passphrase={ByteText.ToLatin1(passphrase)}\n");
        }

        if (configuration.WpsState != 0 && bss.Options.Security is { Pmks: [var pmk, ..] })
        {
            text.Append(CultureInfo.InvariantCulture, $"psk={Convert.ToHexStringLower(pmk.Span)}\n");
        }

        if (configuration.HasSecurity)
        {
            text.Append(CultureInfo.InvariantCulture, $"wpa={configuration.Wpa}\n");
            var offer = bss.Options.Security?.Rsn.Offer ?? KeySuiteOffer.Personal;
            text.AppendJoin("", "key_mgmt=", offer.AkmNames);
            text.AppendJoin("", "\ngroup_cipher=", offer.GroupCipher.Name);
            text.AppendJoin("", "\nrsn_pairwise_cipher=", offer.PairwiseNames, "\n");
            WriteIfSet(text, "wpa_deny_ptk0_rekey", (int)configuration.KeyZeroRekey);
            WriteIfSet(text, "extended_key_id", (int)configuration.ExtendedKeyId);
            WriteIfSet(text, "ieee80211w", (int)configuration.FrameProtection);
            WriteIfSet(text, "beacon_prot", configuration.ProtectsBeacons ? 1 : 0);
            if (offer.FrameProtection != RsnCapabilities.None)
            {
                text.AppendJoin("", "group_mgmt_cipher=", offer.ManagementCipher.Name, "\n");
            }
        }

        return text.ToString();
    }

    /// <summary>What has its default is not said.</summary>
    private static void WriteIfSet(StringBuilder text, string key, int value)
    {
        if (value != 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"{key}={value}\n");
        }
    }

    /// <summary>Why this channel, and why no wider: what the radio has found before it began.</summary>
    private static void WriteLook(StringBuilder text, Bss bss)
    {
        var options = bss.Options.Radio;
        if (options.ChoosesChannel && bss.Radio.Chosen is { } chosen)
        {
            foreach (var (index, cost) in chosen.Costs.Take(MostCosts).Index())
            {
                var busy = cost.Busy is { } share ? string.Create(CultureInfo.InvariantCulture, $"{share * 100:0}%") : "unknown";
                text.Append(CultureInfo.InvariantCulture,
                    $"acs[{index}]=channel={cost.Channel.Number} freq={cost.Channel.PrimaryMhz} width={cost.Channel.WidthMhz} cost={cost.Cost:0.000} busy={busy} bss={cost.Neighbours}\n");
            }
        }

        if (bss.Radio.WhyNarrow is { Length: > 0 } reason)
        {
            text.Append(CultureInfo.InvariantCulture, $"ht40_coexistence=narrowed {reason}\n");
        }
        else if (!options.IgnoresCoexistence && bss.Radio.Coexistence is { } found && found.Channel.PrimaryMhz == options.Channel.PrimaryMhz)
        {
            var verdict = found.Verdict switch
            {
                FortyMhzVerdict.Kept => "kept",
                FortyMhzVerdict.Swapped => "swapped",
                FortyMhzVerdict.Narrowed => "narrowed",
            };
            text.Append(CultureInfo.InvariantCulture, $"ht40_coexistence={$"{verdict} {found}".TrimEnd()}\n");
        }
    }

    private static string NameOf(DeviceState state) => state switch
    {
        DeviceState.Idle => "IDLE",
        DeviceState.Listen => "LISTEN",
        DeviceState.Search => "SEARCH",
        DeviceState.Discovery => "PROVISION_DISCOVERY",
        DeviceState.Negotiation => "GO_NEG",
        DeviceState.WaitPeer => "WAIT_PEER",
        DeviceState.Invitation => "INVITE",
        DeviceState.Group => "GROUP",
    };

    private static string WpsStateName(int state) => state switch
    {
        0 => "disabled",
        1 => "not configured",
        _ => "configured",
    };
}
