using HostApd.Ieee80211;
using HostApd.Rsn;
using NUnit.Framework;

namespace HostApd.Tests.Rsn;

public sealed class KdeTests
{
    [Test]
    public void Each_kde_is_written_as_its_figure()
    {
        Assert.That(Written((ref ByteWriter w) => Kde.WriteGtk(ref w, 2, [1, 2, 3])), Is.EqualTo("dd09000fac010200010203"));
        Assert.That(Written((ref ByteWriter w) => Kde.WriteMac(ref w, HandshakeRig.Station)), Is.EqualTo("dd0a000fac03020000000100"));
        Assert.That(Written((ref ByteWriter w) => Kde.WritePmkid(ref w, new byte[16])), Is.EqualTo("dd14000fac04" + new string('0', 32)));
        Assert.That(Written((ref ByteWriter w) => Kde.WriteIntegrityKey(ref w, KdeType.Igtk, 4, [1, 2, 3, 4, 5, 6], [9])), Is.EqualTo("dd0d000fac09040001020304050609"));
        Assert.That(Written((ref ByteWriter w) => Kde.WriteIntegrityKey(ref w, KdeType.Bigtk, 7, [1, 2, 3, 4, 5, 6], [9])), Is.EqualTo("dd0d000fac0e070001020304050609"));
    }

    [TestCase("", "000000000000")]
    [TestCase("01", "010000000000")]
    [TestCase("0102030405", "010203040500")]
    [TestCase("010203040506", "010203040506")]
    [TestCase("01020304050607", "010203040506")]
    public void A_packet_number_has_six_bytes_whatever_the_radio_tells(string told, string written) =>
        Assert.That(Written((ref ByteWriter w) => Kde.WriteIntegrityKey(ref w, KdeType.Igtk, 5, Convert.FromHexString(told), [7])),
            Is.EqualTo("dd0d000fac090500" + written + "07"));

    /// <summary>
    /// What Debian's wpa_supplicant 2.10 was handed by its hostapd 2.10 with ieee80211w=2, in a virtual lab in November 2026 (both with
    /// <c>-K</c>): the IGTK KDE of message 3.
    /// </summary>
    [Test]
    public void The_captured_IGTK_is_written_as_it_was() =>
        Assert.That(
            Written((ref ByteWriter w) => Kde.WriteIntegrityKey(ref w, KdeType.Igtk, 4, new byte[6], Convert.FromHexString("1ae9ae878990de423f5b7feded4924e9"))),
            Is.EqualTo("dd1c000fac090400000000000000" + "1ae9ae878990de423f5b7feded4924e9"));

    [Test]
    public void Unknown_vendors_and_elements_are_passed_over_in_any_order()
    {
        var data = Convert.FromHexString("dd05506f9a0401" + "f40100" + "dd06000fac010100" + "30020100" + "dd000000");
        Assert.That(KdeReader.TryFind(data, KdeType.Gtk, out var gtk), Is.True);
        Assert.That(gtk.ToArray(), Is.EqualTo(new byte[] { 1, 0 }));
        Assert.That(Convert.ToHexStringLower(KdeReader.FindElement(data, Rsne.ElementId)), Is.EqualTo("30020100"));
        Assert.That(KdeReader.TryFind(data, KdeType.Igtk, out _), Is.False);
        Assert.That(KdeReader.FindElement(data, 55).IsEmpty, Is.True);
    }

    [TestCase("", 0, false)]
    [TestCase("dd", 0, false)]
    [TestCase("dd00", 0, false)]
    [TestCase("dd0000000000", 0, false)]
    [TestCase("30020100dd", 1, false)]
    [TestCase("30", 0, true)]
    [TestCase("300201", 0, true)]
    [TestCase("30020100dd04000fac", 1, true)]
    [TestCase("dd03000fac", 1, false)]
    [TestCase("3000", 1, false)]
    public void The_walk_ends_at_padding_and_fails_at_a_cut(string hex, int entries, bool failed)
    {
        var reader = new KdeReader(Convert.FromHexString(hex));
        var seen = 0;
        while (reader.MoveNext())
        {
            seen++;
        }

        Assert.That(seen, Is.EqualTo(entries));
        Assert.That(reader.Failed, Is.EqualTo(failed));
    }

    private delegate void Writing(ref ByteWriter writer);

    private static string Written(Writing write)
    {
        var writer = new ByteWriter(new byte[64]);
        write(ref writer);
        return Convert.ToHexStringLower(writer.Written);
    }
}
