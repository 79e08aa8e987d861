using HostApd.Ap;
using HostApd.Commands;
using HostApd.Configuration;
using HostApd.Control;
using HostApd.Driver;
using HostApd.Ieee80211;
using HostApd.Linux;
using HostApd.Metrics;
using HostApd.Nl80211;
using HostApd.Radius;
using HostApd.Timeline;
using NLog;
using Tmds.Linux;

namespace HostApd;

/// <summary>One access point of the process: its configuration, radio, BSS and control socket, wired together.</summary>
internal sealed class AccessPoint : IDisposable
{
    private static readonly Logger Log = LogManager.GetCurrentClassLogger();

    private readonly Surroundings _around;
    private readonly NewSettings _newSettings;
    private readonly PskFileKeeper _pskFile;
    private ControlServer? _control;
    private PushButton? _button;
    private WpsLed? _led;
    private PinRequests? _pinRequests;
    private GroupNetwork? _network;
    private EventProgram? _program;
    private RadiusNas? _nas;
    private SessionBook? _book;

    private AccessPoint(AccessPointConfiguration configuration, IApLink link, Radio radio, Surroundings around)
    {
        _around = around;
        Configuration = configuration;
        var tap = new TappedLink(link, around.Time);
        var worker = new GuardedWorker(around.Worker, OnFault);
        Bss = new Bss(new BssOptions { InterfaceName = configuration.InterfaceName, Ssid = [] }, tap, radio, around.Pool,
            new GuardedTime(around.Time, OnFault), worker)
        {
            WaitForInterface = around.WaitForInterfaces,
        };
        var recorder = Record(tap, Bss, around.Time);
        Monitored = new MonitoredBss(configuration.InterfaceName, Bss, new JoinStatistics(recorder), new FrameStatistics(tap));
        Commands = new BssCommands(Bss, configuration, around.Process)
        {
            Timeline = new TimelineCommand(recorder),
            Capture = new CaptureCommand(tap, Bss, around.Time, around.Process.ShowKeys),
            DataTest = new DataTest(around.Loop, () => Bss.AskBridge().Name ?? configuration.InterfaceName, Publish),
            Servers = () => new[] { _nas?.Exchange, _book?.Exchange }.OfType<RadiusExchange>(),
            Authorization = around.Authorization,
            Testing = around.Testing,
            Settle = around.Settle,
        };
        _newSettings = new NewSettings(configuration, Bss, around.Time);
        _pskFile = new PskFileKeeper(configuration, Bss, worker);
        Bss.Event += Publish;
        tap.Fault += OnFault;
        tap.ListenerFault += fault => Log.Error(fault, "{0}: a fault of ours in who watches the frames:", Name);
    }

    /// <summary>An event, or something that concerns the whole process, for whoever has more sockets.</summary>
    internal event Action<ApEvent>? Published;

    internal AccessPointConfiguration Configuration { get; }

    internal Bss Bss { get; }

    internal string Name => Configuration.InterfaceName;

    internal BssCommands Commands { get; }

    /// <summary>What is counted of it.</summary>
    internal MonitoredBss Monitored { get; }

    /// <summary>Opens interface and control socket; beacons nothing yet.</summary>
    /// <param name="configuration">What it is to be; commands may change it before <see cref="Enable"/>.</param>
    /// <param name="deferred">The interface is looked for, or made, only when it is enabled.</param>
    /// <param name="around">What it works with.</param>
    /// <param name="driver">The radio that has the interface.</param>
    /// <param name="radio">What stands above all BSSes of that radio.</param>
    /// <param name="opened">The access point; null when there is a problem.</param>
    /// <returns>The problem, or null.</returns>
    internal static string? Open(
        AccessPointConfiguration configuration, bool deferred, Surroundings around, IOpenedRadio driver, Radio radio, out AccessPoint? opened)
    {
        opened = null;

        // The group's address is set when the interface is prepared, and so must be known before.
        var wished = configuration.GroupOwner.Enabled && GroupState.Load(configuration);
        var result = driver.OpenLink(new Nl80211LinkOptions
        {
            InterfaceName = configuration.InterfaceName,
            Address = configuration.Address,
            AddressIsWish = wished,
            Deferred = deferred || around.WaitForInterfaces,
            CreateOn = configuration.Main?.InterfaceName ?? configuration.Beside,
            CreateOnPhy = configuration.Main is null ? configuration.Phy : null,
            AddressOffset = configuration.Main is { } main ? 1 + main.Further.TakeWhile(f => f != configuration).Count(static f => f.Address is null) : 0,
            GivenAddresses = [.. (configuration.Main ?? configuration).WithFurther.Select(static c => c.Address).OfType<MacAddress>()],
            Bridge = configuration.Bridge,
        }, out var link);
        if (!result.Succeeded)
        {
            return result.ToString();
        }

        var accessPoint = new AccessPoint(configuration, link!, radio, around);
        if (accessPoint.OpenSocket() is { } problem)
        {
            accessPoint.Dispose();
            return problem;
        }

        opened = accessPoint;
        return null;
    }

    /// <summary>
    /// Takes the configuration as it is now and goes on the air: the one door. With <c>start_disabled</c> the first time sets
    /// everything up and the next one beacons.
    /// </summary>
    internal DriverResult Enable()
    {
        if (Bss.State.IsWanted() || IsDevice)
        {
            return Bss.State == BssState.Silent
                ? new DriverResult("enabling", ErrorNumber.Already, "it is enabled already, and waits for somebody who wants a group (P2P_GROUP_ADD begins one)", null)
                : Bss.Enable();
        }

        if (TakeConfiguration() is { } problem)
        {
            return problem;
        }

        if (Bss.WasEnabled && !Configuration.GroupOwner.IsOnDemand)
        {
            Bss.Configure(Bss.Options with { StartSilent = false });
        }

        var result = Bss.Enable();
        if (result.Succeeded)
        {
            _pskFile.KeepGroup();
        }

        return result;
    }

    /// <summary>Takes the configuration as it is now, and the name that was drawn meanwhile; a device goes on as it was.</summary>
    internal DriverResult? Renew()
    {
        var problem = TakeConfiguration();
        if (problem is null)
        {
            Bss.OnDemand.Renew();
            _pskFile.KeepGroup();
        }

        return problem;
    }

    /// <summary>Begins the group of a device without anybody having asked for it (P2P_GROUP_ADD).</summary>
    internal bool BeginGroup() => Renew() is null && Bss.OnDemand.BeginGroup();

    /// <summary>It is a P2P device that has no group now.</summary>
    internal bool IsDevice => Bss.State == BssState.Silent && Configuration.GroupOwner.IsOnDemand;

    /// <summary>
    /// Takes what the configuration announces by now and writes the Beacon anew; no station is lost. One that is silent goes on the
    /// air with all of it.
    /// </summary>
    internal DriverResult UpdateBeacon()
    {
        if (Bss.State != BssState.Enabled)
        {
            return IsDevice ? Renew() ?? DriverResult.Ok : Bss.State == BssState.Silent ? Enable() : Bss.UpdateBeacon();
        }

        var ssid = Bss.Options.Ssid;
        var result = Bss.Announce(Configuration.ToOptions());
        if (Bss.Options.Ssid != ssid && _pskFile.Load() is { } unread)
        {
            // A passphrase there makes another key under another name, too.
            Log.Error("{0}: the keys of devices stay those of the former name: {1}", Name, unread);
        }

        return result;
    }

    /// <summary>Compares the configuration with what runs and changes what differs; what was done, in words.</summary>
    /// <param name="isFileNew">Its file has been read anew, and so are those that it names.</param>
    internal string Reload(bool isFileNew = false)
    {
        var unread = isFileNew ? Commands.Lists.LoadAnew() : Commands.Lists.Load();
        var shutOut = Bss.DismissDenied();
        if (Bss.Recovery.State == RecoveryState.AwaitingInterface)
        {
            return TakeConfiguration() is { } refused ? $"{Name}: {refused}" : $"{Name}: taken, for when its interface is there";
        }

        if (IsDevice)
        {
            return Renew() is { } refused ? $"{Name}: {refused}" : $"{Name}: taken; it goes on being found";
        }

        if (Bss.Recovery.State == RecoveryState.Retrying || Bss.State == BssState.Silent)
        {
            return Enable() is { Succeeded: false } refused ? $"{Name}: {refused}" : $"{Name}: started";
        }

        if (Bss.State != BssState.Enabled)
        {
            return $"{Name}: not enabled";
        }

        var unheard = TakeServers();
        var wanted = Configuration.ToOptions();
        wanted = wanted with { Radio = wanted.Radio.FoundAs(Bss.Options.Radio) };
        var cost = Settings.CostOf(Bss.Options, wanted);
        TellCost(wanted, cost);
        var done = Bss.Reconfigure(wanted, cost);
        var problem = _pskFile.Reload(out var keys);
        return $"{Name}: {done}{(shutOut > 0 ? $", {shutOut} stations shut out" : "")}{(unread is null ? "" : $", an access list stays: {unread}")}{(keys > 0 ? $", {keys} stations lost their key" : "")}{(problem is null ? "" : $", the keys of devices stay: {problem}")}{(unheard is null ? "" : $", servers cannot end sessions: {unheard}")}";
    }

    /// <summary>Reads <c>wpa_psk_file</c> anew; false when there is none.</summary>
    internal bool ReloadKeys()
    {
        if (Configuration.PskFile is null)
        {
            return false;
        }

        var problem = _pskFile.Reload(out _);
        if (problem is not null)
        {
            Log.Error("{0}: the keys stay as they are: {1}", Name, problem);
        }

        return problem is null;
    }

    /// <summary>Tells its control socket, and whoever listens beside.</summary>
    internal void Publish(ApEvent told)
    {
        if (_control is { MonitorCount: > 0 } control)
        {
            control.Publish(EventLevel.Info, ApEventText.Write(told, EventAudience.Control));
        }

        Published?.Invoke(told);
    }

    /// <summary>Tells its own control socket of something that concerns the whole process.</summary>
    internal void Tell(string text) => _control?.Publish(EventLevel.Info, text);

    public void Dispose()
    {
        _button?.Dispose();
        _led?.Dispose();
        _newSettings.Dispose();
        var wasOn = Bss.State is not (BssState.Disabled or BssState.Uninitialized);
        Bss.Dispose();
        Bss.Service = null;
        _around.Authorization.Leave(Bss);
        _nas?.Dispose();
        _book?.Dispose();
        Bss.Options.Security?.Dispose();
        if (!wasOn)
        {
            // As hostapd: whoever waits for the end hears of it.
            Publish(new ApEvent(ApEventKind.Disabled));
        }

        Commands.DataTest?.Dispose();
        Commands.Capture?.Dispose();
        _network?.Dispose();
        _program?.Dispose();
        Publish(new ApEvent(ApEventKind.Terminating));
        _control?.Dispose();
    }

    /// <summary>A bug of ours ends this BSS, which then starts anew; the others and the process go on.</summary>
    private void OnFault(Exception fault) => Bss.OnFault(fault);

    /// <summary>A request is answered, whatever becomes of it.</summary>
    internal string? Answer(string command)
    {
        string? reply = ControlReplies.Fail;
        Guarded.Run(() => reply = Commands.Handle(command), OnFault);
        return reply;
    }

    /// <summary>Takes the configuration as it is now; the problem, or null.</summary>
    private DriverResult? TakeConfiguration()
    {
        var problems = Configuration.Check(_around.Testing).ToList();
        foreach (var (key, problem) in problems)
        {
            Log.Error("{0}: {1}: {2}", Name, key, problem);
        }

        if (problems.Count > 0)
        {
            return new DriverResult("enabling", ErrorNumber.Invalid, $"{problems[0].Key}: {problems[0].Problem}", null);
        }

        // What lists and keys say comes first: with a mistake there nothing is taken over.
        if ((Commands.Lists.Load() ?? _pskFile.Load()) is { } unread)
        {
            Log.Error("{0}: {1}", Name, unread);
            return new DriverResult("enabling", ErrorNumber.Invalid, unread, null);
        }

        var unheard = TakeServers();
        var before = Bss.Options.Security;
        Bss.Configure(Configuration.ToOptions());
        before?.Dispose();
        if ((unheard ?? OpenExtras()) is { } missing)
        {
            Log.Error("{0}: {1}", Name, missing);
            return new DriverResult("enabling", ErrorNumber.Invalid, missing, null);
        }

        return null;
    }

    /// <summary>
    /// Whom it asks about stations, whom it tells of their sessions, from the next on, and whom it hears of them; why it hears nobody, or null.
    /// </summary>
    private string? TakeServers()
    {
        if (RadiusConfiguration.IsAsked(Configuration))
        {
            _nas ??= new RadiusNas(Bss, _around.Radius, _around.Sessions, OnFault);
            _nas.Use(Configuration.Radius);
            Bss.Service = _nas;
        }
        else
        {
            Bss.Service = null;
            _nas?.Dispose();
            _nas = null;
        }

        if (Configuration.Radius.AccountingServers.Any)
        {
            _book ??= new SessionBook(Bss, _around.Radius, _around.Sessions, new GuardedWorker(_around.Worker, OnFault), Disk.Real, new GuardedTime(_around.Time, OnFault));
            _book.Use(Configuration.Radius);
            Bss.Book = _book;
        }
        else
        {
            Bss.Book = null;
            _book?.Dispose();
            _book = null;
        }

        return _around.Authorization.Serve(Bss, Configuration.Radius, OnFault);
    }

    /// <summary>Who is about to be sent away for other options is named before it happens.</summary>
    private void TellCost(BssOptions wanted, ChangeCost cost)
    {
        if (cost != ChangeCost.Live && Bss.Stations.Associated > 0 && EqualOptions.Keep(Bss.Options, wanted) != Bss.Options)
        {
            Log.Info("{0}: the reload starts it anew and costs {1} stations: {2}", Name, Bss.Stations.Associated,
                string.Join(", ", Bss.Stations.Where(static s => s.IsAssociated).Select(static s => s.Address)));
        }
    }

    private string? OpenSocket()
    {
        if (Configuration.ControlDirectory is not { } directory)
        {
            return null;
        }

        var socket = ControlServer.Open(_around.Loop, new ControlServerOptions
        {
            Directory = directory,
            Name = Configuration.InterfaceName,
            Group = Configuration.ControlGroup,
            HandleWithDescriptor = Commands.Capture!.HandleWithDescriptor,
            Reasons = Refusals.Instance,
            Weighs = WeightyEvents.Contain,
            Lost = WeightyEvents.Lost,
            GivenUp = (who, lost) => Log.Warn("{0}: {1} does not read its events: it hears no more of them, {2} were lost", Name, who, lost),
        }, Answer, out _control);
        return socket.Succeeded ? null
            : socket.Errno == LibC.EACCES || socket.Errno == LibC.EPERM ? $"{socket}; run as root, or name a directory of yours (ctrl_interface)"
            : socket.ToString();
    }

    /// <summary>What belongs to it beside the radio; opened once.</summary>
    private string? OpenExtras()
    {
        if (_network is null && Configuration.GroupOwner.Pool is not null)
        {
            _network = new GroupNetwork(_around.Loop, Bss, Configuration.GroupOwner);
        }

        if (_program is null && Configuration.EventProgram is { } program)
        {
            _program = new EventProgram(program, Configuration.InterfaceName, _around.Time);
            Bss.Event += told => _program.Run(told);
        }

        if (_pinRequests is null && Configuration.PinRequestsFile is { } requests)
        {
            _pinRequests = new PinRequests(requests, _around.Time);
            Bss.Event += _pinRequests.OnEvent;
        }

        if (_led is null && Configuration.ButtonLed is { } name)
        {
            _led = new WpsLed(name, _around.Time);
            Bss.Event += _led.OnEvent;
        }

        return _button is null && Configuration.ButtonInput is { } path
            ? PushButton.Open(_around.Loop, path, Bss, out _button) is { Succeeded: false } refused ? refused.ToString() : null
            : null;
    }

    /// <summary>The joins as they pass between radio and access point.</summary>
    private static LiveRecorder Record(TappedLink tap, Bss bss, TimeProvider time)
    {
        var recorder = new LiveRecorder(time);
        tap.Frame += recorder.OnFrame;
        tap.PortChanged += recorder.OnPortChanged;
        bss.Event += told => RecordedEvents.Note(recorder, bss, told);
        return recorder;
    }
}
