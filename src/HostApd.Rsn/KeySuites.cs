using HostApd.Ieee80211;

namespace HostApd.Rsn;

/// <summary>The rows that a network offers, most wanted first, and the cipher of its group.</summary>
public sealed class KeySuiteOffer : IEquatable<KeySuiteOffer>
{
    private readonly KeySuite[] _suites;

    /// <summary>An offer of at least one row.</summary>
    public KeySuiteOffer(DataCipher groupCipher, params KeySuite[] suites)
    {
        ArgumentNullException.ThrowIfNull(suites);
        ArgumentOutOfRangeException.ThrowIfZero(suites.Length);
        (GroupCipher, _suites) = (groupCipher, suites);
    }

    /// <summary>WPA2-Personal with CCMP for all.</summary>
    public static KeySuiteOffer Personal { get; } = new(DataCipher.Ccmp, KeySuite.PskCcmp);

    /// <summary>The cipher of group frames.</summary>
    public DataCipher GroupCipher { get; }

    /// <summary>The rows.</summary>
    public IReadOnlyList<KeySuite> Suites => _suites;

    /// <summary>The key management suites, each once, in order.</summary>
    public IEnumerable<AkmSuite> Akms => _suites.Select(static s => s.Akm).Distinct();

    /// <summary>The pairwise ciphers, each once, in order.</summary>
    public IEnumerable<DataCipher> PairwiseCiphers => _suites.Select(static s => s.Cipher).Distinct();

    /// <summary>What the capabilities say of management frame protection (802.11-2020 9.4.2.24.4).</summary>
    public RsnCapabilities FrameProtection =>
        _suites.All(static s => s.FrameProtection == Rsn.FrameProtection.Required) ? RsnCapabilities.MfpCapable | RsnCapabilities.MfpRequired
        : _suites.All(static s => s.FrameProtection == Rsn.FrameProtection.None) ? RsnCapabilities.None
        : RsnCapabilities.MfpCapable;

    /// <inheritdoc/>
    public bool Equals(KeySuiteOffer? other) =>
        other is not null && GroupCipher == other.GroupCipher && _suites.AsSpan().SequenceEqual(other._suites);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as KeySuiteOffer);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(GroupCipher, _suites[0]);
}

/// <summary>What a station gets of an offer.</summary>
/// <param name="Suite">The row; null when it gets none.</param>
/// <param name="Status">Why not: <see cref="StatusCode.Success"/> with a row.</param>
public readonly record struct KeySuiteChoice(KeySuite? Suite, StatusCode Status);

/// <summary>The one place where a station's RSNE and an offer meet, and how suites are written.</summary>
public static class KeySuites
{
    /// <summary>
    /// The row that a station's RSNE names, or what tells it why there is none: an element that cannot be read, the group
    /// cipher, the pairwise cipher, the key management, its capabilities, asked in this order.
    /// </summary>
    /// <param name="rsne">The element with identifier and length; may be anything.</param>
    /// <param name="offered">What the network offers.</param>
    public static KeySuiteChoice Choose(ReadOnlySpan<byte> rsne, KeySuiteOffer offered)
    {
        ArgumentNullException.ThrowIfNull(offered);
        if (rsne.IsEmpty || !Rsne.TryParse(rsne, out var wanted, out _))
        {
            return new(null, StatusCode.InvalidElement);
        }

        if (wanted.GroupCipher != offered.GroupCipher.Suite)
        {
            return new(null, StatusCode.InvalidGroupCipher);
        }

        var status = StatusCode.InvalidPairwiseCipher;
        foreach (var suite in offered.Suites)
        {
            if (wanted.PairwiseCount != 1 || !wanted.HasPairwise(suite.Cipher.Suite))
            {
                continue;
            }

            if (wanted.AkmCount != 1 || !wanted.HasAkm(suite.Akm))
            {
                status = StatusCode.InvalidAkm;
                continue;
            }

            status = Protect(suite.FrameProtection, wanted.Capabilities);
            return new(status == StatusCode.Success ? suite : null, status);
        }

        return new(null, status);
    }

    /// <summary>A suite as hostapd writes it: <c>00-0f-ac-4</c>, its type in decimal.</summary>
    public static string Text(CipherSuite suite) => Text((uint)suite);

    /// <inheritdoc cref="Text(CipherSuite)"/>
    public static string Text(AkmSuite suite) => Text((uint)suite);

    private static StatusCode Protect(FrameProtection protection, RsnCapabilities station) => protection switch
    {
        FrameProtection.None when (station & RsnCapabilities.MfpRequired) != 0 => StatusCode.InvalidRsneCapabilities,
        FrameProtection.Required when (station & RsnCapabilities.MfpCapable) == 0 => StatusCode.RobustManagementPolicyViolation,
        FrameProtection.None or FrameProtection.Allowed or FrameProtection.Required => StatusCode.Success,
    };

    private static string Text(uint selector) => string.Create(System.Globalization.CultureInfo.InvariantCulture,
        $"{selector >> 24:x2}-{selector >> 16 & 0xFF:x2}-{selector >> 8 & 0xFF:x2}-{selector & 0xFF}");
}
