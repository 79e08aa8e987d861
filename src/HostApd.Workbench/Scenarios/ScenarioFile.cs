using System.Globalization;
using System.Text;
using HostApd.Simulation;
using HostApd.Timeline;

namespace HostApd.Workbench.Scenarios;

/// <summary>
/// Reads a scenario: sections <c>[scenario]</c>, <c>[ap]</c>, <c>[client NAME]</c>, <c>[fault NAME]</c>. Times in seconds, or
/// with <c>ms</c>. All mistakes are told at once, each with its line.
/// </summary>
internal sealed class ScenarioFile
{
    private readonly string _path;
    private readonly List<string> _problems = [];
    private Scenario _scenario = new();
    private ScenarioClient? _client;
    private ScenarioFault? _fault;
    private string _section = "";
    private int _line;

    private ScenarioFile(string path) => _path = path;

    /// <summary>Null when there are problems.</summary>
    internal static Scenario? Read(string path, IReadOnlyList<string> lines, out IReadOnlyList<string> problems)
    {
        var file = new ScenarioFile(path);
        foreach (var line in lines)
        {
            file._line++;
            file.Take(line.Trim());
        }

        file.Close();
        if (file._scenario.Clients.Count == 0)
        {
            file._problems.Add($"{path}:{file._line}: a scenario needs at least one [client NAME]");
        }

        problems = file._problems;
        return file._problems.Count == 0 ? file._scenario : null;
    }

    private void Take(string line)
    {
        if (line.Length == 0 || line[0] is '#' or ';')
        {
            return;
        }

        if (line[0] == '[')
        {
            Open(line.Trim('[', ']').Trim());
            return;
        }

        var at = line.IndexOf('=', StringComparison.Ordinal);
        if (at < 1)
        {
            Complain(line, "neither [section] nor key = value");
            return;
        }

        Set(line[..at].Trim(), line[(at + 1)..].Trim());
    }

    private void Open(string name)
    {
        Close();
        var words = name.Split(' ', 2, StringSplitOptions.TrimEntries);
        _section = words[0];
        switch (_section)
        {
            case "scenario" or "ap" when words.Length == 1:
                break;
            case "client" when words.Length == 2:
                _client = new ScenarioClient(words[1]);
                break;
            case "fault" when words.Length == 2:
                _fault = new ScenarioFault(words[1]);
                break;
            default:
                Complain($"[{name}]", "the sections are [scenario], [ap], [client NAME] and [fault NAME]");
                break;
        }
    }

    private void Close()
    {
        if (_client is not null)
        {
            _scenario = _scenario with { Clients = [.. _scenario.Clients, _client] };
        }

        if (_fault is not null)
        {
            if (_fault.Frame == TraceKind.Other)
            {
                Complain($"[fault {_fault.Name}]", "says no frame =");
            }

            _scenario = _scenario with { Faults = [.. _scenario.Faults, _fault] };
        }

        (_client, _fault) = (null, null);
    }

    private void Set(string key, string value)
    {
        var ap = _scenario.AccessPoint;
        switch (_section)
        {
            case "scenario":
                _scenario = key switch
                {
                    "title" => _scenario with { Title = value },
                    "seed" => _scenario with { Seed = Number(key, value) },
                    "duration" => _scenario with { Duration = Time(key, value) },
                    _ => Unknown(key, _scenario),
                };
                break;
            case "ap":
                _scenario = _scenario with
                {
                    AccessPoint = key switch
                    {
                        "ssid" => ap with { Ssid = Encoding.UTF8.GetBytes(value) },
                        "passphrase" => ap with { Passphrase = value },
                        "wps" => ap with { Wps = Switch(key, value) },
                        "p2p" => ap with { P2p = Switch(key, value) },
                        "on_demand" => ap with { Device = Switch(key, value) ? ap.Device ?? new ScenarioDevice() : null },
                        "go_intent" => ap with { Device = (ap.Device ?? new ScenarioDevice()) with { Intent = Number(key, value) } },
                        "press_after" => ap with { Device = (ap.Device ?? new ScenarioDevice()) with { PressAfter = Time(key, value) } },
                        "group_idle" => ap with { Device = (ap.Device ?? new ScenarioDevice()) with { GroupIdle = Time(key, value) } },
                        "policy" => ap with { Policies = Policies(key, value) },
                        "entropy_ready" => ap with { EntropyReady = Time(key, value) },
                        "kernel_ready" => ap with { KernelReady = Time(key, value) },
                        _ => Unknown(key, ap),
                    },
                };
                break;
            case "client" when _client is not null:
                _client = SetClient(_client, key, value);
                break;
            case "fault" when _fault is not null:
                _fault = SetFault(_fault, key, value);
                break;
            default:
                Complain(key, "stands outside of a section");
                break;
        }
    }

    private ScenarioClient SetClient(ScenarioClient client, string key, string value) => key switch
    {
        "at" => client with { At = Time(key, value) },
        "count" => client with { Count = Number(key, value) },
        "every" => client with { Every = Time(key, value) },
        "joins" => client with { Method = Method(key, value) },
        "passphrase" => client with { Passphrase = value },
        "pin" => client with { Pin = value },
        "p2p" => client with { P2p = Switch(key, value) },
        "asks" => client with { Errand = Errand(key, value), P2p = true },
        "go_intent" => client with { Intent = Number(key, value) },
        "taps_after" => client with { TapsAfter = Time(key, value) },
        "discovers_first" => client with { DiscoversFirst = Switch(key, value) },
        "vanishes_after" => client with { VanishesAfter = Step(key, value) },
        "button" => client with { ButtonIsPressed = Switch(key, value) },
        "think" => client with { Think = Time(key, value) },
        "scan_channels" => client with { ScanChannels = Number(key, value) },
        "scan_dwell" => client with { ScanDwell = Time(key, value) },
        "spurious_disconnects" => client with { SpuriousDisconnects = Number(key, value) },
        "disconnect_pause" => client with { DisconnectPause = Time(key, value) },
        "gives_up_after" => client with { GivesUpAfter = Number(key, value) },
        _ => Unknown(key, client),
    };

    private ScenarioFault SetFault(ScenarioFault fault, string key, string value) => key switch
    {
        "frame" => fault with { Frame = Frame(key, value) },
        "does" => fault with { Effect = Effect(key, value) },
        "by" => fault with { By = Time(key, value) },
        "times" => fault with { Times = Number(key, value) },
        "after" => fault with { After = Number(key, value) },
        "chance" => fault with { Chance = Number(key, value) },
        _ => Unknown(key, fault),
    };

    private void Complain(string key, string problem) => _problems.Add($"{_path}:{_line}: {key}: {problem}");

    private T Unknown<T>(string key, T unchanged)
    {
        Complain(key, $"no such key in [{_section}]");
        return unchanged;
    }

    private T Wrong<T>(string key, string problem, T instead)
    {
        Complain(key, problem);
        return instead;
    }

    private int Number(string key, string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= 100_000
            ? number
            : Wrong(key, $"'{value}' is no number from 0 to 100000", 1);

    private TimeSpan Time(string key, string value)
    {
        const double longestSeconds = 86_400;
        var isMilliseconds = value.EndsWith("ms", StringComparison.Ordinal);
        var digits = value.TrimEnd('m', 's', ' ');
        return double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number <= longestSeconds
                ? TimeSpan.FromMicroseconds(Math.Round(number * (isMilliseconds ? 1e3 : 1e6)))
                : Wrong(key, $"'{value}' is no time, such as 1.5 or 40 ms", TimeSpan.Zero);
    }

    private bool Switch(string key, string value) => value switch
    {
        "on" or "1" or "yes" => true,
        "off" or "0" or "no" => false,
        _ => Wrong(key, $"'{value}' is neither on nor off", false),
    };

    private JoinMethod Method(string key, string value) => value switch
    {
        "psk" => JoinMethod.Psk,
        "pbc" => JoinMethod.PushButton,
        "pin" => JoinMethod.Pin,
        _ => Wrong(key, $"'{value}' is none of psk, pbc, pin", JoinMethod.Psk),
    };

    private PhoneErrand Errand(string key, string value) => value switch
    {
        "group" => PhoneErrand.Negotiates,
        "back" => PhoneErrand.Invites,
        _ => Wrong(key, $"'{value}' is neither group nor back", PhoneErrand.None),
    };

    private PeerStep Step(string key, string value) => value switch
    {
        "found" => PeerStep.Found,
        "asked" => PeerStep.Asked,
        "told-to-wait" => PeerStep.ToldToWait,
        "agreed" => PeerStep.Agreed,
        "confirmed" => PeerStep.Confirmed,
        _ => Wrong(key, $"'{value}' is none of found, asked, told-to-wait, agreed, confirmed", PeerStep.Never),
    };

    private IReadOnlyList<StarvationPolicy> Policies(string key, string value) =>
    [
        .. value.Split(',', StringSplitOptions.TrimEntries).Select(word => word switch
        {
            "hold" => StarvationPolicy.Hold,
            "reject" => StarvationPolicy.Reject,
            _ => Wrong(key, $"'{word}' is neither hold nor reject", StarvationPolicy.Hold),
        }),
    ];

    private TraceKind Frame(string key, string value) => TraceNames.TryParseKind(value, out var kind) && kind.IsFrame()
        ? kind
        : Wrong(key, $"'{value}' is no frame, such as 3/4, M2 or association-response", TraceKind.ProbeRequest);

    private FaultEffect Effect(string key, string value) => value switch
    {
        "lose" => FaultEffect.Lose,
        "delay" or "reorder" => FaultEffect.Delay,
        "duplicate" => FaultEffect.Duplicate,
        _ => Wrong(key, $"'{value}' is none of lose, delay, reorder, duplicate", FaultEffect.Lose),
    };
}
