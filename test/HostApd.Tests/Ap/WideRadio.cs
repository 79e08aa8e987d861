using HostApd.Driver;
using HostApd.Simulation;

namespace HostApd.Tests.Ap;

/// <summary>mac80211_hwsim as Debian's 6.1 has it in 5 and 6 GHz, as an access point: its wiphy was read from the kernel (but for channel 2, which that has not).</summary>
internal static class WideRadio
{
    private static readonly byte[] HeMac = Convert.FromHexString("0178c81a4000");
    private static readonly byte[] HePhy = Convert.FromHexString("1cbfce0000000000000000");

    public static RadioCapabilities Hwsim { get; } = SimulatedRadioOptions.Hwsim with
    {
        Bands =
        [
            SimulatedRadioOptions.Hwsim.Bands[0],
            new RadioBand
            {
                Rates = [12, 18, 24, 36, 48, 72, 96, 108],
                Channels = [.. Numbers.Select(static n => new RadioChannel(5000 + 5 * n, false, false, false, 23))],
                HtCapabilities = 0x107e,
                HtAmpduParameters = 0x1b,
                HtMcsSet = Convert.FromHexString("ffff0000000000000000000001000000"),
                Vht = new VhtCapabilities(0x038004fa, Convert.FromHexString("aaaa0000aaaa0000")),
                He = new HeCapabilities(HeMac, HePhy, Convert.FromHexString("fafffafffafffafffafffaff"), [], 0),
                Eht = new EhtCapabilities(Convert.FromHexString("0700"), Convert.FromHexString("7c0000feff7f7f0100"), Convert.FromHexString("888888888888888888"), [0, 0]),
            },
            new RadioBand
            {
                Rates = [12, 18, 24, 36, 48, 72, 96, 108],
                Channels = [new RadioChannel(5935, false, false, false, 23), .. Enumerable.Range(0, 59).Select(static i => new RadioChannel(5955 + 20 * i, false, false, false, 23))],
                He = new HeCapabilities(HeMac, HePhy, Convert.FromHexString("fafffafffafffafffafffaff"), [], 0x3eff),
                Eht = new EhtCapabilities(Convert.FromHexString("0700"), Convert.FromHexString("7e0000feff7f7f0100"), Convert.FromHexString("888888888888888888"), [0, 0]),
            },
        ],
        CanSwitchChannel = true,
        CanChangeWidth = true,
        MaxSwitchCounters = 2,
        ExtendedCapabilities = Convert.FromHexString("0000400200000040"),
        ExtendedCapabilitiesMask = Convert.FromHexString("0000400200000040"),
    };

    private static int[] Numbers => [36, 40, 44, 48, 52, 56, 60, 64, 100, 104, 108, 112, 116, 120, 124, 128, 149, 153, 157, 161, 165];
}
