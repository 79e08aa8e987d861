using System.Text;
using HostApd.Driver;

namespace HostApd.Ap;

/// <summary>The Country element (802.11-2020 9.4.2.8): where we are, and which channels may be used how loudly.</summary>
internal static class CountryElement
{
    private const byte Id = 7;

    /// <summary>Country string, then triplets of first channel, number of channels, power in dBm; padded to an even length.</summary>
    internal static byte[] Build(string country, byte environment, HardwareMode mode, RadioBand band)
    {
        var body = new List<byte>(Encoding.ASCII.GetBytes(country)) { environment };
        var step = mode == HardwareMode.A ? 4 : 1;
        RadioChannel? last = null;
        foreach (var channel in band.Channels)
        {
            if (channel.Disabled)
            {
                continue;
            }

            if (last is not null && last.MaxPowerDbm == channel.MaxPowerDbm && NumberOf(last) + step == NumberOf(channel))
            {
                body[^2]++;
            }
            else
            {
                body.AddRange([(byte)NumberOf(channel), 1, (byte)channel.MaxPowerDbm]);
            }

            last = channel;
        }

        if (body.Count % 2 != 0)
        {
            body.Add(0);
        }

        return [Id, (byte)body.Count, .. body];
    }

    private static int NumberOf(RadioChannel channel) => channel.FrequencyMhz switch
    {
        2484 => 14,
        < 5000 => (channel.FrequencyMhz - 2407) / 5,
        _ => (channel.FrequencyMhz - 5000) / 5,
    };
}
