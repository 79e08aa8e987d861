using System.Diagnostics;
using HostApd.Driver;
using HostApd.Ieee80211;

namespace HostApd.Workbench;

/// <summary>A tap that adds up the time the access point spends on what the radio tells it.</summary>
internal sealed class MeteredLink(IApLink link, TimeProvider time) : TappedLink(link, time)
{
    private long _ticks;

    /// <summary>Since the last <see cref="Reset"/>.</summary>
    internal TimeSpan Spent => Stopwatch.GetElapsedTime(0, _ticks);

    internal void Reset() => _ticks = 0;

    public override void OnFrame(ReadOnlySpan<byte> frame, in ReceiveInfo info)
    {
        var begin = Stopwatch.GetTimestamp();
        base.OnFrame(frame, info);
        _ticks += Stopwatch.GetTimestamp() - begin;
    }

    public override void OnFrameSent(ulong cookie, ReadOnlySpan<byte> frame, bool acknowledged)
    {
        var begin = Stopwatch.GetTimestamp();
        base.OnFrameSent(cookie, frame, acknowledged);
        _ticks += Stopwatch.GetTimestamp() - begin;
    }

    public override void OnEapol(MacAddress station, ReadOnlySpan<byte> pdu, bool encrypted)
    {
        var begin = Stopwatch.GetTimestamp();
        base.OnEapol(station, pdu, encrypted);
        _ticks += Stopwatch.GetTimestamp() - begin;
    }

    public override void OnEapolSent(MacAddress station, ReadOnlySpan<byte> pdu, bool acknowledged)
    {
        var begin = Stopwatch.GetTimestamp();
        base.OnEapolSent(station, pdu, acknowledged);
        _ticks += Stopwatch.GetTimestamp() - begin;
    }
}
