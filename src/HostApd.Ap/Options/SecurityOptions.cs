using HostApd.Crypto;
using HostApd.Rsn;

namespace HostApd.Ap;

/// <summary>Security of a BSS.</summary>
public sealed record SecurityOptions : IDisposable
{
    /// <summary>Made as soon as the network is on the air, so that no station waits for PBKDF2.</summary>
    public required IReadOnlyList<Pmk> Pmks { get; init; }

    /// <summary>The passphrase in ASCII, to hand out by WPS; null when only the PSK is known.</summary>
    public SecretBytes? Passphrase { get; init; }

    /// <summary><c>wpa_psk</c>: the key was given as it is, and goes before a passphrase.</summary>
    public bool HasGivenKey { get; init; }

    /// <summary>Schedule and counts of the key machines.</summary>
    public RsnOptions Rsn { get; init; } = new();

    /// <summary>
    /// The same under another name of the network, which goes into the key that a passphrase makes (802.11-2020 J.4.1). Where a key was
    /// given and no passphrase, it is the same.
    /// </summary>
    internal SecurityOptions ForSsid(ReadOnlySpan<byte> ssid) => HasGivenKey || Passphrase is not { } passphrase ? this : this with
    {
        Passphrase = new SecretBytes(passphrase.Span),
        Pmks = [Pmk.FromPassphrase(ssid, passphrase.Span)],
    };

    /// <summary>Has the keys made that are still to be made.</summary>
    internal void PreparePmks(IWorker worker)
    {
        foreach (var pmk in Pmks)
        {
            if (pmk.Begin() is { } task)
            {
                worker.Run(task.Run, () => pmk.End(task));
            }
        }
    }

    /// <summary>Wipes the keys.</summary>
    public void Dispose()
    {
        foreach (var pmk in Pmks)
        {
            pmk.Dispose();
        }

        Passphrase?.Dispose();
    }
}
