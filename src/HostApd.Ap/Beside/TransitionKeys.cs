using HostApd.Ieee80211;
using HostApd.Rsn;

namespace HostApd.Ap;

/// <summary>
/// The keys by which the access points of a mobility domain know a station (PMK-R0, 802.11-2020 12.7.1.6.3): those of who has joined here first, as many as
/// a <see cref="PmksaCache"/> holds, and those that other networks of the process hold. A pre-shared key is in no list: whoever has it makes them anew.
/// </summary>
public sealed class TransitionKeys : IDisposable
{
    private readonly BssSite _site;
    private readonly PmksaCache _own;

    internal TransitionKeys(BssSite site) => (_site, _own) = (site, new PmksaCache(site.Time));

    /// <summary>How many stations have joined here first, and are known.</summary>
    public int Count => _own.All.Count();

    /// <summary>What is known of those.</summary>
    public PmksaCache Own => _own;

    /// <summary>The other networks of the process.</summary>
    internal Func<IEnumerable<TransitionKeys>> Others { get; set; } = static () => [];

    private FtOptions? Options => _site.Options.Security?.Rsn.FastTransition;

    /// <summary>No key of the domain is good for longer (<c>ft_r0_key_lifetime</c>); null: there is no domain.</summary>
    internal TimeSpan? LongestLife => Options?.KeyLifetime;

    /// <summary>What the keys of this network hang on; null: it is in no mobility domain.</summary>
    internal FtTerms? Terms => Options is { } options ? new FtTerms(options, _site.Options.Ssid, _site.Bssid) : null;

    /// <summary>Those who hold the keys that a station names: this network and others of its domain with that name.</summary>
    internal List<TransitionKeys> HoldersOf(ReadOnlySpan<byte> r0KeyHolder)
    {
        var holders = new List<TransitionKeys>();
        if (IsOf(this, r0KeyHolder))
        {
            holders.Add(this);
        }

        foreach (var other in Others())
        {
            if (other != this && IsOf(other, r0KeyHolder))
            {
                holders.Add(other);
            }
        }

        return holders;
    }

    /// <summary>What any of those knows of a station that names its key; null: nothing.</summary>
    /// <param name="holders">Those who hold keys under the name that it gives.</param>
    /// <param name="station">The station.</param>
    /// <param name="akm">The key management.</param>
    /// <param name="name">The name of its key.</param>
    /// <param name="left">So long the key is still good.</param>
    internal static Pmksa? Find(List<TransitionKeys> holders, MacAddress station, AkmSuite akm, ReadOnlySpan<byte> name, out TimeSpan left)
    {
        foreach (var holder in holders)
        {
            if (holder._own.FindNamed(station, akm, name) is { } known)
            {
                left = holder._own.Left(known);
                return known;
            }
        }

        left = default;
        return null;
    }

    /// <summary>
    /// Whether the key that a transition under way hangs on still counts, and if so with which terms now: between its frames a server may have ended
    /// the session, or the owner have taken the key away.
    /// </summary>
    /// <param name="transition">The transition.</param>
    /// <param name="sta">Whose.</param>
    /// <param name="devices">The pre-shared keys.</param>
    internal bool Confirm(FtExchange transition, Sta sta, DeviceKeys devices)
    {
        if (transition.Suite.Source == PmkSource.PreShared)
        {
            return transition.Offer?.Proven is { } proven && devices.MayProve(sta, proven.Span);
        }

        if (Find(HoldersOf(transition.R0KeyHolder), sta.Address, transition.Suite.Akm, transition.R0Name, out var left) is not { } known)
        {
            return false;
        }

        (transition.Grant, transition.Left) = (known.Grant, left);
        return true;
    }

    /// <summary>A station has joined here first.</summary>
    /// <param name="station">The station.</param>
    /// <param name="keys">Whose handshake has shown that it has the key.</param>
    /// <param name="grant">What goes with it.</param>
    /// <param name="left">So long a server lets it in; null: for ever.</param>
    internal void Keep(MacAddress station, Authenticator keys, object? grant, TimeSpan? left)
    {
        Span<byte> key = stackalloc byte[FtKeys.Length];
        Span<byte> name = stackalloc byte[FtKeys.NameLength];
        if (Options is { } options && keys.TryWriteRoot(key, name))
        {
            _own.Add(station, keys.Suite.Akm, key, name, left < options.KeyLifetime ? left : options.KeyLifetime, grant: grant);
        }

        key.Clear();
    }

    /// <summary>The network goes off the air, or takes other keys.</summary>
    internal void Flush() => _own.Flush();

    /// <inheritdoc/>
    public void Dispose() => _own.Dispose();

    private bool IsOf(TransitionKeys other, ReadOnlySpan<byte> r0KeyHolder) => Options is { } ours && other.Options is { } theirs
        && theirs.MobilityDomain == ours.MobilityDomain && theirs.R0KeyHolder.AsSpan().SequenceEqual(r0KeyHolder)
        && other._site.Options.Ssid.AsSpan().SequenceEqual(_site.Options.Ssid);
}
