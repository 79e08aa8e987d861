using System.CommandLine;

namespace HostApd.Workbench;

/// <summary>The command line of <c>hostapd-net-workbench</c>.</summary>
internal static class WorkbenchCommand
{
    private const int BadUsage = 2;

    internal static int Run(string[] args)
    {
        var parsed = Root().Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
            {
                Console.Error.WriteLine(error.Message);
            }

            Console.Error.WriteLine("see hostapd-net-workbench --help");
            return BadUsage;
        }

        return parsed.Invoke();
    }

    /// <summary>All there is to say on the command line.</summary>
    internal static RootCommand Root()
    {
        var root = new RootCommand("studies traces of joins, and plays them") { Timeline(), Simulate(), Stations(), Convert(), Jitter(), Group5(), Curves(), Sae() };
        root.Options.OfType<VersionOption>().Single().Aliases.Add("-v");
        return root;
    }

    private static Command Timeline()
    {
        var files = new Argument<string[]>("file") { Arity = ArgumentArity.OneOrMore, Description = "captures and logs, also .gz and .xz" };
        var json = new Option<bool>("--json") { Description = "for machines" };
        var frames = new Option<bool>("--frames") { Description = "also every frame" };
        var picture = new Option<string?>("--svg") { Description = "draw the join into this file" };
        var station = new Option<string?>("--station") { Description = "only the joins of this client" };
        var timeline = new Command("timeline", "where the time of a join went, by logs and captures");
        timeline.Arguments.Add(files);
        foreach (var option in (Option[])[json, frames, picture, station])
        {
            timeline.Options.Add(option);
        }

        timeline.SetAction(parsed => TimelineStudy.Run(new TimelineStudyOptions
        {
            Files = parsed.GetValue(files) ?? [],
            Json = parsed.GetValue(json),
            Frames = parsed.GetValue(frames),
            Picture = parsed.GetValue(picture),
            Station = parsed.GetValue(station),
        }, Console.Out, Console.Error));
        return timeline;
    }

    private static Command Jitter()
    {
        var file = new Argument<string>("file") { Description = "where the raw samples are appended, a byte each" };
        var samples = new Option<int>("--samples") { Description = "how many", DefaultValueFactory = static _ => 1_000_000 };
        samples.Validators.Add(static result =>
        {
            // What is no number at all the library complains about itself.
            if (result.Tokens is [{ Value: var value }] && int.TryParse(value, out var count) && count < 1)
            {
                result.AddError("--samples: a number from 1 on");
            }
        });
        var command = new Command("jitter", "collects raw samples of the timing source");
        command.Arguments.Add(file);
        command.Options.Add(samples);
        command.SetAction(parsed => JitterStudy.Run(parsed.GetValue(file)!, parsed.GetValue(samples), Console.Out, Console.Error));
        return command;
    }

    private static Command Stations()
    {
        var command = new Command("stations", "what a growing crowd costs: up to 2,007 stations on the simulated air");
        command.SetAction(static _ => ScaleStudy.Run(Console.Out));
        return command;
    }

    private static Command Group5()
    {
        var command = new Command("group5", "what the exponentiation of WPS takes, by each way to compute it");
        command.SetAction(static _ => Group5Study.Run(rounds: 25, Console.Out));
        return command;
    }

    private static Command Curves()
    {
        var command = new Command("curves", "what the arithmetic of SAE takes, in each of its groups");
        command.SetAction(static _ => CurvesStudy.Run(rounds: 25, Console.Out));
        return command;
    }

    private static Command Sae()
    {
        var method = new Argument<string>("method") { Description = "loop or h2e" };
        var group = new Argument<ushort>("group") { Description = "19, 20 or 21" };
        var password = new Argument<string>("password") { Description = "any" };
        var command = new Command("sae", "computes with a password as SAE does, to be watched");
        foreach (var argument in (Argument[])[method, group, password])
        {
            command.Arguments.Add(argument);
        }

        command.SetAction(parsed => SaeStudy.Run(parsed.GetValue(method)!, parsed.GetValue(group), parsed.GetValue(password)!, Console.Out));
        return command;
    }

    private static Command Simulate()
    {
        var file = new Argument<string>("scenario") { Description = "an ini file, such as those in conf/scenarios" };
        var seed = new Option<long?>("--seed") { Description = "another seed than the scenario's" };
        var json = new Option<bool>("--json") { Description = "for machines" };
        var frames = new Option<bool>("--frames") { Description = "also every frame" };
        var sequence = new Option<bool>("--sequence") { Description = "only the frames of the first join, a line each" };
        var picture = new Option<string?>("--svg") { Description = "draw the first join into this file, with our policy where there are several" };
        var command = new Command("simulate", "plays a scenario with the daemon's core on a simulated air");
        command.Arguments.Add(file);
        foreach (var option in (Option[])[seed, json, frames, sequence, picture])
        {
            command.Options.Add(option);
        }

        command.SetAction(parsed => SimulateStudy.Run(new SimulateOptions
        {
            File = parsed.GetValue(file)!,
            Seed = parsed.GetValue(seed),
            Json = parsed.GetValue(json),
            Frames = parsed.GetValue(frames),
            Sequence = parsed.GetValue(sequence),
            Picture = parsed.GetValue(picture),
        }, Console.Out, Console.Error));
        return command;
    }

    private static Command Convert()
    {
        var file = new Argument<string>("hostapd.conf") { Description = "a configuration of hostapd's" };
        var command = new Command("convert", "writes hostapd's configuration as our ini");
        command.Arguments.Add(file);
        command.SetAction(parsed => ConvertStudy.Run(parsed.GetValue(file)!, Console.Out, Console.Error));
        return command;
    }
}
