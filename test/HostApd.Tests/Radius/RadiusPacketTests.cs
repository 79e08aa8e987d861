using HostApd.Radius;
using NUnit.Framework;
using static HostApd.Tests.Radius.Packets;

namespace HostApd.Tests.Radius;

/// <summary>What is a packet and what is none, at each edge.</summary>
public sealed class RadiusPacketTests
{
    private static readonly byte[] Nobody = new byte[16];

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(3)]
    [TestCase(4)]
    [TestCase(19)]
    public void A_cut_header_is_none(int length) =>
        Assert.That(Error(Raw(RadiusCode.AccessAccept, 1, Nobody)[..length]), Is.EqualTo(RadiusPacketError.Short));

    [TestCase(0, ExpectedResult = RadiusPacketError.Length)]
    [TestCase(19, ExpectedResult = RadiusPacketError.Length)]
    [TestCase(20, ExpectedResult = RadiusPacketError.None)]
    [TestCase(21, ExpectedResult = RadiusPacketError.Attributes)]
    [TestCase(4096, ExpectedResult = RadiusPacketError.None)]
    [TestCase(4097, ExpectedResult = RadiusPacketError.Length)]
    [TestCase(65535, ExpectedResult = RadiusPacketError.Length)]
    public RadiusPacketError The_length_is_20_to_4096(int length)
    {
        var attributes = Enumerable.Repeat(Attribute(RadiusAttributeType.Class, new byte[253]), 15)
            .Append(Attribute(RadiusAttributeType.Class, new byte[4096 - 20 - (15 * 255) - 2])).SelectMany(static a => a);
        byte[] packet = [.. Raw(RadiusCode.AccessAccept, 1, Nobody, [.. attributes]), .. new byte[70000]];
        if (length == 21)
        {
            packet[20] = 0;
        }

        (packet[2], packet[3]) = ((byte)(length >> 8), (byte)length);
        return Error(packet);
    }

    [Test]
    public void Octets_behind_the_length_are_ignored_and_fewer_are_no_packet()
    {
        var packet = Raw(RadiusCode.AccessReject, 7, Nobody, Number(RadiusAttributeType.SessionTimeout, 5));
        Assert.That(RadiusPacket.TryParse([.. packet, 1, 2, 3], out var parsed, out _), Is.True);
        Assert.That(parsed.Whole.Length, Is.EqualTo(packet.Length));
        Assert.That((parsed.Code, parsed.Identifier), Is.EqualTo((RadiusCode.AccessReject, (byte)7)));
        for (var i = 0; i < packet.Length; i++)
        {
            Assert.That(Error(packet[..i]), Is.EqualTo(RadiusPacketError.Short), $"{i} octets");
        }
    }

    [TestCase("01", ExpectedResult = RadiusPacketError.Attributes, TestName = "A type alone")]
    [TestCase("0100", ExpectedResult = RadiusPacketError.Attributes, TestName = "Length 0")]
    [TestCase("0101", ExpectedResult = RadiusPacketError.Attributes, TestName = "Length 1")]
    [TestCase("0102", ExpectedResult = RadiusPacketError.None, TestName = "Length 2, nothing in it")]
    [TestCase("010461", ExpectedResult = RadiusPacketError.Attributes, TestName = "One less than it says")]
    [TestCase("01036102", ExpectedResult = RadiusPacketError.Attributes, TestName = "A type behind a whole one")]
    [TestCase("5011000000000000000000000000000000", ExpectedResult = RadiusPacketError.MessageAuthenticator, TestName = "Message-Authenticator of 15")]
    [TestCase("501200000000000000000000000000000000", ExpectedResult = RadiusPacketError.None, TestName = "Message-Authenticator of 16")]
    [TestCase("50130000000000000000000000000000000000", ExpectedResult = RadiusPacketError.MessageAuthenticator, TestName = "Message-Authenticator of 17")]
    [TestCase("501200000000000000000000000000000000501200000000000000000000000000000000",
        ExpectedResult = RadiusPacketError.MessageAuthenticator, TestName = "Two Message-Authenticators")]
    public RadiusPacketError Attributes_fit_or_there_is_no_packet(string attributes) =>
        Error(Raw(RadiusCode.AccessAccept, 1, Nobody, Convert.FromHexString(attributes)));

    [TestCase(200, ExpectedResult = RadiusPacketError.None)]
    [TestCase(201, ExpectedResult = RadiusPacketError.Attributes)]
    public RadiusPacketError Two_hundred_attributes_are_enough(int count) => Error(Raw(
        RadiusCode.AccessAccept, 1, Nobody, [.. Enumerable.Repeat(Attribute(RadiusAttributeType.UserName, 1), count).SelectMany(static a => a)]));

    [Test]
    public void The_message_authenticator_is_found_where_it_is()
    {
        var packet = Raw(RadiusCode.AccessAccept, 1, Nobody,
            [.. Attribute(RadiusAttributeType.UserName, 1, 2), .. Attribute(RadiusAttributeType.MessageAuthenticator, new byte[16])]);
        Assert.That(RadiusPacket.TryParse(packet, out var parsed, out _), Is.True);
        Assert.That(parsed.MessageAuthenticatorOffset, Is.EqualTo(20 + 4 + 2));
        Assert.That(parsed.TryFind(RadiusAttributeType.UserName, out var name) && name.SequenceEqual(new byte[] { 1, 2 }), Is.True);
        Assert.That(parsed.TryFind(RadiusAttributeType.Class, out _), Is.False);
    }

    [TestCase("", ExpectedResult = "0 failed")]
    [TestCase("000001", ExpectedResult = "0 failed")]
    [TestCase("00000137", ExpectedResult = "311")]
    [TestCase("0000013710", ExpectedResult = "311 failed")]
    [TestCase("000001371001", ExpectedResult = "311 failed")]
    [TestCase("000001371003aa1102", ExpectedResult = "311 16=AA 17=")]
    [TestCase("000001371003aa1104bb", ExpectedResult = "311 16=AA failed")]
    public string Vendors_attributes_are_walked_to_their_end(string value)
    {
        var reader = new VendorAttributeReader(Convert.FromHexString(value));
        var text = $"{reader.Vendor}";
        while (reader.MoveNext())
        {
            text += $" {reader.Type}={Convert.ToHexString(reader.Value)}";
        }

        return text + (reader.Failed ? " failed" : "");
    }

    private static RadiusPacketError Error(byte[] datagram)
    {
        var isOne = RadiusPacket.TryParse(datagram, out _, out var error);
        Assert.That(isOne, Is.EqualTo(error == RadiusPacketError.None));
        return error;
    }
}
