using HostApd.Driver;
using HostApd.Ieee80211;

namespace HostApd.Ap;

/// <summary>What a radio is doing that all its BSSes must wait for.</summary>
public enum RadioState
{
    /// <summary>Nothing: its BSSes may start, and move.</summary>
    Ready,

    /// <summary>The kernel has been asked for another regulatory domain.</summary>
    CountryUpdate,
}

/// <summary>
/// One radio (wiphy) above its BSSes: what is decided for all of them at once, which is the country and the move to another
/// channel.
/// <code>
/// event \ state        | Ready                          | CountryUpdate
/// RequireCountry       | in force: –; else CountryUpdate| the same: wait with it; else asked anew
/// regulatory domain is | told to all                    | Ready, told to all: those who wait for it start
///   another            | told to all                    | told to all
/// timer (5 s)          | –                              | Ready: those who wait for it start all the same
/// SwitchChannel        | all that are on the air are asked first, and then all of them move, or none does
/// neighbour moves      | the radio has one channel: all of us move with it, or are told that they are left behind
/// </code>
/// </summary>
public sealed class Radio : IRadioEvents, IDisposable
{
    private static readonly TimeSpan CountryTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Beacons that tell our stations of a move, even if there is no time for them: who sleeps wakes for each third at least.</summary>
    private const int FewestAnnouncements = 3;

    private readonly IRadio _radio;
    private readonly ITimer _countryTimer;
    private readonly List<IRadioMember> _members = [];
    private string? _country;

    /// <summary>A radio without BSSes.</summary>
    public Radio(IRadio radio, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(radio);
        ArgumentNullException.ThrowIfNull(time);
        _radio = radio;
        _countryTimer = time.CreateTimer(_ => OnCountryTimer(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        radio.Attach(this);
    }

    /// <summary>What it can do.</summary>
    public RadioCapabilities Capabilities => _radio.Capabilities;

    /// <summary>What it is doing.</summary>
    public RadioState State { get; private set; }

    /// <summary>A fault of ours in what one BSS does with the radio's news ends with that BSS; otherwise the exception goes on.</summary>
    public bool ContainsFaults { get; init; }

    /// <summary>
    /// Sees to it that a regulatory domain is in force. True in <paramref name="pending"/> when the kernel has still to say so:
    /// then <see cref="IRadioMember.OnRegulatoryChanged"/> follows.
    /// </summary>
    public DriverResult RequireCountry(string country, out bool pending)
    {
        if (State == RadioState.CountryUpdate && country == _country)
        {
            pending = true;
            return DriverResult.Ok;
        }

        var result = _radio.SetCountry(country, out pending);
        if (result.Succeeded && pending)
        {
            _country = country;
            State = RadioState.CountryUpdate;
            _countryTimer.Change(CountryTimeout, Timeout.InfiniteTimeSpan);
        }

        return result;
    }

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
        // Other news may come first: a hint of the adapter's own driver, another radio's.
        var settled = State == RadioState.CountryUpdate && string.Equals(Capabilities.Country, _country, StringComparison.OrdinalIgnoreCase);
        if (settled)
        {
            Settle();
        }

        Tell(m => m.OnRegulatoryChanged(settled ? CountryNews.Confirmed : CountryNews.Other));
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
    public void Dispose() => _countryTimer.Dispose();

    internal void Add(IRadioMember member) => _members.Add(member);

    /// <summary>A BSS has moved. A radio has one channel, so that those that are off the air could not begin on the one of before.</summary>
    internal void OnMoved(OperatingChannel channel) => Tell(m =>
    {
        if (!m.IsOnAir)
        {
            m.FollowMove(channel);
        }
    });

    internal void Remove(IRadioMember member) => _members.Remove(member);

    private void OnCountryTimer()
    {
        if (State == RadioState.CountryUpdate)
        {
            Settle();
            Tell(static m => m.OnRegulatoryChanged(CountryNews.NotConfirmed));
        }
    }

    private void Settle()
    {
        State = RadioState.Ready;
        _countryTimer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
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
