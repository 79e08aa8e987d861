using HostApd.Ieee80211;

namespace HostApd.Simulation;

/// <summary>Everything a <see cref="SimulatedEnrollee"/> would otherwise choose by chance or read from its label.</summary>
public sealed record EnrolleeScript
{
    /// <summary>MAC Address.</summary>
    public MacAddress Address { get; init; }

    /// <summary>UUID-E, 16 bytes.</summary>
    public byte[] Uuid { get; init; } = new byte[16];

    /// <summary>Enrollee Nonce, 16 bytes.</summary>
    public byte[] Nonce { get; init; } = new byte[16];

    /// <summary>Diffie-Hellman private key, most significant byte first.</summary>
    public byte[] PrivateKey { get; init; } = [3];

    /// <summary>E-S1, 16 bytes.</summary>
    public byte[] Secret1 { get; init; } = new byte[16];

    /// <summary>E-S2, 16 bytes.</summary>
    public byte[] Secret2 { get; init; } = new byte[16];

    /// <summary>IV of M5, 16 bytes.</summary>
    public byte[] Iv5 { get; init; } = new byte[16];

    /// <summary>IV of M7, 16 bytes.</summary>
    public byte[] Iv7 { get; init; } = new byte[16];

    /// <summary>Device password in ASCII; 00000000 for the push button.</summary>
    public string Password { get; init; } = "00000000";

    /// <summary>Device Password ID; 4 is the push button, 0 the PIN.</summary>
    public ushort PasswordId { get; init; } = 4;

    /// <summary>Config Methods.</summary>
    public ushort ConfigMethods { get; init; } = 0x3148;

    /// <summary>Longest EAP-WSC payload in bytes, op code and flags included.</summary>
    public int FragmentSize { get; init; } = 1400;

    /// <summary>Changes a message (its Message Type is given) on its way out; for faults.</summary>
    public Func<byte, byte[], byte[]> Alter { get; init; } = static (_, message) => message;
}

/// <summary>
/// A stranger's enrollee: EAP peer and WSC 2.0 7 and 8, written from the standard with its own encoder, so that it does not
/// share the product's mistakes. Gives the response to each EAPOL frame.
/// </summary>
public sealed class SimulatedEnrollee(EnrolleeScript script)
{
    private const byte Ack = 2;
    private const byte Nack = 3;
    private const byte Message = 4;
    private const byte Done = 5;
    private const byte FragmentAck = 6;

    private readonly EnrolleeKeys _keys = new(script);
    private readonly List<byte> _gathered = [];
    private readonly Queue<byte[]> _fragments = [];
    private byte[] _lastSent = [];

    /// <summary>What M8 carried: the decrypted attributes; null before.</summary>
    public byte[]? Settings { get; private set; }

    /// <summary>Configuration Error of the WSC_NACK or M2D received; null when there was none.</summary>
    public ushort? ReceivedError { get; private set; }

    /// <summary>Configuration Error of the WSC_NACK sent; null when there was none.</summary>
    public ushort? SentError { get; private set; }

    /// <summary>EAP-Failure has come.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Message Type of the last message received.</summary>
    public byte LastReceived { get; private set; }

    /// <summary>An EAPOL-Start frame.</summary>
    public static byte[] EapolStart => [1, 1, 0, 0];

    /// <summary>The response to a frame from the EAPOL header on; null when there is none.</summary>
    public byte[]? Answer(ReadOnlySpan<byte> frame)
    {
        if (frame.Length >= 8 && frame[4] == 4)
        {
            IsOver = true;
            return null;
        }

        var identifier = frame[5];
        if (frame[8] == 1)
        {
            return Eap(identifier, [1, .. "WFA-SimpleConfig-Enrollee-1-0"u8]);
        }

        var payload = AnswerWsc(frame[16], frame[17], frame[18..].ToArray());
        return payload is null ? null : Eap(identifier, [254, 0, 0x37, 0x2A, 0, 0, 0, 1, .. payload]);
    }

    private byte[]? AnswerWsc(byte opCode, byte flags, byte[] body)
    {
        if (opCode == FragmentAck)
        {
            return _fragments.TryDequeue(out var next) ? next : null;
        }

        _gathered.AddRange((flags & 2) != 0 ? body[2..] : body);
        if ((flags & 1) != 0)
        {
            return [FragmentAck, 0];
        }

        var message = _gathered.ToArray();
        _gathered.Clear();
        var (answerCode, answer) = AnswerMessage(opCode, message);
        return answer is null ? null : Fragment(answerCode, answer);
    }

    private (byte OpCode, byte[]? Answer) AnswerMessage(byte opCode, byte[] message)
    {
        if (opCode == 1)
        {
            return Send(Message, 4, _keys.M1());
        }

        LastReceived = EnrolleeKeys.Find(message, 0x1022)![0];
        var before = _lastSent;
        return LastReceived switch
        {
            5 => _keys.TakeM2(message, before) ? Send(Message, 7, _keys.M3(message)) : Refuse(0),
            6 => ReceiveError(message, Ack, 13),
            8 => _keys.CheckM4(message, before) switch
            {
                true => Send(Message, 9, _keys.M5(message)),
                false => Refuse(18),
                null => Refuse(0),
            },
            10 => _keys.CheckM6(message, before) switch
            {
                true => Send(Message, 11, _keys.M7(message)),
                false => Refuse(18),
                null => Refuse(0),
            },
            12 => (Settings = _keys.OpenM8(message, before)) is null ? Refuse(0) : Send(Done, 15, _keys.Closing(15, null)),
            14 => ReceiveError(message, Nack, 14),
            _ => Refuse(0),
        };
    }

    private (byte OpCode, byte[]? Answer) ReceiveError(byte[] message, byte opCode, byte type)
    {
        var error = EnrolleeKeys.Find(message, 0x1009)!;
        ReceivedError = (ushort)(error[0] << 8 | error[1]);
        _keys.TakeRegistrarNonce(message);
        return Send(opCode, type, _keys.Closing(type, type == 14 ? 0 : null));
    }

    private (byte OpCode, byte[]? Answer) Refuse(ushort error)
    {
        SentError = error;
        return Send(Nack, 14, _keys.Closing(14, error));
    }

    private (byte OpCode, byte[]? Answer) Send(byte opCode, byte type, byte[] message)
    {
        _lastSent = script.Alter(type, message);
        return (opCode, _lastSent.Length == 0 ? null : _lastSent);
    }

    private byte[] Fragment(byte opCode, byte[] message)
    {
        if (message.Length + 2 <= script.FragmentSize)
        {
            return [opCode, 0, .. message];
        }

        var first = script.FragmentSize - 4;
        var length = message.Length;
        for (var at = first; at < length; at += script.FragmentSize - 2)
        {
            var part = message[at..Math.Min(length, at + script.FragmentSize - 2)];
            _fragments.Enqueue([opCode, (byte)(at + part.Length < length ? 1 : 0), .. part]);
        }

        return [opCode, 3, (byte)(length >> 8), (byte)length, .. message[..first]];
    }

    private static byte[] Eap(byte identifier, byte[] typeAndData)
    {
        var length = 4 + typeAndData.Length;
        return [1, 0, (byte)(length >> 8), (byte)length, 2, identifier, (byte)(length >> 8), (byte)length, .. typeAndData];
    }
}
