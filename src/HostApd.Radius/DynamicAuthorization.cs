using System.Buffers.Binary;
using System.Net;
using System.Security.Cryptography;
using HostApd.Crypto;

namespace HostApd.Radius;

/// <summary>
/// Takes Disconnect-Requests and CoA-Requests (RFC 5176) for all access points of the process. Pure: who owns the socket hands datagrams in and
/// sends what comes out.
/// <code>
/// a datagram                                                    | what comes of it
/// not of a client; no packet; authenticator or                  | silence, counted
///   Message-Authenticator wrong, or missing where it is needed  |
/// the same once more                                            | the same answer, and nothing else
/// Event-Timestamp out of the window, or missing where needed    | silence, counted
/// another code                                                  | silence, counted
/// more of them within the window than are remembered            | silence, counted: what is not remembered could act twice
/// an attribute that we cannot look for, a value that is none    | NAK 401, 402, 403, 405, 407
/// Disconnect-Request                                            | ACK, or NAK 503, 504, 508
/// CoA-Request                                                   | the same; another VLAN is a disconnect: the station comes back into it
/// </code>
/// Answers carry a Message-Authenticator, the time, and every Proxy-State of the request in its order.
/// </summary>
public sealed class DynamicAuthorization : IDisposable
{
    /// <summary>Most requests that are remembered: as many as there are stations.</summary>
    public const int MaximumRemembered = 2_048;

    /// <summary>Header, Message-Authenticator, Error-Cause and Event-Timestamp.</summary>
    private const int AnswerLength = RadiusPacket.HeaderLength + 2 + RadiusPacket.AuthenticatorLength + 6 + 6;

    private readonly ISessions _sessions;
    private readonly TimeProvider _time;
    private readonly RadiusSignature _signature = new();
    private readonly byte[] _buffer = new byte[RadiusPacket.MaximumLength];
    private readonly Queue<Remembered> _remembered = [];
    private readonly long[] _drops = new long[Enum.GetValues<RadiusDrop>().Length];
    private DynamicAuthorizationOptions _options;

    /// <summary>Remembers nothing yet.</summary>
    /// <param name="options">Who may ask, and how strictly.</param>
    /// <param name="sessions">What they ask about.</param>
    /// <param name="time">The clock: the window's length by its timestamps, Event-Timestamp by the time of day.</param>
    public DynamicAuthorization(DynamicAuthorizationOptions options, ISessions sessions, TimeProvider time)
    {
        _options = Checked(options);
        _sessions = sessions;
        _time = time;
    }

    /// <summary>Sessions that were ended.</summary>
    public long Disconnected { get; private set; }

    /// <summary>Sessions that were changed.</summary>
    public long Changed { get; private set; }

    /// <summary>Requests that were refused with a cause.</summary>
    public long Refused { get; private set; }

    /// <summary>Requests that came again.</summary>
    public long Repeated { get; private set; }

    /// <summary>How many requests are remembered.</summary>
    public int RememberedCount => _remembered.Count;

    /// <summary>Why the last datagram had no answer; none where it has one.</summary>
    public RadiusDrop LastDrop { get; private set; }

    /// <summary>Datagrams without effect.</summary>
    public long Dropped { get; private set; }

    /// <summary>The same by reason.</summary>
    public long Drops(RadiusDrop reason) => _drops[(int)reason];

    /// <summary>Others may ask from now on, or more strictly; what is remembered stays.</summary>
    public void Use(DynamicAuthorizationOptions options) => _options = Checked(options);

    /// <summary>A datagram came in; what is to be sent back to where it came from, or nothing.</summary>
    /// <returns>Good until the next datagram.</returns>
    public ReadOnlyMemory<byte> OnDatagram(IPEndPoint source, ReadOnlySpan<byte> datagram)
    {
        ArgumentNullException.ThrowIfNull(source);
        LastDrop = RadiusDrop.None;
        var reason = Check(source, datagram, out var packet, out var secret);
        if (reason == RadiusDrop.None)
        {
            var client = RadiusClient.Plain(source.Address);
            Forget();
            foreach (var before in _remembered)
            {
                if (before.Is(client, packet))
                {
                    Repeated++;
                    return before.Answer;
                }
            }

            reason = !HasRoom(packet) ? RadiusDrop.Unreadable
                : CheckTime(packet) is var late and not RadiusDrop.None ? late
                : _remembered.Count == MaximumRemembered ? RadiusDrop.TooMany
                : RadiusDrop.None;
            if (reason == RadiusDrop.None)
            {
                var answer = Answer(packet, Act(packet), secret!);
                _remembered.Enqueue(new Remembered(client, packet, answer, _time.GetTimestamp()));
                return answer;
            }
        }

        LastDrop = reason;
        Dropped++;
        _drops[(int)reason]++;
        return default;
    }

    /// <inheritdoc/>
    public void Dispose() => _signature.Dispose();

    private static DynamicAuthorizationOptions Checked(DynamicAuthorizationOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfZero(options.Clients.Count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Clients.Count, DynamicAuthorizationOptions.MaximumClients);
        return options;
    }

    private RadiusDrop Check(IPEndPoint source, ReadOnlySpan<byte> datagram, out RadiusPacket packet, out SecretBytes? secret)
    {
        packet = default;
        secret = SecretOf(source.Address);
        if (secret is null)
        {
            return RadiusDrop.WrongSource;
        }

        if (!RadiusPacket.TryParse(datagram, out packet, out _))
        {
            return RadiusDrop.Malformed;
        }

        // Of an Access-Request the authenticator proves nothing.
        return packet.Code is not (RadiusCode.DisconnectRequest or RadiusCode.CoaRequest) ? RadiusDrop.UnexpectedCode
            : RadiusClient.Fault(_signature.CheckRequest(packet, secret.Span, _options.NeedsMessageAuthenticator));
    }

    /// <summary>The Proxy-States of a request fit into its answer, which has to have them all: a request that could not be answered does not act.</summary>
    private static bool HasRoom(in RadiusPacket request)
    {
        var length = AnswerLength;
        var reader = new RadiusAttributeReader(request.Attributes);
        while (reader.MoveNext())
        {
            length += reader.Type == RadiusAttributeType.ProxyState ? RadiusAttributeReader.HeaderLength + reader.Value.Length : 0;
        }

        return length <= RadiusPacket.MaximumLength;
    }

    private SecretBytes? SecretOf(IPAddress address)
    {
        var plain = RadiusClient.Plain(address);
        foreach (var client in _options.Clients)
        {
            if (client.Address.Equals(plain))
            {
                return client.Secret;
            }
        }

        return null;
    }

    private RadiusDrop CheckTime(in RadiusPacket packet)
    {
        if (!packet.TryFind(RadiusAttributeType.EventTimestamp, out var value))
        {
            return _options.NeedsEventTimestamp ? RadiusDrop.Stale : RadiusDrop.None;
        }

        var apart = value.Length == sizeof(uint) ? Math.Abs(BinaryPrimitives.ReadUInt32BigEndian(value) - Seconds) : long.MaxValue;
        return apart <= (long)_options.Window.TotalSeconds ? RadiusDrop.None : RadiusDrop.Stale;
    }

    private long Seconds => _time.GetUtcNow().ToUnixTimeSeconds();

    private ErrorCause Act(in RadiusPacket packet)
    {
        var cause = DynamicAuthorizationRequest.Read(packet, out var request);
        if (cause == ErrorCause.None)
        {
            var ends = packet.Code == RadiusCode.DisconnectRequest || request.Change is { MovesVlan: true };
            cause = !_sessions.AreOurs(request.Names) ? ErrorCause.NasMismatch
                : ends ? _sessions.Disconnect(request.Names)
                : _sessions.Change(request.Names, request.Change!);
            Disconnected += cause == ErrorCause.None && ends ? 1 : 0;
            Changed += cause == ErrorCause.None && !ends ? 1 : 0;
        }

        Refused += cause == ErrorCause.None ? 0 : 1;
        return cause;
    }

    /// <summary>ACK is the code behind the request's, NAK the one behind that.</summary>
    private byte[] Answer(in RadiusPacket request, ErrorCause cause, SecretBytes secret)
    {
        var attributes = new RadiusAttributeWriter(_buffer.AsSpan(RadiusPacket.HeaderLength));
        Span<byte> none = stackalloc byte[RadiusPacket.AuthenticatorLength];
        none.Clear();
        attributes.Bytes(RadiusAttributeType.MessageAuthenticator, none);
        if (cause != ErrorCause.None)
        {
            attributes.Number(RadiusAttributeType.ErrorCause, (uint)cause);
        }

        attributes.Number(RadiusAttributeType.EventTimestamp, (uint)Seconds);
        attributes.EchoProxyStates(request);
        var answer = _buffer.AsSpan(0, RadiusPacket.HeaderLength + attributes.Written.Length);
        answer[0] = (byte)((byte)request.Code + (cause == ErrorCause.None ? 1 : 2));
        answer[1] = request.Identifier;
        BinaryPrimitives.WriteUInt16BigEndian(answer[2..], (ushort)answer.Length);
        _signature.SignResponse(answer, RadiusPacket.HeaderLength + RadiusAttributeReader.HeaderLength, request.Authenticator, secret.Span);
        return answer.ToArray();
    }

    /// <summary>
    /// What is older than any clock may be behind: a request whose Event-Timestamp is as far ahead as it may be is stale two windows later.
    /// </summary>
    private void Forget()
    {
        while (_remembered.TryPeek(out var oldest) && _time.GetElapsedTime(oldest.Since) > 2 * _options.Window)
        {
            _remembered.Dequeue();
        }
    }

    /// <summary>A request and the answer to it: its authenticator, a sum over all of it, tells it from all others.</summary>
    private sealed class Remembered(IPAddress client, in RadiusPacket packet, byte[] answer, long since)
    {
        private readonly RadiusCode _code = packet.Code;
        private readonly byte _identifier = packet.Identifier;
        private readonly byte[] _authenticator = packet.Authenticator.ToArray();

        internal byte[] Answer => answer;

        internal long Since => since;

        /// <summary>Not by its port: whoever repeats it need not have the same.</summary>
        internal bool Is(IPAddress from, in RadiusPacket other) => _code == other.Code && _identifier == other.Identifier
            && CryptographicOperations.FixedTimeEquals(other.Authenticator, _authenticator) && client.Equals(from);
    }
}
