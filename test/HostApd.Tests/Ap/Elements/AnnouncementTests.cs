using HostApd.Ap;
using HostApd.Ieee80211;
using HostApd.Wps;
using NUnit.Framework;

namespace HostApd.Tests.Ap;

/// <summary>One list of elements, of which Beacon, Probe Response and Association Response are views.</summary>
public sealed class AnnouncementTests
{
    [Test]
    public void Every_frame_has_its_elements_in_the_standards_order()
    {
        using var rig = Full();
        rig.Connect(ApRig.First);
        foreach (var (name, skip) in new[] { ("ProbeResponse", 12), ("AssociationResponse", 6) })
        {
            var body = rig.Air.Sent.Last(f => f.Name == name).Bytes.AsSpan(ManagementFrame.HeaderLength + skip);
            Assert.That(Places(body), Is.Ordered.And.Not.Empty, name);
        }

        Assert.That(Places(rig.Radio.BeaconTail), Is.Ordered.And.All.GreaterThan(ElementOrder.Tim));
    }

    [Test]
    public void A_station_is_answered_with_what_it_speaks()
    {
        using var rig = Full();
        rig.Radio.Inject(StrangersTests.Authentication(ApRig.First));
        rig.Radio.Inject(AssociationOf(ApRig.First, "30140100000fac040100000fac040100000fac020000"));
        var ids = Ids(rig.Air.Sent.Last(static f => f.Name == "AssociationResponse").Bytes.AsSpan(ManagementFrame.HeaderLength + 6));
        Assert.That(ids, Is.EqualTo(new[] { ElementId.SupportedRates, ElementId.ExtendedSupportedRates, ElementId.ExtendedCapabilities, ElementId.BssMaxIdlePeriod }), "neither HT nor WMM nor WPS, of which it said nothing");
    }

    [Test]
    public void An_element_of_another_room_stands_in_its_place()
    {
        using var rig = Full();
        var site = new BssSite(rig.Bss.Options, rig.Radio, rig.Bss.Radio, rig.Pool, rig.Clock);
        site.Offer = BssOffer.Of(site.Options, rig.Radio.Capabilities, out _);
        var announcement = new Announcement(site, rig.Bss.Stations);
        announcement.Add(new ElementRow(ElementKey.OfVendor(VendorElements.P2p), Views.Beacon, static (ref ByteWriter w, in ElementContext _) =>
            w.Element(ElementId.VendorSpecific, Convert.FromHexString("506f9a09"))));
        announcement.Add(new ElementRow(ElementKey.OfVendor(VendorElements.Wps), Views.Beacon, static (ref ByteWriter w, in ElementContext _) =>
            w.Element(ElementId.VendorSpecific, Convert.FromHexString("0050f204"))));
        var tail = announcement.Describe(out var problem).BeaconTail.ToArray();
        site.Voice.Dispose();
        Assert.That(problem, Is.Null);
        Assert.That(Convert.ToHexStringLower(tail), Does.Contain("dd040050f204dd04506f9a09dd0411223301"), "before the owner's own, whoever came first");
    }

    /// <summary>As hostapd 2.10 writes it of the same keys: 802.11-2020 9.4.2.91.</summary>
    [TestCase(0, false, null, null, "", "6b0100")]
    [TestCase(2, true, null, null, "", "6b0112")]
    [TestCase(15, false, 7, 1, "", "6b030f0701")]
    [TestCase(2, true, 7, 1, "020304050607", "6b09120701020304050607")]
    [TestCase(2, true, null, null, "020304050607", "6b0712020304050607")]
    [TestCase(0, false, 3, null, "", "6b03000300")]
    [TestCase(0, false, null, 9, "", "6b03000009")]
    public void Interworking_says_what_kind_of_network_it_is(int type, bool internet, int? group, int? venue, string hessid, string expected)
    {
        using var rig = ApRig.Enabled(change: o => o with
        {
            Interworking = new InterworkingOptions
            {
                AccessNetworkType = type,
                Internet = internet,
                VenueGroup = (byte?)group,
                VenueType = (byte?)venue,
                Hessid = hessid.Length == 0 ? default : new MacAddress(Convert.FromHexString(hessid)),
            },
        });
        Assert.That(Convert.ToHexStringLower(rig.Radio.BeaconTail), Does.Contain("7f0400000080" + expected), "and bit 31 before it");
        rig.Connect(ApRig.First);
        Assert.That(Convert.ToHexStringLower(rig.Air.Sent.Last(static f => f.Name == "ProbeResponse").Bytes), Does.Contain("7f0400000080" + expected));
    }

    [TestCase(true, false, false, 0x20)]
    [TestCase(false, true, false, 0x40)]
    [TestCase(false, false, true, 0x80)]
    public void Interworking_has_a_bit_each(bool asra, bool esr, bool uesa, int options)
    {
        using var rig = ApRig.Enabled(change: o => o with
        {
            Interworking = new InterworkingOptions { FurtherStep = asra, EmergencyServices = esr, UnauthenticatedEmergency = uesa },
        });
        Assert.That(Convert.ToHexStringLower(rig.Radio.BeaconTail), Does.Contain($"6b01{options:x2}"));
    }

    [TestCase(false, false, "")]
    [TestCase(true, false, "7f0400000080")]
    [TestCase(false, true, "7f0700000000000001")]
    [TestCase(true, true, "7f0700000080000001")]
    public void Extended_capabilities_are_no_longer_than_needed(bool interworking, bool utf8, string expected)
    {
        using var rig = ApRig.Enabled(change: o => o with { Interworking = interworking ? new InterworkingOptions() : null, Utf8Ssid = utf8 });
        var tail = Convert.ToHexStringLower(rig.Radio.BeaconTail);
        var at = rig.Radio.BeaconTail.AsSpan();
        Assert.That(Ids(at).Contains(ElementId.ExtendedCapabilities), Is.EqualTo(expected.Length > 0));
        Assert.That(tail, Does.Contain(expected));
    }

    [Test]
    public void Probe_Responses_tell_of_a_move_with_as_many_Beacons_as_are_left()
    {
        // A Beacon each TU: the simulated kernel moves sooner than the count says.
        using var rig = ApRig.Enabled(change: static o => o with { Radio = o.Radio with { BeaconInterval = 1 } });
        Assert.That(MoveIn(Probe(rig)), Is.EqualTo(""));
        Assert.That(rig.Bss.SwitchChannel(new ChannelSwitch(OperatingChannel.Of(2462, ht: true), 6, BlocksTransmission: true)).Succeeded);
        Assert.That(MoveIn(Probe(rig)), Is.EqualTo("010b06"), "silent, channel 11, six");
        rig.Run(0.0031);
        Assert.That(MoveIn(Probe(rig)), Is.EqualTo("010b03"));
        rig.Run(0.0031);
        Assert.That(MoveIn(Probe(rig)), Is.EqualTo(""), "it should have happened");
        rig.Run(1);
        Assert.That((rig.Bss.Options.Channel.Number, MoveIn(Probe(rig))), Is.EqualTo((11, "")));
    }

    [Test]
    public void An_element_without_a_place_is_a_fault()
    {
        Assert.That(static () => ElementOrder.Of(ElementKey.OfExtension(0)), Throws.ArgumentException);
        Assert.That(static () => ElementOrder.Of(ElementKey.OfVendor(0x001122FF)), Throws.ArgumentException);
    }

    /// <summary>What is answered to a probe for any network.</summary>
    private static byte[] Probe(ApRig rig)
    {
        rig.Air.Sent.Clear();
        Span<byte> frame = stackalloc byte[64];
        var writer = new ByteWriter(frame);
        ManagementFrame.WriteHeader(ref writer, ManagementSubtype.ProbeRequest, MacAddress.Broadcast, ApRig.First, MacAddress.Broadcast);
        writer.Bytes([0, 0, 1, 4, 2, 4, 11, 22]);
        rig.Radio.Inject(frame[..writer.Length]);
        return rig.Air.Sent.Single(static f => f.Name == "ProbeResponse").Bytes;
    }

    /// <summary>Body of the Channel Switch Announcement behind header and fixed fields.</summary>
    private static string MoveIn(byte[] response)
    {
        var reader = new ElementReader(response.AsSpan(24 + 12));
        while (reader.MoveNext())
        {
            if (reader.Current.Id == ElementId.ChannelSwitchAnnouncement)
            {
                return Convert.ToHexStringLower(reader.Current.Body);
            }
        }

        return "";
    }

    private static ApRig Full() => ApRig.Enabled(change: static o => o with
    {
        Radio = o.Radio with { CountryCode = "US", CountryEnvironment = 0x20 },
        Utf8Ssid = true,
        Load = new BssLoadOptions { UpdatePeriod = 50 },
        Interworking = new InterworkingOptions { Internet = true },
        VendorElements = Convert.FromHexString("dd0411223301"),
        AssociationElements = Convert.FromHexString(""),
        Wps = new WpsOptions(),
    });

    private static byte[] AssociationOf(MacAddress station, string elements)
    {
        byte[] frame = [0, 0, 0, 0, .. new byte[20], 0x31, 4, 1, 0, 0, 7, .. "labtest"u8, 1, 4, 2, 4, 11, 22, .. Convert.FromHexString(elements)];
        new MacAddress([2, 0, 0, 0, 0, 0]).CopyTo(frame.AsSpan(4));
        station.CopyTo(frame.AsSpan(10));
        new MacAddress([2, 0, 0, 0, 0, 0]).CopyTo(frame.AsSpan(16));
        return frame;
    }

    private static List<ElementId> Ids(ReadOnlySpan<byte> elements)
    {
        var ids = new List<ElementId>();
        var reader = new ElementReader(elements);
        while (reader.MoveNext())
        {
            ids.Add(reader.Current.Id);
        }

        return ids;
    }

    private static List<int> Places(ReadOnlySpan<byte> elements)
    {
        var places = new List<int>();
        var reader = new ElementReader(elements);
        while (reader.MoveNext())
        {
            var element = reader.Current;
            var vendor = element.Id == ElementId.VendorSpecific ? new ByteReader(element.Body).U32BigEndian() : 0;
            places.Add(ElementOrder.Of(vendor == 0x11223301 ? ElementOrder.Owners : new ElementKey(element.Id, 0, vendor)));
        }

        return places;
    }
}
