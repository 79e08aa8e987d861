using HostApd.Ieee80211;

namespace HostApd.Rsn;

/// <summary>
/// The RSN Extension element (802.11-2020 9.4.2.241): capabilities by the number of their bit, the first four of which say how many octets follow
/// the first.
/// </summary>
public static class Rsnxe
{
    /// <summary>Hash to element is known to SAE (table 9-321).</summary>
    public const int HashToElement = 5;

    /// <summary>The name of the network is compared in the handshake (802.11-2024 table 9-373).</summary>
    public const int SsidProtection = 21;

    private const int HeaderLength = 2;

    /// <summary>Whether a whole element says a capability; an empty one says none.</summary>
    public static bool Says(ReadOnlySpan<byte> element, int bit) =>
        element.Length > HeaderLength + bit / 8 && (element[HeaderLength + bit / 8] >> bit % 8 & 1) != 0;

    /// <summary>The whole element that says these capabilities; empty where there are none.</summary>
    public static byte[] Of(IReadOnlyList<int> bits)
    {
        ArgumentNullException.ThrowIfNull(bits);
        if (bits.Count == 0)
        {
            return [];
        }

        var octets = bits.Max() / 8 + 1;
        var element = new byte[HeaderLength + octets];
        (element[0], element[1], element[HeaderLength]) = ((byte)ElementId.Rsnxe, (byte)octets, (byte)(octets - 1));
        foreach (var bit in bits)
        {
            element[HeaderLength + bit / 8] |= (byte)(1 << bit % 8);
        }

        return element;
    }
}
