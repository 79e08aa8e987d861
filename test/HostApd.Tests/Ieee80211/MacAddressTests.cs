using HostApd.Ieee80211;
using NUnit.Framework;

namespace HostApd.Tests.Ieee80211;

/// <summary>Addresses that are counted on from another.</summary>
public sealed class MacAddressTests
{
    [TestCase("02:00:00:00:00:00", 1, "", ExpectedResult = "02:00:00:00:00:01")]
    [TestCase("02:00:00:00:00:00", 2, "", ExpectedResult = "02:00:00:00:00:02")]
    [TestCase("02:00:00:00:00:ff", 1, "", ExpectedResult = "02:00:00:00:01:00", Description = "the carry")]
    [TestCase("02:00:ff:ff:ff:fe", 2, "", ExpectedResult = "02:01:00:00:00:00")]
    [TestCase("02:00:00:00:00:00", 1, "02:00:00:00:00:01", ExpectedResult = "02:00:00:00:00:02", Description = "taken")]
    [TestCase("02:00:00:00:00:00", 2, "02:00:00:00:00:01 02:00:00:00:00:03", ExpectedResult = "02:00:00:00:00:04")]
    [TestCase("02:00:00:00:00:00", 0, "02:00:00:00:00:00", ExpectedResult = "02:00:00:00:00:00")]
    [TestCase("ff:ff:ff:ff:ff:ff", 1, "", ExpectedResult = "00:00:00:00:00:00")]
    public string The_next_that_is_free(string first, int count, string taken)
    {
        Assert.That(MacAddress.TryParse(first, out var address));
        return address.Free(count, [.. taken.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Parse)]).ToString();
    }

    private static MacAddress Parse(string text) => MacAddress.TryParse(text, out var address) ? address : throw new FormatException(text);
}
