using HostApd.Ap;
using HostApd.Driver;
using HostApd.Ieee80211;
using HostApd.Simulation;

namespace HostApd.Fuzz;

/// <summary>Elements of strangers' Beacons: what they say of their channel is one of the grid, and a choice and a verdict come of it.</summary>
public static class HeardBssTarget
{
    private static readonly RadioCapabilities Radio = SimulatedRadioOptions.WithFiveGhz("US", RadarRegion.Fcc);

    public static void Run(ReadOnlySpan<byte> data)
    {
        foreach (var mhz in new[] { 2437, 5180, 5955 })
        {
            var heard = HeardBss.Of(new MacAddress([2, 0, 0, 0, 9, 0]), mhz, data.Length - 100, data);
            Check.That(heard.Channel.PrimaryMhz == mhz && heard.Ssid.Length <= 32);
            Check.That(heard.Channel.WidthMhz <= 40 || ChannelGrid.Blocks(mhz, heard.Channel.WidthMhz).Any(b => b.CentreMhz == heard.Channel.CentreMhz));
            foreach (var wanted in new[] { OperatingChannel.Of(2437, ht: true, 1), OperatingChannel.Of(5200, ht: true, -1) })
            {
                var verdict = CoexistenceVerdict.Judge(wanted, [heard]);
                Check.That(verdict.Channel.WidthMhz is 20 or 40 && verdict.ToString().All(static c => c is >= ' ' and <= '~'));
                var chosen = new AcsChooser(Radio, new ChannelChoice(), looksForRadar: false).Choose(wanted, new Dictionary<int, double>(), [heard], null);
                Check.That(chosen!.Costs.All(static c => double.IsFinite(c.Cost) && c.Cost > 0));
            }
        }
    }
}
