using System.Globalization;
using System.Text;
using static Tmds.Linux.LibC;

namespace HostApd.Linux;

/// <summary>
/// The socket of the service manager that started us, by the protocol of sd_notify(3): datagrams of KEY=VALUE lines to the
/// address in <c>NOTIFY_SOCKET</c>, a path or (with @) an abstract name.
/// </summary>
public sealed class ServiceNotifier : IDisposable
{
    private const string SocketVariable = "NOTIFY_SOCKET";
    private const string WatchdogVariable = "WATCHDOG_USEC";
    private const string WatchdogProcessVariable = "WATCHDOG_PID";

    private readonly UnixDatagramSocket _socket;
    private readonly byte[] _address;

    private ServiceNotifier(UnixDatagramSocket socket, byte[] address, TimeSpan? watchdogTimeout)
    {
        _socket = socket;
        _address = address;
        WatchdogTimeout = watchdogTimeout;
    }

    /// <summary>How long we may be silent before the service manager takes us for hung; null: it does not watch.</summary>
    public TimeSpan? WatchdogTimeout { get; }

    /// <summary>Reads the environment and takes the variables out of it, so that no child of ours speaks in our name.</summary>
    /// <param name="opened">Null when no service manager listens, which is no failure, or on failure.</param>
    public static OsResult FromEnvironment(out ServiceNotifier? opened)
    {
        var result = Open(Environment.GetEnvironmentVariable, Environment.ProcessId, out opened);
        foreach (var name in (ReadOnlySpan<string>)[SocketVariable, WatchdogVariable, WatchdogProcessVariable])
        {
            Environment.SetEnvironmentVariable(name, null);
        }

        return result;
    }

    /// <summary>As above, with the given variables.</summary>
    internal static OsResult Open(Func<string, string?> variable, int processId, out ServiceNotifier? opened)
    {
        opened = null;
        if (variable(SocketVariable) is not { Length: > 0 } name)
        {
            return OsResult.Ok;
        }

        var address = Encoding.UTF8.GetBytes(name);
        if (address[0] is not ((byte)'/' or (byte)'@') || address.Length is < 2 or > UnixDatagramSocket.MaxPath)
        {
            return OsResult.Failure($"{SocketVariable}={name}", EAFNOSUPPORT);
        }

        if (address[0] == '@')
        {
            address[0] = 0;
        }

        var result = UnixDatagramSocket.OpenUnbound(out var socket);
        opened = socket is null ? null : new ServiceNotifier(socket, address, ReadWatchdog(variable, processId));
        return result;
    }

    /// <summary>Sends lines such as <c>READY=1</c>, separated by line feeds.</summary>
    public OsResult Send(string state) => _socket.Send(Encoding.UTF8.GetBytes(state), _address);

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    /// <summary>sd_watchdog_enabled(3): a process id that is not ours means that another process is watched.</summary>
    private static TimeSpan? ReadWatchdog(Func<string, string?> variable, int processId) =>
        TryNumber(variable(WatchdogVariable), out var microseconds) && microseconds is > 0 and < long.MaxValue / 10
        && (variable(WatchdogProcessVariable) is not { Length: > 0 } watched || TryNumber(watched, out var process) && process == processId)
            ? TimeSpan.FromMicroseconds(microseconds)
            : null;

    private static bool TryNumber(string? text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
