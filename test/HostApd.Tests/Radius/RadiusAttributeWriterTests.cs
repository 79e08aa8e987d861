using System.Net;
using HostApd.Ieee80211;
using HostApd.Radius;
using NUnit.Framework;
using static HostApd.Tests.Radius.Packets;

namespace HostApd.Tests.Radius;

/// <summary>What is asked, octet for octet.</summary>
public sealed class RadiusAttributeWriterTests
{
    private static readonly MacAddress Station = new([2, 0, 0xAB, 0xCD, 0xEF, 9]);

    private delegate void Writing(ref RadiusAttributeWriter writer);

    [Test]
    public void Attributes_have_the_forms_of_their_standards()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Write(static (ref w) => w.CallingStation(Station)), Is.EqualTo("1f13" + Hex("02-00-AB-CD-EF-09")));
            Assert.That(Write(static (ref w) => w.CalledStation(Station, [0xFF, 0x61])), Is.EqualTo("1e16" + Hex("02-00-AB-CD-EF-09:") + "ff61"));
            Assert.That(Write(static (ref w) => w.WirelessPortType()), Is.EqualTo("3d0600000013"));
            Assert.That(Write(static (ref w) => w.Number(RadiusAttributeType.FramedMtu, 1400)), Is.EqualTo("0c0600000578"));
            Assert.That(Write(static (ref w) => w.NasAddress(IPAddress.Parse("192.0.2.1"))), Is.EqualTo("0406c0000201"));
            Assert.That(Write(static (ref w) => w.NasAddress(IPAddress.Parse("2001:db8::1"))), Is.EqualTo("5f1220010db8000000000000000000000001"));
            Assert.That(Write(static (ref w) => w.Bytes(RadiusAttributeType.ConnectInfo, "CONNECT 54Mbps 802.11g"u8)), Is.EqualTo("4d18" + Hex("CONNECT 54Mbps 802.11g")));
            Assert.That(Write(static (ref w) => w.Suite(RadiusAttributeType.WlanAkmSuite, 0x000FAC01)), Is.EqualTo("bc06000fac01"));
            Assert.That(Write(static (ref w) => w.MobilityDomain(0xA1B2)), Is.EqualTo("b1060000a1b2"));
        });
    }

    [TestCase(0, ExpectedResult = "")]
    [TestCase(1, ExpectedResult = "1")]
    [TestCase(253, ExpectedResult = "253")]
    [TestCase(254, ExpectedResult = "253 1")]
    [TestCase(506, ExpectedResult = "253 253")]
    [TestCase(507, ExpectedResult = "253 253 1")]
    [TestCase(2300, ExpectedResult = "253 253 253 253 253 253 253 253 253 23")]
    [TestCase(2301, ExpectedResult = "")]
    public string Eap_goes_in_pieces_of_253(int length)
    {
        byte[] packet = [.. Enumerable.Range(0, length).Select(static i => (byte)(i * 7))];
        var writer = new RadiusAttributeWriter(new byte[4096]);
        writer.Eap(packet);
        var reader = new RadiusAttributeReader(writer.Written);
        var (pieces, joined) = (new List<int>(), new List<byte>());
        while (reader.MoveNext())
        {
            pieces.Add(reader.Value.Length);
            joined.AddRange(reader.Value.ToArray());
        }

        Assert.That(writer.Failed, Is.EqualTo(pieces.Count == 0));
        Assert.That(joined, Is.EqualTo(writer.Failed ? [] : packet));
        return string.Join(' ', pieces);
    }

    [TestCase(0, ExpectedResult = true)]
    [TestCase(1, ExpectedResult = false)]
    [TestCase(253, ExpectedResult = false)]
    [TestCase(254, ExpectedResult = true)]
    public bool A_value_has_1_to_253_octets(int length)
    {
        var writer = new RadiusAttributeWriter(new byte[4096]);
        writer.Bytes(RadiusAttributeType.UserName, new byte[length]);
        return writer.Failed;
    }

    [Test]
    public void What_does_not_fit_leaves_nothing()
    {
        var writer = new RadiusAttributeWriter(new byte[11]);
        writer.Number(RadiusAttributeType.FramedMtu, 1);
        Assert.That(writer.Written.Length, Is.EqualTo(6));
        writer.Number(RadiusAttributeType.FramedMtu, 2);
        writer.Bytes(RadiusAttributeType.UserName, [1]);
        Assert.That(writer.Failed && writer.Written.IsEmpty, Is.True);
    }

    [Test]
    public void Proxies_get_their_states_back_in_order()
    {
        byte[] states = [.. Attribute(RadiusAttributeType.ProxyState, 1), .. Attribute(RadiusAttributeType.ProxyState, 2, 3)];
        var request = Raw(RadiusCode.DisconnectRequest, 1, new byte[16],
            [.. states[..3], .. Attribute(RadiusAttributeType.UserName, 9), .. states[3..]]);
        Assert.That(RadiusPacket.TryParse(request, out var parsed, out _), Is.True);
        var writer = new RadiusAttributeWriter(new byte[100]);
        writer.EchoProxyStates(parsed);
        Assert.That(writer.Written.ToArray(), Is.EqualTo(states));
    }

    [TestCase(RadiusRequest.MaximumAttributesLength, ExpectedResult = 4096)]
    [TestCase(RadiusRequest.MaximumAttributesLength + 1, ExpectedResult = 0)]
    public int A_request_has_4096_octets_at_the_most(int length)
    {
        using var signature = new RadiusSignature();
        using var request = new RadiusRequest(RadiusCode.AccessRequest, new byte[length]);
        return request.Write(new byte[5000], 1, new byte[16], Secret, signature);
    }

    private static string Hex(string text) => Convert.ToHexStringLower(System.Text.Encoding.ASCII.GetBytes(text));

    private static string Write(Writing write)
    {
        var writer = new RadiusAttributeWriter(new byte[RadiusRequest.MaximumAttributesLength]);
        write(ref writer);
        Assert.That(writer.Failed, Is.False);
        return Convert.ToHexStringLower(writer.Written);
    }
}
