using HostApd.Ap;
using HostApd.Crypto;
using HostApd.Entropy;
using HostApd.Ieee80211;
using HostApd.P2p;
using HostApd.Rsn;
using HostApd.Simulation;
using HostApd.Timeline;
using HostApd.Wps;

namespace HostApd.Workbench.Scenarios;

/// <summary>Plays a scenario once, under one policy: the daemon's own core on the simulated air, in virtual time.</summary>
internal sealed class ScenarioRun : IDisposable
{
    private static readonly TimeSpan Aftermath = TimeSpan.FromMilliseconds(200);

    private readonly Scenario _scenario;
    private readonly SeededSource _chance;
    private readonly VirtualClock _clock = new();
    private readonly SimulatedRadio _radio;
    private readonly EntropyPool _pool;
    private readonly Bss _bss;
    private readonly List<IJoiningClient> _clients = [];
    private readonly LiveRecorder _recorder;
    private readonly HashSet<MacAddress> _authorized = [];

    internal ScenarioRun(Scenario scenario, StarvationPolicy policy)
    {
        const int mostJoins = 4096;
        const int mostEntries = 400;
        _scenario = scenario;
        _chance = new SeededSource(~scenario.Seed);
        _radio = new SimulatedRadio(_clock);
        _pool = new EntropyPool(new SeededSource(scenario.Seed), new EntropyPoolOptions(Testing: true));
        _pool.Start();
        _recorder = new LiveRecorder(_clock, mostJoins, mostEntries);
        var starved = policy == StarvationPolicy.Reject ? scenario.AccessPoint.KernelReady ?? scenario.AccessPoint.EntropyReady : TimeSpan.Zero;
        var rejecting = new RejectingLink(_radio, _clock, starved);
        rejecting.Frame += _recorder.OnFrame;
        rejecting.PortChanged += _recorder.OnPortChanged;
        rejecting.PortChanged += (station, isOpen) => _ = isOpen ? _authorized.Add(station) : _authorized.Remove(station);
        rejecting.Frame += ForgetWhoComesAgain;
        rejecting.Rejected += station => Note(TraceKind.EntropyRejection, station, 0, fromAp: true);
        _bss = new Bss(Options(scenario.AccessPoint), rejecting, new Radio(_radio, _clock), _pool, _clock);
        _bss.Event += told => RecordedEvents.Note(_recorder, _bss, told);
        _bss.Event += PressWhenAsked;
        rejecting.Tell(_bss);
        _bss.Enable();
        if (policy == StarvationPolicy.Hold && scenario.AccessPoint.EntropyReady > TimeSpan.Zero)
        {
            _pool.CreateTestGate(_clock).Block(scenario.AccessPoint.EntropyReady);
        }

        scenario.Faults.ToList().ForEach(Interfere);
        AddClients();
    }

    /// <summary>The joins, the first to begin first.</summary>
    internal IReadOnlyList<JoinReport> Reports { get; private set; } = [];

    /// <summary>Virtual time that has passed.</summary>
    internal TimeSpan Elapsed => _clock.Elapsed;

    /// <summary>Clients that are in, and all.</summary>
    internal (int In, int All) Clients => (_clients.Count(IsIn), _clients.Count);

    /// <summary>Plays until every client is in or has given up.</summary>
    internal void Play()
    {
        _clock.RunUntil(() => _clients.TrueForAll(c => IsIn(c) || c.HasGivenUp), _scenario.Duration);
        _clock.Advance(Aftermath);
        Reports = [.. _recorder.Joins.Joins.OrderBy(static j => j.Begin).ThenBy(static j => j.Id).Select(JoinReport.Of)];
    }

    public void Dispose()
    {
        _bss.Dispose();
        _pool.Dispose();
    }

    /// <summary>
    /// Both sides say so: a client whose message 4 is lost believes to be in, and the access point does not.
    /// </summary>
    private bool IsIn(IJoiningClient client) => client.IsConnected && _authorized.Contains(client.Address);

    private void ForgetWhoComesAgain(in SeenFrame frame)
    {
        if (!frame.IsEapol && !frame.FromAccessPoint
            && FrameClassifier.Management(frame.Bytes, fromAp: false, out _).BeginsAuthentication())
        {
            _authorized.Remove(frame.Station);
        }
    }

    private static BssOptions Options(ScenarioAccessPoint ap)
    {
        var device = new DeviceData { DeviceName = "simulated", Manufacturer = "m", ModelName = "m", ModelNumber = "1", SerialNumber = "1" };
        var methods = ConfigMethods.PushButton | ConfigMethods.VirtualPushButton | ConfigMethods.Display | ConfigMethods.Keypad;
        return new BssOptions
        {
            InterfaceName = "sim0",
            Ssid = ap.Ssid,
            Radio = new RadioOptions { Channel = OperatingChannel.Of(2437, ht: true) },
            Wmm = true,
            Security = new SecurityOptions
            {
                Pmks = [Pmk.FromPassphrase(ap.Ssid, ap.Passphrase)],
                Passphrase = new SecretBytes(System.Text.Encoding.UTF8.GetBytes(ap.Passphrase)),
            },
            StartSilent = ap.Device is not null,
            Device = ap.Device is { } wanted
                ? new P2pDeviceOptions { Device = device, ConfigMethods = methods & ~ConfigMethods.VirtualPushButton, Intent = wanted.Intent, GroupIdle = wanted.GroupIdle }
                : null,
            Wps = ap.Wps || ap.P2p || ap.Device is not null ? new WpsOptions { Device = device, ConfigMethods = methods } : null,
            GroupOwner = ap.P2p || ap.Device is not null
                ? new GroupOwnerOptions { Device = device, ConfigMethods = methods & ~ConfigMethods.VirtualPushButton, InterfaceName = "sim0" }
                : null,
        };
    }

    private void AddClients()
    {
        var number = 0;
        // The key of a passphrase takes milliseconds; the same for all.
        var pmks = new Dictionary<string, byte[]>();
        foreach (var client in _scenario.Clients)
        {
            for (var i = 0; i < client.Count; i++)
            {
                Add(client, ++number, client.At + i * client.Every, pmks);
            }
        }
    }

    private void Add(ScenarioClient client, int number, TimeSpan at, Dictionary<string, byte[]> pmks)
    {
        var passphrase = client.Passphrase ?? _scenario.AccessPoint.Passphrase;
        if (!pmks.TryGetValue(passphrase, out var pmk))
        {
            using var made = Pmk.FromPassphrase(_scenario.AccessPoint.Ssid, passphrase);
            pmks[passphrase] = pmk = made.Span.ToArray();
        }

        IJoiningClient simulated = client.Errand == PhoneErrand.None ? Client(client, number, pmk) : Phone(client, number, passphrase);
        simulated.Acted += (act, count) => Note(act switch
        {
            ClientAct.ScanBegan => TraceKind.ScanBegan,
            ClientAct.ScanEnded => TraceKind.ScanEnded,
            ClientAct.DisconnectOrdered => TraceKind.DisconnectOrdered,
            ClientAct.GaveUp => TraceKind.ClientGaveUp,
        }, simulated.Address, (ushort)count, fromAp: false, simulated.Device);
        _clients.Add(simulated);
        _clock.Schedule(at, () =>
        {
            Press(client);
            simulated.Start();
        });
    }

    private SimulatedClient Client(ScenarioClient client, int number, byte[] pmk) => new SimulatedClient(_radio, new SimulatedClientOptions
    {
        Address = Scenario.AddressOf(number),
        Device = client.P2p ? Scenario.DeviceOf(number) : null,
        Ssid = _scenario.AccessPoint.Ssid,
        Method = client.Method,
        Pmk = pmk,
        Pin = client.Pin,
        Seed = _chance.Take(),
        Think = client.Think,
        ScanChannels = client.ScanChannels,
        ScanDwell = client.ScanDwell,
        SpuriousDisconnects = client.SpuriousDisconnects,
        DisconnectPause = client.DisconnectPause,
        GivesUpAfter = client.GivesUpAfter,
    });

    private SimulatedP2pPeer Phone(ScenarioClient phone, int number, string passphrase) => new(_radio, new SimulatedP2pPeerOptions
    {
        Device = Scenario.DeviceOf(number),
        Interface = Scenario.AddressOf(number),
        Intent = phone.Intent,
        TapsAfter = phone.TapsAfter,
        DiscoversFirst = phone.DiscoversFirst,
        VanishesAfter = phone.VanishesAfter,
        Group = phone.Errand == PhoneErrand.Invites ? new RememberedGroup(_scenario.AccessPoint.Ssid, passphrase) : null,
        Seed = _chance.Take(),
        Think = phone.Think,
    });

    /// <summary>The person in front of a device that is asked for a group.</summary>
    private void PressWhenAsked(ApEvent told)
    {
        if (told.Kind == ApEventKind.NegotiationRequested && _scenario.AccessPoint.Device?.PressAfter is { } pause)
        {
            _clock.Schedule(pause, () => _bss.OnDemand.PushButton());
        }
    }

    /// <summary>The owner's half of WPS.</summary>
    private void Press(ScenarioClient client)
    {
        if (!client.ButtonIsPressed)
        {
            return;
        }

        _bss.Provisioning.Tell(registrar =>
        {
            if (client.Method == JoinMethod.PushButton)
            {
                registrar.PushButton();
            }
            else if (client.Method == JoinMethod.Pin)
            {
                registrar.AddPin(client.Pin);
            }
        });
    }

    private void Note(TraceKind kind, MacAddress station, ushort code, bool fromAp, MacAddress device = default) =>
        _recorder.Joins.Note(new Sighting
        {
            At = _recorder.Now,
            Kind = kind,
            Station = station,
            Device = device,
            Code = code,
            Marks = fromAp ? TraceMarks.FromAp : TraceMarks.None,
        });

    private void Interfere(ScenarioFault fault)
    {
        var rule = _radio.Air.When(f => KindOf(f) == fault.Frame && (fault.Chance >= 100 || _chance.Percent() < fault.Chance))
            .Times(fault.Times == 0 ? -1 : fault.Times).After(fault.After);
        _ = fault.Effect switch
        {
            FaultEffect.Lose => rule.Drop(),
            FaultEffect.Delay => rule.Delay(fault.By),
            FaultEffect.Duplicate => rule.Duplicate(fault.By),
        };
    }

    private static TraceKind KindOf(AirFrame frame) => frame.IsEapol
        ? FrameClassifier.Eapol(frame.Bytes, out _)
        : FrameClassifier.Management(frame.Bytes, frame.FromAp, out _);
}
