using HostApd.Configuration;
using HostApd.Linux;
using HostApd.Nl80211;

namespace HostApd;

/// <summary>
/// <c>--check</c>: each file against this machine and, where there is one, its radio, without starting anything. What is good is said
/// on standard output, what is not on standard error.
/// </summary>
internal static class FileCheck
{
    /// <summary>Checks each file; true when nothing is wrong.</summary>
    internal static bool Run(IReadOnlyList<AccessPointConfiguration> configurations)
    {
        var good = true;
        using var loop = new EventLoop();
        foreach (var configuration in configurations)
        {
            var problems = configuration.WithFurther.SelectMany(static c => PlacesCheck.Of(c).Select(p => (Of: c, p.Key, p.Problem))).ToList();
            var opened = Nl80211Driver.Open(loop, new Nl80211DriverOptions { InterfaceName = configuration.InterfaceName }, out var driver);
            using (driver)
            {
                if (opened.Succeeded)
                {
                    problems.AddRange(RadioCheck.Against(configuration, driver!.Capabilities).Select(p => (configuration, p.Key, p.Problem)));
                }

                foreach (var (bss, key, problem) in problems)
                {
                    Say.Error(new ConfigurationProblem(bss.File ?? configuration.File ?? "", bss.Lines.GetValueOrDefault(key), key, problem).ToString());
                }

                good &= problems.Count == 0;
                if (problems.Count == 0)
                {
                    Say.Answer(opened.Succeeded
                        ? $"{configuration.File}: good, and {driver!.Capabilities.PhyName} of {configuration.InterfaceName} can do it\n"
                        : $"{configuration.File}: good; not checked against a radio: {opened}\n");
                }
                else if (!opened.Succeeded)
                {
                    Say.Error($"{configuration.File}: not checked against a radio: {opened}");
                }
            }
        }

        return good;
    }
}
