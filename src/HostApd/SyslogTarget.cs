using System.Text;
using HostApd.Linux;
using NLog;
using NLog.Targets;

namespace HostApd;

/// <summary>Sends each line to the local syslog daemon (RFC 3164 over /dev/log), facility daemon.</summary>
internal sealed class SyslogTarget : TargetWithLayout
{
    private const int FacilityDaemon = 3 << 3;
    private static readonly byte[] Socket = "/dev/log"u8.ToArray();

    private UnixDatagramSocket? _socket;

    /// <inheritdoc/>
    protected override void InitializeTarget()
    {
        base.InitializeTarget();
        _ = UnixDatagramSocket.OpenUnbound(out _socket);
    }

    /// <inheritdoc/>
    protected override void CloseTarget()
    {
        _socket?.Dispose();
        base.CloseTarget();
    }

    /// <inheritdoc/>
    protected override void Write(LogEventInfo logEvent)
    {
        var severity = logEvent.Level.Ordinal switch
        {
            <= 1 => 7,
            2 => 6,
            3 => 4,
            4 => 3,
            _ => 2,
        };
        var line = $"<{FacilityDaemon | severity}>hostapd-net[{Environment.ProcessId}]: {RenderLogEvent(Layout, logEvent)}";
        _ = _socket?.Send(Encoding.UTF8.GetBytes(line), Socket);
    }
}
