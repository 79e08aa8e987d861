namespace HostApd.Driver;

/// <summary>A frame that is about to be sent off channel.</summary>
internal delegate void SubmittedFrameHandler(ReadOnlySpan<byte> frame);

/// <summary>
/// The tap at the other face of an interface: the frames that pass are seen before they go, and what goes wrong in an event ends where
/// that of the access point does. Those received and the TX status come by the access point's face.
/// </summary>
internal sealed class TappedP2pLink(IP2pLink link, SubmittedFrameHandler submit, Action<Action> guard) : IP2pLink, IP2pEvents
{
    private IP2pEvents? _events;

    /// <inheritdoc/>
    public TimeSpan LongestStay => link.LongestStay;

    /// <inheritdoc/>
    public void Attach(IP2pEvents events)
    {
        _events = events;
        link.Attach(this);
    }

    /// <inheritdoc/>
    public DriverResult Listen(int frequencyMhz, TimeSpan duration, out ulong cookie) => link.Listen(frequencyMhz, duration, out cookie);

    /// <inheritdoc/>
    public DriverResult EndListen(ulong cookie) => link.EndListen(cookie);

    /// <inheritdoc/>
    public DriverResult SendFrame(ReadOnlySpan<byte> frame, int frequencyMhz, TimeSpan wait, SendOptions options, out ulong cookie)
    {
        submit(frame);
        return link.SendFrame(frame, frequencyMhz, wait, options, out cookie);
    }

    /// <inheritdoc/>
    public DriverResult EndWait(ulong cookie) => link.EndWait(cookie);

    /// <inheritdoc/>
    public DriverResult Search(in SearchSettings settings) => link.Search(settings);

    /// <inheritdoc/>
    public DriverResult AbortSearch() => link.AbortSearch();

    /// <inheritdoc/>
    public DriverResult ReadNeighbours(NeighbourReceiver receive) => link.ReadNeighbours(receive);

    /// <inheritdoc/>
    public void OnStayBegan(ulong cookie, int frequencyMhz) => guard(() => _events?.OnStayBegan(cookie, frequencyMhz));

    /// <inheritdoc/>
    public void OnStayEnded(ulong cookie) => guard(() => _events?.OnStayEnded(cookie));

    /// <inheritdoc/>
    public void OnSearchEnded(bool completed) => guard(() => _events?.OnSearchEnded(completed));
}
