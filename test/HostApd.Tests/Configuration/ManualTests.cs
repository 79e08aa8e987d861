using System.CommandLine;
using System.Reflection;
using HostApd.Cli;
using HostApd.Tests.Architecture;
using NUnit.Framework;

namespace HostApd.Tests.Configuration;

/// <summary>What the manual pages and the shell's completion say of the options, against the programs.</summary>
public sealed class ManualTests
{
    private static IEnumerable<TestCaseData> Options()
    {
        foreach (var (command, manual) in new[] { (typeof(DaemonCommand), "hostapd-net.8"), (typeof(ClientCommand), "hostapd-net-cli.1") })
        {
            var all = (Option[])command.GetField("AllOptions", BindingFlags.Static | BindingFlags.NonPublic)!.GetValue(null)!;
            foreach (var name in all.SelectMany(static o => o.Aliases.Append(o.Name)))
            {
                yield return new TestCaseData(manual, name).SetArgDisplayNames(manual, name);
            }
        }
    }

    [TestCaseSource(nameof(Options))]
    public void Every_option_is_in_the_manual_and_in_the_completion(string manual, string option)
    {
        var page = File.ReadAllText(Path.Combine(SourceTree.Root, "conf", "man", manual));
        var escaped = option.Replace("-", "\\-", StringComparison.Ordinal);
        Assert.That(page.Split('\n').Any(l => l.StartsWith(".B", StringComparison.Ordinal)
            && (l + " ").Replace("\"", " ", StringComparison.Ordinal).Contains($" {escaped} ", StringComparison.Ordinal)), $"{option} is missing");
        Assert.That(File.ReadAllText(Path.Combine(SourceTree.Root, "conf", "completion", "hostapd-net")), Does.Contain(option));
    }
}
