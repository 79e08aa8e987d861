using HostApd.Driver;
using HostApd.Ieee80211;

namespace HostApd.Ap;

/// <content>The door for management frames: who gets which.</content>
public sealed partial class Bss
{
    /// <inheritdoc/>
    public void OnFrame(ReadOnlySpan<byte> frame, in ReceiveInfo info)
    {
        if (State != BssState.Enabled)
        {
            return;
        }

        if (IsDiverted(frame))
        {
            return;
        }

        if (!ManagementFrame.TryParse(frame, out var received))
        {
            Counters.Count(FrameDrop.Malformed);
            return;
        }

        _entropy.MixFrame(_time.GetTimestamp(), received.Source.GetHashCode());
        if (!MayBeStation(received.Source))
        {
            Counters.Count(FrameDrop.WrongAddress);
            return;
        }

        if (received.Subtype == ManagementSubtype.ProbeRequest)
        {
            AnswerProbe(received);
            return;
        }

        if (received.Subtype == ManagementSubtype.Action && received.Destination == Bssid)
        {
            OnAction(received);
            return;
        }

        if (received.Destination != Bssid || received.Bssid != Bssid)
        {
            Counters.Count(FrameDrop.WrongAddress);
            return;
        }

        // A stranger's number may be none of ours: this is not our enum to be complete over.
        switch (received.Subtype)
        {
            case ManagementSubtype.Authentication:
                OnAuthentication(received);
                break;
            case ManagementSubtype.AssociationRequest:
                OnAssociationRequest(received, reassociation: false);
                break;
            case ManagementSubtype.ReassociationRequest:
                OnAssociationRequest(received, reassociation: true);
                break;
            case ManagementSubtype.Deauthentication:
            case ManagementSubtype.Disassociation:
                OnStationLeaves(received);
                break;
            default:
                Counters.Count(FrameDrop.NotExpected);
                break;
        }
    }

    /// <inheritdoc/>
    public void OnFrameSent(ulong cookie, ReadOnlySpan<byte> frame, bool acknowledged)
    {
        if (IsSentDiverted(frame, acknowledged) || !ManagementFrame.TryParse(frame, out var sent) || Stations.Find(sent.Destination) is not { } sta)
        {
            return;
        }

        switch (sent.Subtype)
        {
            case ManagementSubtype.AssociationResponse or ManagementSubtype.ReassociationResponse
                when sta.State == StaState.AwaitingAssociationAck:
                OnAssociationResponseSent(sta, cookie, acknowledged);
                break;
            case ManagementSubtype.Deauthentication or ManagementSubtype.Disassociation
                when sta.State == StaState.Leaving:
                Forget(sta);
                break;
            default:
                break;
        }
    }

    /// <summary>
    /// Whether an address can be a station's. Asked at every door that names one: what we answer to a group address goes to
    /// everybody, and our own address is nobody else's.
    /// </summary>
    private bool MayBeStation(MacAddress address) => !address.IsMulticast && !address.IsZero && address != Bssid;

    private ulong Send(ReadOnlySpan<byte> frame, SendOptions options) => TrySend(frame, options, out var cookie) ? cookie : 0;

    private bool TrySend(ReadOnlySpan<byte> frame, SendOptions options, out ulong cookie)
    {
        var noCck = Options.GroupOwner is null ? SendOptions.None : SendOptions.NoCck;
        var result = _link.SendFrame(frame, options | noCck, out cookie);
        if (!result.Succeeded)
        {
            Log.Debug("{0}: {1}", Options.InterfaceName, result);
        }

        return result.Succeeded;
    }
}
