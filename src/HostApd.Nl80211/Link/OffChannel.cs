using HostApd.Driver;
using HostApd.Linux.Netlink;

namespace HostApd.Nl80211;

/// <summary>
/// The interface away from any channel of its own: it stays on one to be found there, sends on one and waits for the answer, and
/// searches. Frames it hears and TX status come as those of the access point do; here is what ends.
/// </summary>
internal sealed class OffChannel(Nl80211Radio radio, LinkInterface netdev) : IP2pLink
{
    private readonly CookieReply _reply = new();
    private readonly Neighbourhood _neighbourhood = new(netdev);
    private IP2pEvents? _events;

    /// <summary>We have asked for the search that runs: others may search on this interface, and that is no news.</summary>
    private bool _isSearching;

    /// <inheritdoc/>
    public TimeSpan LongestStay => radio.Capabilities.LongestStay;

    /// <inheritdoc/>
    public void Attach(IP2pEvents events) => _events = events;

    /// <inheritdoc/>
    public DriverResult Listen(int frequencyMhz, TimeSpan duration, out ulong cookie)
    {
        var requests = netdev.Requests;
        var writer = requests.Begin(Nl80211.NL80211_CMD_REMAIN_ON_CHANNEL, netdev.Index);
        writer.U32(Nl80211.NL80211_ATTR_WIPHY_FREQ, (uint)frequencyMhz);
        writer.U32(Nl80211.NL80211_ATTR_DURATION, (uint)duration.TotalMilliseconds);
        var result = requests.Send($"listening on {frequencyMhz} MHz", writer, _reply.Expect());
        cookie = _reply.Cookie;
        return result;
    }

    /// <inheritdoc/>
    public DriverResult EndListen(ulong cookie) => End("ending a listen", Nl80211.NL80211_CMD_CANCEL_REMAIN_ON_CHANNEL, cookie);

    /// <inheritdoc/>
    public DriverResult SendFrame(ReadOnlySpan<byte> frame, int frequencyMhz, TimeSpan wait, SendOptions options, out ulong cookie)
    {
        var requests = netdev.Requests;
        var writer = requests.Begin(Nl80211.NL80211_CMD_FRAME, netdev.Index);
        writer.Bytes(Nl80211.NL80211_ATTR_FRAME, frame);
        writer.U32(Nl80211.NL80211_ATTR_WIPHY_FREQ, (uint)frequencyMhz);

        // A driver that does not send off channel refuses both, and may still send where it listens.
        if (radio.Capabilities.CanSendOffChannel)
        {
            writer.Flag(Nl80211.NL80211_ATTR_OFFCHANNEL_TX_OK);
            if (wait > TimeSpan.Zero)
            {
                writer.U32(Nl80211.NL80211_ATTR_DURATION, (uint)wait.TotalMilliseconds);
            }
        }

        FrameSender.Put(ref writer, options);
        var result = requests.Send($"sending a frame on {frequencyMhz} MHz", writer, _reply.Expect());
        cookie = _reply.Cookie;
        return result;
    }

    /// <inheritdoc/>
    public DriverResult EndWait(ulong cookie) => End("ending the wait behind a frame", Nl80211.NL80211_CMD_FRAME_WAIT_CANCEL, cookie);

    /// <inheritdoc/>
    public DriverResult Search(in SearchSettings settings)
    {
        var requests = netdev.Requests;
        var writer = requests.Begin(Nl80211.NL80211_CMD_TRIGGER_SCAN, netdev.Index);
        var ssids = writer.BeginNest(Nl80211.NL80211_ATTR_SCAN_SSIDS);
        writer.Bytes(1, settings.Ssid);
        writer.EndNest(ssids);
        ScanRequest.PutFrequencies(ref writer, settings.FrequenciesMhz);
        if (!settings.Elements.IsEmpty)
        {
            writer.Bytes(Nl80211.NL80211_ATTR_IE, settings.Elements);
        }

        if (settings.NoCck)
        {
            PutRatesWithoutCck(ref writer);
        }

        var result = requests.Send("searching", writer);
        _isSearching |= result.Succeeded;
        return result;
    }

    /// <inheritdoc/>
    public DriverResult AbortSearch() =>
        netdev.Requests.Send("ending a search", netdev.Requests.Begin(Nl80211.NL80211_CMD_ABORT_SCAN, netdev.Index));

    /// <inheritdoc/>
    public DriverResult ReadNeighbours(NeighbourReceiver receive) => _neighbourhood.Read(receive);

    /// <summary>An event that names the interface and is of stays or searches.</summary>
    internal void Hear(byte command, in EventFields news)
    {
        switch (command)
        {
            case Nl80211.NL80211_CMD_REMAIN_ON_CHANNEL:
                _events?.OnStayBegan(news.Cookie, news.Frequency);
                break;
            case Nl80211.NL80211_CMD_CANCEL_REMAIN_ON_CHANNEL:
            case Nl80211.NL80211_CMD_FRAME_WAIT_CANCEL:
                _events?.OnStayEnded(news.Cookie);
                break;
            case Nl80211.NL80211_CMD_NEW_SCAN_RESULTS:
                OnSearchHeard(completed: true);
                break;
            case Nl80211.NL80211_CMD_SCAN_ABORTED:
                OnSearchHeard(completed: false);
                break;
            default:
                break;
        }
    }

    /// <summary>The interface is gone: what was under way has ended, and nobody will say so.</summary>
    internal void Lose() => _isSearching = false;

    private void OnSearchHeard(bool completed)
    {
        if (_isSearching)
        {
            _isSearching = false;
            _events?.OnSearchEnded(completed);
        }
    }

    private DriverResult End(string operation, byte command, ulong cookie)
    {
        var writer = netdev.Requests.Begin(command, netdev.Index);
        writer.U64(Nl80211.NL80211_ATTR_COOKIE, cookie);
        return netdev.Requests.Send(operation, writer);
    }

    /// <summary>Both what the Probe Requests offer and what they are sent at; the rates of a band that the radio lacks are refused.</summary>
    private void PutRatesWithoutCck(ref NetlinkWriter writer)
    {
        writer.Flag(Nl80211.NL80211_ATTR_TX_NO_CCK_RATE);
        if (radio.Capabilities.FindChannel(FirstOf24Ghz) is null)
        {
            return;
        }

        var rates = writer.BeginNest(Nl80211.NL80211_ATTR_SCAN_SUPP_RATES);
        writer.Bytes(Nl80211.NL80211_BAND_2GHZ, TransmitRates.WithoutCck);
        writer.EndNest(rates);
    }

    private const int FirstOf24Ghz = 2412;
}
