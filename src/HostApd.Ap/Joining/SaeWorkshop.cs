using HostApd.Crypto;
using HostApd.Ieee80211;
using HostApd.Rsn;
using HostApd.Wps;

namespace HostApd.Ap;

/// <summary>
/// Where SAE's arithmetic with secrets is done: our commits, one after the other on the worker, where that can be before anybody asks
/// (<see cref="SaeStock"/>), and the keys of two commits. A peer's commit waits here for ours, and, before keys can be drawn, for that.
/// </summary>
internal sealed class SaeWorkshop : IDisposable
{
    /// <summary>Longest wait for strong random bytes: a station gives up after six seconds.</summary>
    private static readonly TimeSpan HoldMax = TimeSpan.FromSeconds(4);

    private readonly BssSite _site;
    private readonly EntropyHold _hold;
    private readonly IWorker _worker;
    private readonly SaeQueue _queue = new();
    private readonly SaeStock _stock = new();
    private readonly ITimer _timer;

    /// <summary>The run of the BSS that work was begun in: what comes back from an earlier one is nobody's.</summary>
    private int _generation;
    private bool _isBusy;
    private bool _isHolding;

    internal SaeWorkshop(BssSite site, EntropyHold hold, IWorker worker)
    {
        (_site, _hold, _worker) = (site, hold, worker);
        _timer = site.CreateTimer(OnTimer);
    }

    /// <summary>There is a commit for one who waited: it is whoever's hears of it.</summary>
    internal Action<WaitingCommit, SaeCommit> Made { get; set; } = static (_, own) => own.Dispose();

    /// <summary>There are the keys of a peer: they are whoever's hears of it.</summary>
    internal Action<MacAddress, SaeAgreement> Agreed { get; set; } = static (_, keys) => keys.Dispose();

    /// <summary>One has waited for random bytes for as long as it may.</summary>
    internal Action<WaitingCommit> PutOff { get; set; } = static _ => { };

    /// <summary>How many wait.</summary>
    internal int Waiting => _queue.Count;

    private SaeOptions? Options => _site.Options.Security?.Sae;

    /// <summary>Whether just this commit waits already.</summary>
    internal bool Holds(MacAddress peer, SaeMethod method, ReadOnlySpan<byte> fields) => _queue.Holds(peer, method, fields);

    /// <summary>One more waits, for <see cref="Work"/>; false where there is no room.</summary>
    internal bool TryPut(MacAddress peer, SaeMethod method, ReadOnlySpan<byte> fields)
    {
        var isTaken = _queue.TryPut(new WaitingCommit(peer, method, fields.ToArray(), _site.Time.GetTimestamp()));
        if (isTaken && _isHolding)
        {
            BeginHold(peer);
            Watch();
        }

        return isTaken;
    }

    /// <summary>The BSS is on the air, or its network has another name: commits are made for those who will come.</summary>
    internal void Begin()
    {
        _generation++;
        _stock.Clear();
        if (Options is { TakesHashToElement: true } options && options.PasswordOf(default, default) is { } password)
        {
            foreach (var group in options.Groups)
            {
                _stock.Expect(password, group);
            }
        }

        Work();
    }

    /// <summary>Nobody waits any more, and what is being made is nobody's.</summary>
    internal void Stop()
    {
        _generation++;
        _isHolding = false;
        _queue.Clear();
        _stock.Clear();
        _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Keys can be drawn: what waits for that goes on.</summary>
    internal void OnEntropyReady()
    {
        if (_isHolding)
        {
            _isHolding = false;
            foreach (var commit in _queue.All)
            {
                EndHold(commit);
            }
        }

        Work();
    }

    /// <summary>Answers those who wait as far as there are commits; begins to make the next, for them or for those who will come.</summary>
    internal void Work()
    {
        while (_queue.First is { } next && Options is { } options)
        {
            // What it was when it came it still is: only a start of the BSS changes the options, and that empties the queue.
            _ = SaeCommitFrame.TryParse(next.Fields, next.Method, options.Groups, out var commit);
            var password = options.PasswordOf(next.Peer, commit.Identifier)!;
            if (next.Method == SaeMethod.HashToElement && _stock.Take(password, commit.Group) is { } ready)
            {
                _queue.RemoveFirst();
                Made(next, ready);
            }
            else if (_isBusy)
            {
                return;
            }
            else if (commit.Group.TryDraw(_site.Entropy, 2) is { } draws)
            {
                _queue.RemoveFirst();
                Make(next.Peer, commit.Group, next.Method, password, draws, next);
            }
            else
            {
                Hold();
                return;
            }
        }

        if (!_isBusy && Options is not null && _stock.Missing is { } missing)
        {
            if (missing.Group.TryDraw(_site.Entropy, 2) is { } draws)
            {
                Make(default, missing.Group, SaeMethod.HashToElement, missing.Password, draws, null);
            }
            else
            {
                _hold.Await();
            }
        }
    }

    /// <summary>Has a commit made: for one who waits, or for whoever comes.</summary>
    private void Make(MacAddress peer, SaeGroup group, SaeMethod method, SaePassword password, SecretBytes draws, WaitingCommit? waiting)
    {
        _isBusy = true;
        var (work, generation) = (new SaeCommitWork(_site.Bssid, peer, group, method, password, draws), _generation);
        _worker.Run(work.Run, () => OnMade(work, waiting, generation));
    }

    private void OnMade(SaeCommitWork work, WaitingCommit? waiting, int generation)
    {
        _isBusy = false;
        work.Dispose();
        if (work.Commit is not { } made)
        {
            // Nobody has seen such a password; what is to be made of it is not tried again before somebody comes.
            BssSite.Log.Warn("{0}: SAE: a password is no point of group {1}", _site.Name, work.Group.Number);
            return;
        }

        if (generation != _generation)
        {
            made.Dispose();
        }
        else if (waiting is not null)
        {
            Made(waiting, made);
        }
        else if (made is SaePreparedCommit prepared)
        {
            _stock.Put(work.Password, work.Group, prepared);
        }

        Work();
    }

    /// <summary>Has the keys made of our commit, which is taken over, and the peer's.</summary>
    internal void Agree(MacAddress peer, SaeCommit own, in SaeCommitFrame theirs)
    {
        var (work, generation) = (new SaeAgreementWork(_site.Bssid, peer, own, theirs), _generation);
        _worker.Run(work.Run, () => OnAgreed(work, generation));
    }

    public void Dispose()
    {
        Stop();
        _timer.Dispose();
        _stock.Dispose();
    }

    private void OnAgreed(SaeAgreementWork work, int generation)
    {
        work.Dispose();
        if (work.Agreement is not { } keys)
        {
            BssSite.Log.Debug("{0}: STA {1} IEEE 802.11: SAE: its commit and ours come to no point", _site.Name, work.Peer);
        }
        else if (generation != _generation)
        {
            keys.Dispose();
        }
        else
        {
            Agreed(work.Peer, keys);
        }
    }

    /// <summary>Nothing can be drawn: those who wait are held, and none is refused.</summary>
    private void Hold()
    {
        if (_isHolding)
        {
            return;
        }

        _isHolding = true;
        _hold.Await();
        foreach (var commit in _queue.All)
        {
            BeginHold(commit.Peer);
        }

        Watch();
    }

    private void BeginHold(MacAddress peer)
    {
        _site.LogStation(peer, "SAE commit held: not enough entropy yet; the station waits, it is not rejected");
        _site.Voice.Raise(ApEvent.Of(ApEventKind.HoldBegan, peer));
    }

    private void EndHold(WaitingCommit commit)
    {
        var held = _site.Time.GetElapsedTime(commit.Since);
        _hold.Note(held);
        _site.Voice.Raise(ApEvent.Of(ApEventKind.HoldEnded, commit.Peer, EventWord.Of((long)held.TotalMilliseconds)));
        _site.LogStation(commit.Peer, $"SAE commit released after {(long)held.TotalMilliseconds} ms");
    }

    /// <summary>The one that has waited for longest is looked at when its time is over.</summary>
    private void Watch()
    {
        if (_isHolding && _queue.First is { } waiting)
        {
            _timer.Change(LeftOf(waiting), Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>How much longer it may be held; at least a little.</summary>
    private TimeSpan LeftOf(WaitingCommit commit)
    {
        var left = HoldMax - _site.Time.GetElapsedTime(commit.Since);
        return left > TimeSpan.Zero ? left : TimeSpan.FromMilliseconds(1);
    }

    private void OnTimer()
    {
        while (_isHolding && _queue.First is { } waiting && _site.Time.GetElapsedTime(waiting.Since) >= HoldMax)
        {
            _queue.RemoveFirst();
            _hold.Note(HoldMax);
            PutOff(waiting);
        }

        Watch();
    }
}
