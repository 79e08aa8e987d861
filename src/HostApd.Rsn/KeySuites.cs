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

    /// <summary>The cipher of group-addressed management frames, for stations whose management frames are protected.</summary>
    public ManagementCipher ManagementCipher { get; init; } = ManagementCipher.BipCmac128;

    /// <summary>The rows.</summary>
    public IReadOnlyList<KeySuite> Suites => _suites;

    /// <summary>The key management suites, each once, in the order of an RSNE.</summary>
    public IEnumerable<AkmSuite> Akms => Rows.Select(static s => s.Akm);

    /// <summary>hostapd's words for them.</summary>
    public string AkmNames => string.Join(' ', Rows.Select(static s => s.Name));

    /// <summary>The pairwise ciphers, each once, in the order of an RSNE.</summary>
    public IEnumerable<DataCipher> PairwiseCiphers => DataCipher.All.Where(c => Array.Exists(_suites, s => s.Cipher == c));

    /// <summary>hostapd's words for them.</summary>
    public string PairwiseNames => string.Join(' ', PairwiseCiphers.Select(static c => c.Name));

    /// <summary>The ciphers that a radio needs for it: the group's first.</summary>
    public IEnumerable<DataCipher> Ciphers => PairwiseCiphers.Prepend(GroupCipher).Distinct();

    /// <summary>What the capabilities say of management frame protection (802.11-2020 9.4.2.24.4).</summary>
    public RsnCapabilities FrameProtection =>
        _suites.All(static s => s.FrameProtection == Rsn.FrameProtection.Required) ? RsnCapabilities.MfpCapable | RsnCapabilities.MfpRequired
        : _suites.All(static s => s.FrameProtection == Rsn.FrameProtection.None) ? RsnCapabilities.None
        : RsnCapabilities.MfpCapable;

    /// <summary>A row of each key management.</summary>
    private IEnumerable<KeySuite> Rows => KeySuite.Announced.Select(akm => Array.Find(_suites, s => s.Akm == akm)).OfType<KeySuite>();

    /// <summary>Every key management with every cipher.</summary>
    /// <param name="managements">Rows of the key managements, in any order and with any cipher.</param>
    /// <param name="ciphers">The pairwise ciphers, in any order.</param>
    /// <param name="group">The group cipher; null: as the pairwise ones have it.</param>
    public static KeySuiteOffer Of(IReadOnlyCollection<KeySuite> managements, IReadOnlyCollection<DataCipher> ciphers, DataCipher? group = null)
    {
        ArgumentNullException.ThrowIfNull(managements);
        var rows = new List<KeySuite>();
        foreach (var akm in KeySuite.Wanted)
        {
            foreach (var row in managements)
            {
                if (row.Akm == akm)
                {
                    rows.AddRange(DataCipher.Wanted.Where(ciphers.Contains).Select(row.With));
                }
            }
        }

        return new KeySuiteOffer(group ?? DataCipher.ForGroup.First(ciphers.Contains), [.. rows]);
    }

    /// <summary>The same rows with protection of management frames.</summary>
    public KeySuiteOffer Protecting(FrameProtection protection, ManagementCipher cipher) =>
        new(GroupCipher, [.. _suites.Select(s => s with { FrameProtection = protection })]) { ManagementCipher = cipher };

    /// <summary>The same rows, but that a station whose key comes from there has its management frames protected, or stays out.</summary>
    public KeySuiteOffer Requiring(params PmkSource[] sources) =>
        new(GroupCipher, [.. _suites.Select(s => sources.Contains(s.Source) ? s with { FrameProtection = Rsn.FrameProtection.Required } : s)])
        {
            ManagementCipher = ManagementCipher,
        };

    /// <summary>The row of the same suites whose PMK is so long: of those that a group of SAE or OWE tells apart.</summary>
    public KeySuite? WithPmkLength(KeySuite suite, int length) =>
        Array.Find(_suites, s => s.Akm == suite.Akm && s.Cipher == suite.Cipher && s.PmkLength == length);

    /// <summary>Whether a key management is among them.</summary>
    public bool Has(AkmSuite akm) => Array.Exists(_suites, s => s.Akm == akm);

    /// <inheritdoc/>
    public bool Equals(KeySuiteOffer? other) =>
        other is not null && GroupCipher == other.GroupCipher && ManagementCipher == other.ManagementCipher && _suites.AsSpan().SequenceEqual(other._suites);

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
    /// The most wanted of the rows that a station's RSNE names, or what tells it why there is none: an element that cannot be read, the
    /// group cipher, the pairwise cipher, the key management, its capabilities, asked in this order. A station is to name one of each
    /// (802.11-2020 9.4.2.24.2); one that names more, also such as nobody knows, gets what it would have got with the right one.
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
            if (!wanted.HasPairwise(suite.Cipher.Suite))
            {
                continue;
            }

            if (!wanted.HasAkm(suite.Akm))
            {
                status = StatusCode.InvalidAkm;
                continue;
            }

            status = Protect(suite.FrameProtection, wanted, offered.ManagementCipher);
            return new(status == StatusCode.Success ? suite : null, status);
        }

        return new(null, status);
    }

    /// <summary>A suite as hostapd writes it: <c>00-0f-ac-4</c>, its type in decimal.</summary>
    public static string Text(CipherSuite suite) => Text((uint)suite);

    /// <inheritdoc cref="Text(CipherSuite)"/>
    public static string Text(AkmSuite suite) => Text((uint)suite);

    /// <summary>Whether the two protect management frames: the row allows it, and the station can (802.11-2020 table 12-2).</summary>
    public static bool Protects(KeySuite suite, ReadOnlySpan<byte> rsne)
    {
        ArgumentNullException.ThrowIfNull(suite);
        return suite.FrameProtection != FrameProtection.None && Rsne.TryParse(rsne, out var wanted, out _)
            && (wanted.Capabilities & RsnCapabilities.MfpCapable) != 0;
    }

    /// <summary>Whether a station wants its management frames protected, or does not come.</summary>
    public static bool RequiresProtection(ReadOnlySpan<byte> rsne) =>
        Rsne.TryParse(rsne, out var wanted, out _) && (wanted.Capabilities & RsnCapabilities.MfpRequired) != 0;

    private static StatusCode Protect(FrameProtection protection, in Rsne station, ManagementCipher cipher)
    {
        var can = (station.Capabilities & RsnCapabilities.MfpCapable) != 0;
        var must = (station.Capabilities & RsnCapabilities.MfpRequired) != 0;
        return protection switch
        {
            FrameProtection.None => must ? StatusCode.InvalidRsneCapabilities : StatusCode.Success,
            FrameProtection.Allowed when !can && !must => StatusCode.Success,
            FrameProtection.Allowed or FrameProtection.Required when !can => StatusCode.RobustManagementPolicyViolation,
            FrameProtection.Allowed or FrameProtection.Required =>
                cipher.IsMeantBy(station.GroupManagementCipher) ? StatusCode.Success : StatusCode.CipherRejected,
        };
    }

    private static string Text(uint selector) => string.Create(System.Globalization.CultureInfo.InvariantCulture,
        $"{selector >> 24:x2}-{selector >> 16 & 0xFF:x2}-{selector >> 8 & 0xFF:x2}-{selector & 0xFF}");
}
