using HostApd.Ieee80211;

namespace HostApd.Rsn;

/// <summary>Fast BSS transition of one network (802.11-2020 13), as its owner wants it.</summary>
public sealed class FtOptions
{
    /// <summary><c>mobility_domain</c>: two bytes, in the order in which they are sent.</summary>
    public required ushort MobilityDomain { get; init; }

    /// <summary><c>nas_identifier</c>: who holds the keys of those who join here first (R0KH-ID), 1–48 bytes.</summary>
    public required byte[] R0KeyHolder { get; init; }

    /// <summary><c>r1_key_holder</c>: who holds the keys of this access point (R1KH-ID); null: its address says.</summary>
    public MacAddress? R1KeyHolder { get; init; }

    /// <summary><c>reassociation_deadline</c>: a station may take so long from its Authentication to its Reassociation, in TU.</summary>
    public int ReassociationDeadline { get; init; } = 1000;

    /// <summary><c>ft_r0_key_lifetime</c>: a key is good for other access points for so long.</summary>
    public TimeSpan KeyLifetime { get; init; } = TimeSpan.FromSeconds(1209600);

    /// <summary><c>ft_psk_generate_local</c>: with a pre-shared key it does not matter where a station joined first, since every access point knows it.</summary>
    public bool GeneratesLocally { get; init; }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is FtOptions other && MobilityDomain == other.MobilityDomain && R0KeyHolder.AsSpan().SequenceEqual(other.R0KeyHolder)
        && R1KeyHolder == other.R1KeyHolder && ReassociationDeadline == other.ReassociationDeadline && KeyLifetime == other.KeyLifetime
        && GeneratesLocally == other.GeneratesLocally;

    /// <inheritdoc/>
    public override int GetHashCode() => MobilityDomain;
}

/// <summary>What the keys of one network's transitions hang on, and the elements that say it.</summary>
/// <param name="options">What its owner wants.</param>
/// <param name="ssid">Its name, 1–32 bytes.</param>
/// <param name="bssid">Its access point.</param>
public sealed class FtTerms(FtOptions options, byte[] ssid, MacAddress bssid)
{
    /// <summary>What its owner wants.</summary>
    public FtOptions Options => options;

    /// <summary>Its name, 1–32 bytes.</summary>
    public ReadOnlySpan<byte> Ssid => ssid;

    /// <summary>Its access point.</summary>
    public MacAddress Bssid => bssid;

    /// <summary>Who holds the keys of this access point.</summary>
    public MacAddress R1KeyHolder => options.R1KeyHolder ?? bssid;

    /// <summary>
    /// The Fast BSS Transition element of a first association (802.11-2020 13.4.2): who holds the keys, and nothing else. The same in the Association
    /// Response and in messages 2 and 3.
    /// </summary>
    public void WriteHolders(ref ByteWriter writer)
    {
        Span<byte> holder = stackalloc byte[MacAddress.Length];
        R1KeyHolder.CopyTo(holder);
        var start = FtElement.Begin(ref writer, [], [], holder, options.R0KeyHolder);
        FtElement.End(ref writer, start);
    }
}
