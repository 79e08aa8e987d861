using HostApd.Driver;
using HostApd.Ieee80211;
using HostApd.P2p;
using HostApd.Wps;

namespace HostApd.Ap;

/// <summary>
/// A BSS that is a P2P device between its groups (<c>p2p_mode = on-demand</c>): set up and silent it listens and negotiates, agreed it
/// beacons on the channel that was agreed on, and at the group's end it falls silent and listens again. The decisions are
/// <see cref="P2pDevice"/>'s; here its effects are run, and it is told what became of them. Where the group always runs
/// (<c>p2p_mode = group</c>) it is a device only while the group is off the air and somebody wants it to be found: what else is asked of
/// the BSS finds it as if there had never been one.
/// <code>
/// the BSS is           | the device, on demand               | asked to be found (P2P_LISTEN)
/// Silent               | is on, and has no group             | the same, until it is about nothing any more; then there is none
/// Disabled             | is off                              | the same; not while the BSS comes back by itself
/// Enabled, as planned  | has the group that it agreed on     | the same; at its end there is none
/// Enabled, otherwise   | has a group that a person asked for | there is none
/// anything else        | is off                              | there is none
/// </code>
/// </summary>
public sealed class GroupOnDemand : IWork
{
    private readonly BssSite _site;
    private readonly StationTable _stations;
    private readonly GroupMembership _membership;
    private readonly GroupFormation _formation;
    private readonly DeviceRadio _radio;
    private readonly RadioShare _share;
    private readonly AgreedGroup _agreed;
    private readonly DeviceOutfit _outfit;
    private bool _isWaitingForEntropy;

    internal GroupOnDemand(BssSite site, StationTable stations, GroupMembership membership, GroupFormation formation, FrameLoss loss)
    {
        (_site, _stations, _membership, _formation) = (site, stations, membership, formation);
        _share = new RadioShare(site);
        _agreed = new AgreedGroup(site, formation, _share);
        _outfit = new DeviceOutfit(site, membership, _share, _agreed);
        _radio = new DeviceRadio(site, loss, _outfit, Tell);
        membership.OnAnswer = OnAnswer;
        site.Settled += OnState;
        site.Voice.Event += OnEvent;
    }

    /// <summary>The device; null while the options say nothing of one, or its interface is not there, or nobody has asked for it to be found.</summary>
    public P2pDevice? Device { get; private set; }

    /// <summary>The channel is that of an agreed group: it is no wish of the owner's.</summary>
    public bool HasChannelOfGroup => _agreed.HasMoved;

    /// <summary>Presses the button for a device alone, or lets it in with a PIN.</summary>
    internal Action<GroupPlan> OpenProvisioning { get; set; } = static _ => { };

    /// <summary>Makes the interface ready for a device, where there is no group.</summary>
    internal Func<DriverResult> PrepareToListen { get; set; } = static () => DriverResult.Ok;

    /// <summary>Goes on the air with the options as they are now.</summary>
    internal Func<DriverResult> BeginBeaconing { get; set; } = static () => DriverResult.Ok;

    /// <summary>Sends all stations away, and is what it was before the group.</summary>
    internal Action FallSilent { get; set; } = static () => { };

    /// <summary>Sets the BSS up anew, silent: after a start that failed.</summary>
    internal Action SetUp { get; set; } = static () => { };

    /// <summary>A device has forgotten the group: what is kept of it goes.</summary>
    internal Action<MacAddress> Forget { get; set; } = static _ => { };

    /// <summary>Frames that are heard now are a device's, and not an access point's.</summary>
    internal bool Hears => _site.State == BssState.Silent || IsForAWhile && !_site.IsOnAir;

    /// <summary>There is a group on demand, or one is about to be.</summary>
    private bool HasGroup => Device is { Phase: not GroupPhase.None };

    /// <summary>There is a device because somebody has asked for it to be found.</summary>
    private bool IsForAWhile => Device is { Options.Listens: ListenHabit.WhenAsked };

    /// <summary>Asks the device for something, and runs what follows of it; <paramref name="otherwise"/> when there is none.</summary>
    public T Ask<T>(Func<P2pDevice, T> question, T otherwise)
    {
        ArgumentNullException.ThrowIfNull(question);
        if (Device is not { } device)
        {
            return otherwise;
        }

        _outfit.Share(device);
        var answer = question(device);
        _site.Work.Add(this);
        return answer;
    }

    /// <summary>As above; nothing is done when there is none.</summary>
    public void Tell(Action<P2pDevice> wish)
    {
        ArgumentNullException.ThrowIfNull(wish);
        if (Device is { } device)
        {
            wish(device);
            _site.Work.Add(this);
        }
    }

    /// <summary>Begins a group that was agreed on with nobody (P2P_GROUP_ADD); false when there is no device that could, or no name yet.</summary>
    public bool BeginGroup()
    {
        if (Device is not { Phase: GroupPhase.None } || _site.State != BssState.Silent || _site.Options.Ssid.Length == 0)
        {
            return false;
        }

        _outfit.Share(Device);
        if (_share.IsBound)
        {
            _agreed.MoveTo(Device.Options.ForcedMhz);
        }

        _radio.Rest(() => _ = BeginBeaconing());
        return true;
    }

    /// <summary>
    /// Becomes a device that is found for a while (P2P_LISTEN; zero: an hour), where there is none because the group always runs when it is
    /// on the air, and it is off now.
    /// </summary>
    public DriverResult BeFound(P2pDeviceOptions options, TimeSpan time)
    {
        var result = PrepareToListen();
        if (result.Succeeded)
        {
            _site.Options = _site.Options with { Device = options };
            Device = _outfit.Make(options);
            Tell(device =>
            {
                device.Start();
                _ = device.Listen(time);
            });
            AwaitEntropy();
        }

        return result;
    }

    /// <summary>Something else is wanted of the BSS: who was to be found for a while is not found any more. Not while it has a group.</summary>
    internal void EndListen()
    {
        if (IsForAWhile && !_site.IsOnAir)
        {
            TellOver();
        }
    }

    /// <summary>A fault of ours: who was to be found for a while is not asked again.</summary>
    internal void Abandon()
    {
        if (IsForAWhile && !_site.IsOnAir)
        {
            _radio.Lose();
            Drop();
        }
    }

    /// <summary>
    /// The button, where there is no group whose button it could be; null: there is one, or there is no device here. False: two devices
    /// wait for it.
    /// </summary>
    public bool? PushButton() => Device is { Phase: GroupPhase.None } ? Ask(static device => device.PushButton(), otherwise: false) : null;

    void IWork.RunEffects()
    {
        while (Device is { } device && device.TryNextEffect(out var effect))
        {
            Run(device, effect);
        }

        if (IsForAWhile && Device is { State: DeviceState.Idle })
        {
            Drop();
        }
    }

    /// <summary>The options say something else of the device: it counts from the next frame on.</summary>
    public void Renew()
    {
        if (Device is { } device && _site.Options.Device is { } options)
        {
            device.Options = _outfit.Complete(options);
            device.OnEntropyReady();
            _site.Work.Add(this);
        }
    }

    /// <summary>The options of the device alone are others: they count from the next frame on.</summary>
    public void Take(P2pDeviceOptions? options)
    {
        if (Device is not null && options is not null)
        {
            _site.Options = _site.Options with { Device = options };
            Renew();
        }
    }

    /// <summary>An eight-digit PIN that will be shown here; null while there is not enough entropy.</summary>
    public string? DrawPin() => Pin.TryDraw(_site.Entropy);

    /// <summary>A frame that was heard while the BSS does not beacon.</summary>
    internal void OnFrame(ReadOnlySpan<byte> bytes, in ReceiveInfo info)
    {
        if (Device is not { } device || !ManagementFrame.TryParse(bytes, out var frame) || !_site.MayBeStation(frame.Source))
        {
            return;
        }

        _site.Entropy.MixFrame(_site.Time.GetTimestamp(), frame.Source.GetHashCode());
        if (frame.Subtype == ManagementSubtype.ProbeRequest)
        {
            device.OnProbeRequest(bytes, info.FrequencyMhz, info.SignalDbm);
        }
        else if (frame.Subtype == ManagementSubtype.Action && frame.Destination == _site.Bssid && GroupOwner.IsP2p(frame.Body))
        {
            _site.Entropy.Boost();
            if (P2pDevice.IsWish(frame.Body))
            {
                _outfit.Share(device);
            }

            device.OnAction(frame.Source, frame.Body, info.FrequencyMhz, info.SignalDbm);
        }
        else
        {
            _site.Counters.Count(FrameDrop.NotExpected);
            return;
        }

        _site.Work.Add(this);
    }

    /// <summary>Whether a group may be where another program's interface goes.</summary>
    internal DriverResult CheckFollow(ChannelSwitch wanted) =>
        !HasGroup || Device!.Options.FrequenciesMhz.Contains(wanted.Channel.PrimaryMhz)
            ? DriverResult.Ok
            : new DriverResult("moving the group", ErrorNumber.Invalid, $"no group may be on {wanted.Channel.PrimaryMhz} MHz", null);

    /// <summary>The group goes where another program's interface goes; the next one is again where its owner wishes.</summary>
    internal void Follows()
    {
        if (HasGroup)
        {
            _agreed.KeepWish();
        }
    }

    /// <summary>The radio is needed where the group cannot be: it ends. False when there is none on demand.</summary>
    internal bool MakeRoom(RadioInterface neighbour, ChannelSwitch move, DriverResult why)
    {
        if (!HasGroup)
        {
            return false;
        }

        BssSite.Log.Info("{0}: the group ends: {1} is to go to channel {2}, the radio has one channel, and the group cannot be there ({3})",
            _site.Name, neighbour.Name, move.Channel.Number, why);
        Tell(static device => device.EndGroup(GroupEnd.FrequencyConflict));
        return true;
    }

    /// <summary>The BSS is on another channel.</summary>
    internal void OnMoved() => Tell(device => device.OnGroupMoved(_site.Options.Channel.PrimaryMhz));

    /// <summary>The TX status of a frame; false when it is none of the device's.</summary>
    internal bool OnFrameSent(ulong cookie, bool acknowledged) => _radio.OnFrameSent(cookie, acknowledged);

    /// <summary>A frame that a running group leaves to the device: an answer to what it asked.</summary>
    private bool OnAnswer(in ManagementFrame frame)
    {
        if (Device is not { } device || !P2pDevice.IsAnswer(frame.Body))
        {
            return false;
        }

        device.OnAction(frame.Source, frame.Body, _site.Options.Channel.PrimaryMhz, 0);
        _site.Work.Add(this);
        return true;
    }

    private void OnState(BssState state)
    {
        if (IsForAWhile && !(state == BssState.Enabled && _agreed.IsPlanned))
        {
            OnOver(state);
            return;
        }

        switch (state)
        {
            case BssState.Silent:
                OnSilent();
                break;
            case BssState.Enabled when !_agreed.IsPlanned:
                Tell(device => device.AdoptGroup(_site.Options.Channel.PrimaryMhz));
                break;
            case BssState.Enabled:
                // Who started it goes on when the access point is all there.
                break;
            case BssState.Uninitialized:
            case BssState.Disabled:
            case BssState.CountryUpdate:
            case BssState.ChoosingChannel:
            case BssState.CoexistenceScan:
            case BssState.RadarCheck:
                OnOff();
                break;
        }
    }

    /// <summary>Whatever step the BSS has made, but for the one to the group that was agreed on: the while is over.</summary>
    private void OnOver(BssState state)
    {
        if (_agreed.IsPlanned && state != BssState.Silent)
        {
            // Its group was not the one that always runs, which is off as before: that is not what comes back.
            _site.Options = _site.Options with { StartSilent = true };
        }

        _agreed.End();
        TellOver();
        if (state is not (BssState.Silent or BssState.Enabled))
        {
            _radio.Lose();
        }
    }

    /// <summary>There is no device any more.</summary>
    private void Drop()
    {
        _radio.CancelTimers();
        Device = null;
        _site.Options = _site.Options with { Device = null };
    }

    private void OnSilent()
    {
        if (_site.Options.Device is not { Listens: ListenHabit.Always } options)
        {
            return;
        }

        _agreed.End();
        if (Device is null || Device.Address != _site.Bssid)
        {
            // One that is no more is due nothing.
            _radio.CancelTimers();
            Device = _outfit.Make(options);
        }
        else
        {
            // The radio may have other channels than before.
            Device.Options = _outfit.Complete(options);
        }

        Tell(static device =>
        {
            device.OnGroupEnded();
            device.Start();
        });
        AwaitEntropy();
    }

    /// <summary>The radio is not the device's any more, and whatever it was about ends.</summary>
    private void TellOver() => Tell(static device =>
    {
        device.Stop();
        device.OnGroupEnded();
    });

    private void OnOff()
    {
        _agreed.End();
        TellOver();
        _radio.Lose();
        if (Device is not null)
        {
            // Whatever its last group was: what comes back is a device without one.
            _site.Options = _site.Options with { StartSilent = true };
        }
    }

    private void AwaitEntropy()
    {
        if (!_isWaitingForEntropy && _site.Entropy.State != Entropy.EntropyState.Ready)
        {
            _isWaitingForEntropy = true;
            _site.Entropy.WhenReady(() =>
            {
                _isWaitingForEntropy = false;
                Tell(static device => device.OnEntropyReady());
            });
        }
    }

    private void OnEvent(ApEvent told)
    {
        switch (told.Kind)
        {
            case ApEventKind.Wps when told.Wps == WpsEvent.Success:
                Tell(static device => device.OnProvisioned());
                break;
            case ApEventKind.Wps when told.Wps == WpsEvent.Fail:
                Tell(static device => device.OnProvisioningFailed());
                break;
            case ApEventKind.StationConnected:
                Tell(static device => device.OnClientIn());
                break;
            case ApEventKind.StationDisconnected:
                Tell(device => device.OnClientLeft(_stations.Count(static s => s.IsAuthorized)));
                break;
            default:
                break;
        }
    }

    private void Run(P2pDevice device, in DeviceEffect effect)
    {
        if (_radio.TryRun(device, effect))
        {
            return;
        }

        switch (effect.Kind)
        {
            case DeviceEffectKind.StartGroup:
                var plan = effect.Plan!;
                _radio.Rest(() => StartGroup(plan));
                break;
            case DeviceEffectKind.AnnounceGroup:
                _formation.IsUntold = false;
                _membership.Announce();
                break;
            case DeviceEffectKind.OpenGroup:
                _formation.Open();
                break;
            case DeviceEffectKind.EndGroup:
                EndGroup(effect.End);
                break;
            case DeviceEffectKind.ForgetClient:
                Forget(effect.Address);
                break;
            default:
                throw new InvalidOperationException($"nobody runs {effect.Kind}");
        }
    }

    private void EndGroup(GroupEnd why)
    {
        if (_site.State == BssState.Enabled)
        {
            _membership.EndReason = why;
            FallSilent();
        }
        else
        {
            // It waited for the radio, and need not any more.
            _radio.Rest();
            Tell(static device => device.OnGroupEnded());
        }
    }

    private void StartGroup(GroupPlan plan)
    {
        var isForAWhile = IsForAWhile;
        _agreed.Prepare(plan);
        if (BeginBeaconing() is { Succeeded: false } || !_site.IsOnAir)
        {
            // The refusal was told. The device goes on being found, but for one that was there for a while only.
            if (isForAWhile)
            {
                OnOver(_site.State);
            }
            else
            {
                SetUp();
            }

            return;
        }

        if (plan.Method is not null)
        {
            OpenProvisioning(plan);
        }

        Tell(static device => device.OnGroupStarted());
    }
}
