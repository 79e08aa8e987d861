namespace HostApd.Configuration;

/// <summary>What a network is to those who join it, in the words of its file.</summary>
/// <param name="Ssid">The name, in hexadecimal.</param>
/// <param name="Wpa"><c>wpa</c>.</param>
/// <param name="Passphrase"><c>wpa_passphrase</c>.</param>
/// <param name="Psk"><c>wpa_psk</c>.</param>
internal readonly record struct NetworkWords(string Ssid, int Wpa, string? Passphrase, string? Psk);
