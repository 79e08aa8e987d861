using HostApd.Ap;
using HostApd.Ieee80211;
using NUnit.Framework;

namespace HostApd.Tests.Ap;

/// <summary>What an open network and one with OWE tell of each other.</summary>
public sealed class PairedNetworkTests
{
    private const string Start = "506f9a1c";

    private static ApRig Telling(OweTransitionOptions? options, string name = "wlan0", byte[]? ssid = null) => new(change: o => o with
    {
        InterfaceName = name,
        Ssid = ssid ?? o.Ssid,
        Security = null,
        OweTransition = options,
    });

    private static string Beacon(ApRig rig) => Convert.ToHexStringLower(rig.Radio.BeaconTail);

    [Test]
    public void The_other_network_is_told_of_in_Beacons_and_Probe_Responses()
    {
        var options = new OweTransitionOptions { Bssid = new MacAddress([2, 0, 0, 0, 0, 9]), Ssid = "hidden"u8.ToArray() };
        using var rig = Telling(options);
        rig.Bss.Enable();
        rig.Run(0.01);
        const string element = "dd11" + Start + "020000000009" + "06" + "68696464656e";
        Assert.That(Beacon(rig), Does.Contain(element));
        var client = rig.Connect(ApRig.First, static o => o with { Passphrase = null, Rsne = [] });
        Assert.That(Convert.ToHexStringLower(rig.Air.Sent.Last(static f => f.Name == "ProbeResponse").Bytes), Does.Contain(element));
        Assert.That(Convert.ToHexStringLower(rig.Air.Sent.Last(static f => f.Name == "AssociationResponse").Bytes), Does.Not.Contain(Start));
        Assert.That(client.IsAssociated);
    }

    [Test]
    public void A_network_of_ours_is_told_of_while_it_is_on_the_air_and_as_it_is()
    {
        using var open = Telling(new OweTransitionOptions { InterfaceName = "owe0" });
        using var hidden = Telling(new OweTransitionOptions { InterfaceName = "wlan0" }, "owe0", "a"u8.ToArray());
        using var third = Telling(new OweTransitionOptions { InterfaceName = "nobody" }, "wlan7");
        Bss[] all = [open.Bss, hidden.Bss, third.Bss];
        Array.ForEach(all, b => b.Others = () => all);
        var bssid = Convert.ToHexStringLower(Bytes(hidden.Radio.Address));

        open.Bss.Enable();
        third.Bss.Enable();
        Assert.That(Beacon(open), Does.Not.Contain(Start), "the other is not there yet");
        hidden.Bss.Enable();
        Assert.That(Beacon(hidden), Does.Contain(Start + Convert.ToHexStringLower(Bytes(open.Radio.Address)) + "07" + "6c616274657374"));
        Assert.That(Beacon(open), Does.Contain(Start + bssid + "01" + "61"));
        Assert.That(Beacon(third), Does.Not.Contain(Start));

        hidden.Bss.Announce(hidden.Bss.Options with { Ssid = "bc"u8.ToArray() });
        Assert.That(Beacon(open), Does.Contain(Start + bssid + "02" + "6263"));
        hidden.Bss.Disable();
        Assert.That(Beacon(open), Does.Not.Contain(Start));
        hidden.Bss.Enable();
        Assert.That(Beacon(open), Does.Contain(Start + bssid + "02" + "6263"));
    }

    /// <summary>It costs the other nothing where nothing has changed.</summary>
    [Test]
    public void What_has_not_changed_is_not_written_anew()
    {
        using var open = Telling(new OweTransitionOptions { InterfaceName = "owe0" });
        using var hidden = Telling(null, "owe0", "a"u8.ToArray());
        Bss[] all = [open.Bss, hidden.Bss];
        Array.ForEach(all, b => b.Others = () => all);
        open.Bss.Enable();
        hidden.Bss.Enable();
        open.Radio.Calls.Clear();
        hidden.Bss.Announce(hidden.Bss.Options with { MaxStations = 7 });
        Assert.That(open.Radio.Calls, Is.Empty);
        hidden.Bss.Announce(hidden.Bss.Options with { Ssid = "b"u8.ToArray() });
        Assert.That(open.Radio.Calls, Has.Count.EqualTo(1));
    }

    private static byte[] Bytes(MacAddress address)
    {
        var bytes = new byte[MacAddress.Length];
        address.CopyTo(bytes);
        return bytes;
    }
}
