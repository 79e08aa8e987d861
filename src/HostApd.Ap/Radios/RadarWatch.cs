using HostApd.Driver;
using HostApd.Ieee80211;
using NLog;

namespace HostApd.Ap;

/// <summary>What a <see cref="RadarWatch"/> needs of the BSSes of its radio.</summary>
internal interface IRadarBsses
{
    /// <summary>No station is connected to any of them.</summary>
    bool AreIdle { get; }

    /// <summary>Moves all that are on the air.</summary>
    DriverResult Move(ChannelSwitch wanted);

    /// <summary>Has all that are on the air send their stations away, stop to beacon and start anew.</summary>
    void StartAnew();

    /// <summary>Tells of something that concerns all of them.</summary>
    void Tell(ApEvent told);
}

/// <summary>
/// Looks for radar for one radio: the last thing that is done before any of its BSSes begins, and what happens when radar is heard later. What is
/// to be done is said by a <see cref="DfsMachine"/>; here it is done.
/// </summary>
internal sealed class RadarWatch : IStartStep, IDisposable
{
    /// <summary>So many Beacons announce the move, in which nobody transmits: ten seconds are allowed, and the 200 ms of 47 CFR 15.407(h) for what is sent meanwhile.</summary>
    private const int Announcements = 5;

    private static readonly Logger Log = LogManager.GetLogger(nameof(Radio));

    private readonly IRadio _radio;
    private readonly IRadarBsses _bsses;
    private readonly TimeProvider _time;
    private readonly DfsMachine _machine;
    private IApLink? _link;
    private StepOutcome? _outcome;

    /// <summary>Somebody waits for <see cref="Done"/>.</summary>
    private bool _isAwaited;
    private OperatingChannel _asked;

    /// <param name="radio">The radio.</param>
    /// <param name="bsses">Its BSSes.</param>
    /// <param name="time">The clock.</param>
    /// <param name="draw">A number from 0 to below the one that is given.</param>
    internal RadarWatch(IRadio radio, IRadarBsses bsses, TimeProvider time, Func<int, int> draw)
    {
        _radio = radio;
        _bsses = bsses;
        _time = time;
        _machine = new DfsMachine(time, () => radio.Capabilities, draw) { IsIdle = () => bsses.AreIdle };
        _machine.Due += Run;
    }

    /// <inheritdoc/>
    public event Action<StepOutcome>? Done;

    /// <inheritdoc/>
    public RadioState State => RadioState.RadarCheck;

    /// <summary>It has timers of its own, and waits half an hour where radar has taken every channel.</summary>
    public TimeSpan Patience => Timeout.InfiniteTimeSpan;

    /// <summary>Where it is with radar.</summary>
    internal DfsState Situation => _machine.State;

    /// <summary>Radars that were heard.</summary>
    internal long Radars { get; private set; }

    /// <summary>How long it has listened for radar before it beaconed, in all.</summary>
    internal TimeSpan Listened => _machine.Listened;

    /// <summary>How long the check lasts that is under way, or the last was to; zero: there was none.</summary>
    internal TimeSpan CheckTime { get; private set; }

    /// <summary>How much of the check under way is left; null: none is.</summary>
    internal TimeSpan? CheckLeft => _machine.CheckBegan is { } began && CheckTime - _time.GetElapsedTime(began) is var left
        ? left > TimeSpan.Zero ? left : TimeSpan.Zero
        : null;

    /// <inheritdoc/>
    public void Dispose() => _machine.Dispose();

    /// <inheritdoc/>
    public bool IsNeeded(StartRequest request) =>
        request is { Beacons: true, IsAwaited: false, Beaconing: null, Options.LooksForRadar: true } && ChannelOf(request) is var channel
        && (_radio.Capabilities.RadarOn(channel) is not null || (_machine.IsAway && channel == _machine.Channel));

    /// <inheritdoc/>
    public StepOutcome? Begin(StartRequest request)
    {
        var channel = ChannelOf(request);
        if (_radio.Capabilities.Refuse(channel, looksForRadar: true) is { } refused)
        {
            return StepOutcome.Refused(refused);
        }

        _link = request.Link;
        _asked = channel;
        _outcome = null;
        _isAwaited = false;
        _machine.Options = request.Options.Dfs;
        _machine.Begin(_asked, request.Options.Choice.FrequenciesMhz);
        Run();
        _isAwaited = _outcome is null;
        return _outcome;
    }

    /// <inheritdoc/>
    public void Cancel()
    {
        _isAwaited = false;
        _machine.Stop();
        Run();
    }

    /// <inheritdoc/>
    public StepOutcome GiveUp()
    {
        Cancel();
        return StepOutcome.Refused(new DriverResult("listening for radar", ErrorNumber.Busy, "it has taken too long", null));
    }

    /// <summary>News of the radio.</summary>
    internal void OnRadar(RadarNews news, OperatingChannel channel)
    {
        Radars += news == RadarNews.Detected ? 1 : 0;
        _machine.OnRadar(news, channel);
        Run();
    }

    /// <summary>The BSSes are on another channel.</summary>
    internal void OnMoved(OperatingChannel channel)
    {
        _machine.OnMoved(channel);
        Run();
    }

    /// <summary>Somebody wants the BSSes to begin anew elsewhere.</summary>
    internal void Wants(OperatingChannel channel) => _machine.Wants(channel);

    /// <summary>None of the BSSes is on the air any more, nor on its way there.</summary>
    internal void Rest()
    {
        _machine.Stop();
        Run();
    }

    /// <summary>What comes of the wish on this radio: it may be less wide.</summary>
    private OperatingChannel ChannelOf(StartRequest request) =>
        RadioPlan.Of(request.Options, _radio.Capabilities, out _)?.Channel ?? request.Options.Channel;

    private void Run()
    {
        while (_machine.TryNextEffect(out var effect))
        {
            Run(effect);
        }
    }

    private void Run(in DfsEffect effect)
    {
        switch (effect.Kind)
        {
            case DfsEffectKind.StartCheck when _machine.State == DfsState.Checking && _machine.Channel == effect.Channel:
                StartCheck(effect.Channel);
                break;
            case DfsEffectKind.StartCheck:
                break;
            case DfsEffectKind.EndCheck:
                _ = _link?.EndRadarDetection();
                break;
            case DfsEffectKind.Proceed:
                End(effect.Channel == _asked ? StepOutcome.GoOn : StepOutcome.At(effect.Channel));
                break;
            case DfsEffectKind.Refuse:
                End(StepOutcome.Refused(effect.Refusal!));
                break;
            case DfsEffectKind.Switch:
                if (_bsses.Move(new ChannelSwitch(effect.Channel, Announcements, BlocksTransmission: true)) is { Succeeded: false } refused)
                {
                    _machine.OnSwitchRefused(refused);
                }

                break;
            case DfsEffectKind.TakeDown:
                _bsses.StartAnew();
                break;
            case DfsEffectKind.Read:
                _ = _radio.ReadAgain();
                _machine.OnRead();
                break;
            case DfsEffectKind.Raise:
                _bsses.Tell(RadarEvents.Of(effect.News, effect.Channel, _radio.Capabilities));
                break;
        }
    }

    private void StartCheck(OperatingChannel channel)
    {
        var result = _link!.StartRadarDetection(channel);
        if (ChannelLadder.IsWeatherRadars(channel, _radio.Capabilities))
        {
            Log.Warn("{0}: channel {1} reaches into 120-128, which weather radar has: the law wants ten minutes of listening, and the kernel listens for {2:0}",
                _radio.Capabilities.PhyName, channel.Number, _radio.Capabilities.RadarCheckOf(channel).TotalMinutes);
        }

        if (result.Succeeded)
        {
            CheckTime = _radio.Capabilities.RadarCheckOf(channel);
            _machine.OnCheckBegun();
        }
        else
        {
            _machine.OnCheckRefused(result);
        }
    }

    private void End(StepOutcome outcome)
    {
        if (_isAwaited)
        {
            _isAwaited = false;
            Done?.Invoke(outcome);
        }
        else
        {
            _outcome = outcome;
        }
    }
}
