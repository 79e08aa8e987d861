using HostApd.Ieee80211;

namespace HostApd.P2p;

/// <summary>
/// Wi-Fi Display subelements, as whoever runs the display gives them (WFD 2.1 5.1):
/// <code>| Subelement ID 1 | Length 2, most significant first | body … |</code>
/// They travel in vendor specific elements (OUI 50:6F:9A, type 10), 251 bytes of them in each.
/// </summary>
public sealed class DisplaySubelements
{
    /// <summary>Highest subelement ID that can be set.</summary>
    public const int MaxId = 11;

    /// <summary>Most bytes of all subelements, so that every frame has room for them.</summary>
    public const int MaxBytes = 400;

    private const int PerElement = 251;
    private readonly byte[]?[] _subelements = new byte[]?[MaxId + 1];
    private byte[] _element = [];

    /// <summary><c>SET wifi_display</c>: off, they are kept but not sent.</summary>
    public bool IsEnabled { get; set; } = true;

    /// <summary>Elements for a frame; empty when none is set.</summary>
    public ReadOnlySpan<byte> Element => IsEnabled ? _element : default;

    /// <summary>Length and body of a subelement; empty when it is not set.</summary>
    public ReadOnlySpan<byte> this[int id] => id is >= 0 and <= MaxId ? _subelements[id] : default;

    /// <summary>Sets a subelement, or removes it when nothing is given.</summary>
    /// <param name="id">Subelement ID.</param>
    /// <param name="lengthAndBody">Two bytes of length, and as many bytes.</param>
    /// <returns>False when the ID is unknown, the length lies, or there is no room.</returns>
    public bool TrySet(int id, ReadOnlySpan<byte> lengthAndBody)
    {
        var reader = new ByteReader(lengthAndBody);
        if (id is < 0 or > MaxId
            || !lengthAndBody.IsEmpty && (reader.U16BigEndian() != lengthAndBody.Length - 2 || reader.Failed))
        {
            return false;
        }

        var old = _subelements[id];
        _subelements[id] = lengthAndBody.IsEmpty ? null : lengthAndBody.ToArray();
        if (_subelements.Sum(static s => s is null ? 0 : 1 + s.Length) > MaxBytes)
        {
            _subelements[id] = old;
            return false;
        }

        Rebuild();
        return true;
    }

    private void Rebuild()
    {
        var all = new List<byte>();
        for (byte id = 0; id <= MaxId; id++)
        {
            if (_subelements[id] is { } subelement)
            {
                all.Add(id);
                all.AddRange(subelement);
            }
        }

        var element = new ByteWriter(new byte[MaxBytes + 12]);
        for (ReadOnlySpan<byte> rest = all.ToArray(); !rest.IsEmpty;)
        {
            var part = rest[..Math.Min(PerElement, rest.Length)];
            rest = rest[part.Length..];
            element.U8((byte)ElementId.VendorSpecific);
            element.U8((byte)(4 + part.Length));
            element.U32BigEndian(VendorElements.Wfd);
            element.Bytes(part);
        }

        _element = element.Written.ToArray();
    }
}
