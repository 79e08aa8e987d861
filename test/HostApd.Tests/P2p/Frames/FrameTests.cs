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
    private static readonly MacAddress PhoneInterface = new([0x46, 0, 0, 0, 1, 0]);
    private static readonly MacAddress OwnerInterface = new([0x46, 0, 0, 0, 0, 0]);

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

        parts = Parts(CapturedFrames.ProvisionDiscoveryResponse);
        Assert.That(ProvisionDiscoveryResponse.TryParse(parts.P2p, parts.Wps, out var response, out _));
        Assert.That((response.Status, response.ConfigMethods), Is.EqualTo((-1, ConfigMethods.PushButton)));
        writer = new ByteWriter(new byte[256]);
        response.Write(ref writer, 1);
        Assert.That(Hex(writer), Is.EqualTo(CapturedFrames.ProvisionDiscoveryResponse));
    }

    [Test]
    public void A_refusal_of_Provision_Discovery_may_say_why()
    {
        var writer = new ByteWriter(new byte[256]);
        new ProvisionDiscoveryResponse { Status = (int)P2pStatus.IncompatibleParameters }.Write(ref writer, 1);
        Assert.That(Hex(writer), Is.EqualTo("0409506f9a090801" + "dd08506f9a09" + "00010002" + "dd0a0050f204100800020000"));
        var parts = Parts(Hex(writer));
        Assert.That(ProvisionDiscoveryResponse.TryParse(parts.P2p, parts.Wps, out var response, out _));
        Assert.That((response.Status, response.ConfigMethods), Is.EqualTo((2, ConfigMethods.None)));
    }

    [TestCase(CapturedFrames.NegotiationRequest, 1, false, "5553048024", "phone")]
    [TestCase(CapturedFrames.NegotiationRequestOfOwner, 15, true, "55530480a1", "owner")]
    public void A_negotiation_request_is_read_and_written_as_captured(
        string hex, int intent, bool tieBreaker, string operating, string name)
    {
        var parts = Parts(hex);
        Assert.That(GoNegotiationRequest.TryParse(parts.P2p, parts.Wps, out var request, out _));
        Assert.That((request.Status, (int)request.DeviceCapability, (int)request.GroupCapability), Is.EqualTo((-1, 0x25, 0x2a)));
        Assert.That((request.Intent, request.TieBreaker), Is.EqualTo((intent, tieBreaker)));
        Assert.That(((int)request.OwnerTimeout, (int)request.ClientTimeout), Is.EqualTo((100, 20)));
        Assert.That(Convert.ToHexStringLower(request.ListenChannel), Is.EqualTo("5553045106"));
        Assert.That(request.ExtendedListen.IsEmpty);
        Assert.That(Convert.ToHexStringLower(request.OperatingChannel), Is.EqualTo(operating));
        var info = P2pDeviceInfo.TryParse(request.DeviceInfo)!;
        Assert.That((info.PrintableName, info.ConfigMethods), Is.EqualTo((name, ConfigMethods.PushButton)), "narrowed to what was chosen");
        Assert.That(request.IntendedAddress, Is.EqualTo(name == "phone" ? PhoneInterface : OwnerInterface));
        Assert.That(request.PasswordId, Is.EqualTo((int)DevicePasswordId.PushButton));
        var writer = new ByteWriter(new byte[512]);
        request.Write(ref writer, 1);
        Assert.That(Hex(writer), Is.EqualTo(hex));
    }

    [Test]
    public void Extended_Listen_and_a_status_stand_where_the_table_has_them()
    {
        var writer = new ByteWriter(new byte[512]);
        new GoNegotiationRequest { Status = 11, ListenChannel = [1, 2, 3, 4, 5], ExtendedListen = [0xf4, 1, 0xe8, 3], IntendedAddress = Phone }
            .Write(ref writer, 1);
        Assert.That(Hex(writer), Is.EqualTo("0409506f9a090001" + "dd2a506f9a09" + "0001000b" + "0202000000" + "0502000000"
            + "0605000102030405" + "080400f401e803" + "090600420000000100"));
        Assert.That(GoNegotiationRequest.TryParse(Parts(Hex(writer)).P2p, default, out var request, out _));
        Assert.That((request.Status, request.Intent, request.PasswordId), Is.EqualTo((11, -1, -1)));
        Assert.That(Convert.ToHexStringLower(request.ExtendedListen), Is.EqualTo("f401e803"));
    }

    [TestCase(CapturedFrames.NegotiationRefused, 1, 0, "5553040000", "owner", 0)]
    [TestCase(CapturedFrames.NegotiationResponse, 0, 1, "", "phone", 4)]
    public void A_negotiation_response_is_read_and_written_as_captured(
        string hex, int status, int intent, string operating, string name, int passwordId)
    {
        var parts = Parts(hex);
        Assert.That(GoNegotiationResponse.TryParse(parts.P2p, parts.Wps, out var response, out _));
        Assert.That((response.Status, response.Intent, response.TieBreaker), Is.EqualTo((status, intent, status != 0)), "the request's, inverted");
        Assert.That(((int)response.OwnerTimeout, (int)response.ClientTimeout), Is.EqualTo((100, 20)));
        Assert.That(Convert.ToHexStringLower(response.OperatingChannel), Is.EqualTo(operating));
        Assert.That(response.IntendedAddress, Is.EqualTo(status == 0 ? PhoneInterface : MacAddress.Zero));
        Assert.That(response.ChannelList.Length, Is.EqualTo(status == 0 ? 82 : P2pChannelList.MinimumLength));
        Assert.That(P2pDeviceInfo.TryParse(response.DeviceInfo)!.PrintableName, Is.EqualTo(name));
        Assert.That((response.GroupDevice.IsZero, response.PasswordId), Is.EqualTo((true, passwordId)));
        var writer = new ByteWriter(new byte[512]);
        response.Write(ref writer, 1);
        Assert.That(Hex(writer), Is.EqualTo(hex));
    }

    [Test]
    public void An_owners_response_ends_with_the_group_and_a_short_refusal_with_who_we_are()
    {
        var writer = new ByteWriter(new byte[512]);
        new GoNegotiationResponse
        {
            Status = 0,
            Intent = 15,
            TieBreaker = true,
            OwnerTimeout = 100,
            ClientTimeout = 20,
            OperatingChannel = new P2pChannel("US", 81, 6).ToBody(),
            IntendedAddress = OwnerInterface,
            ChannelList = P2pChannelList.Of("US", [2437]).ToBody(),
            GroupDevice = Owner,
            GroupSsid = "DIRECT-qW"u8,
            PasswordId = 4,
        }.Write(ref writer, 1);
        Assert.That(Hex(writer), Is.EqualTo("0409506f9a090101" + "dd42506f9a09" + "00010000" + "0202000000" + "0401001f" + "0502006414"
            + "1105005553045106" + "090600460000000000" + "0b0600555304510106" + "0f0f004200000000004449524543542d7157"
            + "dd190050f204104a0001101012000200041049000600372a000120"));

        writer = new ByteWriter(new byte[256]);
        new GoNegotiationResponse { Status = 5, DeviceCapability = (DeviceCapability)0x25 }.Write(ref writer, 1);
        Assert.That(Hex(writer), Is.EqualTo("0409506f9a090101" + "dd0d506f9a09" + "00010005" + "0202002500"));
    }

    [Test]
    public void A_confirmation_is_read_and_written_as_captured()
    {
        var parts = Parts(CapturedFrames.NegotiationConfirmation);
        Assert.That(parts.Wps, Is.Empty);
        Assert.That(GoNegotiationConfirmation.TryParse(parts.P2p, out var confirmation, out _));
        Assert.That((confirmation.Status, (int)confirmation.DeviceCapability, (int)confirmation.GroupCapability), Is.EqualTo((0, 0x25, 0)));
        Assert.That(P2pChannel.TryParse(confirmation.OperatingChannel, out var channel));
        Assert.That((channel.Country, channel.FrequencyMhz), Is.EqualTo(("US", 5805)));
        Assert.That(confirmation.GroupDevice, Is.EqualTo(Owner));
        Assert.That(confirmation.GroupSsid.SequenceEqual("DIRECT-qW"u8));
        var writer = new ByteWriter(new byte[256]);
        confirmation.Write(ref writer, 1);
        Assert.That(Hex(writer), Is.EqualTo(CapturedFrames.NegotiationConfirmation));
    }

    [Test]
    public void An_invitation_and_its_answer_are_read_and_written_as_captured()
    {
        Assert.That(InvitationRequest.TryParse(Parts(CapturedFrames.InvitationRequest).P2p, out var request, out _));
        Assert.That((request.InvitationFlags, request.GroupDevice), Is.EqualTo((1, Owner)));
        Assert.That(((int)request.OwnerTimeout, (int)request.ClientTimeout), Is.EqualTo((100, 20)));
        Assert.That(request.GroupSsid.SequenceEqual("DIRECT-qW"u8));
        Assert.That(P2pDeviceInfo.TryParse(request.DeviceInfo)!.PrintableName, Is.EqualTo("phone"));
        var writer = new ByteWriter(new byte[256]);
        request.Write(ref writer, 2);
        Assert.That(Hex(writer), Is.EqualTo(CapturedFrames.InvitationRequest));

        Assert.That(InvitationResponse.TryParse(Parts(CapturedFrames.InvitationResponse).P2p, out var response, out _));
        Assert.That((response.Status, (int)response.OwnerTimeout, (int)response.ClientTimeout), Is.EqualTo((0, 0, 0)));
        Assert.That(Convert.ToHexStringLower(response.OperatingChannel), Is.EqualTo("5553045106"));
        Assert.That(response.GroupBssid, Is.EqualTo(OwnerInterface));
        writer = new ByteWriter(new byte[256]);
        response.Write(ref writer, 2);
        Assert.That(Hex(writer), Is.EqualTo(CapturedFrames.InvitationResponse));
    }

    [Test]
    public void An_invitation_of_the_running_owner_names_its_BSS_behind_the_channel()
    {
        var writer = new ByteWriter(new byte[256]);
        new InvitationRequest { OperatingChannel = [1, 2, 3, 4, 5], GroupBssid = OwnerInterface, ChannelList = [9, 9, 9] }.Write(ref writer, 2);
        Assert.That(Hex(writer), Is.EqualTo("0409506f9a090302" + "dd20506f9a09" + "0502000000" + "1105000102030405" + "070600460000000000"
            + "0b0300090909"));
        Assert.That(InvitationRequest.TryParse(Parts(Hex(writer)).P2p, out var request, out _));
        Assert.That((request.InvitationFlags, request.GroupBssid), Is.EqualTo((-1, OwnerInterface)));
    }

    [Test]
    public void Nothing_is_not_status_0_nor_intent_0()
    {
        Assert.That(GoNegotiationRequest.TryParse(default, default, out var request, out _));
        Assert.That((request.Status, request.Intent, request.PasswordId, request.IntendedAddress.IsZero), Is.EqualTo((-1, -1, -1, true)));
        Assert.That(GoNegotiationResponse.TryParse(default, default, out var response, out _));
        Assert.That((response.Status, response.Intent, response.PasswordId), Is.EqualTo((-1, -1, -1)));
        Assert.That(GoNegotiationConfirmation.TryParse(default, out var confirmation, out _));
        Assert.That(confirmation.Status, Is.EqualTo(-1));
        Assert.That(InvitationRequest.TryParse(default, out var invitation, out _));
        Assert.That(invitation.InvitationFlags, Is.EqualTo(-1));
        Assert.That(InvitationResponse.TryParse(default, out var invited, out _));
        Assert.That(invited.Status, Is.EqualTo(-1));
    }

    [TestCase("10120002000a", 10)]
    [TestCase("", -1)]
    [TestCase("104a000110", -1)]
    [TestCase("1012000104", null)]
    [TestCase("10120003000004", null)]
    [TestCase("1012000200", null)]
    public void The_password_id_is_a_WPS_attribute_that_may_be_missing(string hex, int? expected)
    {
        var wps = Convert.FromHexString(hex);
        Assert.That(GoNegotiationRequest.TryParse(default, wps, out var request, out var error), Is.EqualTo(expected is not null));
        Assert.That(error.Code, Is.EqualTo(expected is null ? P2pErrorCode.Wps : P2pErrorCode.None));
        Assert.That(GoNegotiationResponse.TryParse(default, wps, out var response, out error), Is.EqualTo(expected is not null));
        Assert.That(error.Code, Is.EqualTo(expected is null ? P2pErrorCode.Wps : P2pErrorCode.None));
        if (expected is { } id)
        {
            Assert.That((request.PasswordId, response.PasswordId), Is.EqualTo((id, id)));
        }
    }

    [TestCase("00", 0, false)]
    [TestCase("1e", 15, false)]
    [TestCase("1f", 15, true)]
    [TestCase("20", 16, false)]
    [TestCase("ff", 127, true)]
    public void An_intent_that_is_none_is_read_all_the_same(string value, int intent, bool tieBreaker)
    {
        Assert.That(GoNegotiationRequest.TryParse(Convert.FromHexString("040100" + value), default, out var request, out _));
        Assert.That((request.Intent, request.TieBreaker), Is.EqualTo((intent, tieBreaker)));
    }

    [TestCase("060000" + "110000", true)]
    [TestCase("06040055530451", false)]
    [TestCase("060600555304510600", false)]
    [TestCase("110100" + "55", false)]
    public void A_channel_of_no_bytes_is_none(string hex, bool isRight)
    {
        Assert.That(GoNegotiationRequest.TryParse(Convert.FromHexString(hex), default, out var request, out _), Is.EqualTo(isRight));
        Assert.That(request.ListenChannel.IsEmpty && request.OperatingChannel.IsEmpty);
    }

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
        Assert.That(Convert.ToHexStringLower(search.ListenChannel), Is.EqualTo("5553045106"));
        var sought = new ByteWriter(new byte[256]);
        search.Write(ref sought);
        Assert.That("dd11506f9a09" + Hex(sought), Is.EqualTo(CapturedFrames.ProbeRequest));

        Assert.That(P2pRequest.TryParse(ElementOf(CapturedFrames.AssociationRequest), out var request));
        var writer = new ByteWriter(new byte[256]);
        request.Write(ref writer);
        Assert.That("dd24506f9a09" + Hex(writer), Is.EqualTo(CapturedFrames.AssociationRequest));
    }

    [Test]
    public void What_does_not_fit_makes_the_frame_fail()
    {
        var writer = new ByteWriter(new byte[2048]);
        new GoNegotiationRequest { ChannelList = new byte[500] }.Write(ref writer, 1);
        Assert.That(writer.Failed);
        writer = new ByteWriter(new byte[2048]);
        new GoNegotiationRequest { ChannelList = new byte[499] }.Write(ref writer, 1);
        Assert.That(writer.Failed, Is.False);
        Assert.That(GoNegotiationRequest.TryParse(Parts(Hex(writer)).P2p, default, out var again, out _));
        Assert.That(again.ChannelList.Length, Is.EqualTo(499));
    }

    internal static ActionElements Parts(string hex)
    {
        Assert.That(P2pActionFrame.TryParse(Convert.FromHexString(hex), out var frame), Is.True);
        return ActionElements.Parse(frame.Elements)!;
    }

    internal static byte[] ElementOf(string hex) => ActionElements.Parse(Convert.FromHexString(hex))!.P2p;

    private static string Hex(in ByteWriter writer) => Convert.ToHexStringLower(writer.Written);
}
