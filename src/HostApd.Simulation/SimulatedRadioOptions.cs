using HostApd.Driver;
using HostApd.Ieee80211;

namespace HostApd.Simulation;

/// <summary>What kind of radio is played.</summary>
public sealed record SimulatedRadioOptions
{
    /// <summary>The interface's address.</summary>
    public MacAddress Address { get; init; } = new([0x02, 0, 0, 0, 0, 0]);

    /// <summary>What it can do: by default what mac80211_hwsim says of itself.</summary>
    public RadioCapabilities Capabilities { get; init; } = Hwsim;

    /// <summary>The kernel confirms another country by an event; otherwise it stays silent.</summary>
    public bool ConfirmsCountry { get; init; } = true;

    /// <summary>The kernel tells when it has counted down to another colour; otherwise it stays silent.</summary>
    public bool ConfirmsColour { get; init; } = true;

    /// <summary>2.4 GHz, 20 MHz, control port with TX status, frames handled by us.</summary>
    public static RadioCapabilities Hwsim { get; } = new()
    {
        PhyName = "phy0",
        Bands =
        [
            new RadioBand
            {
                Rates = [2, 4, 11, 22, 12, 18, 24, 36, 48, 72, 96, 108],
                Channels =
                [
                    .. Enumerable.Range(0, 13).Select(static i => new RadioChannel(2412 + 5 * i, false, false, false, 20)),
                    new RadioChannel(2484, true, false, false, 0),
                ],
                HtCapabilities = 0x107e,
                HtAmpduParameters = 0x1b,
                HtMcsSet = [0xff, 0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0],
            },
        ],
        SupportsAccessPoint = true,
        SupportsVlans = true,
        EapolOverControlPort = true,
        FullStationState = true,
        CanProbeStations = true,
        CanRemainOnChannel = true,
        CanSendOffChannel = true,
        CanChangeWidth = true,
        Country = "US",
    };

    /// <summary>
    /// The same with 5 GHz, 36–64, 100–144 and 149–165, of which 52–144 have radar, and with HT and VHT there; it hears radar in up to 160 MHz.
    /// </summary>
    public static RadioCapabilities WithFiveGhz(string country, RadarRegion region) => Hwsim with
    {
        Country = country,
        RadarRegion = region,
        CanSwitchChannel = true,
        Combinations = [new InterfaceCombination(2048, 1, [new InterfaceLimit(2048, ["AP"])]) { RadarWidthsMhz = [20, 40, 80, 160] }],
        Bands =
        [
            .. Hwsim.Bands,
            Hwsim.Bands[0] with
            {
                Rates = [12, 18, 24, 36, 48, 72, 96, 108],
                Channels =
                [
                    .. new[] { (36, 64), (100, 144), (149, 165) }
                        .SelectMany(static range => Enumerable.Range(0, (range.Item2 - range.Item1) / 4 + 1).Select(i => range.Item1 + 4 * i))
                        .Select(static number => new RadioChannel(5000 + 5 * number, false, false, number is >= 52 and <= 144, 20)),
                ],
                Vht = new VhtCapabilities(0x039071fe, [0xaa, 0xaa, 0, 0, 0xaa, 0xaa, 0, 0]),
            },
        ],
    };
}
