using HostApd.Ap;
using HostApd.Ieee80211;
using HostApd.Rsn;

namespace HostApd.Fuzz;

/// <summary>A Fast BSS Transition element of a stranger: every part of one that is read lies within it, and it is never an exception.</summary>
public static class FtElementTarget
{
    /// <summary>Elements as stations write them: of an Authentication, of a Reassociation, and as an access point answers.</summary>
    public static IEnumerable<byte[]> Corpus =>
    [
        Element([3, 3, (byte)'a', (byte)'p', (byte)'1']),
        Element([1, 6, 0, 1, 2, 3, 4, 5, 3, 3, (byte)'a', (byte)'p', (byte)'1']),
        Element([1, 6, 0, 1, 2, 3, 4, 5, 2, 35, .. new byte[35], 3, 1, (byte)'a', 4, 33, .. new byte[33]]),
    ];

    public static void Run(ReadOnlySpan<byte> data)
    {
        if (!FtElement.TryParse(data, out var element))
        {
            return;
        }

        Check.That(element.Whole.Length == data.Length && element.Mic.Length + element.ANonce.Length + element.SNonce.Length == 80);
        Check.That(element.R1KeyHolder.Length is 0 or MacAddress.Length && element.R0KeyHolder.Length <= FtElement.MostOfR0KeyHolder);
        foreach (var kind in Enum.GetValues<FtSubelement>())
        {
            Check.That(element.Find(kind).Length <= data.Length - 84);
        }

        Check.That(element.Find(FtSubelement.R0KeyHolder).SequenceEqual(element.R0KeyHolder));
        var writer = new ByteWriter(stackalloc byte[FtElement.MostLength]);
        FtElement.End(ref writer, FtElement.Begin(ref writer, element.ANonce, element.SNonce, element.R1KeyHolder, element.R0KeyHolder));
        Check.That(FtElement.TryParse(writer.Written, out var again) && again.R0KeyHolder.SequenceEqual(element.R0KeyHolder) && again.SNonce.SequenceEqual(element.SNonce));
    }

    internal static byte[] Element(byte[] subelements) => [55, (byte)(82 + subelements.Length), .. new byte[82], .. subelements];
}

/// <summary>
/// Elements of a stranger in an Authentication or a Reassociation Request by fast transition, at a living access point: nobody gets in by them, no key is
/// installed, and the station that is in stays in. The first byte says which of the two, and how many bytes of a good request go before.
/// </summary>
public static class FtRequestTarget
{
    private static readonly MacAddress Station = new([2, 0, 0, 0, 1, 0]);
    private static readonly byte[] Psk = [.. Enumerable.Range(0, 32).Select(static i => (byte)i)];
    private static readonly FtOptions Options = new() { MobilityDomain = 0xa1b2, R0KeyHolder = "ap1"u8.ToArray(), GeneratesLocally = true };

    private static readonly SecuredBss Living = new(new SecurityOptions
    {
        Pmks = [new Pmk(Psk)],
        Rsn = new RsnOptions { Offer = KeySuiteOffer.Of([KeySuite.FtPskCcmp, KeySuite.PskCcmp], [DataCipher.Ccmp]), FastTransition = Options },
    });

    public static IEnumerable<byte[]> Corpus => [.. FtElementTarget.Corpus.SelectMany(static e => new[] { (byte[])[0, .. Good(e)], [1, .. Good(e)] })];

    public static void Run(ReadOnlySpan<byte> data)
    {
        if (data.IsEmpty)
        {
            return;
        }

        var (bss, radio) = (Living.Bss, Living.Radio);
        if ((data[0] & 1) == 0)
        {
            Living.Send(Station, ManagementSubtype.Authentication, [2, 0, 1, 0, 0, 0, .. data[1..]]);
        }
        else
        {
            Living.Send(Station, ManagementSubtype.ReassociationRequest, [0x31, 4, 5, 0, .. new byte[6], 0, 7, .. "labtest"u8, 1, 4, 0x82, 0x84, 0x8B, 0x96, .. data[1..]]);
        }

        Check.That(bss.State == BssState.Enabled && bss.Stations.Find(Station) is not { IsAuthorized: true });
        radio.Clock.Advance(TimeSpan.FromSeconds(2));
    }

    /// <summary>What a station says that has the key: its name stands in the RSNE.</summary>
    private static byte[] Good(byte[] element)
    {
        _ = FtElement.TryParse(element, out var asked);
        var (key, name) = (new byte[FtKeys.Length], new byte[FtKeys.NameLength]);
        FtKeys.DeriveR0(Psk, new FtTerms(Options, "labtest"u8.ToArray(), MacAddress.Zero), asked.R0KeyHolder, Station, key, name);
        return [48, 38, 1, 0, 0, 0x0F, 0xAC, 4, 1, 0, 0, 0x0F, 0xAC, 4, 1, 0, 0, 0x0F, 0xAC, 4, 0, 0, 1, 0, .. name, 54, 3, 0xa1, 0xb2, 0, .. element];
    }
}
