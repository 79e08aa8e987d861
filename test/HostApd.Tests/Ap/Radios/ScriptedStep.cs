using HostApd.Ap;
using HostApd.Driver;

namespace HostApd.Tests.Ap;

/// <summary>A step before the start that does what a test says, and writes down what it is told.</summary>
internal sealed class ScriptedStep : IStartStep
{
    public event Action<StepOutcome>? Done;

    public RadioState State { get; set; } = RadioState.RadarCheck;

    public TimeSpan Patience => TimeSpan.FromSeconds(60);

    /// <summary>It waits for <see cref="End"/>; otherwise nobody needs it.</summary>
    public bool TakesTime { get; set; }

    /// <summary>What it says at once.</summary>
    public StepOutcome? AtOnce { get; set; }

    public List<string> Told { get; } = [];

    public bool IsNeeded(StartRequest request) => (TakesTime || AtOnce is not null) && request.Beacons && request.Beaconing is null;

    public StepOutcome? Begin(StartRequest request)
    {
        Told.Add($"begin {request.Link.Address} {request.Options.Channel.PrimaryMhz}");
        return AtOnce;
    }

    public void Cancel() => Told.Add("cancel");

    public StepOutcome GiveUp()
    {
        Told.Add("give up");
        return StepOutcome.Refused(new DriverResult("waiting", ErrorNumber.Busy, "it took too long", null));
    }

    public void End(StepOutcome outcome) => Done?.Invoke(outcome);
}
