using HostApd.Driver;
using HostApd.Ieee80211;
using NLog;

namespace HostApd.Ap;

/// <summary>The step that looks whether there is room for 40 MHz. In 2.4 GHz, who cannot look does not take them.</summary>
internal sealed class CoexistenceStep : IStartStep, IDisposable
{
    private static readonly Logger Log = LogManager.GetLogger(nameof(Radio));
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly IRadio _radio;
    private readonly Lookout _lookout;
    private StartRequest? _request;

    internal CoexistenceStep(IRadio radio, TimeProvider time)
    {
        _radio = radio;
        _lookout = new Lookout(time, Pause, result => Done?.Invoke(Judge(result)));
    }

    /// <inheritdoc/>
    public event Action<StepOutcome>? Done;

    /// <summary>What came of it the last time; null: nobody has looked.</summary>
    internal CoexistenceVerdict? Verdict { get; private set; }

    /// <inheritdoc/>
    public RadioState State => RadioState.CoexistenceScan;

    /// <summary>Each scan and each pause has its own bound; this one is for all of them.</summary>
    public TimeSpan Patience => TimeSpan.FromSeconds(60);

    public void Dispose() => _lookout.Dispose();

    /// <inheritdoc/>
    public bool IsNeeded(StartRequest request)
    {
        if (request.Options.Channel.Secondary == 0)
        {
            return false;
        }

        var channel = PlannedFor(request);
        return request is { Beacons: true, IsAwaited: false, Beaconing: null, Options.IgnoresCoexistence: false }
            && channel.Secondary != 0 && ChannelGrid.BandOf(channel.PrimaryMhz) != 6 && _radio.Capabilities.WhyNot(channel, request.Options.LooksForRadar) is null;
    }

    /// <inheritdoc/>
    public StepOutcome? Begin(StartRequest request)
    {
        _request = request;
        int[] frequencies = [.. CoexistenceVerdict.ToScan(PlannedFor(request)).Where(mhz => _radio.Capabilities.FindChannel(mhz) is { Disabled: false })];
        return _lookout.Begin(request.Link.Scanning, frequencies) is { } refused ? Judge(refused) : null;
    }

    /// <inheritdoc/>
    public void Cancel()
    {
        _lookout.Cancel();
        _request = null;
    }

    /// <inheritdoc/>
    public StepOutcome GiveUp()
    {
        _lookout.Cancel();
        return Judge(new DriverResult("scanning", ErrorNumber.Busy, "it took too long", null));
    }

    /// <summary>What the radio makes of the wish: where it has no 40 MHz nobody is in the way.</summary>
    private OperatingChannel PlannedFor(StartRequest request) =>
        RadioPlan.Of(request.Options, _radio.Capabilities, out _)?.Channel ?? request.Options.Channel.WithoutHt;

    private StepOutcome Judge(DriverResult looked)
    {
        var (request, phy) = (_request!, _radio.Capabilities.PhyName);
        _request = null;
        var wanted = PlannedFor(request);
        Verdict = looked.Succeeded ? CoexistenceVerdict.Judge(wanted, Neighbours.Read(request.Link.Scanning)) : CoexistenceVerdict.Unseen(wanted, looked);
        switch (Verdict.Verdict)
        {
            case FortyMhzVerdict.Kept:
                break;
            case FortyMhzVerdict.Narrowed:
                Log.Warn("{0}: 20 MHz instead of 40 on channel {1}: {2} (ht40_coexistence=ignore takes them all the same, and disturbs it)",
                    phy, wanted.Number, Verdict);
                break;
            case FortyMhzVerdict.Swapped:
                Log.Info("{0}: the primary channel is {1} instead of {2}: {3}", phy, Verdict.Channel.Number, wanted.Number, Verdict);
                break;
        }

        return Verdict.Channel == wanted ? StepOutcome.GoOn : StepOutcome.At(Verdict.Channel);
    }
}
