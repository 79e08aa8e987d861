using static HostApd.Timeline.Readers.LogLine;

namespace HostApd.Timeline.Readers;

/// <summary>What a client's log tells of P2P Provision Discovery, which goes by the Device Address.</summary>
internal sealed class ProvisionDiscoveryLog(ClientNotes client)
{
    /// <summary>When requests were handed to the radio of which it is not known yet whether they were sent.</summary>
    private readonly List<long> _announced = [];

    private bool _hasRequestStatus;

    /// <summary>
    /// A request that is handed to the radio may wait there, be dropped and be handed over again: it counts once it comes back
    /// as sent, or is answered.
    /// </summary>
    internal bool TryTake(long time, ReadOnlySpan<char> text)
    {
        var isAnnounced = Starts(text, "CMD_FRAME - hexdump");
        if (!isAnnounced && !Has(text, "MLME event frame - hexdump"))
        {
            return false;
        }

        if (!client.Notes.TryDump(text, out var frame))
        {
            return true;
        }

        var kind = FrameClassifier.Management(frame, false, out _);
        if (kind == TraceKind.ProvisionDiscoveryRequest && isAnnounced)
        {
            client.IsP2p = true;
            _announced.Add(time);
        }
        else if (kind == TraceKind.ProvisionDiscoveryRequest)
        {
            _hasRequestStatus = true;
            AddRequest(time);
        }
        else if (kind == TraceKind.ProvisionDiscoveryResponse && !isAnnounced)
        {
            AddRequest(_announced.Count == 0 ? time : _announced[^1]);
            Add(time, kind, fromAp: true);
        }

        return true;
    }

    /// <summary>One request for all that were announced since the last; the kernel's own repetitions come back as more.</summary>
    private void AddRequest(long time)
    {
        if (_announced.Count > 0)
        {
            _announced.Clear();
            Add(time, TraceKind.ProvisionDiscoveryRequest, fromAp: false);
        }
    }

    /// <summary>A log that never tells what became of requests: what was announced is all there is.</summary>
    internal void AddForgotten()
    {
        while (!_hasRequestStatus && _announced.Count > 0)
        {
            var time = _announced[0];
            _announced.RemoveAt(0);
            Add(time, TraceKind.ProvisionDiscoveryRequest, fromAp: false);
        }
    }

    private void Add(long time, TraceKind kind, bool fromAp) => client.Notes.Add(time, kind,
        client.Device.IsZero ? client.Self : client.Device, fromAp, device: client.Device, isP2p: true);
}
