using System.Security.Cryptography;
using HostApd.Driver;
using HostApd.Ieee80211;
using HostApd.Rsn;

namespace HostApd.Ap;

/// <summary>
/// Fast BSS transition over the air (802.11-2020 13.5.2, 13.7.1): a station that has joined elsewhere in the mobility domain comes with the key of
/// there. Its Authentication and the answer bring both nonces, its Reassociation Request and the response prove the key and bring the group keys.
/// One transition a station is under way, the newest, and no longer than the reassociation deadline; of too many the oldest goes.
/// <code>
/// what comes                              | what follows
/// Authentication, no key by that name     | 53; 28 where nobody here holds the keys that it names
/// Authentication, foreign domain          | 54
/// Authentication, no nonce can be drawn   | held until one can, for as long as the station waits
/// Authentication                          | answered with our nonce; said again, with the same
/// Reassociation Request, all as agreed on | key installed once, response with the group keys
/// the same request once more              | the same response, and nothing is installed
/// Reassociation Request, otherwise        | 53, 54, 55; who is in stays in
/// its key is taken away in between        | 53; behind the response away (reason 2)
/// </code>
/// </summary>
internal sealed class FtAuthentication : IAuthentication, IDisposable
{
    internal const int MostPending = 64;
    internal const int MostHeld = 16;
    private const int MostOfRequest = 1024;
    private const ushort Request = 1;
    private const ushort Answer = 2;

    /// <summary>A station gives up its Authentication after this, and begins anew.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly BssSite _site;
    private readonly TransitionKeys _keys;
    private readonly DeviceKeys _devices;
    private readonly StationVlans _vlans;
    private readonly IApPort _port;
    private readonly EntropyHold _hold;
    private readonly ITimer _timer;
    private readonly List<FtExchange> _pending = [];
    private readonly List<Held> _held = [];

    internal FtAuthentication(BssSite site, TransitionKeys keys, DeviceKeys devices, StationVlans vlans, IApPort port, EntropyHold hold)
    {
        (_site, _keys, _devices, _vlans, _port, _hold) = (site, keys, devices, vlans, port, hold);
        _timer = site.CreateTimer(DropExpired);
    }

    /// <summary>Takes what was pending.</summary>
    internal LateStep? Conclude { get; set; }

    /// <summary>Transitions under way.</summary>
    internal int Pending => _pending.Count;

    public ushort Algorithm => AuthenticatedBy.FastTransition;

    public bool IsOffered => Options is not null;

    private FtOptions? Options => _site.Options.Security?.Rsn.FastTransition;

    private TimeSpan Deadline => TimeUnits.Span(Options?.ReassociationDeadline ?? 0);

    public bool Expects(ushort sequence) => sequence == Request;

    public AuthenticationStep OnFrame(MacAddress peer, ushort sequence, StatusCode status, ReadOnlySpan<byte> fields, ref ByteWriter reply)
    {
        if (!RequestElements.TryParse(fields, out var elements))
        {
            _site.Counters.Count(FrameDrop.Malformed);
            return Refuse(peer, StatusCode.InvalidElement, "malformed elements");
        }

        if (!MobilityDomain.Names(elements.MobilityDomain, Options!.MobilityDomain))
        {
            return Refuse(peer, StatusCode.InvalidMobilityDomain, "it names another mobility domain");
        }

        if (!FtElement.TryParse(elements.FastBssTransition, out var asked) || asked.R0KeyHolder.IsEmpty)
        {
            return Refuse(peer, StatusCode.InvalidFastTransition, "no element that says who holds its key");
        }

        var choice = KeySuites.Choose(elements.Rsne, _site.Options.Security!.Rsn.Offer);
        if (choice.Suite is not { IsFastTransition: true } suite || suite.Source == PmkSource.Eap && _site.Service is null)
        {
            return Refuse(peer, choice.Suite is null ? choice.Status : StatusCode.InvalidAkm, "its RSNE is not for fast transition here");
        }

        _ = Rsne.TryParse(elements.Rsne, out var wanted, out _);
        if (wanted.PmkidCount != 1)
        {
            return Refuse(peer, StatusCode.InvalidPmkid, "it names no key");
        }

        DropExpired();
        var known = _pending.Find(p => p.Station == peer);
        if (known is null || !known.IsRepeatedBy(asked, wanted.Pmkid(0)) || !ReferenceEquals(known.Suite, suite))
        {
            known = Begin(peer, suite, wanted.Pmkid(0), asked, out var problem);
            if (known is null)
            {
                return problem == StatusCode.Success ? HoldBack(peer, fields) : Refuse(peer, problem, "no key is known by the name that it uses");
            }
        }

        known.WriteAnswer(ref reply, _site.Offer!.Rsne);
        return new AuthenticationStep(AuthenticationOutcome.Accepted, Answer, StatusCode.Success);
    }

    /// <summary>Whether a Reassociation Request is to complete a transition: a first association has no such element.</summary>
    internal bool Concerns(bool reassociation, in RequestElements elements) => reassociation && IsOffered && !elements.FastBssTransition.IsEmpty;

    /// <summary>What the Reassociation Request of a station comes to; with success its transition is the caller's, and no other request has it.</summary>
    internal StatusCode Take(MacAddress station, in RequestElements elements, out FtExchange? transition)
    {
        DropExpired();
        transition = _pending.Find(p => p.Station == station);
        if (transition is null)
        {
            return StatusCode.InvalidPmkid;
        }

        var status = transition.Verify(elements.Rsne, elements.Rsnxe, elements.MobilityDomain, elements.FastBssTransition);
        if (status != StatusCode.Success)
        {
            // Anybody can say something in its name; what it says itself may still come.
            transition = null;
            return status;
        }

        _pending.Remove(transition);
        return status;
    }

    /// <summary>What a station has under way comes to nothing.</summary>
    internal void Forget(MacAddress station)
    {
        _held.RemoveAll(h => h.Station == station);
        if (_pending.Find(p => p.Station == station) is { } pending)
        {
            _pending.Remove(pending);
            pending.Dispose();
        }
    }

    /// <summary>The kernel knows that the station is associated: it is put where it belongs, and its key goes into the driver, once.</summary>
    internal StatusCode Install(Sta sta, FtExchange transition)
    {
        if (!_keys.Confirm(transition, sta, _devices))
        {
            return StatusCode.InvalidPmkid;
        }

        var vlan = transition.Offer?.Proven is { } proven ? _devices.VlanOf(sta, proven.Span) : 0;
        if (_vlans.Place(sta, vlan, EapResult.GrantIn(transition.Grant)) is { } problem)
        {
            _site.LogStation(sta.Address, "refused: " + problem);
            return StatusCode.DeniedOther;
        }

        if (_vlans.GroupOf(sta).Machine is not { HasKey: true })
        {
            return StatusCode.RefusedTemporarily;
        }

        var result = _port.InstallKey(new KeySettings
        {
            Station = sta.Address,
            Index = 0,
            Cipher = (uint)transition.Suite.Cipher.Suite,
            Key = transition.Keys.Tk,
        });
        if (!result.Succeeded)
        {
            BssSite.Log.Warn("{0}: STA {1} {2}", _site.Name, sta.Address, result);
            return StatusCode.Failure;
        }

        _site.LogSecurity(sta.Address, "FT: key of the mobility domain proven, pairwise key installed");
        return StatusCode.Success;
    }

    /// <summary>The response of a station that comes by a transition is about to be written: with the group keys as they are now.</summary>
    internal void Prepare(Sta sta)
    {
        if (sta.Transition is { } transition && _vlans.GroupOf(sta).Machine is { HasKey: true } group)
        {
            transition.Prepare(group, sta.Mfp, (keyId, sequence) => ReadSequence(sta, keyId, sequence), _site.Offer!.Rsne, _site.Offer!.Rsnxe);
        }
    }

    /// <summary>Nonces can be drawn.</summary>
    internal void OnEntropyReady()
    {
        var held = _held.ToArray();
        _held.Clear();
        Span<byte> buffer = stackalloc byte[MostOfRequest];
        foreach (var request in held)
        {
            if (IsOffered && _site.Time.GetElapsedTime(request.Since) < Patience)
            {
                var reply = new ByteWriter(buffer);
                var step = OnFrame(request.Station, Request, StatusCode.Success, request.Fields, ref reply);
                Conclude?.Invoke(request.Station, step, reply.Written);
            }
        }
    }

    /// <summary>The BSS goes off the air: who is under way begins anew.</summary>
    internal void Stop()
    {
        _pending.ForEach(static p => p.Dispose());
        _pending.Clear();
        _held.Clear();
        _keys.Flush();
        _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Dispose()
    {
        Stop();
        _timer.Dispose();
        _keys.Dispose();
    }

    private void ReadSequence(Sta sta, int keyId, Span<byte> sequence)
    {
        if (!_vlans.ReadKeySequence(sta, keyId, sequence).Succeeded)
        {
            sequence.Clear();
        }
    }

    /// <summary>Finds the key that the station names, and makes those of its transition; null with success: no nonce can be drawn yet.</summary>
    private FtExchange? Begin(MacAddress peer, KeySuite suite, ReadOnlySpan<byte> name, in FtElement asked, out StatusCode problem)
    {
        Span<byte> root = stackalloc byte[FtKeys.Length];
        Span<byte> nonce = stackalloc byte[EapolKeyFrame.NonceLength];
        FtExchange? begun = null;
        problem = Find(peer, suite, name, asked, root, out var offer);
        if (problem == StatusCode.Success && _site.Entropy.TryDraw(nonce))
        {
            begun = new FtExchange(suite, _keys.Terms!, peer, root, name, asked, nonce)
            {
                Offer = offer,
                Since = _site.Time.GetTimestamp(),
            };
            Add(begun);
            _site.LogStation(peer, "FT: authentication by a key of the mobility domain");
        }
        else
        {
            offer?.Dispose();
        }

        CryptographicOperations.ZeroMemory(root);
        return begun;
    }

    /// <summary>The key that a station names: by a passphrase of ours, or as an access point of this process holds it.</summary>
    private StatusCode Find(MacAddress peer, KeySuite suite, ReadOnlySpan<byte> name, in FtElement asked, Span<byte> root, out PmkOffer? offer)
    {
        offer = null;
        var holders = _keys.HoldersOf(asked.R0KeyHolder);
        if (holders.Count == 0 && !(suite.Source == PmkSource.PreShared && Options!.GeneratesLocally))
        {
            return StatusCode.R0KeyHolderUnreachable;
        }

        if (suite.Source == PmkSource.PreShared)
        {
            offer = _devices.OfferFor(peer);
            return FtKeys.TryProve(offer, _keys.Terms!, asked.R0KeyHolder, peer, name, root) ? StatusCode.Success : StatusCode.InvalidPmkid;
        }

        if (TransitionKeys.Find(holders, peer, suite.Akm, name, out _) is not { } known)
        {
            return StatusCode.InvalidPmkid;
        }

        known.Key.Span.CopyTo(root);
        return StatusCode.Success;
    }

    private void Add(FtExchange begun)
    {
        var at = _pending.FindIndex(p => p.Station == begun.Station);
        if (at < 0 && _pending.Count >= MostPending)
        {
            at = 0;
        }

        if (at >= 0)
        {
            _pending[at].Dispose();
            _pending.RemoveAt(at);
        }

        // In the order of their age.
        _pending.Add(begun);
        _timer.Change(Deadline, Timeout.InfiniteTimeSpan);
    }

    private AuthenticationStep HoldBack(MacAddress peer, ReadOnlySpan<byte> fields)
    {
        _held.RemoveAll(h => h.Station == peer);
        if (_held.Count >= MostHeld)
        {
            _held.RemoveAt(0);
        }

        _held.Add(new Held(peer, fields.ToArray(), _site.Time.GetTimestamp()));
        _hold.Await();
        return AuthenticationStep.Pending;
    }

    private void DropExpired()
    {
        while (_pending is [var oldest, ..] && _site.Time.GetElapsedTime(oldest.Since) >= Deadline)
        {
            oldest.Dispose();
            _pending.RemoveAt(0);
        }

        if (_pending.Count > 0)
        {
            _timer.Change(Deadline, Timeout.InfiniteTimeSpan);
        }
    }

    private AuthenticationStep Refuse(MacAddress peer, StatusCode status, string why)
    {
        BssSite.Log.Debug("{0}: STA {1} IEEE 802.11: FT authentication refused, status {2} ({3})", _site.Name, peer, (int)status, why);
        return new AuthenticationStep(AuthenticationOutcome.Refused, Answer, status);
    }

    /// <summary>An Authentication that waits for a nonce.</summary>
    private sealed class Held(MacAddress station, byte[] fields, long since)
    {
        internal MacAddress Station => station;

        internal byte[] Fields => fields;

        internal long Since => since;
    }
}
