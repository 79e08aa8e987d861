using HostApd.Ieee80211;
using HostApd.P2p;
using HostApd.Tests.P2p.Frames;
using HostApd.Wps;
using NUnit.Framework;

namespace HostApd.Tests.P2p.Device;

/// <summary>
/// What a device without a group says of itself, as captured. The one difference: the stock device capability 0x25 names service
/// discovery and concurrent operation, which we do not have; ours is 0x20, invitations.
/// </summary>
public sealed class DeviceElementsTests
{
    internal static readonly DeviceDescription Owner = new()
    {
        Address = new MacAddress([0x42, 0, 0, 0, 0, 0]),
        Device = new DeviceData { DeviceName = "owner", DeviceType = new DeviceType(7, 0x0050F204, 1) },
        ConfigMethods = (ConfigMethods)0x2388,
        Uuid = new Guid("362db47b-a53a-5191-88fb-5458b986b2e4"),
    };

    [Test]
    public void While_it_negotiates_it_says_by_which_method()
    {
        var elements = new DeviceElements(Owner);
        var before = Response(elements);
        elements.PasswordId = (int)DevicePasswordId.PushButton;
        Assert.That(Response(elements), Is.EqualTo(
            before.Replace("dd600050f204", "dd660050f204", StringComparison.Ordinal).Replace("1044000101", "1044000101" + "101200020004", StringComparison.Ordinal)));
        elements.PasswordId = -1;
        Assert.That(Response(elements), Is.EqualTo(before));
    }

    [Test]
    public void It_says_when_it_listens_and_what_its_display_is()
    {
        var elements = new DeviceElements(Owner) { ExtendedListen = new byte[] { 0xf4, 1, 0xe8, 3 } };
        elements.Display.TrySet(0, [0, 6, 0, 0x11, 0x1c, 0x44, 0, 0x32]);
        const string display = "dd0d506f9a0a" + "000006" + "00111c440032";
        Assert.That(Response(elements), Does.EndWith("0202002000" + "080400f401e803" + Convert.ToHexStringLower(
            (byte[])[0x0d, 0x1a, 0, .. elements.DeviceInfo]) + display));
        Assert.That(GroupOwnerRig.Written((ref w) => elements.WriteProbeRequest(ref w, new P2pChannel("US", 81, 6), new MacAddress([2, 0, 0, 0, 0, 9]))),
            Does.EndWith("dd21506f9a09" + "0202002000" + "030600020000000009"
                + "0605005553045106" + "080400f401e803" + display));
    }

    [Test]
    public void Its_own_search_is_the_captured_one()
    {
        var elements = new DeviceElements(new DeviceDescription
        {
            Address = new MacAddress([0x42, 0, 0, 0, 1, 0]),
            Device = new DeviceData { DeviceName = "phone", DeviceType = new DeviceType(10, 0x0050F204, 5) },
            ConfigMethods = (ConfigMethods)0x2388,
            RfBands = RfBands.Band2G4 | RfBands.Band5G,
            Uuid = new Guid("572cf82f-c957-5653-9b16-b5cfb298abf1"),
        });
        Assert.That(GroupOwnerRig.Written((ref w) => elements.WriteProbeRequest(ref w, new P2pChannel("US", 81, 6), MacAddress.Zero)),
            Is.EqualTo(AsOurs(CapturedFrames.SearchElements)));
    }

    [Test]
    public void A_device_without_a_UUID_has_that_of_its_address() =>
        Assert.That(Response(new DeviceElements(Owner with { Uuid = Guid.Empty })),
            Does.Contain("10470010" + Convert.ToHexStringLower(WpsUuid.ToBytes(WpsUuid.FromMac(Owner.Address)))));

    [Test]
    public void Its_Device_Info_names_the_methods_of_P2P_alone()
    {
        var elements = new DeviceElements(Owner);
        Assert.That(elements.Info.ConfigMethods, Is.EqualTo(ConfigMethods.PushButton | ConfigMethods.Display | ConfigMethods.Keypad));
        Assert.That("0d1a00" + Convert.ToHexStringLower(elements.DeviceInfo), Is.EqualTo(CapturedFrames.Found[^58..]));
    }

    internal static string AsOurs(string golden) => golden.Replace("0202002500", "0202002000", StringComparison.Ordinal);

    private static string Response(DeviceElements elements) => GroupOwnerRig.Written((ref w) => elements.WriteProbeResponse(ref w));
}
