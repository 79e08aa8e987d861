using HostApd.Driver;

namespace HostApd.Simulation;

/// <summary>
/// How a radio looks around: it listens on each channel for a ninth of a second, hears whom <see cref="SimulatedStay.Neighbours"/> have
/// there, and counts how busy each is. While it beacons it can only where its capabilities say so.
/// </summary>
public sealed class SimulatedScan : IScanLink
{
    private static readonly TimeSpan Dwell = TimeSpan.FromMilliseconds(111);

    private readonly SimulatedRadio _radio;
    private readonly CallRecord _calls;
    private readonly List<SimulatedNeighbour> _found = [];
    private readonly Dictionary<int, (ulong Time, double Busy)> _counted = [];
    private IScanEvents? _events;
    private object? _scan;

    internal SimulatedScan(SimulatedRadio radio, CallRecord calls) => (_radio, _calls) = (radio, calls);

    /// <summary>How busy each channel is, 0 to 1, by its frequency; those that are not named are idle. Null: it does not count.</summary>
    public Dictionary<int, double>? Busy { get; set; } = [];

    /// <summary>The next scans come to no end by themselves.</summary>
    public bool IsStuck { get; set; }

    /// <inheritdoc/>
    public void Attach(IScanEvents events) => _events = events;

    /// <inheritdoc/>
    public DriverResult Scan(ReadOnlySpan<int> frequenciesMhz)
    {
        var frequencies = frequenciesMhz.ToArray();
        if (_calls.Take($"Scan {string.Join(' ', frequencies)}") is { } refusal)
        {
            return refusal;
        }

        if (_radio.IsOnAir && !_radio.Capabilities.CanScanWhileBeaconing)
        {
            return new DriverResult("scanning", ErrorNumber.NotSupported, "Operation not supported", null);
        }

        if (_scan is not null)
        {
            return new DriverResult("scanning", ErrorNumber.Busy, "Device or resource busy", null) { MayPass = true };
        }

        var scan = _scan = new object();
        if (!IsStuck)
        {
            _radio.Clock.Schedule(Dwell * frequencies.Length, () => End(scan, frequencies));
        }

        return DriverResult.Ok;
    }

    /// <inheritdoc/>
    public DriverResult EndScan()
    {
        if (_scan is null)
        {
            return DriverResult.Ok;
        }

        _scan = null;
        return _calls.Take("EndScan") ?? DriverResult.Ok;
    }

    /// <inheritdoc/>
    public DriverResult ReadNeighbours(NeighbourReceiver receive)
    {
        ArgumentNullException.ThrowIfNull(receive);
        foreach (var one in _found)
        {
            receive(new Neighbour { Bssid = one.Bssid, FrequencyMhz = one.FrequencyMhz, SignalDbm = one.SignalDbm, Elements = one.Elements });
        }

        return DriverResult.Ok;
    }

    /// <inheritdoc/>
    public DriverResult ReadSurveys(Action<ChannelSurvey> receive)
    {
        ArgumentNullException.ThrowIfNull(receive);
        if (Busy is null)
        {
            return new DriverResult("reading the survey", ErrorNumber.NotSupported, "Operation not supported", null);
        }

        foreach (var (mhz, (time, busy)) in _counted)
        {
            receive(new ChannelSurvey(mhz, time, (ulong)busy) { NoiseDbm = -92 });
        }

        return DriverResult.Ok;
    }

    /// <summary>The scan breaks off, as when somebody else wants the radio.</summary>
    public void Abort()
    {
        if (_scan is not null)
        {
            _scan = null;
            _events?.OnScanEnded(completed: false);
        }
    }

    /// <summary>The interface goes down.</summary>
    internal void EndAll() => Abort();

    private void End(object scan, int[] frequencies)
    {
        if (_scan != scan)
        {
            return;
        }

        _scan = null;
        foreach (var mhz in frequencies)
        {
            var before = _counted.GetValueOrDefault(mhz);
            _counted[mhz] = (before.Time + (ulong)Dwell.TotalMilliseconds, before.Busy + Dwell.TotalMilliseconds * (Busy?.GetValueOrDefault(mhz) ?? 0));
        }

        _found.RemoveAll(f => frequencies.Contains(f.FrequencyMhz));
        _found.AddRange(_radio.Stay.Neighbours.FindAll(n => frequencies.Contains(n.FrequencyMhz)));
        _events?.OnScanEnded(completed: true);
    }
}
