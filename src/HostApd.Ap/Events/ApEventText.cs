using System.Globalization;
using System.Runtime.CompilerServices;
using HostApd.Wps;

namespace HostApd.Ap;

/// <summary>Who will read an event.</summary>
public enum EventAudience
{
    /// <summary>Control clients, which may know passphrases, PINs and keys.</summary>
    Control,

    /// <summary>Everybody else: the log, programs, captures.</summary>
    Public,
}

/// <summary>Events as hostapd writes them: the one place where one becomes text.</summary>
public static class ApEventText
{
    /// <summary>The whole line. What has no words ends in a blank where hostapd's does.</summary>
    public static string Write(ApEvent told, EventAudience audience)
    {
        ArgumentNullException.ThrowIfNull(told);
        var name = NameOf(told);
        var text = new DefaultInterpolatedStringHandler(0, 0, CultureInfo.InvariantCulture, stackalloc char[256]);
        text.AppendLiteral(name);
        var isBare = true;
        if (!told.Station.IsZero)
        {
            text.AppendLiteral(" ");
            text.AppendFormatted(told.Station);
            isBare = false;
        }

        foreach (var word in told.Words)
        {
            if (!word.IsSecret || audience == EventAudience.Control)
            {
                text.AppendLiteral(" ");
                text.AppendFormatted(word);
                isBare = false;
            }
        }

        if (isBare && EndsInBlank(told))
        {
            text.AppendLiteral(" ");
        }

        return text.ToStringAndClear();
    }

    /// <summary>All names.</summary>
    public static IEnumerable<string> Names
    {
        get
        {
            foreach (var kind in Enum.GetValues<ApEventKind>())
            {
                if (kind != ApEventKind.Wps)
                {
                    yield return NameOf(kind);
                }
            }

            foreach (var which in Enum.GetValues<WpsEvent>())
            {
                if (which != WpsEvent.None)
                {
                    yield return NameOf(which);
                }
            }
        }
    }

    /// <summary>hostapd's name of an event.</summary>
    public static string NameOf(ApEvent told)
    {
        ArgumentNullException.ThrowIfNull(told);
        return told.Kind == ApEventKind.Wps ? NameOf(told.Wps) : NameOf(told.Kind);
    }

    private static bool EndsInBlank(ApEvent told) => told.Kind is not ApEventKind.Wps || told.Wps != WpsEvent.NewApSettings;

    private static string NameOf(ApEventKind kind) => kind switch
    {
        ApEventKind.Enabled => "AP-ENABLED",
        ApEventKind.Disabled => "AP-DISABLED",
        ApEventKind.InterfaceEnabled => "INTERFACE-ENABLED",
        ApEventKind.InterfaceDisabled => "INTERFACE-DISABLED",
        ApEventKind.Terminating => "CTRL-EVENT-TERMINATING",
        ApEventKind.ChoiceStarted => "ACS-STARTED",
        ApEventKind.ChoiceCompleted => "ACS-COMPLETED",
        ApEventKind.ChoiceFailed => "ACS-FAILED",
        ApEventKind.ChannelSwitchStarted => "CTRL-EVENT-STARTED-CHANNEL-SWITCH",
        ApEventKind.ChannelSwitched => "CTRL-EVENT-CHANNEL-SWITCH",
        ApEventKind.ChannelSwitchFinished => "AP-CSA-FINISHED",
        ApEventKind.RadarCheckStarted => "DFS-CAC-START",
        ApEventKind.RadarCheckEnded => "DFS-CAC-COMPLETED",
        ApEventKind.RadarDetected => "DFS-RADAR-DETECTED",
        ApEventKind.RadarChannel => "DFS-NEW-CHANNEL",
        ApEventKind.RadarOccupancyEnded => "DFS-NOP-FINISHED",
        ApEventKind.RadarCheckExpired => "DFS-PRE-CAC-EXPIRED",
        ApEventKind.StationConnected => "AP-STA-CONNECTED",
        ApEventKind.StationDisconnected => "AP-STA-DISCONNECTED",
        ApEventKind.StationPolled => "AP-STA-POLL-OK",
        ApEventKind.StationRejected => "AP-REJECTED-MAX-STA",
        ApEventKind.PskMismatch => "AP-STA-POSSIBLE-PSK-MISMATCH",
        ApEventKind.SaeMismatch => "AP-STA-POSSIBLE-SAE-MISMATCH",
        ApEventKind.SaeUnknownIdentifier => "CTRL-EVENT-SAE-UNKNOWN-PASSWORD-IDENTIFIER",
        ApEventKind.SaeDowngraded => "AP-STA-SAE-H2E-NOT-USED",
        ApEventKind.EapSucceeded => "CTRL-EVENT-EAP-SUCCESS2",
        ApEventKind.EapRefused => "CTRL-EVENT-EAP-FAILURE2",
        ApEventKind.EapRepeated => "CTRL-EVENT-EAP-RETRANSMIT2",
        ApEventKind.EapTimedOut => "CTRL-EVENT-EAP-TIMEOUT-FAILURE2",
        ApEventKind.HandshakeCompleted => "EAPOL-4WAY-HS-COMPLETED",
        ApEventKind.HoldBegan => "EAPOL-HELD",
        ApEventKind.HoldEnded => "EAPOL-RELEASED",
        ApEventKind.HoldTimedOut => "EAPOL-HOLD-TIMEOUT",
        ApEventKind.GroupStarted => "P2P-GROUP-STARTED",
        ApEventKind.GroupRemoved => "P2P-GROUP-REMOVED",
        ApEventKind.ProvisionPushButton => "P2P-PROV-DISC-PBC-REQ",
        ApEventKind.ProvisionShowPin => "P2P-PROV-DISC-SHOW-PIN",
        ApEventKind.ProvisionEnterPin => "P2P-PROV-DISC-ENTER-PIN",
        ApEventKind.ProvisionPushButtonAnswered => "P2P-PROV-DISC-PBC-RESP",
        ApEventKind.ProvisionFailed => "P2P-PROV-DISC-FAILURE",
        ApEventKind.DeviceFound => "P2P-DEVICE-FOUND",
        ApEventKind.DeviceLost => "P2P-DEVICE-LOST",
        ApEventKind.FindStopped => "P2P-FIND-STOPPED",
        ApEventKind.NegotiationRequested => "P2P-GO-NEG-REQUEST",
        ApEventKind.NegotiationSucceeded => "P2P-GO-NEG-SUCCESS",
        ApEventKind.NegotiationFailed => "P2P-GO-NEG-FAILURE",
        ApEventKind.FormationSucceeded => "P2P-GROUP-FORMATION-SUCCESS",
        ApEventKind.FormationFailed => "P2P-GROUP-FORMATION-FAILURE",
        ApEventKind.InvitationReceived => "P2P-INVITATION-RECEIVED",
        ApEventKind.InvitationAccepted => "P2P-INVITATION-ACCEPTED",
        ApEventKind.InvitationResult => "P2P-INVITATION-RESULT",
        ApEventKind.Wps => "WPS",
        ApEventKind.EventsLeftOut => "AP-EVENTS-LEFT-OUT",
        ApEventKind.FrameNoticed => "AP-MGMT-FRAME-RECEIVED",
        ApEventKind.FrameReceived => "MGMT-RX",
        ApEventKind.FrameSent => "MGMT-TX-STATUS",
        ApEventKind.EapolReceived => "EAPOL-RX",
        ApEventKind.EapolSent => "EAPOL-TX",
        ApEventKind.DataReceived => "DATA-TEST-RX",
    };

    private static string NameOf(WpsEvent which) => which switch
    {
        WpsEvent.None => "",
        WpsEvent.EapStarted => "CTRL-EVENT-EAP-STARTED",
        WpsEvent.EapProposedMethod => "CTRL-EVENT-EAP-PROPOSED-METHOD",
        WpsEvent.EapFailure => "CTRL-EVENT-EAP-FAILURE",
        WpsEvent.EapRetransmit => "CTRL-EVENT-EAP-RETRANSMIT",
        WpsEvent.EapTimeoutFailure => "CTRL-EVENT-EAP-TIMEOUT-FAILURE",
        WpsEvent.PbcActive => "WPS-PBC-ACTIVE",
        WpsEvent.PbcDisable => "WPS-PBC-DISABLE",
        WpsEvent.Timeout => "WPS-TIMEOUT",
        WpsEvent.Cancel => "WPS-CANCEL",
        WpsEvent.OverlapDetected => "WPS-OVERLAP-DETECTED",
        WpsEvent.Success => "WPS-SUCCESS",
        WpsEvent.M2D => "WPS-M2D",
        WpsEvent.RegSuccess => "WPS-REG-SUCCESS",
        WpsEvent.Fail => "WPS-FAIL",
        WpsEvent.PinNeeded => "WPS-PIN-NEEDED",
        WpsEvent.EnrolleeSeen => "WPS-ENROLLEE-SEEN",
        WpsEvent.NewApSettings => "WPS-NEW-AP-SETTINGS",
        WpsEvent.ApSetupLocked => "WPS-AP-SETUP-LOCKED",
        WpsEvent.ApSetupUnlocked => "WPS-AP-SETUP-UNLOCKED",
        WpsEvent.ApPinDisabled => "WPS-AP-PIN-DISABLED",
    };
}
