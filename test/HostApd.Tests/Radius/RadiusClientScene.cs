using System.Net;
using HostApd.Crypto;
using HostApd.Entropy;
using HostApd.Radius;
using Microsoft.Extensions.Time.Testing;

namespace HostApd.Tests.Radius;

/// <summary>A client, its clock, its random bytes, and what it wants done, in words.</summary>
internal sealed class RadiusClientScene : IDisposable
{
    private readonly Nonces _nonces = new();
    private readonly List<SecretBytes> _secrets = [];
    private readonly List<(DateTimeOffset Due, (int Server, int Socket, byte[] Packet) To, byte[] Datagram)> _onTheWay = [];
    private DateTimeOffset? _due;

    internal RadiusClientScene(int servers, Func<RadiusClientOptions, RadiusClientOptions>? change = null)
    {
        var list = new List<RadiusServer>();
        for (var i = 0; i < servers; i++)
        {
            _secrets.Add(new SecretBytes(Secret(i)));
            list.Add(new RadiusServer(Address(i), _secrets[i]));
        }

        var options = new RadiusClientOptions { Servers = list };
        Client = new RadiusClient(change?.Invoke(options) ?? options, _nonces, Time);
    }

    internal FakeTimeProvider Time { get; } = new();

    internal RadiusClient Client { get; }

    /// <summary>Servers that answer by themselves while time passes; the others are played by the test.</summary>
    internal Dictionary<int, ScriptedRadiusServer> Scripted { get; } = [];

    /// <summary>What went out, the newest last.</summary>
    internal List<(int Server, int Socket, byte[] Packet)> Sent { get; } = [];

    /// <summary>Answers that came, by ticket.</summary>
    internal Dictionary<long, RadiusAnswer> Answers { get; } = [];

    internal bool IsDry
    {
        get => _nonces.IsDry;
        set => _nonces.IsDry = value;
    }

    internal static byte[] Secret(int server) => [.. Packets.Secret, (byte)('0' + server)];

    internal static IPEndPoint Address(int server) => new(new IPAddress([192, 0, 2, (byte)(server + 1)]), 1812);

    internal long Ask(int? only = null, RadiusCode code = RadiusCode.AccessRequest) =>
        Client.Ask(new RadiusRequest(code, Packets.Attribute(RadiusAttributeType.UserName, [.. "nemo"u8])), only);

    /// <summary>The true answer to a packet.</summary>
    internal static byte[] Reply((int Server, int Socket, byte[] Packet) to, RadiusCode code = RadiusCode.AccessAccept, bool isSigned = true) =>
        Packets.Answer(code, to.Packet[1], to.Packet[4..20], Packets.Attribute(RadiusAttributeType.Class, 1), Secret(to.Server), isSigned);

    internal void Receive((int Server, int Socket, byte[] Packet) to, byte[] datagram) =>
        Client.OnDatagram(to.Server, to.Socket, Address(to.Server), datagram);

    /// <summary>Lets time pass; the timer fires, and answers arrive, when they are due.</summary>
    internal string Advance(double seconds)
    {
        var end = Time.GetUtcNow() + TimeSpan.FromSeconds(seconds);
        var text = Drain();
        while (Next(end) is { } step)
        {
            step();
            text = Join(text, Drain());
        }

        Time.Advance(end - Time.GetUtcNow());
        return text;
    }

    /// <summary>What is to be done, in words; timers are set and not told.</summary>
    internal string Drain()
    {
        var text = "";
        while (Client.TryNextEffect(out var effect))
        {
            text = Join(text, Do(effect));
        }

        return text;
    }

    public void Dispose()
    {
        Client.Dispose();
        foreach (var answer in Answers.Values)
        {
            answer.Dispose();
        }

        _secrets.ForEach(static s => s.Dispose());
    }

    /// <summary>What comes first until then, with the time it comes at; an answer and a timer of one moment: the answer.</summary>
    private Action? Next(DateTimeOffset end)
    {
        var answer = _onTheWay.Count == 0 ? default((DateTimeOffset Due, (int, int, byte[]) To, byte[] Datagram)?) : _onTheWay.MinBy(static a => a.Due);
        if (answer is { } first && first.Due <= end && !(_due < first.Due))
        {
            return () =>
            {
                _onTheWay.Remove(first);
                Time.Advance(first.Due - Time.GetUtcNow());
                Receive(first.To, first.Datagram);
            };
        }

        return !(_due <= end) ? null : () =>
        {
            Time.Advance(_due!.Value - Time.GetUtcNow());
            _due = null;
            Client.OnTimer();
        };
    }

    private static string Join(string first, string second) => first.Length == 0 || second.Length == 0 ? first + second : first + " " + second;

    private string Do(RadiusClientEffect effect)
    {
        switch (effect.Kind)
        {
            case RadiusClientEffectKind.Send:
                Sent.Add((effect.Server, effect.Socket, effect.Packet.ToArray()));
                if (Scripted.TryGetValue(effect.Server, out var server))
                {
                    _onTheWay.AddRange(server.OnRequest(Sent[^1]).Select(a => (Time.GetUtcNow() + TimeSpan.FromSeconds(server.Delay), Sent[^1], a)).ToArray());
                }

                return $"{(RadiusCode)effect.Packet.Span[0]}:{effect.Server}";
            case RadiusClientEffectKind.ArmTimer:
                _due = Time.GetUtcNow() + effect.Delay;
                return "";
            case RadiusClientEffectKind.CancelTimer:
                _due = null;
                return "";
            case RadiusClientEffectKind.Answered:
                Answers.Add(effect.Ticket, effect.Answer!);
                return $"Answered:{effect.Answer!.Code}";
            case RadiusClientEffectKind.GaveUp:
                return $"GaveUp:{effect.Failure}";
            case RadiusClientEffectKind.ServerChanged:
                return effect.IsUp ? $"Up:{effect.Server}" : $"Dead:{effect.Server}";
            case RadiusClientEffectKind.Dropped:
                return $"Dropped:{effect.Drop}";
            default:
                throw new InvalidOperationException(effect.Kind.ToString());
        }
    }

    private sealed class Nonces : INonceSource
    {
        private byte _next = 1;

        internal bool IsDry { get; set; }

        public bool TryDraw(Span<byte> destination)
        {
            destination.Fill(_next);
            _next = (byte)(IsDry ? _next : _next + 1);
            return !IsDry;
        }
    }
}
