using System.Buffers.Binary;
using HostApd.Crypto;

namespace HostApd.Simulation;

/// <summary>
/// The other side of the handshake, written byte by byte from 802.11-2020 12.7. It shares the primitives (HMAC, AES key
/// wrap) with the Authenticator, which their own vectors prove, and nothing else: no codec, no key derivation.
/// </summary>
public sealed class SimulatedSupplicant(byte[] pmk, byte[] authenticator, byte[] station, byte[] rsne)
{
    private const int MicOffset = 81;

    private readonly Hmac _hmac = Hmac.Sha1();
    private byte[] _ptk = new byte[48];

    /// <summary>Its nonce.</summary>
    public byte[] SNonce { get; set; } = Enumerable.Repeat((byte)0x51, 32).ToArray();

    /// <summary>Key confirmation key.</summary>
    public byte[] Kck => _ptk[..16];

    /// <summary>Key encryption key.</summary>
    public byte[] Kek => _ptk[16..32];

    /// <summary>Temporal key.</summary>
    public byte[] Tk => _ptk[32..];

    /// <summary>The RSNE that M2 repeats from the Association Request.</summary>
    public byte[] Rsne { get; set; } = rsne;

    /// <summary>M2 in answer to an M1.</summary>
    public byte[] Message2(byte[] message1)
    {
        Derive(message1[17..49]);
        return Frame(0x010A, Counter(message1), SNonce, Rsne);
    }

    /// <summary>M4 in answer to an M3.</summary>
    public byte[] Message4(byte[] message3) => Frame(0x030A, Counter(message3), new byte[32], []);

    /// <summary>The answer to a group message.</summary>
    public byte[] Group2(byte[] message) => Frame(0x0302, Counter(message), new byte[32], []);

    /// <summary>A request: 0x0800 with the given other bits.</summary>
    public byte[] Request(ushort bits, ulong counter) => Frame((ushort)(0x0B02 | bits), counter, new byte[32], []);

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
        _hmac.SetKey(_ptk.AsSpan(0, 16));
        _hmac.Compute(frame, frame.AsSpan(MicOffset, 16));
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

    // PTK = PRF-384(PMK, "Pairwise key expansion", Min(AA,SPA) || Max(AA,SPA) || Min(ANonce,SNonce) || Max(...)).
    private void Derive(byte[] aNonce)
    {
        var ap = authenticator.AsSpan().SequenceCompareTo(station) < 0;
        var an = aNonce.AsSpan().SequenceCompareTo(SNonce) < 0;
        byte[] data =
        [
            .. "Pairwise key expansion"u8, 0,
            .. ap ? authenticator : station, .. ap ? station : authenticator,
            .. an ? aNonce : SNonce, .. an ? SNonce : aNonce, 0,
        ];
        var output = new byte[60];
        _hmac.SetKey(pmk);
        for (byte i = 0; i < 3; i++)
        {
            data[^1] = i;
            _hmac.Compute(data, output.AsSpan(20 * i, 20));
        }

        _ptk = output[..48];
    }
}
