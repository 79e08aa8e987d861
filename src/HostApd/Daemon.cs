using HostApd.Ap;
using HostApd.Commands;
using HostApd.Configuration;
using HostApd.Entropy;
using HostApd.Linux;
using NLog;

namespace HostApd;

/// <summary>The process: starts everything in order, serves the loop, and takes everything down again.</summary>
internal sealed class Daemon : IDisposable
{
    private static readonly Logger Log = LogManager.GetCurrentClassLogger();

    private readonly EventLoop _loop = new();
    private readonly EntropyPool _pool;
    private readonly ProcessCommands _process;
    private readonly Worker _worker;
    private readonly List<AccessPoint> _accessPoints = [];
    private EntropyService? _entropy;
    private GlobalCommands? _global;
    private int _exitCode;

    private Daemon(DaemonOptions options, bool starveKernel)
    {
        _pool = new EntropyPool(new KernelSource(starveKernel), new EntropyPoolOptions(options.Testing));
        _worker = new Worker(_loop);
        _process = new ProcessCommands(_loop, _pool, options.Testing);
        _loop.UnhandledException = e => Log.Error(e, "a fault of ours:");
    }

    /// <summary>Reads the configuration and runs until told to stop. The exit code.</summary>
    internal static int Run(DaemonOptions options)
    {
        if (!Configurations.TryRead(options, out var configurations))
        {
            return 1;
        }

        if (options.CheckOnly)
        {
            return RadioCheck.Run(configurations) ? 0 : 1;
        }

        if (options.Background && !BackgroundProcess.IsChild)
        {
            return BackgroundProcess.Start([.. Environment.GetCommandLineArgs().Skip(1)]) ? 0 : 1;
        }

        if (options.Interface is { } name)
        {
            configurations[0].InterfaceName = name;
        }

        Logging.SetUp(
            options.Debug switch { 0 => LogLevel.Info, 1 => LogLevel.Debug, _ => LogLevel.Trace },
            options.Timestamps, options.LogFile ?? configurations[0].LogFile, options.Syslog);
        using var daemon = new Daemon(options, configurations.Any(static c => c.TestStarveKernel));
        return daemon.Serve(options, configurations);
    }

    public void Dispose()
    {
        _global?.Dispose();
        _accessPoints.ForEach(static a => a.Dispose());
        _entropy?.Dispose();
        _worker.Dispose();
        _pool.Dispose();
        _loop.Dispose();
        LogManager.Shutdown();
    }

    private int Serve(DaemonOptions options, List<AccessPointConfiguration> configurations)
    {
        GatherEntropy(configurations, options.SeedFile);
        using var signals = new Signals(_loop);
        signals.OnTerminate(_loop.Stop);
        signals.OnHangup(Logging.Reopen);
        signals.OnUser1(static () => { });
        foreach (var configuration in configurations)
        {
            configuration.ControlGroup ??= options.Group;
            if (Prepare(configuration) && !Start(configuration))
            {
                return 1;
            }
        }

        if (options.GlobalSocket is { } path && !OpenGlobalSocket(path, options.Group))
        {
            return 1;
        }

        BackgroundProcess.ReportReady();
        if (options.PidFile is { } pidFile)
        {
            File.WriteAllText(pidFile, $"{Environment.ProcessId}\n");
        }

        _loop.Run();
        if (options.PidFile is not null)
        {
            File.Delete(options.PidFile);
        }

        return _exitCode;
    }

    private void GatherEntropy(List<AccessPointConfiguration> configurations, string? seedFile)
    {
        var block = configurations.Select(static c => c.TestBlock).FirstOrDefault(static b => b != 0);
        if (block != 0)
        {
            _process.BlockEntropy(block < 0 ? null : TimeSpan.FromMilliseconds(block));
        }

        _entropy = new EntropyService(_loop, _worker, _pool, configurations[0], seedFile);
        _entropy.Event += OnEntropyEvent;
        _entropy.Start();
    }

    private void OnEntropyEvent(string text)
    {
        _global?.Publish(text);
        _accessPoints.ForEach(a => a.Publish(text));
    }

    /// <summary>
    /// A Group Owner needs a name and a passphrase: from its file, or drawn. False while the pool is short: it starts by
    /// itself then, as soon as they can be drawn.
    /// </summary>
    private bool Prepare(AccessPointConfiguration configuration)
    {
        if (!configuration.GroupOwner.Enabled)
        {
            return true;
        }

        if (configuration.GroupOwner.WarnAboutChannel(configuration) is { } warning)
        {
            Log.Warn("{0}: {1}", configuration.InterfaceName, warning);
        }

        GroupState.Load(configuration);
        if (GroupState.IsComplete(configuration))
        {
            return true;
        }

        if (_pool.State == EntropyState.Ready)
        {
            GroupState.Generate(configuration, _pool);
            return true;
        }

        _pool.WhenReady(() =>
        {
            GroupState.Generate(configuration, _pool);
            if (!Start(configuration))
            {
                _exitCode = 1;
                _loop.Stop();
            }
        });
        return false;
    }

    private void KeepGroup(AccessPointConfiguration configuration, AccessPoint accessPoint)
    {
        if (configuration.GroupOwner.Enabled && GroupState.Store(configuration, accessPoint.Bss) is { Succeeded: false } refused)
        {
            Log.Warn("{0}: the group will be another one after a restart: {1}", configuration.InterfaceName, refused);
        }
    }

    private bool Start(AccessPointConfiguration configuration)
    {
        var problem = AccessPoint.Open(configuration, _loop, _pool, _worker, _process, out var accessPoint);
        if (problem is null)
        {
            _accessPoints.Add(accessPoint!);
            accessPoint!.Bss.Event += text => OnEvent(accessPoint, text);
            if (configuration.GroupOwner.Enabled)
            {
                GroupState.LoadDevices(configuration, accessPoint.Bss);
                accessPoint.Bss.DevicePsksChanged += () => KeepGroup(configuration, accessPoint);
            }
            else if (configuration.PskFile is { } pskFile)
            {
                OpenPskFile(pskFile, accessPoint.Bss);
            }

            if (accessPoint.Bss.Enable().Succeeded)
            {
                KeepGroup(configuration, accessPoint);
                return true;
            }
        }
        else
        {
            Log.Error("{0}: {1}", configuration.InterfaceName, problem);
        }

        return false;
    }

    private static void OpenPskFile(string path, Bss bss)
    {
        if (File.Exists(path))
        {
            var problems = new List<ConfigurationProblem>();
            foreach (var psk in WpaPskFile.Read(path, bss.Options.Ssid, problems))
            {
                bss.AddDevicePsk(psk);
            }

            problems.ForEach(static p => Log.Error("{0}", p));
        }

        bss.DevicePsksChanged += () => WpaPskFile.Store(path, bss);
    }

    private void OnEvent(AccessPoint accessPoint, string text)
    {
        _process.OnEvent(text);
        _global?.Publish(accessPoint.Name, text);
        if (text.StartsWith("AP-DISABLED", StringComparison.Ordinal) && accessPoint.Bss is { Problem: not null, WasEnabled: false })
        {
            _exitCode = 1;
            _loop.Stop();
        }
    }

    private bool OpenGlobalSocket(string path, string? group)
    {
        var result = GlobalCommands.Open(_loop, path, group, _accessPoints, _process, out _global);
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
