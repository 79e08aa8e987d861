using HostApd.Ieee80211;
using HostApd.Rsn;

namespace HostApd.Ap;

/// <summary>
/// Simultaneous authentication of equals (802.11-2020 12.4): what a peer's commit and confirm come to. All arithmetic with secrets is
/// <see cref="SaeWorkshop"/>'s; there is none for whom a token is missing while many are in the middle. A commit that comes before keys can be
/// drawn waits for that; whoever sends one repeats it after two seconds, three times, and is then told to begin anew.
/// </summary>
internal sealed class SaeAuthentication : IAuthentication, IDisposable
{
    private const ushort Commit = 1;
    private const ushort Confirm = 2;

    /// <summary>The longest commit that we send: P-521, an identifier, a suite.</summary>
    private const int LongestAnswer = 2 + 3 * 66 + 2 + 255 + 7;

    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(2);

    private readonly BssSite _site;
    private readonly PmksaCache _agreed;
    private readonly SaeWorkshop _workshop;
    private readonly SaePeers _peers;
    private readonly SaeTokens _tokens;
    private readonly ITimer _timer;
    private readonly byte[] _answer = new byte[LongestAnswer];

    private bool _isSwept;

    internal SaeAuthentication(BssSite site, PmksaCache agreed, EntropyHold hold, IWorker worker)
    {
        (_site, _agreed) = (site, agreed);
        _workshop = new SaeWorkshop(site, hold, worker) { Made = Reply, Agreed = Take, PutOff = AskAgain };
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

    /// <summary>The BSS is on the air, or its network has another name.</summary>
    internal void Begin() => _workshop.Begin();

    /// <summary>Keys can be drawn: what waits for that goes on.</summary>
    internal void OnEntropyReady() => _workshop.OnEntropyReady();

    /// <summary>The BSS goes off the air: all peers, and all that was agreed on, are forgotten.</summary>
    internal void Stop()
    {
        _workshop.Stop();
        _peers.Clear();
        _agreed.Flush();
        _isSwept = false;
        _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Dispose()
    {
        Stop();
        _workshop.Dispose();
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

        if (known is not null && (known.IsReflection(commit) || known.IsReplay(commit)) || _workshop.Holds(peer, method, fields))
        {
            return Ignore(FrameDrop.NotExpected);
        }

        if (known is not null && known.IsRepetition(commit))
        {
            SaeCommitFrame.Write(ref reply, known);
            return new AuthenticationStep(AuthenticationOutcome.Reply, Commit, status);
        }

        return _peers.Open + _workshop.Waiting >= options.TokenThreshold && !_tokens.IsGood(peer, commit.Token)
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

        if (known is not null && !known.MayBegin(options.Sync) || !_workshop.TryPut(peer, method, fields))
        {
            return Ignore(FrameDrop.TooSoon);
        }

        _site.LogStation(peer, $"start SAE authentication (RX commit, status={(int)StatusOf(method)}, group {commit.Group.Number})");
        Sweep();
        _workshop.Work();
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
        _agreed.Add(peer.Address, peer.Akm == AkmSuite.None ? AkmSuite.Sae : peer.Akm, agreement.Pmk.Span, agreement.Pmkid,
            grant: peer.VlanId > 0 ? new SessionGrant { Vlan = VlanWish.Assigned, VlanId = peer.VlanId } : null);
        _site.LogStation(peer.Address, $"SAE authentication (group {peer.Group!.Number}, {NameOf(peer.Method)})");
    }

    /// <summary>Our commit goes out; the keys are made while the peer makes its own.</summary>
    private void Reply(WaitingCommit waiting, SaeCommit own)
    {
        _ = SaeCommitFrame.TryParse(waiting.Fields, waiting.Method, Options!.Groups, out var theirs);
        var peer = _peers.FindOrAdd(waiting.Peer);
        peer.Commit(own, theirs);
        peer.VlanId = Options!.PasswordOf(waiting.Peer, theirs.Identifier)?.VlanId ?? 0;
        Sweep();
        var writer = new ByteWriter(_answer);
        SaeCommitFrame.Write(ref writer, peer);
        Conclude?.Invoke(peer.Address, new AuthenticationStep(AuthenticationOutcome.Reply, Commit, StatusOf(waiting.Method)), writer.Written);
        Counters.Computed++;
        _workshop.Agree(peer.Address, own, theirs);
    }

    /// <summary>The keys of a peer, unless it has gone or begun anew since.</summary>
    private void Take(MacAddress address, SaeAgreement keys)
    {
        if (_peers.Find(address) is not { } peer)
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

    /// <summary>No keys could be drawn for it in time. A demand for a token is what every station takes for "again, please": its patience begins anew.</summary>
    private void AskAgain(WaitingCommit waiting)
    {
        var writer = new ByteWriter(_answer);
        var step = DemandToken(waiting.Peer, SaeCommitFrame.GroupOf(waiting.Fields), waiting.Method, ref writer);
        Conclude?.Invoke(waiting.Peer, step, writer.Written);
    }

    /// <summary>Looks again, as long as there is somebody to forget.</summary>
    private void Sweep()
    {
        if (!_isSwept)
        {
            _isSwept = true;
            _timer.Change(SweepInterval, Timeout.InfiniteTimeSpan);
        }
    }

    private void OnTimer()
    {
        _isSwept = false;
        _peers.DropSilent();
        if (_peers.Count > 0)
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
