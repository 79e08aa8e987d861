using HostApd.Ieee80211;
using HostApd.Rsn;
using HostApd.Wps;

namespace HostApd.Ap;

/// <summary>
/// Simultaneous authentication of equals (802.11-2020 12.4): what a peer's commit and confirm come to. All arithmetic with secrets runs on the worker:
/// our commits before anybody asks, where that can be (<see cref="SaeStock"/>), and the keys while the peer makes its own; none for whom a token is
/// missing while many are in the middle. A commit that comes before keys can be drawn waits for that; whoever sends one repeats it after
/// two seconds, three times, and is then told to begin anew.
/// </summary>
internal sealed class SaeAuthentication : IAuthentication, IDisposable
{
    private const ushort Commit = 1;
    private const ushort Confirm = 2;

    /// <summary>The longest commit that we send: P-521, an identifier, a suite.</summary>
    private const int LongestAnswer = 2 + 3 * 66 + 2 + 255 + 7;

    /// <summary>Longest wait for strong random bytes: a station gives up after six seconds.</summary>
    private static readonly TimeSpan HoldMax = TimeSpan.FromSeconds(4);

    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(2);

    private readonly BssSite _site;
    private readonly PmksaCache _agreed;
    private readonly EntropyHold _hold;
    private readonly IWorker _worker;
    private readonly SaePeers _peers;
    private readonly SaeQueue _queue = new();
    private readonly SaeStock _stock = new();
    private readonly SaeTokens _tokens;
    private readonly ITimer _timer;
    private readonly byte[] _answer = new byte[LongestAnswer];

    /// <summary>The run of the BSS that work was begun in: what comes back from an earlier one is nobody's.</summary>
    private int _generation;
    private bool _isBusy;
    private bool _isHolding;
    private bool _isSwept;

    internal SaeAuthentication(BssSite site, PmksaCache agreed, EntropyHold hold, IWorker worker)
    {
        (_site, _agreed, _hold, _worker) = (site, agreed, hold, worker);
        _peers = new SaePeers(site.Time);
        _tokens = new SaeTokens(site.Time, site.Entropy.DrawUnguessable);
        _timer = site.CreateTimer(OnTimer);
    }

    /// <summary>Takes what was pending.</summary>
    internal LateStep? Conclude { get; set; }

    /// <summary>Counts of what was done.</summary>
    internal SaeCounters Counters { get; } = new();

    public ushort Algorithm => AuthenticatedBy.Sae;

    public bool IsOffered => Options is not null;

    private SaeOptions? Options => _site.Options.Security?.Sae;

    public bool Expects(ushort sequence) => sequence is Commit or Confirm;

    public AuthenticationStep OnFrame(MacAddress peer, ushort sequence, StatusCode status, ReadOnlySpan<byte> fields, ref ByteWriter reply) =>
        sequence == Commit ? OnCommit(peer, status, fields, ref reply) : OnConfirm(peer, status, fields, ref reply);

    /// <summary>Whether a peer has spoken by hunting and pecking just now.</summary>
    internal bool HasUsedLoop(MacAddress peer) => _peers.Find(peer) is { Group: not null, Method: SaeMethod.Loop };

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

    /// <summary>The BSS goes off the air: all peers, and all that was agreed on, are forgotten.</summary>
    internal void Stop()
    {
        _generation++;
        _queue.Clear();
        _stock.Clear();
        _peers.Clear();
        _agreed.Flush();
        (_isHolding, _isSwept) = (false, false);
        _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Dispose()
    {
        Stop();
        _timer.Dispose();
        _peers.Dispose();
        _tokens.Dispose();
    }

    private static SaeMethod? MethodOf(StatusCode status) => status switch
    {
        StatusCode.Success => SaeMethod.Loop,
        StatusCode.SaeHashToElement => SaeMethod.HashToElement,
        _ => null,
    };

    private static StatusCode StatusOf(SaeMethod method) => method switch
    {
        SaeMethod.Loop => StatusCode.Success,
        SaeMethod.HashToElement => StatusCode.SaeHashToElement,
    };

    private AuthenticationStep OnCommit(MacAddress peer, StatusCode status, ReadOnlySpan<byte> fields, ref ByteWriter reply)
    {
        var options = Options!;
        var known = _peers.Find(peer);
        if (MethodOf(status) is not { } method)
        {
            return Ignore(FrameDrop.NotExpected);
        }

        if (!options.Takes(method))
        {
            return known is null ? Refuse(peer, $"{NameOf(method)} is not taken here (sae_pwe)") : Ignore(FrameDrop.NotExpected);
        }

        switch (SaeCommitFrame.TryParse(fields, method, options.Groups, out var commit))
        {
            case SaeCommitFault.UnknownGroup:
                reply.U16LittleEndian(SaeCommitFrame.GroupOf(fields));
                return Refuse(peer, $"group {SaeCommitFrame.GroupOf(fields)} is not among sae_groups", StatusCode.UnsupportedGroup);
            case SaeCommitFault.TooShort or SaeCommitFault.Malformed:
                _site.Counters.Count(FrameDrop.Malformed);
                return Refuse(peer, "malformed commit");
            case SaeCommitFault.None:
                break;
        }

        if (!commit.Group.Curve.IsScalar(commit.Numbers[..commit.Group.Curve.Length]))
        {
            return Refuse(peer, "the scalar of its commit is out of range");
        }

        if (known is not null && (known.IsReflection(commit) || known.IsReplay(commit)) || _queue.Holds(peer, method, fields))
        {
            return Ignore(FrameDrop.NotExpected);
        }

        if (known is not null && known.IsRepetition(commit))
        {
            SaeCommitFrame.Write(ref reply, known);
            return new AuthenticationStep(AuthenticationOutcome.Reply, Commit, status);
        }

        return _peers.Open + _queue.Count >= options.TokenThreshold && !_tokens.IsGood(peer, commit.Token)
            ? DemandToken(peer, commit.Group.Number, method, ref reply)
            : Consider(peer, method, fields, commit, known);
    }

    /// <summary>A commit that is well formed: what it says decides, and then it waits for its arithmetic.</summary>
    private AuthenticationStep Consider(MacAddress peer, SaeMethod method, ReadOnlySpan<byte> fields, in SaeCommitFrame commit, SaePeer? known)
    {
        var options = Options!;
        if (!commit.Group.Curve.IsPoint(commit.Numbers[commit.Group.Curve.Length..]))
        {
            return Refuse(peer, "the element of its commit is no point");
        }

        if (options.PasswordOf(peer, commit.Identifier) is null)
        {
            if (commit.Identifier.IsEmpty && options.Passwords.All(static p => p.Identifier.IsEmpty))
            {
                return Refuse(peer, "there is no password for its address");
            }

            _site.Voice.Raise(ApEvent.Of(ApEventKind.SaeUnknownIdentifier, peer));
            return Refuse(peer, "no password has the identifier that it uses", StatusCode.UnknownPasswordIdentifier);
        }

        if (options.Contradicts(commit.RejectedGroups))
        {
            return Refuse(peer, "its list of rejected groups names one that is not rejected here");
        }

        var akm = commit.Akm == AkmSuite.None ? AkmSuite.Sae : commit.Akm;
        if (!_site.Options.Security!.Rsn.Offer.Has(akm) && commit.Akm != AkmSuite.None || akm is not (AkmSuite.Sae or AkmSuite.SaeExtKey))
        {
            return Refuse(peer, "its commit names a key management that is not offered");
        }

        if (known is not null && !known.MayBegin(options.Sync) || !_queue.TryPut(new WaitingCommit(peer, method, fields.ToArray(), _site.Time.GetTimestamp())))
        {
            return Ignore(FrameDrop.TooSoon);
        }

        _site.LogStation(peer, $"start SAE authentication (RX commit, status={(int)StatusOf(method)}, group {commit.Group.Number})");
        if (_isHolding)
        {
            BeginHold(peer);
        }

        Sweep();
        Work();
        return AuthenticationStep.Pending;
    }

    private AuthenticationStep DemandToken(MacAddress peer, ushort group, SaeMethod method, ref ByteWriter reply)
    {
        Counters.TokensDemanded++;
        Span<byte> token = stackalloc byte[SaeTokens.Length];
        _tokens.Write(peer, token);
        SaeCommitFrame.WriteTokenDemand(ref reply, group, method, token);
        return new AuthenticationStep(AuthenticationOutcome.Reply, Commit, StatusCode.AntiCloggingTokenRequired);
    }

    private AuthenticationStep OnConfirm(MacAddress peer, StatusCode status, ReadOnlySpan<byte> fields, ref ByteWriter reply)
    {
        if (status != StatusCode.Success)
        {
            // That it gives up anybody could say; if it does, it says no more.
            return Ignore(FrameDrop.NotExpected);
        }

        if (_peers.Find(peer) is not { } known)
        {
            return Refuse(peer, "a confirm without a commit", StatusCode.Failure, Confirm);
        }

        switch (known.OnConfirm(fields))
        {
            case SaeVerdict.Accepted:
                known.Confirm(ref reply);
                known.Accept();
                Keep(known);
                return new AuthenticationStep(AuthenticationOutcome.Accepted, Confirm, StatusCode.Success) { Group = known.Group!.Number };
            case SaeVerdict.Repeated:
                known.Confirm(ref reply);
                return new AuthenticationStep(AuthenticationOutcome.Reply, Confirm, StatusCode.Success);
            case SaeVerdict.Mismatch:
                Counters.Mismatches++;
                _site.Voice.Raise(ApEvent.Of(ApEventKind.SaeMismatch, peer));
                return Refuse(peer, "its confirm does not verify: it has another password", StatusCode.ChallengeFailure, Confirm);
            case SaeVerdict.OutOfPlace:
                return Refuse(peer, "a confirm before its commit was answered", StatusCode.ChallengeFailure, Confirm);
            case SaeVerdict.Malformed:
                _site.Counters.Count(FrameDrop.Malformed);
                return Refuse(peer, "malformed confirm", StatusCode.Failure, Confirm);
            case SaeVerdict.Early:
                return AuthenticationStep.Pending;
            case SaeVerdict.Ignored:
            default:
                return Ignore(FrameDrop.NotExpected);
        }
    }

    /// <summary>What was agreed on outlives the peer, and any association.</summary>
    private void Keep(SaePeer peer)
    {
        Counters.Accepted++;
        var agreement = peer.Agreement!;
        _agreed.Add(peer.Address, peer.Akm == AkmSuite.None ? AkmSuite.Sae : peer.Akm, agreement.Pmk.Span, agreement.Pmkid);
        _site.LogStation(peer.Address, $"SAE authentication (group {peer.Group!.Number}, {NameOf(peer.Method)})");
    }

    /// <summary>Answers those who wait as far as there are commits; begins to make the next, for them or for those who will come.</summary>
    private void Work()
    {
        while (_queue.First is { } next && Options is { } options)
        {
            // What it was when it came it still is: only a start of the BSS changes the options, and that empties the queue.
            _ = SaeCommitFrame.TryParse(next.Fields, next.Method, options.Groups, out var commit);
            var password = options.PasswordOf(next.Peer, commit.Identifier)!;
            if (next.Method == SaeMethod.HashToElement && _stock.Take(password, commit.Group) is { } ready)
            {
                _queue.RemoveFirst();
                Reply(next, ready);
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
    private void Make(MacAddress peer, SaeGroup group, SaeMethod method, SaePassword password, Crypto.SecretBytes draws, WaitingCommit? waiting)
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
            Reply(waiting, made);
        }
        else if (made is SaePreparedCommit prepared)
        {
            _stock.Put(work.Password, work.Group, prepared);
        }

        Work();
    }

    /// <summary>Our commit goes out; the keys are made while the peer makes its own.</summary>
    private void Reply(WaitingCommit waiting, SaeCommit own)
    {
        _ = SaeCommitFrame.TryParse(waiting.Fields, waiting.Method, Options!.Groups, out var theirs);
        var peer = _peers.FindOrAdd(waiting.Peer);
        peer.Commit(own, theirs);
        Sweep();
        var writer = new ByteWriter(_answer);
        SaeCommitFrame.Write(ref writer, peer);
        Conclude?.Invoke(peer.Address, new AuthenticationStep(AuthenticationOutcome.Reply, Commit, StatusOf(waiting.Method)), writer.Written);
        Counters.Computed++;
        var (work, generation) = (new SaeAgreementWork(_site.Bssid, peer.Address, own, theirs), _generation);
        _worker.Run(work.Run, () => OnAgreed(work, generation));
    }

    private void OnAgreed(SaeAgreementWork work, int generation)
    {
        work.Dispose();
        if (work.Agreement is not { } keys)
        {
            BssSite.Log.Debug("{0}: STA {1} IEEE 802.11: SAE: its commit and ours come to no point", _site.Name, work.Peer);
            return;
        }

        if (generation != _generation || _peers.Find(work.Peer) is not { } peer)
        {
            keys.Dispose();
            return;
        }

        if (!peer.TryTake(keys))
        {
            return;
        }

        if (Options!.ConfirmsAtOnce)
        {
            var confirm = new ByteWriter(_answer);
            peer.Confirm(ref confirm);
            Conclude?.Invoke(peer.Address, new AuthenticationStep(AuthenticationOutcome.Reply, Confirm, StatusCode.Success), confirm.Written);
        }

        if (peer.TakeEarly() is { Length: > 0 } early)
        {
            var writer = new ByteWriter(_answer);
            Conclude?.Invoke(peer.Address, OnConfirm(peer.Address, StatusCode.Success, early, ref writer), writer.Written);
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

        _isSwept = false;
        Sweep();
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

    /// <summary>Looks again, as long as there is somebody to forget or to put off.</summary>
    private void Sweep()
    {
        if (!_isSwept)
        {
            _isSwept = true;
            _timer.Change(_isHolding && _queue.First is { } waiting ? LeftOf(waiting) : SweepInterval, Timeout.InfiniteTimeSpan);
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
        _isSwept = false;
        _peers.DropSilent();
        while (_isHolding && _queue.First is { } waiting && _site.Time.GetElapsedTime(waiting.Since) >= HoldMax)
        {
            // A demand for a token is what every station takes for "again, please": its patience begins anew.
            _queue.RemoveFirst();
            _hold.Note(HoldMax);
            var writer = new ByteWriter(_answer);
            var step = DemandToken(waiting.Peer, SaeCommitFrame.GroupOf(waiting.Fields), waiting.Method, ref writer);
            Conclude?.Invoke(waiting.Peer, step, writer.Written);
        }

        if (_peers.Count > 0 || _queue.Count > 0)
        {
            Sweep();
        }
    }

    private AuthenticationStep Ignore(FrameDrop why)
    {
        _site.Counters.Count(why);
        return AuthenticationStep.Ignored;
    }

    private AuthenticationStep Refuse(MacAddress peer, string why, StatusCode status = StatusCode.Failure, ushort sequence = Commit)
    {
        BssSite.Log.Debug("{0}: STA {1} IEEE 802.11: SAE authentication refused, status {2} ({3})", _site.Name, peer, (int)status, why);
        return new AuthenticationStep(AuthenticationOutcome.Refused, sequence, status);
    }

    private static string NameOf(SaeMethod method) => method switch
    {
        SaeMethod.Loop => "hunting-and-pecking",
        SaeMethod.HashToElement => "hash-to-element",
    };
}
