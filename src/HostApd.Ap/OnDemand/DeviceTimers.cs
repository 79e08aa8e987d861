using HostApd.P2p;

namespace HostApd.Ap;

/// <summary>The timers that a P2P device arms, one of each kind.</summary>
/// <param name="site">Whose clock it is.</param>
/// <param name="due">Hears of each that is due.</param>
internal sealed class DeviceTimers(BssSite site, Action<DeviceTimer> due)
{
    private readonly ITimer?[] _timers = new ITimer?[Enum.GetValues<DeviceTimer>().Length];

    internal void Arm(DeviceTimer which, TimeSpan delay) =>
        (_timers[(int)which] ??= site.CreateTimer(() => due(which))).Change(delay, Timeout.InfiniteTimeSpan);

    internal void Cancel(DeviceTimer which) => _timers[(int)which]?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    internal void CancelAll()
    {
        foreach (var timer in _timers)
        {
            timer?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }
}
