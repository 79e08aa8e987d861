using HostApd.Ap;
using HostApd.Commands;
using HostApd.Configuration;
using HostApd.Entropy;
using HostApd.Linux;
using HostApd.Metrics;
using HostApd.Privileges;
using NLog;

namespace HostApd;

/// <summary>The process: starts everything in order, serves the loop, and takes everything down again.</summary>
internal sealed class Daemon : IDisposable
{
    private static readonly Logger Log = LogManager.GetLogger(nameof(Daemon));

    /// <summary>After which the start is over in all likelihood, and its code is not needed any more.</summary>
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(2);

    private readonly EventLoop _loop = new();
    private readonly EntropyPool _pool;
    private readonly ProcessCommands _process;
    private readonly Worker _worker;
    private readonly Surroundings _around;
    private readonly Roster _roster;
    private readonly List<Interface> _fromFiles = [];
    private readonly MetricsText _metrics;
    private readonly HeapKeeper _heap;
    private ITimer? _settled;
    private MetricsFile? _metricsFile;
    private EntropyService? _entropy;
    private GlobalCommands? _global;
    private ServiceNotifier? _notifier;
    private ServiceStatus? _service;
    private bool _isStarted;
    private int _exitCode;

    private Daemon(DaemonOptions options, bool starveKernel, PrivilegeDrop privileges)
    {
        _pool = new EntropyPool(new KernelSource(starveKernel), new EntropyPoolOptions(options.Testing));
        _worker = new Worker(_loop);
        _process = new ProcessCommands(_loop, _pool, options.Testing) { ShowKeys = options.ShowKeys };
        _around = new Surroundings(_loop, _pool, new LoopWorker(_worker), _process, options.Testing, options.IgnoreUnsupported, options.Wait)
        {
            Settle = _worker.Finish,
            WhyBeyondPrivileges = privileges.WhyBeyond,
        };
        _roster = new Roster(_around);
        _roster.Published += OnEvent;
        _metrics = new MetricsText(_pool, () => _roster.AccessPoints.Select(static a => a.Monitored), _loop.Time)
        {
            Servers = () => _around.Radius.All,
            Authorization = () => _around.Authorization.Machine,
        };
        _heap = new HeapKeeper(_loop.Time, () => _roster.AccessPoints.Any(static a => a.Bss.Stations.Any(static s => !s.IsAuthorized)));
        _process.Metrics = new MetricsCommand(_metrics);
        _loop.UnhandledException = e => Log.Error(e, "a fault of ours:");
    }

    /// <summary>Reads the configuration and runs until told to stop. The exit code.</summary>
    internal static int Run(DaemonOptions options)
    {
        var isGood = Configurations.TryRead(options, out var configurations, out var words);
        if (isGood && !options.CheckOnly)
        {
            return Start(options, configurations, words);
        }

        if (options is not { CheckOnly: true, Json: true })
        {
            Configurations.Tell(words);
        }

        return options.CheckOnly && (isGood || options.Json) && FileCheck.Run(options, configurations, isGood, words) ? 0 : 1;
    }

    private static int Start(DaemonOptions options, List<AccessPointConfiguration> configurations, List<ConfigurationProblem> words)
    {
        // Before anything is touched or told: the program may begin again here. Its copy in the background does in any case.
        var privileges = new PrivilegeDrop(options, configurations, ProcessRights.Read());
        privileges.Lower();
        if (!options.Background || BackgroundProcess.IsChild)
        {
            privileges.StartAnew();
        }

        Configurations.Tell(words);
        if (options.Background && !BackgroundProcess.IsChild)
        {
            return BackgroundProcess.Start([.. Environment.GetCommandLineArgs().Skip(1)]) ? 0 : 1;
        }

        HugePages.TurnOff();
        var logFile = options.LogFile ?? configurations.FirstOrDefault()?.LogFile;
        var opened = Logging.SetUp(
            options.Debug switch { 0 => LogLevel.Info, 1 => LogLevel.Debug, _ => LogLevel.Trace },
            options.Timestamps, logFile, options.Syslog,
            configurations.FirstOrDefault()?.Logging ?? LogSettings.Standard);
        if (!opened.Succeeded)
        {
            Log.Error("the log file: {0}; logging to standard output", opened);
        }

        privileges.Tell();
        using var daemon = new Daemon(options, configurations.Any(static c => c.TestStarveKernel), privileges);
        return daemon.Serve(options, configurations);
    }

    public void Dispose()
    {
        _heap.Dispose();
        _settled?.Dispose();
        _metricsFile?.Dispose();
        _roster.Dispose();
        AwaitLastRecords();
        _global?.Dispose();
        _service?.Dispose();
        _notifier?.Dispose();
        _entropy?.Dispose();
        _worker.Dispose();
        _pool.Dispose();
        _loop.Dispose();
        LogManager.Shutdown();
    }

    /// <summary>Accounting servers are to hear how the last sessions ended.</summary>
    private void AwaitLastRecords()
    {
        if (_around.Radius.IsEnding)
        {
            _around.Radius.Ended += () =>
            {
                if (!_around.Radius.IsEnding)
                {
                    _loop.Stop();
                }
            };
            _loop.Run();
        }
    }

    private int Serve(DaemonOptions options, List<AccessPointConfiguration> configurations)
    {
        if (options.Testing)
        {
            Log.Warn("--testing: whoever may use the control sockets may have programs run and files read and written as this user");
        }

        FindServiceManager();
        GatherEntropy(configurations, options.SeedFile);
        using var signals = new Signals(_loop);
        signals.OnTerminate(_loop.Stop);
        signals.OnHangup(Reload);
        signals.OnUser1(static () => { });
        foreach (var configuration in configurations)
        {
            foreach (var bss in configuration.WithFurther)
            {
                bss.ControlGroup ??= options.Group;
            }

            if (_roster.Add(configuration, deferred: false) is not { } added || !added.Enable(EndUnless))
            {
                return 1;
            }

            _fromFiles.Add(added);
        }

        if (configurations.FirstOrDefault(static c => c.MetricsFile is not null) is { } monitored)
        {
            _metricsFile = new MetricsFile(_metrics, monitored.MetricsFile!, TimeSpan.FromSeconds(monitored.MetricsInterval), _loop.Time);
        }

        if (options.GlobalSocket is { } path && !OpenGlobalSocket(path, options.Group))
        {
            return 1;
        }

        PidFile? pidFile = null;
        if (options.PidFile is { } pidPath && PidFile.Write(pidPath, out pidFile) is { } unwritable)
        {
            Log.Error("{0}", unwritable);
            return 1;
        }

        using var written = pidFile;
        Logging.TellStarted();
        BackgroundProcess.ReportReady();
        _isStarted = true;
        _entropy!.KeepsSeed = true;
        TellServiceManager();
        _settled = _loop.Time.CreateTimer(
            static _ => Log.Debug("{0} kB of the program's pages given back after the start", FilePages.GiveBack() / 1024), null, StartTime, Timeout.InfiniteTimeSpan);
        _loop.Run();
        _service?.Stop();
        return _exitCode;
    }

    private void FindServiceManager()
    {
        var result = ServiceNotifier.FromEnvironment(out _notifier);
        if (!result.Succeeded)
        {
            Log.Warn("the service manager will hear nothing of us: {0}", result);
        }
        else if (_notifier is { } notifier)
        {
            _service = new ServiceStatus(notifier.Send, _loop.Time, notifier.WatchdogTimeout);
        }
    }

    /// <summary>Of the access points that the files ask for; those of commands are their giver's business.</summary>
    private void TellServiceManager()
    {
        if (_isStarted)
        {
            _service?.Update([.. _fromFiles.SelectMany(static i => i.AccessPoints)
                .Where(static a => !a.Configuration.StartDisabled)
                .Select(static a => new ServedAccessPoint(a.Name, a.Bss.State == BssState.Enabled, a.Bss.Recovery.State == RecoveryState.AwaitingInterface,
                    a.Bss.Recovery.State == RecoveryState.Retrying))]);
        }
    }

    private void GatherEntropy(List<AccessPointConfiguration> configurations, string? seedFile)
    {
        var block = configurations.Select(static c => c.TestBlock).FirstOrDefault(static b => b != 0);
        if (block != 0)
        {
            _process.BlockEntropy(block < 0 ? null : TimeSpan.FromMilliseconds(block));
        }

        _entropy = new EntropyService(_loop, _worker, _pool, configurations.FirstOrDefault() ?? new AccessPointConfiguration(), seedFile);
        _entropy.Event += OnEntropyEvent;
        _entropy.Start();
    }

    private void OnEntropyEvent(string text)
    {
        _global?.Publish(text);
        foreach (var accessPoint in _roster.AccessPoints)
        {
            accessPoint.Tell(text);
        }
    }

    /// <summary>SIGHUP: the log opened anew, and the files read anew.</summary>
    private void Reload()
    {
        _service?.BeginReload();
        if (Logging.Reopen() is { Succeeded: false } closed)
        {
            Log.Warn("the log file stays the one that is open: {0}", closed);
        }

        foreach (var one in _roster.Interfaces.ToList())
        {
            try
            {
                Log.Info("reload: {0}", one.ReloadFile(isAnswered: false));
            }
#pragma warning disable CA1031 // One interface's fault is no reason to leave the others, and the service manager, without.
            catch (Exception e)
            {
                Log.Error(e, "{0}: a fault of ours while its file was read anew:", one.Name);
            }
#pragma warning restore CA1031
        }

        TellServiceManager();
        _service?.EndReload();
    }

    private void EndUnless(bool started)
    {
        if (!started)
        {
            _exitCode = 1;
            _loop.Stop();
        }
    }

    private void OnEvent(AccessPoint accessPoint, ApEvent told)
    {
        _heap.Note();
        _process.OnEvent(told);
        _global?.Publish(accessPoint.Name, told);
        if (told.Kind is ApEventKind.Enabled or ApEventKind.Disabled)
        {
            // Once it is decided whether it comes back.
            _loop.Post(TellServiceManager);
        }

        if (told.Kind == ApEventKind.Disabled && accessPoint.Bss is { Problem: not null, WasEnabled: false }
            && _fromFiles.Exists(i => i.AccessPoints.Contains(accessPoint)))
        {
            EndUnless(false);
        }
    }

    private bool OpenGlobalSocket(string path, string? group)
    {
        var result = GlobalCommands.Open(_loop, path, group, _roster, _process, out _global);
        if (!result.Succeeded)
        {
            Log.Error("{0}", result);
        }

        return result.Succeeded;
    }

    private sealed class KernelSource(bool starved) : IEntropySource
    {
        public bool TryFill(Span<byte> destination) => !starved && KernelRandom.TryFill(destination);

        public bool TryFillUnready(Span<byte> destination) => KernelRandom.TryFillUnready(destination);
    }
}
