using HostApd.Ieee80211;
using HostApd.Timeline;

namespace HostApd.Tests.Timeline;

/// <summary>Writes a trace as one would tell it: after so many milliseconds this side sends that.</summary>
internal sealed class TraceBuilder
{
    private readonly JoinTrace _trace = new(500) { Station = new MacAddress([2, 0, 0, 0, 1, 0]) };
    private long _now;

    public TraceBuilder Client(double after, TraceKind kind, ushort code = 0) => Add(after, kind, TraceMarks.None, code);

    public TraceBuilder Ap(double after, TraceKind kind, ushort code = 0) => Add(after, kind, TraceMarks.FromAp, code);

    public TraceBuilder LostAp(double after, TraceKind kind) =>
        Add(after, kind, TraceMarks.FromAp | TraceMarks.NotAcknowledged, 0);

    public TraceBuilder P2p()
    {
        _trace.IsP2p = true;
        return this;
    }

    public TraceBuilder Open() => Client(2, TraceKind.AuthenticationRequest).Ap(2, TraceKind.AuthenticationResponse)
        .Client(3, TraceKind.AssociationRequest).Ap(2, TraceKind.AssociationResponse);

    public TraceBuilder Commits(ushort group = 19) => Client(5, TraceKind.SaeCommit, group).Ap(4, TraceKind.SaeCommitResponse);

    public TraceBuilder Confirms(ushort status = 0) => Client(6, TraceKind.SaeConfirm).Ap(2, TraceKind.SaeConfirmResponse, status);

    public TraceBuilder Associate(ushort status = 0) => Client(3, TraceKind.AssociationRequest).Ap(2, TraceKind.AssociationResponse, status);

    public TraceBuilder Handshake() => Ap(3, TraceKind.Message1).Client(8, TraceKind.Message2).Ap(3, TraceKind.Message3)
        .Client(8, TraceKind.Message4).Ap(1, TraceKind.Authorized);

    public TraceBuilder Wps()
    {
        Ap(3, TraceKind.IdentityRequest).Client(3, TraceKind.IdentityResponse).Ap(2, TraceKind.WscStart);
        Client(20, TraceKind.WscM1).Ap(5, TraceKind.WscM2).Client(9, TraceKind.WscM3).Ap(3, TraceKind.WscM4);
        Client(4, TraceKind.WscM5).Ap(3, TraceKind.WscM6).Client(4, TraceKind.WscM7).Ap(3, TraceKind.WscM8);
        return Client(12, TraceKind.WscDone).Ap(3, TraceKind.EapFailure).Client(4, TraceKind.Deauthentication, 3);
    }

    public JoinReport Report() => JoinReport.Of(_trace);

    private TraceBuilder Add(double after, TraceKind kind, TraceMarks marks, ushort code)
    {
        _now += (long)(1000 * after);
        _trace.Add(new TraceEntry(_now, kind, marks, 0, code, 0, -1));
        return this;
    }
}
