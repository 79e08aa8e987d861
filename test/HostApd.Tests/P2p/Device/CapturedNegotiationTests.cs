using HostApd.Ieee80211;
using HostApd.P2p;
using HostApd.P2p.Frames;
using HostApd.Tests.P2p.Frames;
using HostApd.Wps;
using NUnit.Framework;

namespace HostApd.Tests.P2p.Device;

/// <summary>
/// The captured negotiation, with our device in the owner's place: what "phone" sent is heard, and what we answer has the attributes of
/// what the stock owner answered, in its order.
/// </summary>
public sealed class CapturedNegotiationTests
{
    private static readonly MacAddress Owner = new([0x42, 0, 0, 0, 0, 0]);
    private static readonly MacAddress Phone = new([0x42, 0, 0, 0, 1, 0]);

    private readonly List<byte[]> _sent = [];
    private readonly List<string> _told = [];
    private P2pDevice _device = null!;

    [SetUp]
    public void SetUp()
    {
        _sent.Clear();
        _told.Clear();
        var channels = P2pChannelList.TryParse(Attribute(CapturedFrames.NegotiationConfirmation, P2pAttributeId.ChannelList))!;
        _device = new P2pDevice(Owner, new P2pDeviceOptions
        {
            Device = new DeviceData { DeviceName = "owner", DeviceType = new DeviceType(7, 0x0050F204, 1) },
            ConfigMethods = (ConfigMethods)0x2388,
            Country = "US",
            ListenMhz = 2437,
            FrequenciesMhz = [.. channels.FrequenciesMhz],
            PreferredMhz = 5805,
            Ssid = "DIRECT-qW"u8.ToArray(),
        }, new HostApd.Simulation.VirtualClock(), static () => true, static () => null);
        _device.Start();
        Drain();
    }

    [Test]
    public void The_phone_asks_is_told_not_yet_is_asked_agrees_and_is_confirmed()
    {
        Hear(CapturedFrames.NegotiationRequest, 2437);
        SameStructure(CapturedFrames.NegotiationRefused, without: " OperatingChannel");
        Assert.That(_told, Does.Contain("NegotiationRequested 42:00:00:00:01:00 dev_passwd_id=4 go_intent=1"));

        Assert.That(_device.Connect(Phone, new PeerWish(ProvisionMethod.PushButton, null, 15, 0), onlyAllow: false));
        Drain();
        SameStructure(CapturedFrames.NegotiationRequestOfOwner);

        Hear(CapturedFrames.NegotiationResponse, 2437);
        SameStructure(CapturedFrames.NegotiationConfirmation);
        SameAttributes(CapturedFrames.NegotiationConfirmation, P2pAttributeId.Status, P2pAttributeId.GroupId);
        _device.OnSent(acknowledged: true);
        Drain();
        Assert.That(_told, Does.Contain(
            "NegotiationSucceeded role=GO freq=5805 ht40=0 peer_dev=42:00:00:00:01:00 peer_iface=46:00:00:00:01:00 wps_method=PBC"));
    }

    [Test]
    public void The_phone_brings_the_group_back()
    {
        Hear(CapturedFrames.InvitationRequest, 2437);
        SameStructure(CapturedFrames.InvitationResponse);
        SameAttributes(CapturedFrames.InvitationResponse, P2pAttributeId.Status);
        Assert.That(_told, Has.One.StartsWith("InvitationAccepted sa=42:00:00:00:01:00"));
    }

    private void Hear(string body, int frequencyMhz)
    {
        _device.OnAction(Phone, Convert.FromHexString(body), frequencyMhz, -40);
        Drain();
    }

    private void Drain()
    {
        while (_device.TryNextEffect(out var effect))
        {
            if (effect.Kind is DeviceEffectKind.SendAction or DeviceEffectKind.SendAnswer)
            {
                _sent.Add(effect.Body!);
            }
            else if (effect.Kind == DeviceEffectKind.Announce)
            {
                _told.Add($"{effect.Event} {string.Join(' ', effect.Words!)}");
            }
        }
    }

    /// <param name="captured">The stock owner's frame.</param>
    /// <param name="without">What it has with nothing in it (a channel 0), and we leave out.</param>
    private void SameStructure(string captured, string without = "") => Assert.That(Structure(_sent[^1]),
        Is.EqualTo(without.Length == 0 ? Structure(Convert.FromHexString(captured)) : Structure(Convert.FromHexString(captured)).Replace(without, "", StringComparison.Ordinal)));

    private void SameAttributes(string captured, params P2pAttributeId[] ids)
    {
        foreach (var id in ids)
        {
            Assert.That(Convert.ToHexStringLower(Attribute(Convert.ToHexStringLower(_sent[^1]), id)),
                Is.EqualTo(Convert.ToHexStringLower(Attribute(captured, id))), $"{id}");
        }
    }

    private static byte[] Attribute(string body, P2pAttributeId id)
    {
        P2pActionFrame.TryParse(Convert.FromHexString(body), out var frame);
        return new P2pAttributeList(ActionElements.Parse(frame.Elements)!.P2p).Optional(id).ToArray();
    }

    /// <summary>Head, elements, and the attributes in them in their order.</summary>
    private static string Structure(byte[] body)
    {
        var words = new List<string> { Convert.ToHexStringLower(body.AsSpan(0, 7)) };
        for (var at = 8; at + 6 <= body.Length; at += 2 + body[at + 1])
        {
            var type = Convert.ToHexStringLower(body.AsSpan(at + 2, 4));
            words.Add(type);
            var end = at + 2 + body[at + 1];
            for (var i = at + 6; i < end;)
            {
                var isP2p = type == "506f9a09";
                words.Add(isP2p ? $"{(P2pAttributeId)body[i]}" : Convert.ToHexStringLower(body.AsSpan(i, 2)));
                i += isP2p ? 3 + body[i + 1] + (body[i + 2] << 8) : 4 + (body[i + 2] << 8) + body[i + 3];
            }
        }

        return string.Join(' ', words);
    }
}
