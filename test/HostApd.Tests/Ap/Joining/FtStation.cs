using System.Buffers.Binary;
using HostApd.Crypto;
using HostApd.Ieee80211;
using HostApd.Simulation;
using NUnit.Framework;
using Aes = HostApd.Crypto.Aes;

namespace HostApd.Tests.Ap;

/// <summary>
/// A station that moves by fast transition, written byte by byte from 802.11-2020 12.7.1.6 and 13: it shares with the access point the primitives alone. It
/// joins one access point with a handshake, and comes to others with what it has from there.
/// </summary>
internal sealed class FtStation(MacAddress address, byte akm, byte[] xxKey)
{
    internal const ushort Domain = 0xa1b2;

    private readonly byte[] _own = Bytes(address);
    private byte[] _r0 = [];
    private byte[] _ptk = new byte[48];
    private byte[] _bssid = [];
    private byte[] _firstElement = [];
    private byte[] _aNonce = [];
    private SimulatedStation? _air;
    private ApRig? _rig;

    /// <summary>Its pairwise cipher, by type: CCMP-128, or 9 for GCMP-256, whose key is twice as long.</summary>
    internal byte Cipher { get; init; } = 4;

    /// <summary>It protects management frames.</summary>
    internal bool ProtectsFrames { get; init; }

    /// <summary>Its RSNXE; empty: none.</summary>
    internal byte[] Rsnxe { get; init; } = [];

    /// <summary>The key that it has agreed on, where that is not known before.</summary>
    internal byte[] XxKey { get; set; } = xxKey;

    /// <summary>Who holds the key of the domain, as the first access point said.</summary>
    internal byte[] R0KeyHolder { get; set; } = [];

    internal byte[] R0Name { get; set; } = [];

    internal byte[] R1Name { get; private set; } = [];

    /// <summary>Its nonce of the transition under way.</summary>
    internal byte[] SNonce { get; set; } = Filled(0x51);

    /// <summary>What it names for its mobility domain.</summary>
    internal byte[] DomainElement { get; set; } = [54, 3, 0xa1, 0xb2, 0];

    /// <summary>What stands in message 2 in the place of its elements; null: what belongs there.</summary>
    internal Func<byte[], byte[]>? ChangesMessage2 { get; set; }

    internal byte[] KeyDataOfMessage3 { get; private set; } = [];

    /// <summary>The group keys that it was given, as key ID and key.</summary>
    internal List<string> GroupKeys { get; } = [];

    internal byte[] Tk => _ptk[32..];

    internal SimulatedStation Air => _air!;

    /// <summary>Its Reassociation Request, for those who say it again.</summary>
    internal byte[] Request { get; private set; } = [];

    /// <summary>The element of the last Reassociation Response.</summary>
    internal byte[] Response { get; private set; } = [];

    private ushort Version => (ushort)(akm == 9 ? 0 : 3);

    internal byte[] Rsne(byte[]? name = null) =>
    [
        48, (byte)(name is null ? 20 : 38), 1, 0, 0, 0x0f, 0xac, 4, 1, 0, 0, 0x0f, 0xac, Cipher, 1, 0, 0, 0x0f, 0xac, akm, (byte)(ProtectsFrames ? 0x80 : 0), 0,
        .. name is null ? (byte[])[] : [1, 0, .. name],
    ];

    /// <summary>Joins with a handshake.</summary>
    internal void JoinFirst(ApRig rig, Func<SimulatedStationOptions, SimulatedStationOptions>? change = null)
    {
        Go(rig, change);
        Air.Join();
        rig.Clock.RunUntil(() => rig.Sta(address) is { IsAuthorized: true }, TimeSpan.FromSeconds(5));
        rig.Run(0.02);
    }

    /// <summary>Goes to another access point, and says nothing yet.</summary>
    internal void Go(ApRig rig, Func<SimulatedStationOptions, SimulatedStationOptions>? change = null)
    {
        (_rig, _bssid) = (rig, Bytes(rig.Radio.Address));
        _air = rig.Station(address, o => change is null ? Own(o) : change(Own(o)));
        _air.EapolHandler = OnEapol;
    }

    private SimulatedStationOptions Own(SimulatedStationOptions options) => options with
    {
        Rsne = Rsne(),
        ExtraElements = [.. DomainElement, .. Rsnxe],
    };

    /// <summary>Sends its Authentication; returns the status that it is answered with, -1: no answer.</summary>
    internal int Authenticate(byte[]? elements = null)
    {
        var before = Answers(0xb0).Count();
        Air.Forge(ManagementSubtype.Authentication, [2, 0, 1, 0, 0, 0, .. elements ?? AuthenticationElements]);
        _rig!.Run(0.005);
        return TakeAnswer(before);
    }

    internal byte[] AuthenticationElements => [.. Rsne(R0Name), .. DomainElement, .. Element(new byte[32], SNonce, [3, (byte)R0KeyHolder.Length, .. R0KeyHolder])];

    /// <summary>Takes the answer to its Authentication, if there is one after so many.</summary>
    internal int TakeAnswer(int before)
    {
        if (Answers(0xb0).Skip(before).LastOrDefault() is not { } body)
        {
            return -1;
        }

        var status = BinaryPrimitives.ReadUInt16LittleEndian(body.AsSpan(4));
        Assert.That(body[..4], Is.EqualTo(new byte[] { 2, 0, 2, 0 }));
        if (status == 0)
        {
            var element = Find(body.AsSpan(6), 55);
            _aNonce = element[20..52];
            Assert.That(element[52..84], Is.EqualTo(SNonce));
            Assert.That(Find(body.AsSpan(6), 48).AsSpan().IndexOf(R0Name) > 0, "the answer names the key of the domain");
            Derive(Subelement(element, 1));
        }

        return status;
    }

    /// <summary>Sends its Reassociation Request; returns the status of the response, -1: none.</summary>
    internal int Reassociate(Func<byte[], byte[]>? change = null)
    {
        byte[] holders = [1, 6, .. _r1KeyHolder, 3, (byte)R0KeyHolder.Length, .. R0KeyHolder];
        var element = Element(_aNonce, SNonce, holders, (byte)(Rsnxe.Length > 0 ? 4 : 3));
        element[2] = (byte)(Rsnxe.Length > 0 ? 1 : 0);
        Mic(5, Rsne(R1Name), DomainElement, element, Rsnxe).CopyTo(element, 4);
        byte[] body =
        [
            0x31, 4, 5, 0, .. new byte[6], 0, 7, .. "labtest"u8, 1, 4, 0x82, 0x84, 0x8B, 0x96, .. Rsne(R1Name), .. DomainElement, .. element, .. Rsnxe,
        ];
        Request = change is null ? body : change(body);
        return Say(Request);
    }

    /// <summary>Sends a Reassociation Request, its own or another's; returns the status of the response, -1: none.</summary>
    internal int Say(byte[] request)
    {
        var before = Answers(0x30).Count();
        Air.Forge(ManagementSubtype.ReassociationRequest, request);
        _rig!.Run(0.005);
        if (Answers(0x30).Skip(before).LastOrDefault() is not { } body)
        {
            return -1;
        }

        var status = BinaryPrimitives.ReadUInt16LittleEndian(body.AsSpan(2));
        if (status == 0)
        {
            TakeResponse(body.AsSpan(6));
            Air.Connect();
        }

        return status;
    }

    /// <summary>Moves there.</summary>
    internal void Roam(ApRig rig)
    {
        Go(rig);
        Assert.That(Authenticate(), Is.Zero);
        Assert.That(Reassociate(), Is.Zero);
        rig.Run(0.02);
    }

    /// <summary>Has the key that it would have from a first association.</summary>
    internal void Remember(byte[] r0KeyHolder)
    {
        R0KeyHolder = r0KeyHolder;
        var data = Kdf(XxKey, "FT-R0"u8, [7, .. "labtest"u8, 0xa1, 0xb2, (byte)r0KeyHolder.Length, .. r0KeyHolder, .. _own], 384);
        _r0 = data[..32];
        R0Name = Name([.. "FT-R0N"u8, .. data[32..]]);
    }

    private byte[] _r1KeyHolder = [];

    private void Derive(byte[] r1KeyHolder)
    {
        _r1KeyHolder = r1KeyHolder;
        var r1 = Kdf(_r0, "FT-R1"u8, [.. r1KeyHolder, .. _own], 256);
        R1Name = Name([.. "FT-R1N"u8, .. R0Name, .. r1KeyHolder, .. _own]);
        _ptk = Kdf(r1, "FT-PTK"u8, [.. SNonce, .. _aNonce, .. _bssid, .. _own], Cipher == 9 ? 512 : 384);
    }

    private void OnEapol(byte[] pdu)
    {
        if (_air!.Eap is { } eap && StationEap.Takes(pdu))
        {
            if (eap.Receive(pdu, out var succeeded) is { } answer)
            {
                _air.SendEapol(answer);
            }

            XxKey = succeeded ? eap.Key[32..64] : XxKey;
            return;
        }

        var information = BinaryPrimitives.ReadUInt16BigEndian(pdu.AsSpan(5));
        if ((information & 0x0100) == 0)
        {
            AnswerMessage1(pdu);
            return;
        }

        var mic = new byte[16];
        byte[] copy = [.. pdu[..81], .. new byte[16], .. pdu[97..]];
        Aes.Cmac(_ptk.AsSpan(0, 16), copy, mic);
        Assert.That(pdu[81..97], Is.EqualTo(mic), "the MIC of the access point");
        var plain = new byte[pdu.Length - 99 - 8];
        Assert.That(Aes.TryUnwrap(_ptk.AsSpan(16, 16), pdu.AsSpan(99), plain), "the key data of the access point");
        TakeGroupKey(plain);
        if ((information & 8) != 0)
        {
            KeyDataOfMessage3 = plain;
            _air.SendEapol(Frame((ushort)(0x0308 | Version), pdu, new byte[32], []));
            _air.Connect();
        }
        else
        {
            _air.SendEapol(Frame((ushort)(0x0300 | Version), pdu, new byte[32], []));
        }
    }

    private void AnswerMessage1(byte[] message1)
    {
        var response = _rig!.Air.Sent.Last(f => f.FromAp && !f.IsEapol && f.Bytes[0] is 0x10 or 0x30 && f.Station == address).Bytes.AsSpan(30).ToArray();
        _firstElement = Find(response, 55);
        Assert.That(Find(response, 54), Is.EqualTo(DomainElement));
        Remember(Subelement(_firstElement, 3));
        _aNonce = message1[17..49];
        Derive(Subelement(_firstElement, 1));
        byte[] keyData = [.. Rsne(R1Name), .. DomainElement, .. _firstElement, .. Rsnxe];
        _air!.SendEapol(Frame((ushort)(0x0108 | Version), message1, SNonce, ChangesMessage2?.Invoke(keyData) ?? keyData));
    }

    private void TakeResponse(ReadOnlySpan<byte> elements)
    {
        Response = Find(elements, 55);
        Assert.That(Response[20..52], Is.EqualTo(_aNonce));
        Assert.That(Response[52..84], Is.EqualTo(SNonce));
        Assert.That(Response[4..20], Is.EqualTo(Mic(6, Find(elements, 48), Find(elements, 54), Response, Find(elements, 244))), "the MIC of the response");
        Assert.That(Find(elements, 48).AsSpan().IndexOf(R1Name) > 0, "the response names the key of this access point");
        Assert.That(Response[3], Is.EqualTo(Find(elements, 244).Length > 0 ? 4 : 3));
        foreach (var (kind, from) in new[] { ((byte)2, 11), ((byte)4, 9) })
        {
            if (Subelement(Response, kind) is { Length: > 0 } wrapped)
            {
                var key = new byte[16];
                Assert.That(Aes.TryUnwrap(_ptk.AsSpan(16, 16), wrapped.AsSpan(from), key));
                GroupKeys.Add($"{wrapped[0]}:{Convert.ToHexStringLower(key)}");
            }
        }
    }

    /// <summary>GTK and IGTK KDEs.</summary>
    private void TakeGroupKey(byte[] keyData)
    {
        for (var at = 0; at + 8 < keyData.Length && keyData[at + 1] > 0; at += 2 + keyData[at + 1])
        {
            if (keyData[at] == 0xdd && keyData.AsSpan(at + 2, 3).SequenceEqual<byte>([0, 0x0f, 0xac]) && keyData[at + 5] is 1 or 9)
            {
                var end = at + 2 + keyData[at + 1];
                GroupKeys.Add($"{keyData[at + 6] & 7}:{Convert.ToHexStringLower(keyData[(end - 16)..end])}");
            }
        }
    }

    private byte[] Frame(ushort information, byte[] received, byte[] nonce, byte[] keyData)
    {
        var length = 95 + keyData.Length;
        byte[] frame =
        [
            2, 3, (byte)(length >> 8), (byte)length, 2, (byte)(information >> 8), (byte)information, 0, 0, .. received.AsSpan(9, 8), .. nonce, .. new byte[32],
            .. new byte[16], (byte)(keyData.Length >> 8), (byte)keyData.Length, .. keyData,
        ];
        var mic = new byte[16];
        Aes.Cmac(_ptk.AsSpan(0, 16), frame, mic);
        mic.CopyTo(frame, 81);
        return frame;
    }

    private byte[] Mic(byte message, byte[] rsne, byte[] domain, byte[] element, byte[] rsnxe)
    {
        var mic = new byte[16];
        byte[] covered = [.. _own, .. _bssid, message, .. rsne, .. domain, .. element[..4], .. new byte[16], .. element[20..], .. rsnxe];
        Aes.Cmac(_ptk.AsSpan(0, 16), covered, mic);
        return mic;
    }

    /// <summary>Bodies of the management frames with that first byte that the access point has sent it.</summary>
    private IEnumerable<byte[]> Answers(byte subtype) => _rig!.Air.Sent
        .Where(f => f.FromAp && !f.IsEapol && f.Bytes[0] == subtype && f.Station == address).Select(static f => f.Bytes[24..]);

    private static byte[] Element(byte[] aNonce, byte[] sNonce, byte[] subelements, byte count = 0) =>
        [55, (byte)(82 + subelements.Length), 0, count, .. new byte[16], .. aNonce, .. sNonce, .. subelements];

    private static byte[] Kdf(byte[] key, ReadOnlySpan<byte> label, byte[] context, int bits)
    {
        using var hmac = Hmac.Sha256();
        var output = new List<byte>();
        for (byte i = 1; 8 * output.Count < bits; i++)
        {
            var block = new byte[32];
            hmac.SetKey(key);
            hmac.Compute([i, 0, .. label, .. context, (byte)bits, (byte)(bits >> 8)], block);
            output.AddRange(block);
        }

        return [.. output.Take(bits / 8)];
    }

    private static byte[] Name(byte[] of)
    {
        var digest = new byte[32];
        Sha256.Hash(of, digest);
        return digest[..16];
    }

    private static byte[] Find(ReadOnlySpan<byte> elements, byte id)
    {
        for (; elements.Length >= 2; elements = elements[(2 + elements[1])..])
        {
            if (elements[0] == id)
            {
                return elements[..(2 + elements[1])].ToArray();
            }
        }

        return [];
    }

    private static byte[] Subelement(byte[] element, byte id) => Find(element.AsSpan(84), id) is { Length: > 2 } found ? found[2..] : [];

    private static byte[] Bytes(MacAddress address)
    {
        var bytes = new byte[6];
        address.CopyTo(bytes);
        return bytes;
    }

    internal static byte[] Filled(byte value) => [.. Enumerable.Repeat(value, 32)];
}
