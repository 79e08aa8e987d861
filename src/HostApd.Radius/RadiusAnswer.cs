using System.Buffers.Binary;
using HostApd.Crypto;

namespace HostApd.Radius;

/// <summary>
/// What an answer says, read once and whole: an answer of which a part cannot be read is none. Only a packet whose proof is good may
/// become one. Keys and passphrases are wiped by <see cref="Dispose"/>.
/// </summary>
public sealed class RadiusAnswer : IDisposable
{
    /// <summary>Longest EAP packet in octets, of any request or answer: what an EAPOL frame of 2,304 bytes has room for.</summary>
    public const int MaximumEapLength = 2_300;

    /// <summary>Most Class attributes.</summary>
    public const int MaximumClasses = 16;

    /// <summary>Most Tunnel-Password attributes.</summary>
    public const int MaximumPassphrases = 16;

    private const int EapHeaderLength = 4;

    /// <summary>Vendor types of RFC 2548 2.4.2 and 2.4.3.</summary>
    private const byte MppeSendKey = 16;
    private const byte MppeReceiveKey = 17;

    private readonly List<byte[]> _classes = [];
    private readonly List<SecretBytes> _passphrases = [];
    private byte[]? _eap;
    private bool _eapIsOver;
    private TunnelVlan _tunnel;

    private RadiusAnswer(RadiusCode code) => Code = code;

    /// <summary>What it is.</summary>
    public RadiusCode Code { get; }

    /// <summary>The EAP packet, all pieces joined, 4 to 2,300 octets; empty without one.</summary>
    public ReadOnlySpan<byte> Eap => _eap;

    /// <summary>State, for the next request of the conversation; null without one.</summary>
    public byte[]? State { get; private set; }

    /// <summary>Class, all copies in order, for accounting.</summary>
    public IReadOnlyList<byte[]> Classes => _classes;

    /// <summary>User-Name for accounting, octets as they came; null without one.</summary>
    public byte[]? UserName { get; private set; }

    /// <summary>Chargeable-User-Identity; null without one.</summary>
    public byte[]? ChargeableUserIdentity { get; private set; }

    /// <summary>Session-Timeout in seconds: of the session in an Accept, of the EAP Request in a Challenge; null without one.</summary>
    public uint? SessionTimeout { get; private set; }

    /// <summary>Whether Termination-Action asks that the station is asked anew at the session's end, and not sent away.</summary>
    public bool AsksAgainAtEnd { get; private set; }

    /// <summary>Acct-Interim-Interval in seconds; null without one.</summary>
    public uint? InterimInterval { get; private set; }

    /// <summary>WLAN-Reason-Code of a Reject: why the station is sent away (802.11-2020 9.4.1.7); null without one.</summary>
    public ushort? ReasonCode { get; private set; }

    /// <summary>What the tunnel attributes say.</summary>
    public VlanVerdict Vlan { get; private set; }

    /// <summary>The VLAN's number, 1 to 4094, when one is assigned; else 0.</summary>
    public int VlanId => _tunnel.Id;

    /// <summary>Tunnel-Password, in order: passphrases of the station.</summary>
    public IReadOnlyList<SecretBytes> Passphrases => _passphrases;

    /// <summary>MS-MPPE-Recv-Key: the first half of the MSK; null without one.</summary>
    public SecretBytes? ReceiveKey { get; private set; }

    /// <summary>MS-MPPE-Send-Key: the second half of the MSK; null without one.</summary>
    public SecretBytes? SendKey { get; private set; }

    /// <summary>Reads a packet whose proof is good.</summary>
    /// <param name="packet">The answer.</param>
    /// <param name="requestAuthenticator">16 octets of its request: they hide the keys.</param>
    /// <param name="secret">What server and client share.</param>
    /// <returns>The answer; null when a part of it cannot be read.</returns>
    public static RadiusAnswer? Read(in RadiusPacket packet, ReadOnlySpan<byte> requestAuthenticator, ReadOnlySpan<byte> secret)
    {
        var answer = new RadiusAnswer(packet.Code);
        var reader = new RadiusAttributeReader(packet.Attributes);
        while (reader.MoveNext())
        {
            // Empty attributes say nothing, and some servers send them.
            if (!reader.Value.IsEmpty && !answer.Take(reader.Type, reader.Value, requestAuthenticator, secret))
            {
                answer.Dispose();
                return null;
            }
        }

        answer.Vlan = answer._tunnel.Judge();
        if (answer._eap is { Length: < EapHeaderLength })
        {
            answer.Dispose();
            return null;
        }

        return answer;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ReceiveKey?.Dispose();
        SendKey?.Dispose();
        foreach (var passphrase in _passphrases)
        {
            passphrase.Dispose();
        }
    }

    private bool Take(RadiusAttributeType type, ReadOnlySpan<byte> value, ReadOnlySpan<byte> authenticator, ReadOnlySpan<byte> secret)
    {
        _eapIsOver |= _eap is not null && type != RadiusAttributeType.EapMessage;
        _tunnel.Take(type, value);
        return type switch
        {
            RadiusAttributeType.EapMessage => TakeEap(value),
            RadiusAttributeType.State => TakeState(value),
            RadiusAttributeType.Class => TakeClass(value),
            RadiusAttributeType.UserName => TakeUserName(value),
            RadiusAttributeType.ChargeableUserIdentity => TakeIdentity(value),
            RadiusAttributeType.SessionTimeout => TakeNumber(value, n => SessionTimeout = n),
            RadiusAttributeType.TerminationAction => TakeNumber(value, n => AsksAgainAtEnd = n == 1),
            RadiusAttributeType.AccountingInterimInterval => TakeNumber(value, n => InterimInterval = n),
            RadiusAttributeType.WlanReasonCode => TakeNumber(value, n => ReasonCode = n <= ushort.MaxValue ? (ushort)n : null),
            RadiusAttributeType.TunnelPassword => TakePassphrase(value, authenticator, secret),
            RadiusAttributeType.VendorSpecific => TakeVendor(value, authenticator, secret),
            _ => true,
        };
    }

    /// <summary>32 bits, most significant first.</summary>
    private static bool TakeNumber(ReadOnlySpan<byte> value, Action<uint> take)
    {
        if (value.Length != sizeof(uint))
        {
            return false;
        }

        take(BinaryPrimitives.ReadUInt32BigEndian(value));
        return true;
    }

    /// <summary>The pieces of one packet stand one behind the other (RFC 3579 3.1); what comes later would be another's.</summary>
    private bool TakeEap(ReadOnlySpan<byte> piece)
    {
        if (_eapIsOver || (_eap?.Length ?? 0) + piece.Length > MaximumEapLength)
        {
            return false;
        }

        _eap = [.. _eap ?? [], .. piece];
        return true;
    }

    /// <summary>One at the most (RFC 2865 5.24).</summary>
    private bool TakeState(ReadOnlySpan<byte> value)
    {
        var isFirst = State is null;
        State = value.ToArray();
        return isFirst;
    }

    private bool TakeClass(ReadOnlySpan<byte> value)
    {
        _classes.Add(value.ToArray());
        return _classes.Count <= MaximumClasses;
    }

    private bool TakeUserName(ReadOnlySpan<byte> value)
    {
        UserName = value.ToArray();
        return true;
    }

    private bool TakeIdentity(ReadOnlySpan<byte> value)
    {
        ChargeableUserIdentity = value.ToArray();
        return true;
    }

    /// <summary>A tag, then as the keys (RFC 2868 3.5).</summary>
    private bool TakePassphrase(ReadOnlySpan<byte> value, ReadOnlySpan<byte> authenticator, ReadOnlySpan<byte> secret)
    {
        if (_passphrases.Count == MaximumPassphrases || HiddenValue.Reveal(value[1..], authenticator, secret) is not { } passphrase)
        {
            return false;
        }

        _passphrases.Add(passphrase);
        return true;
    }

    private bool TakeVendor(ReadOnlySpan<byte> value, ReadOnlySpan<byte> authenticator, ReadOnlySpan<byte> secret)
    {
        var reader = new VendorAttributeReader(value);
        if (reader.Vendor != VendorAttributeReader.Microsoft)
        {
            // Other vendors form theirs as they like.
            return !reader.Failed;
        }

        while (reader.MoveNext())
        {
            if (reader.Type is MppeSendKey or MppeReceiveKey && !TakeKey(reader.Type, reader.Value, authenticator, secret))
            {
                return false;
            }
        }

        return !reader.Failed;
    }

    /// <summary>One of each: two would leave open which the station has.</summary>
    private bool TakeKey(byte type, ReadOnlySpan<byte> value, ReadOnlySpan<byte> authenticator, ReadOnlySpan<byte> secret)
    {
        var isSecond = (type == MppeSendKey ? SendKey : ReceiveKey) is not null;
        if (isSecond || HiddenValue.Reveal(value, authenticator, secret) is not { } key)
        {
            return false;
        }

        if (type == MppeSendKey)
        {
            SendKey = key;
        }
        else
        {
            ReceiveKey = key;
        }

        return true;
    }
}
