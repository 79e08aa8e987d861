using System.Buffers.Binary;
using HostApd.Crypto;

namespace HostApd.Simulation;

/// <summary>
/// The other side of the handshake, written byte by byte from 802.11-2020 12.7. It shares the primitives (HMAC, AES key
/// wrap, CMAC) with the Authenticator, which their own vectors prove, and nothing else: no codec, no key derivation. What it
/// negotiates stands in the RSNE that it begins with, which names one pairwise cipher and one key management.
/// </summary>
public sealed class SimulatedSupplicant(byte[] pmk, byte[] authenticator, byte[] station, byte[] rsne)
{
    private const int MicOffset = 81;

    private const byte Eap = 1;
    private const byte Psk = 2;
    private const byte EapSha256 = 5;
    private const byte PskSha256 = 6;
    private const byte Owe = 18;
    private const byte SaeExtKey = 24;

    // 802.11-2020 9.4.2.24: identifier, length, version (2), group cipher (4), count (2), pairwise cipher (4), count (2), AKM (4).
    private readonly byte _akm = AkmOf(rsne);
    private readonly int _tkLength = rsne.Length >= 14 && rsne[13] is 9 or 10 ? 32 : 16;

    // 802.11-2024 table 12-11: with SAE-EXT-KEY and OWE lengths and hash are those of the group, which the length of the PMK tells.
    private readonly int _micLength = HasLengthsOfGroup(rsne) ? pmk.Length / 2 : 16;
    private readonly int _kekLength = HasLengthsOfGroup(rsne) && pmk.Length > 32 ? 32 : 16;
    private readonly Hmac _hmac = AkmOf(rsne) == Psk ? Hmac.Sha1() : HashOf(HasLengthsOfGroup(rsne) ? pmk.Length : 32);
    private byte[] _ptk = new byte[96];

    /// <summary>It expands its key by SHA-256 in every group, as the first that knew OWE did.</summary>
    public bool ExpandsBySha256 { get; set; }

    /// <summary>Its nonce.</summary>
    public byte[] SNonce { get; set; } = Enumerable.Repeat((byte)0x51, 32).ToArray();

    /// <summary>Key confirmation key.</summary>
    public byte[] Kck => _ptk[.._micLength];

    /// <summary>Key encryption key.</summary>
    public byte[] Kek => _ptk[_micLength..(_micLength + _kekLength)];

    /// <summary>Temporal key.</summary>
    public byte[] Tk => _ptk[(_micLength + _kekLength)..(_micLength + _kekLength + _tkLength)];

    /// <summary>The key descriptor version of its frames (802.11-2020 12.7.2 b 1).</summary>
    public ushort Version => _akm switch
    {
        Psk => 2,
        PskSha256 => 3,
        _ => 0,
    };

    /// <summary>Where its frames have the length of their key data, behind the MIC.</summary>
    private int LengthOffset => MicOffset + _micLength;

    /// <summary>The RSNE that M2 repeats from the Association Request.</summary>
    public byte[] Rsne { get; set; } = rsne;

    /// <summary>M2 in answer to an M1.</summary>
    public byte[] Message2(byte[] message1)
    {
        Derive(message1[17..49]);
        return Frame((ushort)(0x0108 | Version), Counter(message1), SNonce, Rsne);
    }

    /// <summary>M4 in answer to an M3.</summary>
    public byte[] Message4(byte[] message3) => Frame((ushort)(0x0308 | Version), Counter(message3), new byte[32], []);

    /// <summary>The answer to a group message.</summary>
    public byte[] Group2(byte[] message) => Frame((ushort)(0x0300 | Version), Counter(message), new byte[32], []);

    /// <summary>A request: 0x0800 with the given other bits.</summary>
    public byte[] Request(ushort bits, ulong counter) => Frame((ushort)(0x0B00 | Version | bits), counter, new byte[32], []);

    /// <summary>Any frame, signed.</summary>
    public byte[] Frame(ushort information, ulong counter, byte[] nonce, byte[] keyData)
    {
        var frame = new byte[LengthOffset + 2 + keyData.Length];
        frame[0] = 1;
        frame[1] = 3;
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(2), (ushort)(frame.Length - 4));
        frame[4] = 2;
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(5), information);
        BinaryPrimitives.WriteUInt64BigEndian(frame.AsSpan(9), counter);
        nonce.CopyTo(frame, 17);
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(LengthOffset), (ushort)keyData.Length);
        keyData.CopyTo(frame, LengthOffset + 2);
        Sign(frame);
        return frame;
    }

    /// <summary>Replaces the MIC after a change.</summary>
    public void Sign(byte[] frame)
    {
        frame.AsSpan(MicOffset, _micLength).Clear();
        if (_akm is Psk or SaeExtKey or Owe)
        {
            // HMAC, of which the first bytes count.
            var code = new byte[_hmac.MacLength];
            _hmac.SetKey(Kck);
            _hmac.Compute(frame, code);
            code.AsSpan(0, _micLength).CopyTo(frame.AsSpan(MicOffset));
        }
        else
        {
            var mic = new byte[16];
            Aes.Cmac(Kck, frame, mic);
            mic.CopyTo(frame, MicOffset);
        }
    }

    /// <summary>Whether the AP's MIC is right under this side's KCK.</summary>
    public bool Accepts(byte[] frame)
    {
        var copy = frame.ToArray();
        Sign(copy);
        return copy.AsSpan().SequenceEqual(frame);
    }

    /// <summary>Key data of M3 or a group message, unwrapped (RFC 3394).</summary>
    /// <exception cref="InvalidDataException">They are wrapped under another key.</exception>
    public byte[] KeyData(byte[] frame)
    {
        var wrapped = frame.AsSpan(LengthOffset + 2);
        var plain = new byte[Math.Max(0, wrapped.Length - 8)];
        return Aes.TryUnwrap(Kek, wrapped, plain)
            ? plain
            : throw new InvalidDataException("key data under another KEK");
    }

    /// <summary>The replay counter of a frame.</summary>
    public static ulong Counter(byte[] frame) => BinaryPrimitives.ReadUInt64BigEndian(frame.AsSpan(9));

    // The lower address before the other, and the lower nonce.
    private void Derive(byte[] aNonce)
    {
        var ap = authenticator.AsSpan().SequenceCompareTo(station) < 0;
        var an = aNonce.AsSpan().SequenceCompareTo(SNonce) < 0;
        byte[] context = [.. ap ? authenticator : station, .. ap ? station : authenticator, .. an ? aNonce : SNonce, .. an ? SNonce : aNonce];
        var hmac = ExpandsBySha256 ? Hmac.Sha256() : _hmac;
        hmac.SetKey(pmk);
        var output = new List<byte>();
        for (byte i = 0; output.Count < _micLength + _kekLength + _tkLength; i++)
        {
            output.AddRange(Block(hmac, context, i));
        }

        _ptk = [.. output];
    }

    // PRF-n (12.7.1.2): label, 0, context, counter from 0. KDF-SHA-256-n (12.7.1.6.2): counter from 1, label, context, n.
    private byte[] Block(Hmac hmac, byte[] context, byte index)
    {
        var block = new byte[hmac.MacLength];
        var bits = 8 * (_micLength + _kekLength + _tkLength);
        byte[] message = _akm == Psk
            ? [.. "Pairwise key expansion"u8, 0, .. context, index]
            : [(byte)(index + 1), 0, .. "Pairwise key expansion"u8, .. context, (byte)bits, (byte)(bits >> 8)];
        hmac.Compute(message, block);
        return block;
    }

    /// <summary>But for where its key comes from, 802.1X is as a pre-shared key.</summary>
    private static byte AkmOf(byte[] rsne) => rsne.Length < 20 ? Psk : rsne[19] switch
    {
        Eap => Psk,
        EapSha256 => PskSha256,
        var akm => akm,
    };

    private static bool HasLengthsOfGroup(byte[] rsne) => rsne.Length >= 20 && rsne[19] is SaeExtKey or Owe;

    private static Hmac HashOf(int length) => length switch
    {
        48 => Hmac.Sha384(),
        64 => Hmac.Sha512(),
        _ => Hmac.Sha256(),
    };
}
