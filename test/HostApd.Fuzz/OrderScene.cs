using HostApd.Ap;
using HostApd.Commands;
using HostApd.Entropy;
using HostApd.Ieee80211;
using HostApd.Linux;
using HostApd.Simulation;

namespace HostApd.Fuzz;

/// <summary>
/// A whole process on simulated radios, with two stations, that is given orders in any order: what the scene of the same name does in the
/// lab. After ten of them a few put things right, and then both stations come in again.
/// </summary>
internal sealed class OrderScene : IDisposable
{
    private const string Key = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

    private static readonly MacAddress[] Addresses = [new([2, 0, 0, 0, 1, 0]), new([2, 0, 0, 0, 2, 0])];

    private static readonly string[] Settings =
    [
        "ap_isolate 1", "ap_isolate 0", "max_num_sta 1", "max_num_sta 2007", "vendor_elements dd0411223301", "vendor_elements ", "wpa_group_rekey 2",
        "wpa_group_rekey 86400", "wpa_ptk_rekey 1", "wpa_ptk_rekey 0", "extended_key_id 1", "extended_key_id 0", "dtim_period 3", "dtim_period 2",
        "beacon_int 200", "beacon_int 100", "ignore_broadcast_ssid 1", "ignore_broadcast_ssid 0", "wmm_enabled 1", "wmm_enabled 0", "macaddr_acl 1", "macaddr_acl 0",
        "ap_max_inactivity 30", "ap_max_inactivity 300", "utf8_ssid 1", "utf8_ssid 0", "ssid other", "ssid labtest", "start_disabled 1", "start_disabled 0",
        "wpa_deny_ptk0_rekey 2", "wpa_deny_ptk0_rekey 0", "channel 1", "channel 6", "country_code DE", "country_code US", "channel x", "nosuchfield 1",
    ];

    /// <summary>What the next sequence begins with, whatever the one before has left.</summary>
    private static readonly string[] Clean =
    [
        "SET max_num_sta 2007", "SET macaddr_acl 0", "SET ssid labtest", "SET ignore_broadcast_ssid 0", "SET start_disabled 0", "SET ap_max_inactivity 300",
        "SET wpa_ptk_rekey 0", "SET wpa_group_rekey 86400", "DENY_ACL CLEAR", "ACCEPT_ACL CLEAR",
    ];

    private readonly Random _random;
    private readonly VirtualClock _clock = new();
    private readonly EventLoop _loop = new();
    private readonly EntropyPool _pool;
    private readonly Roster _roster;
    private readonly SimulatedRadios _radios;
    private readonly GlobalCommands _commands;
    private readonly SimulatedStation[] _stations;
    private readonly string _folder = Directory.CreateTempSubdirectory("orders").FullName;

    internal OrderScene(int seed)
    {
        _random = new Random(seed);
        _pool = new EntropyPool(new Source(), new EntropyPoolOptions(Testing: true));
        _pool.Start();
        _radios = new SimulatedRadios(_clock);
        var process = new ProcessCommands(_loop, _pool, testing: true);
        _roster = new Roster(new Surroundings(_loop, _pool, new InlineWorker(), process, Testing: true) { Time = _clock, Radios = _radios });
        _commands = new GlobalCommands(_roster, process);
        Write("first.conf", $"interface=wlan0\nssid=labtest\nhw_mode=g\nchannel=6\nieee80211n=1\nwpa=2\nrsn_pairwise=CCMP\nwpa_psk={Key}\n");
        Write("second.conf", "interface=wlan0_1\nssid=second\nhw_mode=g\nchannel=6\n");
        Write("third.conf", "interface=wlan3\nssid=third\nhw_mode=g\nchannel=6\n");
        Check.That(Ask($"ADD wlan0 config={_folder}/first.conf") == "OK\n");
        _stations = [.. Addresses.Select(a => new SimulatedStation(_radios["wlan0"], new SimulatedStationOptions
        {
            Address = a,
            Ssid = "labtest"u8.ToArray(),
            Pmk = Convert.FromHexString(Key),
        }))];
    }

    /// <summary>How often each order was done and refused.</summary>
    internal SortedDictionary<string, (long Done, long Refused)> Counts { get; } = [];

    private AccessPoint First => _roster.Find("wlan0")!;

    /// <summary>Ten orders, and the way back; how many steps that were.</summary>
    internal int RunSequence()
    {
        var told = new List<string>();
        for (var i = 0; i < 10; i++)
        {
            var command = Choose();
            var reply = command == "HUP" ? Hang() : Ask(command);
            told.Add($"{command} -> {reply}");
            Count(command.Split(' ').First(static w => !w.StartsWith("IFNAME=", StringComparison.Ordinal)), reply);
            Check.That(reply is not null && reply != "UNKNOWN COMMAND\n");
            Pass(_random.Next(4) switch { 0 or 1 => 0, 2 => 0.05, _ => 0.5 });
            Check.That(_clock.ArmedTimers < 300);
            if (_random.Next(3) == 0)
            {
                Rejoin();
            }
        }

        Recover(told);
        foreach (var station in _stations)
        {
            // Its memoirs are the simulation's.
            station.History.Clear();
            station.GroupKeys.Clear();
        }

        return 10;
    }

    public void Dispose()
    {
        _roster.Dispose();
        _pool.Dispose();
        _loop.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static string Own(string command) => "IFNAME=wlan0 " + command;

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text);

    private string? Ask(string command)
    {
        var reply = _commands.Handle(command);
        _loop.Turn(0);
        return reply;
    }

    private string Hang()
    {
        foreach (var one in _roster.Interfaces.ToList())
        {
            Check.That(one.ReloadFile(isAnswered: false).Length > 0);
        }

        return "OK\n";
    }

    private string Choose()
    {
        var station = One(Addresses);
        return One(new[] { "SET", "SET", "RELOAD", "ENABLE", "ENABLE", "DISABLE", "UPDATE_BEACON", "ACL", "STOP_AP", "CHAN_SWITCH", "DEAUTHENTICATE", "ADD", "REMOVE", "HUP" }) switch
        {
            "SET" => Own("SET " + One(Settings)),
            "RELOAD" => Own(One(new[] { "RELOAD", "RELOAD_BSS", "RELOAD_CONFIG" })),
            "ACL" => Own($"{One(new[] { "DENY_ACL", "ACCEPT_ACL" })} {One(new[] { $"ADD_MAC {station}", $"DEL_MAC {station}", "CLEAR", "SHOW" })}"),
            "CHAN_SWITCH" => Own($"CHAN_SWITCH {_random.Next(3)} {One(new[] { 2412, 2437, 2462, 2461 })}"),
            "DEAUTHENTICATE" => Own($"{One(new[] { "DEAUTHENTICATE", "DISASSOCIATE" })} {One(new[] { $"{station}", $"{station} reason=3", $"{station} tx=0", "ff:ff:ff:ff:ff:ff" })}"),
            "ADD" => One(new[] { $"ADD bss_config=phy0:{_folder}/second.conf", $"ADD wlan3 config={_folder}/third.conf" }),
            "REMOVE" => One(new[] { "REMOVE wlan0_1", "REMOVE wlan3" }),
            "HUP" => "HUP",
            var plain => Own(plain),
        };
    }

    private void Recover(List<string> told)
    {
        foreach (var order in Clean)
        {
            Check.That(Ask(Own(order)) == "OK\n", order);
        }

        _ = Ask(Own("ENABLE"));
        Pass(1);
        var reply = Ask(Own("RELOAD"));
        Check.That(reply?.StartsWith("OK", StringComparison.Ordinal) == true, $"RELOAD: {reply} after {string.Join("; ", told)}");
        for (var go = 0; go < 20 && !AllAreIn(); go++)
        {
            Rejoin();
            Pass(2);
        }

        Check.That(AllAreIn() && First.Bss.State == BssState.Enabled, $"{First.Bss.State} after {string.Join("; ", told)}");
    }

    private bool AllAreIn() => _stations.All(s => s.State == StationState.Connected) && Addresses.All(a => First.Bss.Stations.Find(a) is { IsAuthorized: true });

    private void Rejoin()
    {
        foreach (var station in _stations)
        {
            if (station.State is not (StationState.Connected or StationState.Associated))
            {
                station.Join();
            }
            else if (First.Bss.Stations.Find(station.Address) is null)
            {
                // It was forgotten without a word, and finds out by what it sends.
                station.SendData();
            }
        }
    }

    private void Pass(double seconds)
    {
        _clock.Advance(TimeSpan.FromSeconds(seconds));
        _loop.Turn(0);
    }

    private void Count(string kind, string? reply)
    {
        var (done, refused) = Counts.GetValueOrDefault(kind);
        Counts[kind] = reply?.StartsWith("FAIL", StringComparison.Ordinal) == true ? (done, refused + 1) : (done + 1, refused);
    }

    private T One<T>(IReadOnlyList<T> of) => of[_random.Next(of.Count)];

    private sealed class Source : IEntropySource
    {
        private byte _next;

        public bool TryFill(Span<byte> destination)
        {
            destination.Fill(++_next);
            return true;
        }
    }
}
