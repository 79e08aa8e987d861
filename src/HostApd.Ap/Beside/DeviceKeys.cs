using HostApd.Ieee80211;
using HostApd.Rsn;

namespace HostApd.Ap;

/// <summary>
/// Keys that belong to single devices (<c>wpa_psk_file</c>, enrolment): how many there may be, whose claim on a name counts, and who
/// is told of a change. The keys themselves are the store's.
/// </summary>
public sealed class DeviceKeys
{
    /// <summary>More are not made: what enrolments can grow has an end.</summary>
    private const int Most = 2048;

    /// <summary>A device that joins from ever new addresses keeps its newest keys.</summary>
    private const int MostOfDevice = 8;

    private readonly BssSite _site;
    private readonly PmkStore _store;
    private readonly AddressInquiries _inquiries;

    internal DeviceKeys(BssSite site, AddressInquiries inquiries) =>
        (_site, _store, _inquiries) = (site, new PmkStore(() => site.Options.Security!.Pmks), inquiries);

    /// <summary>The list has changed: to be kept.</summary>
    public event Action? Changed;

    /// <summary>The keys that belong to one device each.</summary>
    public IReadOnlyList<DevicePmk> All => _store.Devices;

    /// <summary>One more may be made.</summary>
    internal bool HasRoom => All.Count < Most;

    /// <summary>
    /// Takes over a key that belongs to one device: the station that enrolled. It takes the place of the key which that station
    /// had as the same device, and of no other: what a device calls itself is a claim, and whoever has that name already
    /// keeps its key. Of many keys under one name the oldest goes.
    /// </summary>
    public void Add(DevicePmk entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (All.Contains(entry))
        {
            return;
        }

        _store.Discard(_store.FindAll(known => known.Station == entry.Station && known.P2pDevice == entry.P2pDevice
            && known.KeyId == entry.KeyId));
        var ofItsName = entry.P2pDevice.IsZero ? [] : _store.FindAll(known => known.P2pDevice == entry.P2pDevice);
        if (ofItsName.Count >= MostOfDevice)
        {
            _store.Discard(ofItsName[..1]);
        }

        _store.Add(entry);
    }

    /// <summary>Replaces all keys of single devices.</summary>
    public void Replace(IReadOnlyList<DevicePmk> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        _store.Replace(entries);
    }

    /// <summary>Whether a PMK is still good for a station, in the network where it is.</summary>
    public bool MayUse(Sta sta, ReadOnlySpan<byte> key) => MayProve(sta, key) && VlanOf(sta, key) is var vlan && (vlan == 0 || vlan == sta.VlanId);

    /// <summary>Whether a PMK is still good for a station, wherever that puts it.</summary>
    internal bool MayProve(Sta sta, ReadOnlySpan<byte> key)
    {
        ArgumentNullException.ThrowIfNull(sta);
        return _inquiries.KeysOf(sta.Address) is { Count: > 0 } granted && (!AsksInHandshake || PmkStore.Has(granted, key)) ? PmkStore.Has(granted, key)
            : _store.MayProve(sta.Address, GroupMembership.DeviceAddressOf(sta), key);
    }

    /// <summary>In which VLAN a station is with the key that it has proven; 0: nothing is said.</summary>
    internal int VlanOf(Sta sta, ReadOnlySpan<byte> key) => _store.VlanOf(sta.Address, GroupMembership.DeviceAddressOf(sta), key);

    /// <summary>Whether a key that a station may prove puts it into a VLAN.</summary>
    internal bool HaveVlans(Sta sta) => _store.HasVlans(sta.Address, GroupMembership.DeviceAddressOf(sta));

    /// <summary>Something that is to be kept has been done.</summary>
    internal void TellChanged() => Changed?.Invoke();

    /// <summary>The keys of a device, named by its address or P2P Device Address.</summary>
    internal List<DevicePmk> Of(MacAddress device) => _store.FindAll(known => known.Concerns(device, device));

    internal void Discard(List<DevicePmk> entries) => _store.Discard(entries);

    /// <summary>What the owner calls a key; null: nothing, or it is the network's.</summary>
    internal string? NameOf(Pmk? key) => _store.NameOf(key);

    /// <summary>What a station may prove: what a service has granted it, or else what is known here.</summary>
    internal PmkOffer OfferFor(Sta sta) => OfferFor(sta.Address, GroupMembership.DeviceAddressOf(sta));

    /// <inheritdoc cref="OfferFor(Sta)"/>
    internal PmkOffer OfferFor(MacAddress station, MacAddress p2pDevice = default) =>
        _inquiries.KeysOf(station) is not { Count: > 0 } granted ? _store.OfferTo(station, p2pDevice)
        : AsksInHandshake ? _store.OfferTo(station, p2pDevice).With(granted)
        : PmkOffer.Of(granted);

    /// <summary>A station that knows none of our keys is asked about by its handshake.</summary>
    internal bool AsksInHandshake => _site.Options.Security?.PskFromService == PskFromService.InHandshake;

    /// <summary>Asks which key a station has, by its M2, unless that is known already: then the offer has it.</summary>
    internal AddressVerdict Ask(Sta sta, KeySuite suite, ReadOnlySpan<byte> aNonce, byte[] message2) =>
        _inquiries.AskKey(new InquirySubject { Station = sta.Address, Aid = sta.Aid, Suite = suite, Mfp = sta.Mfp }, aNonce.ToArray(), message2);

    /// <summary>The answer to that is not there yet.</summary>
    internal bool IsAskedAbout(Sta sta) => _inquiries.HoldsHandshake(sta.Address);
}
