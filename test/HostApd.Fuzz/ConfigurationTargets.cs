using HostApd.Configuration;
using HostApd.Control;

namespace HostApd.Fuzz;

/// <summary>hostapd's file: whatever stands in it, reading ends with values or with problems that name a place.</summary>
public static class HostapdFileTarget
{
    /// <summary>Lines of each kind.</summary>
    public static IEnumerable<byte[]> Corpus =>
    [
        .. new[]
        {
            "interface=wlan0\nhw_mode=g\nchannel=6\nssid=home\nwpa=2\nwpa_passphrase=12345678\n",
            "ssid2=P\"a\\x01\\n\"\nht_capab=[HT40+][SHORT-GI-20]\nbasic_rates=10 20\nbss=wlan0_1\nbssid=02:00:00:00:00:01\n",
            "vendor_elements=dd0411223301\ntx_queue_data0_burst=1.5\nwmm_ac_vo_acm=1\nuuid=12345678-9abc-def0-1234-56789abcdef0\n",
        }.Select(System.Text.Encoding.ASCII.GetBytes),
    ];

    public static void Run(ReadOnlySpan<byte> data)
    {
        var problems = new List<ConfigurationProblem>();
        var configuration = AccessPointConfiguration.WithHostapdsDefaults("fuzz");
        HostapdFile.Read("fuzz", data, configuration, default, problems);
        Check.That(problems.TrueForAll(static p => p.Text.Length > 0 && p.File == "fuzz"));
        Check.That(ByteText.Encode(ByteText.Decode(data)).AsSpan().SequenceEqual(data));
    }
}
