namespace HostApd.Driver;

/// <summary>
/// How an access point looks around: who else is there, and how busy each channel is. It is another face of an <see cref="IApLink"/>,
/// prepared by the same <see cref="IApLink.Prepare"/>. Before it beacons any radio can, if need be as a station for as long as it takes;
/// while it beacons only one with <see cref="RadioCapabilities.CanScanWhileBeaconing"/>.
/// All calls are made, and all events arrive, on the event loop's thread; no event arrives inside a call.
/// </summary>
public interface IScanLink
{
    /// <summary>Where its own events go from now on.</summary>
    void Attach(IScanEvents events);

    /// <summary>
    /// Listens on channels for a while each, and sends nothing; <see cref="IScanEvents.OnScanEnded"/> follows. One scan at a time: who is
    /// refused because the radio is busy (<see cref="DriverResult.MayPass"/>) asks again later.
    /// </summary>
    /// <param name="frequenciesMhz">Centres of channels of 20 MHz; at least one.</param>
    DriverResult Scan(ReadOnlySpan<int> frequenciesMhz);

    /// <summary>Ends a scan, of which no event follows any more; the interface is an access point's again.</summary>
    DriverResult EndScan();

    /// <summary>Shows, one by one, whom the radio has heard of late, and not only in the last scan.</summary>
    DriverResult ReadNeighbours(NeighbourReceiver receive);

    /// <summary>Shows, one by one, what it has counted of its channels; those that it has not listened to are left out.</summary>
    DriverResult ReadSurveys(Action<ChannelSurvey> receive);
}

/// <summary>What a radio tells of scans.</summary>
public interface IScanEvents
{
    /// <summary>A scan is over: what it found can be read, if it came to its end.</summary>
    void OnScanEnded(bool completed);
}
