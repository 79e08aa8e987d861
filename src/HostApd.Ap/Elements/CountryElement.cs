using System.Text;
using HostApd.Driver;
using HostApd.Ieee80211;

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

            if (last is not null && last.MaxPowerDbm == channel.MaxPowerDbm && ChannelNumber.Of(last.FrequencyMhz) + step == ChannelNumber.Of(channel.FrequencyMhz))
            {
                body[^2]++;
            }
            else
            {
                body.AddRange([(byte)ChannelNumber.Of(channel.FrequencyMhz), 1, (byte)channel.MaxPowerDbm]);
            }

            last = channel;
        }

        if (body.Count % 2 != 0)
        {
            body.Add(0);
        }

        return [Id, (byte)body.Count, .. body];
    }
}
