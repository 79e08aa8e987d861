using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using HostApd.Configuration;
using HostApd.Linux;
using HostApd.Nl80211;
using HostApd.Privileges;

namespace HostApd;

/// <summary>
/// <c>--check</c>: each file against this machine and, where there is one, its radio, without starting anything. What is good is said
/// on standard output, what is not on standard error; with <c>--json</c> all of it is one array on standard output.
/// </summary>
internal static class FileCheck
{
    /// <summary>Checks each file; true when nothing is wrong.</summary>
    /// <param name="options">From the command line; with Json for machines.</param>
    /// <param name="configurations">As they were read.</param>
    /// <param name="isGood">Nothing was wrong with the files themselves; else they are not looked at any further.</param>
    /// <param name="words">What was said of them.</param>
    internal static bool Run(DaemonOptions options, IReadOnlyList<AccessPointConfiguration> configurations, bool isGood, IReadOnlyList<ConfigurationProblem> words)
    {
        using var loop = new EventLoop();
        var all = configurations.Select(c => isGood ? Check(loop, c) with { Needs = NeedsOf(options, c) } : new Checked(c, [], null, null)).ToList();
        if (options.Json)
        {
            Say.Answer(Json(all, words));
        }
        else
        {
            all.ForEach(Tell);
        }

        return isGood && all.TrueForAll(static c => c.Problems.Count == 0);
    }

    /// <summary>An array with an object for each file: whether it is good, its radio, and all that there is to say of it.</summary>
    internal static string Json(IEnumerable<Checked> all, IReadOnlyList<ConfigurationProblem> words)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartArray();
            foreach (var one in all)
            {
                var problems = words.Where(w => w.File == one.Configuration.File).Concat(one.Problems).ToList();
                json.WriteStartObject();
                json.WriteString("file", one.Configuration.File);
                json.WriteString("interface", one.Configuration.InterfaceName);
                json.WriteBoolean("good", problems.TrueForAll(static p => p.IsWarning));
                json.WriteString("radio", one.Radio);
                if (one.WhyNoRadio is { } why)
                {
                    json.WriteString("why_no_radio", why);
                }

                json.WriteStartArray("capabilities");
                foreach (var capability in NeededCapabilities.Set(one.Needs).Named)
                {
                    json.WriteStringValue(CapabilitySet.NameOf(capability));
                }

                json.WriteEndArray();
                json.WriteStartArray("problems");
                problems.ForEach(p => Write(json, p));
                json.WriteEndArray();
                json.WriteEndObject();
            }

            // What is of no file, such as options that do not fit.
            foreach (var word in words.Where(w => all.All(c => c.Configuration.File != w.File)))
            {
                json.WriteStartObject();
                json.WriteString("file", word.File);
                json.WriteBoolean("good", word.IsWarning);
                json.WriteStartArray("problems");
                Write(json, word);
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }

    private static void Write(Utf8JsonWriter json, ConfigurationProblem problem)
    {
        json.WriteStartObject();
        if (problem.Line > 0)
        {
            json.WriteNumber("line", problem.Line);
        }

        if (problem.Key is { } key)
        {
            json.WriteString("key", Spoken.Shortly(key));
        }

        json.WriteString("text", Spoken.OnOneLine(problem.Text));
        // The sentence before all others names what the file needs.
        json.WriteString("weight", problem is { Key: null, Line: 0, IsWarning: true, IsRemark: false } ? "summary" : problem.IsRemark ? "warning" : problem.IsWarning ? "ignored" : problem.IsPassable ? "unsupported" : "error");
        json.WriteEndObject();
    }

    private static Checked Check(EventLoop loop, AccessPointConfiguration configuration)
    {
        var problems = configuration.WithFurther
            .SelectMany(static c => PlacesCheck.Of(c).Select(p => Of(c.File is null ? c.Main! : c, c, p.Key, p.Problem))).ToList();
        string? plan = null;
        var opened = Nl80211Radio.Open(loop, new Nl80211RadioOptions(), out var radio);
        using (radio)
        {
            Nl80211Link? link = null;
            opened = radio is null ? opened : radio.OpenLink(new Nl80211LinkOptions { InterfaceName = configuration.InterfaceName }, out link);
            using (link)
            {
                if (link is not null)
                {
                    plan = RadioCheck.Plan(configuration, link.Radio.Capabilities);
                    problems.AddRange(RadioCheck.Against(configuration, link.Radio.Capabilities).Select(p => Of(configuration, configuration, p.Key, p.Problem)));
                }
            }

            return new Checked(configuration, problems, radio?.Capabilities.PhyName, opened.Succeeded ? null : opened.ToString()) { Plan = plan };
        }
    }

    /// <summary>Which places are closed to root, only root can ask.</summary>
    private static IReadOnlyList<CapabilityNeed> NeedsOf(DaemonOptions options, AccessPointConfiguration configuration) =>
        NeededCapabilities.Of(options, [configuration],
            ProcessRights.Read().IsRoot ? NamedPlaces.Closed(NamedPlaces.Of(options, [configuration])) : []);

    private static ConfigurationProblem Of(AccessPointConfiguration owner, AccessPointConfiguration bss, string key, string problem) =>
        new(owner.File ?? "", bss.Lines.GetValueOrDefault(key), key, problem);

    private static void Tell(Checked one)
    {
        foreach (var problem in one.Problems)
        {
            Say.Error(problem.ToString());
        }

        if (one.Problems.Count == 0)
        {
            Say.Answer(one.WhyNoRadio is null
                ? $"{one.Configuration.File}: good, and {one.Radio} of {one.Configuration.InterfaceName} can do it\n"
                : $"{one.Configuration.File}: good; not checked against a radio: {one.WhyNoRadio}\n");
            if (one.Plan is { } plan)
            {
                Say.Answer($"{one.Configuration.File}: {plan}\n");
            }

            Say.Answer($"{one.Configuration.File}: takes the capabilities {NeededCapabilities.Describe(NeededCapabilities.Set(one.Needs), one.Needs)}\n");
        }
        else if (one.WhyNoRadio is not null)
        {
            Say.Error($"{one.Configuration.File}: not checked against a radio: {one.WhyNoRadio}");
        }
    }

    /// <summary>What was found at one file.</summary>
    /// <param name="Configuration">The file.</param>
    /// <param name="Problems">What is wrong with it here.</param>
    /// <param name="Radio">The radio it was checked against; null: none.</param>
    /// <param name="WhyNoRadio">Why there was none.</param>
    internal sealed record Checked(
        AccessPointConfiguration Configuration, IReadOnlyList<ConfigurationProblem> Problems, string? Radio, string? WhyNoRadio)
    {
        /// <summary>What its radio makes of it, in words; null where that could not be asked.</summary>
        internal string? Plan { get; init; }

        /// <summary>The capabilities that it takes.</summary>
        internal IReadOnlyList<CapabilityNeed> Needs { get; init; } = [];
    }
}
