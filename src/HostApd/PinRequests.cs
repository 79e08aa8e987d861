using System.Globalization;
using System.Text;
using HostApd.Ap;
using HostApd.Linux;
using HostApd.Wps;
using NLog;

namespace HostApd;

/// <summary>
/// <c>wps_pin_requests</c>: a line for each device that asked to enrol by a PIN that nobody has entered: seconds since 1970, UUID,
/// address, name, manufacturer, model name, model number, serial number and type, between tabs, as hostapd writes them. Strangers fill
/// it, so it has an end: beyond <see cref="LongestFile"/> nothing is added until somebody has read and emptied it.
/// </summary>
internal sealed class PinRequests(string path, TimeProvider time)
{
    /// <summary>In bytes.</summary>
    internal const int LongestFile = 64 * 1024;

    private const int Mode = 0x1A4; // 0644: a page of a web server may show it
    private static readonly Logger Log = LogManager.GetLogger(nameof(PinRequests));

    private bool _hasComplained;

    /// <summary>Looks at every event of the access point.</summary>
    internal void OnEvent(ApEvent told)
    {
        if (LineOf(told, time.GetUtcNow()) is not { } line)
        {
            return;
        }

        var result = Append(Encoding.UTF8.GetBytes(line));
        if (!result.Succeeded && !_hasComplained)
        {
            Log.Warn("wps_pin_requests: {0}", result);
        }

        _hasComplained = !result.Succeeded;
    }

    /// <summary>The line of an event; null when it is another.</summary>
    internal static string? LineOf(ApEvent told, DateTimeOffset now)
    {
        if (told is not { Wps: WpsEvent.PinNeeded, Words: [var uuid, var address, { Form: WordForm.Listed } device] })
        {
            return null;
        }

        // Devices name themselves: nothing in a name divides fields or lines.
        var fields = device.Values.Select(EventField.Escape);
        return string.Create(CultureInfo.InvariantCulture,
            $"{now.ToUnixTimeSeconds()}\t{uuid.Value}\t{address.Value}\t{string.Join('\t', fields)}\n");
    }

    private OsResult Append(byte[] line)
    {
        var result = AppendedFile.Open(path, Mode, out var opened);
        using var file = opened;
        return !result.Succeeded ? result
            : file!.Length + line.Length > LongestFile ? OsResult.Failure($"writing {path} (empty it: {LongestFile} bytes are enough)", Tmds.Linux.LibC.EFBIG)
            : StandardStreams.Write(file.Fd, line) ? OsResult.Ok
            : OsResult.LastError($"writing {path}");
    }
}
