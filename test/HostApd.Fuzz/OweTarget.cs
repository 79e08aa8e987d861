using HostApd.Crypto;
using HostApd.Ieee80211;
using HostApd.Rsn;

namespace HostApd.Fuzz;

/// <summary>A Diffie-Hellman Parameter element of a stranger: read, and answered with keys exactly when its x is a point's; and never an exception.</summary>
public static class OweTarget
{
    private static readonly SaeGroup[] Groups = [SaeGroup.Find(19)!, SaeGroup.Find(20)!, SaeGroup.Find(21)!];

    /// <summary>A station's element of a real association; one of each other group, whose x is that of the base point.</summary>
    public static IEnumerable<byte[]> Corpus =>
        [Convert.FromHexString("ff23201300" + "8638902e67096a625be295a27027781cdf5750524154066af40e2b298ea7dc07"), OfGenerator(Groups[1]), OfGenerator(Groups[2])];

    public static void Run(ReadOnlySpan<byte> data)
    {
        var verdict = OweElement.TryParse(data, Groups, out var element);
        Check.That(verdict != OweVerdict.NoElement || OweElement.GroupOf(data) == 0);
        if (verdict != OweVerdict.Good)
        {
            return;
        }

        var curve = element.Group.Curve;
        Check.That(element.X.Length == curve.Length && element.Group.Number == OweElement.GroupOf(data));
        var writer = new ByteWriter(stackalloc byte[128]);
        OweElement.Write(ref writer, element.Group, element.X);
        Check.That(writer.Written.SequenceEqual(data));

        var draw = new SecretBytes(curve.Length);
        draw.Span[^1] = 3;
        using var work = new OweWork(element, draw);
        work.Run();
        using var keys = work.Agreement;
        Check.That(work.Answers(element) && work.Verdict == (curve.IsAbscissa(element.X) != 0 ? OweVerdict.Good : OweVerdict.NoPoint));
        Check.That((keys is not null) == (work.Verdict == OweVerdict.Good) && work.Own.IsEmpty == (keys is null));
    }

    private static byte[] OfGenerator(SaeGroup group)
    {
        var writer = new ByteWriter(stackalloc byte[128]);
        OweElement.Write(ref writer, group, group.Curve.Generator[..group.Curve.Length]);
        return writer.Written.ToArray();
    }
}
