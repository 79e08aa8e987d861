using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace HostApd.Ieee80211;

/// <summary>A 48-bit MAC address (802-2014 8.2), kept as a number whose most significant byte is sent first.</summary>
public readonly struct MacAddress : IEquatable<MacAddress>, IComparable<MacAddress>
{
    /// <summary>Length on the air, in bytes.</summary>
    public const int Length = 6;

    private readonly ulong _value;

    private MacAddress(ulong value) => _value = value;

    /// <summary>Reads the first six bytes of <paramref name="bytes"/>, in the order they are sent.</summary>
    /// <exception cref="ArgumentException">Fewer than six bytes are given.</exception>
    public MacAddress(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < Length)
        {
            throw new ArgumentException("A MAC address has 6 bytes.", nameof(bytes));
        }

        _value = (ulong)bytes[0] << 40 | (ulong)bytes[1] << 32 | (ulong)bytes[2] << 24
            | (ulong)bytes[3] << 16 | (ulong)bytes[4] << 8 | bytes[5];
    }

    /// <summary>ff:ff:ff:ff:ff:ff.</summary>
    public static MacAddress Broadcast => new(0xFFFF_FFFF_FFFF);

    /// <summary>00:00:00:00:00:00.</summary>
    public static MacAddress Zero => default;

    /// <summary>All stations.</summary>
    public bool IsBroadcast => _value == 0xFFFF_FFFF_FFFF;

    /// <summary>The group bit: the least significant bit of the first byte.</summary>
    public bool IsMulticast => (_value & 0x0100_0000_0000) != 0;

    /// <summary>No address.</summary>
    public bool IsZero => _value == 0;

    /// <summary>Its last byte.</summary>
    public byte Last => (byte)_value;

    /// <summary>Writes the six bytes in the order they are sent.</summary>
    public void CopyTo(Span<byte> destination)
    {
        destination[5] = (byte)_value;
        destination[4] = (byte)(_value >> 8);
        destination[3] = (byte)(_value >> 16);
        destination[2] = (byte)(_value >> 24);
        destination[1] = (byte)(_value >> 32);
        destination[0] = (byte)(_value >> 40);
    }

    /// <summary>
    /// The <paramref name="count"/>th address after this one that is not in <paramref name="taken"/>: hostapd's choice for further
    /// BSSes, counted with carry over all six bytes.
    /// </summary>
    public MacAddress Free(int count, IReadOnlyCollection<MacAddress> taken)
    {
        ArgumentNullException.ThrowIfNull(taken);
        Span<byte> bytes = stackalloc byte[Length];
        CopyTo(bytes);
        while (count > 0)
        {
            for (var i = Length - 1; i >= 0 && ++bytes[i] == 0; i--)
            {
            }

            count -= taken.Contains(new MacAddress(bytes)) ? 0 : 1;
        }

        return new MacAddress(bytes);
    }

    /// <summary>The same with the bit that says that it is locally administered (802.11-2020 9.2.4.3).</summary>
    public MacAddress ToLocal() => new(_value | 0x0200_0000_0000);

    /// <summary>Parses six two-digit hexadecimal bytes separated by colons, as in <c>02:00:00:00:01:00</c>.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out MacAddress address) =>
        TryParse(text.AsSpan(), out address);

    /// <inheritdoc cref="TryParse(string, out MacAddress)"/>
    public static bool TryParse(ReadOnlySpan<char> text, out MacAddress address)
    {
        address = default;
        if (text.Length != 17)
        {
            return false;
        }

        ulong value = 0;
        for (var i = 0; i < Length; i++)
        {
            if (i > 0 && text[3 * i - 1] != ':'
                || !byte.TryParse(text.Slice(3 * i, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture,
                    out var part))
            {
                return false;
            }

            value = value << 8 | part;
        }

        address = new MacAddress(value);
        return true;
    }

    /// <inheritdoc/>
    public bool Equals(MacAddress other) => _value == other._value;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is MacAddress other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _value.GetHashCode();

    /// <summary>Orders as memcmp over the sent bytes does (802.11-2020 12.7.1.3: Min and Max of two addresses).</summary>
    public int CompareTo(MacAddress other) => _value.CompareTo(other._value);

    /// <summary>Lower-case, colon-separated.</summary>
    public override string ToString() => string.Create(17, _value, static (span, value) =>
    {
        const string digits = "0123456789abcdef";
        for (var i = 0; i < Length; i++)
        {
            var part = (int)(value >> (40 - 8 * i)) & 0xFF;
            span[3 * i] = digits[part >> 4];
            span[3 * i + 1] = digits[part & 15];
            if (i < Length - 1)
            {
                span[3 * i + 2] = ':';
            }
        }
    });

    /// <summary>Equality.</summary>
    public static bool operator ==(MacAddress left, MacAddress right) => left.Equals(right);

    /// <summary>Inequality.</summary>
    public static bool operator !=(MacAddress left, MacAddress right) => !left.Equals(right);

    /// <summary>Orders by sent bytes.</summary>
    public static bool operator <(MacAddress left, MacAddress right) => left._value < right._value;

    /// <summary>Orders by sent bytes.</summary>
    public static bool operator >(MacAddress left, MacAddress right) => left._value > right._value;

    /// <summary>Orders by sent bytes.</summary>
    public static bool operator <=(MacAddress left, MacAddress right) => left._value <= right._value;

    /// <summary>Orders by sent bytes.</summary>
    public static bool operator >=(MacAddress left, MacAddress right) => left._value >= right._value;
}
