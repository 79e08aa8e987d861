using HostApd.Driver;
using HostApd.Ieee80211;

namespace HostApd.Ap;

/// <summary>
/// One radio (wiphy) above its BSSes: what is decided for all of them at once, which is what it does before any of them begins
/// (<see cref="StartSequence"/>) and the move to another channel.
/// <code>
/// a BSS starts         | the steps that it needs, in a row: the country first; it waits while one is under way
/// regulatory domain    | told to all; the country step may be over with it
/// SwitchChannel        | all that are on the air are asked first, and then all of them move, or none does
/// neighbour moves      | the radio has one channel: all of us move with it, or are told that they are left behind
/// </code>
/// </summary>
public sealed class Radio : IRadioEvents, IDisposable
{
    /// <summary>Beacons that tell our stations of a move, even if there is no time for them: who sleeps wakes for each third at least.</summary>
    private const int FewestAnnouncements = 3;

    private readonly IRadio _radio;
    private readonly CountryStep _country;
    private readonly StartSequence _start;
    private readonly List<IRadioMember> _members = [];

    /// <summary>A radio without BSSes.</summary>
    public Radio(IRadio radio, TimeProvider time)
        : this(radio, time, [])
    {
    }

    /// <summary>The same with other steps behind the country, before its BSSes begin.</summary>
    internal Radio(IRadio radio, TimeProvider time, IReadOnlyList<IStartStep> steps)
    {
        ArgumentNullException.ThrowIfNull(radio);
        ArgumentNullException.ThrowIfNull(time);
        _radio = radio;
        _country = new CountryStep(radio);
        _start = new StartSequence([_country, .. steps], time, () => _members.Find(static m => m.IsOnAir)?.Channel, Tell);
        radio.Attach(this);
    }

    /// <summary>What it can do.</summary>
    public RadioCapabilities Capabilities => _radio.Capabilities;

    /// <summary>What it is doing.</summary>
    public RadioState State => _start.State;

    /// <summary>A fault of ours in what one BSS does with the radio's news ends with that BSS; otherwise the exception goes on.</summary>
    public bool ContainsFaults { get; init; }

    /// <summary>
    /// Moves all BSSes that are on the air to another channel. Each is asked before the first moves; where the kernel refuses one
    /// of them all the same, those that have begun start anew where they were.
    /// </summary>
    public DriverResult SwitchChannel(ChannelSwitch wanted)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        var moving = _members.Where(static m => m.IsOnAir).ToList();
        if (moving.Count == 0)
        {
            return new DriverResult("switching the channel", ErrorNumber.Invalid, "the access point is not enabled", null);
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

        // Of its width only as much as we had: 20 MHz fit beside any.
        var secondary = first.Channel.Secondary != 0 ? channel.Secondary : 0;
        var wanted = new ChannelSwitch(OperatingChannel.Of(channel.PrimaryMhz, first.Channel.Ht, secondary),
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
    }

    /// <inheritdoc/>
    public void Dispose() => _start.Dispose();

    internal void Add(IRadioMember member) => _members.Add(member);

    /// <summary>A BSS has moved. A radio has one channel, so that those that are off the air could not begin on the one of before.</summary>
    internal void OnMoved(OperatingChannel channel) => Tell(m =>
    {
        if (!m.IsOnAir)
        {
            m.FollowMove(channel);
        }
    });

    internal void Remove(IRadioMember member)
    {
        _members.Remove(member);
        _start.Leave(member);
    }

    /// <summary>
    /// Does what is to be done before a BSS may begin. True in <paramref name="pending"/> when that takes its time: then
    /// <see cref="IRadioMember.OnRadioBusy"/> has told, and <see cref="IRadioMember.OnRadioReady"/> follows.
    /// </summary>
    internal DriverResult MakeReady(IRadioMember member, StartRequest request, out bool pending) => _start.Join(member, request, out pending);

    /// <summary>A BSS that waits for its start is not to start any more.</summary>
    internal void Abandon(IRadioMember member) => _start.Leave(member);

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
