using System.Net;
using System.Text;
using HostApd.Ieee80211;
using HostApd.P2p;
using HostApd.Rsn;
using HostApd.Wps;

namespace HostApd.Ap;

/// <summary>The P2P group of a BSS: its owner's elements and answers, its clients and their addresses. Nothing of it in an ordinary network.</summary>
public sealed class GroupMembership : IIpAddressing, IWork
{
    /// <summary>How long a press from afar lasts.</summary>
    private static readonly TimeSpan AutoPressTime = TimeSpan.FromSeconds(30);

    private readonly BssSite _site;
    private readonly StationTable _stations;
    private readonly Transmitter _transmitter;
    private readonly Announcement _announcement;
    private readonly GroupFormation _formation;

    /// <summary>Frames whose TX status is waited for, and to whom; as few as the owner has on their way.</summary>
    private readonly Dictionary<ulong, MacAddress> _awaited = [];

    internal GroupMembership(BssSite site, StationTable stations, Transmitter transmitter, Announcement announcement, GroupFormation formation)
    {
        _formation = formation;
        _site = site;
        _stations = stations;
        _transmitter = transmitter;
        _announcement = announcement;
        announcement.Add(new ElementRow(ElementKey.OfVendor(VendorElements.P2p), Views.All, WriteElement));
    }

    /// <summary>The Group Owner; null for an ordinary access point, and while not enabled.</summary>
    public GroupOwner? Owner { get; private set; }

    /// <summary>Who has been in the group; it outlives the group.</summary>
    public KnownClients Known { get; } = new();

    /// <summary><see cref="Known"/> is another: to be kept.</summary>
    public event Action? KnownChanged;

    /// <summary>Wi-Fi Display subelements; they outlive the group. After a change: <see cref="Bss.UpdateBeacon"/>.</summary>
    public DisplaySubelements Display { get; } = new();

    /// <summary>Takes answers to what the device asked while it has a group; false when a frame is none.</summary>
    internal AnswerHandler OnAnswer { get; set; } = static (in _) => false;

    /// <summary>Why the group is about to end; null: somebody asked for it, or its radio went.</summary>
    internal GroupEnd? EndReason { get; set; }

    /// <summary>Presses the button for one device alone; false when it is in use.</summary>
    internal Func<MacAddress, TimeSpan, bool> Press { get; set; } = static (_, _) => false;

    /// <summary>The P2P Device Address of a station, or what it claims; zero when it claims none.</summary>
    public static MacAddress DeviceAddressOf(Sta sta)
    {
        ArgumentNullException.ThrowIfNull(sta);
        return sta.GroupClient?.Info.Address ?? sta.P2pDevice;
    }

    /// <inheritdoc/>
    public bool TryAllocate(MacAddress station, Span<byte> allocation)
    {
        if (_site.Options.IpAddresses is not { } pool || _stations.Find(station) is not { } sta || LeaseFor(sta) is not { } address)
        {
            return false;
        }

        return address.TryWriteBytes(allocation, out _)
            && pool.Mask.TryWriteBytes(allocation[4..], out _)
            && pool.Owner.TryWriteBytes(allocation[8..], out _);
    }

    /// <summary>The address of a station in the group's network: the same for the 4-way handshake and for DHCP.</summary>
    public IPAddress? LeaseFor(Sta sta)
    {
        ArgumentNullException.ThrowIfNull(sta);
        return _site.Options.IpAddresses?.Lease(LeaseKey(sta), sta.Address, IsPresent);
    }

    void IWork.RunEffects()
    {
        while (Owner is { } owner && owner.TryNextEffect(out var effect))
        {
            Run(effect);
        }
    }

    /// <summary>Anew each time: what a start that was refused left behind belongs to other options.</summary>
    internal void Create()
    {
        _awaited.Clear();
        var draws = new RateLimiter(_site.Time, perSecond: 1, burst: 5);
        Owner = _site.Options.GroupOwner is { } options
            ? new GroupOwner(_site.Bssid, _site.Options.Ssid, options, _site.Time, () => draws.TryTake() ? Pin.TryDraw(_site.Entropy) : null)
            {
                Display = Display,
                Operating = OperatingNow(),
            }
            : null;
    }

    internal void Forget() => Owner = null;

    internal void Announce()
    {
        if (Owner is not null && !_formation.IsUntold)
        {
            var options = _site.Options;
            List<EventWord> words =
            [
                EventWord.Of(_site.Name),
                EventWord.Of("GO"),
                EventWord.Quoted("ssid", Encoding.UTF8.GetString(options.Ssid)),
                EventWord.Of("freq", options.Channel.PrimaryMhz),
                EventWord.Of("go_dev_addr", _site.Bssid),
            ];
            if (options.Security?.Passphrase is { } secret)
            {
                words.Insert(words.Count - 1, new EventWord(WordForm.QuotedAsItIs, "passphrase", [Encoding.ASCII.GetString(secret.Span)]) { IsSecret = true });
            }

            if (options.GroupOwner!.Persistent)
            {
                words.Add(EventWord.Of("[PERSISTENT]"));
            }

            _site.Voice.Raise(new ApEvent(ApEventKind.GroupStarted, words));
        }
    }

    internal void AnnounceEnd(bool requested)
    {
        if (Owner is not null)
        {
            Owner = null;
            var reason = EndReason ?? (requested ? GroupEnd.Requested : GroupEnd.Unavailable);
            EndReason = null;
            _site.Voice.Raise(new ApEvent(ApEventKind.GroupRemoved,
                EventWord.Of(_site.Name), EventWord.Of("GO"), EventWord.Of("reason", reason switch
                {
                    GroupEnd.Requested => "REQUESTED",
                    GroupEnd.FormationFailed => "FORMATION_FAILED",
                    GroupEnd.Idle => "IDLE",
                    GroupEnd.FrequencyConflict => "FREQ_CONFLICT",
                    GroupEnd.Unavailable => "UNAVAILABLE",
                })));
        }
    }

    /// <summary>The BSS is on another channel.</summary>
    internal void FollowChannel()
    {
        if (Owner is { } owner)
        {
            owner.Operating = OperatingNow();
        }
    }

    internal bool IsWildcard(ReadOnlySpan<byte> ssid) => Owner is not null && ssid.SequenceEqual(P2pRequest.WildcardSsid);

    /// <summary>What a Group Owner does not answer: CCK-only probers, and searches for other devices.</summary>
    internal bool Concerns(in RequestElements elements)
    {
        if (Owner is null)
        {
            return true;
        }

        if (elements.HasOnlyCckRates)
        {
            return false;
        }

        if (elements.P2p.IsEmpty)
        {
            return true;
        }

        return P2pRequest.TryParse(elements.P2p, out var request) && Owner.Matches(request,
            WpsRequest.TryParse(elements.Wps, out var wps) ? wps.RequestedDeviceType : null);
    }

    internal void Join(Sta sta)
    {
        if (Owner is { } owner)
        {
            sta.GroupClient = owner.OnAssociated(sta.Address, sta.P2pRequest);
            _site.Work.Add(this);
        }
    }

    internal void Leave(Sta sta)
    {
        sta.GroupClient = null;
        if (Owner is { } owner)
        {
            owner.OnLeft(sta.Address);
            _site.Work.Add(this);
        }
    }

    /// <summary>A station is in: a client is remembered.</summary>
    internal void Remember(MacAddress station)
    {
        if (_stations.Find(station) is { GroupClient: { } client } && Known.Note(client.Info.Address, DateOnly.FromDateTime(_site.Time.GetUtcNow().UtcDateTime)))
        {
            KnownChanged?.Invoke();
        }
    }

    /// <summary>A device is no client any more.</summary>
    internal void ForgetClient(MacAddress device)
    {
        if (Known.Remove(device))
        {
            KnownChanged?.Invoke();
        }
    }

    /// <summary>The TX status of a frame; false when nobody waits for it.</summary>
    internal bool OnFrameSent(ulong cookie, bool acknowledged)
    {
        if (!_awaited.Remove(cookie, out var client))
        {
            return false;
        }

        Owner?.OnSent(client, acknowledged);
        _site.Work.Add(this);
        return true;
    }

    /// <summary>A P2P action frame: public, or P2P's own (P2P 1.7 4.2.8, 4.2.9).</summary>
    internal void OnAction(in ManagementFrame frame)
    {
        if (OnAnswer(frame))
        {
            return;
        }

        if (Owner is { } owner)
        {
            _site.Entropy.Boost();
            owner.OnAction(frame.Source, frame.Body);
            _site.Work.Add(this);
        }
        else
        {
            _site.Counters.Count(FrameDrop.NotExpected);
        }
    }

    /// <summary>What events tell of a station that is a client of the group, and that has an address in its network.</summary>
    internal List<EventWord> DescribeClient(Sta sta)
    {
        var words = DescribeDevice(sta);
        if (_site.Options.IpAddresses?.Find(sta.Address, IsPresent) is { } address)
        {
            words.Add(EventWord.Of("ip_addr", address));
        }

        return words;
    }

    internal static List<EventWord> DescribeDevice(Sta sta) =>
        sta.GroupClient is { } client ? [EventWord.Of("p2p_dev_addr", client.Info.Address)] : [];

    private static MacAddress LeaseKey(Sta sta) => DeviceAddressOf(sta) is { IsZero: false } device ? device : sta.Address;

    private static P2pStatus StatusOf(StatusCode status) => status switch
    {
        StatusCode.Success => P2pStatus.Success,
        StatusCode.NoMoreStations => P2pStatus.LimitReached,
        _ => P2pStatus.IncompatibleParameters,
    };

    /// <summary>Between its M2 and M4 a station has an address already.</summary>
    private bool IsPresent(MacAddress station) => _stations.Find(station) is { IsAssociated: true };

    private (byte Class, byte Channel) OperatingNow() => (_site.Options.Channel.OperatingClass, (byte)_site.Options.Channel.Number);

    private void WriteElement(ref ByteWriter writer, in ElementContext context)
    {
        switch (context.View)
        {
            case Views.Beacon:
                Owner?.WriteBeaconElement(ref writer);
                break;
            case Views.ProbeResponse when context.AskedForP2p:
                Owner?.WriteProbeResponseElement(ref writer);
                break;
            case Views.AssociationResponse when context.Station is { AskedForP2p: true }:
                Owner?.WriteAssociationElement(ref writer, StatusOf(context.Status));
                break;
            default:
                break;
        }
    }

    private void Run(in GroupOwnerEffect effect)
    {
        switch (effect.Kind)
        {
            case GroupOwnerEffectKind.SendAction:
                var writer = _transmitter.Begin(ManagementSubtype.Action, effect.Address);
                writer.Bytes(effect.Body);
                _transmitter.Send(writer);
                break;
            case GroupOwnerEffectKind.SendAwaited:
                SendAwaited(effect);
                break;
            case GroupOwnerEffectKind.Announce:
                _site.Voice.Raise(ApEvent.Of(effect.Event switch
                {
                    P2pEvent.PushButtonWanted => ApEventKind.ProvisionPushButton,
                    P2pEvent.ShowPin => ApEventKind.ProvisionShowPin,
                    P2pEvent.EnterPin => ApEventKind.ProvisionEnterPin,
                }, effect.Address, effect.Words!));
                break;
            case GroupOwnerEffectKind.PressButton:
                PressFor(effect.Address);
                break;
            case GroupOwnerEffectKind.UpdateElements:
                _announcement.Refresh();
                break;
        }
    }

    /// <summary>What the radio does not take, nobody hears.</summary>
    private void SendAwaited(in GroupOwnerEffect effect)
    {
        var writer = _transmitter.Begin(ManagementSubtype.Action, effect.Address);
        writer.Bytes(effect.Body);
        if (_transmitter.TrySend(writer, Driver.SendOptions.None, out var cookie) && cookie != 0)
        {
            _awaited[cookie] = effect.Address;
        }
        else
        {
            Owner?.OnSent(effect.Address, acknowledged: false);
        }
    }

    private void PressFor(MacAddress device)
    {
        if (Press(device, AutoPressTime))
        {
            BssSite.Log.Info("{0}: {1} asked for the button; pressed for it alone, for {2} s", _site.Name, device, AutoPressTime.TotalSeconds);
        }
        else
        {
            BssSite.Log.Debug("{0}: {1} asked for the button; it is in use", _site.Name, device);
            Owner?.OnPressRefused(device);
        }
    }
}
