using System.Buffers.Binary;
using System.Security.Cryptography;

namespace HostApd.Tests.Rsn;

/// <summary>
/// The other side of the handshake, written from 802.11-2020 12.7 over the platform's own cryptography and byte by
/// byte, so that it shares no code with what it tests.
/// </summary>
internal sealed class SimulatedSupplicant(byte[] pmk, byte[] authenticator, byte[] station, byte[] rsne)
{
    private byte[] _ptk = new byte[48];

    public byte[] SNonce { get; set; } = Enumerable.Repeat((byte)0x51, 32).ToArray();

    public byte[] Kck => _ptk[..16];

    public byte[] Kek => _ptk[16..32];

    public byte[] Tk => _ptk[32..];

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
        frame.AsSpan(81, 16).Clear();
        HMACSHA1.HashData(Kck, frame.AsSpan()).AsSpan(0, 16).CopyTo(frame.AsSpan(81));
    }

    /// <summary>Whether the AP's MIC is right under this side's KCK.</summary>
    public bool Accepts(byte[] frame)
    {
        var copy = frame.ToArray();
        Sign(copy);
        return copy.AsSpan().SequenceEqual(frame);
    }

    /// <summary>Key data of M3 or a group message, unwrapped by RFC 3394 over the platform's AES.</summary>
    public byte[] KeyData(byte[] frame)
    {
        using var aes = Aes.Create();
        aes.Key = Kek;
        var wrapped = frame[99..];
        var n = wrapped.Length / 8 - 1;
        for (var t = 6 * n; t > 0; t--)
        {
            var i = (t - 1) % n + 1;
            var block = new byte[16];
            var a = BinaryPrimitives.ReadUInt64BigEndian(wrapped) ^ (ulong)t;
            BinaryPrimitives.WriteUInt64BigEndian(block, a);
            wrapped.AsSpan(8 * i, 8).CopyTo(block.AsSpan(8));
            block = aes.DecryptEcb(block, PaddingMode.None);
            block.AsSpan(0, 8).CopyTo(wrapped);
            block.AsSpan(8).CopyTo(wrapped.AsSpan(8 * i));
        }

        return wrapped.AsSpan(0, 8).IndexOfAnyExcept((byte)0xA6) < 0
            ? wrapped[8..]
            : throw new CryptographicException("key data under another KEK");
    }

    private static ulong Counter(byte[] frame) => BinaryPrimitives.ReadUInt64BigEndian(frame.AsSpan(9));

    private void Derive(byte[] aNonce)
    {
        var ap = authenticator.AsSpan().SequenceCompareTo(station) < 0;
        var an = aNonce.AsSpan().SequenceCompareTo(SNonce) < 0;
        byte[] data =
        [
            .. "Pairwise key expansion"u8, 0,
            .. ap ? authenticator : station, .. ap ? station : authenticator,
            .. an ? aNonce : SNonce, .. an ? SNonce : aNonce,
        ];
        var output = Enumerable.Range(0, 3).SelectMany(i => HMACSHA1.HashData(pmk, (byte[])[.. data, (byte)i]));
        _ptk = output.Take(48).ToArray();
    }
}
