using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace HostApd.Wps;

/// <summary>
/// Primary Device Type (WSC 2.0 12, attribute 0x1054), 8 bytes, most significant first:
/// category 2, OUI with type 4, subcategory 2. Written <c>6-0050F204-1</c>.
/// </summary>
public readonly record struct DeviceType(ushort Category, uint Oui, ushort Subcategory)
{
    /// <summary>Length on the air, in bytes.</summary>
    public const int Length = 8;

    /// <summary>Reads the first 8 bytes; all zero when there are fewer.</summary>
    public static DeviceType Read(ReadOnlySpan<byte> bytes) => bytes.Length < Length ? default : new DeviceType(
        BinaryPrimitives.ReadUInt16BigEndian(bytes),
        BinaryPrimitives.ReadUInt32BigEndian(bytes[2..]),
        BinaryPrimitives.ReadUInt16BigEndian(bytes[6..]));

    /// <summary>Writes 8 bytes.</summary>
    public void CopyTo(Span<byte> target)
    {
        BinaryPrimitives.WriteUInt16BigEndian(target, Category);
        BinaryPrimitives.WriteUInt32BigEndian(target[2..], Oui);
        BinaryPrimitives.WriteUInt16BigEndian(target[6..], Subcategory);
    }

    /// <summary>Whether a device of this type is of the one that is looked for; subcategory 0 of that means any.</summary>
    public bool Fits(DeviceType wanted) =>
        wanted.Category == Category && wanted.Oui == Oui && (wanted.Subcategory == 0 || wanted.Subcategory == Subcategory);

    /// <summary>Parses <c>&lt;category&gt;-&lt;OUI and type, 8 hexadecimal digits&gt;-&lt;subcategory&gt;</c>.</summary>
    public static bool TryParse(string? text, out DeviceType type)
    {
        type = default;
        var parts = (text ?? "").Split('-');
        if (parts.Length != 3 || parts[1].Length != 8
            || !ushort.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var category)
            || !uint.TryParse(parts[1], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var oui)
            || !ushort.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var subcategory))
        {
            return false;
        }

        type = new DeviceType(category, oui, subcategory);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Category}-{Oui:X8}-{Subcategory}");
}

/// <summary>
/// The description of a device in its messages (WSC 2.0 12). Texts are UTF-8; longer ones are cut at the attribute's limit.
/// </summary>
public sealed record DeviceData
{
    /// <summary><c>device_name</c>, up to 32 bytes.</summary>
    public string DeviceName { get; init; } = "";

    /// <summary><c>manufacturer</c>, up to 64 bytes.</summary>
    public string Manufacturer { get; init; } = "";

    /// <summary><c>model_name</c>, up to 32 bytes.</summary>
    public string ModelName { get; init; } = "";

    /// <summary><c>model_number</c>, up to 32 bytes.</summary>
    public string ModelNumber { get; init; } = "";

    /// <summary><c>serial_number</c>, up to 32 bytes.</summary>
    public string SerialNumber { get; init; } = "";

    /// <summary><c>device_type</c>; the default is an access point.</summary>
    public DeviceType DeviceType { get; init; } = new(6, 0x0050F204, 1);

    /// <summary><c>os_version</c>, 31 bits; the highest bit is set when it is sent.</summary>
    public uint OsVersion { get; init; }

    internal static byte[] Utf8(string text, int limit)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var length = Math.Min(bytes.Length, limit);
        while (length > 0 && length < bytes.Length && (bytes[length] & 0xC0) == 0x80)
        {
            length--;
        }

        return bytes[..length];
    }
}
