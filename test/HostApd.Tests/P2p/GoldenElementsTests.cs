using HostApd.P2p;
using NUnit.Framework;

namespace HostApd.Tests.P2p;

/// <summary>
/// Bytes of a stock Group Owner (wpa_supplicant 2.10, Debian, over mac80211_hwsim, kernel 6.1, November 2026), captured on
/// the air. The one difference: its device capability 0x25 names service discovery and concurrent operation, which we
/// do not have; ours is 0x20, invitations.
/// </summary>
public sealed class GoldenElementsTests
{
    [TestCase("506f9a090202002509030600420000000000")]
    public void The_Beacon_has_capability_and_device_id(string golden) => Assert.That(
        GroupOwnerRig.Written(new GroupOwnerRig().GroupOwner.WriteBeaconElement), Is.EqualTo(Ours(golden)));

    [TestCase("506f9a0902020025090d1700420000000000018800010050f20400010010110002676f")]
    public void The_Probe_Response_has_capability_and_device_info(string golden) => Assert.That(
        GroupOwnerRig.Written(new GroupOwnerRig().GroupOwner.WriteProbeResponseElement),
        Is.EqualTo(Ours(golden)));

    [TestCase("506f9a09")]
    public void The_Association_Response_of_a_welcome_is_empty(string golden) => Assert.That(
        GroupOwnerRig.Written(static (ref w) => new GroupOwnerRig().GroupOwner.WriteAssociationElement(ref w, P2pStatus.Success)),
        Is.EqualTo(Ours(golden)));

    [Test]
    public void The_Association_Response_of_a_refusal_has_a_status() => Assert.That(
        GroupOwnerRig.Written(static (ref w) => new GroupOwnerRig().GroupOwner.WriteAssociationElement(ref w, P2pStatus.LimitReached)),
        Is.EqualTo("dd08506f9a0900010003"));

    [TestCase("0409506f9a090701dd36506f9a0902020025000d18004200000001000188000a0050f20400050010110003636c690f0f00420000"
        + "0000004449524543542d4f48dd0a0050f204100800020080", "0409506f9a090801dd0a0050f204100800020080")]
    public void The_Provision_Discovery_Response_is_the_same(string request, string response)
    {
        var done = new GroupOwnerRig().Receive(request);
        Assert.That(done[0], Is.EqualTo("42:00:00:00:01:00 " + response));
        Assert.That(done[1], Is.EqualTo("P2P-PROV-DISC-PBC-REQ 42:00:00:00:01:00 p2p_dev_addr=42:00:00:00:01:00 "
            + "pri_dev_type=10-0050F204-5 name='cli' config_methods=0x188 dev_capab=0x25 group_capab=0x0 group=wlan0"));
        Assert.That(done, Has.Length.EqualTo(2));
    }

    private static string Ours(string golden) =>
        $"dd{golden.Length / 2:x2}" + golden.Replace("0202002509", "0202002009", StringComparison.Ordinal);
}
