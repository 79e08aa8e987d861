namespace HostApd.P2p;

/// <summary>Where a search stands.</summary>
internal enum SearchState
{
    /// <summary>There is none.</summary>
    Off,

    /// <summary>The radio looks for others.</summary>
    Searching,

    /// <summary>It listens, so that others who search find us (P2P 1.7 3.1.2.1.3).</summary>
    Listening,
}

/// <summary>
/// P2P_FIND: searching and listening by turns. Two who search both meet only because each listens for another random while.
/// <code>
/// event \ state | Off         | Searching          | Listening
/// Begin         | → Searching | → Searching (anew) | → Searching
/// Turn          | –           | –                  | → Searching
/// searched      | –           | → Listening        | –
/// interrupted   | –           | → Listening, later | –
/// End           | –           | → Off              | → Off
/// </code>
/// </summary>
internal sealed class PeerSearch(DeviceSelf self, DeviceEffects effects)
{
    /// <summary>100 TU (P2P 1.7 3.1.2.1.3): a listen is one, two or three of them.</summary>
    private static readonly TimeSpan ListenUnit = TimeSpan.FromMicroseconds(102_400);

    /// <summary>What a radio needs to get there.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(20);

    /// <summary>Channels 1, 6 and 11 (P2P 1.7 3.1.2.1.1), in MHz.</summary>
    private static readonly int[] Social = [2412, 2437, 2462];

    private SearchScope _first;
    private SearchScope _further;
    private bool _isFirst;
    private int _turn;

    /// <summary>Where it stands.</summary>
    public SearchState State { get; private set; }

    /// <summary>P2P_FIND.</summary>
    /// <param name="scope">How far; Full is full at first and social from then on.</param>
    /// <param name="time">How long; zero: until it is ended.</param>
    public void Begin(SearchScope scope, TimeSpan time)
    {
        (_first, _further) = (scope, scope == SearchScope.Full ? SearchScope.Social : scope);
        _isFirst = true;
        if (time > TimeSpan.Zero)
        {
            effects.Arm(DeviceTimer.FindEnd, time);
        }
        else
        {
            effects.Cancel(DeviceTimer.FindEnd);
        }

        Search();
    }

    /// <summary>The radio is free again: the next turn.</summary>
    public void Turn()
    {
        if (State == SearchState.Listening)
        {
            Search();
        }
    }

    /// <summary>The channels of a search, in MHz; empty: all.</summary>
    public int[] ChannelsOf(SearchScope scope) => scope switch
    {
        SearchScope.Full => [],
        SearchScope.Social => Social,
        SearchScope.Progressive => Others is { Length: > 0 } others ? [.. Social, others[_turn % others.Length]] : Social,
    };

    /// <summary>A search is over.</summary>
    public void OnSearched()
    {
        if (State == SearchState.Searching)
        {
            State = SearchState.Listening;
            effects.Listen(self.Options.ListenMhz, Units() * ListenUnit + Margin);
        }
    }

    /// <summary>A search is over because somebody else wanted the radio, who has it now: its turn comes.</summary>
    public void OnInterrupted()
    {
        if (State == SearchState.Searching)
        {
            State = SearchState.Listening;
        }
    }

    /// <summary>Ends it; false when there was none.</summary>
    public bool End()
    {
        if (State == SearchState.Off)
        {
            return false;
        }

        State = SearchState.Off;
        effects.Cancel(DeviceTimer.FindEnd);
        effects.Announce(DeviceEvent.FindStopped);
        return true;
    }

    private int[] Others => [.. self.Options.FrequenciesMhz.Except(Social)];

    private void Search()
    {
        State = SearchState.Searching;
        effects.Emit(new DeviceEffect(DeviceEffectKind.Search) { Scope = _isFirst ? _first : _further });
        _isFirst = false;
    }

    /// <summary>1 to 3, in an order of its own for each address and nothing that anybody's secret hangs on.</summary>
    private int Units() => 1 + (int)((uint)HashCode.Combine(self.Address, _turn++) % 3);
}
