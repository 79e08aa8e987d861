namespace HostApd.Driver;

/// <summary>The tap at the face of an interface that looks around: what goes wrong in an event ends where that of the access point does.</summary>
internal sealed class TappedScanLink(IScanLink link, Action<Action> guard) : IScanLink, IScanEvents
{
    private IScanEvents? _events;

    /// <inheritdoc/>
    public void Attach(IScanEvents events)
    {
        _events = events;
        link.Attach(this);
    }

    /// <inheritdoc/>
    public DriverResult Scan(ReadOnlySpan<int> frequenciesMhz) => link.Scan(frequenciesMhz);

    /// <inheritdoc/>
    public DriverResult EndScan() => link.EndScan();

    /// <inheritdoc/>
    public DriverResult ReadNeighbours(NeighbourReceiver receive) => link.ReadNeighbours(receive);

    /// <inheritdoc/>
    public DriverResult ReadSurveys(Action<ChannelSurvey> receive) => link.ReadSurveys(receive);

    /// <inheritdoc/>
    public void OnScanEnded(bool completed) => guard(() => _events?.OnScanEnded(completed));
}
