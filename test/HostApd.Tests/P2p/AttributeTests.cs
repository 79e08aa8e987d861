using HostApd.Ieee80211;
using HostApd.P2p;
using HostApd.P2p.Frames;
using NUnit.Framework;

namespace HostApd.Tests.P2p;

/// <summary>Every attribute that is read, at its right length and beside it (P2P 1.7 4.1).</summary>
public sealed class AttributeTests
{
    private const string Info = "420000000100" + "0188" + "000a0050f2040005" + "00" + "10110003636c69";

    [TestCase("02020027ab", true)]
    [TestCase("02010027", false)]
    [TestCase("0203002700ab", false)]
    [TestCase("030600420000000100", true)]
    [TestCase("0305004200000001", false)]
    [TestCase("03070042000000010000", false)]
    [TestCase("0d1800" + Info, true)]
    [TestCase("0d1400" + "420000000100" + "0188" + "000a0050f2040005" + "00" + "101100", false)]
    [TestCase("0f0600420000000000", true)]
    [TestCase("0f05004200000000", false)]
    [TestCase("0f2600420000000000" + "0000000000000000000000000000000000000000000000000000000000000000", true)]
    [TestCase("0f2700420000000000" + "000000000000000000000000000000000000000000000000000000000000000000", false)]
    [TestCase("0c02000000", true)]
    [TestCase("0c010000", false)]
    [TestCase("12010001", true)]
    [TestCase("12020000ff", false)]
    [TestCase("dd0100ff", true)]
    [TestCase("ff0000", true)]
    [TestCase("ff00", false)]
    [TestCase("ff", false)]
    [TestCase("02030000ff", false)]
    [TestCase("", true)]
    [TestCase("0202002700" + "0202001100", true)]
    [TestCase("02010027" + "0202001100", false)]
    [TestCase("0202001100" + "02010027", false)]
    [TestCase("0d1800" + "420000000100" + "0188" + "000a0050f2040005" + "01" + "10110003636c69", false)]
    [TestCase("0d1800" + "420000000100" + "0188" + "000a0050f2040005" + "00" + "10120003636c69", false)]
    [TestCase("0d1800" + "420000000100" + "0188" + "000a0050f2040005" + "00" + "10110004636c69", false)]
    [TestCase("0d1900" + "420000000100" + "0188" + "000a0050f2040005" + "00" + "10110003636c69" + "00", true)]
    public void Lengths_are_the_tables(string body, bool expected) =>
        Assert.That(P2pRequest.TryParse(Convert.FromHexString(body), out _), Is.EqualTo(expected));

    /// <summary>Identifier, and its shortest and longest right length; those that we read nothing of may be longer.</summary>
    [TestCase(0, 1, 1)]
    [TestCase(1, 1, 1000)]
    [TestCase(2, 2, 2)]
    [TestCase(3, 6, 6)]
    [TestCase(4, 1, 1)]
    [TestCase(5, 2, 2)]
    [TestCase(6, 5, 5)]
    [TestCase(7, 6, 6)]
    [TestCase(8, 4, 4)]
    [TestCase(9, 6, 6)]
    [TestCase(10, 1, 1000)]
    [TestCase(11, 3, 1000)]
    [TestCase(12, 2, 1000)]
    [TestCase(14, 0, 1000)]
    [TestCase(15, 6, 38)]
    [TestCase(16, 0, 1000)]
    [TestCase(17, 5, 5)]
    [TestCase(18, 1, 1)]
    [TestCase(19, 6, 1000)]
    [TestCase(21, 6, 1000)]
    [TestCase(22, 0, 1000)]
    [TestCase(23, 1, 1000)]
    [TestCase(24, 10, 1000)]
    [TestCase(26, 10, 1000)]
    [TestCase(27, 1, 1000)]
    [TestCase(28, 6, 38)]
    [TestCase(29, 2, 1000)]
    [TestCase(32, 1, 1000)]
    [TestCase(33, 1, 1000)]
    public void Every_length_is_looked_at_in_every_message(int id, int minimum, int maximum)
    {
        for (var length = 0; length <= 1000; length++)
        {
            var isChannel = (P2pAttributeId)id is P2pAttributeId.ListenChannel or P2pAttributeId.OperatingChannel;
            var expected = length >= minimum && length <= maximum || isChannel && length == 0;
            byte[] body = [(byte)id, (byte)length, (byte)(length >> 8), .. new byte[length]];
            Assert.That(new P2pAttributeList(body).TryFinish(out var error), Is.EqualTo(expected), $"{length} bytes");
            Assert.That(error, Is.EqualTo(expected ? default : new P2pError(P2pErrorCode.Length, (P2pAttributeId)id, 0)));
            byte[] second = [0xdd, 0, 0, .. body];
            Assert.That(new P2pAttributeList(second).TryFinish(out error) || error.Offset == 3);
        }
    }

    [Test]
    public void Values_are_read_and_of_repeated_attributes_the_last_counts()
    {
        var body = Convert.FromHexString("02020000ff0202002709030600420000000100" + GroupOwnerRig.OurGroup + "12010001" + "0c02000780");
        Assert.That(P2pRequest.TryParse(body, out var request));
        Assert.That(request.DeviceCapability, Is.EqualTo((DeviceCapability)0x27));
        Assert.That(request.GroupCapability, Is.EqualTo(GroupCapability.GroupOwner | GroupCapability.IntraBss));
        Assert.That(request.DeviceId, Is.EqualTo(GroupOwnerRig.Client));
        Assert.That(InvitationRequest.TryParse(body, out var invitation, out _));
        Assert.That(invitation.GroupDevice, Is.EqualTo(GroupOwnerRig.Owner));
        Assert.That(invitation.GroupSsid.SequenceEqual("DIRECT-OH"u8));
        Assert.That(invitation.InvitationFlags, Is.EqualTo(1));
        Assert.That(PresenceRequest.TryParse(body, out var presence, out _));
        Assert.That(Convert.ToHexString(presence.NoticeOfAbsence), Is.EqualTo("0780"));
    }

    [TestCase(Info, "cli")]
    [TestCase("420000000100" + "0188" + "000a0050f2040005" + "01" + "0001000000000000" + "10110000", "")]
    [TestCase("420000000100" + "0188" + "000a0050f2040005" + "00" + "10110003630a69", "c_i")]
    [TestCase("420000000100" + "0188" + "000a0050f2040005" + "01" + "10110003636c69", null)]
    [TestCase("420000000100" + "0188" + "000a0050f2040005" + "00" + "10110004636c69", null)]
    [TestCase("420000000100" + "0188" + "000a0050f2040005" + "00" + "10210003636c69", null)]
    [TestCase("420000000100" + "0188" + "000a0050f2040005" + "00" + "10110021"
        + "414141414141414141414141414141414141414141414141414141414141414141", null)]
    [TestCase("4200", null)]
    public void Device_Info_is_read_to_the_end_of_its_name(string body, string? name) =>
        Assert.That(P2pDeviceInfo.TryParse(Convert.FromHexString(body))?.PrintableName, Is.EqualTo(name));

    [Test]
    public void Device_Info_writes_what_it_read()
    {
        var info = P2pDeviceInfo.TryParse(Convert.FromHexString(Info))!;
        Assert.That(GroupOwnerRig.Written(info.Write), Is.EqualTo("0d1800" + Info));
        Assert.That(GroupOwnerRig.Written((ref w) =>
            info.WriteDescriptor(ref w, GroupOwnerRig.ClientInterface, (DeviceCapability)0x27)),
            Is.EqualTo("1f" + "420000000100" + "460000000100" + "27" + Info[12..]));
        Assert.That(info.DescriptorLength, Is.EqualTo(0x20));
    }

    [TestCase(0, "dd04506f9a09")]
    [TestCase(251, "ddff506f9a09|251")]
    [TestCase(252, "ddff506f9a09|251|dd05506f9a09|1")]
    [TestCase(502, "ddff506f9a09|251|ddff506f9a09|251")]
    [TestCase(503, "ddff506f9a09|251|ddff506f9a09|251|dd05506f9a09|1")]
    public void Attributes_are_cut_at_251_bytes_and_joined_again(int length, string layout)
    {
        var attributes = new byte[length];
        for (var i = 0; i < length; i++)
        {
            attributes[i] = (byte)i;
        }

        var wire = Convert.FromHexString(GroupOwnerRig.Written((ref w) => P2pAttributeWriter.Element(ref w, attributes)));
        var parts = new List<string>();
        var reader = new ElementReader(wire);
        while (reader.MoveNext())
        {
            parts.Add(Convert.ToHexStringLower(reader.Current.Whole[..6]));
            if (reader.Current.Body.Length > 4)
            {
                parts.Add((reader.Current.Body.Length - 4).ToString(System.Globalization.CultureInfo.InvariantCulture));
            }
        }

        Assert.That(string.Join('|', parts), Is.EqualTo(layout));
        Assert.That(ActionElements.Parse(wire)!.P2p, Is.EqualTo(attributes));
        Assert.That(RequestElements.TryParse(wire, out var elements));
        Assert.That(elements.P2p.ToArray(), Is.EqualTo(attributes));
    }

    [Test]
    public void One_element_is_not_copied_and_WPS_elements_are_joined_too()
    {
        var one = Convert.FromHexString("dd060050f20401020000");
        Assert.That(RequestElements.TryParse(one, out var alone));
        Assert.That(alone.Wps.Overlaps(one));
        Assert.That(RequestElements.TryParse(Convert.FromHexString("dd060050f2040102" + "dd050050f20403"), out var two));
        Assert.That(Convert.ToHexString(two.Wps), Is.EqualTo("010203"));
    }
}
