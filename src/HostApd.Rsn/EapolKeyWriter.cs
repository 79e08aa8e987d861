using System.Security.Cryptography;
using HostApd.Crypto;
using HostApd.Eapol;
using HostApd.Ieee80211;
using Aes = HostApd.Crypto.Aes;

namespace HostApd.Rsn;

/// <summary>The fixed fields of an EAPOL-Key frame to be written; absent spans are sent as zeros.</summary>
public readonly ref struct EapolKeyFields
{
    /// <summary>Version in the EAPOL header.</summary>
    public byte EapolVersion { get; init; }

    /// <summary>Length of the MIC in bytes.</summary>
    public required int MicLength { get; init; }

    /// <summary>Key information, descriptor version included.</summary>
    public KeyInformation Information { get; init; }

    /// <summary>Key length in bytes.</summary>
    public ushort KeyLength { get; init; }

    /// <summary>Replay counter.</summary>
    public ulong ReplayCounter { get; init; }

    /// <summary>Nonce, 32 bytes or empty.</summary>
    public ReadOnlySpan<byte> Nonce { get; init; }

    /// <summary>Key RSC, up to 8 bytes.</summary>
    public ReadOnlySpan<byte> Rsc { get; init; }
}

/// <summary>Writes EAPOL-Key frames and computes their MIC (802.11-2020 12.7.2, 12.7.3).</summary>
public static class EapolKeyWriter
{
    /// <summary>The longest MIC there is (802.11-2020 table 12-10), in bytes.</summary>
    private const int MaximumMicLength = 32;

    /// <summary>
    /// Writes a frame with key data as given and a zero MIC; returns its length, or 0 when it does not fit.
    /// </summary>
    public static int Write(Span<byte> target, in EapolKeyFields fields, ReadOnlySpan<byte> keyData)
    {
        var writer = new ByteWriter(target);
        var body = EapolKeyFrame.FixedLength + fields.MicLength - EapolFrame.HeaderLength + keyData.Length;
        EapolFrame.WriteHeader(ref writer, fields.EapolVersion, EapolType.Key, (ushort)body);
        writer.U8(EapolKeyFrame.RsnDescriptor);
        writer.U16BigEndian((ushort)fields.Information);
        writer.U16BigEndian(fields.KeyLength);
        writer.U64BigEndian(fields.ReplayCounter);
        WritePadded(ref writer, fields.Nonce, EapolKeyFrame.NonceLength);
        writer.Zeros(16);
        WritePadded(ref writer, fields.Rsc, EapolKeyFrame.RscLength);
        writer.Zeros(8);
        writer.Zeros(fields.MicLength);
        writer.U16BigEndian((ushort)keyData.Length);
        writer.Bytes(keyData);
        return writer.Failed ? 0 : writer.Length;
    }

    /// <summary>
    /// Pads plain key data for AES key wrap (802.11-2020 12.7.2 i): to 16 bytes at least and a multiple of 8, with
    /// 0xDD and zeros.
    /// </summary>
    public static void Pad(ref ByteWriter keyData)
    {
        var target = Math.Max(16, (keyData.Length + 7) & ~7);
        if (keyData.Length < target)
        {
            keyData.U8(KdeReader.ElementId);
            keyData.Zeros(target - keyData.Length);
        }
    }

    /// <summary>Computes and fills in the MIC of a whole frame, by HMAC. <paramref name="mic"/> holds the KCK.</summary>
    public static void Sign(Span<byte> frame, int micLength, Hmac mic)
    {
        ArgumentNullException.ThrowIfNull(mic);
        frame.Slice(EapolKeyFrame.MicOffset, micLength).Clear();
        mic.Compute(frame, frame.Slice(EapolKeyFrame.MicOffset, micLength));
    }

    /// <summary>Whether a received frame's MIC is right by HMAC, in fixed time. <paramref name="mic"/> holds the KCK.</summary>
    public static bool Verify(in EapolKeyFrame frame, Hmac mic)
    {
        ArgumentNullException.ThrowIfNull(mic);
        Span<byte> zeros = stackalloc byte[MaximumMicLength];
        Span<byte> expected = stackalloc byte[MaximumMicLength];
        zeros = zeros[..frame.Mic.Length];
        expected = expected[..frame.Mic.Length];
        zeros.Clear();
        mic.Update(frame.Whole[..EapolKeyFrame.MicOffset]);
        mic.Update(zeros);
        mic.Update(frame.Whole[(EapolKeyFrame.MicOffset + zeros.Length)..]);
        mic.Finish(expected);
        return CryptographicOperations.FixedTimeEquals(expected, frame.Mic);
    }

    /// <summary>Computes and fills in the MIC of a whole frame, by AES-CMAC.</summary>
    public static void Sign(Span<byte> frame, int micLength, ReadOnlySpan<byte> kck)
    {
        var mic = frame.Slice(EapolKeyFrame.MicOffset, micLength);
        mic.Clear();
        Aes.Cmac(kck, frame, mic);
    }

    /// <summary>Whether a received frame's MIC is right by AES-CMAC, in fixed time.</summary>
    public static bool Verify(in EapolKeyFrame frame, ReadOnlySpan<byte> kck)
    {
        Span<byte> zeros = stackalloc byte[Aes.BlockLength];
        Span<byte> expected = stackalloc byte[Aes.BlockLength];
        zeros.Clear();
        Aes.Cmac(kck, frame.Whole[..EapolKeyFrame.MicOffset], zeros[..frame.Mic.Length],
            frame.Whole[(EapolKeyFrame.MicOffset + frame.Mic.Length)..], expected[..frame.Mic.Length]);
        return CryptographicOperations.FixedTimeEquals(expected[..frame.Mic.Length], frame.Mic);
    }

    private static void WritePadded(ref ByteWriter writer, ReadOnlySpan<byte> value, int length)
    {
        writer.Bytes(value);
        writer.Zeros(length - value.Length);
    }
}
