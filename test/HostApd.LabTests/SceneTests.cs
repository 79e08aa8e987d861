namespace HostApd.LabTests;

/// <summary>
/// One test for each file in Scenes: a new file is a new test. Scenes that were chosen share one boot of the VM unless their
/// header asks for their own.
/// </summary>
[TestFixture]
internal sealed class SceneTests
{
    private readonly string _results = Directory.CreateTempSubdirectory("hostapd-net-lab-").FullName;
    private readonly Scene[] _sharing = [.. Scene.All().Where(IsSharing)];
    private Finished? _sharedBoot;

    private static IEnumerable<TestCaseData> Scenes() =>
        Scene.All().Select(scene => new TestCaseData(scene).SetName(scene.Name).SetDescription(scene.Description));

    [OneTimeTearDown]
    public void RemoveResults()
    {
        // What a failed scene left is what one wants to read.
        if (TestContext.CurrentContext.Result.FailCount == 0)
        {
            Directory.Delete(_results, recursive: true);
        }
    }

    [TestCaseSource(nameof(Scenes))]
    public void The_scene_ends_well(Scene scene)
    {
        ArgumentNullException.ThrowIfNull(scene);
        if (scene.IsLong && !Lab.RunsAll)
        {
            Assert.Ignore("takes a minute or more: scripts/test.sh --all");
        }

        if (_sharing.Contains(scene))
        {
            string shared = Path.Combine(_results, "shared");
            _sharedBoot ??= RunSharing(shared);
            AssertEndedWell(scene, shared, _sharedBoot);
            return;
        }

        for (int boot = 1; boot <= scene.Boots; boot++)
        {
            string results = Path.Combine(_results, $"{scene.Name}.boot{boot}");
            AssertEndedWell(scene, results, Lab.Run(results, [scene], scene.KernelArguments));
        }
    }

    // A scene in which the VM hangs is the one that fails; those behind it get a boot of theirs, twice at most.
    private Finished RunSharing(string results)
    {
        Finished boot = Lab.Run(results, _sharing);
        for (int more = 0; more < 2; more++)
        {
            Scene[] missing = [.. _sharing.Where(scene => !File.Exists(Path.Combine(results, scene.Name, "status")))];
            if (missing.Length < 2 || missing.Length == _sharing.Length)
            {
                break;
            }

            Finished next = Lab.Run(results, missing[1..]);
            boot = new Finished(boot.Status, $"{boot.Output}\n{missing[0].Name}: the VM ended here and was booted again\n{next.Output}");
        }

        return boot;
    }

    private static bool IsSharing(Scene scene) => !scene.OwnBoot && (Lab.RunsAll || !scene.IsLong)
        && ChosenScenes.MayChoose(ChosenScenes.Filter, $"{typeof(SceneTests).FullName}.{scene.Name}");

    private static void AssertEndedWell(Scene scene, string results, Finished boot)
    {
        string own = Path.Combine(results, scene.Name);
        string statusFile = Path.Combine(own, "status");
        // A boot that did not reach this scene: its own words say why, the missing package above all.
        Assert.That(statusFile, Does.Exist, $"the lab did not run '{scene.Name}' (status {boot.Status}):\n{boot.Output}");
        string output = File.ReadAllText(Path.Combine(own, "output.txt"));
        TestContext.Out.WriteLine(output);
        Assert.That(File.ReadAllText(statusFile).Trim(), Is.EqualTo("0"), $"{scene.Description}\n{output}\nall logs: {own}");

        if (File.Exists(scene.CheckPath))
        {
            Finished check = Lab.Start("bash", [scene.CheckPath], own);
            TestContext.Out.WriteLine(check.Output);
            Assert.That(check.Status, Is.Zero, $"{scene.CheckPath}\n{check.Output}\nall logs: {own}");
        }
    }
}
