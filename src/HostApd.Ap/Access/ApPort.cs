using HostApd.Driver;
using HostApd.Ieee80211;
using HostApd.Wps;

namespace HostApd.Ap;

/// <summary>The ports of a BSS's stations, over its interface.</summary>
internal sealed class ApPort(BssSite site, FrameTap tap, StationLife life, AddressInquiries inquiries) : IApPort
{
    /// <summary>A station is in, and is about to be told of.</summary>
    internal event Action<MacAddress>? Opening;

    /// <summary>Sends a station away; its departure is another room's.</summary>
    internal Action<Sta, ReasonCode> Dismissal { get; set; } = static (_, _) => { };

    /// <summary>What else is told of a station that is in.</summary>
    internal Func<Sta, List<EventWord>> Describe { get; set; } = static _ => [];

    public DriverResult SendEapol(MacAddress station, ReadOnlySpan<byte> pdu, bool encrypt) =>
        tap.DivertsEapolOut(station, pdu) ? DriverResult.Ok : site.Link.SendEapol(station, pdu, encrypt);

    public DriverResult InstallKey(in KeySettings key) => site.Link.InstallKey(key);

    public DriverResult SelectPairwiseKey(MacAddress station, int keyId) => site.Link.SelectPairwiseKey(station, keyId);

    public DriverResult InstallGroupKey(int vlan, in KeySettings key) => vlan == 0 ? site.Link.InstallKey(key) : site.Link.Vlans.InstallKey(vlan, key);

    public DriverResult ReadKeySequence(int vlan, int keyIndex, Span<byte> sequence) =>
        vlan == 0 ? site.Link.ReadKeySequence(keyIndex, sequence) : site.Link.Vlans.ReadKeySequence(vlan, keyIndex, sequence);

    public DriverResult Authorize(Sta sta)
    {
        var result = site.Link.Authorize(sta.Address, true);
        if (result.Succeeded)
        {
            life.Enter(sta, StaState.Authorized, "port opened");
            sta.ConnectedTimestamp = site.Time.GetTimestamp();
            Opening?.Invoke(sta.Address);
            BeginSession(sta);
            var words = Describe(sta);
            if ((sta.Access as RsnAccess)?.KeyId is { } name)
            {
                words.Add(EventWord.Of("keyid", name));
            }

            if (sta.VlanId != 0)
            {
                words.Add(EventWord.Of("vlanid", sta.VlanId));
            }

            if (sta.Transition is not null)
            {
                words.Add(EventWord.Of("auth_alg", "ft"));
            }

            site.Voice.Raise(ApEvent.Of(ApEventKind.StationConnected, sta.Address, words));
        }

        return result;
    }

    /// <summary>Where somebody keeps account of sessions.</summary>
    private void BeginSession(Sta sta)
    {
        if (site.Book is not { } book)
        {
            return;
        }

        var authentication = (sta.Access as RsnAccess)?.Authentication;
        sta.Session = new StationSession
        {
            Id = authentication?.Session ?? book.NextSessionId(),
            MultiId = authentication?.Result?.MultiSession ?? 0,
            Station = sta.Address,
            Aid = sta.Aid,
            Identity = authentication?.Result?.Identity ?? [],
            Grant = authentication?.Result?.Grant ?? inquiries.GrantOf(sta.Address),
        };
        book.Begin(sta.Session);
    }

    public void Dismiss(Sta sta, ReasonCode reason) => Dismissal(sta, reason);

    public ITimer CreateTimer(Action callback) => site.CreateTimer(callback);

    public void Announce(ApEvent told) => site.Voice.Raise(told);
}
