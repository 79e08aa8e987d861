using HostApd.Driver;
using HostApd.Eapol;
using HostApd.Ieee80211;
using HostApd.Rsn;

namespace HostApd.Ap;

/// <content>Runs what the key machines ask for, and brings them what happens.</content>
public sealed partial class Bss
{
    private readonly RsnCounters _rsnCounters = new();
    private readonly ITimer _groupTimer;
    private GroupKeyMachine? _group;

    /// <summary>Counters of the key machines.</summary>
    public RsnCounters RsnCounters => _rsnCounters;

    /// <summary>State of the group key, as hostapd numbers it; <see cref="GroupKeyState.GtkInit"/> in an open network.</summary>
    public GroupKeyState GroupState => _group?.State ?? GroupKeyState.GtkInit;

    /// <inheritdoc/>
    public void OnEapol(MacAddress station, ReadOnlySpan<byte> pdu, bool encrypted)
    {
        if (State != BssState.Enabled || Stations.Find(station) is not { } sta)
        {
            Counters.Count(FrameDrop.UnknownStation);
            return;
        }

        if (IsEapolDiverted(station, pdu))
        {
            return;
        }

        if (sta.State == StaState.AwaitingAssociationAck)
        {
            // Perhaps it has our response and its acknowledgement is still under way; anybody could say so.
            sta.KeepEapol(pdu);
            return;
        }

        Take(sta, pdu);
    }

    private void Take(Sta sta, ReadOnlySpan<byte> pdu)
    {
        if (!EapolFrame.TryParse(pdu, out var frame, out _))
        {
            Counters.Count(FrameDrop.Malformed);
        }
        else if (frame.Type == EapolType.Key && sta.Authenticator is { } authenticator)
        {
            authenticator.OnEapolKey(frame.Whole);
            Drain(sta, authenticator);
        }
        else if (frame.Type != EapolType.Key && sta.IsProvisioning)
        {
            OnWpsEapol(sta, frame);
        }
        else
        {
            Counters.Count(FrameDrop.NotExpected);
        }
    }

    /// <inheritdoc/>
    public void OnEapolSent(MacAddress station, ReadOnlySpan<byte> pdu, bool acknowledged)
    {
        if (Stations.Find(station) is { Authenticator: { } authenticator } sta)
        {
            authenticator.OnEapolSent(acknowledged);
            Drain(sta, authenticator);
        }
    }

    /// <inheritdoc/>
    public void OnStationArrived(MacAddress station, ReadOnlySpan<byte> elements)
    {
        if (State != BssState.Enabled)
        {
            return;
        }

        if (!MayBeStation(station))
        {
            Counters.Count(FrameDrop.WrongAddress);
            return;
        }

        if (Stations.Find(station) is { } known)
        {
            Forget(known, removeFromKernel: false);
        }

        if (!Acl.Allows(station, Options.AclPolicy))
        {
            Counters.Count(FrameDrop.Denied);
            _ = _link.RemoveStation(station, ManagementSubtype.Deauthentication, ReasonCode.Unspecified);
            return;
        }

        if (!RequestElements.TryParse(elements, out var parsed) || CheckSecurity(parsed) != StatusCode.Success)
        {
            Counters.Count(FrameDrop.Malformed);
            _ = _link.RemoveStation(station, ManagementSubtype.Deauthentication, ReasonCode.InvalidElement);
            return;
        }

        var sta = CreateSta(station);
        Stations.Add(sta);
        sta.Learn(elements, false, CapabilityBits.Ess, 0, parsed, _builder!.Ht, Options.Wmm);
        if (TryGivePlace(sta))
        {
            BeginSession(sta);
        }
        else
        {
            Dismiss(sta, ReasonCode.NoMoreStations);
        }
    }

    /// <inheritdoc/>
    public void OnStationLeft(MacAddress station)
    {
        if (Stations.Find(station) is { } sta)
        {
            Forget(sta, removeFromKernel: false);
        }
    }

    /// <inheritdoc/>
    public void OnEventsLost()
    {
        foreach (var sta in Stations.ToArray())
        {
            if (sta.State == StaState.AwaitingAssociationAck)
            {
                BeginSession(sta);
            }
        }
    }

    /// <summary>Replaces the group key now.</summary>
    public bool RekeyGroup()
    {
        if (_group is null)
        {
            return false;
        }

        _group.Rekey();
        DrainGroup();
        return true;
    }

    private void StartKeys()
    {
        if (Options.Security is not { } security)
        {
            return;
        }

        _group = new GroupKeyMachine(Bssid,
            security.Rsn with { TransmitStatusAvailable = Radio.Capabilities.EapolOverControlPort }, _entropy);
        _group.Start();
        DrainGroup();
        if (!_group.HasKey)
        {
            WaitForEntropy();
        }
    }

    private void StopKeys()
    {
        _group?.Stop();
        DrainGroup();
        _group = null;
        _groupTimer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    private void StartHandshake(Sta sta)
    {
        var authenticator = sta.Authenticator ??= new Authenticator(_group!, _entropy, _rsnCounters)
        {
            IpAddressing = Options.IpAddresses is null ? null : this,
        };
        sta.Offer = OfferFor(sta);
        authenticator.Start(sta.Address, Bssid, sta.OfferedPmks, sta.Rsne, _builder!.Rsne);
        Drain(sta, authenticator);
    }

    private void StopHandshake(Sta sta)
    {
        if (sta.Authenticator is { } authenticator)
        {
            authenticator.Stop();
            Drain(sta, authenticator);
        }
    }

    private void OnRsnTimer(Sta sta)
    {
        if (sta.Authenticator is { } authenticator)
        {
            authenticator.OnTimer();
            Drain(sta, authenticator);
        }
    }

    private void OnGroupTimer()
    {
        _group?.OnTimer();
        DrainGroup();
    }

    private void Drain(Sta sta, Authenticator authenticator)
    {
        while (authenticator.TryNextEffect(out var effect))
        {
            Run(sta, authenticator, effect);
        }

        // What a station does may be the last thing that a group key handshake waited for.
        DrainGroup();
    }

    private void Run(Sta sta, Authenticator authenticator, in AuthenticatorEffect effect)
    {
        switch (effect.Kind)
        {
            case AuthenticatorEffectKind.SendEapol:
                Report(authenticator, effect.Kind,
                    SendEapol(sta.Address, authenticator.OutgoingEapol, effect.Encrypt));
                break;
            case AuthenticatorEffectKind.ReadGroupSequence:
                AnswerGroupSequence(authenticator, effect.KeyIndex);
                break;
            case AuthenticatorEffectKind.InstallPairwiseKey:
                Report(authenticator, effect.Kind, _link.InstallKey(new KeySettings
                {
                    Station = sta.Address,
                    Index = 0,
                    Cipher = (uint)CipherSuite.Ccmp,
                    Key = authenticator.TemporalKey,
                }));
                break;
            case AuthenticatorEffectKind.AuthorizeStation:
                Report(authenticator, effect.Kind, Authorize(sta));
                break;
            case AuthenticatorEffectKind.DeauthenticateStation:
                Dismiss(sta, (ReasonCode)effect.ReasonCode);
                break;
            case AuthenticatorEffectKind.ArmTimer:
                sta.RsnTimer.Change(effect.Delay, Timeout.InfiniteTimeSpan);
                break;
            case AuthenticatorEffectKind.CancelTimer:
                sta.RsnTimer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                break;
            case AuthenticatorEffectKind.Connected:
                LogSecurity(sta, "pairwise key handshake completed (RSN)");
                Raise($"EAPOL-4WAY-HS-COMPLETED {sta.Address}");
                LimitKeyLife(sta);
                break;
            case AuthenticatorEffectKind.PossiblePskMismatch:
                Raise($"AP-STA-POSSIBLE-PSK-MISMATCH {sta.Address}");
                break;
            case AuthenticatorEffectKind.HeldForEntropy:
                Hold(sta);
                break;
            case AuthenticatorEffectKind.ReleasedFromEntropy:
                Release(sta);
                break;
            case AuthenticatorEffectKind.GroupRekeyDone:
                LogSecurity(sta, "group key handshake completed (RSN)");
                break;
            case AuthenticatorEffectKind.Dropped:
                break;
        }
    }

    private static void Report(Authenticator authenticator, AuthenticatorEffectKind kind, DriverResult result)
    {
        if (!result.Succeeded)
        {
            Log.Warn("{0} {1}", authenticator.Station, result);
            authenticator.OnEffectFailed(kind);
        }
    }

    private void AnswerGroupSequence(Authenticator authenticator, int keyIndex)
    {
        Span<byte> sequence = stackalloc byte[6];
        if (_link.ReadKeySequence(keyIndex, sequence).Succeeded)
        {
            authenticator.OnGroupSequence(sequence);
        }
        else
        {
            authenticator.OnEffectFailed(AuthenticatorEffectKind.ReadGroupSequence);
        }
    }

    private DriverResult Authorize(Sta sta)
    {
        var result = _link.Authorize(sta.Address, true);
        if (result.Succeeded)
        {
            EnterState(sta, StaState.Authorized, "port opened");
            sta.ConnectedTimestamp = _time.GetTimestamp();
            PortOpening?.Invoke(sta.Address);
            Raise($"AP-STA-CONNECTED {sta.Address}{DeviceAddressText(sta)}{IpAddressText(sta)}{KeyIdText(sta)}");
        }

        return result;
    }

    private void DrainGroup()
    {
        while (_group is { } group && group.TryNextEffect(out var effect))
        {
            Run(group, effect);
        }
    }

    private void Run(GroupKeyMachine group, in GroupKeyEffect effect)
    {
        switch (effect.Kind)
        {
            case GroupKeyEffectKind.InstallGroupKey:
                Report(group, effect.Kind, _link.InstallKey(new KeySettings
                {
                    Index = effect.KeyIndex,
                    Cipher = (uint)CipherSuite.Ccmp,
                    Key = group.Key(effect.KeyIndex),
                    MakeDefault = true,
                }));
                break;
            case GroupKeyEffectKind.SetDefaultGroupKey:
                // Done with the installation: one step for every driver.
                break;
            case GroupKeyEffectKind.RekeyStation:
                if (Stations.Find(effect.Station!.Station) is { } sta && sta.Authenticator == effect.Station)
                {
                    effect.Station.StartGroupRekey();
                    Drain(sta, effect.Station);
                }

                break;
            case GroupKeyEffectKind.ArmTimer:
                _groupTimer.Change(effect.Delay, Timeout.InfiniteTimeSpan);
                break;
            case GroupKeyEffectKind.CancelTimer:
                _groupTimer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                break;
            case GroupKeyEffectKind.Rekeyed:
                Log.Info("{0}: WPA: group key renewed (index {1})", Options.InterfaceName, group.KeyIndex);
                break;
        }
    }

    private void Report(GroupKeyMachine group, GroupKeyEffectKind kind, DriverResult result)
    {
        if (!result.Succeeded)
        {
            Log.Warn("{0}: {1}", Options.InterfaceName, result);
            group.OnEffectFailed(kind);
        }
    }

    private void LogSecurity(Sta sta, string text) =>
        Log.Info("{0}: STA {1} WPA: {2}", Options.InterfaceName, sta.Address, text);
}
