using HostApd.Ieee80211;
using HostApd.Rsn;

namespace HostApd.Ap;

/// <summary>What is known of an address that a service was asked about.</summary>
internal enum AddressVerdict
{
    /// <summary>It may come in.</summary>
    Allowed,

    /// <summary>It may not, or nobody can be asked.</summary>
    Denied,

    /// <summary>There is no answer yet; the frame that was asked with comes again when there is.</summary>
    Pending,
}

/// <summary>
/// Whether addresses may come in, by the word of a service (<c>macaddr_acl=2</c>), and with which passphrases (<c>wpa_psk_radius</c>). A
/// frame of an address that nobody knows waits for the answer, the newest of each address, or the M2 of a station whose key nobody knows. An answer counts for 30 s, and for as
/// long as the station stays, whatever is said of its address meanwhile but another accept: anybody can have that asked about. No answer is none, and the
/// next frame asks again. Addresses are free to invent: so many are asked about
/// at a time, and so many answers are kept, of which those that were no go first.
/// </summary>
internal sealed class AddressInquiries : IDisposable
{
    /// <summary>Questions that may be open.</summary>
    internal const int MostPending = 256;

    /// <summary>Answers that are kept beside those of stations that are here.</summary>
    internal const int MostKnown = 1024;

    /// <summary>Longest frame that waits, in bytes: a commit of SAE has 300.</summary>
    private const int LongestFrame = 512;

    private static readonly TimeSpan Life = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(10);

    private readonly BssSite _site;
    private readonly StationTable _stations;
    private readonly IWorker _worker;
    private readonly ITimer _timer;
    private readonly Dictionary<MacAddress, Entry> _entries = [];
    private int _pending;

    internal AddressInquiries(BssSite site, StationTable stations, IWorker worker)
    {
        (_site, _stations, _worker) = (site, stations, worker);
        _timer = site.CreateTimer(Sweep);
    }

    /// <summary>A frame that has waited comes again: whose, and its body.</summary>
    internal Action<MacAddress, byte[]> Resume { get; set; } = static (_, _) => { };

    /// <summary>An M2 that has waited is judged anew: whose, and the PDU; null: nobody knows a key of that station's.</summary>
    internal Action<MacAddress, byte[]?> ResumeHandshake { get; set; } = static (_, _) => { };

    /// <summary>A station's time is over.</summary>
    internal Action<Sta> TimeOver { get; set; } = static _ => { };

    /// <summary>Questions that are open.</summary>
    internal int Pending => _pending;

    /// <summary>Addresses that are known or asked about.</summary>
    internal int Count => _entries.Count;

    /// <summary>Whether an address may come in; asks where nobody has done so just now.</summary>
    /// <param name="station">The address.</param>
    /// <param name="body">The body of its frame, which waits for an answer that is not there.</param>
    internal AddressVerdict Ask(MacAddress station, ReadOnlySpan<byte> body) =>
        Ask(new InquirySubject { Station = station }, body, static inquiry => inquiry.AskAddress(), isHandshake: false);

    /// <summary>Which key a station has that knows none of ours; asks where nobody has done so just now.</summary>
    /// <param name="subject">The station.</param>
    /// <param name="aNonce">The nonce of its M1.</param>
    /// <param name="message2">Its M2, which waits for an answer that is not there.</param>
    internal AddressVerdict AskKey(InquirySubject subject, byte[] aNonce, byte[] message2) =>
        Ask(subject, message2, inquiry => inquiry.AskPassphrase(aNonce, message2), isHandshake: true);

    private AddressVerdict Ask(InquirySubject subject, ReadOnlySpan<byte> frame, Action<IAuthenticationInquiry> question, bool isHandshake)
    {
        if (_entries.TryGetValue(subject.Station, out var known) && known is { IsAnswered: true, Unmade: 0 } && IsFresh(known)
            && (known.IsHandshake || !isHandshake))
        {
            return known.IsAllowed ? AddressVerdict.Allowed : AddressVerdict.Denied;
        }

        var entry = known is { IsAnswered: false } or { Unmade: > 0 } ? known : Begin(subject, question);
        if (entry is null)
        {
            return AddressVerdict.Denied;
        }

        entry.Frame = frame.Length <= LongestFrame ? frame.ToArray() : null;
        entry.IsHandshake = isHandshake;
        return AddressVerdict.Pending;
    }

    /// <summary>Whether the M2 of a station waits.</summary>
    internal bool HoldsHandshake(MacAddress station) =>
        _entries.TryGetValue(station, out var known) && known is { IsHandshake: true } and ({ IsAnswered: false } or { Unmade: > 0 });

    /// <summary>Whether it has been let in, without asking.</summary>
    internal bool IsAllowed(MacAddress station) => _entries.TryGetValue(station, out var known) && known is { IsAnswered: true, IsAllowed: true } && IsFresh(known);

    /// <summary>What a station was granted; null: nothing, or nobody was asked.</summary>
    internal SessionGrant? GrantOf(MacAddress station) => _entries.GetValueOrDefault(station)?.Grant;

    /// <summary>The keys that came with that, none where none did. They stay ours.</summary>
    internal IReadOnlyList<Pmk> KeysOf(MacAddress station) => _entries.GetValueOrDefault(station)?.Keys ?? [];

    /// <summary>What was said of a station does not count any more: it is asked about when it comes again.</summary>
    internal void Outdate(MacAddress station)
    {
        if (_entries.GetValueOrDefault(station) is { IsAnswered: true } entry)
        {
            Outdate(entry);
        }
    }

    /// <summary>What a station was granted is another from now on.</summary>
    internal void Change(MacAddress station, GrantChange change)
    {
        if (_entries.GetValueOrDefault(station) is not { IsAllowed: true } entry)
        {
            return;
        }

        entry.Grant = change.Of(entry.Grant);
        if (change.SessionTimeout is not null)
        {
            entry.EndsAt = EndOf(entry.Grant);
            ArmSweep();
        }
    }

    /// <summary>The access point goes off the air.</summary>
    internal void Stop()
    {
        foreach (var entry in _entries.Values)
        {
            entry.Dispose();
        }

        _entries.Clear();
        _pending = 0;
        _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Stop();
        _timer.Dispose();
    }

    private long? EndOf(SessionGrant? grant) => grant?.SessionTimeout is { } time ? _site.TimestampAfter(time) : null;

    private void Outdate(Entry entry) => entry.Since -= (long)(Life.TotalSeconds * _site.Time.TimestampFrequency);

    private bool IsFresh(Entry known) => _site.Time.GetElapsedTime(known.Since) < Life;

    private bool IsFull => _entries.Count >= MostKnown + MostPending + _stations.Count;

    /// <summary>Somebody who may not come in is forgotten: he has to ask once more, and shuts nobody out.</summary>
    private bool MakeRoom()
    {
        foreach (var (station, entry) in _entries)
        {
            if (entry is { IsAnswered: true, IsAllowed: false })
            {
                Forget(station);
                return true;
            }
        }

        return false;
    }

    private Entry? Begin(InquirySubject subject, Action<IAuthenticationInquiry> question)
    {
        var station = subject.Station;
        var known = _entries.GetValueOrDefault(station);
        if (_site.Service is not { } service || _pending >= MostPending || known is null && IsFull && !MakeRoom())
        {
            return null;
        }

        var former = _stations.Find(station) is { IsAuthorized: true } ? known : null;
        var keys = former?.TakeKeys() ?? [];
        Forget(station);

        if (_entries.Count == 0)
        {
            _timer.Change(SweepInterval, Timeout.InfiniteTimeSpan);
        }

        var entry = new Entry
        {
            Since = _site.Time.GetTimestamp(),
            WasAllowed = former is { IsAllowed: true },
            Grant = former?.Grant,
            EndsAt = former?.EndsAt,
            Keys = keys,
        };
        _entries[station] = entry;
        _pending++;
        entry.Inquiry = service.Begin(subject, answer => OnAnswer(station, entry, answer));
        question(entry.Inquiry);
        return entry;
    }

    private void OnAnswer(MacAddress station, Entry entry, ServiceAnswer answer)
    {
        using (answer)
        {
            _pending--;
            entry.Inquiry?.Dispose();
            entry.Inquiry = null;
            entry.IsAnswered = true;
            entry.Since = _site.Time.GetTimestamp();
            if (answer.Verdict is not (ServiceVerdict.Accept or ServiceVerdict.Reject))
            {
                _site.LogStation(station, "authentication ignored: no answer of an authentication server: " + answer.Reason);
                if (entry.WasAllowed && _stations.Find(station) is { IsAuthorized: true })
                {
                    entry.IsAllowed = true;
                    Outdate(entry);
                }
                else
                {
                    Forget(station);
                }

                if (entry is { IsHandshake: true, Frame: not null })
                {
                    ResumeHandshake(station, null);
                }

                return;
            }

            if (answer.Verdict == ServiceVerdict.Accept)
            {
                Take(station, entry, answer);
            }
        }

        if (entry.Unmade == 0)
        {
            Conclude(station, entry);
        }
    }

    private void Take(MacAddress station, Entry entry, ServiceAnswer answer)
    {
        var wish = _site.Options.Security?.PskFromService ?? PskFromService.No;
        var keys = wish == PskFromService.No ? [] : MakeKeys(station, answer);
        if (keys.Count == 0 && (wish == PskFromService.Required || entry.IsHandshake))
        {
            _site.LogStation(station, $"authentication ignored: the server lets it in without a passphrase (Tunnel-Password), and wpa_psk_radius={(int)wish} asks for one");
            return;
        }

        entry.DropKeys();
        entry.Keys = keys;
        entry.IsAllowed = true;
        entry.Grant = answer.Grant;
        entry.EndsAt = EndOf(answer.Grant);
        foreach (var key in entry.Keys)
        {
            if (key.Begin() is { } task)
            {
                entry.Unmade++;
                _worker.Run(task.Run, () =>
                {
                    key.End(task);
                    if (--entry.Unmade == 0)
                    {
                        Conclude(station, entry);
                    }
                });
            }
        }
    }

    private List<Pmk> MakeKeys(MacAddress station, ServiceAnswer answer)
    {
        var keys = new List<Pmk>();
        Span<char> digits = stackalloc char[2 * Pmk.Length];
        foreach (var passphrase in answer.Passphrases)
        {
            if (passphrase.Length == digits.Length)
            {
                System.Text.Encoding.Latin1.GetChars(passphrase.Span, digits);
                if (Pmk.FromHex(digits) is { } key)
                {
                    keys.Add(key);
                    continue;
                }
            }

            if (passphrase.Length is >= 8 and <= 63)
            {
                keys.Add(Pmk.FromPassphrase(_site.Options.Ssid, passphrase.Span));
            }
            else
            {
                _site.LogStation(station, "a passphrase of the server's has neither 8 to 63 characters nor 64 hexadecimal digits, and does not count");
            }
        }

        digits.Clear();
        return keys;
    }

    /// <summary>All is known, and all keys are made: the frame that has waited goes on.</summary>
    private void Conclude(MacAddress station, Entry entry)
    {
        if (_entries.GetValueOrDefault(station) != entry)
        {
            return;
        }

        ArmSweep();
        var frame = entry.Frame;
        entry.Frame = null;
        if (frame is null)
        {
            return;
        }

        if (entry.IsHandshake)
        {
            ResumeHandshake(station, entry.IsAllowed ? frame : null);
        }
        else
        {
            Resume(station, frame);
        }
    }

    private void Forget(MacAddress station)
    {
        if (_entries.Remove(station, out var entry))
        {
            _pending -= entry.IsAnswered ? 0 : 1;
            entry.Dispose();
        }
    }

    /// <summary>What is old goes, but for stations that are here; and their time may be over.</summary>
    private void Sweep()
    {
        foreach (var (station, entry) in _entries.ToArray())
        {
            var sta = _stations.Find(station);
            if (sta is not null && entry.EndsAt <= _site.Time.GetTimestamp())
            {
                _site.LogStation(station, "session timeout");
                entry.EndsAt = null;

                // It is asked about anew when it comes again.
                Outdate(entry);
                TimeOver(sta);
            }

            if (_stations.Find(station) is null && !IsFresh(entry))
            {
                Forget(station);
            }
        }

        ArmSweep();
    }

    private void ArmSweep()
    {
        if (_entries.Count == 0)
        {
            return;
        }

        var wait = SweepInterval;
        foreach (var entry in _entries.Values)
        {
            if (entry.EndsAt is { } end && _site.Time.GetElapsedTime(_site.Time.GetTimestamp(), end) is var left && left < wait)
            {
                wait = left > TimeSpan.Zero ? left : TimeSpan.Zero;
            }
        }

        _timer.Change(wait, Timeout.InfiniteTimeSpan);
    }

    private sealed class Entry : IDisposable
    {
        /// <summary>When it was asked, then when it was answered.</summary>
        internal long Since { get; set; }

        internal bool IsAnswered { get; set; }

        internal bool IsAllowed { get; set; }

        /// <summary>Its station was in by the word of before when it was asked about once more.</summary>
        internal bool WasAllowed { get; init; }

        internal IAuthenticationInquiry? Inquiry { get; set; }

        internal byte[]? Frame { get; set; }

        /// <summary>The frame is an M2.</summary>
        internal bool IsHandshake { get; set; }

        internal SessionGrant? Grant { get; set; }

        internal List<Pmk> Keys { get; set; } = [];

        /// <summary>Keys that are being made.</summary>
        internal int Unmade { get; set; }

        internal long? EndsAt { get; set; }

        /// <summary>The keys are the caller's.</summary>
        internal List<Pmk> TakeKeys()
        {
            var keys = Keys;
            Keys = [];
            return keys;
        }

        internal void DropKeys() => TakeKeys().ForEach(static k => k.Dispose());

        public void Dispose()
        {
            Inquiry?.Dispose();
            DropKeys();
        }
    }
}
