namespace HostApd.Wps;

/// <summary>
/// The devices that asked to enrol by push button within the walk time (WSC 2.0 11.3): more than one is an overlap. A device
/// is its UUID-E, whatever its addresses. Bounded: the oldest makes room.
/// </summary>
internal sealed class PbcWindow(TimeProvider time, TimeSpan walkTime)
{
    private const int Capacity = 16;

    /// <summary>How long a device that has just finished may go on probing without being counted.</summary>
    private static readonly TimeSpan IgnoreFinished = TimeSpan.FromSeconds(5);

    private readonly List<(PbcDevice Device, long Seen)> _seen = [];
    private Guid _finished;
    private long _finishedAt;
    private bool _hasFinished;

    /// <summary>A Probe Request or M1 of a device that wants to enrol by push button; false when it does not count.</summary>
    public bool Add(PbcDevice device)
    {
        if (_hasFinished && device.Uuid == _finished && time.GetElapsedTime(_finishedAt) < IgnoreFinished)
        {
            return false;
        }

        _seen.RemoveAll(s => IsSame(s.Device, device) || time.GetElapsedTime(s.Seen) >= walkTime);
        if (_seen.Count == Capacity)
        {
            _seen.RemoveAt(0);
        }

        _seen.Add((device, time.GetTimestamp()));
        return true;
    }

    /// <summary>The devices of the last walk time, oldest first.</summary>
    public List<PbcDevice> Recent()
    {
        _seen.RemoveAll(s => time.GetElapsedTime(s.Seen) >= walkTime);
        return _seen.ConvertAll(s => s.Device);
    }

    /// <summary>The device is enrolled: it counts no longer.</summary>
    public void Finish(PbcDevice device)
    {
        _seen.RemoveAll(s => IsSame(s.Device, device));
        _finished = device.Uuid;
        _finishedAt = time.GetTimestamp();
        _hasFinished = true;
    }

    /// <summary>One device, whatever its addresses.</summary>
    public static bool IsSame(PbcDevice a, PbcDevice b) =>
        a.Uuid == b.Uuid && (a.Uuid != Guid.Empty || a.Address == b.Address);
}
