using System.Globalization;
using HostApd.Ieee80211;
using NUnit.Framework;

namespace HostApd.Fuzz;

/// <summary>
/// The same inputs give the same bytes: every call to the radio, every event, every reply. Written to the file that
/// <c>HOSTAPD_NET_REPLAY</c> names, what two versions do can be compared: <c>scripts/replay.sh REV</c>.
/// </summary>
public sealed class ReplayTests
{
    private const int Steps = 10_000;
    private const int Shown = 12;

    [Test]
    public void Random_steps_can_be_replayed()
    {
        var first = WriteScene(seed: 7);
        Keep("scene", first);
        Assert.That(first, Has.Count.GreaterThan(Steps));
        Compare(first, WriteScene(seed: 7));
    }

    [Test]
    public void Frames_of_the_corpus_can_be_replayed()
    {
        var first = WriteCorpus();
        Keep("corpus", first);
        Assert.That(first, Has.Count.GreaterThan(1000));
        Compare(first, WriteCorpus());
    }

    private static List<string> WriteScene(int seed)
    {
        var lines = new List<string>();
        using var scene = new WideScene(seed, lines.Add);
        for (var step = 0; step < Steps; step++)
        {
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"step {step}"));
            scene.Step();
        }

        return lines;
    }

    /// <summary>Every frame and every PDU of the corpus, whole and cut short, into an access point with a station on its way in.</summary>
    private static List<string> WriteCorpus()
    {
        var lines = new List<string>();
        var accessPoint = new FuzzedAccessPoint(lines.Add);
        var radio = accessPoint.Radio;
        var station = new MacAddress([2, 0, 0, 0, 1, 0]);
        foreach (var seed in AccessPointCorpus.Frames.Concat(AccessPointCorpus.Elements).Concat(Corpus.Eapol).Concat(P2pCorpus.Actions))
        {
            for (var length = seed.Length; length >= 0; length = length > 40 ? length - 7 : length - 1)
            {
                var cut = seed.AsSpan(0, length);
                radio.Inject(AccessPointCorpus.Authentication);
                radio.Inject(AccessPointCorpus.Association);
                radio.ReportSent(radio.LastCookie, AccessPointCorpus.Response, acknowledged: true);
                radio.Inject(cut);
                radio.InjectEapol(station, cut);
                radio.ReportSent(1, cut, acknowledged: (length & 1) == 0);
                radio.StationArrives(new MacAddress([2, 0, 0, 0, 3, 0]), cut);
                radio.Clock.Advance(TimeSpan.FromMilliseconds(700));
            }
        }

        return lines;
    }

    private static void Keep(string name, List<string> lines)
    {
        if (Environment.GetEnvironmentVariable("HOSTAPD_NET_REPLAY") is { Length: > 0 } folder)
        {
            File.WriteAllLines(Path.Combine(folder, name), lines);
        }
    }

    private static void Compare(List<string> first, List<string> second)
    {
        var same = first.Zip(second).TakeWhile(static p => p.First == p.Second).Count();
        Assert.That(same == first.Count && same == second.Count, Is.True,
            () => $"line {same}:\n{string.Join('\n', first.Skip(same).Take(Shown))}\n---\n{string.Join('\n', second.Skip(same).Take(Shown))}");
    }
}
