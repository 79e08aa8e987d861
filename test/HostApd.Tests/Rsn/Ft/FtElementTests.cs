using HostApd.Ieee80211;
using HostApd.Rsn;
using NUnit.Framework;

namespace HostApd.Tests.Rsn;

/// <summary>The elements of fast transition (802.11-2020 9.4.2.46 to 9.4.2.48), at their edges.</summary>
public sealed class FtElementTests
{
    private static readonly byte[] Fixed = [0, 3, .. Filled(16, 0x11), .. Filled(32, 0xaa), .. Filled(32, 0x51)];

    [Test]
    public void All_parts_of_an_element_are_found()
    {
        byte[] gtk = [1, 0, 16, 1, 2, 3, 4, 5, 6, 0, 0, .. Filled(24, 7)];
        var element = Element([1, 6, 0, 1, 2, 3, 4, 5, 2, (byte)gtk.Length, .. gtk, 3, 3, (byte)'a', (byte)'p', (byte)'1', 9, 0]);
        Assert.That(FtElement.TryParse(element, out var read));
        Assert.That((read.IsRsnxeUsed, read.ElementCount), Is.EqualTo((false, 3)));
        Assert.That(read.Mic.ToArray(), Is.EqualTo(Filled(16, 0x11)));
        Assert.That(read.ANonce.ToArray(), Is.EqualTo(Filled(32, 0xaa)));
        Assert.That(read.SNonce.ToArray(), Is.EqualTo(Filled(32, 0x51)));
        Assert.That(read.R1KeyHolder.ToArray(), Is.EqualTo(new byte[] { 0, 1, 2, 3, 4, 5 }));
        Assert.That(read.R0KeyHolder.ToArray(), Is.EqualTo("ap1"u8.ToArray()));
        Assert.That(read.Find(FtSubelement.Gtk).ToArray(), Is.EqualTo(gtk));
        Assert.That(read.Find(FtSubelement.Igtk).ToArray(), Is.Empty);
    }

    /// <summary>Subelements, and whether an element with them is read.</summary>
    [TestCase("", true)]
    [TestCase("0106000102030405", true)]
    [TestCase("01050001020304", false)]
    [TestCase("010700010203040506", false)]
    [TestCase("0300", false)]
    [TestCase("030141", true)]
    [TestCase("01", false)]
    [TestCase("0106000102", false)]
    [TestCase("0301410302", false)]
    [TestCase("ff00", true)]
    public void Subelements_have_their_lengths(string subelements, bool isRead) =>
        Assert.That(FtElement.TryParse(Element(Convert.FromHexString(subelements)), out _), Is.EqualTo(isRead));

    [TestCase(48, true)]
    [TestCase(49, false)]
    public void The_name_of_a_key_holder_has_an_end(int length, bool isRead) =>
        Assert.That(FtElement.TryParse(Element([3, (byte)length, .. Filled(length, 0x41)]), out _), Is.EqualTo(isRead));

    [Test]
    public void An_element_is_read_whole_or_not_at_all()
    {
        var element = Element([3, 1, 0x41]);
        for (var length = 0; length < element.Length; length++)
        {
            Assert.That(FtElement.TryParse(element.AsSpan(0, length), out _), Is.False, $"{length} bytes");
        }

        Assert.That(FtElement.TryParse([.. element, 0], out _), Is.False, "a byte too many");
        element[0] = 54;
        Assert.That(FtElement.TryParse(element, out _), Is.False, "another element");
        Assert.That(FtElement.TryParse([55, 81, .. Fixed.AsSpan(0, 81)], out _), Is.False, "half a nonce");
    }

    [Test]
    public void Of_parts_that_are_repeated_the_first_counts()
    {
        Assert.That(FtElement.TryParse(Element([3, 1, 0x41, 3, 1, 0x42, 1, 6, 1, 1, 1, 1, 1, 1, 1, 6, 2, 2, 2, 2, 2, 2]), out var read));
        Assert.That((read.R0KeyHolder[0], read.R1KeyHolder[0]), Is.EqualTo(((byte)0x41, (byte)1)));
    }

    [Test]
    public void What_a_first_association_is_told_is_who_holds_the_keys()
    {
        var terms = new FtTerms(new FtOptions { MobilityDomain = 0xa1b2, R0KeyHolder = "ap1"u8.ToArray() }, "labtest"u8.ToArray(), new MacAddress([2, 0, 0, 0, 3, 0]));
        var writer = new ByteWriter(new byte[257]);
        terms.WriteHolders(ref writer);
        Assert.That(Convert.ToHexStringLower(writer.Written), Is.EqualTo("375f" + new string('0', 164) + "0106020000000300" + "0303617031"));
    }

    [Test]
    public void A_mobility_domain_is_named_in_the_order_in_which_it_is_sent()
    {
        var writer = new ByteWriter(new byte[5]);
        MobilityDomain.Write(ref writer, 0xa1b2);
        Assert.That(Convert.ToHexStringLower(writer.Written), Is.EqualTo("3603a1b200"));
        Assert.That(MobilityDomain.Names(writer.Written, 0xa1b2));
        Assert.That(MobilityDomain.Names([54, 3, 0xa1, 0xb2, 1], 0xa1b2), "what the other access point can beside does not count");
        Assert.That(MobilityDomain.Names([54, 3, 0xb2, 0xa1, 0], 0xa1b2), Is.False);
        Assert.That(MobilityDomain.Names([54, 2, 0xa1, 0xb2], 0xa1b2), Is.False);
        Assert.That(MobilityDomain.Names([], 0xa1b2), Is.False);
    }

    [Test]
    public void A_time_is_told_with_what_it_is_of()
    {
        var writer = new ByteWriter(new byte[14]);
        TimeoutInterval.Write(ref writer, TimeoutInterval.ReassociationDeadline, 1000);
        TimeoutInterval.Write(ref writer, TimeoutInterval.KeyLifetime, 1209600);
        Assert.That(Convert.ToHexStringLower(writer.Written), Is.EqualTo("380501e8030000" + "38050200751200"));
    }

    /// <summary>Ours, and as it names a key: with and without a group management cipher, and with a count that is zero.</summary>
    [TestCase("30140100000fac040100000fac040100000fac040000", "30260100000fac040100000fac040100000fac0400000100NAME")]
    [TestCase("301a0100000fac040100000fac040100000fac0480000000000fac06", "302a0100000fac040100000fac040100000fac0480000100NAME000fac06")]
    [TestCase("30020200", "30020200")]
    public void An_RSN_element_is_written_as_it_names_a_key(string own, string named)
    {
        var name = new string('5', 32);
        var writer = new ByteWriter(new byte[257]);
        Rsne.WriteNaming(ref writer, Convert.FromHexString(own), Convert.FromHexString(name));
        Assert.That(Convert.ToHexStringLower(writer.Written), Is.EqualTo(named.Replace("NAME", name)));
        if (Rsne.TryParse(writer.Written, out var read, out _) && Rsne.TryParse(Convert.FromHexString(own), out var before, out _))
        {
            Assert.That(read.IsSameButForPmkids(before));
            Assert.That(Convert.ToHexStringLower(read.Pmkids), Is.EqualTo(name));
        }
    }

    private static byte[] Element(byte[] subelements) => [55, (byte)(Fixed.Length + subelements.Length), .. Fixed, .. subelements];

    private static byte[] Filled(int count, byte value) => [.. Enumerable.Repeat(value, count)];
}
