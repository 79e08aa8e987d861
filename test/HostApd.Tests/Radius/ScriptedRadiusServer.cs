using HostApd.Radius;

namespace HostApd.Tests.Radius;

/// <summary>What a server, or the way to it, does with one request.</summary>
internal enum Conduct
{
    /// <summary>The true answer, after <see cref="ScriptedRadiusServer.Delay"/>.</summary>
    Honest,

    /// <summary>Nothing comes back.</summary>
    Silent,

    /// <summary>The true answer, twice.</summary>
    Twice,

    /// <summary>Answers of somebody who does not know the secret, in front of the true one.</summary>
    Forged,

    /// <summary>Answers without a signature, as servers give that were not told to sign.</summary>
    Unsigned,

    /// <summary>The last true answer to another request, in front of the true one to this.</summary>
    Replayed,
}

/// <summary>A server in virtual time, which does what its script says, request by request; behind the script's end it is honest.</summary>
internal sealed class ScriptedRadiusServer(int server, params Conduct[] script)
{
    private readonly Queue<Conduct> _script = new(script);
    private byte[] _before = [];

    /// <summary>Seconds until an answer.</summary>
    internal double Delay { get; init; } = 0.05;

    /// <summary>Requests that it has not seen before: by identifier and authenticator, as servers know a repetition (RFC 5080 2.2.2).</summary>
    internal HashSet<string> Distinct { get; } = [];

    /// <summary>All that came.</summary>
    internal int Received { get; private set; }

    /// <summary>Datagrams that come back, in order.</summary>
    internal IEnumerable<byte[]> OnRequest((int Server, int Socket, byte[] Packet) request)
    {
        Received++;
        Distinct.Add(Convert.ToHexString(request.Packet.AsSpan(0, 20)));
        var code = (RadiusCode)request.Packet[0] == RadiusCode.AccountingRequest ? RadiusCode.AccountingResponse : RadiusCode.AccessAccept;
        var honest = RadiusClientScene.Reply(request, code);
        var conduct = _script.TryDequeue(out var next) ? next : Conduct.Honest;
        var before = _before;
        _before = conduct is Conduct.Silent or Conduct.Unsigned ? before : honest;
        var forged = Packets.Answer(RadiusCode.AccessAccept, request.Packet[1], request.Packet[4..20], [], [.. "not the secret"u8, (byte)server]);
        return conduct switch
        {
            Conduct.Honest => [honest],
            Conduct.Silent => [],
            Conduct.Twice => [honest, honest],
            Conduct.Forged => [forged, forged, forged, honest],
            Conduct.Unsigned => [RadiusClientScene.Reply(request, code, isSigned: false)],
            Conduct.Replayed => [before, honest],
        };
    }
}
