using HostApd.Ap;
using HostApd.Crypto;
using HostApd.Driver;
using HostApd.Ieee80211;
using HostApd.Simulation;

namespace HostApd.Tests.Ap;

/// <summary>
/// A service that asks so many rounds and then lets in, or does what a test wants; in virtual time, behind <see cref="StationEap"/>'s keys.
/// </summary>
internal sealed class ScriptedService(VirtualClock clock) : IAuthenticationService, ISessionBook
{
    private readonly Dictionary<MacAddress, int> _accepts = [];
    private ulong _session;

    /// <summary>What it is asked and what becomes of it, a line each.</summary>
    public List<string> Log { get; } = [];

    /// <summary>Questions before the verdict.</summary>
    public int Rounds { get; set; } = 3;

    /// <summary>Until each answer.</summary>
    public TimeSpan Delay { get; set; } = TimeSpan.FromMilliseconds(2);

    /// <summary>What is said in the end.</summary>
    public Func<MacAddress, ServiceVerdict> Verdict { get; set; } = static _ => ServiceVerdict.Accept;

    /// <summary>What comes with an accept.</summary>
    public SessionGrant Grant { get; set; } = new();

    /// <summary>Passphrases that come with an accept.</summary>
    public string[] Passphrases { get; set; } = [];

    /// <summary>No keys come with an accept.</summary>
    public bool ForgetsKeys { get; set; }

    /// <summary>What comes with a reject.</summary>
    public ReasonCode? Dismissal { get; set; }

    /// <summary>Its book has a fault.</summary>
    public bool IsBroken { get; set; }

    public int Asked { get; private set; }

    public List<InquirySubject> Subjects { get; } = [];

    public List<string> Book { get; } = [];

    public ulong NextSessionId() => ++_session;

    public IAuthenticationInquiry Begin(InquirySubject subject, Action<ServiceAnswer> onAnswer)
    {
        Subjects.Add(subject);
        return new Inquiry(this, subject, onAnswer);
    }

    void ISessionBook.Begin(StationSession session) =>
        Book.Add($"start {session.Id} {session.Station} '{System.Text.Encoding.ASCII.GetString(session.Identity.Span)}'");

    void ISessionBook.Change(StationSession session)
    {
        if (IsBroken)
        {
            throw new InvalidOperationException("scripted");
        }

        Book.Add($"change {session.Id} {session.Grant!.InterimInterval?.TotalSeconds ?? 0}");
    }

    void ISessionBook.End(StationSession session, in StationCounters counters, SessionEnd why) =>
        Book.Add($"stop {session.Id} {session.Station} {why}");

    private ServiceAnswer Say(InquirySubject subject, int round, ReadOnlySpan<byte> response)
    {
        Asked++;
        if (round <= Rounds)
        {
            // A Request of type 25 with the round as its data, and the server's own identifiers.
            return new ServiceAnswer { Verdict = ServiceVerdict.Challenge, Eap = new byte[] { 1, (byte)(0x80 + round), 0, 6, 25, (byte)round } };
        }

        var verdict = Verdict(subject.Station);
        Log.Add($"{subject.Station} {verdict} after {round - 1}");
        if (verdict != ServiceVerdict.Accept)
        {
            return new ServiceAnswer { Verdict = verdict, Reason = "scripted", Dismissal = Dismissal };
        }

        var count = _accepts[subject.Station] = _accepts.GetValueOrDefault(subject.Station) + 1;
        var key = StationEap.KeyOf(subject.Station, count);
        return new ServiceAnswer
        {
            Verdict = verdict,
            Eap = new byte[] { 3, response[1], 0, 4 },
            ReceiveKey = ForgetsKeys ? null : new SecretBytes(key.AsSpan(0, 32)),
            SendKey = ForgetsKeys ? null : new SecretBytes(key.AsSpan(32)),
            Grant = Grant,
            Passphrases = [.. Passphrases.Select(static p => new SecretBytes(System.Text.Encoding.ASCII.GetBytes(p)))],
        };
    }

    private sealed class Inquiry(ScriptedService service, InquirySubject subject, Action<ServiceAnswer> onAnswer) : IAuthenticationInquiry
    {
        private bool _isOver;
        private int _round;

        public void RelayEap(ReadOnlySpan<byte> identity, ReadOnlySpan<byte> response)
        {
            var kept = response.ToArray();
            if (_round == 0)
            {
                service.Log.Add($"{subject.Station} is {System.Text.Encoding.ASCII.GetString(identity)}");
            }

            Answer(() => service.Say(subject, ++_round, kept));
        }

        public void AskAddress() => Answer(() => service.Say(subject, service.Rounds + 1, [2, 0]));

        public void AskPassphrase(ReadOnlySpan<byte> aNonce, ReadOnlySpan<byte> message2)
        {
            service.Log.Add($"{subject.Station} by {aNonce.Length} and {message2.Length} bytes");
            Answer(() => service.Say(subject, service.Rounds + 1, [2, 0]));
        }

        public void Dispose() => _isOver = true;

        private void Answer(Func<ServiceAnswer> make) => service.Clock.Schedule(service.Delay, () =>
        {
            if (!_isOver)
            {
                onAnswer(make());
            }
        });

    }

    private VirtualClock Clock => clock;
}
