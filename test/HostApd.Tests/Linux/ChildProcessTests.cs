using System.Diagnostics;
using HostApd.Linux;
using NUnit.Framework;

namespace HostApd.Tests.Linux;

/// <summary>Programs started without a shell.</summary>
public sealed class ChildProcessTests
{
    [Test]
    public void A_program_gets_arguments_and_variables_and_no_ignored_SIGPIPE()
    {
        var folder = Directory.CreateTempSubdirectory("hostapd-net-test-").FullName;
        try
        {
            var output = Path.Combine(folder, "out");
            var result = ChildProcess.Start("/bin/sh",
                ["-c", "{ echo \"$1|$X\"; grep SigIgn /proc/self/status; } >$OUT", "sh", "a  'b'\n\"$(c)\""],
                new Dictionary<string, string> { ["X"] = "y z", ["OUT"] = output }, out var child);
            Assert.That(result.ToString(), Is.EqualTo("ok"));
            var start = Stopwatch.StartNew();
            while (!ChildProcess.HasEnded(child) && start.Elapsed < TimeSpan.FromSeconds(20))
            {
                Thread.Sleep(10);
            }

            var text = File.ReadAllText(output);
            Assert.That(text, Does.StartWith("a  'b'\n\"$(c)\"|y z\n"));
            var ignored = Convert.ToUInt64(text.TrimEnd()[^16..], 16);
            Assert.That(ignored & 1UL << 12, Is.Zero, "SIGPIPE is number 13");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Test]
    public void A_program_that_is_not_there_is_said_to_be_so() =>
        Assert.That(ChildProcess.Start("/nowhere/x", [], new Dictionary<string, string>(), out _).ToString(),
            Is.EqualTo("starting /nowhere/x: No such file or directory"));
}
