using HostApd.Control;
using HostApd.Ieee80211;
using HostApd.Rsn;

namespace HostApd.Configuration;

/// <summary>What the owner wrote of fast transition.</summary>
internal sealed class FtConfiguration
{
    private const int SecondsOfTwoWeeks = 1_209_600;

    /// <summary><c>mobility_domain</c>; null: it was not set.</summary>
    internal ushort? MobilityDomain { get; set; }

    /// <summary><c>r1_key_holder</c>; null: the address of the access point.</summary>
    internal MacAddress? R1KeyHolder { get; set; }

    /// <summary>In TU.</summary>
    internal int ReassociationDeadline { get; set; } = 1000;

    /// <summary>Seconds.</summary>
    internal int KeyLifetime { get; set; } = SecondsOfTwoWeeks;

    /// <summary><c>ft_psk_generate_local</c>.</summary>
    internal bool GeneratesLocally { get; set; }

    /// <summary>Whether a network's key managements have it.</summary>
    internal static bool IsOffered(AccessPointConfiguration bss) => bss.HasSecurity && SecuritySettings.OffersFastTransition(bss);

    /// <summary>What is wrong with the name of who holds its keys, where a network offers it; null: nothing.</summary>
    internal static string? ProblemOfName(AccessPointConfiguration bss) => NameOf(bss) is not { } name
        ? "is missing: fast transition needs it, 1–48 bytes, for who holds the keys of those who join here (R0KH-ID)"
        : name.Length > FtElement.MostOfR0KeyHolder ? $"has {name.Length} bytes; with fast transition 1–{FtElement.MostOfR0KeyHolder} are allowed"
        : null;

    /// <summary>The options of a network; null where it does not offer it.</summary>
    internal FtOptions? ToOptions(AccessPointConfiguration bss) => IsOffered(bss) && MobilityDomain is { } domain && NameOf(bss) is { } name ? new FtOptions
    {
        MobilityDomain = domain,
        R0KeyHolder = name,
        R1KeyHolder = R1KeyHolder,
        ReassociationDeadline = ReassociationDeadline,
        KeyLifetime = TimeSpan.FromSeconds(KeyLifetime),
        GeneratesLocally = GeneratesLocally,
    } : null;

    private static byte[]? NameOf(AccessPointConfiguration bss) => bss.Radius.Identifier is { Length: > 0 } name ? ByteText.Encode(name) : null;
}
