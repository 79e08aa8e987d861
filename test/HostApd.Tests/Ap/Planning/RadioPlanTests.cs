using HostApd.Ap;
using HostApd.Configuration;
using HostApd.Tests.Architecture;
using HostApd.Tests.Ieee80211;
using NUnit.Framework;

namespace HostApd.Tests.Ap.Planning;

/// <summary>Wishes as people write them, on radios as people have them: what comes of each, for reading.</summary>
public sealed class RadioPlanTests
{
    private static readonly string Folder = Path.Combine(SourceTree.Root, "test/HostApd.Tests/Ap/Planning/Wiphys");

    /// <summary>Where a plan has become another, the difference is to be read, and the file written anew with HOSTAPD_NET_WRITE_PLANS=1 if it is right.</summary>
    [TestCase("mt76", "wishes", "plans")]
    [TestCase("iwlwifi", "wishes", "plans")]
    [TestCase("brcmfmac", "wishes", "plans")]
    [TestCase("ath9k-htc", "wishes", "plans")]
    [TestCase("hwsim", "wishes", "plans")]
    [TestCase("hwsim", "lines", "lines")]
    public void Every_wish_comes_to_what_is_written(string wiphy, string wishes, string plans)
    {
        var radio = WrittenWiphy.Read(wiphy);
        var told = new List<string>();
        foreach (var wish in File.ReadAllLines(Path.Combine(Folder, $"{wishes}.txt")).Where(static l => !l.StartsWith('#')))
        {
            told.Add(wish);
            told.AddRange(Told(wish, radio).Select(static l => $"    {l}"));
        }

        var file = Path.Combine(Folder, $"{wiphy}.{plans}.txt");
        if (Environment.GetEnvironmentVariable("HOSTAPD_NET_WRITE_PLANS") == "1")
        {
            File.WriteAllLines(file, told);
        }

        Assert.That(told, Is.EqualTo(File.ReadAllLines(file)));
    }

    private static IEnumerable<string> Told(string wish, HostApd.Driver.RadioCapabilities radio)
    {
        var text = $"interface=wlan0\nssid=x\n{wish.Replace("; ", "\n", StringComparison.Ordinal)}\n";
        var problems = new List<ConfigurationProblem>();
        var configuration = ConfigurationFile.Read("ap.conf", System.Text.Encoding.UTF8.GetBytes(text), default, problems);
        foreach (var problem in problems.Where(static p => !p.IsHeading))
        {
            yield return $"{problem.Key}: {problem.Text}";
        }

        if (problems.Exists(static p => !p.IsWarning))
        {
            yield break;
        }

        var options = OptionsMapping.Of(configuration.Radio);
        var plan = RadioPlan.Of(options, radio, out var refusals);
        foreach (var refusal in refusals)
        {
            yield return $"refused: {refusal}";
        }

        if (plan is not null)
        {
            yield return plan.Describe();
            Assert.That(KernelRule.Takes(plan.Channel), $"{plan.Channel}");
            yield return radio.Refuse(plan.Channel, options.LooksForRadar) is { } closed ? $"closed: {closed}"
                : $"class {plan.OperatingClass}"
                    + ((plan.Generations & Generations.Ht) != 0 ? $", ht {plan.HtCapabilities:x4}" : "")
                    + (plan.Vht is { } vht ? $", vht {vht.Info:x8}" : "")
                    + (plan.He is { } he ? $", he {Convert.ToHexStringLower(he.Phy)} {Convert.ToHexStringLower(he.McsSet)}" : "");
        }
    }
}
