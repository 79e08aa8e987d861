using HostApd.Ap;
using HostApd.Driver;
using HostApd.Entropy;
using HostApd.Ieee80211;
using HostApd.Simulation;
using HostApd.Tests.Wps;

namespace HostApd.Fuzz;

/// <summary>
/// Everything at once: a P2P group and a WPA2 network with WPS, in one virtual time, with one entropy pool and one pool of IP
/// addresses; members that come and go, strangers that join, enrol, configure and forge, commands, lost events, starved
/// entropy. The same seed gives the same steps. What each access point promises is asked after each of them.
/// </summary>
internal sealed class WideScene : IDisposable
{
    private static readonly byte[] Rsne = [48, 20, 1, 0, 0, 15, 0xac, 4, 1, 0, 0, 15, 0xac, 4, 1, 0, 0, 15, 0xac, 2, 0, 0];
    private static readonly byte[] Rates = [1, 8, 12, 18, 24, 36, 48, 72, 96, 108];

    // An enrollee's Association Request of WSC 2.0, and one of WSC 1.0 that is waited for.
    private static readonly byte[] Wps = Convert.FromHexString("dd180050f204" + "104a000110103a0001011049000600372a000120");
    private static readonly byte[] Wps1 = Convert.FromHexString("dd0e0050f204" + "104a000110103a000101");

    private static readonly byte[][] Actions =
    [
        .. new[]
        {
            "0409506f9a090701dd0a0050f204100800020080", "0409506f9a090702dd0a0050f204100800020008", "0409506f9a090703dd0a0050f204100800020100",
            "0409506f9a090001dd09506f9a090202002500", "0409506f9a090301dd09506f9a090202002500",
            "0409506f9a090501dd0d506f9a09030600420000000100", "7f506f9a090101dd09506f9a090202002500",
            "0400480102", "0400480104", "04004801004904510a0d01",
        }.Select(Convert.FromHexString),
    ];

    private readonly Random _random;
    private readonly Action<string>? _write;
    private readonly VirtualClock _clock = new();
    private readonly Source _kernel = new();
    private readonly EntropyPool _pool;
    private readonly WideAccessPoint[] _accessPoints;
    private readonly MacAddress[] _strangers = [.. Enumerable.Range(0, 6).Select(i => new MacAddress([2, 0, 0, 1, 0, (byte)i]))];

    /// <param name="seed">Chooses the steps.</param>
    /// <param name="write">Hears each call to a radio, each event and each reply; null: nobody does.</param>
    internal WideScene(int seed, Action<string>? write = null)
    {
        _random = new Random(seed);
        _write = write;
        _pool = new EntropyPool(_kernel, new EntropyPoolOptions(Testing: true));
        _pool.Start();
        var group = new WideAccessPoint(_clock, _pool, isGroup: true, null, write);
        _accessPoints = [group, new WideAccessPoint(_clock, _pool, isGroup: false, group.Bss.Options.IpAddresses, write)];
    }

    /// <summary>Body behind the length byte and all: Capability and Device Info of a phone.</summary>
    internal static byte[] P2pElement { get; } = Convert.FromHexString(
        "dd24506f9a09" + "0202002700" + "0d1800420000000100" + "0188000a0050f20400050010110003636c69");

    /// <summary>How often each event was told, by its name, and each call to a radio made.</summary>
    internal IEnumerable<(string Name, long Count)> Told => _accessPoints.SelectMany(static a => a.Told)
        .GroupBy(static t => t.Key).Select(static g => (g.Key, g.Sum(static t => t.Value)));

    internal void Step()
    {
        var at = _accessPoints[_random.Next(2)];
        Recover(at);
        Act(at, One(_strangers));
        foreach (var each in _accessPoints)
        {
            each.CheckPromises();
        }

        Check.That(_clock.ArmedTimers < 1000);
        if (Chance(200))
        {
            CheckAddresses();
        }
    }

    public void Dispose()
    {
        foreach (var each in _accessPoints)
        {
            each.Dispose();
        }

        _pool.Dispose();
    }

    /// <summary>Otherwise most steps would find nobody at home.</summary>
    private void Recover(WideAccessPoint at)
    {
        if (_kernel.Starved && Chance(30))
        {
            _kernel.Starved = false;
            _pool.SourceReady();
        }

        if (!at.Bss.State.IsWanted() && Chance(20))
        {
            at.Bss.Enable();
        }
    }

    private void Act(WideAccessPoint at, MacAddress from)
    {
        switch (_random.Next(24))
        {
            case 0 or 1: at.Radio.Inject(Spoilt(Frame(at, 0xb0, from, [0, 0, 1, 0, 0, 0]))); break;
            case 2 or 3 or 4: Associate(at, from); break;
            case 5: at.Radio.InjectEapol(from, Spoilt([2, (byte)_random.Next(5), 0, 0])); break;
            case >= 6 and <= 11: TalkWps(at, from); break;
            case 12: ForgeKeyFrame(at, Chance(2) ? from : One(at.Members).Address); break;
            case 13: at.Radio.Inject(Spoilt(Frame(at, 0xd0, from, Spoilt(One(Actions))))); break;
            case 14: Probe(at, from); break;
            case 15: at.Radio.Inject(Frame(at, Chance(2) ? (byte)0xc0 : (byte)0xa0, Chance(4) ? One(at.Members).Address : from, [3, 0])); break;
            case 16: at.Radio.ReportSent((ulong)_random.Next(1, 50), Frame(at, Chance(2) ? (byte)0x10 : (byte)0xc0, from, [0, 0]), Chance(2)); break;
            case 17 or 18: _clock.Advance(TimeSpan.FromSeconds(_random.NextDouble() * _random.NextDouble() * 6)); break;
            case 19 or 20: MoveMember(One(at.Members)); break;
            case 21: Command(at, from); break;
            case 22: Disturb(at, from); break;
            default: Visit(at, from); break;
        }
    }

    private void Associate(WideAccessPoint at, MacAddress from)
    {
        byte[] wps = Chance(3) ? Wps1 : Wps;
        byte[] elements = _random.Next(4) switch { 0 => Rsne, 1 => wps, 2 => [.. wps, .. P2pElement], _ => [.. Rsne, .. P2pElement] };
        var again = Chance(5);
        var ssid = at.Bss.Options.Ssid;
        byte[] body = [0x31, 4, 1, 0, .. again ? new byte[6] : [], 0, (byte)ssid.Length, .. ssid, .. Rates, .. elements];
        at.Radio.Inject(Spoilt(Frame(at, again ? (byte)0x20 : (byte)0, from, body)));
        if (Chance(2))
        {
            at.Radio.InjectEapol(from, [2, 1, 0, 0]);
        }

        if (Chance(2))
        {
            Acknowledge(at, from);
        }

        MeetEnrollee(at, from);
    }

    /// <summary>Its card acknowledges the Association Response: without that nobody is in.</summary>
    private static void Acknowledge(WideAccessPoint at, MacAddress from)
    {
        byte[] response = [0x10, .. new byte[29]];
        from.CopyTo(response.AsSpan(4));
        at.Radio.ReportSent(at.Radio.LastCookie, response, acknowledged: true);
    }

    /// <summary>A whole visit of somebody who comes for WPS: undisturbed on its way in, as enrollee or as external registrar.</summary>
    private void Visit(WideAccessPoint at, MacAddress from)
    {
        var ssid = at.Bss.Options.Ssid;
        at.Radio.Inject(Frame(at, 0xb0, from, [0, 0, 1, 0, 0, 0]));
        at.Radio.Inject(Frame(at, 0, from, [0x31, 4, 1, 0, 0, (byte)ssid.Length, .. ssid, .. Rates, .. Wps, .. Chance(2) ? P2pElement : []]));
        Acknowledge(at, from);
        at.Radio.InjectEapol(from, [2, 1, 0, 0]);
        MeetEnrollee(at, from);
        if (Chance(2))
        {
            MeetRegistrar(at, from);
        }

        TalkWps(at, from);
    }

    private void MeetEnrollee(WideAccessPoint at, MacAddress from)
    {
        at.Registrars.Remove(from);
        at.Enrollees[from] = new SimulatedEnrollee(new EnrolleeScript
        {
            Address = Chance(5) ? One(_strangers) : from,
            Uuid = [.. Enumerable.Repeat((byte)(1 + _random.Next(5)), 16)],
            Nonce = Bytes(16),
            PrivateKey = [(byte)(1 + _random.Next(200)), 3, 5, 7],
            Password = Chance(2) ? WideAccessPoint.ApPin : "00000000",
            PasswordId = (ushort)(Chance(2) ? 0 : 4),
            FragmentSize = Chance(3) ? 100 : 1400,
            Alter = (_, message) => Chance(12) ? Spoilt(message) : message,
        });
    }

    /// <summary>Some messages of an exchange, undisturbed: else none would ever come to its end.</summary>
    private void TalkWps(WideAccessPoint at, MacAddress from)
    {
        for (var answers = _random.Next(1, 10); answers > 0; answers--)
        {
            AnswerWps(at, from);
        }
    }

    /// <summary>A peer's exceptions are its own; the access point's are not made in here.</summary>
    private void AnswerWps(WideAccessPoint at, MacAddress from)
    {
        if (at.Bss.Stations.Find(from)?.Access is not WpsAccess { Session: { OutgoingEapol.Length: > 8 } session })
        {
            return;
        }

        byte[]? answer;
        var frame = session.OutgoingEapol.ToArray();
        try
        {
            answer = at.Registrars.TryGetValue(from, out var registrar) ? registrar.Answer(frame)
                : at.Enrollees.TryGetValue(from, out var enrollee) ? enrollee.Answer(frame)
                : null;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or IndexOutOfRangeException)
        {
            return;
        }

        if (answer is not null)
        {
            at.Radio.InjectEapol(from, Chance(8) ? Spoilt(answer) : answer);
        }

        CheckCredential(at, from);
    }

    /// <summary>Neither network is open: nobody is told that it is.</summary>
    private static void CheckCredential(WideAccessPoint at, MacAddress from)
    {
        if (at.Enrollees.TryGetValue(from, out var enrollee) && enrollee.Settings is { } settings)
        {
            Check.That(settings.AsSpan().IndexOf(new byte[] { 0x10, 0x03, 0, 2, 0, 0x20 }) >= 0);
        }
    }

    private void MeetRegistrar(WideAccessPoint at, MacAddress from) =>
        at.Registrars[from] = new ExternalRegistrar(Chance(2) ? WideAccessPoint.ApPin : "99995670")
        {
            HasNoPassword = Chance(8),
            NewSettings = Chance(2) ? null : Convert.FromHexString($"1045{at.Bss.Options.Ssid.Length:x4}{Convert.ToHexString(at.Bss.Options.Ssid)}"
                + "100300020020" + "100f00020008" + "10270008" + "3132333435363738" + "10200006020000000000"),
            Alter = (_, message) => Chance(12) ? Spoilt(message) : message,
        };

    private void ForgeKeyFrame(WideAccessPoint at, MacAddress from)
    {
        if (at.Bss.Stations.Find(from)?.Access is RsnAccess { Authenticator: { OutgoingEapol.Length: > 90 } authenticator })
        {
            var frame = authenticator.OutgoingEapol.ToArray();
            frame[5] = (byte)(1 | _random.Next(16) << 1);
            frame[6] = (byte)(0x0a | (Chance(3) ? 0x40 : 0));
            at.Radio.InjectEapol(from, Spoilt(frame));
        }
    }

    private void Probe(WideAccessPoint at, MacAddress from)
    {
        var ssid = Chance(3) ? [] : at.Bss.Options.Ssid;
        byte[] body = [0, (byte)ssid.Length, .. ssid, .. Rates, .. ProbeWps(), .. Chance(2) ? P2pElement : []];
        at.Radio.Inject(Spoilt(Frame(at, 0x40, from, body)));
    }

    private byte[] ProbeWps() => Convert.FromHexString("dd4a0050f204" + "104a000110103a000101100800023148"
        + "10470010" + Convert.ToHexString([.. Enumerable.Repeat((byte)_random.Next(5), 16)])
        + "105400080001" + "0050f2040001" + "103c000101" + "10020002" + "0000" + "100900020000" + (Chance(2) ? "101200020004" : "101200020000"));

    private void MoveMember(SimulatedStation member)
    {
        switch (_random.Next(6))
        {
            case 0: member.Leave(); break;
            case 1: member.Vanish(); break;
            case 2: member.SendData(); break;
            default:
                if (member.State is not (StationState.Connected or StationState.Associated))
                {
                    member.IsDeaf = false;
                    member.Join();
                }

                break;
        }
    }

    private void Command(WideAccessPoint at, MacAddress mac)
    {
        var text = One(WideCommands.All).Replace("{mac}", (Chance(3) ? One(at.Members).Address : mac).ToString(), StringComparison.Ordinal)
            .Replace("{ssid}", Convert.ToHexString(at.Bss.Options.Ssid), StringComparison.Ordinal);
        if (Chance(6))
        {
            text = System.Text.Encoding.Latin1.GetString(Spoilt(System.Text.Encoding.Latin1.GetBytes(text)));
        }

        var reply = at.Commands.Handle(text);
        Check.That(reply is null || reply.Length <= 8192);
        _write?.Invoke($"< {text} > {reply}");
    }

    private void Disturb(WideAccessPoint at, MacAddress from)
    {
        IApEvents events = at.Bss;
        switch (_random.Next(40))
        {
            case 0 or 1 or 2: events.OnEventsLost(); break;
            case 3: at.Radio.KernelStops(); break;
            case 4 or 5: at.Bss.GroupKeys.Rekey(); break;
            case 6 or 7: at.Bss.RemoveDevicePsk(from); break;
            case 8: _kernel.Starved = true; break;
            case 12: events.OnStationLeft(from); break;
            case 13: events.OnStationProbed(from, Chance(2)); break;
            case 14: events.OnColour((ColourNews)_random.Next(4), (ulong)_random.NextInt64()); break;
            default: events.OnUnexpectedFrame(from); break;
        }
    }

    /// <summary>Two stations that are in never have one address.</summary>
    private void CheckAddresses()
    {
        var seen = new HashSet<string>();
        foreach (var each in _accessPoints)
        {
            foreach (var sta in each.Bss.Stations.Where(static s => s.IsAuthorized))
            {
                Check.That(each.Bss.Group.LeaseFor(sta) is not { } address || seen.Add(address.ToString()));
            }
        }
    }

    private static byte[] Frame(WideAccessPoint at, byte type, MacAddress from, byte[] body)
    {
        byte[] frame = [type, 0, 0, 0, .. new byte[20], .. body];
        at.Bss.Bssid.CopyTo(frame.AsSpan(4));
        from.CopyTo(frame.AsSpan(10));
        at.Bss.Bssid.CopyTo(frame.AsSpan(16));
        return frame;
    }

    /// <summary>One in four: some bytes are others, or the end is missing.</summary>
    private byte[] Spoilt(byte[] bytes)
    {
        if (bytes.Length == 0 || !Chance(4))
        {
            return bytes;
        }

        byte[] spoilt = [.. bytes];
        for (var changes = _random.Next(1, 4); changes > 0; changes--)
        {
            spoilt[_random.Next(spoilt.Length)] = (byte)_random.Next(256);
        }

        return Chance(6) ? spoilt[.._random.Next(spoilt.Length)] : spoilt;
    }

    private bool Chance(int oneIn) => _random.Next(oneIn) == 0;

    private T One<T>(IReadOnlyList<T> of) => of[_random.Next(of.Count)];

    private byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        _random.NextBytes(bytes);
        return bytes;
    }

    private sealed class Source : IEntropySource
    {
        private byte _next;

        internal bool Starved { get; set; }

        public bool TryFill(Span<byte> destination)
        {
            destination.Fill(++_next);
            return !Starved;
        }
    }
}
