using HostApd.Driver;
using HostApd.Eapol;
using HostApd.Ieee80211;
using HostApd.Rsn;

namespace HostApd.Ap;

/// <summary>Access by a 4-way handshake (802.11-2020 12.7.6): the key machine of one station, the keys it may prove, and its timers.</summary>
public sealed class RsnAccess : IAccess, IWork, IKeyPlace
{
    /// <summary>Whether a server has said whose key it is is looked at so often.</summary>
    private static readonly TimeSpan AnswerInterval = TimeSpan.FromSeconds(1);

    /// <summary>Nothing goes with a key.</summary>
    private static readonly object Nothing = new();

    private readonly Sta _sta;
    private readonly AccessRooms _rooms;
    private readonly ITimer _timer;
    private readonly IIpAddressing? _addressing;
    private int _vlan;
    private Wishes _wishes;

    /// <summary>What goes with the key of its handshake, while other access points of the mobility domain do not know that yet; null: they do.</summary>
    private object? _newRoot;

    /// <summary>The M2 that a service may be asked about.</summary>
    private byte[] _message2 = [];
    private PmkOffer? _offer;
    private ITimer? _keyLife;

    internal RsnAccess(Sta sta, AccessRooms rooms, IIpAddressing? addressing, Pmksa? known)
    {
        (_sta, _rooms) = (sta, rooms);
        _timer = rooms.Port.CreateTimer(OnTimer);
        var offer = rooms.Group.Machine!.Options.Offer;
        Negotiated = KeySuites.Choose(sta.Rsne, offer).Suite is { Source: not PmkSource.PreShared } suite
            ? offer.WithPmkLength(suite, rooms.Agreed.Find(sta.Address, suite.Akm)?.Key.Length ?? suite.PmkLength)
            : KeySuites.Choose(sta.Rsne, offer).Suite;
        _addressing = addressing;
        Authenticator = MakeAuthenticator();
        if (Negotiated is { Source: PmkSource.Eap } eap && rooms.Site.Service is not null)
        {
            Authentication = new EapAuthentication(sta, eap, rooms, known);
            Authentication.KeyReady += () => Wish(Wishes.KeyReady);
        }
    }

    /// <summary>Its authentication by EAP; null where its key does not come of that.</summary>
    public EapAuthentication? Authentication { get; }

    /// <summary>Its key machine.</summary>
    public Authenticator Authenticator { get; private set; }

    /// <summary>
    /// The suites that its RSN element names. Null: it has none, since it came to be provisioned and nobody does that any more; it may
    /// try its luck with what is most wanted.
    /// </summary>
    public KeySuite? Negotiated { get; }

    /// <summary>It has shown that it knows a secret. With a key that anybody can agree on (OWE) its address may be anybody's.</summary>
    public bool IsProven => Authenticator.Suite.Source != PmkSource.Owe;

    /// <summary>What the owner calls the key that it has proven (<c>keyid=</c>), by the list as it is now; null: nothing.</summary>
    public string? KeyId => _rooms.Keys.NameOf(_offer?.Proven);

    /// <summary>The PMKs that its handshake may use, in order.</summary>
    internal IReadOnlyList<Pmk> Offered => _offer?.All ?? [];

    /// <summary>The PMK that it has proven; empty before.</summary>
    public ReadOnlySpan<byte> ProvenKey => _offer?.Proven is { } proven ? proven.Span : default;

    /// <inheritdoc/>
    public bool AwaitsFirstAnswer => Authenticator.State is PtkState.Initialize or PtkState.Authentication2 or PtkState.PtkStart
        && Authentication is null or { AwaitsFirstAnswer: true };

    /// <inheritdoc/>
    public bool GivesWay => true;

    /// <inheritdoc/>
    public void Start()
    {
        if (_sta.Transition is { } transition)
        {
            if (!_rooms.Transition.Confirm(transition, _sta, _rooms.Keys))
            {
                _rooms.Site.LogSecurity(_sta.Address, "FT: the key that it has come by counts no more");
                _rooms.Port.Dismiss(_sta, ReasonCode.InvalidAuthentication);
                return;
            }

            Authentication?.Resume(transition);
            _offer = transition.Offer ?? new PmkOffer([]);
            Authenticator.Adopt(transition, _offer, _sta.Rsne);
            _rooms.Site.Work.Add(this);
        }
        else if (Authentication is null)
        {
            StartHandshake();
        }
        else
        {
            Authentication.Start();
        }
    }

    private Authenticator MakeAuthenticator()
    {
        _vlan = _sta.VlanId;
        var group = _rooms.Vlans.GroupOf(_sta).Machine!;
        return new Authenticator(group, Negotiated ?? group.Options.Offer.Suites[0], _rooms.Site.Entropy, _rooms.Group.Counters)
        {
            IpAddressing = _addressing,
            Place = _rooms.Vlans.Any && (Negotiated is null or { Source: PmkSource.PreShared }) ? this : null,
        };
    }

    private void StartHandshake()
    {
        if (_vlan != _sta.VlanId)
        {
            // Its authentication has put it into a network with a group key of its own.
            Authenticator.Dispose();
            Authenticator = MakeAuthenticator();
        }

        _offer = Negotiated is { Source: not PmkSource.PreShared } suite ? OfferAgreed(suite) : _rooms.Keys.OfferFor(_sta);
        Authenticator.Start(_sta.Address, _rooms.Site.Bssid, _offer, _sta.Rsne, _sta.Rsnxe, _rooms.Site.Offer!.InKeyFrames, _rooms.Site.Options.Ssid);
        _rooms.Site.Work.Add(this);
    }

    private PmkOffer OfferAgreed(KeySuite suite)
    {
        var known = _rooms.Agreed.Find(_sta.Address, suite.Akm);
        _newRoot = suite.IsFastTransition ? known?.Grant ?? Nothing : null;
        return PmkOffer.Of(suite, known);
    }

    /// <inheritdoc/>
    public bool OnEapol(in EapolFrame frame)
    {
        if (frame.Type != EapolType.Key)
        {
            return OnEap(frame);
        }

        _message2 = AsksForKey && AwaitsMessage2 ? frame.Whole[..(EapolFrame.HeaderLength + frame.Body.Length)].ToArray() : [];
        Authenticator.OnEapolKey(frame.Whole);
        _rooms.Site.Work.Add(this);
        return true;
    }

    /// <summary>What a service says of the key of a station that knew none of ours.</summary>
    /// <param name="message2">The M2 that it was asked by; null: nobody knows that key.</param>
    internal void OnKeyAnswer(byte[]? message2)
    {
        if (!AsksForKey || !AwaitsMessage2)
        {
            return;
        }

        if (message2 is null)
        {
            RefuseKey();
            return;
        }

        var former = _offer;
        _offer = _rooms.Keys.OfferFor(_sta);
        Authenticator.Offer(_offer);
        former?.Dispose();
        Authenticator.OnEapolKey(message2);
        _rooms.Site.Work.Add(this);
    }

    private bool AwaitsMessage2 => !_sta.IsAuthorized && Authenticator.State is PtkState.PtkStart or PtkState.PtkCalcNegotiating;

    private bool AsksForKey => Negotiated is { Source: PmkSource.PreShared } && _rooms.Keys.AsksInHandshake;

    /// <summary>M2 fits no key that is known here.</summary>
    private void AskForKey()
    {
        switch (_rooms.Keys.Ask(_sta, Negotiated!, Authenticator.ANonce, _message2))
        {
            case AddressVerdict.Pending:
                _rooms.Site.LogSecurity(_sta.Address, "asks a server for its passphrase");
                break;
            case AddressVerdict.Denied:
                RefuseKey();
                break;
            case AddressVerdict.Allowed:
                _rooms.Port.Announce(ApEvent.Of(ApEventKind.PskMismatch, _sta.Address));
                break;
        }
    }

    private void RefuseKey()
    {
        _rooms.Port.Announce(ApEvent.Of(ApEventKind.PskMismatch, _sta.Address));
        _rooms.Port.Dismiss(_sta, ReasonCode.InvalidAuthentication);
    }

    /// <summary>EAPOL-Start before the port is open: the station does not know the key of before.</summary>
    private bool OnEap(in EapolFrame frame)
    {
        if (Authentication is not { } authentication || !authentication.OnEapol(frame))
        {
            return false;
        }

        if (frame.Type == EapolType.Start && !_sta.IsAuthorized)
        {
            Authenticator.Stop();
            _rooms.Site.Work.Add(this);
        }

        return true;
    }

    /// <inheritdoc/>
    public void OnEapolSent(bool acknowledged)
    {
        Authenticator.OnEapolSent(acknowledged);
        _rooms.Site.Work.Add(this);
    }

    /// <inheritdoc/>
    public void OnEntropyReady() => Wish(Wishes.EntropyReady);

    /// <inheritdoc/>
    public void Stop()
    {
        Authentication?.Stop();
        Authenticator.Stop();
        _rooms.Site.Work.Add(this);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Authentication?.Dispose();
        _timer.Dispose();
        _keyLife?.Dispose();
        Authenticator.Dispose();
        _offer?.Dispose();
    }

    void IWork.RunEffects()
    {
        Grant();
        while (Authenticator.TryNextEffect(out var effect))
        {
            Run(effect);
        }

        // What a station does may be the last thing that a group key handshake waited for.
        _rooms.Site.Work.Add(_rooms.Vlans.GroupOf(_sta));
    }

    GroupKeyMachine? IKeyPlace.PlaceOf(Pmk proven)
    {
        if (_rooms.Vlans.Place(_sta, _rooms.Keys.VlanOf(_sta, proven.Span), null) is not { } problem)
        {
            _vlan = _sta.VlanId;
            return _rooms.Vlans.GroupOf(_sta).Machine;
        }

        _rooms.Site.LogStation(_sta.Address, "refused: " + problem);
        return null;
    }

    /// <summary>Sends a handshake message once more (RESEND_…).</summary>
    internal bool Resend(Resent message)
    {
        if (!Authenticator.Resend(message))
        {
            return false;
        }

        _rooms.Site.Work.Add(this);
        return true;
    }

    /// <summary>The station is to have another pairwise key; false where no handshake is complete.</summary>
    internal bool RekeyPairwise()
    {
        if (!Authenticator.StartPairwiseRekey())
        {
            return false;
        }

        _rooms.Site.LogSecurity(_sta.Address, "pairwise key to be renewed");
        _rooms.Site.Work.Add(this);
        return true;
    }

    /// <summary>The group has another key.</summary>
    internal void RekeyGroup() => Wish(Wishes.GroupRekey);

    /// <summary>Whether the station has proven that key, or is about to prove one and may choose it.</summary>
    internal bool Holds(DevicePmk entry) => _offer?.Holds(entry.Key.Span) == true;

    /// <summary>
    /// What others want of the machine waits for its turn: the machines of a BSS share the buffer of the frame to send, and each runs
    /// all its effects before another is fed.
    /// </summary>
    private void Wish(Wishes wish)
    {
        _wishes |= wish;
        _rooms.Site.Work.Add(this);
    }

    private void Grant()
    {
        var wishes = _wishes;
        _wishes = Wishes.None;
        if ((wishes & Wishes.EntropyReady) != 0)
        {
            Authenticator.OnEntropyReady();
        }

        if ((wishes & Wishes.KeyReady) != 0)
        {
            TakeKey();
        }

        if ((wishes & Wishes.GroupRekey) != 0)
        {
            Authenticator.StartGroupRekey();
        }
    }

    /// <summary>The station has authenticated: for the first time, or anew under the open port.</summary>
    private void TakeKey()
    {
        var former = _offer;
        var offer = OfferAgreed(Negotiated!);
        if (Authenticator.Renew(offer))
        {
            _offer = offer;
        }
        else
        {
            offer.Dispose();
            StartHandshake();
        }

        former?.Dispose();
    }

    private void OnTimer()
    {
        if (AsksForKey && _rooms.Keys.IsAskedAbout(_sta))
        {
            // Its M2 is here: another would say no more.
            _timer.Change(AnswerInterval, Timeout.InfiniteTimeSpan);
            return;
        }

        Authenticator.OnTimer();
        _rooms.Site.Work.Add(this);
    }

    private void Run(in AuthenticatorEffect effect)
    {
        switch (effect.Kind)
        {
            case AuthenticatorEffectKind.SendEapol:
                Report(effect.Kind, _rooms.Port.SendEapol(_sta.Address, Authenticator.OutgoingEapol, effect.Encrypt));
                break;
            case AuthenticatorEffectKind.ReadGroupSequence:
                AnswerGroupSequence(effect.KeyIndex);
                break;
            case AuthenticatorEffectKind.InstallPairwiseKey or AuthenticatorEffectKind.InstallReceiveKey:
                Report(effect.Kind, _rooms.Port.InstallKey(new KeySettings
                {
                    Station = _sta.Address,
                    Index = effect.KeyIndex,
                    Cipher = (uint)Authenticator.Suite.Cipher.Suite,
                    Key = Authenticator.TemporalKey,
                    ReceiveOnly = effect.Kind == AuthenticatorEffectKind.InstallReceiveKey,
                }));
                break;
            case AuthenticatorEffectKind.SelectPairwiseKey:
                Report(effect.Kind, _rooms.Port.SelectPairwiseKey(_sta.Address, effect.KeyIndex));
                break;
            case AuthenticatorEffectKind.AuthorizeStation:
                Report(effect.Kind, _rooms.Port.Authorize(_sta));
                break;
            case AuthenticatorEffectKind.DeauthenticateStation:
                _rooms.Port.Dismiss(_sta, (ReasonCode)effect.ReasonCode);
                break;
            case AuthenticatorEffectKind.ArmTimer:
                _timer.Change(effect.Delay, Timeout.InfiniteTimeSpan);
                break;
            case AuthenticatorEffectKind.CancelTimer:
                _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                break;
            case AuthenticatorEffectKind.Connected when _sta.Transition is not null:
                _rooms.Site.LogSecurity(_sta.Address, "FT: joined by a key of the mobility domain, without a handshake");
                LimitKeyLife();
                break;
            case AuthenticatorEffectKind.Connected:
                KeepRoot();
                _rooms.Site.LogSecurity(_sta.Address, "pairwise key handshake completed (RSN)");
                _rooms.Port.Announce(ApEvent.Of(ApEventKind.HandshakeCompleted, _sta.Address));
                LimitKeyLife();
                break;
            case AuthenticatorEffectKind.PossiblePskMismatch when Authentication is not null:
                // It has no passphrase that could be wrong.
                break;
            case AuthenticatorEffectKind.PossiblePskMismatch when AsksForKey && _message2.Length > 0:
                AskForKey();
                break;
            case AuthenticatorEffectKind.PossiblePskMismatch:
                _rooms.Port.Announce(ApEvent.Of(ApEventKind.PskMismatch, _sta.Address));
                break;
            case AuthenticatorEffectKind.HeldForEntropy:
                _rooms.Hold.HoldMessage1(_sta);
                break;
            case AuthenticatorEffectKind.RenewalAwaitsEntropy:
                _rooms.Hold.Await();
                break;
            case AuthenticatorEffectKind.ReleasedFromEntropy:
                _rooms.Site.LogSecurity(_sta.Address, $"message 1/4 released after {_rooms.Hold.Release(_sta)} ms");
                break;
            case AuthenticatorEffectKind.GroupRekeyDone:
                _rooms.Site.LogSecurity(_sta.Address, "group key handshake completed (RSN)");
                break;
            case AuthenticatorEffectKind.Dropped:
                break;
        }
    }

    /// <summary>
    /// Other access points of the mobility domain are to know it; a pre-shared key they know anyway. Where only its pairwise key is renewed they
    /// know it already, or are not to know it any more.
    /// </summary>
    private void KeepRoot()
    {
        if (_newRoot is { } grant)
        {
            _newRoot = null;
            _rooms.Transition.Keep(_sta.Address, Authenticator, Authentication?.Result ?? (grant == Nothing ? null : grant), Authentication?.Left);
        }
    }

    private void Report(AuthenticatorEffectKind kind, DriverResult result)
    {
        if (!result.Succeeded)
        {
            BssSite.Log.Warn("{0} {1}", _sta.Address, result);
            Authenticator.OnEffectFailed(kind);
        }
    }

    private void AnswerGroupSequence(int keyIndex)
    {
        Span<byte> sequence = stackalloc byte[6];
        if (_rooms.Vlans.ReadKeySequence(_sta, keyIndex, sequence).Succeeded)
        {
            Authenticator.OnGroupSequence(sequence);
        }
        else
        {
            Authenticator.OnEffectFailed(AuthenticatorEffectKind.ReadGroupSequence);
        }
    }

    /// <summary><c>wpa_ptk_rekey</c>: a key that is old enough is replaced, or ends with its association (<c>wpa_deny_ptk0_rekey</c>).</summary>
    private void LimitKeyLife()
    {
        var life = _rooms.Site.Options.Security!.Rsn.PairwiseRekey;
        if (life > TimeSpan.Zero)
        {
            _keyLife ??= _rooms.Port.CreateTimer(() => _ = RekeyPairwise());
            _keyLife.Change(life, Timeout.InfiniteTimeSpan);
        }
    }

    [Flags]
    private enum Wishes
    {
        None = 0,
        EntropyReady = 1,
        GroupRekey = 2,
        KeyReady = 4,
    }
}
