using System.Collections;
using System.Reflection;
using HostApd.Ap;
using HostApd.Configuration;
using HostApd.Simulation;
using HostApd.Tests.Ap;
using NUnit.Framework;

namespace HostApd.Tests.Configuration;

/// <summary>Every row of the settings, held to what it says of a reload: whether the value is taken, and what that costs.</summary>
public sealed class ReloadCostTests
{
    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
    private const string Unchanged = "nothing changed";
    private const string Changed = "changed, 1 stations kept";

    /// <summary>Where a value stands and who it belongs to, which is no value.</summary>
    private static readonly string[] NoValues = ["File", "Late", "Lines", "Given", "Main", "Further", "WithFurther", "Where"];

    /// <summary>One that can do what any value asks for.</summary>
    private static SimulatedRadioOptions Radio => new() { Capabilities = SimulatedRadioOptions.Hwsim with { CanProtectBeacons = true } };

    public static IEnumerable<string> Keys => Settings.All.Select(static s => s.FlatKey);

    /// <summary>Without the address, which has no default to go back to, and without the group, which has other defaults for many keys.</summary>
    public static IEnumerable<string> KeysOfOneValue => Keys.Except(["bssid", "p2p_go"]);

    [OneTimeTearDown]
    public void RemoveFiles() => OtherValues.RemoveFiles();

    [Test]
    public void The_table_of_other_values_names_no_key_that_is_none() => Assert.That(OtherValues.Named, Is.SubsetOf(Keys));

    [TestCaseSource(nameof(Keys))]
    public void What_a_row_costs_is_what_happens_to_a_connected_station(string key)
    {
        var row = Settings.FindFlat(key)!;
        var running = OtherValues.Read();
        if (row.Section == "p2p" && key != "p2p_go")
        {
            Assert.That(Settings.Apply(running, "p2p_go", "1"), Is.Null);
        }

        using var rig = ApRig.Enabled(Radio, _ => running.ToOptions());
        Connect(rig);
        if (row.Take is null)
        {
            Assert.That(Settings.Apply(running, key, OtherValues.Of(key)), Is.Null, "SET");
        }
        else
        {
            FileReplay.Onto(running, OtherValues.Read(key));
        }

        var done = Reload(rig, running);
        rig.Run(0.05);
        switch (row.Cost)
        {
            case null:
                Assert.That(done, Is.EqualTo(Unchanged));
                AssertKept(rig);
                break;
            case ChangeCost.Live:
                Assert.That(done, Is.EqualTo(Changed).Or.EqualTo(row.Option is null ? Unchanged : Changed));
                AssertKept(rig);
                break;
            case ChangeCost.Beacon or ChangeCost.Restart or ChangeCost.Radio:
                Assert.That(done, Is.EqualTo("restarted"));
                Assert.That(rig.Sta(ApRig.First), Is.Null);
                break;
        }
    }

    /// <summary>As its row says: what is announced or costs nobody anything is taken, and all else waits for the reload.</summary>
    [TestCaseSource(nameof(Keys))]
    public void UPDATE_BEACON_takes_what_costs_no_station_and_keeps_them_all(string key)
    {
        var row = Settings.FindFlat(key)!;
        var running = OtherValues.Read();
        using var rig = ApRig.Enabled(Radio, _ => running.ToOptions());
        Connect(rig);
        Assert.That(Settings.Apply(running, key, OtherValues.Of(key)), Is.Null.Or.Property(nameof(SettingProblem.IsRemark)).True, "SET");
        var before = rig.Bss.Options;
        var wanted = EqualOptions.Keep(before, running.ToOptions());
        Assert.That(rig.Bss.Announce(running.ToOptions()).Succeeded);
        rig.Run(0.05);
        AssertKept(rig);
        if (row is { Option: { } option, Section: not "p2p" })
        {
            var isTaken = row.Cost is ChangeCost.Live or ChangeCost.Beacon;
            Assert.That(option(EqualOptions.Keep(wanted, rig.Bss.Options)), Is.EqualTo(option(isTaken ? wanted : before)), "the option");
            Assert.That(isTaken || rig.Bss.Options == before, "nothing else");
        }
    }

    [TestCaseSource(nameof(KeysOfOneValue))]
    public void A_reload_takes_what_the_row_takes_and_leaves_everything_else(string key)
    {
        var running = OtherValues.Read();
        FileReplay.Onto(running, OtherValues.Read(key));
        Assert.That(Values(running), Is.EqualTo(Values(OtherValues.Read(Settings.FindFlat(key)!.Take is null ? null : key))));
    }

    [TestCaseSource(nameof(KeysOfOneValue))]
    public void What_a_file_does_not_give_any_more_goes_back_to_its_default(string key)
    {
        var running = OtherValues.Read();
        var before = Values(running);
        FileReplay.Onto(running, OtherValues.Read(key));
        FileReplay.Onto(running, OtherValues.Read());
        Assert.That(Values(running), Is.EqualTo(before));
    }

    [Test]
    public void The_address_stays_when_the_file_names_none_any_more()
    {
        var running = OtherValues.Read();
        FileReplay.Onto(running, OtherValues.Read("bssid"));
        FileReplay.Onto(running, OtherValues.Read());
        Assert.That(running.Address.ToString(), Is.EqualTo(OtherValues.Of("bssid")));
    }

    /// <summary>Keys whose only value is the default, or of which nothing is kept, are the exceptions.</summary>
    [Test]
    public void Another_value_is_seen_in_the_configuration()
    {
        var before = Values(OtherValues.Read());
        Assert.That(Keys.Where(k => Values(OtherValues.Read(k)).SequenceEqual(before)), Is.EquivalentTo(new[]
        {
            "driver", "auth_algs", "eapol_key_index_workaround", "eap_server", "radius_require_message_authenticator", "radius_retry_primary_interval",
            "r1_max_key_lifetime", "ft_over_ds",
        }));
    }

    [Test]
    public void Every_option_is_changed_by_some_row_that_says_what_that_costs()
    {
        var running = OtherValues.Read().ToOptions();
        var seen = new HashSet<string>();
        foreach (var row in Settings.All.Where(static s => s.Option is not null))
        {
            var changed = OtherValues.Read();
            Settings.Apply(changed, row.FlatKey, OtherValues.Of(row.FlatKey));
            var next = EqualOptions.Keep(running, changed.ToOptions());
            seen.UnionWith(Options.Where(p => !Equals(p.GetValue(running), p.GetValue(next))).Select(static p => p.Name));
        }

        // The pool of addresses, how it starts, and whether groups come on demand, are none of a reload's.
        Assert.That(Options.Select(static p => p.Name).Except(seen), Is.EquivalentTo(new[]
        {
            nameof(BssOptions.IpAddresses), nameof(BssOptions.StartSilent), nameof(BssOptions.Device),
        }));
    }

    [Test]
    public void WPS_changes_live_as_long_as_it_does_not_come_or_go()
    {
        var running = OtherValues.Read();
        using var rig = ApRig.Enabled(Radio, _ => running.ToOptions());
        Connect(rig);
        running.WpsState = 1;
        Assert.That(Reload(rig, running), Is.EqualTo(Changed));
        AssertKept(rig);
        running.WpsState = 0;
        Assert.That(Reload(rig, running), Is.EqualTo("restarted"));
        Connect(rig);
        running.WpsState = 2;
        Assert.That(Reload(rig, running), Is.EqualTo("restarted"));
    }

    [Test]
    public void A_live_change_beside_a_dear_one_waits_for_nothing()
    {
        var running = OtherValues.Read();
        using var rig = ApRig.Enabled(Radio, _ => running.ToOptions());
        (running.Isolate, running.DtimPeriod) = (true, 3);
        Assert.That(Reload(rig, running), Is.EqualTo("restarted"));
        Assert.That((rig.Bss.Options.Isolate, rig.Bss.Options.DtimPeriod), Is.EqualTo((true, 3)));
    }

    private static PropertyInfo[] Options => [.. typeof(BssOptions).GetProperties().Where(static p => p.CanWrite)];

    private static string Reload(ApRig rig, AccessPointConfiguration running)
    {
        var wanted = running.ToOptions();
        return rig.Bss.Reconfigure(wanted, Settings.CostOf(rig.Bss.Options, wanted));
    }

    /// <summary>It stays whatever the policy of the access lists.</summary>
    private static void Connect(ApRig rig)
    {
        rig.Run(1);
        rig.Bss.Acl.Accepted[ApRig.First] = 0;
        rig.Connect(ApRig.First);
        Assert.That(rig.Sta(ApRig.First)?.IsAuthorized, Is.True);
        rig.Events.Clear();
    }

    private static void AssertKept(ApRig rig)
    {
        Assert.That(rig.Sta(ApRig.First)?.IsAuthorized, Is.True);
        Assert.That(rig.Events, Has.None.StartsWith("AP-STA-DISCONNECTED"));
    }

    private static List<string> Values(AccessPointConfiguration configuration) =>
        [.. Values("", configuration), .. Values("Radio.", configuration.Radio), .. Values("Choice.", configuration.Radio.Choice), .. Values("Sae.", configuration.Sae), .. Values("Owe.", configuration.Owe), .. Values("Ft.", configuration.Ft), .. Values("Radius.", configuration.Radius), .. Values("Vlan.", configuration.Vlan), .. Values("GroupOwner.", configuration.GroupOwner),
            .. Values("OnDemand.", configuration.GroupOwner.OnDemand)];

    private static IEnumerable<string> Values(string path, object owner) => owner.GetType().GetProperties(Any)
        .Where(static p => p.CanWrite && !NoValues.Contains(p.Name) && p.GetMethod!.GetParameters().Length == 0 && p.Name != "Radio")
        .Select(p => $"{path}{p.Name} = {Text(p.GetValue(owner))}");

    private static string Text(object? value) => value switch
    {
        string text => text,
        byte[] bytes => Convert.ToHexString(bytes),
        IEnumerable list => string.Join(' ', list.Cast<object>()),
        HostApd.Wps.WpsOptions wps => $"{wps} {Convert.ToHexString(wps.ExtraCredentials.Span)} {Convert.ToHexString(wps.ToldSettings.Span)} "
            + Convert.ToHexString(wps.ApplicationExtension.Span),
        _ => value?.ToString() ?? "",
    };
}
