using System.Diagnostics;
using System.Text;

namespace HostApd.LabTests;

/// <summary>A scene file: its header comments say what it needs.</summary>
internal sealed record Scene(string Name, string Path, string Description, bool OwnBoot, int Boots, string? KernelArguments, bool IsLong)
{
    /// <summary>Runs on the host after the scene, in its result directory; absent for most scenes.</summary>
    public string CheckPath => System.IO.Path.ChangeExtension(Path, ".check.sh");

    public static IEnumerable<Scene> All() =>
        Directory.EnumerateFiles(Lab.ScenesDirectory, "*.sh")
            .Where(path => !path.EndsWith(".check.sh", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(Read);

    private static Scene Read(string path)
    {
        string[] lines = File.ReadAllLines(path);
        string? Header(string key) => lines
            .Where(line => line.StartsWith($"# {key}:", StringComparison.Ordinal))
            .Select(line => line[(key.Length + 3)..].Trim())
            .FirstOrDefault();
        return new Scene(
            System.IO.Path.GetFileNameWithoutExtension(path),
            path,
            Header("scene") ?? "",
            Header("boot") == "own",
            int.Parse(Header("boots") ?? "1", System.Globalization.CultureInfo.InvariantCulture),
            Header("append"),
            Header("run") == "all");
    }
}

/// <summary>What a finished process said.</summary>
internal sealed record Finished(int Status, string Output);

/// <summary>The lab's scripts, seen from the tests.</summary>
internal static class Lab
{
    /// <summary>Scenes that take a minute or more run, too: <c>scripts/test.sh --all</c>.</summary>
    public static bool RunsAll { get; } = Environment.GetEnvironmentVariable("HOSTAPD_NET_ALL") == "1";

    public static string Repository { get; } = FindRepository();

    public static string ScenesDirectory { get; } =
        Path.Combine(Repository, "test", "HostApd.LabTests", "Scenes");

    /// <summary>Boots the VM once and runs the scenes in it; the results land in <paramref name="resultDirectory"/>.</summary>
    public static Finished Run(string resultDirectory, IReadOnlyCollection<Scene> scenes, string? kernelArguments = null)
    {
        List<string> arguments = ["--out", resultDirectory];
        if (kernelArguments is not null)
        {
            arguments.AddRange(["--append", kernelArguments]);
        }

        arguments.AddRange(scenes.Select(scene => scene.Path));
        return Start(Path.Combine(Repository, "scripts", "lab", "run.sh"), arguments, Repository);
    }

    /// <summary>Runs a program to its end and collects both of its outputs.</summary>
    public static Finished Start(string program, IEnumerable<string> arguments, string directory)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = new Process { StartInfo = start };
        var output = new StringBuilder();
        void Collect(object sender, DataReceivedEventArgs line)
        {
            if (line.Data is null)
            {
                return;
            }

            lock (output)
            {
                output.AppendLine(line.Data);
            }

            // Live: a run of all scenes takes minutes.
            TestContext.Progress.WriteLine(line.Data);
        }

        process.OutputDataReceived += Collect;
        process.ErrorDataReceived += Collect;
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.WaitForExit();
        return new Finished(process.ExitCode, output.ToString());
    }

    private static string FindRepository()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "HostApd.Net.sln")))
            {
                return directory.FullName;
            }
        }

        throw new InvalidOperationException("The lab tests run from a checkout of the repository only.");
    }
}
