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

    /// <summary>SAE; null: it is not offered.</summary>
    public SaeOptions? Sae { get; init; }

    /// <summary>Opportunistic wireless encryption; null: it is not offered.</summary>
    public OweOptions? Owe { get; init; }

    /// <summary>Keys by EAP with a server elsewhere; null: they are not offered.</summary>
    public EnterpriseOptions? Enterprise { get; init; }

    /// <summary>Passphrases that come with a service's word on an address.</summary>
    public PskFromService PskFromService { get; init; }

    /// <summary>A station may come back with the key that it has agreed on before; off: <c>disable_pmksa_caching</c>.</summary>
    public bool CachesKeys { get; init; } = true;

    /// <summary>Also where it has done so at another network of ours that takes the same passwords (<c>okc</c>).</summary>
    public bool SharesKeys { get; init; }

    /// <summary>Schedule and counts of the key machines.</summary>
    public RsnOptions Rsn { get; init; } = new();

    /// <summary>
    /// The same under another name of the network, which goes into the key that a passphrase makes (802.11-2020 J.4.1), and into the points
    /// of SAE. Where a key was given and nothing else, it is the same.
    /// </summary>
    internal SecurityOptions ForSsid(byte[] ssid) => Sae is null && (HasGivenKey || Passphrase is null) ? this : this with
    {
        Passphrase = Passphrase is null ? null : new SecretBytes(Passphrase.Span),
        Pmks = HasGivenKey || Passphrase is null ? [.. Pmks.Select(static p => new Pmk(p.Span))] : [Pmk.FromPassphrase(ssid, Passphrase.Span)],
        Sae = Sae?.ForSsid(ssid),
    };

    /// <summary>Has the keys made that are still to be made, and the points of SAE's passwords.</summary>
    internal void Prepare(IWorker worker)
    {
        foreach (var pmk in Pmks)
        {
            if (pmk.Begin() is { } task)
            {
                worker.Run(task.Run, () => pmk.End(task));
            }
        }

        foreach (var preparation in Sae?.Prepare() ?? [])
        {
            worker.Run(preparation.Run, preparation.End);
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
        Sae?.Dispose();
    }
}
