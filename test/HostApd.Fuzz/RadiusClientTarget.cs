using System.Net;
using HostApd.Crypto;
using HostApd.Entropy;
using HostApd.Radius;

namespace HostApd.Fuzz;

/// <summary>Datagrams at a client that waits: none of a stranger's ends the wait, and the true answer, when it comes, does.</summary>
public static class RadiusClientTarget
{
    private static readonly IPEndPoint Address = new(IPAddress.Loopback, 1812);

    public static void Run(ReadOnlySpan<byte> data)
    {
        using var secret = new SecretBytes("xyzzy5461"u8);
        using var client = new RadiusClient(new RadiusClientOptions { Servers = [new RadiusServer(Address, secret)] }, new Fixed(), TimeProvider.System);
        var ticket = client.Ask(new RadiusRequest(RadiusCode.AccessRequest, default));
        Check.That(client.TryNextEffect(out var sent) && sent.Kind == RadiusClientEffectKind.Send);
        while (client.TryNextEffect(out _))
        {
        }

        client.OnDatagram(0, 0, Address, data);
        if (data.Length > 1)
        {
            // Under the identifier that waits.
            byte[] aimed = [data[0], sent.Packet.Span[1], .. data[2..]];
            client.OnDatagram(0, 0, Address, aimed);
        }

        while (client.TryNextEffect(out var effect))
        {
            Check.That(effect.Kind == RadiusClientEffectKind.Dropped && effect.Drop != RadiusDrop.None);
        }

        byte[] answer = [(byte)RadiusCode.AccessReject, sent.Packet.Span[1], 0, 38, .. new byte[16], (byte)RadiusAttributeType.MessageAuthenticator, 18, .. new byte[16]];
        using var signature = new RadiusSignature();
        signature.SignResponse(answer, 22, sent.Packet.Span[4..20], secret.Span);
        client.OnDatagram(0, 0, Address, answer);
        Check.That(client.TryNextEffect(out var end) && end.Kind == RadiusClientEffectKind.Answered && end.Ticket == ticket);
        end.Answer!.Dispose();
    }

    private sealed class Fixed : INonceSource
    {
        public bool TryDraw(Span<byte> destination)
        {
            destination.Fill(7);
            return true;
        }
    }
}
