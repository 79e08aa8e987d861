using System.Text.RegularExpressions;

namespace HostApd.LabTests;

/// <summary>test/README.md tells all that a scene may say.</summary>
[TestFixture]
internal sealed partial class ScenePageTests
{
    private static readonly string[] Unspoken = ["dump_logs", "on_error"];

    private readonly string _page = File.ReadAllText(Path.Combine(Lab.Repository, "test", "README.md"));

    [Test]
    public void Every_word_of_the_guest_stands_on_the_page()
    {
        IEnumerable<string> words = Functions()
            .Matches(File.ReadAllText(Path.Combine(Lab.Repository, "scripts", "lab", "guest.sh")))
            .Select(match => match.Groups[1].Value)
            .Except(Unspoken);
        Assert.That(words.Where(word => !_page.Contains($"`{word}`", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void Every_header_of_a_scene_stands_on_the_page()
    {
        IEnumerable<string> headers = Scene.All()
            .SelectMany(scene => File.ReadLines(scene.Path).TakeWhile(line => line.StartsWith('#')))
            .Select(line => Headers().Match(line))
            .Where(match => match.Success)
            .Select(match => match.Groups[1].Value)
            .Distinct();
        Assert.That(headers.Where(header => !_page.Contains($"`# {header}:", StringComparison.Ordinal)), Is.Empty);
    }

    [GeneratedRegex(@"^([a-z_0-9]+)\(\)", RegexOptions.Multiline)]
    private static partial Regex Functions();

    [GeneratedRegex("^# ([a-z]+): ")]
    private static partial Regex Headers();
}
