using System.Globalization;

namespace HostApd.Configuration;

/// <summary><c>vlanid=</c> beside a key: digits, and nothing else, so that a mistake is nobody's way into another network.</summary>
internal static class VlanNumber
{
    /// <summary>The highest that a frame can carry (802.1Q-2018 9.6).</summary>
    internal const int Highest = 4094;

    /// <summary>Reads 0 to 4094; 0: nothing is said.</summary>
    internal static bool TryRead(string text, out int id) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out id) && id <= Highest;
}
