using System.Net;
using HostApd.Crypto;
using HostApd.Radius;
using HostApd.Simulation;

namespace HostApd.Fuzz;

/// <summary>Disconnect- and CoA-Requests: as they come, which is met with silence, and signed, which is answered once and the same way again.</summary>
public static class DynamicAuthorizationTarget
{
    private static readonly byte[] Secret = "xyzzy5461"u8.ToArray();
    private static readonly IPEndPoint Source = new(IPAddress.Loopback, 1);

    public static IEnumerable<byte[]> Corpus => new[]
    {
        "",
        "2807002600000000000000000000000000000000" + "501200000000000000000000000000000000",
        "2807003900000000000000000000000000000000" + "501200000000000000000000000000000000" + "1f1330322d30302d30302d30302d30312d3030",
        "2b07004f00000000000000000000000000000000" + "501200000000000000000000000000000000" + "1f0e303230303030303030313030" + "1b060000003c" + "1d0600000001" + "550600000258"
            + "21040102" + "2c0341" + "040600000000",
        "2b07003300000000000000000000000000000000" + "501200000000000000000000000000000000" + "2c0341" + "40060000000d" + "51043130",
    }.Select(Convert.FromHexString);

    public static void Run(ReadOnlySpan<byte> data)
    {
        using var secret = new SecretBytes(Secret);
        var sessions = new Sessions();
        using var machine = new DynamicAuthorization(
            new DynamicAuthorizationOptions { Clients = [new DynamicAuthorizationClient(Source.Address, secret)], NeedsMessageAuthenticator = false }, sessions, new VirtualClock());
        Check.That(machine.OnDatagram(Source, data).IsEmpty && sessions.Calls == 0);
        if (!RadiusPacket.TryParse(data, out var packet, out _) || packet.Code is not (RadiusCode.DisconnectRequest or RadiusCode.CoaRequest))
        {
            return;
        }

        var signed = packet.Whole.ToArray();
        using var signature = new RadiusSignature();
        signature.SignRequest(signed, packet.MessageAuthenticatorOffset, Secret);
        var answer = machine.OnDatagram(Source, signed).ToArray();
        Check.That(sessions.Calls <= 1 && machine.RememberedCount == (answer.Length > 0 ? 1 : 0));
        if (answer.Length > 0)
        {
            Check.That(RadiusPacket.TryParse(answer, out var parsed, out _));
            Check.That(signature.CheckResponse(parsed, signed.AsSpan(4, 16), Secret, true) == RadiusProof.Good);
            Check.That(parsed.Code - packet.Code is 1 or 2 && parsed.Identifier == packet.Identifier);
        }

        Check.That(machine.OnDatagram(Source, signed).Span.SequenceEqual(answer) && sessions.Calls <= 1);
    }

    private sealed class Sessions : ISessions
    {
        internal int Calls { get; private set; }

        public bool AreOurs(SessionNames names) => names.NasAddress is null;

        public ErrorCause Disconnect(SessionNames names) => Act(names);

        public ErrorCause Change(SessionNames names, SessionChange change) => Act(names);

        private ErrorCause Act(SessionNames names)
        {
            Calls++;
            return names.UserName is null ? ErrorCause.None : ErrorCause.SessionNotFound;
        }
    }
}
