using HostApd.Ieee80211;

namespace HostApd.Timeline.Readers;

/// <content>The log of wpa_supplicant as a client.</content>
public sealed partial class LogReader
{
    private static readonly MacAddress Unknown = new([0, 0, 0, 0, 0, 1]);

    private readonly Dictionary<string, MacAddress> _own = [];
    private MacAddress _self = Unknown;
    private MacAddress _device;
    private bool _isP2p;
    private bool _isPressed;
    private int _scan = -1;
    private long _lastDeauthentication;

    private void TakeOfClient(long time, ReadOnlySpan<char> text)
    {
        if (TryAddress(text, ": Own MAC address: ", out var own))
        {
            LearnAddress(text[..text.IndexOf(':')].ToString(), own);
            return;
        }

        if (TakeScan(time, text) || TakeSteps(time, text) || TakeProvisionDiscovery(time, text) || TakePdus(time, text))
        {
            return;
        }

        TakeHappenings(time, BehindInterface(text));
    }

    private void LearnAddress(string name, MacAddress address)
    {
        _own[name] = address;
        if (name.StartsWith("p2p-dev-", StringComparison.Ordinal))
        {
            _device = address;
        }
        else if (_self == Unknown)
        {
            _self = address;
        }
    }

    /// <summary>The interface that authenticates is the one that joins.</summary>
    private void UseInterfaceOf(ReadOnlySpan<char> text)
    {
        var end = text.IndexOf(':');
        if (end > 0 && _own.TryGetValue(text[..end].ToString(), out var address))
        {
            _self = address;
        }
    }

    private bool TakeScan(long time, ReadOnlySpan<char> text)
    {
        if (Has(text, ": nl80211: scan request"))
        {
            AddOwn(time, TraceKind.ScanBegan);
            _scan = _source.Sightings.Count - 1;
            return true;
        }

        if (!Starts(text, "nl80211: Scan included frequencies:"))
        {
            return false;
        }

        if (_scan >= 0)
        {
            ushort channels = 0;
            foreach (var frequency in text[35..].Split(' '))
            {
                channels += (ushort)(text[35..][frequency].Length > 0 ? 1 : 0);
            }

            _source.Sightings[_scan] = _source.Sightings[_scan] with { Code = channels };
            _scan = -1;
            AddOwn(time, TraceKind.ScanEnded);
        }

        return true;
    }

    private bool TakeSteps(long time, ReadOnlySpan<char> text)
    {
        if (Has(text, "Trying to authenticate with") || Has(text, "Trying to associate with"))
        {
            UseInterfaceOf(text);
        }
        else if (Starts(text, "nl80211: Authentication request send successfully"))
        {
            AddOwn(time, TraceKind.AuthenticationRequest);
        }
        else if (Has(text, "SME: Authentication response:"))
        {
            AddAp(time, TraceKind.AuthenticationResponse, NumberBehind(text, "status_code="));
        }
        else if (Starts(text, "nl80211: Association request send successfully"))
        {
            AddOwn(time, TraceKind.AssociationRequest);
        }
        else if (Starts(text, "nl80211: Associated with "))
        {
            AddAp(time, TraceKind.AssociationResponse, 0);
        }
        else if (Has(text, "CTRL-EVENT-ASSOC-REJECT"))
        {
            AddAp(time, TraceKind.AssociationResponse, NumberBehind(text, "status_code="));
        }
        else
        {
            return false;
        }

        return true;
    }

    private bool TakeProvisionDiscovery(long time, ReadOnlySpan<char> text)
    {
        if (Starts(text, "CMD_FRAME - hexdump") || Has(text, "MLME event frame - hexdump"))
        {
            if (TryDump(text, out var frame) && FrameClassifier.Management(frame, false, out _) is var kind
                && kind is TraceKind.ProvisionDiscoveryRequest or TraceKind.ProvisionDiscoveryResponse)
            {
                // A request that the kernel sends again by itself comes back as its own status: only the first counts.
                var isSent = Starts(text, "CMD_FRAME");
                if (isSent == (kind == TraceKind.ProvisionDiscoveryRequest))
                {
                    _isP2p = true;
                    Add(time, kind, _device.IsZero ? _self : _device, !isSent, device: _device, isP2p: true);
                }
            }

            return true;
        }

        return false;
    }

    private bool TakePdus(long time, ReadOnlySpan<char> text)
    {
        var received = Starts(text, "RX EAPOL - hexdump");
        if (!received && !Starts(text, "TX EAPOL - hexdump") && !Starts(text, "WPA: TX EAPOL-Key - hexdump"))
        {
            return false;
        }

        if (TryDump(text, out var pdu) && FrameClassifier.Eapol(pdu, out var code) is var kind and not TraceKind.Other)
        {
            Add(time, kind, _self, received, code, _isP2p ? _device : default);
        }

        return true;
    }

    private void TakeHappenings(long time, ReadOnlySpan<char> text)
    {
        const long sameMoment = 50_000;
        if (Starts(text, "CTRL-EVENT-DISCONNECTED "))
        {
            // What the supplicant clears away after it was thrown out is no second leave.
            var isOwn = Has(text, "locally_generated=1");
            if (!isOwn || time - _lastDeauthentication > sameMoment)
            {
                Add(time, TraceKind.Deauthentication, _self, !isOwn, NumberBehind(text, "reason="));
            }

            _lastDeauthentication = time;
        }
        else if (Starts(text, "Control interface command 'DISCONNECT'") || Starts(text, "Control interface command 'REASSOCIATE'"))
        {
            AddOwn(time, TraceKind.DisconnectOrdered);
        }
        else if (Starts(text, "CTRL-EVENT-CONNECTED"))
        {
            AddOwn(time, TraceKind.ClientConnected);
        }
        else if (Starts(text, "P2P-GROUP-FORMATION-FAILURE") || Starts(text, "WPS-TIMEOUT"))
        {
            AddOwn(time, TraceKind.ClientGaveUp);
        }
        else if (Has(text, "pre-shared key may be incorrect"))
        {
            Add(time, TraceKind.PskMismatch, _self, fromAp: true);
        }
        else if (Starts(text, "WPS-OVERLAP-DETECTED"))
        {
            AddOwn(time, TraceKind.PbcOverlap);
        }
        else if (Has(text, "skip - no P2P IE"))
        {
            _isP2p = true;
            AddOwn(time, TraceKind.NoP2pElement);
        }
        else if (Starts(text, "WPS-PBC-ACTIVE"))
        {
            _isPressed = true;
        }
        else if (Has(text, "skip - WPS AP without active P") || _isPressed && Has(text, "skip - SSID mismatch"))
        {
            AddOwn(time, TraceKind.PbcNotArmed);
        }
        else if (Starts(text, "Control interface command 'P2P_CONNECT"))
        {
            _isP2p = true;
        }
    }

    private void AddOwn(long time, TraceKind kind, ushort code = 0) =>
        Add(time, kind, _self, fromAp: false, code, _isP2p ? _device : default, isP2p: _isP2p);

    private void AddAp(long time, TraceKind kind, ushort code) => Add(time, kind, _self, fromAp: true, code);
}
