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

    private const byte Psk = 2;
    private const byte PskSha256 = 6;
    private const byte SaeExtKey = 24;

    // 802.11-2020 9.4.2.24: identifier, length, version (2), group cipher (4), count (2), pairwise cipher (4), count (2), AKM (4).
    private readonly byte _akm = rsne.Length >= 20 ? rsne[19] : Psk;
    private readonly int _tkLength = rsne.Length >= 14 && rsne[13] is 9 or 10 ? 32 : 16;
    private readonly Hmac _hmac = rsne.Length >= 20 && rsne[19] != Psk ? Hmac.Sha256() : Hmac.Sha1();
    private byte[] _ptk = new byte[64];

    /// <summary>Its nonce.</summary>
    public byte[] SNonce { get; set; } = Enumerable.Repeat((byte)0x51, 32).ToArray();

    /// <summary>Key confirmation key.</summary>
    public byte[] Kck => _ptk[..16];

    /// <summary>Key encryption key.</summary>
    public byte[] Kek => _ptk[16..32];

    /// <summary>Temporal key.</summary>
    public byte[] Tk => _ptk[32..(32 + _tkLength)];

    /// <summary>The key descriptor version of its frames (802.11-2020 12.7.2 b 1).</summary>
    public ushort Version => _akm switch
    {
        Psk => 2,
        PskSha256 => 3,
        _ => 0,
    };

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
        var frame = new byte[99 + keyData.Length];
        frame[0] = 1;
        frame[1] = 3;
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(2), (ushort)(95 + keyData.Length));
        frame[4] = 2;
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(5), information);
        BinaryPrimitives.WriteUInt64BigEndian(frame.AsSpan(9), counter);
        nonce.CopyTo(frame, 17);
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(97), (ushort)keyData.Length);
        keyData.CopyTo(frame, 99);
        Sign(frame);
        return frame;
    }

    /// <summary>Replaces the MIC after a change.</summary>
    public void Sign(byte[] frame)
    {
        frame.AsSpan(MicOffset, 16).Clear();
        if (_akm is Psk or SaeExtKey)
        {
            // HMAC, of which the first 16 bytes count (SAE-EXT-KEY: in group 19).
            var code = new byte[_hmac.MacLength];
            _hmac.SetKey(_ptk.AsSpan(0, 16));
            _hmac.Compute(frame, code);
            code.AsSpan(0, 16).CopyTo(frame.AsSpan(MicOffset));
        }
        else
        {
            var mic = new byte[16];
            Aes.Cmac(_ptk.AsSpan(0, 16), frame, mic);
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
        var wrapped = frame.AsSpan(99);
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
        _hmac.SetKey(pmk);
        var output = new List<byte>();
        for (byte i = 0; output.Count < 32 + _tkLength; i++)
        {
            output.AddRange(Block(context, i));
        }

        _ptk = [.. output];
    }

    // PRF-n (12.7.1.2): label, 0, context, counter from 0. KDF-SHA-256-n (12.7.1.6.2): counter from 1, label, context, n.
    private byte[] Block(byte[] context, byte index)
    {
        var block = new byte[_hmac.MacLength];
        var bits = 8 * (32 + _tkLength);
        byte[] message = _akm == Psk
            ? [.. "Pairwise key expansion"u8, 0, .. context, index]
            : [(byte)(index + 1), 0, .. "Pairwise key expansion"u8, .. context, (byte)bits, (byte)(bits >> 8)];
        _hmac.Compute(message, block);
        return block;
    }
}
