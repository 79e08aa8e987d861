using System.Text;
using HostApd.Ap;
using HostApd.Ieee80211;
using HostApd.P2p;
using HostApd.Simulation;
using HostApd.Tests.Ap;
using HostApd.Tests.Wps;
using HostApd.Wps;
using NUnit.Framework;

namespace HostApd.Tests.P2p;

/// <summary>What P2P devices say of themselves, taken for what it is: a claim.</summary>
public sealed class ClaimsTests
{
    private const string PushButton = "dd0a0050f204100800020080", Display = "dd0a0050f204100800020008";
    private const string AddressRequest = "dd05506f9a0401";
    private static readonly MacAddress Device = new([0x42, 0, 0, 0, 1, 0]);
    private static readonly MacAddress Stranger = new([6, 6, 6, 6, 6, 6]);

    [Test]
    public void A_request_from_afar_takes_nothing_from_a_persons_press()
    {
        using var rig = Group(AutoPushButton.OnRequest);
        rig.Bss.Provisioning.Tell(registrar => registrar.PushButton());
        Ask(rig, Stranger, PushButton);
        rig.Run(31);
        Assert.That(rig.Bss.Provisioning.Registrar!.Pbc, Is.EqualTo(PbcState.Active));
        var wps = new WpsRig();
        wps.Registrar.PushButton();
        Assert.That(wps.Registrar.PushButtonFor(Stranger, TimeSpan.FromSeconds(30)), Is.False);
        wps.Drain();
        Assert.That(wps.Enrol(WpsRig.Script(1)).Settings, Is.Not.Null, "whom the person let in");
    }

    [Test]
    public void A_request_that_was_refused_because_the_button_was_in_use_may_come_again_at_once()
    {
        using var rig = Group(AutoPushButton.OnRequest);
        rig.Bss.Provisioning.Tell(registrar => registrar.PushButton());
        Ask(rig, Device, PushButton);
        rig.Bss.Provisioning.Tell(registrar => registrar.Cancel());
        rig.Run(2);
        rig.Events.Clear();
        Ask(rig, Device, PushButton);
        Assert.That(rig.Events, Has.Some.StartsWith("WPS-PBC-ACTIVE"));
    }

    [Test]
    public void Who_names_a_listed_device_but_asks_from_elsewhere_presses_nothing()
    {
        using var rig = Group(AutoPushButton.AllowList);
        Ask(rig, Stranger, Info("x") + PushButton);
        Assert.That(rig.Events, Has.Some.StartsWith("P2P-PROV-DISC-PBC-REQ").And.None.StartsWith("WPS-PBC-ACTIVE"));
        Ask(rig, Device, Info("x") + PushButton);
        Assert.That(rig.Events, Has.Some.StartsWith("WPS-PBC-ACTIVE"));
    }

    [Test]
    public void A_press_for_one_device_admits_nobody_whom_only_M1_calls_by_its_address([Values] bool automatic)
    {
        var rig = new WpsRig();
        _ = automatic ? rig.Registrar.PushButtonFor(Device, TimeSpan.FromSeconds(30)) : rig.Registrar.PushButton(Device) == PushButtonResult.Started;
        rig.Drain();
        var enrollee = new SimulatedEnrollee(WpsRig.Script(9) with { Address = Device });
        rig.Talk(rig.Open(WpsRig.Address(9)), enrollee);
        Assert.That(enrollee.Settings, Is.Null);
        Assert.That(rig.Enrol(WpsRig.Script(1), p2pDevice: Device).Settings, Is.Not.Null, "as P2P clients do, from another address");
    }

    [Test]
    public void Two_clients_that_claim_one_device_have_different_IP_addresses_in_handshake_and_DHCP()
    {
        using var rig = GroupTests.Group();
        var first = rig.Connect(ApRig.First, Asking);
        var second = rig.Connect(ApRig.Second, Asking);
        Assert.That((AddressIn(first), AddressIn(second)), Is.EqualTo(("0a000002", "0a000003")));
        Assert.That(rig.Events, Has.Some.Contains("ip_addr=10.0.0.2").And.Some.Contains("ip_addr=10.0.0.3"));
        Assert.That(rig.Bss.Group.LeaseFor(rig.Sta(ApRig.First)!)!.ToString(), Is.EqualTo("10.0.0.2"));
        Assert.That(rig.Bss.Group.LeaseFor(rig.Sta(ApRig.Second)!)!.ToString(), Is.EqualTo("10.0.0.3"));
    }

    [Test]
    public void A_client_that_comes_back_from_another_address_finds_its_IP_address_again()
    {
        using var rig = GroupTests.Group();
        var before = rig.Connect(ApRig.First, Asking);
        before.Leave();
        rig.Run(2);
        Assert.That(AddressIn(rig.Connect(ApRig.Second, Asking)), Is.EqualTo("0a000002"));
    }

    [Test]
    public void The_PIN_to_be_shown_goes_to_control_clients_only()
    {
        using var rig = Group(AutoPushButton.Off);
        var seenByAll = new List<string>();
        rig.Bss.Event += told => seenByAll.Add(ApEventText.Write(told, EventAudience.Public));
        Ask(rig, Device, Info("phone") + Display);
        var told = rig.Events.Single(static e => e.StartsWith("P2P-PROV-DISC-SHOW-PIN", StringComparison.Ordinal)).Split(' ');
        Assert.That(Pin.Check(told[2]), Is.EqualTo(told[2]));
        Assert.That(string.Join('\n', seenByAll), Does.Not.Contain(told[2]).And.Contain("P2P-PROV-DISC-SHOW-PIN 42:00:00:00:01:00 p2p_dev_addr=42"));
    }

    [Test]
    public void Strangers_have_few_PINs_drawn()
    {
        using var rig = Group(AutoPushButton.Off);
        for (byte i = 0; i < 200; i++)
        {
            Ask(rig, new MacAddress([6, 0, 0, 0, 0, i]), Display);
        }

        Assert.That(rig.Events.Count(static e => e.StartsWith("P2P-PROV-DISC-SHOW-PIN", StringComparison.Ordinal)), Is.InRange(5, 7), "in two seconds");
    }

    [Test]
    public void A_name_forges_no_field_of_an_event()
    {
        using var rig = Group(AutoPushButton.Off);
        Ask(rig, Stranger, Info("x' p2p_dev_addr=aa:aa:aa:aa:aa:a") + PushButton);
        Assert.That(rig.Events, Has.Some.Contains(@"name='x\x27 p2p_dev_addr\x3daa:aa:aa:aa:aa:a' config_methods="));
        Ask(rig, Device, Info("Living Room TV") + PushButton);
        Assert.That(rig.Events, Has.Some.Contains("name='Living Room TV' config_methods="));
    }

    private static SimulatedStationOptions Asking(SimulatedStationOptions options) =>
        GroupTests.Member(options) with { ExtraKeyData = Convert.FromHexString(AddressRequest) };

    private static string AddressIn(SimulatedStation station)
    {
        var data = Convert.ToHexStringLower(station.KeyDataOfMessage3);
        var at = data.IndexOf("dd10506f9a05", StringComparison.Ordinal);
        return at < 0 ? "none" : data.Substring(at + 12, 8);
    }

    private static ApRig Group(AutoPushButton auto) => GroupTests.Group(o => o with
    {
        GroupOwner = o.GroupOwner! with { AutoPushButton = auto, AutoPushButtonDevices = [Device] },
    });

    /// <summary>A P2P element with Capability and Device Info of <see cref="Device"/>.</summary>
    private static string Info(string name)
    {
        var text = Encoding.ASCII.GetBytes(name);
        var info = $"0d{21 + text.Length:x2}00" + "420000000100" + "0188" + "000a0050f2040005" + "00" + $"1011{text.Length:x4}" + Convert.ToHexString(text);
        var attributes = "0202002500" + info;
        return $"dd{4 + attributes.Length / 2:x2}506f9a09{attributes}";
    }

    /// <summary>A Provision Discovery Request.</summary>
    private static void Ask(ApRig rig, MacAddress from, string elements)
    {
        var frame = Convert.FromHexString("d0000000" + "020000000000" + "000000000000" + "020000000000" + "0000" + "0409506f9a090701" + elements);
        from.CopyTo(frame.AsSpan(10));
        rig.Radio.Inject(frame);
        rig.Run(0.01);
    }
}
