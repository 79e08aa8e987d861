using System.Security.Cryptography;
using HostApd.Crypto;
using HostApd.Ieee80211;
using Aes = HostApd.Crypto.Aes;

namespace HostApd.Rsn;

/// <summary>
/// The key hierarchy of fast transition with SHA-256 (802.11-2020 12.7.1.6): of the key that a station has agreed on once (XXKey) comes one for the
/// mobility domain (PMK-R0), of that one for each access point (PMK-R1), and of that the PTK. Each has a name that may be told.
/// </summary>
public static class FtKeys
{
    /// <summary>Length of XXKey, PMK-R0 and PMK-R1 in bytes.</summary>
    public const int Length = 32;

    /// <summary>Length of a name in bytes.</summary>
    public const int NameLength = 16;

    private const int MostOfSsid = 32;

    /// <summary>PMK-R0 and its name (12.7.1.6.3): R0-Key-Data = KDF-SHA256-384(XXKey, "FT-R0", SSID length || SSID || MDID || R0KH-ID length || R0KH-ID || S0KH-ID).</summary>
    /// <param name="xxKey">The pre-shared key, the key of SAE, or the second 32 bytes of the Master Session Key.</param>
    /// <param name="terms">The network.</param>
    /// <param name="r0KeyHolder">Who holds PMK-R0, 1–48 bytes.</param>
    /// <param name="station">The station (S0KH-ID).</param>
    /// <param name="key">32 bytes.</param>
    /// <param name="name">16 bytes.</param>
    public static void DeriveR0(
        ReadOnlySpan<byte> xxKey, FtTerms terms, ReadOnlySpan<byte> r0KeyHolder, MacAddress station, Span<byte> key, Span<byte> name)
    {
        ArgumentNullException.ThrowIfNull(terms);
        Span<byte> data = stackalloc byte[1 + MostOfSsid + 2 + 1 + FtElement.MostOfR0KeyHolder + MacAddress.Length];
        var context = new ByteWriter(data);
        context.U8((byte)terms.Ssid.Length);
        context.Bytes(terms.Ssid);
        context.U16BigEndian(terms.Options.MobilityDomain);
        context.U8((byte)r0KeyHolder.Length);
        context.Bytes(r0KeyHolder);
        context.Mac(station);
        Span<byte> keyData = stackalloc byte[Length + NameLength];
        Expand(xxKey, "FT-R0"u8, context.Written, keyData);
        keyData[..Length].CopyTo(key);
        WriteName("FT-R0N"u8, keyData[Length..], [], name);
        CryptographicOperations.ZeroMemory(keyData);
    }

    /// <summary>Which of the pre-shared keys that a station may prove is the root of the PMK-R0 that it names; false: none of them.</summary>
    /// <param name="offer">The keys.</param>
    /// <param name="terms">The network.</param>
    /// <param name="r0KeyHolder">Who holds PMK-R0, as the station says.</param>
    /// <param name="station">The station.</param>
    /// <param name="named">The name of PMK-R0.</param>
    /// <param name="key">PMK-R0, 32 bytes.</param>
    public static bool TryProve(
        PmkOffer offer, FtTerms terms, ReadOnlySpan<byte> r0KeyHolder, MacAddress station, ReadOnlySpan<byte> named, Span<byte> key)
    {
        ArgumentNullException.ThrowIfNull(offer);
        Span<byte> name = stackalloc byte[NameLength];
        for (var i = 0; i < offer.All.Count; i++)
        {
            DeriveR0(offer.All[i].Span, terms, r0KeyHolder, station, key, name);
            if (named.SequenceEqual(name))
            {
                offer.Prove(i);
                return true;
            }
        }

        return false;
    }

    /// <summary>PMK-R1 and its name (12.7.1.6.4): KDF-SHA256-256(PMK-R0, "FT-R1", R1KH-ID || S1KH-ID).</summary>
    /// <param name="r0">PMK-R0.</param>
    /// <param name="r0Name">Its name.</param>
    /// <param name="r1KeyHolder">Who holds PMK-R1.</param>
    /// <param name="station">The station (S1KH-ID).</param>
    /// <param name="key">32 bytes.</param>
    /// <param name="name">16 bytes.</param>
    public static void DeriveR1(
        ReadOnlySpan<byte> r0, ReadOnlySpan<byte> r0Name, MacAddress r1KeyHolder, MacAddress station, Span<byte> key, Span<byte> name)
    {
        Span<byte> holders = stackalloc byte[2 * MacAddress.Length];
        r1KeyHolder.CopyTo(holders);
        station.CopyTo(holders[MacAddress.Length..]);
        Expand(r0, "FT-R1"u8, holders, key[..Length]);
        WriteName("FT-R1N"u8, r0Name, holders, name);
    }

    /// <summary>
    /// The MIC of the element (13.8.4 f, 13.8.5 f): AES-128-CMAC under the KCK over the station's address, the access point's, the number of the message, and
    /// RSNE, MDE, FTE with zeros for the MIC, RSNXE.
    /// </summary>
    /// <param name="kck">The key confirmation key.</param>
    /// <param name="station">The station.</param>
    /// <param name="bssid">The access point.</param>
    /// <param name="message">5: Reassociation Request; 6: its Response.</param>
    /// <param name="rsne">The whole RSNE.</param>
    /// <param name="domain">The whole Mobility Domain element.</param>
    /// <param name="transition">The whole Fast BSS Transition element; what stands for its MIC does not count.</param>
    /// <param name="rsnxe">The whole RSNXE; empty: there is none.</param>
    /// <param name="mic">16 bytes.</param>
    public static void Mic(
        ReadOnlySpan<byte> kck, MacAddress station, MacAddress bssid, byte message, ReadOnlySpan<byte> rsne, ReadOnlySpan<byte> domain,
        ReadOnlySpan<byte> transition, ReadOnlySpan<byte> rsnxe, Span<byte> mic)
    {
        var covered = new ByteWriter(stackalloc byte[2 * MacAddress.Length + 1 + 4 * FtElement.MostLength]);
        covered.Mac(station);
        covered.Mac(bssid);
        covered.U8(message);
        covered.Bytes(rsne);
        covered.Bytes(domain);
        covered.Bytes(transition[..FtElement.MicOffset]);
        covered.Zeros(FtElement.MicLength);
        covered.Bytes(transition[(FtElement.MicOffset + FtElement.MicLength)..]);
        covered.Bytes(rsnxe);
        Aes.Cmac(kck, covered.Written, mic[..FtElement.MicLength]);
    }

    private static void Expand(ReadOnlySpan<byte> secret, ReadOnlySpan<byte> label, ReadOnlySpan<byte> context, Span<byte> output)
    {
        using var hmac = Hmac.Sha256();
        hmac.SetKey(secret);
        KeyDerivation.Kdf(hmac, label, context, output);
    }

    /// <summary>The first 16 bytes of SHA-256 over label, what it names and who holds it.</summary>
    private static void WriteName(ReadOnlySpan<byte> label, ReadOnlySpan<byte> named, ReadOnlySpan<byte> holders, Span<byte> name)
    {
        Span<byte> digest = stackalloc byte[Sha256.Length];
        var writer = new ByteWriter(stackalloc byte[6 + NameLength + 2 * MacAddress.Length]);
        writer.Bytes(label);
        writer.Bytes(named);
        writer.Bytes(holders);
        Sha256.Hash(writer.Written, digest);
        digest[..NameLength].CopyTo(name);
        writer.Written.Clear();
    }
}
