using HostApd.Driver;
using HostApd.Ieee80211;
using NLog;

namespace HostApd.Ap;

/// <summary>
/// One radio (wiphy) above its BSSes: what is decided for all of them at once, which is what it does before any of them begins
/// (<see cref="StartSequence"/>) and the move to another channel.
/// <code>
/// a BSS starts         | the steps that it needs, in a row: the country first; it waits while one is under way
/// regulatory domain    | told to all; the country step may be over with it
/// SwitchChannel        | all that are on the air are asked first, and then all of them move, or none does
///   to be listened to  | all leave the air, and start anew there
/// radar                | where it is ours: all move, or leave the air (<see cref="DfsMachine"/>)
/// neighbour moves      | the radio has one channel: all of us move with it, or are told that they are left behind
/// </code>
/// </summary>
public sealed class Radio : IRadioEvents, IRadarBsses, IDisposable
{
    /// <summary>Beacons that tell our stations of a move, even if there is no time for them: who sleeps wakes for each third at least.</summary>
    private const int FewestAnnouncements = 3;

    private static readonly Logger Log = LogManager.GetLogger(nameof(Radio));

    private readonly IRadio _radio;
    private readonly CountryStep _country;
    private readonly ChannelStep _channel;
    private readonly CoexistenceStep _coexistence;
    private readonly StartSequence _start;
    private readonly RadarWatch _radar;
    private readonly CoexistenceMachine _width;
    private readonly ColourCare _colour;
    private readonly List<IRadioMember> _members = [];

    /// <summary>A radio without BSSes.</summary>
    /// <param name="radio">Itself.</param>
    /// <param name="time">The clock.</param>
    /// <param name="draw">A number from 0 to below the one that is given, for what is to be spread evenly; null: always the first.</param>
    public Radio(IRadio radio, TimeProvider time, Func<int, int>? draw = null)
        : this(radio, time, [], draw)
    {
    }

    /// <summary>The same with other steps between its own and the radar, before its BSSes begin.</summary>
    internal Radio(IRadio radio, TimeProvider time, IReadOnlyList<IStartStep> steps, Func<int, int>? draw = null)
    {
        ArgumentNullException.ThrowIfNull(radio);
        ArgumentNullException.ThrowIfNull(time);
        _radio = radio;
        _country = new CountryStep(radio);
        _channel = new ChannelStep(radio, time, told => _start!.Tell(told));
        _coexistence = new CoexistenceStep(radio, time);
        draw ??= static below => below - 1;
        _radar = new RadarWatch(radio, this, time, draw);
        _colour = new ColourCare(radio, _members, time, draw);
        _start = new StartSequence([_country, _channel, _coexistence, .. steps, _radar], time, () => Beaconing, Tell);
        _width = new CoexistenceMachine(time);
        _width.Changed += OnWidthChanged;
        radio.Attach(this);
    }

    /// <summary>What it can do.</summary>
    public RadioCapabilities Capabilities => _radio.Capabilities;

    /// <summary>What it is doing.</summary>
    public RadioState State => _start.State;

    /// <summary>What it has to do with radar.</summary>
    public RadarCount Radar => new(_radar.Radars, _radar.Listened, _radar.Situation == DfsState.OffByRadar, _radar.CheckTime, _radar.CheckLeft);

    /// <summary>Which channel it has chosen by itself, and what the others would have cost; null: it was not asked to.</summary>
    public ChosenChannel? Chosen => _channel.Chosen;

    /// <summary>Whether there was room for 40 MHz when it was looked for; null: it was not.</summary>
    public CoexistenceVerdict? Coexistence => _coexistence.Verdict;

    /// <summary>Why only the primary channel is used of 40 MHz in 2.4 GHz while it runs; empty: they are, or there are none.</summary>
    public string WhyNarrow => _width.Reason;

    /// <summary>Where a BSS of it beacons; null: none does.</summary>
    internal OperatingChannel? Beaconing => _members.Find(static m => m.IsOnAir)?.Channel;

    bool IRadarBsses.AreIdle => !_members.Any(static m => m.HasStations);

    /// <summary>A fault of ours in what one BSS does with the radio's news ends with that BSS; otherwise the exception goes on.</summary>
    public bool ContainsFaults { get; init; }

    /// <summary>
    /// Moves all BSSes that are on the air to another channel. Each is asked before the first moves; where the kernel refuses one
    /// of them all the same, those that have begun start anew where they were. Where the channel is to be listened to for radar first, or
    /// they wait for another to be, they start anew there.
    /// </summary>
    public DriverResult SwitchChannel(ChannelSwitch wanted)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        return Capabilities.RadarOn(wanted.Channel) switch
        {
            RadarState.Unavailable => new DriverResult("switching the channel", ErrorNumber.Invalid,
                $"radar was heard on channel {wanted.Channel.Number}, where nobody may be for half an hour", "choose another channel"),
            RadarState.Usable => BeginAnewAt(wanted),
            _ => State == RadioState.RadarCheck ? BeginAnewAt(wanted) : Move(wanted),
        };
    }

    /// <summary>The stations that are there cannot be taken along.</summary>
    private DriverResult BeginAnewAt(ChannelSwitch wanted)
    {
        var moving = _members.Where(static m => m.IsWanted).ToList();
        if (moving.Count == 0)
        {
            return NotEnabled;
        }

        foreach (var member in moving)
        {
            if (member.CheckSwitch(wanted) is { Succeeded: false } refused)
            {
                return refused;
            }
        }

        moving.ForEach(static m => m.LeaveAir("the channel is to be listened to for radar first"));
        _radar.Wants(wanted.Channel);
        Tell(m => m.TakeMove(wanted.Channel));
        Start(moving);
        return DriverResult.Ok;
    }

    /// <summary>Changes the colour (802.11ax 26.17.3) of all its BSSes that speak HE: announced first, where it is one of 1–63; 0: none is in use.</summary>
    public DriverResult ChangeColour(int colour) => _colour.Change(colour);

    /// <summary>The colour in use by BSSes of these options; 0: none is.</summary>
    public int ColourOf(HeOptions he) => _colour.Of(he);

    /// <summary>The colour that is announced now; with a count of 0: none is.</summary>
    internal Recolour Recolour(int beaconInterval) => _colour.Announced(beaconInterval);

    internal void OnColour(IRadioMember member, ColourNews news, ulong heard) => _colour.OnNews(member, news, heard);

    private static DriverResult NotEnabled => new("switching the channel", ErrorNumber.Invalid, "the access point is not enabled", null);

    DriverResult IRadarBsses.Move(ChannelSwitch wanted) => Move(wanted);

    void IRadarBsses.StartAnew()
    {
        var leaving = _members.Where(static m => m.IsOnAir).ToList();
        leaving.ForEach(static m => m.LeaveAir("radar"));
        Start(leaving);
    }

    void IRadarBsses.Tell(ApEvent told)
    {
        if (_members is [var first, ..])
        {
            first.Tell(told);
        }
    }

    private void Start(List<IRadioMember> members) => Tell(m =>
    {
        if (members.Contains(m))
        {
            m.StartAnew();
        }
    });

    private DriverResult Move(ChannelSwitch wanted)
    {
        var moving = _members.Where(static m => m.IsOnAir).ToList();
        if (moving.Count == 0)
        {
            return NotEnabled;
        }

        foreach (var member in moving)
        {
            if (member.CheckSwitch(wanted) is { Succeeded: false } refused)
            {
                return refused;
            }
        }

        for (var i = 0; i < moving.Count; i++)
        {
            if (moving[i].BeginSwitch(wanted) is { Succeeded: false } refused)
            {
                moving[..i].ForEach(static m => m.AbandonSwitch());
                return refused;
            }
        }

        return DriverResult.Ok;
    }

    /// <inheritdoc/>
    public void OnRegulatoryChanged()
    {
        // Those who wait start behind the others: they begin with what is in force now.
        Tell(static m => m.OnRegulatoryChanged());
        _country.OnRegulatoryChanged();
    }

    /// <inheritdoc/>
    public void OnNeighbourMoves(RadioInterface neighbour, OperatingChannel channel, int count)
    {
        ArgumentNullException.ThrowIfNull(neighbour);
        if (!Capabilities.HasOneChannelBesideStation || _members.Find(static m => m.IsOnAir) is not { } first || first.Channel.PrimaryMhz == channel.PrimaryMhz)
        {
            return;
        }

        var wanted = new ChannelSwitch(first.Channel.MovedWith(channel),
            Math.Max(count, FewestAnnouncements), BlocksTransmission: false);
        var result = _members.Where(static m => m.IsOnAir).Select(m => m.CheckFollow(wanted)).FirstOrDefault(static r => !r.Succeeded) ?? SwitchChannel(wanted);
        Tell(m =>
        {
            if (m.IsOnAir)
            {
                m.OnNeighbourMoves(neighbour, wanted, result);
            }
        });
    }

    /// <inheritdoc/>
    public void OnRadar(RadarNews news, OperatingChannel channel)
    {
        try
        {
            _radar.OnRadar(news, channel);
        }
        catch (Exception e) when (ContainsFaults)
        {
            // What is half done concerns all of them; and nobody stays where radar is because of it.
            Tell(m => m.OnFault(e));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _start.Dispose();
        _radar.Dispose();
        _colour.Dispose();
        _channel.Dispose();
        _coexistence.Dispose();
        _width.Dispose();
    }

    internal void Add(IRadioMember member) => _members.Add(member);

    /// <summary>Whether the second channel of these 40 MHz rests.</summary>
    internal bool RestsAt(OperatingChannel channel) => _width.RestsAt(channel);

    /// <summary>A station reports of those around it.</summary>
    internal void OnCoexistenceReport(MacAddress from, bool isMember, in CoexistenceReport report) => _width.OnReport(from, isMember, report);

    /// <summary>A BSS has begun or ended, is elsewhere, or has other stations.</summary>
    internal void FollowWidth()
    {
        var (use, intolerant) = ((FortyMhzUse?)null, 0);
        foreach (var member in _members)
        {
            if (member.IsOnAir)
            {
                use ??= member.FortyMhz;
                intolerant += member.FortyIntolerant;
            }
        }

        _width.Follow(Capabilities.CanChangeWidth ? use : null, intolerant);
    }

    private void OnWidthChanged()
    {
        if (_width.IsNarrow)
        {
            Log.Warn("{0}: 20 MHz instead of 40: {1} (ht40_coexistence=ignore takes them all the same, and disturbs it)", Capabilities.PhyName, _width.Reason);
        }
        else if (Beaconing is not null)
        {
            Log.Info("{0}: 40 MHz again", Capabilities.PhyName);
        }

        var narrow = _width.IsNarrow;
        DriverResult? refused = null;
        Tell(m => refused = m.IsOnAir && m.ChangeWidth() is { Succeeded: false } why ? why : refused);
        if (refused is not null && !narrow)
        {
            _width.OnRefused(refused.ToString());
        }
    }

    /// <summary>A BSS has moved. A radio has one channel, so that those that are off the air could not begin on the one of before.</summary>
    internal void OnMoved(OperatingChannel channel)
    {
        Tell(m =>
        {
            if (!m.IsOnAir)
            {
                m.FollowMove(channel);
            }
        });
        _radar.OnMoved(channel);
        _colour.OnMoved();
        FollowWidth();
    }

    internal void Remove(IRadioMember member)
    {
        _members.Remove(member);
        Abandon(member);
    }

    /// <summary>
    /// Does what is to be done before a BSS may begin. True in <paramref name="pending"/> when that takes its time: then
    /// <see cref="IRadioMember.OnRadioBusy"/> has told, and <see cref="IRadioMember.OnRadioReady"/> follows.
    /// </summary>
    internal DriverResult MakeReady(IRadioMember member, StartRequest request, out bool pending) => _start.Join(member, request, out pending);

    /// <summary>A BSS that waits for its start is not to start any more, or one that beaconed does so no more.</summary>
    internal void Abandon(IRadioMember member)
    {
        _start.Leave(member);
        _colour.OnLeft(member);
        FollowWidth();
        if (_radar.Situation != DfsState.Idle && !_members.Any(static m => m.IsWanted))
        {
            _radar.Rest();
        }
    }

    private void Tell(Action<IRadioMember> news)
    {
        foreach (var member in _members.ToArray())
        {
            try
            {
                news(member);
            }
            catch (Exception e) when (ContainsFaults)
            {
                member.OnFault(e);
            }
        }
    }
}
