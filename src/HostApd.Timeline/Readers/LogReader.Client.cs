using HostApd.Ieee80211;

namespace HostApd.Timeline.Readers;

/// <content>The log of wpa_supplicant as a client, or of its kernel.</content>
public sealed partial class LogReader
{
    private readonly Dictionary<string, MacAddress> _own = [];
    private readonly List<long> _announcedRequests = [];
    private MacAddress _self = JoinTrace.Nameless;
    private MacAddress _device;
    private bool _isP2p;
    private bool _isPressed;
    private bool _hasRequestStatus;
    private int _scan = -1;

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

        var message = LogLine.BehindInterface(text);
        if (!TakeOfKernel(time, message))
        {
            TakeHappenings(time, message);
        }
    }

    private void LearnAddress(string name, MacAddress address)
    {
        _own[name] = address;
        if (name.StartsWith("p2p-dev-", StringComparison.Ordinal))
        {
            _device = address;
        }
        else if (_self == JoinTrace.Nameless)
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
        var message = LogLine.BehindInterface(text);
        message = Starts(message, "SME: ") ? message[5..] : message;
        if (Starts(message, "Trying to authenticate with"))
        {
            UseInterfaceOf(text);
            AddAnnounced(time, TraceKind.AuthenticationRequest);
        }
        else if (Starts(message, "Trying to associate with"))
        {
            UseInterfaceOf(text);
            if (Of(_self).LastFrame == TraceKind.AuthenticationRequest)
            {
                ImplyAp(time, TraceKind.AuthenticationResponse);
            }

            AddAnnounced(time, TraceKind.AssociationRequest);
        }
        else if (Starts(text, "nl80211: Authentication request send successfully"))
        {
            AddOwn(time, TraceKind.AuthenticationRequest);
        }
        else if (Has(text, "SME: Authentication response:"))
        {
            AddAp(time, TraceKind.AuthenticationResponse, NumberBehind(text, "status_code="));
        }
        else if (Starts(text, "nl80211: Connect event (status="))
        {
            ImplyAp(time, TraceKind.AssociationResponse, NumberBehind(text, "(status="));
        }
        else if (Starts(text, "nl80211: Association request send successfully")
            || Starts(text, "nl80211: Connect request send successfully"))
        {
            AddOwn(time, TraceKind.AssociationRequest);
        }
        else if (Starts(text, "nl80211: Associated with "))
        {
            ImplyAp(time, TraceKind.AssociationResponse);
        }
        else if (Has(text, "CTRL-EVENT-ASSOC-REJECT"))
        {
            ImplyAp(time, TraceKind.AssociationResponse, NumberBehind(text, "status_code="));
        }
        else if (Has(text, "CTRL-EVENT-AUTH-REJECT") && NumberBehind(text, "status_code=") is var status and not 0)
        {
            if (Of(_self).LastFrame != TraceKind.AuthenticationResponse)
            {
                AddAp(time, TraceKind.AuthenticationResponse, status);
            }
        }
        else
        {
            return false;
        }

        return true;
    }

    /// <summary>
    /// What the supplicant is about to send: a frame only where the log never says that one was sent. One that comes back to
    /// it has begun anew.
    /// </summary>
    private void AddAnnounced(long time, TraceKind kind)
    {
        if (!_survey.HasSentRequests)
        {
            Add(time, kind, _self, fromAp: false, device: _isP2p ? _device : default, isP2p: _isP2p, isImplied: true);
        }
    }

    /// <summary>
    /// A request that is handed to the radio may wait there, be dropped and be handed over again: it counts once it comes back
    /// as sent, or is answered.
    /// </summary>
    private bool TakeProvisionDiscovery(long time, ReadOnlySpan<char> text)
    {
        var isAnnounced = Starts(text, "CMD_FRAME - hexdump");
        if (!isAnnounced && !Has(text, "MLME event frame - hexdump"))
        {
            return false;
        }

        if (!TryDump(text, out var frame))
        {
            return true;
        }

        var kind = FrameClassifier.Management(frame, false, out _);
        if (kind == TraceKind.ProvisionDiscoveryRequest && isAnnounced)
        {
            _isP2p = true;
            _announcedRequests.Add(time);
        }
        else if (kind == TraceKind.ProvisionDiscoveryRequest)
        {
            _hasRequestStatus = true;
            AddRequest(time);
        }
        else if (kind == TraceKind.ProvisionDiscoveryResponse && !isAnnounced)
        {
            AddRequest(_announcedRequests.Count == 0 ? time : _announcedRequests[^1]);
            Add(time, kind, _device.IsZero ? _self : _device, fromAp: true, device: _device, isP2p: true);
        }

        return true;
    }

    /// <summary>One request for all that were announced since the last; the kernel's own repetitions come back as more.</summary>
    private void AddRequest(long time)
    {
        if (_announcedRequests.Count > 0)
        {
            _announcedRequests.Clear();
            Add(time, TraceKind.ProvisionDiscoveryRequest, _device.IsZero ? _self : _device, fromAp: false, device: _device, isP2p: true);
        }
    }

    /// <summary>A log that never tells what became of requests: what was announced is all there is.</summary>
    private void AddForgottenRequests()
    {
        while (!_hasRequestStatus && _announcedRequests.Count > 0)
        {
            var time = _announcedRequests[0];
            _announcedRequests.RemoveAt(0);
            Add(time, TraceKind.ProvisionDiscoveryRequest, _device.IsZero ? _self : _device, fromAp: false, device: _device, isP2p: true);
        }
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
        foreach (var (start, take) in SupplicantWords)
        {
            if (Starts(text, start))
            {
                take(this, time, text);
                return;
            }
        }

        if (Has(text, "pre-shared key may be incorrect"))
        {
            AddAp(time, TraceKind.PskDoubted, 0);
        }
        else if (Has(text, "supplicant interface state: "))
        {
            TakeOfNetworkManager(time, text);
        }
        else if (Has(text, "skip - no P2P IE"))
        {
            _isP2p = true;
            AddOwn(time, TraceKind.NoP2pElement);
        }
        else if (Has(text, "skip - WPS AP without active P") || _isPressed && Has(text, "skip - SSID mismatch"))
        {
            AddOwn(time, TraceKind.PbcNotArmed);
        }
    }

    private void AddOwn(long time, TraceKind kind, ushort code = 0) =>
        Add(time, kind, _self, fromAp: false, code, _isP2p ? _device : default, isP2p: _isP2p);

    private void AddAp(long time, TraceKind kind, ushort code) => Add(time, kind, _self, fromAp: true, code);

    private void ImplyOwn(long time, TraceKind kind, ushort code = 0) => Imply(time, kind, _self, fromAp: false, code);

    private void ImplyAp(long time, TraceKind kind, ushort code = 0) => Imply(time, kind, _self, fromAp: true, code);
}
