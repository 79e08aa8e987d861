using HostApd.Driver;
using HostApd.Ieee80211;

namespace HostApd.Metrics;

/// <summary>Frames of one kind.</summary>
internal readonly record struct FrameCount(string Kind, long Received, long Sent, long NotAcknowledged);

/// <summary>Frames that passed between an access point and its radio, by kind.</summary>
internal sealed class FrameStatistics
{
    /// <summary>Management frames by subtype, and EAPOL behind them.</summary>
    private const int Kinds = 17;

    private const int Eapol = 16;

    private readonly long[] _received = new long[Kinds];
    private readonly long[] _sent = new long[Kinds];
    private readonly long[] _notAcknowledged = new long[Kinds];

    internal FrameStatistics(TappedLink radio) => radio.Frame += OnFrame;

    /// <summary>Every kind that an access point sees, with its numbers.</summary>
    internal IEnumerable<FrameCount> All
    {
        get
        {
            for (var kind = 0; kind < Kinds; kind++)
            {
                if (Name(kind) is { } name)
                {
                    yield return new FrameCount(name, _received[kind], _sent[kind], _notAcknowledged[kind]);
                }
            }
        }
    }

    private static string? Name(int kind) => kind switch
    {
        (int)ManagementSubtype.AssociationRequest => "association-request",
        (int)ManagementSubtype.AssociationResponse => "association-response",
        (int)ManagementSubtype.ReassociationRequest => "reassociation-request",
        (int)ManagementSubtype.ReassociationResponse => "reassociation-response",
        (int)ManagementSubtype.ProbeRequest => "probe-request",
        (int)ManagementSubtype.ProbeResponse => "probe-response",
        (int)ManagementSubtype.Disassociation => "disassociation",
        (int)ManagementSubtype.Authentication => "authentication",
        (int)ManagementSubtype.Deauthentication => "deauthentication",
        (int)ManagementSubtype.Action => "action",
        Eapol => "eapol",
        _ => null,
    };

    private void OnFrame(in SeenFrame frame)
    {
        if (frame.Bytes.IsEmpty)
        {
            return;
        }

        // Frame Control, 802.11-2020 9.2.4.1: the subtype is in the upper half of the first byte.
        var kind = frame.IsEapol ? Eapol : frame.Bytes[0] >> 4;
        switch (frame.Moment)
        {
            case FrameMoment.Received:
                _received[kind]++;
                break;
            case FrameMoment.Submitted:
                _sent[kind]++;
                break;
            case FrameMoment.NotAcknowledged:
                _notAcknowledged[kind]++;
                break;
            case FrameMoment.Acknowledged:
                break;
        }
    }
}
