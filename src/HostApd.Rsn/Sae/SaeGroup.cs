using HostApd.Crypto;
using HostApd.Entropy;

namespace HostApd.Rsn;

/// <summary>How the password becomes a point (802.11-2020 12.4.4).</summary>
public enum SaeMethod
{
    /// <summary>Hunting and pecking: a search for each pair of addresses (12.4.4.2.2).</summary>
    Loop,

    /// <summary>Hash to element: most of it once for a password (12.4.4.2.3).</summary>
    HashToElement,
}

/// <summary>A finite cyclic group of SAE and OWE (the numbers of IANA's IKE registry), and the hash that goes with it (802.11-2020 table 12-1).</summary>
public sealed class SaeGroup
{
    private SaeGroup(ushort number, EllipticCurve curve, KeyHash hash) => (Number, Curve, Hash) = (number, curve, hash);

    /// <summary>19, 20 or 21.</summary>
    public ushort Number { get; }

    /// <summary>Its curve.</summary>
    public EllipticCurve Curve { get; }

    /// <summary>The hash of hash to element, and of keys of the length that the group asks for.</summary>
    public KeyHash Hash { get; }

    /// <summary>The group of a number; null for those that are not implemented, or not to be trusted.</summary>
    public static SaeGroup? Find(ushort number) => number switch
    {
        19 => Groups.Group19,
        20 => Groups.Group20,
        21 => Groups.Group21,
        _ => null,
    };

    /// <summary>The group of a number, if it is one of those that are taken; else null.</summary>
    public static SaeGroup? FindIn(IReadOnlyList<SaeGroup> allowed, ushort number)
    {
        ArgumentNullException.ThrowIfNull(allowed);
        for (var i = 0; i < allowed.Count; i++)
        {
            if (allowed[i].Number == number)
            {
                return allowed[i];
            }
        }

        return null;
    }

    /// <summary>Which hash a commit's method and group take.</summary>
    public KeyHash HashOf(SaeMethod method) => method switch
    {
        SaeMethod.Loop => KeyHash.Sha256,
        SaeMethod.HashToElement => Hash,
    };

    /// <summary>Scalars of its curve drawn at random, one behind the other, each as long as the prime; null while none can be drawn.</summary>
    public SecretBytes? TryDraw(INonceSource source, int count)
    {
        ArgumentNullException.ThrowIfNull(source);
        var length = Curve.Length;
        var draws = new SecretBytes(count * length);
        for (var i = 0; i < count; i++)
        {
            var scalar = draws.Span.Slice(i * length, length);
            do
            {
                if (!source.TryDraw(scalar))
                {
                    draws.Dispose();
                    return null;
                }

                // Of P-521 the first byte has one bit; the other curves have none to spare.
                scalar[0] &= (byte)(0xFF >> (8 * length - Curve.Bits));
            }
            while (!Curve.IsScalar(scalar));
        }

        return draws;
    }

    private static class Groups
    {
        internal static readonly SaeGroup Group19 = new(19, EllipticCurve.P256, KeyHash.Sha256);
        internal static readonly SaeGroup Group20 = new(20, EllipticCurve.P384, KeyHash.Sha384);
        internal static readonly SaeGroup Group21 = new(21, EllipticCurve.P521, KeyHash.Sha512);
    }
}
