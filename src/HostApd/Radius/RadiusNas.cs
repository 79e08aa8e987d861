using HostApd.Ap;
using HostApd.Configuration;
using HostApd.Crypto;
using HostApd.Ieee80211;

namespace HostApd.Radius;

/// <summary>
/// One access point as servers know it: what its stations ask goes out as Access-Requests, and what comes back is what the hall understands.
/// Other servers, once a file is read anew, are asked from the next conversation on.
/// </summary>
internal sealed class RadiusNas : IAuthenticationService, IDisposable
{
    /// <summary>Of an interim interval (RFC 2869 5.16): shorter ones would cost more than they tell.</summary>
    internal const uint ShortestInterim = 60;

    private readonly RadiusExchanges _exchanges;
    private readonly SessionNumbers _numbers;
    private readonly AccessRequests _requests;
    private readonly Action<Exception> _onFault;
    private NasOptions _options = new();
    private RadiusExchange? _exchange;

    /// <summary>Asks nobody yet.</summary>
    /// <param name="bss">The access point.</param>
    /// <param name="exchanges">Those of the process.</param>
    /// <param name="numbers">Numbers of sessions.</param>
    /// <param name="onFault">Takes what an answer's receiver throws.</param>
    internal RadiusNas(Bss bss, RadiusExchanges exchanges, SessionNumbers numbers, Action<Exception> onFault)
    {
        (_exchanges, _numbers, _onFault) = (exchanges, numbers, onFault);
        _requests = new AccessRequests(bss);
    }

    /// <summary>Whom it asks; null: nobody.</summary>
    internal RadiusExchange? Exchange => _exchange;

    /// <summary>Asks from now on as the owner wants it.</summary>
    internal void Use(RadiusConfiguration wanted)
    {
        _options = NasOptions.Of(wanted);
        var before = _exchange;
        _exchange = RadiusExchangeOptions.ForAuthentication(wanted, _options.Name()) is { } options ? _exchanges.Rent(options) : null;
        if (before is not null)
        {
            _exchanges.Return(before);
        }
    }

    /// <inheritdoc/>
    public ulong NextSessionId() => _numbers.Next();

    /// <inheritdoc/>
    public IAuthenticationInquiry Begin(InquirySubject subject, Action<ServiceAnswer> onAnswer) => new Inquiry(this, subject, onAnswer);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_exchange is { } exchange)
        {
            _exchange = null;
            _exchanges.Return(exchange);
        }
    }

    private static ServiceAnswer Translate(RadiusAnswer answer)
    {
        using (answer)
        {
            return new ServiceAnswer
            {
                Verdict = answer.Code switch
                {
                    RadiusCode.AccessAccept => ServiceVerdict.Accept,
                    RadiusCode.AccessChallenge => ServiceVerdict.Challenge,
                    _ => ServiceVerdict.Reject,
                },
                Eap = answer.Eap.ToArray(),
                Patience = answer is { Code: RadiusCode.AccessChallenge, SessionTimeout: { } seconds and not 0 } ? TimeSpan.FromSeconds(seconds) : null,
                ReceiveKey = Copy(answer.ReceiveKey),
                SendKey = Copy(answer.SendKey),
                Passphrases = [.. answer.Passphrases.Select(static p => new SecretBytes(p.Span))],
                Grant = answer.Code == RadiusCode.AccessAccept ? GrantOf(answer) : null,
                Dismissal = answer is { Code: RadiusCode.AccessReject, ReasonCode: { } reason and not 0 } ? (ReasonCode)reason : null,
            };
        }
    }

    private static SecretBytes? Copy(SecretBytes? secret) => secret is null ? null : new SecretBytes(secret.Span);

    private static SessionGrant GrantOf(RadiusAnswer answer) => new()
    {
        UserName = answer.UserName,
        Classes = answer.Classes,
        ChargeableUserIdentity = answer.ChargeableUserIdentity,

        // No time is no end, as servers mean it.
        SessionTimeout = answer.SessionTimeout is { } seconds and not 0 ? TimeSpan.FromSeconds(seconds) : null,
        AsksAgainAtEnd = answer.AsksAgainAtEnd,
        InterimInterval = answer.InterimInterval is { } interim and >= ShortestInterim ? TimeSpan.FromSeconds(interim) : null,
        Vlan = answer.Vlan switch
        {
            VlanVerdict.None => VlanWish.None,
            VlanVerdict.Assigned => VlanWish.Assigned,
            VlanVerdict.Invalid => VlanWish.Unusable,
        },
        VlanId = answer.VlanId,
    };

    /// <summary>What is asked about one station: a conversation stays with the server that has its State.</summary>
    private sealed class Inquiry(RadiusNas owner, InquirySubject subject, Action<ServiceAnswer> onAnswer) : IAuthenticationInquiry
    {
        private RadiusExchange? _with;
        private long _ticket;
        private int _turn;
        private int? _server;
        private byte[] _state = [];

        /// <inheritdoc/>
        public void RelayEap(ReadOnlySpan<byte> identity, ReadOnlySpan<byte> response)
        {
            Cancel();
            _with = _server is null ? owner._exchange : _with;
            Ask(owner._requests.OfEap(owner._options, subject, identity, response, _state));
        }

        /// <inheritdoc/>
        public void AskAddress()
        {
            Cancel();
            Leave();
            _with = owner._exchange;
            Ask(owner._requests.OfAddress(owner._options, subject));
        }

        /// <inheritdoc/>
        public void AskPassphrase(ReadOnlySpan<byte> aNonce, ReadOnlySpan<byte> message2)
        {
            Cancel();
            Leave();
            _with = owner._exchange;
            Ask(owner._requests.OfHandshake(owner._options, subject, aNonce, message2));
        }

        /// <inheritdoc/>
        public void Dispose() => Cancel();

        private void Ask(RadiusRequest? request)
        {
            var turn = _turn;
            if (request is not null && _with is not null)
            {
                _ticket = _with.Ask(request, _server, end => OnEnd(turn, end));
            }
            else
            {
                request?.Dispose();
                owner._exchanges.Refuse(request is null ? RadiusFailure.TooLong : RadiusFailure.NoServer, end => OnEnd(turn, end));
            }
        }

        private void Cancel()
        {
            _turn++;
            _with?.Cancel(_ticket);
            _ticket = 0;
        }

        private void Leave() => (_server, _state) = (null, []);

        private void OnEnd(int turn, RadiusEnd end)
        {
            if (turn != _turn)
            {
                // Nobody waits for it any more.
                end.Answer?.Dispose();
                return;
            }

            _turn++;
            _ticket = 0;
            if (end.Answer is { Code: RadiusCode.AccessChallenge } challenge)
            {
                (_server, _state) = (end.Server, challenge.State ?? []);
            }
            else
            {
                Leave();
            }

            var answer = end.Answer is { } said ? Translate(said) : new ServiceAnswer
            {
                Verdict = end.Failure == RadiusFailure.ServerLost ? ServiceVerdict.Lost : ServiceVerdict.Silence,
                Reason = RadiusWords.Of(end.Failure),
            };
            Guarded.Run(() => onAnswer(answer), owner._onFault);
        }
    }
}
