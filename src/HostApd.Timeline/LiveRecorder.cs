using HostApd.Ieee80211;

namespace HostApd.Timeline;

/// <summary>Records the joins at a running access point: from the tap on its radio, and from its events.</summary>
public sealed class LiveRecorder
{
    private readonly TimeProvider _time;
    private readonly long _origin;

    /// <summary>Starts with nothing.</summary>
    /// <param name="time">The clock of the frames' timestamps.</param>
    /// <param name="mostJoins">Joins kept.</param>
    /// <param name="mostEntries">Entries kept of each.</param>
    public LiveRecorder(TimeProvider time, int mostJoins = 48, int mostEntries = 160)
    {
        _time = time;
        _origin = time.GetTimestamp();
        Joins = new JoinRecorder(mostJoins, mostEntries);
    }

    /// <summary>What became of the frames: the most recent joins.</summary>
    public JoinRecorder Joins { get; }

    /// <summary>Microseconds since the recorder began.</summary>
    public long Now => Microseconds(_time.GetTimestamp());

    /// <summary>The wall clock's time of a moment of this recorder, as the wall clock goes now.</summary>
    public DateTimeOffset WallClock(long microseconds) => _time.GetUtcNow().AddTicks(10 * (microseconds - Now));

    /// <summary>A frame passed.</summary>
    public void OnFrame(in SeenFrame frame)
    {
        var kind = frame.IsEapol
            ? FrameClassifier.Eapol(frame.Bytes, out var code)
            : FrameClassifier.Management(frame.Bytes, frame.FromAccessPoint, out code, isDecrypted: true);
        if (kind == TraceKind.Other)
        {
            return;
        }

        var at = Microseconds(frame.Timestamp);
        if (frame.Moment is FrameMoment.Acknowledged or FrameMoment.NotAcknowledged)
        {
            Joins.NoteSent(frame.Station, kind, at, frame.Moment == FrameMoment.Acknowledged);
            return;
        }

        Joins.Note(new Sighting
        {
            At = at,
            Kind = kind,
            Station = frame.Station,
            Device = kind is TraceKind.AssociationRequest or TraceKind.ProvisionDiscoveryRequest
                ? FrameClassifier.DeviceAddressOf(frame.Bytes, kind)
                : MacAddress.Zero,
            Marks = frame.FromAccessPoint ? TraceMarks.FromAp : TraceMarks.None,
            SignalDbm = frame.SignalDbm,
            Code = kind == TraceKind.ProbeRequest ? (ushort)frame.FrequencyMhz : code,
            Intended = frame.FromAccessPoint ? MacAddress.Zero : FrameClassifier.IntendedAddressOf(frame.Bytes, kind),
            IsP2p = kind == TraceKind.ProvisionDiscoveryRequest || kind.IsAgreement(),
        });
    }

    /// <summary>The port of a station opened or closed.</summary>
    public void OnPortChanged(MacAddress station, bool isOpen)
    {
        if (isOpen)
        {
            Note(TraceKind.Authorized, station);
        }
    }

    /// <summary>A station that was let in has agreed on this.</summary>
    public void OnAgreed(MacAddress station, AirAgreement air) => Joins.Find(station)?.NoteAgreed(air);

    /// <summary>Something has happened at the access point that no frame shows; the station is broadcast when it concerns all.</summary>
    public void Note(TraceKind kind, MacAddress station) => Joins.Note(new Sighting
    {
        At = Now,
        Kind = kind,
        Station = station,
        Marks = TraceMarks.FromAp,
    });

    private long Microseconds(long timestamp) =>
        (long)((Int128)(timestamp - _origin) * 1_000_000 / _time.TimestampFrequency);
}
