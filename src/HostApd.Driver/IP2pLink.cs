using HostApd.Ieee80211;

namespace HostApd.Driver;

/// <summary>
/// What a P2P device does on an interface that has no access point on the air: it stays on a channel to be found there, sends a frame
/// on another's channel and waits for the answer, and searches. It is the other face of an <see cref="IApLink"/>: the same interface,
/// prepared by the same <see cref="IApLink.Prepare"/>, and what it receives and sends is told by the same
/// <see cref="IApEvents.OnFrame"/> and <see cref="IApEvents.OnFrameSent"/>.
/// <para>
/// A radio is in one place at a time. A stay (a listen, or the wait behind a frame) that is asked for while another is still under way
/// on another channel begins only a second or more after that ended: whoever wants another channel ends the stay first and waits for
/// <see cref="IP2pEvents.OnStayEnded"/>. On the same channel they join: a frame goes at once. With some drivers those that have joined
/// also end together, whichever of them is ended, so that ending one that is over (no such entry) is no fault.
/// </para>
/// All calls are made, and all events arrive, on the event loop's thread; no event arrives inside a call.
/// </summary>
public interface IP2pLink
{
    /// <summary>The longest stay that the radio grants.</summary>
    TimeSpan LongestStay { get; }

    /// <summary>Where its own events go from now on.</summary>
    void Attach(IP2pEvents events);

    /// <summary>
    /// Goes to a channel and hears what is sent there; <see cref="IP2pEvents.OnStayBegan"/> follows when the radio is there, and
    /// <see cref="IP2pEvents.OnStayEnded"/> when it has left, by itself after <paramref name="duration"/> or by <see cref="EndListen"/>.
    /// </summary>
    DriverResult Listen(int frequencyMhz, TimeSpan duration, out ulong cookie);

    /// <summary>Ends a listen before its time.</summary>
    DriverResult EndListen(ulong cookie);

    /// <summary>
    /// Sends a management frame (802.11 header included) on a channel and stays there for the answer: <paramref name="wait"/>, from
    /// 10 ms to <see cref="LongestStay"/>; zero: as long as sending takes. TX status carries the cookie, and so does the end of the stay. With
    /// <see cref="SendOptions.NoAcknowledgement"/> the cookie is 0, no TX status comes, and the end of its stay names a cookie of nobody.
    /// </summary>
    DriverResult SendFrame(ReadOnlySpan<byte> frame, int frequencyMhz, TimeSpan wait, SendOptions options, out ulong cookie);

    /// <summary>Ends the wait behind a frame.</summary>
    DriverResult EndWait(ulong cookie);

    /// <summary>Looks for networks and devices; <see cref="IP2pEvents.OnSearchEnded"/> follows.</summary>
    DriverResult Search(in SearchSettings settings);

    /// <summary>Ends a search; <see cref="IP2pEvents.OnSearchEnded"/> follows nevertheless.</summary>
    DriverResult AbortSearch();

    /// <summary>Shows, one by one, what the last searches have found.</summary>
    DriverResult ReadNeighbours(NeighbourReceiver receive);
}

/// <summary>What to look for, and where.</summary>
public readonly ref struct SearchSettings
{
    /// <summary>The SSID that is asked for, e.g. <c>DIRECT-</c>.</summary>
    public required ReadOnlySpan<byte> Ssid { get; init; }

    /// <summary>Centre frequencies in MHz; empty: every channel that the radio may use.</summary>
    public ReadOnlySpan<int> FrequenciesMhz { get; init; }

    /// <summary>Elements of the Probe Requests, behind the rates.</summary>
    public ReadOnlySpan<byte> Elements { get; init; }

    /// <summary>Never probe at a CCK rate: P2P (P2P 1.7 2.4.1).</summary>
    public bool NoCck { get; init; }
}

/// <summary>Takes what a search has found; it is valid during the call only, and nothing is asked of the link inside.</summary>
public delegate void NeighbourReceiver(in Neighbour neighbour);

/// <summary>A network or device that answered a search, or whose Beacon was heard.</summary>
public readonly ref struct Neighbour
{
    /// <summary>BSSID; of a device without a group, its P2P Device Address.</summary>
    public required MacAddress Bssid { get; init; }

    /// <summary>Where, in MHz.</summary>
    public required int FrequencyMhz { get; init; }

    /// <summary>How loud, in dBm.</summary>
    public int SignalDbm { get; init; }

    /// <summary>How long ago it was heard.</summary>
    public TimeSpan Age { get; init; }

    /// <summary>Elements of its Probe Response, or of its Beacon where that is all that was heard.</summary>
    public required ReadOnlySpan<byte> Elements { get; init; }
}

/// <summary>What a radio tells of the stays and searches of a P2P device.</summary>
public interface IP2pEvents
{
    /// <summary>The radio is on the channel that it was to listen on.</summary>
    void OnStayBegan(ulong cookie, int frequencyMhz);

    /// <summary>A listen or a wait is over; the radio may be sent elsewhere. Cookies that nobody was given come, too.</summary>
    void OnStayEnded(ulong cookie);

    /// <summary>A search is over: what it found can be read, if it came to its end.</summary>
    void OnSearchEnded(bool completed);
}
