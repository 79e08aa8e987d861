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

    /// <summary>Schedule and counts of the key machines.</summary>
    public RsnOptions Rsn { get; init; } = new();

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
