using HostApd.Ieee80211;
using HostApd.P2p;
using HostApd.P2p.Frames;
using HostApd.Wps;
using NUnit.Framework;

namespace HostApd.Tests.P2p.Frames;

/// <summary>Every message of <see cref="HostApd.P2p.Frames"/>: what a stock peer sent is read, and ours are the same bytes.</summary>
public sealed class FrameTests
{
    private static readonly MacAddress Phone = new([0x42, 0, 0, 0, 1, 0]);
    private static readonly MacAddress Owner = new([0x42, 0, 0, 0, 0, 0]);

    [TestCase(CapturedFrames.NegotiationRequest, true, 0, 1)]
    [TestCase(CapturedFrames.InvitationResponse, true, 4, 2)]
    [TestCase("7f506f9a090103", false, 1, 3)]
    public void The_head_has_subtype_and_token(string hex, bool isPublic, int subtype, int token)
    {
        Assert.That(P2pActionFrame.TryParse(Convert.FromHexString(hex), out var frame));
        Assert.That((frame.IsPublic, (int)frame.Subtype, (int)frame.Token), Is.EqualTo((isPublic, subtype, token)));
        Assert.That(frame.Elements.Length, Is.EqualTo(hex.Length / 2 - (isPublic ? 8 : 7)));
    }

    [TestCase("0409506f9a0907")]
    [TestCase("7f506f9a0901")]
    [TestCase("0409506f9a0a0701")]
    [TestCase("0309506f9a090701")]
    [TestCase("")]
    public void A_head_that_is_cut_off_or_anothers_is_none(string hex) =>
        Assert.That(P2pActionFrame.TryParse(Convert.FromHexString(hex), out _), Is.False);

    [Test]
    public void Provision_Discovery_is_read_and_written_as_captured()
    {
        var parts = Parts(CapturedFrames.ProvisionDiscoveryRequest);
        Assert.That(ProvisionDiscoveryRequest.TryParse(parts.P2p, parts.Wps, out var request, out var error), Is.True, error.ToString());
        Assert.That(((int)request.DeviceCapability, request.GroupCapability), Is.EqualTo((0x25, GroupCapability.None)));
        Assert.That(P2pDeviceInfo.TryParse(request.DeviceInfo)!.PrintableName, Is.EqualTo("cli"));
        Assert.That((request.GroupDevice, request.ConfigMethods), Is.EqualTo((Owner, ConfigMethods.PushButton)));
        Assert.That(request.GroupSsid.SequenceEqual("DIRECT-OH"u8));
        var writer = new ByteWriter(new byte[256]);
        request.Write(ref writer, 1);
        Assert.That(Hex(writer), Is.EqualTo(CapturedFrames.ProvisionDiscoveryRequest));

        Assert.That(ProvisionDiscoveryResponse.TryParse(Parts(CapturedFrames.ProvisionDiscoveryResponse).Wps, out var response, out _));
        Assert.That(response.ConfigMethods, Is.EqualTo(ConfigMethods.PushButton));
        writer = new ByteWriter(new byte[256]);
        response.Write(ref writer, 1);
        Assert.That(Hex(writer), Is.EqualTo(CapturedFrames.ProvisionDiscoveryResponse));
    }

    [Test]
    public void A_negotiation_is_read_as_far_as_an_owner_looks_and_its_refusal_written()
    {
        Assert.That(GoNegotiationRequest.TryParse(Parts(CapturedFrames.NegotiationRequest).P2p, out var request, out _));
        Assert.That(((int)request.DeviceCapability, (int)request.GroupCapability), Is.EqualTo((0x25, 0x2a)));
        Assert.That(P2pDeviceInfo.TryParse(request.DeviceInfo)!.Address, Is.EqualTo(Phone));

        Assert.That(GoNegotiationResponse.TryParse(Parts(CapturedFrames.NegotiationRefused).P2p, out var response, out _));
        Assert.That(response.Status, Is.EqualTo(P2pStatus.InformationUnavailable));
        Assert.That(P2pDeviceInfo.TryParse(response.DeviceInfo)!.PrintableName, Is.EqualTo("owner"));
        var writer = new ByteWriter(new byte[256]);
        response.Write(ref writer, 1);
        Assert.That(Hex(writer), Is.EqualTo("0409506f9a090101" + "dd2a506f9a09" + "00010001" + "0202002500"
            + "0d1a00420000000000018800070050f204000100101100056f776e6572"));
    }

    [Test]
    public void An_invitation_and_its_answer_are_read_and_written()
    {
        Assert.That(InvitationRequest.TryParse(Parts(CapturedFrames.InvitationRequest).P2p, out var request, out _));
        Assert.That((request.InvitationFlags, request.GroupDevice), Is.EqualTo((1, Owner)));
        Assert.That(request.GroupSsid.SequenceEqual("DIRECT-qW"u8));
        Assert.That(P2pDeviceInfo.TryParse(request.DeviceInfo)!.PrintableName, Is.EqualTo("phone"));
        var writer = new ByteWriter(new byte[256]);
        request.Write(ref writer, 2);
        Assert.That(Hex(writer), Is.EqualTo("0409506f9a090302" + "dd37506f9a09" + "12010001"
            + "0f0f004200000000004449524543542d7157" + "0d1a004200000001000188000a0050f2040005001011000570686f6e65"));

        Assert.That(InvitationResponse.TryParse(Parts(CapturedFrames.InvitationResponse).P2p, out var response, out _));
        Assert.That((response.Status, (int)response.ConfigurationTimeout), Is.EqualTo((P2pStatus.Success, 0)));
        Assert.That(Convert.ToHexStringLower(response.OperatingChannel), Is.EqualTo("5553045106"));
        Assert.That(response.GroupBssid, Is.EqualTo(new MacAddress([0x46, 0, 0, 0, 0, 0])));
        writer = new ByteWriter(new byte[256]);
        response.Write(ref writer, 2);
        Assert.That(Hex(writer), Is.EqualTo("0409506f9a090402" + "dd1e506f9a09" + "00010000" + "0502000000" + "1105005553045106"
            + "070600460000000000"));
    }

    [Test]
    public void A_channel_is_written_with_the_global_operating_classes() =>
        Assert.That(Convert.ToHexStringLower(new P2pChannel("US", 81, 6).ToBody()), Is.EqualTo("5553045106"), "as captured");

    [Test]
    public void Discoverability_and_presence_are_written_as_they_are_read()
    {
        var writer = new ByteWriter(new byte[256]);
        new DeviceDiscoverabilityRequest { GroupDevice = Owner, GroupSsid = "DIRECT-OH"u8, DeviceId = Phone }.Write(ref writer, 4);
        Assert.That(Hex(writer), Is.EqualTo("0409506f9a090504" + "dd1f506f9a09" + GroupOwnerRig.OurGroup + "030600420000000100"));
        Assert.That(DeviceDiscoverabilityRequest.TryParse(Parts(Hex(writer)).P2p, out var wanted, out _));
        Assert.That((wanted.GroupDevice, wanted.DeviceId), Is.EqualTo((Owner, Phone)));

        writer = new ByteWriter(new byte[256]);
        new DeviceDiscoverabilityResponse { Status = P2pStatus.UnknownGroup }.Write(ref writer, 4);
        Assert.That(Hex(writer), Is.EqualTo("0409506f9a090604" + "dd08506f9a09" + "00010008"));
        Assert.That(DeviceDiscoverabilityResponse.TryParse(Parts(Hex(writer)).P2p, out var woken, out _));
        Assert.That(woken.Status, Is.EqualTo(P2pStatus.UnknownGroup));

        writer = new ByteWriter(new byte[256]);
        new PresenceRequest { NoticeOfAbsence = [7, 0x80] }.Write(ref writer, 3);
        Assert.That(Hex(writer), Is.EqualTo("7f506f9a090103" + "dd09506f9a09" + "0c02000780"));

        writer = new ByteWriter(new byte[256]);
        new PresenceResponse { NoticeOfAbsence = [7, 0] }.Write(ref writer, 3);
        Assert.That(Hex(writer), Is.EqualTo("7f506f9a090203" + "dd0d506f9a09" + "00010000" + "0c02000700"));
        Assert.That(PresenceResponse.TryParse(Parts(Hex(writer)).P2p, out var presence, out _));
        Assert.That((presence.Status, (int)presence.NoticeOfAbsence[0]), Is.EqualTo((P2pStatus.Success, 7)));
    }

    [Test]
    public void The_elements_of_a_group_are_read_and_written_as_captured()
    {
        Assert.That(BeaconElement.TryParse(ElementOf(CapturedFrames.Beacon), out var beacon, out _));
        Assert.That((beacon.DeviceId, (int)beacon.GroupCapability), Is.EqualTo((Owner, 9)));
        var writer = new ByteWriter(new byte[256]);
        beacon.Write(ref writer);
        Assert.That(Hex(writer), Is.EqualTo(CapturedFrames.Beacon));

        Assert.That(ProbeResponseElement.TryParse(ElementOf(CapturedFrames.ProbeResponse), out var probe, out _));
        Assert.That(probe.GroupInfo.IsEmpty);
        writer = new ByteWriter(new byte[256]);
        probe.Write(ref writer);
        Assert.That(Hex(writer), Is.EqualTo(CapturedFrames.ProbeResponse));

        Assert.That(AssociationResponseElement.TryParse(ElementOf(CapturedFrames.AssociationResponse), out var association, out _));
        Assert.That(association.Status, Is.EqualTo(P2pStatus.Success));
        writer = new ByteWriter(new byte[256]);
        association.Write(ref writer);
        Assert.That(Hex(writer), Is.EqualTo(CapturedFrames.AssociationResponse));
    }

    [Test]
    public void The_elements_of_a_client_are_read_and_written()
    {
        Assert.That(P2pRequest.TryParse(ElementOf(CapturedFrames.ProbeRequest), out var search));
        Assert.That(((int)search.DeviceCapability, search.DeviceId.IsZero, search.DeviceInfo.IsEmpty), Is.EqualTo((0x25, true, true)));

        Assert.That(P2pRequest.TryParse(ElementOf(CapturedFrames.AssociationRequest), out var request));
        var writer = new ByteWriter(new byte[256]);
        request.Write(ref writer);
        Assert.That("dd24506f9a09" + Hex(writer), Is.EqualTo(CapturedFrames.AssociationRequest));
    }

    [Test]
    public void What_does_not_fit_makes_the_frame_fail()
    {
        var writer = new ByteWriter(new byte[2048]);
        new GoNegotiationRequest { DeviceInfo = new byte[505] }.Write(ref writer, 1);
        Assert.That(writer.Failed);
        writer = new ByteWriter(new byte[2048]);
        new GoNegotiationRequest { DeviceInfo = new byte[504] }.Write(ref writer, 1);
        Assert.That(writer.Failed, Is.False);
        Assert.That(GoNegotiationRequest.TryParse(Parts(Hex(writer)).P2p, out var again, out _));
        Assert.That(again.DeviceInfo.Length, Is.EqualTo(504));
    }

    internal static ActionElements Parts(string hex)
    {
        Assert.That(P2pActionFrame.TryParse(Convert.FromHexString(hex), out var frame), Is.True);
        return ActionElements.Parse(frame.Elements)!;
    }

    internal static byte[] ElementOf(string hex) => ActionElements.Parse(Convert.FromHexString(hex))!.P2p;

    private static string Hex(in ByteWriter writer) => Convert.ToHexStringLower(writer.Written);
}
