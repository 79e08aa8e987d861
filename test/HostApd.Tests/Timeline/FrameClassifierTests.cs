using HostApd.Ieee80211;
using HostApd.Tests.P2p.Frames;
using HostApd.Tests.Rsn;
using HostApd.Tests.Wps;
using HostApd.Timeline;
using NUnit.Framework;

namespace HostApd.Tests.Timeline;

public sealed class FrameClassifierTests
{
    private static IEnumerable<TestCaseData> Pdus()
    {
        (string Hex, TraceKind Kind)[] exchange =
        [
            (CapturedExchange.IdentityRequest, TraceKind.IdentityRequest),
            (CapturedExchange.IdentityResponse, TraceKind.IdentityResponse),
            (CapturedExchange.Start, TraceKind.WscStart), (CapturedExchange.M1, TraceKind.WscM1),
            (CapturedExchange.M2, TraceKind.WscM2), (CapturedExchange.M3, TraceKind.WscM3),
            (CapturedExchange.M4, TraceKind.WscM4), (CapturedExchange.M5, TraceKind.WscM5),
            (CapturedExchange.M6, TraceKind.WscM6), (CapturedExchange.M7, TraceKind.WscM7),
            (CapturedExchange.M8, TraceKind.WscM8), (CapturedExchange.Done, TraceKind.WscDone),
            (CapturedExchange.Failure, TraceKind.EapFailure),
            (HandshakeCaptures.Wps.Message1, TraceKind.Message1), (HandshakeCaptures.Wps.Message2, TraceKind.Message2),
            (HandshakeCaptures.Wps.Message3, TraceKind.Message3), (HandshakeCaptures.Wps.Message4, TraceKind.Message4),
            ("01010000", TraceKind.EapolStart), ("02000004030d0004", TraceKind.EapSuccess), ("0200", TraceKind.Other),
        ];
        return exchange.Select(static e => new TestCaseData(e.Hex, e.Kind).SetName($"{e.Kind} {e.Hex.Length / 2} bytes"));
    }

    [TestCaseSource(nameof(Pdus))]
    public void Pdus_have_their_names(string hex, TraceKind kind) =>
        Assert.That(FrameClassifier.Eapol(Convert.FromHexString(hex), out _), Is.EqualTo(kind));

    [Test]
    public void An_m2d_tells_its_configuration_error()
    {
        // Op code 4, Message Type 6, Configuration Error 12.
        byte[] wsc = [0xfe, 0x00, 0x37, 0x2a, 0, 0, 0, 1, 4, 0, 0x10, 0x22, 0, 1, 6, 0x10, 0x09, 0, 2, 0, 12];
        byte[] pdu = [2, 0, 0, (byte)(wsc.Length + 4), 1, 1, 0, (byte)(wsc.Length + 4), .. wsc];
        Assert.That(FrameClassifier.Eapol(pdu, out var code), Is.EqualTo(TraceKind.WscM2D));
        Assert.That(code, Is.EqualTo(12));
    }

    // Provision Discovery as a stock client sent it (lab, November 2026), 802.11 header in front.
    [TestCase("0409506f9a090701dd0a0050f204100800020080", TraceKind.ProvisionDiscoveryRequest)]
    [TestCase("0409506f9a090801dd0a0050f204100800020080", TraceKind.ProvisionDiscoveryResponse)]
    [TestCase("0409506f9a090001", TraceKind.NegotiationRequest)]
    [TestCase("0409506f9a090501", TraceKind.Other)]
    [TestCase("0409", TraceKind.Other)]
    public void Action_frames_have_their_names(string body, TraceKind kind)
    {
        byte[] frame = [0xd0, 0, 0, 0, .. new byte[20], .. Convert.FromHexString(body)];
        Assert.That(FrameClassifier.Management(frame, false, out _), Is.EqualTo(kind));
    }

    // As stock peers sent them.
    [TestCase(CapturedFrames.NegotiationRequest, TraceKind.NegotiationRequest, 1, "46:00:00:00:01:00", "00:00:00:00:00:00")]
    [TestCase(CapturedFrames.NegotiationRequestOfOwner, TraceKind.NegotiationRequest, 15, "46:00:00:00:00:00", "00:00:00:00:00:00")]
    [TestCase(CapturedFrames.NegotiationRefused, TraceKind.NegotiationResponse, 1, "00:00:00:00:00:00", "00:00:00:00:00:00")]
    [TestCase(CapturedFrames.NegotiationResponse, TraceKind.NegotiationResponse, 0, "46:00:00:00:01:00", "00:00:00:00:00:00")]
    [TestCase(CapturedFrames.NegotiationConfirmation, TraceKind.NegotiationConfirmation, 0, "00:00:00:00:00:00", "42:00:00:00:00:00")]
    [TestCase(CapturedFrames.InvitationRequest, TraceKind.InvitationRequest, 0, "00:00:00:00:00:00", "42:00:00:00:00:00")]
    [TestCase(CapturedFrames.InvitationResponse, TraceKind.InvitationResponse, 0, "00:00:00:00:00:00", "00:00:00:00:00:00")]
    public void What_two_devices_agree_by_has_its_names(string body, TraceKind kind, int code, string intended, string owner)
    {
        byte[] frame = [0xd0, 0, 0, 0, .. new byte[20], .. Convert.FromHexString(body)];
        Assert.That(FrameClassifier.Management(frame, false, out var found), Is.EqualTo(kind));
        Assert.That(found, Is.EqualTo(code));
        Assert.That(FrameClassifier.IntendedAddressOf(frame, kind).ToString(), Is.EqualTo(intended));
        Assert.That(FrameClassifier.OwnerOf(frame, kind).ToString(), Is.EqualTo(owner));
        for (var length = 0; length < frame.Length; length++)
        {
            var cut = FrameClassifier.Management(frame.AsSpan(0, length), false, out _);
            _ = cut.IsFrame() ? (FrameClassifier.IntendedAddressOf(frame.AsSpan(0, length), cut), FrameClassifier.OwnerOf(frame.AsSpan(0, length), cut)) : default;
        }
    }

    [TestCase(0xb0, "000002000d00", true, TraceKind.AuthenticationResponse, 13)]
    [TestCase(0xb0, "000001000000", false, TraceKind.AuthenticationRequest, 0)]
    [TestCase(0xb0, "030001007e001400", false, TraceKind.SaeCommit, 20)]
    [TestCase(0xb0, "0300010000001300", false, TraceKind.SaeCommit, 19)]
    [TestCase(0xb0, "030001007e00", false, TraceKind.SaeCommit, 0)]
    [TestCase(0xb0, "030001007e001300", true, TraceKind.SaeCommitResponse, 0)]
    [TestCase(0xb0, "030001004c001300", true, TraceKind.SaeCommitResponse, 76)]
    [TestCase(0xb0, "030001004d001500", true, TraceKind.SaeCommitResponse, 77)]
    [TestCase(0xb0, "030002000d00", true, TraceKind.SaeCommitResponse, 13)]
    [TestCase(0xb0, "0300020000000100", false, TraceKind.SaeConfirm, 0)]
    [TestCase(0xb0, "0300020000000100", true, TraceKind.SaeConfirmResponse, 0)]
    [TestCase(0xb0, "030002000f00", true, TraceKind.SaeConfirmResponse, 15)]
    [TestCase(0xb0, "0300", false, TraceKind.SaeCommit, 0)]
    [TestCase(0xb0, "000001007e00", true, TraceKind.AuthenticationResponse, 126)]
    [TestCase(0x10, "310411000000", true, TraceKind.AssociationResponse, 17)]
    [TestCase(0x30, "310400000000", true, TraceKind.AssociationResponse, 0)]
    [TestCase(0x00, "31040500" + "0000" + "ff05201400aabb", false, TraceKind.AssociationRequest, 20)]
    [TestCase(0x20, "31040500020000000000" + "0000" + "ff05201300aabb", false, TraceKind.AssociationRequest, 19)]
    [TestCase(0x00, "31040500" + "0000" + "ff022013", false, TraceKind.AssociationRequest, 0)]
    [TestCase(0x00, "31040500" + "0000" + "ff05201400aa", false, TraceKind.AssociationRequest, 0)]
    [TestCase(0x00, "31040500" + "0000", false, TraceKind.AssociationRequest, 0)]
    [TestCase(0x00, "", false, TraceKind.AssociationRequest, 0)]
    [TestCase(0xd0, "08000102", true, TraceKind.SaQueryRequest, 0x0201)]
    [TestCase(0xd0, "080101020000", false, TraceKind.SaQueryResponse, 0x0201)]
    [TestCase(0xd0, "08020102", false, TraceKind.Other, 0)]
    [TestCase(0xd0, "080001", false, TraceKind.Other, 0)]
    [TestCase(0xc0, "0300", false, TraceKind.Deauthentication, 3)]
    [TestCase(0xa0, "0800", true, TraceKind.Disassociation, 8)]
    [TestCase(0x80, "", true, TraceKind.Other, 0)]
    public void Management_frames_tell_status_or_reason(int type, string body, bool fromAp, TraceKind kind, int code)
    {
        byte[] frame = [(byte)type, 0, .. new byte[22], .. Convert.FromHexString(body)];
        Assert.That(FrameClassifier.Management(frame, fromAp, out var found), Is.EqualTo(kind));
        Assert.That(found, Is.EqualTo(code));
    }

    [TestCase(0xd0, "08000102", true, TraceKind.SaQueryRequest)]
    [TestCase(0xd0, "08000102", false, TraceKind.Other)]
    [TestCase(0xd0, "09000102", true, TraceKind.Other)]
    [TestCase(0xd0, "", true, TraceKind.Other)]
    [TestCase(0xc0, "0300", true, TraceKind.Other)]
    [TestCase(0xb0, "000001000000", true, TraceKind.Other)]
    public void Of_what_is_protected_only_SA_Query_has_a_name_and_only_for_who_has_the_keys(int type, string body, bool isDecrypted, TraceKind kind)
    {
        byte[] frame = [(byte)type, 0x40, .. new byte[22], .. Convert.FromHexString(body)];
        Assert.That(FrameClassifier.Management(frame, false, out _, isDecrypted), Is.EqualTo(kind));
    }

    [Test]
    public void An_association_request_tells_the_device_address()
    {
        byte[] info = [0x42, 0, 0, 0, 1, 0, 0, 0x80, .. new byte[8], 0, 0x10, 0x11, 0, 1, (byte)'c'];
        byte[] p2p = [221, (byte)(4 + 3 + info.Length), 0x50, 0x6f, 0x9a, 9, 13, (byte)info.Length, 0, .. info];
        byte[] frame = [0, 0, .. new byte[22], 0x31, 4, 5, 0, .. p2p];
        Assert.That(FrameClassifier.DeviceAddressOf(frame, TraceKind.AssociationRequest),
            Is.EqualTo(new MacAddress([0x42, 0, 0, 0, 1, 0])));
        byte[] again = [0x20, 0, .. new byte[22], 0x31, 4, 5, 0, 2, 0, 0, 0, 0, 0, .. p2p];
        Assert.That(FrameClassifier.DeviceAddressOf(again, TraceKind.AssociationRequest),
            Is.EqualTo(new MacAddress([0x42, 0, 0, 0, 1, 0])));
        Assert.That(FrameClassifier.DeviceAddressOf(frame.AsSpan(0, 40), TraceKind.AssociationRequest).IsZero);
    }

    [Test]
    public void Every_kind_has_a_name_of_its_own()
    {
        var names = Enum.GetValues<TraceKind>().Select(static k => k.Name()).ToArray();
        Assert.That(names, Is.Unique);
        foreach (var kind in Enum.GetValues<TraceKind>())
        {
            Assert.That(TraceNames.TryParseKind(kind.Name(), out var found) && found == kind, kind.ToString());
        }
    }
}
