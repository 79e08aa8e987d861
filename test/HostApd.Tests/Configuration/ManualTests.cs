using System.CommandLine;
using System.Reflection;
using System.Text.RegularExpressions;
using HostApd.Cli;
using HostApd.Tests.Architecture;
using HostApd.Workbench;
using NUnit.Framework;

namespace HostApd.Tests.Configuration;

/// <summary>What the manual pages and the shell's completion say of options and commands, against the programs.</summary>
public sealed partial class ManualTests
{
    private const string OfDaemon = "hostapd-net.8";
    private const string OfClient = "hostapd-net-cli.1";
    private const string OfWorkbench = "hostapd-net-workbench.1";

    private static readonly string Completion = File.ReadAllText(Path.Combine(SourceTree.Root, "conf", "completion", "hostapd-net"));

    private static IEnumerable<TestCaseData> Options()
    {
        foreach (var (command, manual) in new[] { (typeof(DaemonCommand), OfDaemon), (typeof(ClientCommand), OfClient) })
        {
            var all = (Option[])command.GetField("AllOptions", BindingFlags.Static | BindingFlags.NonPublic)!.GetValue(null)!;
            foreach (var name in all.SelectMany(static o => o.Aliases.Append(o.Name)))
            {
                yield return new TestCaseData(manual, name).SetArgDisplayNames(manual, name);
            }
        }

        // The library's own question mark is nobody's habit.
        var root = WorkbenchCommand.Root();
        foreach (var name in root.Options.Concat(root.Subcommands.SelectMany(static c => c.Options)).SelectMany(static o => o.Aliases.Append(o.Name))
            .Where(static n => !n.EndsWith('?') && n != "/h").Distinct())
        {
            yield return new TestCaseData(OfWorkbench, name).SetArgDisplayNames(OfWorkbench, name);
        }
    }

    private static IEnumerable<string> Commands => CliCommands.Offered.Select(static c => c.Name);

    [TestCaseSource(nameof(Options))]
    public void Every_option_is_in_the_manual_and_in_the_completion(string manual, string option)
    {
        var escaped = Escaped(option);
        Assert.That(Page(manual).Split('\n').Any(l => l.StartsWith(".B", StringComparison.Ordinal)
            && (l + " ").Replace("\"", " ", StringComparison.Ordinal).Contains($" {escaped} ", StringComparison.Ordinal)), $"{option} is missing");
        Assert.That(Words(FunctionOf(manual)), Does.Contain(option));
    }

    [TestCase(OfDaemon)]
    [TestCase(OfClient)]
    [TestCase(OfWorkbench)]
    public void No_option_of_the_completion_is_none(string manual)
    {
        // Of the client's commands, and -dd, which is -d twice.
        string[] others = ["--frames", "--svg", "-n", "-dd"];
        var options = Options().Where(o => (string)o.Arguments[0]! == manual).Select(static o => (string)o.Arguments[1]!);
        Assert.That(Offered().Matches(FunctionOf(manual)).SelectMany(static m => m.Groups[1].Value.Split([' ', '\'', '"', '\n'], StringSplitOptions.RemoveEmptyEntries))
            .Where(static w => w.StartsWith('-') && w != "--").Distinct().Except(others), Is.SubsetOf(options));
    }

    [TestCaseSource(nameof(Commands))]
    public void Every_command_of_the_client_is_in_its_manual_with_its_arguments_and_meaning(string name)
    {
        var command = CliCommands.Find(name, out _)!;
        var arguments = Plain(command.Arguments);
        var line = $".B {name}" + (arguments.Length == 0 ? "" : $" \\fR{arguments}");
        Assert.That(Page(OfClient), Does.Contain($".TP\n{line}\n{char.ToUpperInvariant(command.Meaning[0])}{Plain(command.Meaning[1..])}.\n"));
    }

    [Test]
    public void No_command_of_the_clients_manual_is_none()
    {
        var page = Page(OfClient);
        var commands = page[page.IndexOf(".SH COMMANDS", StringComparison.Ordinal)..page.IndexOf(".SH EXIT STATUS", StringComparison.Ordinal)];
        Assert.That(commands.Split(".TP\n.B ").Skip(1).Select(static c => c.Split(' ', '\n')[0]), Is.EqualTo(Commands));
    }

    /// <summary>The shell offers behind a command what the client's own Tab key does.</summary>
    [Test]
    public void Behind_each_command_the_completion_has_what_the_Tab_key_has()
    {
        var completion = FunctionOf(OfClient);
        foreach (var command in CliCommands.Offered.Where(static c => c.Completed != Completed.Nothing && c.Completed != Completed.Files))
        {
            var row = Regex.Match(completion, $@"^\s+(?:\w+ \| )*{command.Name}(?: \| \w+)*\) words=(.*)$", RegexOptions.Multiline);
            Assert.That(row.Success, $"{command.Name} has no row");
            Assert.That(command.Words.Split(' ', StringSplitOptions.RemoveEmptyEntries), Is.SubsetOf(Words(row.Groups[1].Value)), command.Name);
        }
    }

    [Test]
    public void Every_study_of_the_workbench_is_in_its_manual_and_in_the_completion()
    {
        foreach (var name in WorkbenchCommand.Root().Subcommands.Select(static c => c.Name))
        {
            Assert.That(Page(OfWorkbench).Split('\n').Any(l => Regex.IsMatch(l, $"^\\.BI? {name}( |$)")), name);
            Assert.That(Words(FunctionOf(OfWorkbench)), Does.Contain(name));
        }
    }

    [TestCase(OfDaemon, "SIGNALS", "FILES", "ENVIRONMENT", "EXIT STATUS", "EXAMPLES", "LISTS", "SEE ALSO")]
    [TestCase(OfClient, "FILES", "ENVIRONMENT", "EXIT STATUS", "EXAMPLES", "SEE ALSO")]
    [TestCase(OfWorkbench, "EXIT STATUS", "EXAMPLES", "SEE ALSO")]
    public void A_page_has_the_sections_that_people_look_for(string manual, params string[] sections) =>
        Assert.That(sections.Where(s => !Page(manual).Contains($"\n.SH {s}\n", StringComparison.Ordinal)), Is.Empty);

    /// <summary>Dashes are to be copied, and whatever is beyond ASCII is garbled on some terminals.</summary>
    [TestCase(OfDaemon)]
    [TestCase(OfClient)]
    [TestCase(OfWorkbench)]
    public void A_page_is_ASCII_and_its_options_are_dashes(string manual)
    {
        Assert.That(System.Text.Ascii.IsValid(Page(manual)));
        Assert.That(Page(manual).Split('\n').Where(static l => l.StartsWith(".B", StringComparison.Ordinal) && Regex.IsMatch(l, "[ \"]-")), Is.Empty);
    }

    private static string Page(string manual) => File.ReadAllText(Path.Combine(SourceTree.Root, "conf", "man", manual));

    private static string Escaped(string text) => text.Replace("-", "\\-", StringComparison.Ordinal);

    private static string Plain(string text) => Escaped(text.Replace("…", "...", StringComparison.Ordinal));

    private static string FunctionOf(string manual)
    {
        var name = manual[..manual.LastIndexOf('.')];
        var begin = Completion.IndexOf($"\n_{name.Replace('-', '_')}() {{", StringComparison.Ordinal);
        return Completion[begin..Completion.IndexOf("\n}\n", begin, StringComparison.Ordinal)];
    }

    private static string[] Words(string text) => text.Split([' ', '\'', '"', '\n', '|', ')'], StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The words that the shell is told to offer.</summary>
    [GeneratedRegex("(?:words=|-W )('[^']*'|\"[^\"]*\")")]
    private static partial Regex Offered();
}
