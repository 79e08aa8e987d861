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
        EapolOverControlPort = true,
        FullStationState = true,
        CanProbeStations = true,
        CanRemainOnChannel = true,
        CanSendOffChannel = true,
        Country = "US",
    };
}
