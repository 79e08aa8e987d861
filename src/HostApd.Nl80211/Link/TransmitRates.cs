using HostApd.Driver;
using NLog;

namespace HostApd.Nl80211;

/// <summary>Which rates the interface transmits at.</summary>
internal enum RateChoice
{
    /// <summary>All that it has.</summary>
    All,

    /// <summary>Those of OFDM only.</summary>
    WithoutCck,
}

/// <summary>P2P knows no CCK rates (P2P 1.7 2.4.1); without a mask all rates are used again.</summary>
internal sealed class TransmitRates(LinkInterface netdev)
{
    private static readonly Logger Log = LogManager.GetLogger(nameof(TransmitRates));

    private RateChoice _choice;

    /// <summary>The rates of OFDM, in units of 500 kb/s.</summary>
    internal static ReadOnlySpan<byte> WithoutCck => [12, 18, 24, 36, 48, 72, 96, 108];

    internal void Choose(RateChoice wanted)
    {
        if (wanted == _choice)
        {
            return;
        }

        var result = wanted switch
        {
            RateChoice.All => netdev.Requests.Send("using all rates",
                netdev.Requests.Begin(Nl80211.NL80211_CMD_SET_TX_BITRATE_MASK, netdev.Index)),
            RateChoice.WithoutCck => LeaveOutCck(),
        };
        _choice = result.Succeeded ? wanted : RateChoice.All;
        if (!result.Succeeded)
        {
            Log.Debug("{0}: {1}", netdev.Name, result);
        }
    }

    /// <summary>The interface is gone; the next one begins with all.</summary>
    internal void Lose() => _choice = RateChoice.All;

    private DriverResult LeaveOutCck()
    {
        var requests = netdev.Requests;
        var writer = requests.Begin(Nl80211.NL80211_CMD_SET_TX_BITRATE_MASK, netdev.Index);
        var rates = writer.BeginNest(Nl80211.NL80211_ATTR_TX_RATES);
        var band = writer.BeginNest(Nl80211.NL80211_BAND_2GHZ);
        writer.Bytes(Nl80211.NL80211_TXRATE_LEGACY, WithoutCck);
        writer.EndNest(band);
        writer.EndNest(rates);
        return requests.Send("leaving the CCK rates out", writer);
    }
}
