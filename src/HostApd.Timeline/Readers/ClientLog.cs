using HostApd.Ieee80211;
using static HostApd.Timeline.Readers.LogLine;

namespace HostApd.Timeline.Readers;

/// <summary>The log of wpa_supplicant as a client, or of its kernel.</summary>
internal sealed class ClientLog : ISideLog
{
    /// <summary>The number of SAE among authentication algorithms (802.11-2020 9.4.1.1).</summary>
    private const ushort Sae = 3;

    private readonly LogNotes _notes;
    private readonly ClientNotes _client;
    private readonly ProvisionDiscoveryLog _discovery;
    private readonly AgreementLog _agreement;

    /// <summary>The sighting of the scan that is under way, or -1.</summary>
    private int _scan = -1;

    /// <summary>The group of SAE that the client has chosen last; 0 while it has not said.</summary>
    private ushort _group;

    internal ClientLog(LogNotes notes)
    {
        _notes = notes;
        _client = new ClientNotes(notes);
        _discovery = new ProvisionDiscoveryLog(_client);
        _agreement = new AgreementLog(notes, _client);
    }

    /// <inheritdoc/>
    public void Take(long time, ReadOnlySpan<char> text)
    {
        if (TryAddress(text, ": Own MAC address: ", out var own))
        {
            _client.LearnAddress(text[..text.IndexOf(':')].ToString(), own);
            return;
        }

        if (TakeScan(time, text) || TakeSteps(time, text) || _discovery.TryTake(time, text) || TakePdus(time, text))
        {
            return;
        }

        var message = BehindInterface(text);
        if (!_agreement.TryTake(time, text) && !KernelWords.TryTake(_client, time, message))
        {
            SupplicantWords.Take(_client, time, message);
        }
    }

    private bool TakeScan(long time, ReadOnlySpan<char> text)
    {
        if (Has(text, ": nl80211: scan request"))
        {
            _client.AddOwn(time, TraceKind.ScanBegan);
            _scan = _notes.Sightings.Count - 1;
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

            _notes.Sightings[_scan] = _notes.Sightings[_scan] with { Code = channels };
            _scan = -1;
            _client.AddOwn(time, TraceKind.ScanEnded);
        }

        return true;
    }

    private bool TakeSteps(long time, ReadOnlySpan<char> text)
    {
        var message = BehindInterface(text);
        message = Starts(message, "SME: ") ? message[5..] : message;
        if (Starts(message, "Trying to authenticate with"))
        {
            _client.UseInterfaceOf(text);
            AnnounceAuthentication(time);
        }
        else if (Starts(message, "Trying to associate with"))
        {
            _client.UseInterfaceOf(text);
            if (_client.LastFrame is TraceKind.AuthenticationRequest or TraceKind.SaeConfirm)
            {
                _client.ImplyAp(time, _client.LastFrame == TraceKind.SaeConfirm ? TraceKind.SaeConfirmResponse : TraceKind.AuthenticationResponse);
            }

            AddAnnounced(time, TraceKind.AssociationRequest);
        }
        else if (Starts(text, "nl80211: Authentication request send successfully"))
        {
            _client.AddOwn(time, TraceKind.AuthenticationRequest);
        }
        else if (Has(text, "SME: Authentication response:") && NumberBehind(text, "auth_type=") == Sae)
        {
            AnswerSae(time, NumberBehind(text, "auth_transaction="), NumberBehind(text, "status_code="));
        }
        else if (Has(text, "SME: Selected SAE group "))
        {
            _group = NumberBehind(text, "SAE group ");
        }
        else if (Has(text, "CTRL-EVENT-SAE-UNKNOWN-PASSWORD-IDENTIFIER"))
        {
            AnswerSae(time, 1, (ushort)StatusCode.UnknownPasswordIdentifier);
        }
        else if (Has(text, "SME: Authentication response:"))
        {
            _client.AddAp(time, TraceKind.AuthenticationResponse, NumberBehind(text, "status_code="));
        }
        else if (Starts(text, "nl80211: Connect event (status="))
        {
            _client.ImplyAp(time, TraceKind.AssociationResponse, NumberBehind(text, "(status="));
        }
        else if (Starts(text, "nl80211: Association request send successfully")
            || Starts(text, "nl80211: Connect request send successfully"))
        {
            _client.AddOwn(time, TraceKind.AssociationRequest);
        }
        else if (Starts(text, "nl80211: Associated with "))
        {
            _client.ImplyAp(time, TraceKind.AssociationResponse);
        }
        else if (Has(text, "CTRL-EVENT-ASSOC-REJECT"))
        {
            _client.ImplyAp(time, TraceKind.AssociationResponse, NumberBehind(text, "status_code="));
        }
        else if (Has(text, "CTRL-EVENT-AUTH-REJECT") && NumberBehind(text, "status_code=") is var status and not 0)
        {
            if (NumberBehind(text, "auth_type=") == Sae)
            {
                AnswerSae(time, NumberBehind(text, "auth_transaction="), status);
            }
            else if (_client.LastFrame != TraceKind.AuthenticationResponse)
            {
                _client.AddAp(time, TraceKind.AuthenticationResponse, status);
            }
        }
        else
        {
            return false;
        }

        return true;
    }

    /// <summary>
    /// A client of SAE that authenticates once more, and has neither waited in vain nor been refused, has got a commit and goes on with its confirm.
    /// </summary>
    private void AnnounceAuthentication(long time)
    {
        if (!_notes.Survey.HasSentRequests && _notes.Survey.HasSae && _client.LastFrame == TraceKind.AuthenticationRequest)
        {
            _notes.NameSae(time, TraceKind.SaeCommit, _client.Self, fromAp: false);
            _client.ImplyAp(time, TraceKind.SaeCommitResponse);
            _client.ImplyOwn(time, TraceKind.SaeConfirm);
            return;
        }

        AddAnnounced(time, TraceKind.AuthenticationRequest);
    }

    /// <summary>An answer of the access point to a frame of SAE, which has its name by that.</summary>
    private void AnswerSae(long time, ushort transaction, ushort status)
    {
        var kind = FrameClassifier.Sae(transaction, fromAp: true, ref status);
        if (_client.LastFrame == TraceKind.AuthenticationRequest)
        {
            var isCommit = kind == TraceKind.SaeCommitResponse;
            _notes.NameSae(time, isCommit ? TraceKind.SaeCommit : TraceKind.SaeConfirm, _client.Self, fromAp: false, isCommit ? _group : (ushort)0);
        }

        _client.ImplyAp(time, kind, status);
    }

    /// <summary>
    /// What the supplicant is about to send: a frame only where the log never says that one was sent. One that comes back to
    /// it has begun anew.
    /// </summary>
    private void AddAnnounced(long time, TraceKind kind)
    {
        if (!_notes.Survey.HasSentRequests)
        {
            _client.AddOwn(time, kind, isImplied: true);
        }
    }

    private bool TakePdus(long time, ReadOnlySpan<char> text)
    {
        var received = Starts(text, "RX EAPOL - hexdump");
        if (!received && !Starts(text, "TX EAPOL - hexdump") && !Starts(text, "WPA: TX EAPOL-Key - hexdump"))
        {
            return false;
        }

        if (_notes.TryDump(text, out var pdu) && FrameClassifier.Eapol(pdu, out var code) is var kind and not TraceKind.Other)
        {
            _notes.Add(time, kind, _client.Self, received, code, _client.IsP2p ? _client.Device : default);
        }

        return true;
    }

    /// <inheritdoc/>
    public void End() => _discovery.AddForgotten();
}
