using System.Reflection;
using System.Text.Json;
using HostApd.Ap;
using HostApd.Cli;
using HostApd.Commands;
using HostApd.Configuration;
using HostApd.Control;
using HostApd.Tests.Architecture;
using HostApd.Tests.Configuration;
using NUnit.Framework;

namespace HostApd.Tests.Commands;

/// <summary>The lists for machines: whole, and true of the tables and the readers behind them.</summary>
public sealed class KnownThingsTests
{
    private const BindingFlags Any = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>What the client does without the daemon, or of several commands.</summary>
    private static readonly string[] Clients =
        ["EVENTS", "TOP", "HELP", "LICENSE", "QUIT", "INTERFACE", "RAW", "ALL_STA", "LIST_STA"];

    private static readonly JsonElement List = JsonDocument.Parse(KnownThings.Json()).RootElement;

    private static IEnumerable<string> Keys => Settings.All.Select(static s => s.FlatKey);

    [Test]
    public void The_object_names_its_schema_and_version()
    {
        Assert.That(List.GetProperty("schema").GetString(), Is.EqualTo("hostapd-net-list/1"));
        Assert.That(List.GetProperty("version").GetString(), Is.EqualTo(DaemonCommand.VersionText));
        Assert.That(List.EnumerateObject().Select(static p => p.Name), Is.EqualTo(new[] { "schema", "version", "commands", "missing_commands", "keys", "events" }));
    }

    [Test]
    public void Every_key_of_the_reference_is_in_it_in_order()
    {
        var (section, keys) = ("", new List<string>());
        foreach (var line in File.ReadLines(Path.Combine(SourceTree.Root, "conf", "reference.ini")))
        {
            section = line.StartsWith('[') ? line.Trim('[', ']') : section;
            if (line.Contains('=', StringComparison.Ordinal) && line.Length > 1 && line[0] == '#' && char.IsAsciiLetterLower(line[1]))
            {
                keys.Add($"{section}.{line[1..line.IndexOf('=', StringComparison.Ordinal)].Trim()}");
            }
        }

        Assert.That(Of("keys", static k => $"{Text(k, "section")}.{Text(k, "key")}"), Is.EqualTo(keys));
    }

    /// <summary>A new table that nobody lists is found here.</summary>
    [Test]
    public void Every_command_of_every_table_is_in_it()
    {
        var tables = typeof(KnownThings).Assembly.GetTypes().SelectMany(static t => t.GetFields(Any))
            .Where(static f => f.FieldType.IsGenericType && f.FieldType.GetGenericTypeDefinition() == typeof(CommandTable<>)).ToList();
        var rows = tables.SelectMany(static t => (IEnumerable<ControlCommand>)t.FieldType.GetProperty("All", BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(t.GetValue(null))!);
        Assert.That(tables, Has.Count.GreaterThan(8));
        Assert.That(rows.Select(static r => r.Verb).Append("CAPTURE").Concat(["PING", "ATTACH", "DETACH", "LEVEL", "WHY"]).Distinct(),
            Is.EquivalentTo(Of("commands", static c => Text(c, "name"))));
    }

    [Test]
    public void What_the_client_offers_is_in_it() =>
        Assert.That(CliCommands.Offered.Select(static c => c.Verb).Except(Clients), Is.SubsetOf(Of("commands", static c => Text(c, "name"))));

    [Test]
    public void A_command_says_which_sockets_answer_it_and_whether_it_is_for_tests()
    {
        var sockets = List.GetProperty("commands").EnumerateArray().ToDictionary(static c => Text(c, "name"),
            static c => string.Join(' ', c.GetProperty("sockets").EnumerateArray().Select(static s => s.GetString())) + (c.GetProperty("testing").GetBoolean() ? " testing" : ""));
        Assert.That(sockets["STATUS"], Is.EqualTo("interface"));
        Assert.That(sockets["ADD"], Is.EqualTo("global"));
        Assert.That(sockets["TERMINATE"], Is.EqualTo("interface global"));
        Assert.That(sockets["WHY"], Is.EqualTo("interface global"));
        Assert.That(sockets["MGMT_TX"], Is.EqualTo("interface testing"));
        Assert.That(sockets["ENTROPY_BLOCK"], Is.EqualTo("interface global testing"));
    }

    [Test]
    public void What_is_refused_by_name_says_what_it_needs()
    {
        Assert.That(Of("missing_commands", static c => Text(c, "name")), Is.EquivalentTo(MissingCommands.Verbs));
        Assert.That(Of("missing_commands", static c => Text(c, "needs")), Has.All.Not.Empty);
    }

    [Test]
    public void Every_event_has_a_name_of_its_own()
    {
        var names = Of("events", static e => Text(e, "name"));
        Assert.That(names, Is.Unique.And.All.Not.Empty);
        Assert.That(names, Does.Contain("AP-STA-CONNECTED").And.Contain("WPS-PIN-NEEDED").And.Contain("ENTROPY-READY").And.Contain("CTRL-EVENT-LOST"));
        Assert.That(names, Has.Length.EqualTo(Enum.GetValues<ApEventKind>().Length - 1 + Enum.GetValues<HostApd.Wps.WpsEvent>().Length - 1 + 2));
    }

    [TestCaseSource(nameof(Keys))]
    public void A_key_is_told_as_its_row_has_it(string key)
    {
        var row = Settings.FindFlat(key)!;
        var told = List.GetProperty("keys").EnumerateArray().Single(k => Text(k, "hostapd") == key);
        Assert.That((Text(told, "section"), Text(told, "key"), Text(told, "default"), Text(told, "meaning")), Is.EqualTo((row.Section, row.Key, row.Default, row.Meaning)));
        Assert.That(told.GetProperty("reload").GetBoolean(), Is.EqualTo(row.Take is not null));
        Assert.That(Text(told, "cost"), Is.EqualTo(row.Cost?.ToString().ToLowerInvariant() ?? "none"));
        Assert.That(told.GetProperty("set").GetBoolean(), Is.EqualTo(!row.IsFromFilesOnly && row.Section != "testing"));
        Assert.That(told.TryGetProperty("former", out var former) ? former.EnumerateArray().Select(static f => FormerNames.Today(f.GetString()!)) : [], Has.All.EqualTo(key));
    }

    /// <summary>What a reader says of itself is what it does, at both edges; the default is a value, too.</summary>
    [TestCaseSource(nameof(Keys))]
    public void What_a_key_says_that_it_takes_it_takes_and_nothing_beyond(string key)
    {
        var row = Settings.FindFlat(key)!;
        if (row.Form.IsNumber)
        {
            var (low, high) = (row.Form.Low, row.Form.High);
            Assert.That(Problem(row, $"{(key.EndsWith("_rates", StringComparison.Ordinal) ? 10 : low)}"), Is.Not.EqualTo(ProblemKind.Mistake), "least");
            Assert.That(Problem(row, $"{(key.EndsWith("_rates", StringComparison.Ordinal) ? 635 : high)}"), Is.Not.EqualTo(ProblemKind.Mistake), "greatest");
            Assert.That(Problem(row, $"{low - 1}"), Is.Not.Null, "below");
            Assert.That(Problem(row, $"{(long)high + 1}"), Is.Not.Null, "beyond");
        }

        foreach (var word in row.Form.Words)
        {
            Assert.That(Problem(row, word), Is.Not.EqualTo(ProblemKind.Mistake).And.Not.EqualTo(ProblemKind.Unsupported), word);
        }

        switch (row.Form.Kind)
        {
            case ValueKind.Switch:
                Assert.That((Problem(row, "0"), Problem(row, "1"), Problem(row, "on")), Is.EqualTo(((ProblemKind?)null, (ProblemKind?)null, (ProblemKind?)ProblemKind.Mistake)));
                break;
            case ValueKind.MacAddress:
                Assert.That((Problem(row, "02:00:00:00:01:00"), Problem(row, "x")), Is.EqualTo(((ProblemKind?)null, (ProblemKind?)ProblemKind.Mistake)));
                break;
            case ValueKind.Ipv4Address:
                Assert.That((Problem(row, "10.0.0.1"), Problem(row, "10.0.0")), Is.EqualTo(((ProblemKind?)null, (ProblemKind?)ProblemKind.Mistake)));
                break;
        }

        if (row.Form.Longest is > 0 and var longest)
        {
            var letters = row.Form.Kind == ValueKind.Hex ? 2 * longest : longest;
            Assert.That(Problem(row, new string('0', letters + 2)), Is.EqualTo(ProblemKind.Mistake), "too long");
        }

        if (row.Default.Length > 0)
        {
            Assert.That(Problem(row, row.Default), Is.Null, "the default");
        }
    }

    [Test]
    public void Most_keys_say_more_than_that_they_are_text() =>
        Assert.That(Settings.All.Where(static s => s.Form.Kind == ValueKind.Text && s.Form.Longest == 0).Select(static s => s.Key), Is.EquivalentTo(new[]
        {
            "interface", "beside", "phy", "country_code", "country3", "vht_capab", "acs_chan_bias", "ht_capab", "driver_params", "ssid2", "owe_transition_ssid", "uuid", "device_type", "ap_pin",
            "own_ip_addr", "radius_client_addr", "auth_server_addr", "auth_server_2", "auth_server_3", "auth_server_4", "auth_server_5", "auth_server_6", "auth_server_7", "auth_server_8",
            "acct_server_addr", "acct_server_2", "acct_server_3", "acct_server_4", "acct_server_5", "acct_server_6", "acct_server_7", "acct_server_8",
            "radius_das_client", "radius_das_client_2", "radius_das_client_3", "radius_das_client_4", "radius_das_client_5", "radius_das_client_6", "radius_das_client_7", "radius_das_client_8",
            "auto_pbc_devices", "bss_load_test", "lose_p2p_received", "lose_p2p_sent",
        }));

    [Test]
    public void The_plain_list_has_a_line_for_each()
    {
        var lines = KnownThings.Text().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static l => l.Split('\t')).ToLookup(static w => w[0], static w => w[1]);
        Assert.That(lines["command"], Is.EqualTo(Of("commands", static c => Text(c, "name"))));
        Assert.That(lines["key"], Is.EqualTo(Of("keys", static k => $"{Text(k, "section")}.{Text(k, "key")}")));
        Assert.That(lines["event"], Is.EqualTo(Of("events", static e => Text(e, "name"))));
    }

    private static ProblemKind? Problem(Setting row, string value) => row.Apply(OtherValues.Read(), value)?.Kind;

    private static string[] Of(string array, Func<JsonElement, string> what) => [.. List.GetProperty(array).EnumerateArray().Select(what)];

    private static string Text(JsonElement of, string name) => of.GetProperty(name).GetString()!;
}
