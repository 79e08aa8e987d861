using HostApd.Ieee80211;
using HostApd.Wps;
using NUnit.Framework;

namespace HostApd.Tests.Wps;

/// <summary>
/// Elements as captured: hostapd 2.10 with its button pressed and before, wpa_supplicant 2.10 as GO; mac80211_hwsim, Debian
/// kernel 6.1.0-56, November 2026, tshark on hwsim0. Bodies from OUI and type on.
/// </summary>
public sealed class ElementsTests
{
    private const string Beacon = "0050f204104a000110104400010210570001011049000600372a000120";
    private const string ArmedProbeResponse =
        "0050f204104a00011010440001021057000101104100010110120002000410530002278c103b00010310470010123456789abcdef0123456789abcdef0"
        + "102100016d102300016d102400013110420001311054000800060050f2040001101100056c6162617010080002210c1049000e00372a000120"
        + "0106ffffffffffff";
    private const string AssociationResponse = "0050f204104a000110103b0001031049000600372a000120";
    private const string GoBeacon = "0050f204104a00011010440001021049000600372a00012010110002676f1054000800070050f2040001";
    private const string GoProbeResponse =
        "0050f204104a0001101044000102103b00010310470010362db47ba53a519188fb5458b986b2e410210001201023000120102400012010420001201054"
        + "000800070050f204000110110002676f1008000221081049000600372a000120";

    [Test]
    public void The_elements_of_the_access_point_are_those_captured()
    {
        var registrar = new WpsRig().Registrar;
        Assert.That(Body(registrar.BeaconElements), Is.EqualTo(Beacon));
        Assert.That(Body(registrar.AssociationResponseElements), Is.EqualTo(AssociationResponse));
        registrar.PushButton();
        Assert.That(Body(registrar.ProbeResponseElements), Is.EqualTo(ArmedProbeResponse));
        registrar.Cancel();
        Assert.That(Body(registrar.BeaconElements), Is.EqualTo(Beacon));
    }

    [Test]
    public void The_elements_of_the_group_owner_are_those_captured()
    {
        var options = new WpsOptions
        {
            IsGroupOwner = true,
            Uuid = Guid.Parse("362db47b-a53a-5191-88fb-5458b986b2e4"),
            ConfigMethods = (ConfigMethods)0x2388,
            Device = new DeviceData { DeviceName = "go", DeviceType = new DeviceType(7, 0x0050F204, 1) },
        };
        var registrar = new WpsRig(options).Registrar;
        Assert.That(Body(registrar.BeaconElements), Is.EqualTo(GoBeacon));
        Assert.That(Body(registrar.ProbeResponseElements), Is.EqualTo(GoProbeResponse));
    }

    [Test]
    public void A_pin_selects_the_registrar_and_names_whom_it_is_for()
    {
        var rig = new WpsRig();
        rig.Registrar.AddPin("12345670", address: WpsRig.Station);
        Assert.That(Body(rig.Registrar.BeaconElements), Is.EqualTo(
            "0050f204104a000110104400010210570001011041000101101200020000105300022" + "10c1049000e00372a0001200106020000000100"));
        rig.Registrar.AddPin("12345670");
        Assert.That(Body(rig.Registrar.BeaconElements), Does.EndWith("0106ffffffffffff"));
        rig.Registrar.OnTimer(WpsTimer.WalkTime);
        Assert.That(Body(rig.Registrar.BeaconElements), Is.EqualTo(Beacon));
    }

    [TestCase(251, 1)]
    [TestCase(252, 2)]
    [TestCase(502, 2)]
    [TestCase(503, 3)]
    public void What_does_not_fit_one_element_goes_on_in_the_next(int length, int elements)
    {
        var attributes = Enumerable.Range(0, length).Select(i => (byte)i).ToArray();
        var reader = new ElementReader(WpsElements.Wrap(attributes));
        var joined = new List<byte>();
        for (var i = 0; i < elements; i++)
        {
            Assert.That(reader.MoveNext(), Is.True);
            Assert.That(reader.Current.IsVendor(VendorElements.Wps), Is.True);
            joined.AddRange(reader.Current.Body[4..]);
        }

        Assert.That(reader.MoveNext() || reader.Malformed, Is.False);
        Assert.That(joined, Is.EqualTo(attributes));
    }

    [Test]
    public void Two_bands_are_named_and_with_them_who_pressed_the_button()
    {
        var options = WpsRig.LabOptions with { RfBands = RfBands.Band2G4 | RfBands.Band5G };
        var registrar = new WpsRig(options).Registrar;
        Assert.That(Body(registrar.BeaconElements), Does.Contain("103c000103").And.Not.Contain("10470010"));
        registrar.PushButton();
        Assert.That(Body(registrar.BeaconElements), Does.Contain("10470010123456789abcdef0123456789abcdef0103c000103"));
    }

    [Test]
    public void A_probe_request_is_read()
    {
        Assert.That(WpsRequest.TryParse(Convert.FromHexString(CapturedExchange.ProbeRequest), out var request), Is.True);
        Assert.That(request.RequestType, Is.EqualTo(1));
        Assert.That(request.Uuid, Is.EqualTo(Guid.Parse("572cf82f-c957-5653-9b16-b5cfb298abf1")));
        Assert.That(request.PasswordId, Is.EqualTo(DevicePasswordId.PushButton));
        Assert.That((int)request.ConfigMethods, Is.EqualTo(0x3148));
        Assert.That(request.PrimaryDeviceType, Is.EqualTo(default(DeviceType)));
        Assert.That(request.RequestedDeviceType, Is.Null);
        Assert.That(request.DeviceName, Is.EqualTo(" "));
        Assert.That(request.IsVersion2, Is.True);
    }

    [Test]
    public void An_association_request_is_read_and_a_cut_one_is_not()
    {
        var body = WpsRig.AssociationRequest;
        Assert.That(WpsRequest.TryParse(body, out var request), Is.True);
        Assert.That(request, Is.EqualTo(
            new WpsRequest(1, Guid.Empty, null, ConfigMethods.None, null, null, "", true)));
        for (var length = 1; length < body.Length; length++)
        {
            var whole = length is 5 or 10;
            Assert.That(WpsRequest.TryParse(body.AsSpan(0, length), out _), Is.EqualTo(whole), $"{length} bytes");
        }
    }

    [Test]
    public void A_uuid_comes_from_the_address_as_the_enrollees_does() =>
        Assert.That(WpsUuid.FromMac(WpsRig.Station), Is.EqualTo(Guid.Parse("572cf82f-c957-5653-9b16-b5cfb298abf1")));

    [TestCase("label virtual_display virtual_push_button keypad physical_push_button", 0x278C)]
    [TestCase("display push_button", 0x2288)]
    [TestCase("physical_display", 0x4008)]
    [TestCase("", 0)]
    public void Config_methods_are_read_by_name(string names, int bits)
    {
        Assert.That(ConfigMethodNames.TryParse(names, out var methods, out _), Is.True);
        Assert.That((int)methods, Is.EqualTo(bits));
    }

    [Test]
    public void An_unknown_config_method_is_named()
    {
        Assert.That(ConfigMethodNames.TryParse("label buton", out _, out var unknown), Is.False);
        Assert.That(unknown, Is.EqualTo("buton"));
    }

    [TestCase("6-0050F204-1", true)]
    [TestCase("6-0050F20-1", false)]
    [TestCase("6-0050F204", false)]
    [TestCase("65536-0050F204-1", false)]
    public void A_device_type_is_read_and_written(string text, bool isRight)
    {
        Assert.That(DeviceType.TryParse(text, out var type), Is.EqualTo(isRight));
        Assert.That(isRight ? type.ToString() : text, Is.EqualTo(text));
    }

    private static string Body(ReadOnlyMemory<byte> element) => Convert.ToHexStringLower(element.Span[2..]);
}
