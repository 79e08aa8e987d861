using HostApd.Ieee80211;

namespace HostApd.Rsn;

/// <summary>Keys that come of an EAP exchange (802.11-2020 12.7.1.3).</summary>
public static class EapKeys
{
    /// <summary>
    /// The PMK: the first bytes of the Master Session Key, or with fast transition those behind them (12.7.1.6.3); empty where that is too short.
    /// </summary>
    public static ReadOnlySpan<byte> PmkOf(KeySuite suite, ReadOnlySpan<byte> masterSessionKey)
    {
        ArgumentNullException.ThrowIfNull(suite);
        return masterSessionKey.Length < MasterKeyLengthOf(suite) ? default
            : masterSessionKey[..MasterKeyLengthOf(suite)][^suite.PmkLength..];
    }

    /// <summary>So many bytes of a Master Session Key are needed.</summary>
    public static int MasterKeyLengthOf(KeySuite suite)
    {
        ArgumentNullException.ThrowIfNull(suite);
        return suite.IsFastTransition ? 2 * suite.PmkLength : suite.PmkLength;
    }

    /// <summary>PMKID: the first 16 bytes of an HMAC over "PMK Name", the access point's address and the station's.</summary>
    /// <param name="suite">The row, which says the hash.</param>
    /// <param name="pmk">The key.</param>
    /// <param name="bssid">The access point (AA).</param>
    /// <param name="station">The station (SPA).</param>
    /// <param name="id">16 bytes.</param>
    public static void WriteId(KeySuite suite, ReadOnlySpan<byte> pmk, MacAddress bssid, MacAddress station, Span<byte> id)
    {
        ArgumentNullException.ThrowIfNull(suite);
        Span<byte> named = stackalloc byte[20];
        Span<byte> code = stackalloc byte[64];
        "PMK Name"u8.CopyTo(named);
        bssid.CopyTo(named[8..]);
        station.CopyTo(named[14..]);
        using var hmac = suite.PmkidHash.CreateHmac();
        hmac.SetKey(pmk);
        hmac.Compute(named, code[..hmac.MacLength]);
        code[..Rsne.PmkidLength].CopyTo(id);
    }
}
