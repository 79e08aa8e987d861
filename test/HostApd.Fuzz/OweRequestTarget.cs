using HostApd.Ap;
using HostApd.Ieee80211;
using HostApd.Rsn;

namespace HostApd.Fuzz;

/// <summary>
/// Elements behind an Association Request by OWE, at a living access point: it is let in exactly when a public key among them is one, costs
/// arithmetic once at the most, and nobody's key is left where it is not.
/// </summary>
public static class OweRequestTarget
{
    private static readonly MacAddress Station = new([2, 0, 0, 0, 1, 0]);

    private static readonly SecuredBss Living = new(new SecurityOptions
    {
        Pmks = [],
        Owe = new OweOptions(),
        Rsn = new RsnOptions
        {
            Offer = KeySuiteOffer.Of([KeySuite.OweCcmp(KeyHash.Sha256), KeySuite.OweCcmp(KeyHash.Sha384), KeySuite.OweCcmp(KeyHash.Sha512)], [DataCipher.Ccmp])
                .Protecting(FrameProtection.Required, ManagementCipher.BipCmac128),
        },
    });

    public static IEnumerable<byte[]> Corpus => [.. OweTarget.Corpus, .. OweTarget.Corpus.Select(static e => (byte[])[221, 5, 0, 0x50, 0xF2, 2, 0, .. e, 127, 1, 0])];

    public static void Run(ReadOnlySpan<byte> data)
    {
        var (bss, radio) = (Living.Bss, Living.Radio);
        bss.Forget(MacAddress.Broadcast);
        bss.Agreed.Flush();
        var before = bss.OweComputed;
        Living.Send(Station, ManagementSubtype.Authentication, [0, 0, 1, 0, 0, 0]);
        byte[] elements =
        [
            0, 7, .. "labtest"u8, 1, 4, 0x82, 0x84, 0x8B, 0x96, 48, 20, 1, 0, 0, 0x0F, 0xAC, 4, 1, 0, 0, 0x0F, 0xAC, 4, 1, 0, 0, 0x0F, 0xAC, 18, 0x80, 0, .. data,
        ];
        Living.Send(Station, ManagementSubtype.AssociationRequest, [0x31, 4, 5, 0, .. elements]);

        var isGood = RequestElements.TryParse(elements, out var parsed)
            && OweElement.TryParse(parsed.DiffieHellman, new OweOptions().Groups, out var key) == OweVerdict.Good
            && key.Group.Curve.IsAbscissa(key.X) != 0;
        Check.That(bss.OweComputed - before <= 1 && bss.State == BssState.Enabled);
        Check.That(bss.Stations.Find(Station) is { Aid: > 0 } == isGood && bss.Agreed.Has(Station) == isGood);
        radio.Clock.Advance(TimeSpan.FromSeconds(2));
    }
}
