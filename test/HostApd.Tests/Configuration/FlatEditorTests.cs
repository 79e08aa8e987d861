using HostApd.Configuration;
using NUnit.Framework;

namespace HostApd.Tests.Configuration;

public sealed class FlatEditorTests
{
    [TestCase("a=1\nssid=x\n", "new", "a=1\nssid=new\n", TestName = "A value is replaced where it stands")]
    [TestCase("ssid=x\n# ssid=c\nssid=y\n", "new", "# ssid=c\nssid=new\n", TestName = "Of repeated keys the last remains")]
    [TestCase("a=1\nbss=w1\nssid=other\n", "new", "a=1\nssid=new\nbss=w1\nssid=other\n", TestName = "Another BSS is left alone")]
    [TestCase("a=1\nssid2=\"x\"\n", "new", "a=1\nssid2=\"x\"\nssid=new\n", TestName = "A longer key is another key")]
    [TestCase("ssid=x\na=1\nssid=y\n", null, "a=1\n", TestName = "Nothing removes all of them")]
    [TestCase("a=1\n", null, "a=1\n", TestName = "What is not there cannot be removed")]
    public void Set(string text, string? value, string expected) =>
        Assert.That(FlatEditor.Set(text, "ssid", value is null ? null : LineValue.Of(value)), Is.EqualTo(expected));
}
