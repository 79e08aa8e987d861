using HostApd.Linux;
using NUnit.Framework;

namespace HostApd.Tests.Linux;

/// <summary>What a process believes to be its user's folder.</summary>
[NonParallelizable]
public sealed class HomeFolderTests
{
    [TestCase(null, ExpectedResult = "/nonexistent")]
    [TestCase("", ExpectedResult = "/nonexistent")]
    [TestCase("/root", ExpectedResult = "/root")]
    public string? Who_has_none_is_given_one_that_is_not_there(string? home)
    {
        var before = Environment.GetEnvironmentVariable("HOME");
        try
        {
            Environment.SetEnvironmentVariable("HOME", home);
            HomeFolder.Settle();
            return Environment.GetEnvironmentVariable("HOME");
        }
        finally
        {
            Environment.SetEnvironmentVariable("HOME", before);
        }
    }
}
