using HostApd.Ap;
using HostApd.Ieee80211;
using HostApd.Timeline;
using HostApd.Wps;

namespace HostApd;

/// <summary>What events mean to a join: those that say what no frame says.</summary>
internal static class RecordedEvents
{
    /// <summary>Tells a recorder of an event that means something to it. That the port opened is the port's own news.</summary>
    internal static void Note(LiveRecorder recorder, Bss bss, ApEvent told)
    {
        if (told.Kind == ApEventKind.StationConnected && bss.Stations.Find(told.Station) is { } sta && bss.Announcement is { } announced)
        {
            recorder.OnAgreed(told.Station, new AirAgreement((int)sta.Generations.Newest(), sta.WidthOn(announced.Channel)));
        }

        TraceKind? kind = told.Kind switch
        {
            ApEventKind.HoldBegan => TraceKind.HoldBegan,
            ApEventKind.HoldEnded => TraceKind.HoldEnded,
            ApEventKind.HoldTimedOut => TraceKind.HoldTimedOut,
            ApEventKind.PskMismatch => TraceKind.PskMismatch,
            ApEventKind.SaeMismatch => TraceKind.SaeMismatch,
            ApEventKind.SaeDowngraded => TraceKind.SaeDowngraded,
            ApEventKind.Wps when told.Wps == WpsEvent.OverlapDetected => TraceKind.PbcOverlap,
            _ => null,
        };
        if (kind is { } known)
        {
            recorder.Note(known, told.Station.IsZero ? MacAddress.Broadcast : told.Station);
        }
    }
}
