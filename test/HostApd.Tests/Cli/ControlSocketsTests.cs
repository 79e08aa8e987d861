using HostApd.Cli;
using NUnit.Framework;

namespace HostApd.Tests.Cli;

/// <summary>Where the client looks when nobody says where.</summary>
public sealed class ControlSocketsTests
{
    [TestCase("hostapd", ExpectedResult = "hostapd")]
    [TestCase("hostapd hostapd-net", ExpectedResult = "hostapd-net")]
    [TestCase("hostapd-net", ExpectedResult = "hostapd-net")]
    [TestCase("", ExpectedResult = "hostapd")]
    public string A_folder_of_our_own_goes_before_hostapds(string there)
    {
        var run = Directory.CreateTempSubdirectory("hostapd-net-run-").FullName;
        try
        {
            foreach (var name in there.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                Directory.CreateDirectory(Path.Combine(run, name));
            }

            return Path.GetFileName(ControlSockets.StandardDirectory(run));
        }
        finally
        {
            Directory.Delete(run, recursive: true);
        }
    }
}
