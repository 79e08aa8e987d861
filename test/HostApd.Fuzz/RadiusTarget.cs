using HostApd.Radius;

namespace HostApd.Fuzz;

/// <summary>Datagrams of a server: as they come, which proves nothing good, and with their sums made right, as who knows the secret would.</summary>
public static class RadiusTarget
{
    private static readonly byte[] Secret = "xyzzy5461"u8.ToArray();
    private static readonly byte[] Authenticator = Convert.FromHexString("0f403f9473978057bd83d5cb98f4227a");

    public static IEnumerable<byte[]> Corpus => Hex(
        "",
        "02010014" + "00000000000000000000000000000000",
        "0201002600000000000000000000000000000000" + "501200000000000000000000000000000000",
        // EAP-Success and two keys, as they go to a station's access point.
        "020100a000000000000000000000000000000000" + "501200000000000000000000000000000000" + "4f0603070004"
            + "1a3a000001371134" + "8001e74fd77a66159af1c00e2603ed8f8a2d775b72924f399d2c98d1909d856dfa8608c3baf92fc0c0313d7dd2b3bb1fe1e7"
            + "1a3a000001371034" + "fffeff7e70126c464aaf5c685d703e62065cc6f07b83d01b23669d7e43518ef677928ebefccd67ebca047282cef51e7e8b14",
        // A VLAN, a passphrase, times.
        "0201006100000000000000000000000000000000" + "501200000000000000000000000000000000" + "40060000000d" + "410600000006" + "51043130"
            + "4525009abcee91c0a6c2887d9d1c75bfa721f4567ccbc8b860ef426b7b78b0fad4a4b0aee4"
            + "1b0600000e10",
        "0b01003a00000000000000000000000000000000" + "501200000000000000000000000000000000" + "4f0a0108000801020304" + "180a3332373639343330");

    public static void Run(ReadOnlySpan<byte> data)
    {
        using var signature = new RadiusSignature();
        if (!RadiusPacket.TryParse(data, out var packet, out var error))
        {
            Check.That(error != RadiusPacketError.None);
            return;
        }

        Check.That(packet.Whole.Length is >= RadiusPacket.HeaderLength and <= RadiusPacket.MaximumLength && packet.Whole.Length <= data.Length);
        Check.That(signature.CheckResponse(packet, Authenticator, Secret, true) != RadiusProof.Good);

        var signed = packet.Whole.ToArray();
        signature.SignResponse(signed, packet.MessageAuthenticatorOffset, Authenticator, Secret);
        Check.That(RadiusPacket.TryParse(signed, out var good, out _));
        Check.That(signature.CheckResponse(good, Authenticator, Secret, false) == RadiusProof.Good);
        using var answer = RadiusAnswer.Read(good, Authenticator, Secret);
        if (answer is null)
        {
            return;
        }

        Check.That(answer.Eap.Length is 0 or >= 4 and <= RadiusAnswer.MaximumEapLength);
        Check.That(answer.Classes.Count <= RadiusAnswer.MaximumClasses && answer.Passphrases.Count <= RadiusAnswer.MaximumPassphrases);
        Check.That(answer.Vlan == VlanVerdict.Assigned ? answer.VlanId is >= 1 and <= 4094 : answer.VlanId == 0);
        Check.That(answer.SendKey is null or { Length: >= 1 and <= 239 } && answer.ReceiveKey is null or { Length: >= 1 and <= 239 });
    }

    private static IEnumerable<byte[]> Hex(params string[] seeds) => seeds.Select(Convert.FromHexString);
}
