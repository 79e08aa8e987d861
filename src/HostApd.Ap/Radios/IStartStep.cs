using HostApd.Driver;
using HostApd.Ieee80211;

namespace HostApd.Ap;

/// <summary>A BSS that is about to start, as the steps before it see it.</summary>
internal sealed record StartRequest
{
    /// <summary>Its interface, set up and not beaconing.</summary>
    internal required IApLink Link { get; init; }

    /// <summary>What it wants of the radio; the channel is the one of the steps before.</summary>
    internal required RadioOptions Options { get; init; }

    /// <summary>The country that must be in force; null: none, or it has been seen to.</summary>
    internal string? Country { get; init; }

    /// <summary>It begins to beacon; otherwise it is set up, and silent.</summary>
    internal bool Beacons { get; init; }

    /// <summary>Somebody has agreed with us on a group and waits for it on its channel: nothing may take long, and nothing is moved.</summary>
    internal bool IsAwaited { get; init; }

    /// <summary>Where another BSS of the radio beacons already; null: none does.</summary>
    internal OperatingChannel? Beaconing { get; init; }
}

/// <summary>How a step before the start has ended.</summary>
internal sealed record StepOutcome
{
    /// <summary>The start goes on where it was to be.</summary>
    internal static StepOutcome GoOn { get; } = new();

    /// <summary>The start goes on at another channel; null: at the same.</summary>
    internal OperatingChannel? Channel { get; private init; }

    /// <summary>Why there is no start.</summary>
    internal DriverResult? Refusal { get; private init; }

    /// <summary>The start goes on at another channel.</summary>
    internal static StepOutcome At(OperatingChannel channel) => new() { Channel = channel };

    /// <summary>Nobody starts, and why.</summary>
    internal static StepOutcome Refused(DriverResult why) => new() { Refusal = why };
}

/// <summary>One of the things that a radio has to do before any of its BSSes begins. It knows nothing of the others.</summary>
internal interface IStartStep
{
    /// <summary>What the radio is doing while it is under way.</summary>
    RadioState State { get; }

    /// <summary>How long it may take; then <see cref="GiveUp"/> is called.</summary>
    TimeSpan Patience { get; }

    /// <summary>It has come to its end, and was under way before: never inside <see cref="Begin"/>, nor after <see cref="Cancel"/> or <see cref="GiveUp"/>.</summary>
    event Action<StepOutcome>? Done;

    /// <summary>Whether there is anything to do for a BSS.</summary>
    bool IsNeeded(StartRequest request);

    /// <summary>Begins. What takes no time has an outcome at once; null: <see cref="Done"/> follows.</summary>
    StepOutcome? Begin(StartRequest request);

    /// <summary>Nobody waits for it any more, or it is begun anew for another BSS.</summary>
    void Cancel();

    /// <summary>It has taken too long: it ends, and says how.</summary>
    StepOutcome GiveUp();
}
