using HostApd.Driver;

namespace HostApd.Ap;

/// <summary>
/// Where the radio of a device without a group is. It is in one place at a time: who wants another channel ends the stay that is under
/// way, and begins when that has ended, because a stay that is queued behind another begins up to a second late.
/// </summary>
internal sealed class RadioStays : IP2pEvents
{
    /// <summary>Frames that wait for a channel at most: each answers somebody who will not wait long.</summary>
    private const int MostWaiting = 8;

    /// <summary>A radio that refuses is asked again after this.</summary>
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    /// <summary>A stay whose end is not told of within its time and this has ended.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    /// <summary>A search that has not ended by then never will.</summary>
    private static readonly TimeSpan LongestSearch = TimeSpan.FromSeconds(35);

    /// <summary>What a radio grants at least.</summary>
    private static readonly TimeSpan ShortestStay = TimeSpan.FromMilliseconds(10);

    private readonly BssSite _site;
    private readonly IP2pLink _link;
    private readonly ITimer _retry;
    private readonly ITimer _overdue;
    private readonly HashSet<ulong> _stays = [];
    private readonly HashSet<ulong> _toldToEnd = [];
    private readonly Queue<WaitingFrame> _frames = new();
    private ulong _listen;
    private ulong _sent;
    private long _answerDue;
    private int _frequency;
    private SearchErrand _search;
    private Action _askAgain = static () => { };
    private (int FrequencyMhz, TimeSpan Time)? _nextListen;
    private byte[]? _nextSearch;
    private int[] _searchChannels = [];
    private Action? _whenFree;

    internal RadioStays(BssSite site, IP2pLink link)
    {
        _site = site;
        _link = link;
        _link.Attach(this);
        _retry = site.CreateTimer(() => _askAgain());
        _overdue = site.CreateTimer(OnOverdue);
    }

    /// <summary>The listen that was asked for last is over, or was refused a while ago.</summary>
    internal Action ListenEnded { get; set; } = static () => { };

    /// <summary>The frame that was sent last has left, acknowledged or not.</summary>
    internal Action<bool> Sent { get; set; } = static _ => { };

    /// <summary>A search is over; whether it came to its end.</summary>
    internal Action<bool> Searched { get; set; } = static _ => { };

    /// <summary>The radio is on no errand.</summary>
    private bool IsFree => _stays.Count == 0 && _search == SearchErrand.None;

    /// <summary>
    /// Listens there; a listen that stands elsewhere ends, and so does a search, or it does not begin. A listen that stands there goes on.
    /// </summary>
    internal void Listen(int frequencyMhz, TimeSpan time)
    {
        _retry.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        if (_listen == 0 || _frequency != frequencyMhz || !_stays.Contains(_listen))
        {
            _nextListen = (frequencyMhz, Granted(time));
            _listen = 0;
        }

        var isPutOff = _nextSearch is not null;
        _nextSearch = null;
        Continue();
        if (isPutOff)
        {
            Searched(false);
        }
    }

    /// <summary>Sends a frame there and stays for the answer; a zero stay only sends.</summary>
    internal void Send(byte[] frame, int frequencyMhz, TimeSpan stay, FrameCare care)
    {
        if (_frames.Count >= MostWaiting)
        {
            _frames.Dequeue();
        }

        _frames.Enqueue(new WaitingFrame(frame, frequencyMhz, stay > TimeSpan.Zero ? Granted(stay) : stay, care));
        Continue();
    }

    /// <summary>Searches with these elements, on these channels.</summary>
    internal void Search(byte[] elements, int[] frequenciesMhz)
    {
        _retry.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        (_nextSearch, _searchChannels, _nextListen) = (elements, frequenciesMhz, null);

        // Nobody waits for the end of the listen that makes room for it; a frame's answer is waited for first.
        if (_listen != 0)
        {
            EndStay(_listen);
            _listen = 0;
        }

        Continue();
    }

    /// <summary>Gives the radio up, and calls when it is free.</summary>
    internal void Rest(Action? whenFree = null)
    {
        _retry.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        (_nextListen, _nextSearch, _listen) = (null, null, 0);
        _frames.Clear();
        _whenFree = whenFree;
        EndAll();
        Continue();
    }

    /// <summary>The interface is gone, and with it all that was under way.</summary>
    internal void Lose()
    {
        _retry.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _overdue.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        (_nextListen, _nextSearch, _listen, _whenFree, _search) = (null, null, 0, null, SearchErrand.None);
        (_sent, _answerDue) = (0, 0);
        _frames.Clear();
        _stays.Clear();
        _toldToEnd.Clear();
    }

    /// <summary>A frame has left; false when it is none of ours.</summary>
    internal bool OnFrameSent(ulong cookie, bool acknowledged)
    {
        if (cookie == 0 || cookie != _sent)
        {
            return false;
        }

        _sent = 0;
        Sent(acknowledged);
        return true;
    }

    void IP2pEvents.OnStayBegan(ulong cookie, int frequencyMhz)
    {
    }

    void IP2pEvents.OnStayEnded(ulong cookie)
    {
        _stays.Remove(cookie);
        _toldToEnd.Remove(cookie);
        var wasListen = cookie == _listen && cookie != 0;
        if (wasListen)
        {
            _listen = 0;
            wasListen = !StayOn();
        }

        Continue();
        if (wasListen && _nextListen is null)
        {
            ListenEnded();
        }
    }

    void IP2pEvents.OnSearchEnded(bool completed)
    {
        if (_search == SearchErrand.None)
        {
            return;
        }

        _search = SearchErrand.None;
        Continue();
        Searched(completed);
    }

    /// <summary>What waits goes on as far as the radio is where it has to be.</summary>
    private void Continue()
    {
        while (_frames.TryPeek(out var frame))
        {
            if (!MayGoTo(frame.FrequencyMhz))
            {
                return;
            }

            _frames.Dequeue();
            Transmit(frame);
        }

        if (_nextListen is { } listen && MayGoTo(listen.FrequencyMhz))
        {
            _nextListen = null;
            BeginListen(listen.FrequencyMhz, listen.Time);
        }

        if (_nextSearch is { } elements && IsFree)
        {
            _nextSearch = null;
            BeginSearch(elements);
        }

        if (_whenFree is { } then && IsFree)
        {
            _whenFree = null;
            then();
        }
    }

    private bool MayGoTo(int frequencyMhz) => _stays.Count > 0 && _frequency == frequencyMhz && _search == SearchErrand.None || IsFreeOrEnds();

    private bool IsFreeOrEnds()
    {
        if (!IsFree)
        {
            EndAll();
        }

        return IsFree;
    }

    private void EndAll()
    {
        if (_search == SearchErrand.UnderWay)
        {
            _search = SearchErrand.Aborted;
            Report(_link.AbortSearch());
            _overdue.Change(Grace, Timeout.InfiniteTimeSpan);
        }

        foreach (var stay in _stays.ToArray())
        {
            EndStay(stay);
        }
    }

    /// <summary>Told once, whatever else is wanted meanwhile: one whose end is never told of must become overdue.</summary>
    private void EndStay(ulong stay)
    {
        if (_stays.Contains(stay) && _toldToEnd.Add(stay))
        {
            var result = stay == _listen ? _link.EndListen(stay) : End(stay);
            if (result.Errno == ErrorNumber.NoSuchEntry && stay != _listen)
            {
                // It ended with another that it had joined, and not every driver tells of each.
                _stays.Remove(stay);
                _toldToEnd.Remove(stay);
                return;
            }

            _overdue.Change(Grace, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Nobody remembers of which kind it was: one of the two is refused.</summary>
    private DriverResult End(ulong stay) => _link.EndWait(stay) is { Succeeded: false } ? _link.EndListen(stay) : DriverResult.Ok;

    private void Transmit(in WaitingFrame frame)
    {
        // Where the access point is on the air, its own channel needs no stay. In a listen a wait that does not fit into what is left of
        // it would go out only after it, with some radios: the listen is drawn out instead.
        var isHere = _site.IsOnAir && _site.Options.Channel.PrimaryMhz == frame.FrequencyMhz;
        var isInListen = _listen != 0 && _frequency == frame.FrequencyMhz;
        var stay = isInListen ? TimeSpan.Zero : frame.Stay;
        _answerDue = isInListen && frame.Stay > TimeSpan.Zero ? _site.TimestampAfter(frame.Stay) : 0;
        var options = SendOptions.NoCck | (frame.Care == FrameCare.None ? SendOptions.NoAcknowledgement : SendOptions.None);
        var result = isHere ? _site.Link.SendFrame(frame.Bytes, options, out var cookie)
            : _link.SendFrame(frame.Bytes, frame.FrequencyMhz, stay, options, out cookie);
        Report(result);
        if (!result.Succeeded)
        {
            if (frame.Care == FrameCare.Awaited)
            {
                Sent(false);
            }

            return;
        }

        _sent = frame.Care == FrameCare.Awaited ? cookie : _sent;
        if (!isHere && !isInListen && frame.Care != FrameCare.None)
        {
            // Also who only sends is there for as long as that takes.
            Begin(cookie, frame.FrequencyMhz, stay);
        }
    }

    private void BeginListen(int frequencyMhz, TimeSpan time)
    {
        var result = _link.Listen(frequencyMhz, time, out var cookie);
        Report(result);
        if (result.Succeeded)
        {
            _listen = cookie;
            Begin(cookie, frequencyMhz, time);
        }
        else
        {
            AskAgainBy(() => ListenEnded());
        }
    }

    private void BeginSearch(byte[] elements)
    {
        var result = _link.Search(new SearchSettings
        {
            Ssid = "DIRECT-"u8,
            Elements = elements,
            FrequenciesMhz = _searchChannels,
            NoCck = true,
        });
        Report(result);
        if (result.Succeeded)
        {
            _search = SearchErrand.UnderWay;
            _overdue.Change(LongestSearch, Timeout.InfiniteTimeSpan);
        }
        else
        {
            AskAgainBy(() => Searched(false));
        }
    }

    private void AskAgainBy(Action telling)
    {
        _askAgain = telling;
        _retry.Change(RetryDelay, Timeout.InfiniteTimeSpan);
    }

    private TimeSpan Granted(TimeSpan time) => time < ShortestStay ? ShortestStay : time < _link.LongestStay ? time : _link.LongestStay;

    /// <summary>The answer to a frame that was sent in a listen may still come: true when it is listened for.</summary>
    private bool StayOn()
    {
        var left = _answerDue == 0 ? TimeSpan.Zero : _site.Time.GetElapsedTime(_site.Time.GetTimestamp(), _answerDue);
        _answerDue = 0;
        if (left < ShortestStay || _nextListen is not null || _whenFree is not null || _frames.Count > 0)
        {
            return false;
        }

        BeginListen(_frequency, left);
        return true;
    }

    private void Begin(ulong cookie, int frequencyMhz, TimeSpan time)
    {
        _stays.Add(cookie);
        _frequency = frequencyMhz;
        _overdue.Change(time + Grace, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Drivers that do not tell of the end of a wait must not keep us waiting.</summary>
    private void OnOverdue()
    {
        var wasListening = _listen != 0 && _stays.Contains(_listen);
        var wasSearching = _search != SearchErrand.None;
        _stays.Clear();
        _toldToEnd.Clear();
        _listen = 0;
        _search = SearchErrand.None;
        Continue();
        if (wasListening && _nextListen is null)
        {
            ListenEnded();
        }

        if (wasSearching)
        {
            Searched(false);
        }
    }

    private void Report(in DriverResult result)
    {
        if (!result.Succeeded)
        {
            BssSite.Log.Debug("{0}: {1}", _site.Name, result);
        }
    }

    private enum SearchErrand
    {
        /// <summary>There is none.</summary>
        None,

        /// <summary>The radio searches.</summary>
        UnderWay,

        /// <summary>It was told to end it.</summary>
        Aborted,
    }

    private readonly record struct WaitingFrame(byte[] Bytes, int FrequencyMhz, TimeSpan Stay, FrameCare Care);
}
