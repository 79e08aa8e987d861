using HostApd.Eapol;
using HostApd.Ieee80211;

namespace HostApd.Rsn;

/// <summary>The Key Information field (802.11-2020 12.7.2 b), sent most significant byte first.</summary>
[Flags]
public enum KeyInformation : ushort
{
    /// <summary>No bit; of the version: 0, MIC and wrapping are as the key management has them.</summary>
    None = 0,

    /// <summary>Descriptor version 2: HMAC-SHA-1-128 and AES key wrap.</summary>
    Version2 = 2,

    /// <summary>Descriptor version 3: AES-128-CMAC and AES key wrap.</summary>
    Version3 = 3,

    /// <summary>The three bits of the descriptor version.</summary>
    VersionMask = 7,

    /// <summary>Set in the 4-way handshake, clear in the group key handshake.</summary>
    Pairwise = 1 << 3,

    /// <summary>The pairwise key is to be installed.</summary>
    Install = 1 << 6,

    /// <summary>An answer is wanted: set by the Authenticator only.</summary>
    Ack = 1 << 7,

    /// <summary>There is a MIC.</summary>
    Mic = 1 << 8,

    /// <summary>The initial exchange is complete.</summary>
    Secure = 1 << 9,

    /// <summary>The station reports a failure; with <see cref="Request"/>.</summary>
    Error = 1 << 10,

    /// <summary>The station asks for a handshake.</summary>
    Request = 1 << 11,

    /// <summary>The key data are encrypted.</summary>
    EncryptedKeyData = 1 << 12,

    /// <summary>Part of a peer key handshake, long withdrawn.</summary>
    SmkMessage = 1 << 13,
}

/// <summary>Why bytes are not an EAPOL-Key frame.</summary>
public enum EapolKeyErrorCode
{
    /// <summary>No error.</summary>
    None,

    /// <summary>The EAPOL header or body is cut off.</summary>
    BadEapol,

    /// <summary>Another EAPOL packet type.</summary>
    NotKey,

    /// <summary>The fixed fields are cut off.</summary>
    ShortFixedFields,

    /// <summary>A descriptor type other than 2 (RSN).</summary>
    UnsupportedDescriptor,

    /// <summary>The key data length names more bytes than there are.</summary>
    ShortKeyData,
}

/// <summary>A parse error and the offset, in bytes from the EAPOL header, where it was found.</summary>
public readonly record struct EapolKeyError(EapolKeyErrorCode Code, int Offset);

/// <summary>
/// An EAPOL-Key frame (802.11-2020 12.7.2, figure 12-33), a view on the bytes that follow the Ethernet type. All
/// integers most significant byte first; what follows the MIC moves with its length, here 16 bytes.
/// <code>
/// offset 0  EAPOL header           4     offset 49  EAPOL-Key IV      16
///        4  Descriptor Type = 2    1            65  Key RSC            8
///        5  Key Information        2            73  reserved           8
///        7  Key Length             2            81  Key MIC           16
///        9  Key Replay Counter     8            97  Key Data Length    2
///       17  Key Nonce             32            99  Key Data           n
/// </code>
/// </summary>
public readonly ref struct EapolKeyFrame
{
    /// <summary>The RSN descriptor type.</summary>
    public const byte RsnDescriptor = 2;

    /// <summary>Length of ANonce and SNonce in bytes.</summary>
    public const int NonceLength = 32;

    /// <summary>Length of the Key RSC field in bytes; CCMP fills the first six.</summary>
    public const int RscLength = 8;

    /// <summary>Length of the MIC in bytes with all suites up to 128-bit SAE: of a frame whose suite nobody knows.</summary>
    public const int UsualMicLength = 16;

    /// <summary>Where the MIC stands, in bytes from the EAPOL header.</summary>
    public const int MicOffset = 81;

    /// <summary>Length of a frame with the usual MIC and without key data, EAPOL header included.</summary>
    public const int MinimumLength = FixedLength + UsualMicLength;

    /// <summary>Length of all but MIC and key data.</summary>
    internal const int FixedLength = MicOffset + 2;

    private readonly int _micLength;

    private EapolKeyFrame(
        ReadOnlySpan<byte> whole, int micLength, KeyInformation information, ushort keyLength, ulong replayCounter,
        ReadOnlySpan<byte> keyData)
    {
        Whole = whole;
        _micLength = micLength;
        Information = information;
        KeyLength = keyLength;
        ReplayCounter = replayCounter;
        KeyData = keyData;
    }

    /// <summary>The frame with its EAPOL header, without link padding: what the MIC covers.</summary>
    public ReadOnlySpan<byte> Whole { get; }

    /// <summary>Key information.</summary>
    public KeyInformation Information { get; }

    /// <summary>Length of the key in bytes.</summary>
    public ushort KeyLength { get; }

    /// <summary>Replay counter.</summary>
    public ulong ReplayCounter { get; }

    /// <summary>ANonce or SNonce, 32 bytes.</summary>
    public ReadOnlySpan<byte> Nonce => Whole.Slice(17, NonceLength);

    /// <summary>Key IV, 16 bytes: zero with AES key wrap.</summary>
    public ReadOnlySpan<byte> Iv => Whole.Slice(49, 16);

    /// <summary>Key RSC, 8 bytes, least significant byte first.</summary>
    public ReadOnlySpan<byte> Rsc => Whole.Slice(65, RscLength);

    /// <summary>MIC, as long as the suite's.</summary>
    public ReadOnlySpan<byte> Mic => Whole.Slice(MicOffset, _micLength);

    /// <summary>Key data as sent: perhaps encrypted.</summary>
    public ReadOnlySpan<byte> KeyData { get; }

    /// <summary>Descriptor version.</summary>
    public KeyInformation Version => Information & KeyInformation.VersionMask;

    /// <summary>Whether all of <paramref name="bits"/> are set.</summary>
    public bool Has(KeyInformation bits) => (Information & bits) == bits;

    /// <summary>Reads an EAPOL frame as an EAPOL-Key frame of the RSN descriptor, with a MIC of the usual length.</summary>
    public static bool TryParse(ReadOnlySpan<byte> eapol, out EapolKeyFrame frame, out EapolKeyError error) =>
        TryParse(eapol, UsualMicLength, out frame, out error);

    /// <summary>Reads an EAPOL frame as an EAPOL-Key frame of the RSN descriptor.</summary>
    public static bool TryParse(ReadOnlySpan<byte> eapol, int micLength, out EapolKeyFrame frame, out EapolKeyError error)
    {
        frame = default;
        if (!EapolFrame.TryParse(eapol, out var outer, out var outerError))
        {
            error = new EapolKeyError(EapolKeyErrorCode.BadEapol, outerError.Offset);
            return false;
        }

        if (outer.Type != EapolType.Key)
        {
            error = new EapolKeyError(EapolKeyErrorCode.NotKey, 1);
            return false;
        }

        var code = Read(outer.Whole, micLength, out frame, out var offset);
        error = new EapolKeyError(code, offset);
        return code == EapolKeyErrorCode.None;
    }

    private static EapolKeyErrorCode Read(ReadOnlySpan<byte> whole, int micLength, out EapolKeyFrame frame, out int offset)
    {
        frame = default;
        var reader = new ByteReader(whole);
        reader.Skip(EapolFrame.HeaderLength);
        var descriptor = reader.U8();
        if (!reader.Failed && descriptor != RsnDescriptor)
        {
            offset = EapolFrame.HeaderLength;
            return EapolKeyErrorCode.UnsupportedDescriptor;
        }

        var information = (KeyInformation)reader.U16BigEndian();
        var keyLength = reader.U16BigEndian();
        var replayCounter = reader.U64BigEndian();
        reader.Skip(NonceLength + 16 + RscLength + 8 + micLength);
        var dataLength = reader.U16BigEndian();
        offset = reader.Offset;
        if (reader.Failed)
        {
            return EapolKeyErrorCode.ShortFixedFields;
        }

        var keyData = reader.Bytes(dataLength);
        if (reader.Failed)
        {
            return EapolKeyErrorCode.ShortKeyData;
        }

        offset = 0;
        frame = new EapolKeyFrame(whole, micLength, information, keyLength, replayCounter, keyData);
        return EapolKeyErrorCode.None;
    }
}
