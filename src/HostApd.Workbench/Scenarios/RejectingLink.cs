using HostApd.Driver;
using HostApd.Ieee80211;
using HostApd.Timeline;

namespace HostApd.Workbench.Scenarios;

/// <summary>
/// hostapd's policy without entropy, played at the radio's seam because no part of the daemon has it: message 2/4 of the
/// first handshakes is answered with a deauthentication, reason 2, to collect entropy. hostapd does so twice, then it takes
/// its pool for ready.
/// </summary>
internal sealed class RejectingLink(IApLink link, TimeProvider time, TimeSpan until) : TappedLink(link, time)
{
    private const int MostRejections = 2;
    private readonly TimeProvider _time = time;
    private readonly long _start = time.GetTimestamp();
    private IApEvents? _accessPoint;
    private int _rejections;

    /// <summary>A handshake was rejected.</summary>
    internal event Action<MacAddress>? Rejected;

    /// <summary>Who is told that the station has gone.</summary>
    internal void Tell(IApEvents accessPoint) => _accessPoint = accessPoint;

    public override void OnEapol(MacAddress station, ReadOnlySpan<byte> pdu, bool encrypted)
    {
        if (_rejections >= MostRejections || _time.GetElapsedTime(_start) >= until
            || FrameClassifier.Eapol(pdu, out _) != TraceKind.Message2)
        {
            base.OnEapol(station, pdu, encrypted);
            return;
        }

        _rejections++;
        See(station, pdu);
        Rejected?.Invoke(station);
        var writer = new ByteWriter(stackalloc byte[ManagementFrame.HeaderLength + 2]);
        ManagementFrame.WriteHeader(ref writer, ManagementSubtype.Deauthentication, station, Address, Address);
        writer.U16LittleEndian((ushort)ReasonCode.InvalidAuthentication);
        SendFrame(writer.Written, SendOptions.None, out _);
        _accessPoint?.OnStationLeft(station);
    }
}
