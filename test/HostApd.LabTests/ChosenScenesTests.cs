namespace HostApd.LabTests;

/// <summary>One scene by <c>--filter</c> boots a VM for that scene.</summary>
[TestFixture]
internal sealed class ChosenScenesTests
{
    [TestCase(null, ExpectedResult = "open-join wps-pbc wps-pbc-air")]
    [TestCase("Name=wps-pbc", ExpectedResult = "wps-pbc")]
    [TestCase("FullyQualifiedName=HostApd.LabTests.SceneTests.wps-pbc", ExpectedResult = "wps-pbc")]
    [TestCase("Name~wps-pbc", ExpectedResult = "wps-pbc wps-pbc-air")]
    [TestCase("wps-pbc-air", ExpectedResult = "wps-pbc-air")]
    [TestCase("(Name=wps-pbc-air) | (Name = open-join)", ExpectedResult = "open-join wps-pbc-air")]
    [TestCase("FullyQualifiedName~SceneTests", ExpectedResult = "open-join wps-pbc wps-pbc-air")]
    [TestCase("Name!=wps-pbc", ExpectedResult = "open-join wps-pbc wps-pbc-air", Description = "too many, and only time is lost")]
    [TestCase("TestCategory=none", ExpectedResult = "open-join wps-pbc wps-pbc-air", Description = "the same")]
    [TestCase("FullyQualifiedName~ChosenScenes", ExpectedResult = "")]
    public string A_filter_says_who_shares_the_boot(string? filter) =>
        string.Join(' ', new[] { "open-join", "wps-pbc", "wps-pbc-air" }
            .Where(name => ChosenScenes.MayChoose(filter, $"HostApd.LabTests.SceneTests.{name}")));
}
