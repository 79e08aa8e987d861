using HostApd.Ap;
using HostApd.Commands;
using HostApd.Configuration;
using HostApd.Control;
using HostApd.Driver;
using HostApd.Entropy;
using HostApd.Linux;
using HostApd.Nl80211;
using HostApd.Timeline;

namespace HostApd;

/// <summary>One access point of the process: its configuration, radio, BSS and control socket, wired together.</summary>
internal sealed class AccessPoint : IDisposable
{
    private readonly ControlServer? _control;
    private readonly NewSettings _newSettings;
    private PushButton? _button;
    private WpsLed? _led;
    private GroupNetwork? _network;
    private EventProgram? _program;

    private AccessPoint(AccessPointConfiguration configuration, Bss bss, ControlServer? control, TimeProvider time)
    {
        _newSettings = new NewSettings(configuration, bss, time);
        Configuration = configuration;
        Bss = bss;
        _control = control;
        bss.Event += text => _control?.Publish(EventLevel.Info, text);
    }

    internal AccessPointConfiguration Configuration { get; }

    internal Bss Bss { get; }

    internal string Name => Configuration.InterfaceName;

    internal required BssCommands Commands { get; init; }

    /// <summary>Opens radio and control socket; beacons nothing yet.</summary>
    /// <returns>The problem, or null.</returns>
    internal static string? Open(
        AccessPointConfiguration configuration, EventLoop loop, EntropyPool pool, Worker worker, ProcessCommands process,
        out AccessPoint? opened)
    {
        opened = null;
        var result = Nl80211Driver.Open(loop, new Nl80211DriverOptions
        {
            InterfaceName = configuration.InterfaceName,
            UseControlPort = configuration.Radio.UseControlPort,
            Address = configuration.Address,
        }, out var driver);
        if (!result.Succeeded)
        {
            driver?.Dispose();
            return result.ToString();
        }

        var radio = new TappedRadio(driver!, loop.Time);
        var bss = new Bss(configuration.ToOptions(), radio, pool, loop.Time,
            new LoopWorker(worker));
        var commands = new BssCommands(bss, configuration, process) { Timeline = new TimelineCommand(Record(radio, bss, loop)) };
        ControlServer? control = null;
        if (configuration.ControlDirectory is { } directory)
        {
            var socket = ControlServer.Open(loop, new ControlServerOptions
            {
                Directory = directory,
                Name = configuration.InterfaceName,
                Group = configuration.ControlGroup,
            }, commands.Handle, out control);
            if (!socket.Succeeded)
            {
                bss.Dispose();
                return socket.ToString();
            }
        }

        opened = new AccessPoint(configuration, bss, control, loop.Time) { Commands = commands };
        if (configuration.GroupOwner.Pool is { } addresses)
        {
            opened._network = new GroupNetwork(loop, bss, addresses, configuration.GroupOwner.Dhcp);
        }

        if (configuration.EventProgram is { } program)
        {
            opened._program = new EventProgram(program, configuration.InterfaceName, loop.Time);
            bss.PublicEvent += opened._program.Run;
        }

        return opened.OpenButton(loop);
    }

    /// <summary>Tells its control socket of something that concerns the whole process.</summary>
    internal void Publish(string text) => _control?.Publish(EventLevel.Info, text);

    public void Dispose()
    {
        _button?.Dispose();
        _led?.Dispose();
        _newSettings.Dispose();
        Bss.Dispose();
        _network?.Dispose();
        _program?.Dispose();
        _control?.Publish(EventLevel.Info, "CTRL-EVENT-TERMINATING ");
        _control?.Dispose();
    }

    /// <summary>The joins as they pass between radio and access point.</summary>
    private static LiveRecorder Record(TappedRadio radio, Bss bss, EventLoop loop)
    {
        var recorder = new LiveRecorder(loop.Time);
        radio.Frame += recorder.OnFrame;
        radio.PortChanged += recorder.OnPortChanged;
        bss.PublicEvent += recorder.OnEvent;
        return recorder;
    }

    private string? OpenButton(EventLoop loop)
    {
        if (Configuration.ButtonLed is { } name)
        {
            _led = new WpsLed(name, loop.Time);
            Bss.Event += _led.OnEvent;
        }

        return Configuration.ButtonInput is { } path
            ? PushButton.Open(loop, path, Bss, out _button) is { Succeeded: false } refused ? refused.ToString() : null
            : null;
    }

    /// <summary>The worker thread as the access point knows it.</summary>
    private sealed class LoopWorker(Worker worker) : IWorker
    {
        public void Run(Action work, Action done) => worker.Run(work, done);
    }
}
