using HostApd.Driver;
using HostApd.Ieee80211;
using HostApd.Wps;
using NLog;

namespace HostApd.Ap;

/// <summary>
/// The step that looks around, as often as is wanted, and chooses the channel (ACS). A radio that cannot look around, or does not
/// count, chooses by what there is: nobody stays off the air for that.
/// </summary>
internal sealed class ChannelStep : IStartStep, IDisposable
{
    private static readonly Logger Log = LogManager.GetLogger(nameof(Radio));
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly IRadio _radio;
    private readonly Action<ApEvent> _tell;
    private readonly Lookout _lookout;
    private readonly Dictionary<int, List<double>> _busy = [];
    private Dictionary<int, ChannelSurvey> _counted = [];
    private StartRequest? _request;
    private int _scans;
    private bool _hasToldOfCounts;

    internal ChannelStep(IRadio radio, TimeProvider time, Action<ApEvent> tell)
    {
        (_radio, _tell) = (radio, tell);
        _lookout = new Lookout(time, Pause, OnLooked);
    }

    /// <inheritdoc/>
    public event Action<StepOutcome>? Done;

    /// <summary>What was chosen last, and what all would have cost; null: nothing yet.</summary>
    internal ChosenChannel? Chosen { get; private set; }

    /// <inheritdoc/>
    public RadioState State => RadioState.ChoosingChannel;

    /// <summary>Each scan and each pause has its own bound; this one is for all of them.</summary>
    public TimeSpan Patience => TimeSpan.FromMinutes(10);

    private AcsChooser Chooser => new(_radio.Capabilities, _request!.Options.Choice, _request.Options.LooksForRadar, CanBe);

    public void Dispose() => _lookout.Dispose();

    /// <inheritdoc/>
    public bool IsNeeded(StartRequest request) => request is { Beacons: true, IsAwaited: false, Options.ChoosesChannel: true };

    /// <inheritdoc/>
    public StepOutcome? Begin(StartRequest request)
    {
        if (request.Beaconing is { } there)
        {
            return StepOutcome.At(there);
        }

        (_request, _scans) = (request, 0);
        _busy.Clear();
        _tell(new ApEvent(ApEventKind.ChoiceStarted));
        _counted = Count();
        return Look() is { } refused ? Choose(refused) : null;
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
        return Choose(DriverResult.Ok);
    }

    private bool CanBe(OperatingChannel whole) => RadioPlan.Of(_request!.Options.At(whole), _radio.Capabilities, out _)?.Channel == whole;

    private DriverResult? Look() => _lookout.Begin(_request!.Link.Scanning, Chooser.ToScan(_request.Options.Channel));

    private void OnLooked(DriverResult result)
    {
        if (result.Succeeded)
        {
            _scans++;
            Note();
            if (_scans < _request!.Options.Choice.Scans && Look() is null)
            {
                return;
            }
        }

        Done?.Invoke(Choose(result));
    }

    private StepOutcome Choose(DriverResult looked)
    {
        var (request, radio) = (_request!, _radio.Capabilities);
        var chooser = Chooser;
        var heard = new List<HeardBss>();
        if (_scans == 0)
        {
            Log.Warn("{0}: the channel is chosen without a look around: {1}", radio.PhyName, looked);
        }
        else
        {
            heard = Neighbours.Read(request.Link.Scanning);
        }

        var busy = new Dictionary<int, double>();
        foreach (var (mhz, shares) in _busy)
        {
            busy[mhz] = Median(shares);
        }

        if (_scans > 0 && busy.Count == 0 && !_hasToldOfCounts)
        {
            _hasToldOfCounts = true;
            Log.Info("{0}: it does not count how busy its channels are: the channel is chosen by who is heard", radio.PhyName);
        }

        var wanted = request.Options.Channel;
        var best = chooser.Choose(wanted, busy, heard, Chosen?.Channel);
        var whyNone = best is null ? chooser.WhyNone(wanted) : "";
        _request = null;
        if (best is not { } chosen)
        {
            _tell(new ApEvent(ApEventKind.ChoiceFailed));
            return StepOutcome.Refused(new DriverResult("choosing a channel", ErrorNumber.Invalid, whyNone,
                "name a channel, or set country_code and chanlist to what `iw phy` lists"));
        }

        Chosen = chosen;
        var channel = chosen.Channel;
        if (channel.WidthMhz < wanted.WidthMhz)
        {
            Log.Warn("{0}: there is no room for {1} MHz: {2} are used", radio.PhyName, wanted.WidthMhz, channel.WidthMhz);
        }

        Log.Info("{0}: chose channel {1} ({2} MHz, {3} wide) of {4}", radio.PhyName, channel.Number, channel.PrimaryMhz, channel.WidthMhz, chosen.Costs.Count);
        _tell(new ApEvent(ApEventKind.ChoiceCompleted, EventWord.Of("freq", channel.PrimaryMhz), EventWord.Of("channel", channel.Number)));
        return StepOutcome.At(channel);
    }

    /// <summary>What has been counted since the last time.</summary>
    private void Note()
    {
        var now = Count();
        foreach (var (mhz, survey) in now)
        {
            if (!_busy.TryGetValue(mhz, out var shares))
            {
                _busy[mhz] = shares = [];
            }

            shares.Add(survey.BusySince(_counted.GetValueOrDefault(mhz)));
        }

        _counted = now;
    }

    private Dictionary<int, ChannelSurvey> Count()
    {
        var all = new Dictionary<int, ChannelSurvey>();
        _ = _request!.Link.Scanning.ReadSurveys(survey => all[survey.FrequencyMhz] = survey);
        return all;
    }

    private static double Median(List<double> shares)
    {
        shares.Sort();
        return (shares[(shares.Count - 1) / 2] + shares[shares.Count / 2]) / 2;
    }
}
