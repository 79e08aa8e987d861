using HostApd.Ap;
using HostApd.Control;
using HostApd.Driver;
using HostApd.Ieee80211;
using HostApd.Linux;
using HostApd.Timeline;
using NLog;

namespace HostApd.Commands;

/// <summary>
/// <c>CAPTURE [seconds]</c>, with an open file: writes what passes between access point and radio into it, until
/// <c>CAPTURE_STOP</c>, the time is up, or the file is full. The daemon opens no path that a client names. Keys are written
/// only when the daemon runs with -K.
/// </summary>
internal sealed class CaptureCommand : IDisposable
{
    private const int DefaultSeconds = 600;
    private const int MostSeconds = 86_400;
    private const long MostBytes = 256L << 20;
    private static readonly Logger Log = LogManager.GetCurrentClassLogger();

    private readonly TimeProvider _time;
    private readonly Bss _bss;
    private readonly bool _showKeys;
    private readonly ITimer _timer;
    private PcapNgWriter? _writer;
    private PassedFile? _file;
    private long _written;

    /// <summary>With the file that is to be written.</summary>
    internal static ControlCommand Begin { get; } = new("CAPTURE", "[seconds], sent with the descriptor of a file", ControlCommand.Done);

    internal CaptureCommand(TappedLink radio, Bss bss, TimeProvider time, bool showKeys)
    {
        _bss = bss;
        _time = time;
        _showKeys = showKeys;
        _timer = time.CreateTimer(_ => Stop("its time is up"), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        radio.Frame += OnFrame;
        radio.KeyInstalled += OnKey;
        radio.PortChanged += (station, isOpen) => _writer?.Remark($"port of {station} {(isOpen ? "opened" : "closed")}");
        bss.Event += told => _writer?.Remark(ApEventText.Write(told, EventAudience.Public));
    }

    /// <summary>A command with a descriptor, which becomes ours.</summary>
    internal string? HandleWithDescriptor(string request, int descriptor)
    {
        var (verb, rest) = CommandText.Split(request);
        var taken = PassedFile.Take(descriptor, out var file);
        if (verb != Begin.Verb)
        {
            file?.Dispose();
            return null;
        }

        var seconds = DefaultSeconds;
        if (!taken.Succeeded || _file is not null || rest.Length > 0
            && (seconds = CommandText.Number(rest)) is < 1 or > MostSeconds)
        {
            file?.Dispose();
            return !taken.Succeeded ? Refusals.Fail(taken.ToString())
                : Refusals.Fail(_file is not null ? "a capture is running already" : $"1 to {MostSeconds} seconds");
        }

        (_file, _written, _writer) = (file, 0, new PcapNgWriter());
        Write(_writer.Begin($"hostapd-net {DaemonCommand.VersionText}"));
        RemarkKeys();
        _timer.Change(TimeSpan.FromSeconds(seconds), Timeout.InfiniteTimeSpan);
        Log.Info("{0}: capture begins, for {1} s at most", _bss.Options.InterfaceName, seconds);
        return ControlReplies.Ok;
    }

    /// <summary><c>CAPTURE_STOP</c>.</summary>
    internal string StopCommand()
    {
        var ran = _file is not null;
        Stop("asked to");
        return Refusals.Unless(ran, "no capture is running");
    }

    public void Dispose()
    {
        Stop("the access point goes");
        _timer.Dispose();
    }

    private long Now => (_time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / 10;

    private void OnFrame(in SeenFrame frame)
    {
        if (_writer is { } writer && frame.Moment is FrameMoment.Received or FrameMoment.Submitted)
        {
            var age = (long)(_time.GetElapsedTime(frame.Timestamp).TotalSeconds * 1e6);
            Write(writer.Frame(frame.FrequencyMhz == 0 ? OnOurChannel(frame) : frame, Now - age, _bss.Bssid));
        }
    }

    private SeenFrame OnOurChannel(in SeenFrame frame) => new()
    {
        Moment = frame.Moment,
        Timestamp = frame.Timestamp,
        Station = frame.Station,
        IsEapol = frame.IsEapol,
        Bytes = frame.Bytes,
        SignalDbm = frame.SignalDbm,
        FrequencyMhz = _bss.Options.Channel.PrimaryMhz,
    };

    /// <summary>In the form of Wireshark's list of decryption keys.</summary>
    private void RemarkKeys()
    {
        if (_showKeys && _bss.Options.Security is { } security)
        {
            foreach (var pmk in security.Pmks)
            {
                _writer?.Remark($"key: wpa-psk:{Convert.ToHexStringLower(pmk.Span)}");
            }
        }
    }

    private void OnKey(in KeySettings key)
    {
        if (_writer is { } writer && _showKeys)
        {
            writer.Remark($"key of {(key.Station.IsZero ? "the group" : key.Station)}: tk:{Convert.ToHexStringLower(key.Key)}");
        }
    }

    private void Write(ReadOnlySpan<byte> block)
    {
        _written += block.Length;
        if (_file?.Write(block) is { Succeeded: false } problem)
        {
            Stop(problem.ToString());
        }
        else if (_written > MostBytes)
        {
            Stop($"the file has {MostBytes >> 20} MB");
        }
    }

    private void Stop(string reason)
    {
        if (_file is not { } file)
        {
            return;
        }

        _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _file = null;
        _ = file.Write(_writer!.End(Now));
        _writer = null;
        file.Dispose();
        Log.Info("{0}: capture ends after {1} bytes: {2}", _bss.Options.InterfaceName, _written, reason);
    }
}
