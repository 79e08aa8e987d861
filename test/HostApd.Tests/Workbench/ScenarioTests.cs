using System.Diagnostics;
using HostApd.Tests.Architecture;
using HostApd.Workbench;
using HostApd.Workbench.Scenarios;
using NUnit.Framework;

namespace HostApd.Tests.Workbench;

public sealed class ScenarioTests
{
    private static readonly string Folder = Path.Combine(SourceTree.Root, "conf", "scenarios");

    private static IEnumerable<string> Shipped => Directory.EnumerateFiles(Folder, "*.ini").Select(Path.GetFileName).Order()!;

    [TestCaseSource(nameof(Shipped))]
    public void The_same_seed_gives_the_same_output_byte_for_byte(string file)
    {
        var first = Play(file);
        Assert.That(Play(file), Is.EqualTo(first));
        Assert.That(first, Does.Contain("verdict: ").And.Contain("seed "));
    }

    [Test]
    public void The_story_of_2011_is_told_twice_in_less_than_two_seconds()
    {
        Play("psk.ini");
        var watch = Stopwatch.StartNew();
        var text = Play("2011-wps-trace.ini");
        Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromSeconds(2)));
        var stories = text.Split("== the trace", StringSplitOptions.RemoveEmptyEntries);
        Assert.That(stories, Has.Length.EqualTo(2));
        Assert.That(stories[0], Does.StartWith(" of 2011: policy reject (hostapd's)"));
        Assert.That(stories[0], Does.Contain("AP: rejected the 4-way handshake twice to collect entropy"));
        Assert.That(stories[1], Does.StartWith(" of 2011: policy hold (ours)"));
        Assert.That(stories[1], Does.Not.Contain("rejected").And.Contain("1 of 1 clients in").And.Contain("full scan of 13 channels"));
        Assert.That(stories[1], Does.Contain("told to disconnect by another program during authentication"));
        Assert.That(Total(stories[0]) - Total(stories[1]), Is.GreaterThan(1_500), "milliseconds that rejecting costs");
    }

    [TestCase("psk.ini", "nothing wrong")]
    [TestCase("wps-pbc.ini", "nothing wrong")]
    [TestCase("p2p-pbc.ini", "nothing wrong")]
    [TestCase("wps-pin.ini", "client: slow")]
    [TestCase("p2p-asked.ini", "GO: asked for 14.0 s before somebody pressed the button")]
    [TestCase("p2p-nobody.ini", "GO: asked for 120.2 s: nobody pressed the button")]
    [TestCase("p2p-both-own.ini", "the peer wants to own too (intent 15 on both sides)")]
    [TestCase("p2p-back.ini", "nothing wrong")]
    [TestCase("wrong-key.ini", "client: wrong passphrase: its message 2 did not fit, 4 times")]
    public void Each_scenario_shows_what_it_is_about(string file, string verdict) =>
        Assert.That(Play(file), Does.Contain("verdict: " + verdict));

    [Test]
    public void The_picture_that_README_shows_is_what_the_workbench_draws()
    {
        var drawn = Path.Combine(TestContext.CurrentContext.WorkDirectory, "join.svg");
        var output = new StringWriter();
        Assert.That(SimulateStudy.Run(new SimulateOptions { File = Path.Combine(Folder, "p2p-pbc.ini"), Picture = drawn }, output, output), Is.Zero, output.ToString());
        Assert.That(File.ReadAllText(drawn), Is.EqualTo(File.ReadAllText(Path.Combine(SourceTree.Root, "conf", "images", "join.svg"))),
            "hostapd-net-workbench simulate conf/scenarios/p2p-pbc.ini --svg conf/images/join.svg");
        Assert.That(File.ReadAllText(Path.Combine(SourceTree.Root, "README.md")), Does.Contain("(conf/images/join.svg)"));
    }

    [Test]
    public void On_bad_air_everybody_gets_in() => Assert.That(Play("bad-air.ini"), Does.Contain("6 of 6 clients in"));

    [Test]
    public void A_full_house_gets_in() => Assert.That(Play("many.ini"), Does.Contain("200 of 200 clients in").And.Contain("clean: 200 joins"));

    [Test]
    public void Another_seed_gives_another_run()
    {
        const string scenario = "[client a]\ncount = 20\n[fault f]\nframe = 1/4\ndoes = lose\nchance = 30\ntimes = 0\n";
        Assert.That(PlayText(scenario, 1), Is.Not.EqualTo(PlayText(scenario, 2)));
        Assert.That(PlayText(scenario, 1), Does.Contain("20 of 20 clients in").And.Contain("lost"));
    }

    [Test]
    public void A_button_that_nobody_pressed_and_a_client_that_gives_up()
    {
        var text = PlayText("[scenario]\nduration = 8\n[ap]\nwps = on\n[client a]\njoins = pbc\nbutton = off\n", 1);
        Assert.That(text, Does.Contain("0 of 1 clients in").And.Contain("no button pressed and no PIN given"));
        text = PlayText("[ap]\nwps = on\npolicy = reject\nkernel_ready = 60\n[client a]\njoins = pbc\ngives_up_after = 2\n", 1);
        Assert.That(text, Does.Contain("0 of 1 clients in").And.Contain("rejected the 4-way handshake twice to collect entropy; the client gave up"));
    }

    [Test]
    public void A_play_goes_on_until_both_sides_agree()
    {
        var once = PlayText("[client a]\n[fault f]\nframe = 4/4\ndoes = lose\n", 1);
        Assert.That(once, Does.Contain("1 of 1 clients in").And.Contain(": connected after"));
        Assert.That(once, Does.Contain("verdict: air: 1 frame of 4-way handshake lost"));
        var thrice = PlayText("[client a]\n[fault f]\nframe = 4/4\ndoes = lose\ntimes = 3\n", 1);
        Assert.That(thrice, Does.Contain("1 of 1 clients in").And.Contain(": connected after").And.Contain("verdict: air: 3 frames"));
        var always = PlayText("[client a]\ngives_up_after = 2\n[fault f]\nframe = 4/4\ndoes = lose\ntimes = 0\n", 1);
        Assert.That(always, Does.Contain("0 of 1 clients in").And.Contain(": not connected after"));
        Assert.That(always, Does.Contain("verdict: air: message 3/4 was sent 4 times and no message 4/4 came back"));
    }

    [TestCase(3, "0 of 1 clients in", "air: 3 frames of association lost")]
    [TestCase(12, "1 of 1 clients in", "air: 12 frames of association lost")]
    public void Lost_answers_to_an_association_are_the_airs(int times, string inside, string verdict)
    {
        var duration = times == 3 ? 2 : 60;
        var text = PlayText($"[scenario]\nduration = {duration}\n[client a]\n[fault f]\nframe = association-response\ndoes = lose\ntimes = {times}\n", 1);
        Assert.That(text, Does.Contain(inside).And.Contain("verdict: " + verdict));
        Assert.That(text.Split("verdict:"), Has.Length.EqualTo(2), "and nobody else's");
    }

    [TestCase("joins = psk", "195 ms")]
    [TestCase("joins = psk", "205 ms")]
    [TestCase("joins = psk", "210 ms")]
    [TestCase("joins = psk", "900 ms")]
    [TestCase("joins = pbc", "300 ms")]
    [TestCase("joins = pbc\np2p = on", "1.3")]
    public void A_slow_client_gets_in_and_is_called_slow(string joins, string think)
    {
        var text = PlayText($"[ap]\nwps = on\np2p = {(joins.Contains("p2p", StringComparison.Ordinal) ? "on" : "off")}\n[client a]\n{joins}\nthink = {think}\n", 1);
        Assert.That(text, Does.Contain("1 of 1 clients in").And.Contain(": connected after").And.Contain("verdict: client: slow"));
        Assert.That(text, Does.Not.Contain("Provision Discovery Requests"));
    }

    [TestCase("wrong-key.ini")]
    [TestCase("2011-wps-trace.ini")]
    public void The_verdicts_explain_what_the_bars_show(string file)
    {
        var lines = File.ReadAllLines(Path.Combine(Folder, file));
        var scenario = ScenarioFile.Read(file, lines, out _)!;
        foreach (var policy in scenario.AccessPoint.Policies)
        {
            using var run = new ScenarioRun(scenario, policy);
            run.Play();
            var report = run.Reports.Single();
            var explained = report.Findings.Sum(static f => f.LostMicroseconds);
            Assert.That(explained, Is.GreaterThan(report.Total * 9 / 10), $"{policy}: of {report.Total / 1000} ms");
            var client = report.Findings.Where(static f => f.Side == HostApd.Timeline.JoinSide.Client).Sum(static f => f.LostMicroseconds);
            Assert.That(report.Phases.Sum(static p => p.Client), Is.GreaterThan(client * 9 / 10), $"{policy}: the client's");
        }
    }

    [Test]
    public void A_sequence_is_the_frames_alone()
    {
        var output = new StringWriter();
        SimulateStudy.Run(new SimulateOptions { File = Path.Combine(Folder, "psk.ini"), Sequence = true }, output, TextWriter.Null);
        Assert.That(output.ToString().TrimEnd().Split('\n'), Is.EqualTo(new[]
        {
            "client authentication-request", "ap authentication-response", "client association-request",
            "ap association-response", "ap 1/4", "client 2/4", "ap 3/4", "client 4/4",
        }));
    }

    [Test]
    public void All_mistakes_of_a_scenario_are_told_at_once_with_their_lines()
    {
        string[] lines =
        [
            "[scenario]", "sede = 3", "duration = soon", "[ap]", "policy = hope", "what", "[client]", "[fault x]", "does = melt",
            "frame = 9/4", "[station]", "= 3",
        ];
        Assert.That(ScenarioFile.Read("s.ini", lines, out var problems), Is.Null);
        Assert.That(problems, Is.EqualTo(new[]
        {
            "s.ini:2: sede: no such key in [scenario]",
            "s.ini:3: duration: 'soon' is no time, such as 1.5 or 40 ms",
            "s.ini:5: policy: 'hope' is neither hold nor reject",
            "s.ini:6: what: neither [section] nor key = value",
            "s.ini:7: [client]: the sections are [scenario], [ap], [client NAME] and [fault NAME]",
            "s.ini:9: does: 'melt' is none of lose, delay, reorder, duplicate",
            "s.ini:10: frame: '9/4' is no frame, such as 3/4, M2 or association-response",
            "s.ini:11: [station]: the sections are [scenario], [ap], [client NAME] and [fault NAME]",
            "s.ini:12: = 3: neither [section] nor key = value",
            "s.ini:12: a scenario needs at least one [client NAME]",
        }));
    }

    private static double Total(string story)
    {
        var at = story.IndexOf("connected after ", StringComparison.Ordinal) + "connected after ".Length;
        return double.Parse(story[at..story.IndexOf(" ms", at, StringComparison.Ordinal)], System.Globalization.CultureInfo.InvariantCulture);
    }

    [Test]
    public void For_machines_each_join_says_which_play_it_is_of()
    {
        using var output = new StringWriter();
        Assert.That(SimulateStudy.Run(new SimulateOptions { File = Path.Combine(Folder, "2011-wps-trace.ini"), Json = true, Seed = 7 }, output, output), Is.Zero);
        var joins = System.Text.Json.JsonDocument.Parse(output.ToString()).RootElement.EnumerateArray().ToList();
        Assert.That(joins.Select(static j => j.GetProperty("policy").GetString()).Distinct(), Is.EquivalentTo(new[] { "hold", "reject" }));
        Assert.That(joins.Select(static j => j.GetProperty("seed").GetInt64()), Is.All.EqualTo(7));
        Assert.That(joins.Select(static j => j.GetProperty("title").GetString()), Is.All.Not.Empty);
    }

    private static string Play(string file)
    {
        var output = new StringWriter();
        var errors = new StringWriter();
        var exit = SimulateStudy.Run(new SimulateOptions { File = Path.Combine(Folder, file) }, output, errors);
        Assert.That(exit, Is.Zero, errors.ToString());
        return output.ToString();
    }

    private static string PlayText(string text, long seed)
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, text);
        var output = new StringWriter();
        Assert.That(SimulateStudy.Run(new SimulateOptions { File = path, Seed = seed }, output, output), Is.Zero, output.ToString());
        File.Delete(path);
        return output.ToString();
    }
}
