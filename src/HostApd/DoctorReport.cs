using System.Globalization;
using System.Text;
using HostApd.Linux;

namespace HostApd;

/// <summary>
/// <c>--doctor --report FILE</c>: what was found, and on what machine, in one text that can be posted. It holds no address, no name of a
/// network and no key: of the files that it reads only what is named here goes into it.
/// </summary>
internal sealed class DoctorReport(string root)
{
    /// <summary>A fact of a machine is one line; more than this of it is no fact.</summary>
    private const int LongestFact = 200;

    /// <summary>Of this machine.</summary>
    internal static DoctorReport Here { get; } = new("/");

    /// <summary>The text: machine, then each radio with its driver, then what could not be looked at.</summary>
    internal string Write(string version, IReadOnlyList<Doctor.Patient> patients, IReadOnlyList<string> refusals)
    {
        var text = new StringBuilder("```\n").Append(version).Append('\n');
        Line(text, "kernel", Fact("proc/sys/kernel/osrelease"));
        Line(text, "system", Fact("etc/os-release", "PRETTY_NAME="));
        Line(text, "machine", Fact("proc/device-tree/model") is { Length: > 0 } board ? board
            : $"{Fact("sys/class/dmi/id/sys_vendor")} {Fact("sys/class/dmi/id/product_name")}".Trim());
        Line(text, "processor", System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant());
        foreach (var patient in patients)
        {
            text.Append('\n').Append(patient.Describe());
            Line(text, "can start now", patient.CanStart ? "yes" : "no");
            Line(text, "driver", Target($"sys/class/net/{patient.Name}/device/driver"));
            Line(text, "its version", Fact($"sys/class/net/{patient.Name}/device/driver/module/version"));
            Line(text, "adapter", Fact($"sys/class/net/{patient.Name}/device/modalias"));
            foreach (var user in patient.Users)
            {
                Line(text, "in use by", user);
            }
        }

        foreach (var refusal in refusals)
        {
            text.Append('\n').Append(refusal).Append('\n');
        }

        return text.Append("```\n").ToString();
    }

    private static void Line(StringBuilder text, string what, string answer)
    {
        if (answer.Length > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {what,-20} {answer}\n");
        }
    }

    /// <summary>What stands behind <paramref name="key"/> in the first line of a file that begins with it, printable; empty when there is none.</summary>
    private string Fact(string path, string key = "") => Ask(() =>
    {
        var line = SmallFile.ReadLines(Path.Combine(root, path)).FirstOrDefault(l => l.StartsWith(key, StringComparison.Ordinal)) ?? key;
        var clean = new string([.. line[key.Length..].Where(static c => !char.IsControl(c)).Take(LongestFact)]);
        return clean.Replace('`', '\'').Trim(' ', '"');
    });

    /// <summary>The name of what a link leads to; empty when there is none.</summary>
    private string Target(string path) => Ask(() => Path.GetFileName(new FileInfo(Path.Combine(root, path)).LinkTarget ?? ""));

    private static string Ask(Func<string> question)
    {
        try
        {
            return question();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
