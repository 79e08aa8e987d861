using HostApd.Radius;
using NUnit.Framework;

namespace HostApd.Tests.Radius;

/// <summary>VLANs of tunnel attributes: who writes none gets none, and who writes nonsense never gets the network for all.</summary>
public sealed class TunnelVlanTests
{
    [TestCase("1", ExpectedResult = 1)]
    [TestCase("10", ExpectedResult = 10)]
    [TestCase("4094", ExpectedResult = 4094)]
    [TestCase("4095", ExpectedResult = 0)]
    [TestCase("0", ExpectedResult = 0)]
    [TestCase("", ExpectedResult = 0)]
    [TestCase("010", ExpectedResult = 0)]
    [TestCase("10abc", ExpectedResult = 0)]
    [TestCase("1a", ExpectedResult = 0)]
    [TestCase(" 10", ExpectedResult = 0)]
    [TestCase("10 ", ExpectedResult = 0)]
    [TestCase("+10", ExpectedResult = 0)]
    [TestCase("-1", ExpectedResult = 0)]
    [TestCase("10000", ExpectedResult = 0)]
    [TestCase("4294967306", ExpectedResult = 0)]
    [TestCase("guest", ExpectedResult = 0)]
    public int Only_digits_are_a_number(string text) => TunnelVlan.ReadId(System.Text.Encoding.ASCII.GetBytes(text));

    // type:hex, of Tunnel-Type (64), Tunnel-Medium-Type (65), Tunnel-Private-Group-Id (81).
    [TestCase("", ExpectedResult = "None 0")]
    [TestCase("64:0000000d 65:00000006 81:3130", ExpectedResult = "Assigned 10", TestName = "Without tags")]
    [TestCase("81:3130 65:00000006 64:0000000d", ExpectedResult = "Assigned 10", TestName = "In any order")]
    [TestCase("64:0100000d 65:01000006 81:013130", ExpectedResult = "Assigned 10", TestName = "One tag")]
    [TestCase("64:0000000d 65:00000006 81:003130", ExpectedResult = "Assigned 10", TestName = "Tag 0 written out")]
    [TestCase("64:1f00000d 65:1f000006 81:1f3130", ExpectedResult = "Assigned 10", TestName = "Tag 31")]
    [TestCase("64:2000000d 65:20000006 81:3130", ExpectedResult = "Assigned 10", TestName = "32 is no tag")]
    [TestCase("64:0200000d 65:02000006 81:023230 64:0100000d 65:01000006 81:013130", ExpectedResult = "Assigned 10", TestName = "The lowest wins")]
    [TestCase("64:0100000d 65:01000006 64:0200000d 65:02000006 81:023230", ExpectedResult = "Assigned 20", TestName = "The lowest that is complete wins")]
    [TestCase("64:0000000d 65:00000006 81:31306162", ExpectedResult = "Invalid 0", TestName = "A number and more")]
    [TestCase("64:0000000d 65:00000006 81:6775657374", ExpectedResult = "Invalid 0", TestName = "A name")]
    [TestCase("64:0000000d 65:00000006 81:00", ExpectedResult = "Invalid 0", TestName = "A tag and no number")]
    [TestCase("64:0000000d 65:00000006", ExpectedResult = "Invalid 0", TestName = "No number")]
    [TestCase("65:00000006 81:3130", ExpectedResult = "Invalid 0", TestName = "No type")]
    [TestCase("64:0000000d 81:3130", ExpectedResult = "Invalid 0", TestName = "No medium")]
    [TestCase("64:0000000d 65:00000001 81:3130", ExpectedResult = "Invalid 0", TestName = "Another medium")]
    [TestCase("64:0100000d 65:02000006 81:033130", ExpectedResult = "Invalid 0", TestName = "Three tags")]
    [TestCase("64:0000000d 65:00000006 81:3130 81:3230", ExpectedResult = "Invalid 0", TestName = "Two numbers")]
    [TestCase("64:00000d 65:00000006 81:3130", ExpectedResult = "Invalid 0", TestName = "A short type")]
    [TestCase("64:000000000d 65:00000006 81:3130", ExpectedResult = "Invalid 0", TestName = "A long type")]
    [TestCase("64:00000003 65:00000001 81:3130", ExpectedResult = "None 0", TestName = "A tunnel of another kind")]
    [TestCase("64:01000003 81:013130 64:0200000d 65:02000006 81:023230", ExpectedResult = "Assigned 20", TestName = "Another kind beside a VLAN")]
    [TestCase("64:00000003 64:0000000d 65:00000006 81:3130", ExpectedResult = "Invalid 0", TestName = "Two kinds of one tag")]
    public string A_vlan_is_three_attributes_of_one_tag(string attributes)
    {
        var tunnel = default(TunnelVlan);
        foreach (var attribute in attributes.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            tunnel.Take((RadiusAttributeType)int.Parse(attribute[..2], System.Globalization.CultureInfo.InvariantCulture), Convert.FromHexString(attribute[3..]));
        }

        return $"{tunnel.Judge()} {tunnel.Id}";
    }
}
