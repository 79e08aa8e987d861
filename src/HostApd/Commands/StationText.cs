using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using HostApd.Ap;
using HostApd.Driver;
using HostApd.Rsn;
using HostApd.Wps;

namespace HostApd.Commands;

/// <summary>The reply to STA, STA-FIRST and STA-NEXT, line for line as hostapd 2.10 gives it.</summary>
internal static class StationText
{
    internal static string Write(Bss bss, Sta sta)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{sta.Address}\n");
        text.Append(CultureInfo.InvariantCulture, $"flags={Flags(sta)}\n");
        text.Append(CultureInfo.InvariantCulture, $"aid={sta.Aid}\n");
        text.Append(CultureInfo.InvariantCulture, $"capability=0x{sta.Capability:x}\n");
        text.Append(CultureInfo.InvariantCulture, $"listen_interval={sta.ListenInterval}\n");
        text.Append("supported_rates=");
        text.AppendJoin(' ', sta.Rates.ToArray().Select(static r => r.ToString("x2", CultureInfo.InvariantCulture)));
        text.Append(CultureInfo.InvariantCulture, $"\ntimeout_next={NextTimeout(sta)}\n");
        if (sta.Access is RsnAccess access)
        {
            WriteRsn(text, sta, access);
            if (access.Authentication is { } authentication)
            {
                PortText.Write(text, bss, sta, authentication);
            }
        }

        if (sta.Enrollee is { } enrollee)
        {
            WriteEnrollee(text, enrollee);
        }

        if (bss.ReadStation(sta.Address, out var counters).Succeeded)
        {
            WriteCounters(text, counters);
        }

        if (sta.VhtCapabilities is { Length: > 0 } mcs)
        {
            text.Append(CultureInfo.InvariantCulture, $"rx_vht_mcs_map={BinaryPrimitives.ReadUInt16LittleEndian(mcs.AsSpan(4)):x4}\n");
            text.Append(CultureInfo.InvariantCulture, $"tx_vht_mcs_map={BinaryPrimitives.ReadUInt16LittleEndian(mcs.AsSpan(8)):x4}\n");
        }

        if (sta.Ht)
        {
            text.Append(CultureInfo.InvariantCulture, $"ht_mcs_bitmask={Convert.ToHexStringLower(sta.HtCapabilities.Slice(3, 10))}\n");
        }

        if (sta.ConnectedTimestamp is { } since)
        {
            text.Append(CultureInfo.InvariantCulture, $"connected_time={bss.SecondsSince(since)}\n");
        }

        if (sta.AuthenticatedBy is { Group: not 0 } by)
        {
            text.Append(CultureInfo.InvariantCulture, $"sae_group={by.Group}\nauth_alg={by.Algorithm}\n");
        }

        if (sta.VlanId != 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"vlan_id={sta.VlanId}\n");
        }

        WriteHex(text, "supp_op_classes", sta.OperatingClasses);
        if (sta.VhtCapabilities is { Length: > 0 } vht)
        {
            text.Append(CultureInfo.InvariantCulture, $"vht_caps_info=0x{BinaryPrimitives.ReadUInt32LittleEndian(vht):x8}\n");
        }

        if (sta.Ht)
        {
            var information = sta.HtCapabilities[0] | sta.HtCapabilities[1] << 8;
            text.Append(CultureInfo.InvariantCulture, $"ht_caps_info=0x{information:x4}\n");
        }

        WriteHex(text, "ext_capab", sta.ExtendedCapabilities);
        if (sta.Access is RsnAccess { KeyId: { } keyId })
        {
            text.Append(CultureInfo.InvariantCulture, $"keyid={keyId}\n");
        }

        return text.ToString();
    }

    private static string Flags(Sta sta)
    {
        var associated = sta.IsAssociated;
        return string.Concat(
            sta.State == StaState.Leaving ? "" : "[AUTH]",
            associated ? "[ASSOC]" : "",
            sta.IsAuthorized ? "[AUTHORIZED]" : "",
            sta.ShortPreamble ? "[SHORT_PREAMBLE]" : "",
            sta.Wmm ? "[WMM]" : "",
            sta.Mfp ? "[MFP]" : "",
            sta.NonErp && associated ? "[NonERP]" : "",
            sta.Ht ? "[HT]" : "",
            (sta.Generations & Generations.Vht) != 0 ? "[VHT]" : "",
            (sta.Generations & Generations.He) != 0 ? "[HE]" : "",
            (sta.Generations & Generations.Eht) != 0 ? "[EHT]" : "",
            sta.HeSixGhz.Length > 0 && sta.Generations != 0 && !sta.Ht ? "[6GHZ]" : "",
            sta.OperatingMode is not null ? "[VHT_OPMODE]" : "");
    }

    private static string NextTimeout(Sta sta) => sta.State switch
    {
        StaState.Authenticated or StaState.AwaitingAssociationAck => "DEAUTH",
        StaState.Associated or StaState.Authorized => "NULLFUNC POLL",
        StaState.Leaving => "REMOVE",
    };

    private static void WriteRsn(StringBuilder text, Sta sta, RsnAccess access)
    {
        text.Append(CultureInfo.InvariantCulture, $"dot11RSNAStatsSTAAddress={sta.Address}\n");
        text.Append("dot11RSNAStatsVersion=1\n");
        text.Append(CultureInfo.InvariantCulture, $"dot11RSNAStatsSelectedPairwiseCipher={KeySuites.Text(access.Negotiated?.Cipher.Suite ?? CipherSuite.None)}\n");
        text.Append("dot11RSNAStatsTKIPLocalMICFailures=0\ndot11RSNAStatsTKIPRemoteMICFailures=0\n");
        text.Append("wpa=2\n");
        text.Append(CultureInfo.InvariantCulture, $"AKMSuiteSelector={KeySuites.Text(access.Negotiated?.Akm ?? AkmSuite.None)}\n");
        text.Append(CultureInfo.InvariantCulture, $"hostapdWPAPTKState={(int)access.Authenticator.State}\n");
        text.Append(CultureInfo.InvariantCulture, $"hostapdWPAPTKGroupState={(int)access.Authenticator.GroupState}\n");
        if (sta.Mfp)
        {
            text.Append(CultureInfo.InvariantCulture, $"hostapdMFPR={(KeySuites.RequiresProtection(sta.Rsne) ? 1 : 0)}\n");
        }
    }

    private static void WriteEnrollee(StringBuilder text, Enrollee enrollee)
    {
        text.Append(CultureInfo.InvariantCulture, $"wpsUuid={enrollee.Uuid}\n");
        text.Append(CultureInfo.InvariantCulture, $"wpsPrimaryDeviceType={enrollee.Device.DeviceType}\n");
        text.Append(CultureInfo.InvariantCulture, $"wpsDeviceName={enrollee.Device.DeviceName}\n");
        text.Append(CultureInfo.InvariantCulture, $"wpsManufacturer={enrollee.Device.Manufacturer}\n");
        text.Append(CultureInfo.InvariantCulture, $"wpsModelName={enrollee.Device.ModelName}\n");
        text.Append(CultureInfo.InvariantCulture, $"wpsModelNumber={enrollee.Device.ModelNumber}\n");
        text.Append(CultureInfo.InvariantCulture, $"wpsSerialNumber={enrollee.Device.SerialNumber}\n");
    }

    private static void WriteCounters(StringBuilder text, StationCounters counters)
    {
        text.Append(CultureInfo.InvariantCulture, $"rx_packets={counters.RxPackets}\ntx_packets={counters.TxPackets}\n");
        text.Append(CultureInfo.InvariantCulture, $"rx_bytes={counters.RxBytes}\ntx_bytes={counters.TxBytes}\n");
        text.Append(CultureInfo.InvariantCulture, $"inactive_msec={counters.InactiveMilliseconds}\nsignal={counters.SignalDbm}\n");
        text.Append(CultureInfo.InvariantCulture, $"rx_rate_info={Rate(counters.RxRate)}\ntx_rate_info={Rate(counters.TxRate)}\n");
    }

    private static string Rate(RateInfo rate) => string.Create(CultureInfo.InvariantCulture,
        $"{rate.HundredKilobits}{(rate.Mcs >= 0 ? $" {NameOf(rate.Kind)}mcs {rate.Mcs}" : "")}{(rate.Streams > 0 ? $" {NameOf(rate.Kind)}nss {rate.Streams}" : "")}{(rate.ShortGuardInterval ? " shortGI" : "")}");

    private static string NameOf(RateKind kind) => kind switch
    {
        RateKind.Ht => "",
        RateKind.Vht => "vht",
        RateKind.He => "he",
        RateKind.Eht => "eht",
    };

    private static void WriteHex(StringBuilder text, string key, byte[] value)
    {
        if (value.Length > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"{key}={Convert.ToHexStringLower(value)}\n");
        }
    }
}
