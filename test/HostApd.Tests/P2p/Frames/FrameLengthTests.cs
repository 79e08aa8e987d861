using HostApd.P2p;
using HostApd.P2p.Frames;
using NUnit.Framework;

namespace HostApd.Tests.P2p.Frames;

/// <summary>Every attribute of every message: taken away, one byte short, one byte long, at its limits.</summary>
public sealed class FrameLengthTests
{
    private const string PushButton = "100800020080";

    private delegate bool Parser(ReadOnlySpan<byte> p2p, out P2pError error);

    /// <summary>Identifier, limits of its length where there are some, and <c>!</c> where it must be there.</summary>
    private static readonly (string Name, Parser Parse, string Body, string Attributes)[] Messages =
    [
        ("ProvisionDiscoveryRequest",
            static (b, out e) => ProvisionDiscoveryRequest.TryParse(b, Convert.FromHexString(PushButton), out _, out e),
            P2pOf(CapturedFrames.ProvisionDiscoveryRequest), "02 0D:24- 0F:6-38"),
        ("ProvisionDiscoveryResponse",
            static (b, out e) => ProvisionDiscoveryResponse.TryParse(b, Convert.FromHexString(PushButton), out _, out e), "00010002", "00"),
        ("GoNegotiationRequest", static (b, out e) => GoNegotiationRequest.TryParse(b, default, out _, out e),
            P2pOf(CapturedFrames.NegotiationRequest) + "0001000b" + "08040064001027",
            "00 02 04 05 06 08 09 0B:3- 0D:26- 11"),
        ("GoNegotiationResponse", static (b, out e) => GoNegotiationResponse.TryParse(b, default, out _, out e),
            P2pOf(CapturedFrames.NegotiationRefused) + GroupOwnerRig.OurGroup, "00 02 04 05 11 09 0B:3- 0D:26- 0F:6-38"),
        ("GoNegotiationConfirmation", static (b, out e) => GoNegotiationConfirmation.TryParse(b, out _, out e),
            P2pOf(CapturedFrames.NegotiationConfirmation), "00 02 11 0B:3- 0F:6-38"),
        ("InvitationRequest", static (b, out e) => InvitationRequest.TryParse(b, out _, out e),
            P2pOf(CapturedFrames.InvitationRequest) + "1105005553045106" + "070600460000000000", "05 12 11 07 0B:3- 0F:6-38 0D:26-"),
        ("InvitationResponse", static (b, out e) => InvitationResponse.TryParse(b, out _, out e),
            P2pOf(CapturedFrames.InvitationResponse), "00 05 11 07 0B:3-"),
        ("DeviceDiscoverabilityRequest", static (b, out e) => DeviceDiscoverabilityRequest.TryParse(b, out _, out e),
            GroupOwnerRig.OurGroup + "030600420000000100", "0F:6-38 03"),
        ("DeviceDiscoverabilityResponse", static (b, out e) => DeviceDiscoverabilityResponse.TryParse(b, out _, out e), "00010008", "00!"),
        ("PresenceRequest", static (b, out e) => PresenceRequest.TryParse(b, out _, out e), "0c02000780", "0C:2-"),
        ("PresenceResponse", static (b, out e) => PresenceResponse.TryParse(b, out _, out e), "000100000c02000700", "00! 0C:2-"),
        ("BeaconElement", static (b, out e) => BeaconElement.TryParse(b, out _, out e), CapturedFrames.Beacon[12..], "02 03"),
        ("ProbeResponseElement", static (b, out e) => ProbeResponseElement.TryParse(b, out _, out e),
            CapturedFrames.ProbeResponse[12..] + "0e0000" + "08040064001027", "02 08 0D:23- 0E:0-"),
        ("AssociationResponseElement", static (b, out e) => AssociationResponseElement.TryParse(b, out _, out e), "00010003", "00"),
    ];

    public static IEnumerable<TestCaseData> Cells =>
        from message in Messages
        from attribute in message.Attributes.Split(' ')
        select new TestCaseData(message.Name, attribute).SetArgDisplayNames(message.Name, attribute);

    public static IEnumerable<string> Names => Messages.Select(static m => m.Name);

    [TestCaseSource(nameof(Cells))]
    public void An_attribute_has_its_length_and_no_other(string name, string attribute)
    {
        var (_, parse, hex, _) = Array.Find(Messages, m => m.Name == name);
        var body = Convert.FromHexString(hex);
        Assert.That(parse(body, out var error), Is.True, error.ToString());
        var id = Convert.ToByte(attribute[..2], 16);
        var length = Split(body).Find(a => a.Id == id).Value.Length;
        var range = attribute.Contains(':', StringComparison.Ordinal) ? attribute[3..].Split('-') : [$"{length}", $"{length}"];
        var minimum = int.Parse(range[0], System.Globalization.CultureInfo.InvariantCulture);
        var maximum = range[1].Length > 0 ? int.Parse(range[1], System.Globalization.CultureInfo.InvariantCulture) : 1000;
        foreach (var right in new[] { minimum, maximum })
        {
            Assert.That(parse(WithLength(body, id, right), out error), Is.True, $"{right}: {error}");
        }

        foreach (var wrong in new[] { minimum - 1, maximum + 1 })
        {
            if (wrong is >= 0 and < 1000)
            {
                Assert.That(parse(WithLength(body, id, wrong), out error), Is.False, $"length {wrong}");
                Assert.That((error.Code, (byte)error.Attribute), Is.EqualTo((P2pErrorCode.Length, id)));
            }
        }

        var mayBeAbsent = !attribute.Contains('!', StringComparison.Ordinal);
        Assert.That(parse(Rebuild(body, a => a.Id == id ? null : a.Value), out error), Is.EqualTo(mayBeAbsent), "absent");
        Assert.That(error.Code, Is.EqualTo(mayBeAbsent ? P2pErrorCode.None : P2pErrorCode.Missing));
    }

    [TestCaseSource(nameof(Names))]
    public void Any_order_will_do_and_what_is_unknown_is_skipped(string name)
    {
        var (_, parse, hex, _) = Array.Find(Messages, m => m.Name == name);
        var attributes = Split(Convert.FromHexString(hex));
        attributes.Reverse();
        byte[] bytes = [0xDD, 3, 0, 1, 2, 3, .. attributes.SelectMany(Join), 0xFF, 0, 0];
        Assert.That(parse(bytes, out var error), Is.True, error.ToString());
    }

    [TestCaseSource(nameof(Names))]
    public void A_cut_inside_an_attribute_is_an_error(string name)
    {
        var (_, parse, hex, _) = Array.Find(Messages, m => m.Name == name);
        var body = Convert.FromHexString(hex);
        var edges = new HashSet<int> { 0 };
        foreach (var attribute in Split(body))
        {
            edges.Add(edges.Max() + P2pAttributeList.HeaderLength + attribute.Value.Length);
        }

        for (var length = 1; length < body.Length; length++)
        {
            if (!edges.Contains(length))
            {
                Assert.That(parse(body.AsSpan(0, length), out var error), Is.False, $"{length} bytes");
                Assert.That(error.Code, Is.EqualTo(P2pErrorCode.CutOff));
                Assert.That(error.Offset, Is.LessThan(length));
            }
        }
    }

    [TestCase("", false)]
    [TestCase("1008000100", false)]
    [TestCase("10080003000080", false)]
    [TestCase("1008000200", false)]
    [TestCase("100800020080", true)]
    [TestCase("104a000110" + "100800020080", true)]
    public void The_config_methods_are_a_WPS_attribute(string wps, bool isRight)
    {
        var bytes = Convert.FromHexString(wps);
        Assert.That(ProvisionDiscoveryRequest.TryParse(default, bytes, out _, out var error), Is.EqualTo(isRight));
        Assert.That(error.Code, Is.EqualTo(isRight ? P2pErrorCode.None : P2pErrorCode.Wps));
        Assert.That(ProvisionDiscoveryResponse.TryParse(default, bytes, out _, out error), Is.EqualTo(isRight));
        Assert.That(error.Code, Is.EqualTo(isRight ? P2pErrorCode.None : P2pErrorCode.Wps));
    }

    private static string P2pOf(string frame) => Convert.ToHexString(FrameTests.Parts(frame).P2p);

    private static List<(byte Id, byte[] Value)> Split(byte[] bytes)
    {
        var attributes = new List<(byte, byte[])>();
        for (var at = 0; at < bytes.Length;)
        {
            var end = at + 3 + (bytes[at + 1] | bytes[at + 2] << 8);
            attributes.Add((bytes[at], bytes[(at + 3)..end]));
            at = end;
        }

        return attributes;
    }

    private static byte[] Rebuild(byte[] bytes, Func<(byte Id, byte[] Value), byte[]?> change) =>
        [.. Split(bytes).Select(a => (a.Id, Value: change(a)!)).Where(static a => a.Value is not null).SelectMany(Join)];

    private static byte[] WithLength(byte[] bytes, byte id, int length) => Rebuild(bytes, a =>
    {
        var value = a.Value;
        if (a.Id == id)
        {
            Array.Resize(ref value, length);
        }

        return value;
    });

    private static IEnumerable<byte> Join((byte Id, byte[] Value) a) =>
        [a.Id, (byte)a.Value.Length, (byte)(a.Value.Length >> 8), .. a.Value];
}
