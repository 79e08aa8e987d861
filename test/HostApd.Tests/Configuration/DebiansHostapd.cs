using System.Diagnostics;
using NUnit.Framework;

namespace HostApd.Tests.Configuration;

/// <summary>The hostapd of this machine, where there is one of the version that was recorded; the lab installs it.</summary>
internal static class DebiansHostapd
{
    private const string Program = "/usr/sbin/hostapd";

    /// <summary>What a script of ours says after it has asked hostapd; the test is left out where nobody can be asked.</summary>
    internal static string[] Ask(string script, params string[] arguments)
    {
        if (!File.Exists(Program))
        {
            Assert.Ignore("Debian's package hostapd is not installed; the recorded answers were tried");
        }

        using var process = Process.Start(new ProcessStartInfo(Path.Combine(Architecture.SourceTree.Root, "scripts", script), arguments)
        {
            RedirectStandardOutput = true,
            Environment = { ["HOSTAPD"] = Program },
        })!;
        var lines = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        process.WaitForExit();
        return lines;
    }
}
