using HostApd.Driver;

namespace HostApd.Nl80211;

/// <summary>Who hears of what happens at a link; nobody before the access point is there.</summary>
internal sealed class LinkListener
{
    internal IApEvents? Events { get; set; }
}
