using HostApd.Crypto;
using HostApd.Ieee80211;

namespace HostApd.Wps;

/// <summary>The UUID of a device that was given none: the same on every start, different from device to device.</summary>
public static class WpsUuid
{
    /// <summary>Length in bytes.</summary>
    public const int Length = 16;

    private static readonly byte[] Namespace = Convert.FromHexString("526480f8c99b4be5a65558ed5f5d6084");

    /// <summary>A name-based UUID (RFC 4122 4.3, version 5) of the six bytes of <paramref name="address"/>.</summary>
    public static Guid FromMac(MacAddress address)
    {
        Span<byte> name = stackalloc byte[Length + MacAddress.Length];
        Namespace.CopyTo(name);
        address.CopyTo(name[Length..]);
        Span<byte> digest = stackalloc byte[Sha1.Length];
        Sha1.Hash(name, digest);
        digest[6] = (byte)(digest[6] & 0x0F | 0x50);
        digest[8] = (byte)(digest[8] & 0x3F | 0x80);
        return Read(digest[..Length]);
    }

    /// <summary>Reads 16 bytes in the order they are sent; other lengths give the empty UUID.</summary>
    public static Guid Read(ReadOnlySpan<byte> bytes) =>
        bytes.Length == Length ? new Guid(bytes, bigEndian: true) : Guid.Empty;

    /// <summary>The 16 bytes in the order they are sent.</summary>
    public static byte[] ToBytes(Guid uuid) => uuid.ToByteArray(bigEndian: true);
}
