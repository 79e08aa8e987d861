using HostApd.Ieee80211;

namespace HostApd.Driver;

/// <summary>
/// One access point interface of a radio. Two models share it: drivers that hand us every management frame
/// (<see cref="RadioCapabilities.FramesHandledByFirmware"/> false, mac80211), and drivers whose firmware answers
/// Authentication and Association itself and only tells us that a station arrived.
/// All calls are made, and all events arrive, on the event loop's thread; no event arrives inside a call.
/// </summary>
public interface IApLink : IDisposable
{
    /// <summary>The radio that it is on.</summary>
    IRadio Radio { get; }

    /// <summary>The interface's own address, which is the BSSID.</summary>
    MacAddress Address { get; }

    /// <summary>The other interfaces of the radio, ours and other programs', and where they are now; asked of the kernel, not remembered.</summary>
    IReadOnlyList<RadioInterface> Neighbours { get; }

    /// <summary>What a P2P device does here while no access point is on the air.</summary>
    IP2pLink P2p { get; }

    /// <summary>Networks of their own for some of its stations.</summary>
    IVlanLink Vlans { get; }

    /// <summary>How it looks around before it beacons, and while it does.</summary>
    IScanLink Scanning { get; }

    /// <summary>How long ago the kernel received what an event reports, during that event; zero when it does not tell.</summary>
    TimeSpan EventAge { get; }

    /// <summary>Where events go from now on.</summary>
    void Attach(IApEvents events);

    /// <summary>
    /// Makes the interface an access point, ready to start: interface type, frame registrations, link up.
    /// </summary>
    /// <param name="frames">The received frames that are wanted.</param>
    DriverResult Prepare(IReadOnlyList<FrameFilter> frames);

    /// <summary>What stands between the interface and the air now; asked of the kernel, not remembered.</summary>
    LinkCondition AskLink();

    /// <summary>The bridge that the interface is in now; asked of the kernel, not remembered.</summary>
    LinkBridge AskBridge();

    /// <summary>Starts to beacon.</summary>
    DriverResult Start(in AccessPointSettings settings);

    /// <summary>Replaces what the running access point beacons and offers.</summary>
    DriverResult UpdateBeacon(in AccessPointSettings settings);

    /// <summary>Tunes the running access point.</summary>
    DriverResult Tune(in RadioTuning tuning);

    /// <summary>Makes the running access point narrower or wider around the same primary channel, of which nobody is told; not every radio can.</summary>
    DriverResult ChangeWidth(OperatingChannel channel);

    /// <summary>
    /// Announces another channel and moves there; <see cref="IApEvents.OnChannelSwitched"/> follows.
    /// </summary>
    DriverResult SwitchChannel(in CountdownSettings settings);

    /// <summary>
    /// Announces another colour and takes it (<see cref="AccessPointSettings.Colour"/> of what is beaconed afterwards);
    /// <see cref="IApEvents.OnColour"/> follows.
    /// </summary>
    DriverResult ChangeColour(in CountdownSettings settings);

    /// <summary>
    /// Listens on a channel for radar, for as long as <see cref="RadioChannel.RadarCheck"/> says; <see cref="IRadioEvents.OnRadar"/> follows. The
    /// interface is prepared, and does not beacon.
    /// </summary>
    DriverResult StartRadarDetection(OperatingChannel channel);

    /// <summary>Listens no more: the interface goes down, and up again.</summary>
    DriverResult EndRadarDetection();

    /// <summary>Stops to beacon and forgets all stations and group keys.</summary>
    DriverResult Stop();

    /// <summary>Sends a management frame (802.11 header included); TX status carries the cookie.</summary>
    DriverResult SendFrame(ReadOnlySpan<byte> frame, SendOptions options, out ulong cookie);

    /// <summary>Sends an 802.1X PDU to a station.</summary>
    DriverResult SendEapol(MacAddress station, ReadOnlySpan<byte> pdu, bool encrypt);

    /// <summary>Creates the kernel's entry of a station, unauthenticated, replacing any older one.</summary>
    DriverResult AddStation(in StationSettings station);

    /// <summary>Tells the kernel what a station negotiated and how far it has got.</summary>
    DriverResult UpdateStation(in StationSettings station);

    /// <summary>Opens or closes the controlled port of a station (802.1X-2010 6.4).</summary>
    DriverResult Authorize(MacAddress station, bool authorized);

    /// <summary>
    /// Removes a station's entry. Firmware that owns the air sends the frame of
    /// <paramref name="subtype"/> (Deauthentication or Disassociation) with <paramref name="reason"/>.
    /// </summary>
    DriverResult RemoveStation(MacAddress station, ManagementSubtype subtype, ReasonCode reason);

    /// <summary>Installs a key; a pairwise one when <see cref="KeySettings.Station"/> is set.</summary>
    DriverResult InstallKey(in KeySettings key);

    /// <summary>Sends to a station with its pairwise key <paramref name="keyId"/> from now on: one that was installed to receive.</summary>
    DriverResult SelectPairwiseKey(MacAddress station, int keyId);

    /// <summary>Reads the transmit sequence number of a group key, 6 bytes, least significant first.</summary>
    DriverResult ReadKeySequence(int keyIndex, Span<byte> sequence);

    /// <summary>The kernel's counters of a station.</summary>
    DriverResult ReadStation(MacAddress station, out StationCounters counters);

    /// <summary>
    /// What the radio has counted of the channel that the access point is on. Not every radio counts; then it is refused, each time.
    /// </summary>
    DriverResult ReadSurvey(out ChannelSurvey survey);

    /// <summary>Asks a silent station for a sign of life; <see cref="IApEvents.OnStationProbed"/> follows.</summary>
    DriverResult ProbeStation(MacAddress station);
}

/// <summary>
/// What the radio tells of one access point interface. Spans are valid during the call only. One method an event, so that nothing is allocated.
/// </summary>
public interface IApEvents
{
    /// <summary>A management frame arrived.</summary>
    void OnFrame(ReadOnlySpan<byte> frame, in ReceiveInfo info);

    /// <summary>A management frame of ours left the air, acknowledged or not.</summary>
    void OnFrameSent(ulong cookie, ReadOnlySpan<byte> frame, bool acknowledged);

    /// <summary>An 802.1X PDU arrived.</summary>
    void OnEapol(MacAddress station, ReadOnlySpan<byte> pdu, bool encrypted);

    /// <summary>An 802.1X PDU of ours left the air, acknowledged or not.</summary>
    void OnEapolSent(MacAddress station, ReadOnlySpan<byte> pdu, bool acknowledged);

    /// <summary>Firmware let a station in; <paramref name="elements"/> are those of its Association Request.</summary>
    void OnStationArrived(MacAddress station, ReadOnlySpan<byte> elements);

    /// <summary>Firmware or kernel dropped a station.</summary>
    void OnStationLeft(MacAddress station);

    /// <summary>An answer to <see cref="IApLink.ProbeStation"/>.</summary>
    void OnStationProbed(MacAddress station, bool acknowledged);

    /// <summary>A station that we do not know sent class 3 frames: it believes it is associated.</summary>
    void OnUnexpectedFrame(MacAddress station);

    /// <summary>
    /// The radio has dropped a Deauthentication or Disassociation in the name of a station whose frames of that kind are protected: it was not.
    /// </summary>
    void OnUnprotectedFrame(MacAddress station);

    /// <summary>The interface went down, came up, was removed or returned.</summary>
    void OnInterfaceChanged(InterfaceChange change);

    /// <summary>The kernel stopped the access point by itself.</summary>
    void OnStopped();

    /// <summary>The kernel moved the access point to another channel, by our wish or its own.</summary>
    void OnChannelSwitched(OperatingChannel channel);

    /// <summary>News of the access point's colour.</summary>
    /// <param name="news">What they are.</param>
    /// <param name="heard">Of a collision: a bit for each colour that was heard in use.</param>
    void OnColour(ColourNews news, ulong heard);

    /// <summary>The kernel dropped events: anything may have been missed.</summary>
    void OnEventsLost();
}
