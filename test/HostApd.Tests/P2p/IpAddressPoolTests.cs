using System.Net;
using HostApd.Ieee80211;
using HostApd.P2p;
using NUnit.Framework;

namespace HostApd.Tests.P2p;

public sealed class IpAddressPoolTests
{
    [Test]
    public void A_device_keeps_its_address_and_the_one_unused_for_longest_makes_room()
    {
        var pool = Pool("10.0.0.2", "10.0.0.3");
        Assert.That(Lease(pool, 1), Is.EqualTo("10.0.0.2"));
        Assert.That(Lease(pool, 2), Is.EqualTo("10.0.0.3"));
        Assert.That(Lease(pool, 1), Is.EqualTo("10.0.0.2"), "its old one");
        Assert.That(Lease(pool, 3), Is.EqualTo("10.0.0.3"), "the second device has been away for longer");
        Assert.That(pool.Find(Device(2)), Is.Null);
        Assert.That(pool.Find(Device(3))?.ToString(), Is.EqualTo("10.0.0.3"));
    }

    [Test]
    public void Nobody_who_is_present_loses_an_address()
    {
        var pool = Pool("10.0.0.2", "10.0.0.3");
        Lease(pool, 1);
        Lease(pool, 2);
        Assert.That(Lease(pool, 3, 1, 2), Is.Null);
        Assert.That(Lease(pool, 3, 1), Is.EqualTo("10.0.0.3"));
    }

    [Test]
    public void A_station_has_one_address_whatever_devices_it_has_said_to_be()
    {
        var pool = Pool("10.0.0.2", "10.0.0.4");
        bool IsPresent(MacAddress station) => station == Device(1) || station == Device(2);
        for (byte claim = 10; claim < 20; claim++)
        {
            Assert.That(pool.Lease(Device(claim), Device(1), IsPresent), Is.Not.Null);
        }

        Assert.That(pool.Lease(Device(2), Device(2), IsPresent), Is.Not.Null);
        Assert.That(pool.Find(Device(1), IsPresent), Is.Not.Null.And.Not.EqualTo(pool.Find(Device(2), IsPresent)));
    }

    [Test]
    public void A_station_keeps_its_address_when_another_of_its_name_has_left()
    {
        var pool = Pool("10.0.0.2", "10.0.0.9");
        List<MacAddress> present = [Device(1), Device(2)];
        Func<MacAddress, bool> isPresent = present.Contains;
        pool.Lease(Device(9), Device(1), isPresent);
        var second = pool.Lease(Device(9), Device(2), isPresent);
        present.Remove(Device(1));
        Assert.That(pool.Lease(Device(9), Device(2), isPresent), Is.EqualTo(second));
    }

    [Test]
    public void Groups_that_share_a_pool_give_nobody_the_address_of_who_is_present_in_another()
    {
        var pool = Pool("10.0.0.2", "10.0.0.3");
        bool InFirst(MacAddress station) => station == Device(1);
        bool InSecond(MacAddress station) => station == Device(1) || station == Device(2);
        var first = pool.Lease(Device(9), Device(1), InFirst);
        Assert.That(pool.Lease(Device(9), Device(1), InSecond), Is.Not.Null.And.Not.EqualTo(first), "the same address on the air, in another group");
        Assert.That(pool.Lease(Device(2), Device(2), InSecond), Is.Null);
    }

    [Test]
    public void A_declined_address_comes_last_for_an_hour()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        var pool = new IpAddressPool(IPAddress.Parse("10.0.0.1"), IPAddress.Parse("255.255.255.0"), IPAddress.Parse("10.0.0.2"),
            IPAddress.Parse("10.0.0.3"), time);
        List<MacAddress> present = [Device(1), Device(2)];
        Func<MacAddress, bool> isPresent = present.Contains;
        string? Of(byte device) => pool.Lease(Device(device), isPresent)?.ToString();
        Assert.That(Of(1), Is.EqualTo("10.0.0.2"));
        pool.Decline(IPAddress.Parse("10.0.0.2"));
        pool.Decline(IPAddress.Parse("10.0.0.99"));
        Assert.That(Of(1), Is.EqualTo("10.0.0.3"));
        Assert.That(Of(2), Is.EqualTo("10.0.0.2"), "better than none");
        present.Clear();
        Assert.That(Of(4), Is.EqualTo("10.0.0.3"), "the other was declined");
        time.Advance(TimeSpan.FromHours(1));
        Assert.That(Of(5), Is.EqualTo("10.0.0.2"), "unused for longest");
    }

    [Test]
    public void Who_is_present_keeps_the_address_that_somebody_declined_in_its_name()
    {
        var pool = Pool("10.0.0.2", "10.0.0.3");
        Lease(pool, 1);
        pool.Decline(IPAddress.Parse("10.0.0.2"));
        Assert.That(Lease(pool, 2, 1), Is.EqualTo("10.0.0.3"));
        Assert.That(Lease(pool, 3, 1, 2), Is.Null);
    }

    [TestCase("10.0.0.3", "10.0.0.2", "upside down")]
    [TestCase("10.0.0.1", "10.0.0.9", "the owner's own")]
    [TestCase("10.0.1.2", "10.0.1.9", "another network")]
    [TestCase("10.0.0.2", "10.0.1.2", "beyond the network")]
    [TestCase("::1", "10.0.0.2", "IPv6")]
    public void A_pool_that_cannot_work_is_refused(string start, string end, string why) =>
        Assert.That(() => Pool(start, end), Throws.ArgumentException, why);

    [TestCase("10.1.3.233", false)]
    [TestCase("10.1.3.234", true)]
    public void It_has_a_thousand_addresses_at_most(string end, bool tooMany)
    {
        IpAddressPool Make() => new(IPAddress.Parse("10.1.0.1"), IPAddress.Parse("255.255.0.0"),
            IPAddress.Parse("10.1.0.2"), IPAddress.Parse(end));
        Assert.That(Make, tooMany ? Throws.ArgumentException : Throws.Nothing);
    }

    private static IpAddressPool Pool(string start, string end) => new(IPAddress.Parse("10.0.0.1"),
        IPAddress.Parse("255.255.255.0"), IPAddress.Parse(start), IPAddress.Parse(end));

    private static string? Lease(IpAddressPool pool, byte device, params byte[] present) =>
        pool.Lease(Device(device), d => present.Any(p => Device(p) == d))?.ToString();

    private static MacAddress Device(byte number) => new([0x42, 0, 0, 0, number, 0]);
}
