using System.Net;
using HostApd.Ap;
using HostApd.Configuration;
using HostApd.Linux;
using HostApd.Radius;
using HostApd.Tests.Ap;

namespace HostApd.Tests.Radius;

/// <summary>A BSS whose stations are asked about, and the ways to the servers, which the test plays: on the rig's clock.</summary>
internal sealed class NasRig : IDisposable
{
    /// <summary>What a server and the access point share, by the server's place.</summary>
    internal const string Secret = "between the two of us";

    internal NasRig(string lines = "", int servers = 1)
    {
        var text = "interface=wlan0\nhw_mode=g\nchannel=6\nssid=labtest\nwpa=2\nwpa_passphrase=12345678\nmacaddr_acl=2\nnas_identifier=lab\n";
        for (var i = 0; i < servers; i++)
        {
            text += $"auth_server_addr=192.0.2.{i + 1}\nauth_server_shared_secret={Secret} {i}\n";
        }

        Wanted = Read(text + lines);
        Exchanges = new RadiusExchanges(Open, Rig.Pool, Rig.Pool.WhenReady, Rig.Clock);
        Nas = new RadiusNas(Rig.Bss, Exchanges, new SessionNumbers(Rig.Pool), Faults.Add);
        Nas.Use(Wanted.Radius);
    }

    internal ApRig Rig { get; } = ApRig.Enabled();

    internal AccessPointConfiguration Wanted { get; }

    internal RadiusExchanges Exchanges { get; }

    internal RadiusNas Nas { get; }

    internal List<Exception> Faults { get; } = [];

    /// <summary>What went out: to which address, and what.</summary>
    internal List<(string To, byte[] Packet)> Sent { get; } = [];

    /// <summary>The sockets that are open now.</summary>
    internal List<Way> Ways { get; } = [];

    /// <summary>Whether there is a way to a server at all.</summary>
    internal bool IsReachable { get; set; } = true;

    /// <summary>What the kernel says of a datagram; 0: it takes it.</summary>
    internal int SendFailsWith { get; set; }

    /// <summary>What was answered, in words.</summary>
    internal List<string> Answers { get; } = [];

    internal static AccessPointConfiguration Read(string text)
    {
        var problems = new List<ConfigurationProblem>();
        var read = ConfigurationFile.Read("test.conf", System.Text.Encoding.UTF8.GetBytes(text), default, problems);
        return problems.TrueForAll(static p => p.IsWarning) ? read : throw new ArgumentException(string.Join('\n', problems), nameof(text));
    }

    /// <summary>Asks about the first station.</summary>
    internal IAuthenticationInquiry Begin(InquirySubject? subject = null, Action<ServiceAnswer>? onAnswer = null) =>
        Nas.Begin(subject ?? new InquirySubject { Station = ApRig.First }, onAnswer ?? (answer =>
        {
            Answers.Add(Words(answer));
            answer.Dispose();
        }));

    /// <summary>The true answer to a packet that went out, from the server that it went to.</summary>
    internal void Reply((string To, byte[] Packet) to, RadiusCode code, params byte[] attributes)
    {
        var secret = SecretOf(to.To);
        Deliver(to, Packets.Answer(code, to.Packet[1], to.Packet[4..20], attributes, secret));
    }

    private static byte[] SecretOf(string server) =>
        System.Text.Encoding.ASCII.GetBytes($"{Secret} {server.Split('.')[3].Split(':')[0][0] - '1'}");

    internal void Deliver((string To, byte[] Packet) to, byte[] datagram) => Ways.First(w => w.To == to.To).OnDatagram(datagram);

    /// <summary>The host says that nobody listens there.</summary>
    internal void Refuse(string server) => Ways.First(w => w.To == server).OnRefused();

    /// <summary>The attributes of a request, as <c>type=hexadecimal</c>, without the Message-Authenticator.</summary>
    internal static string Attributes(byte[] packet)
    {
        var words = new List<string>();
        for (var i = 20; i < packet.Length; i += packet[i + 1])
        {
            words.Add(packet[i] == 80 ? "80" : $"{packet[i]}={Convert.ToHexStringLower(packet.AsSpan(i + 2, packet[i + 1] - 2))}");
        }

        return string.Join(' ', words);
    }

    internal static string Hex(string text) => Convert.ToHexStringLower(System.Text.Encoding.ASCII.GetBytes(text));

    public void Dispose()
    {
        Nas.Dispose();
        Rig.Dispose();
    }

    private static string Words(ServiceAnswer answer) => $"{answer.Verdict}{(answer.Reason.Length > 0 ? $" ({answer.Reason})" : "")}"
        + $"{(answer.Eap.IsEmpty ? "" : " eap=" + Convert.ToHexStringLower(answer.Eap.Span))}{(answer.Dismissal is { } reason ? $" reason={(int)reason}" : "")}";

    private OsResult Open(RadiusExchangeOptions options, IPEndPoint server, UdpHandler onDatagram, Action onRefused, out IServerSocket? opened)
    {
        opened = null;
        if (!IsReachable)
        {
            return OsResult.Failure("connecting", Tmds.Linux.LibC.ENETUNREACH);
        }

        var way = new Way(this, server.ToString(), onDatagram, onRefused);
        Ways.Add(way);
        opened = way;
        return OsResult.Ok;
    }

    internal sealed class Way(NasRig rig, string to, UdpHandler onDatagram, Action onRefused) : IServerSocket
    {
        internal string To => to;

        internal UdpHandler OnDatagram => onDatagram;

        internal Action OnRefused => onRefused;

        public OsResult Send(ReadOnlySpan<byte> datagram)
        {
            if (rig.SendFailsWith != 0)
            {
                return OsResult.Failure("sending", rig.SendFailsWith);
            }

            rig.Sent.Add((to, datagram.ToArray()));
            return OsResult.Ok;
        }

        public void Dispose() => rig.Ways.Remove(this);
    }
}
