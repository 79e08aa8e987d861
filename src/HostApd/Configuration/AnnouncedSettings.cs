using HostApd.Ap;
using HostApd.Ieee80211;
using static HostApd.Ap.ChangeCost;

namespace HostApd.Configuration;

/// <summary>The keys of section [bss] for stations that choose among networks: how busy this one is, and of what kind.</summary>
internal static class AnnouncedSettings
{
    /// <summary>Beacon intervals, about ten seconds: hostapd takes no longer ones.</summary>
    private const int LongestUpdatePeriod = 100;

    internal static IEnumerable<Setting> All =>
    [
        Load("bss_load_update_period", "0", "beacon intervals after which it is announced how many stations are here and how busy the channel is; 0 = never",
            SettingValue.Number(0, LongestUpdatePeriod, static (t, v) => t.Load = t.Load with { UpdatePeriod = v })) with
        {
            Take = static (t, read) => t.Load = t.Load with { UpdatePeriod = read.Load.UpdatePeriod },
        },
        Load("chan_util_avg_period", "0", "beacon intervals, a multiple of these, over which STATUS tells the average; 0 = none",
            SettingValue.Number(0, int.MaxValue, static (t, v) => t.Load = t.Load with { AveragePeriod = v })) with
        {
            Take = static (t, read) => t.Load = t.Load with { AveragePeriod = read.Load.AveragePeriod },
        },
        Interworking("interworking", "0", "1 = announce what kind of network this is, as the following keys say (802.11u, without queries)",
            SettingValue.Switch(static (t, v) => t.HasInterworking = v), static (t, read) => t.HasInterworking = read.HasInterworking),
        Interworking("access_network_type", "0", "0 private, 1 private with guests, 2 public and charged, 3 public and free, 4 personal devices, 5 emergency, 14 test, 15 any",
            SettingValue.Number(0, 15, static (t, v) => t.Interworking = t.Interworking with { AccessNetworkType = v }),
            static (t, read) => t.Interworking = t.Interworking with { AccessNetworkType = read.Interworking.AccessNetworkType }),
        Interworking("internet", "0", "1 = it leads to the Internet",
            SettingValue.Switch(static (t, v) => t.Interworking = t.Interworking with { Internet = v }),
            static (t, read) => t.Interworking = t.Interworking with { Internet = read.Interworking.Internet }),
        Interworking("asra", "0", "1 = a further step is needed for access, e.g. terms to accept",
            SettingValue.Switch(static (t, v) => t.Interworking = t.Interworking with { FurtherStep = v }),
            static (t, read) => t.Interworking = t.Interworking with { FurtherStep = read.Interworking.FurtherStep }),
        Interworking("esr", "0", "1 = emergency services are reachable",
            SettingValue.Switch(static (t, v) => t.Interworking = t.Interworking with { EmergencyServices = v }),
            static (t, read) => t.Interworking = t.Interworking with { EmergencyServices = read.Interworking.EmergencyServices }),
        Interworking("uesa", "0", "1 = also without authentication",
            SettingValue.Switch(static (t, v) => t.Interworking = t.Interworking with { UnauthenticatedEmergency = v }),
            static (t, read) => t.Interworking = t.Interworking with { UnauthenticatedEmergency = read.Interworking.UnauthenticatedEmergency }),
        Interworking("venue_group", "", "where it is: group of 802.11-2020 table 9-62, e.g. 7 for residential",
            SettingValue.Number(0, byte.MaxValue, static (t, v) => t.Interworking = t.Interworking with { VenueGroup = (byte)v }),
            static (t, read) => t.Interworking = t.Interworking with { VenueGroup = read.Interworking.VenueGroup }),
        Interworking("venue_type", "", "and type of table 9-63, e.g. 1 in group 7 for a private residence",
            SettingValue.Number(0, byte.MaxValue, static (t, v) => t.Interworking = t.Interworking with { VenueType = (byte)v }),
            static (t, read) => t.Interworking = t.Interworking with { VenueType = read.Interworking.VenueType }),
        Interworking("hessid", "", "an address that all access points of the same network name: that of one of them", SettingValue.FirstWord(ValueForm.MacAddress.Said(Hessid)),
            static (t, read) => t.Interworking = t.Interworking with { Hessid = read.Interworking.Hessid }),
    ];

    /// <summary><c>stations:channel utilization:admission capacity</c>, for tests.</summary>
    internal static SettingProblem? SaidLoad(AccessPointConfiguration target, string value)
    {
        if (value.Split(':') is not [var stations, var utilization, var capacity]
            || !SettingValue.TryNumber(stations, out var count) || count is < 0 or > ushort.MaxValue
            || !SettingValue.TryNumber(utilization, out var share) || share is < 0 or > byte.MaxValue
            || !SettingValue.TryNumber(capacity, out var left) || left is < 0 or > ushort.MaxValue)
        {
            return $"'{Spoken.Shortly(value)}' is not stations:utilization:capacity, numbers up to 65535, 255 and 65535";
        }

        target.Load = target.Load with { Said = new BssLoadValues((ushort)count, (byte)share, (ushort)left) };
        return null;
    }

    private static Setting Load(string key, string standard, string meaning, ApplySetting apply) =>
        new("bss", key, standard, meaning, apply) { Cost = Live, Option = static o => o.Load };

    private static Setting Interworking(string key, string standard, string meaning, ApplySetting apply, TakeSetting take) =>
        new("bss", key, standard, meaning, apply) { Take = take, Cost = Live, Option = static o => o.Interworking };

    private static SettingProblem? Hessid(AccessPointConfiguration target, string value)
    {
        if (!MacAddress.TryParse(value.Trim(), out var address))
        {
            return $"'{Spoken.Shortly(value)}' is no address: six hexadecimal bytes separated by colons";
        }

        target.Interworking = target.Interworking with { Hessid = address };
        return null;
    }
}
