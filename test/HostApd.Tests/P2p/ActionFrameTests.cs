using HostApd.Ieee80211;
using HostApd.P2p;
using HostApd.Wps;
using NUnit.Framework;

namespace HostApd.Tests.P2p;

/// <summary>What a Group Owner answers to each action frame, and what it drops and counts.</summary>
public sealed class ActionFrameTests
{
    private const string Method = "100800020";
    private const string PushButton = Method + "080", Display = Method + "008", Keypad = Method + "100";
    private const string Yes = "0409506f9a090805dd0a0050f204100800020";
    private const string From = "42:00:00:00:01:00 ";
    private const string Self = "0d1700420000000000018800010050f20400010010110002676f";

    [TestCase(PushButton, "080", "P2P-PROV-DISC-PBC-REQ " + From)]
    [TestCase(Display, "008", "P2P-PROV-DISC-SHOW-PIN " + From + "12345670 ")]
    [TestCase(Keypad, "100", "P2P-PROV-DISC-ENTER-PIN " + From)]
    public void Provision_Discovery_is_granted_with_the_same_method_and_told(string wps, string methods, string text)
    {
        var done = new GroupOwnerRig().Public("0705", GroupOwnerRig.ClientAttributes + GroupOwnerRig.OurGroup, wps);
        Assert.That(done[0], Is.EqualTo(From + Yes + methods));
        Assert.That(done[1], Does.StartWith(text + "p2p_dev_addr=42:00:00:00:01:00 pri_dev_type="));
        Assert.That(done, Has.Length.EqualTo(2));
    }

    [TestCase(GroupOwnerRig.ForeignGroup, PushButton)]
    [TestCase(GroupOwnerRig.OurGroup, Method + "004")]
    [TestCase(GroupOwnerRig.OurGroup, Method + "088")]
    [TestCase(GroupOwnerRig.OurGroup, Method + "000")]
    public void An_unknown_group_or_method_is_refused_with_no_method(string group, string wps) => Assert.That(
        new GroupOwnerRig().Public("0705", GroupOwnerRig.ClientAttributes + group, wps),
        Is.EqualTo(new[] { From + Yes + "000" }));

    [Test]
    public void A_method_that_is_switched_off_is_refused() => Assert.That(
        new GroupOwnerRig(static o => o with { ConfigMethods = ConfigMethods.PushButton }).Public("0705", "", Keypad),
        Is.EqualTo(new[] { From + Yes + "000" }));

    [Test]
    public void A_request_without_P2P_element_is_granted_and_named_by_its_address() => Assert.That(
        new GroupOwnerRig().Public("0705", "", PushButton),
        Is.EqualTo(new[] { From + Yes + "080", "P2P-PROV-DISC-PBC-REQ " + From + "p2p_dev_addr=42:00:00:00:01:00" }));

    [Test]
    public void The_same_request_again_is_answered_again_and_told_once()
    {
        var rig = new GroupOwnerRig();
        Assert.That(rig.Public("0705", "", Display), Has.Length.EqualTo(2));
        Assert.That(rig.Public("0705", "", Display), Is.EqualTo(new[] { From + Yes + "008" }));
        Assert.That(rig.Public("0706", "", Display), Has.Length.EqualTo(2), "another token: another request");
        rig.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.That(rig.Public("0706", "", Display), Has.Length.EqualTo(2), "a person again");
    }

    [Test]
    public void After_a_join_the_same_token_is_another_request()
    {
        var rig = new GroupOwnerRig();
        Assert.That(rig.Public("0701", "", PushButton), Has.Length.EqualTo(2));
        rig.GroupOwner.OnAssociated(GroupOwnerRig.ClientInterface, Convert.FromHexString(GroupOwnerRig.ClientAttributes));
        rig.Effects();
        Assert.That(rig.Public("0701", "", PushButton), Has.Length.EqualTo(2), "a client that has forgotten us counts anew");
    }

    [Test]
    public void Without_entropy_no_PIN_is_shown()
    {
        var rig = new GroupOwnerRig { Pin = null };
        Assert.That(rig.Public("0705", "", Display), Is.EqualTo(new[] { From + Yes + "008" }));
    }

    [Test]
    public void A_Negotiation_Request_hears_that_we_are_an_owner_already() => Assert.That(
        new GroupOwnerRig().Public("0007", GroupOwnerRig.ClientAttributes),
        Is.EqualTo(new[] { From + "0409506f9a090107" + GroupOwnerRig.Element("506f9a09", "00010005" + "0202002009" + Self) }));

    [TestCase(GroupOwnerRig.OurGroup, "00010000" + "0502000000" + "11050058580451" + "06" + "070600420000000000")]
    [TestCase(GroupOwnerRig.ForeignGroup, "00010008" + "0502000000")]
    [TestCase("", "00010008" + "0502000000")]
    public void An_invitation_is_welcome_in_our_group_only(string group, string attributes) => Assert.That(
        new GroupOwnerRig().Public("0309", "0202002700" + group),
        Is.EqualTo(new[] { From + "0409506f9a090409" + GroupOwnerRig.Element("506f9a09", attributes) }));

    [TestCase("0c02000080", true, "00")]
    [TestCase("0c02000080", false, "05")]
    [TestCase("", true, "04")]
    public void A_Presence_Request_of_a_client_is_met(string notice, bool isClient, string status)
    {
        var rig = WithClient();
        var from = isClient ? GroupOwnerRig.ClientInterface : Stranger;
        Assert.That(rig.Receive("7f506f9a090103" + GroupOwnerRig.Element("506f9a09", notice), from),
            Is.EqualTo(new[] { $"{from} 7f506f9a090203" + GroupOwnerRig.Element("506f9a09", $"000100{status}0c02000000") }));
    }

    [TestCase(GroupOwnerRig.OurGroup)]
    [TestCase("")]
    public void A_discoverability_request_wakes_the_client_and_is_answered_when_it_has_heard(string group)
    {
        var rig = WithClient();
        Assert.That(rig.Public("0504", group + "030600420000000100", from: Stranger), Is.EqualTo(new[] { "46:00:00:00:01:00 7f506f9a090300" }));
        rig.GroupOwner.OnSent(GroupOwnerRig.ClientInterface, acknowledged: true);
        Assert.That(rig.Effects(), Is.EqualTo(new[] { Discoverable(4, "00") }));
        rig.GroupOwner.OnSent(GroupOwnerRig.ClientInterface, acknowledged: true);
        Assert.That(rig.Effects(), Is.Empty);
    }

    [Test]
    public void A_client_that_does_not_hear_or_leaves_is_not_discoverable([Values] bool leaves)
    {
        var rig = WithClient();
        rig.Public("0504", "030600420000000100", from: Stranger);
        if (leaves)
        {
            rig.GroupOwner.OnLeft(GroupOwnerRig.ClientInterface);
        }
        else
        {
            rig.GroupOwner.OnSent(GroupOwnerRig.ClientInterface, acknowledged: false);
        }

        Assert.That(rig.Effects(), Is.EqualTo(new[] { Discoverable(4, "05") }));
    }

    [TestCase("0500", "030600420000000100", 0, "04")]
    [TestCase("0504", "", 4, "04")]
    [TestCase("0504", "030600420000000900", 4, "05")]
    public void A_discoverability_request_that_names_nobody_here_is_refused_at_once(string head, string device, int token, string status) => Assert.That(
        WithClient().Public(head, device, from: Stranger), Is.EqualTo(new[] { Discoverable(token, status) }));

    [Test]
    public void One_client_is_woken_by_one_stranger_at_a_time()
    {
        var rig = WithClient();
        rig.Public("0504", "030600420000000100", from: Stranger);
        Assert.That(rig.Public("0505", "030600420000000100", from: Stranger), Is.EqualTo(new[] { Discoverable(5, "05") }));
    }

    [TestCase("0409506f9a09")]
    [TestCase("0409506f9a0907")]
    [TestCase("0409506f9a090701dd")]
    [TestCase("0409506f9a090701dd0a506f9a09")]
    [TestCase("0409506f9a090701dd08506f9a0902010025")]
    [TestCase("0409506f9a090701dd04506f9a09")]
    [TestCase("0409506f9a090701dd090050f2041008000100")]
    [TestCase("0409506f9a090701dd0a0050f204100800030080")]
    [TestCase("7f506f9a09")]
    [TestCase("7f506f9a0901")]
    public void Malformed_frames_are_dropped_and_counted(string body)
    {
        var rig = new GroupOwnerRig();
        Assert.That(GroupOwner.IsP2p(Convert.FromHexString(body)));
        Assert.That(rig.Receive(body), Is.Empty);
        Assert.That(rig.GroupOwner.Dropped(P2pDrop.Malformed), Is.EqualTo(1));
    }

    [TestCase("0409506f9a090101")]
    [TestCase("0409506f9a090801")]
    [TestCase("0409506f9a09ff01")]
    [TestCase("7f506f9a090201")]
    public void Frames_that_are_no_request_to_an_owner_are_dropped_and_counted(string body)
    {
        var rig = new GroupOwnerRig();
        Assert.That(rig.Receive(body), Is.Empty);
        Assert.That(rig.GroupOwner.Dropped(P2pDrop.NotForGroupOwner), Is.EqualTo(1));
    }

    [TestCase("")]
    [TestCase("04")]
    [TestCase("0409506f9a")]
    [TestCase("0409506f9a0a0701")]
    [TestCase("040a506f9a090701")]
    [TestCase("7f0050f204")]
    public void What_is_not_P2P_is_left_to_others(string body) =>
        Assert.That(GroupOwner.IsP2p(Convert.FromHexString(body)), Is.False);

    private static readonly MacAddress Stranger = new([0x42, 0, 0, 0, 2, 0]);

    private static string Discoverable(int token, string status) => $"{Stranger} 0409506f9a0906{token:x2}dd08506f9a09000100{status}";

    private static GroupOwnerRig WithClient()
    {
        var rig = new GroupOwnerRig();
        rig.GroupOwner.OnAssociated(GroupOwnerRig.ClientInterface, Convert.FromHexString(GroupOwnerRig.ClientAttributes));
        return rig;
    }
}
