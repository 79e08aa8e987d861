using HostApd.Ieee80211;
using HostApd.Rsn;
using NUnit.Framework;

namespace HostApd.Tests.Rsn;

/// <summary>Whose a PMK is, what a station may prove, and that what is given up is wiped.</summary>
public sealed class PmkStoreTests
{
    private static readonly MacAddress First = new([2, 0, 0, 0, 1, 0]);
    private static readonly MacAddress Second = new([2, 0, 0, 0, 2, 0]);
    private static readonly MacAddress Device = new([0x42, 0, 0, 0, 1, 0]);

    [Test]
    public void A_station_may_prove_its_own_keys_then_those_for_anybody_then_the_networks()
    {
        using var network = Key(9);
        using var store = new PmkStore(() => [network]);
        store.Add(new DevicePmk(MacAddress.Zero, Key(1)));
        store.Add(new DevicePmk(First, Key(2)));
        store.Add(new DevicePmk(Second, Key(3)));
        store.Add(new DevicePmk(Second, Key(4)) { P2pDevice = Device });
        Assert.That(Offered(store, First, MacAddress.Zero), Is.EqualTo(new[] { 2, 1, 9 }));
        Assert.That(Offered(store, First, Device), Is.EqualTo(new[] { 2, 4, 1, 9 }));
        Assert.That(Offered(store, Second, MacAddress.Zero), Is.EqualTo(new[] { 3, 4, 1, 9 }));
        Assert.That(Offered(store, MacAddress.Zero, MacAddress.Zero), Is.EqualTo(new[] { 1, 9 }));
        Assert.That(store.MayProve(First, MacAddress.Zero, Bytes(2)) && store.MayProve(First, Device, Bytes(4)));
        Assert.That(store.MayProve(First, MacAddress.Zero, Bytes(1)) && store.MayProve(First, MacAddress.Zero, Bytes(9)));
        Assert.That(store.MayProve(First, MacAddress.Zero, Bytes(3)) || store.MayProve(First, MacAddress.Zero, []), Is.False);
    }

    [Test]
    public void A_key_of_an_enrolled_device_that_names_no_address_is_not_for_anybody()
    {
        using var store = new PmkStore(static () => []);
        store.Add(new DevicePmk(MacAddress.Zero, Key(1)) { Uuid = new Guid(1, 0, 0, new byte[8]) });
        Assert.That(Offered(store, First, Device), Is.Empty);
    }

    [Test]
    public void What_is_given_up_is_wiped_and_what_is_lent_is_not()
    {
        using var network = Key(9);
        var store = new PmkStore(() => [network]);
        DevicePmk[] entries = [new(First, Key(1)), new(Second, Key(2)), new(Second, Key(3))];
        store.Replace(entries[..2]);
        var offer = store.OfferTo(First, MacAddress.Zero);
        store.Discard(entries[..1]);
        Assert.That(entries[0].Key.Span.ToArray(), Is.All.Zero);
        Assert.That(offer.All[0].Span.ToArray(), Is.EqualTo(Bytes(1)), "who was offered it may still prove it");
        store.Replace(entries[2..]);
        Assert.That(entries[1].Key.Span.ToArray(), Is.All.Zero);
        Assert.That(entries[2].Key.Span.ToArray(), Is.EqualTo(Bytes(3)));
        offer.Dispose();
        store.Dispose();
        Assert.That(offer.All[0].Span.ToArray().Concat(entries[2].Key.Span.ToArray()), Is.All.Zero);
        Assert.That(store.Devices, Is.Empty);
        Assert.That(network.Span.ToArray(), Is.EqualTo(Bytes(9)));
    }

    [Test]
    public void A_key_is_named_by_its_owner_alone()
    {
        using var network = Key(9);
        using var asked = Key(2);
        using var store = new PmkStore(() => [network]);
        store.Add(new DevicePmk(First, Key(1)));
        store.Add(new DevicePmk(First, Key(2)) { KeyId = "second" });
        Assert.That((store.NameOf(asked), store.NameOf(network), store.NameOf(null)), Is.EqualTo(("second", (string?)null, (string?)null)));
    }

    [Test]
    public void An_offer_holds_what_was_proven_or_may_be()
    {
        var rig = new HandshakeRig();
        rig.Pmks.Add(Key(1));
        rig.StartGroup();
        rig.Associate();
        Assert.That((rig.Offer!.Proven, rig.Offer.Holds(Bytes(1)), rig.Offer.Holds(Bytes(0x77))), Is.EqualTo(((Pmk?)null, true, true)));
        rig.Receive(rig.Supplicant.Message2(rig.LastSent));
        Assert.That((rig.Offer.Proven, rig.Offer.Holds(Bytes(1)), rig.Offer.Holds(Bytes(0x77))), Is.EqualTo((rig.Pmks[0], false, true)));
        rig.Authenticator.Stop();
        Assert.That((rig.Offer.Proven, rig.Offer.Holds(Bytes(1))), Is.EqualTo(((Pmk?)null, true)));
    }

    private static IEnumerable<int> Offered(PmkStore store, MacAddress station, MacAddress device)
    {
        using var offer = store.OfferTo(station, device);
        return [.. offer.All.Select(static p => (int)p.Span[0])];
    }

    private static Pmk Key(byte value) => new(Bytes(value));

    private static byte[] Bytes(byte value) => [.. Enumerable.Repeat(value, 32)];
}
