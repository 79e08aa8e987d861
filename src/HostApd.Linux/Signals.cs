using System.Runtime.InteropServices;
using Tmds.Linux;

namespace HostApd.Linux;

/// <summary>Unix signals, delivered on the event loop. The default action of each watched signal is suppressed.</summary>
public sealed class Signals : IDisposable
{
    private const PosixSignal Usr1 = (PosixSignal)10;

    /// <summary>SIGSTOP, which no process can refuse.</summary>
    private const int Stop = 19;

    private readonly List<PosixSignalRegistration> _registrations = [];
    private readonly EventLoop _loop;

    /// <summary>Watches nothing yet.</summary>
    public Signals(EventLoop loop) => _loop = loop;

    /// <summary>TERM and INT.</summary>
    public void OnTerminate(Action action)
    {
        Add(PosixSignal.SIGTERM, action);
        Add(PosixSignal.SIGINT, action);
    }

    /// <summary>HUP.</summary>
    public void OnHangup(Action action) => Add(PosixSignal.SIGHUP, action);

    /// <summary>USR1.</summary>
    public void OnUser1(Action action) => Add(Usr1, action);

    /// <summary>CHLD: a child may have ended.</summary>
    public void OnChild(Action action) => Add(PosixSignal.SIGCHLD, action);

    /// <summary>CONT: the process goes on after it was stopped, perhaps with a terminal that others have used.</summary>
    public void OnContinue(Action action) => Add(PosixSignal.SIGCONT, action);

    /// <summary>TSTP: somebody at the terminal wants to stop us; <see cref="StopProcess"/> then does it.</summary>
    public void OnStop(Action action) => Add(PosixSignal.SIGTSTP, action);

    /// <summary>WINCH: the terminal has another size.</summary>
    public void OnResize(Action action) => Add(PosixSignal.SIGWINCH, action);

    /// <summary>Stops the process until somebody lets it go on.</summary>
    public static void StopProcess() => _ = LibC.raise(Stop);

    /// <summary>Restores the default actions.</summary>
    public void Dispose() => _registrations.ForEach(static r => r.Dispose());

    private void Add(PosixSignal signal, Action action) =>
        _registrations.Add(PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            _loop.Post(action);
        }));
}
