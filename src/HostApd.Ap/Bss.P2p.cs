using System.Globalization;
using System.Net;
using HostApd.Driver;
using HostApd.Ieee80211;
using HostApd.P2p;
using HostApd.Rsn;
using HostApd.Wps;

namespace HostApd.Ap;

/// <content>The P2P Group Owner: its elements, its clients, and its answers to action frames.</content>
public sealed partial class Bss : IIpAddressing
{
    /// <summary>How long a press from afar lasts.</summary>
    private static readonly TimeSpan AutoPressTime = TimeSpan.FromSeconds(30);

    /// <summary>Bytes of the wildcard SSID of P2P (P2P 1.7 3.1.2.1.1).</summary>
    private static ReadOnlySpan<byte> WildcardSsid => "DIRECT-"u8;

    private GroupOwner? _groupOwner;

    /// <summary>The Group Owner; null for an ordinary access point, and while not enabled.</summary>
    public GroupOwner? GroupOwner => _groupOwner;

    /// <summary>Wi-Fi Display subelements; they outlive the group. After a change: <see cref="UpdateBeacon"/>.</summary>
    public DisplaySubelements Display { get; } = new();

    /// <inheritdoc/>
    public bool TryAllocate(MacAddress station, Span<byte> allocation)
    {
        if (Options.IpAddresses is not { } pool || Stations.Find(station) is not { } sta || LeaseFor(sta) is not { } address)
        {
            return false;
        }

        return address.TryWriteBytes(allocation, out _)
            && pool.Mask.TryWriteBytes(allocation[4..], out _)
            && pool.Owner.TryWriteBytes(allocation[8..], out _);
    }

    /// <summary>The address of a station in the group's network: the same for the 4-way handshake and for DHCP.</summary>
    public IPAddress? LeaseFor(Sta sta) => Options.IpAddresses?.Lease(LeaseKey(sta), sta.Address, IsPresent);

    private static MacAddress LeaseKey(Sta sta) => DeviceAddressOf(sta) is { IsZero: false } device ? device : sta.Address;

    private static MacAddress DeviceAddressOf(Sta sta) =>
        sta.GroupClient?.Info.Address ?? sta.P2pDevice;

    private static P2pStatus P2pStatusOf(StatusCode status) => status switch
    {
        StatusCode.Success => P2pStatus.Success,
        StatusCode.NoMoreStations => P2pStatus.LimitReached,
        _ => P2pStatus.IncompatibleParameters,
    };

    /// <summary>Between its M2 and M4 a station has an address already.</summary>
    private bool IsPresent(MacAddress station) =>
        Stations.Find(station) is { State: StaState.Associated or StaState.Authorized };

    private void CreateGroupOwner()
    {
        // Anew each time: what a start that was refused left behind belongs to other options.
        var draws = new RateLimiter(_time, perSecond: 1, burst: 5);
        _groupOwner = Options.GroupOwner is { } options
            ? new GroupOwner(Bssid, Options.Ssid, options, _time, () => draws.TryTake() ? Pin.TryDraw(_entropy) : null)
            {
                Display = Display,
                Operating = OperatingNow(),
            }
            : null;
    }

    private (byte Class, byte Channel) OperatingNow() => (Options.Channel.OperatingClass, (byte)Options.Channel.Number);

    private void AnnounceGroup()
    {
        if (_groupOwner is not null)
        {
            var passphrase = Options.Security?.Passphrase is { } secret
                ? $" passphrase=\"{System.Text.Encoding.ASCII.GetString(secret.Span)}\""
                : "";
            RaiseSecret(
                string.Create(CultureInfo.InvariantCulture,
                    $"P2P-GROUP-STARTED {Options.InterfaceName} GO ssid=\"{EventField.Escape(System.Text.Encoding.UTF8.GetString(Options.Ssid))}\" freq={Options.Channel.PrimaryMhz}"),
                passphrase,
                $" go_dev_addr={Bssid}{(Options.GroupOwner!.Persistent ? " [PERSISTENT]" : "")}");
        }
    }

    private void AnnounceEndOfGroup(bool requested)
    {
        if (_groupOwner is not null)
        {
            _groupOwner = null;
            Raise($"P2P-GROUP-REMOVED {Options.InterfaceName} GO reason={(requested ? "REQUESTED" : "UNAVAILABLE")}");
        }
    }

    /// <summary>An event with a secret in the middle, which control clients see and the log does not.</summary>
    private void RaiseSecret(string before, string secret, string after)
    {
        if (!_eventLimiter.Admits(before))
        {
            return;
        }

        Log.Info("{0}: {1}{2}", Options.InterfaceName, before, after);
        Tell(Event, before + secret + after);
        Tell(PublicEvent, before + after);
    }

    private bool IsGroupWildcard(ReadOnlySpan<byte> ssid) => _groupOwner is not null && ssid.SequenceEqual(WildcardSsid);

    /// <summary>What a Group Owner does not answer: CCK-only probers, and searches for other devices.</summary>
    private bool ConcernsGroup(in RequestElements elements)
    {
        if (_groupOwner is null)
        {
            return true;
        }

        if (OnlyCck(elements.Rates) && OnlyCck(elements.ExtendedRates))
        {
            return false;
        }

        if (elements.P2p.IsEmpty)
        {
            return true;
        }

        return P2pRequest.TryParse(elements.P2p, out var request) && _groupOwner.Matches(request,
            WpsRequest.TryParse(elements.Wps, out var wps) ? wps.RequestedDeviceType : null);
    }

    private static bool OnlyCck(ReadOnlySpan<byte> rates)
    {
        foreach (var rate in rates)
        {
            if ((rate & 0x7F) is not (2 or 4 or 11 or 22))
            {
                return false;
            }
        }

        return true;
    }

    private void JoinGroup(Sta sta)
    {
        if (_groupOwner is { } owner)
        {
            sta.GroupClient = owner.OnAssociated(sta.Address, sta.P2pRequest);
            DrainGroupOwner();
        }
    }

    private void LeaveGroup(Sta sta)
    {
        sta.GroupClient = null;
        if (_groupOwner is { } owner)
        {
            owner.OnLeft(sta.Address);
            DrainGroupOwner();
        }
    }

    private void OnAction(in ManagementFrame frame)
    {
        if (_groupOwner is { } owner && P2p.GroupOwner.IsP2p(frame.Body))
        {
            _entropy.Boost();
            owner.OnAction(frame.Source, frame.Body);
            DrainGroupOwner();
        }
        else
        {
            Counters.Count(FrameDrop.NotExpected);
        }
    }

    private void DrainGroupOwner()
    {
        while (_groupOwner is { } owner && owner.TryNextEffect(out var effect))
        {
            Run(effect);
        }
    }

    private void Run(in GroupOwnerEffect effect)
    {
        switch (effect.Kind)
        {
            case GroupOwnerEffectKind.SendAction:
                var writer = new ByteWriter(_frame);
                ManagementFrame.WriteHeader(ref writer, ManagementSubtype.Action, effect.Address, Bssid, Bssid);
                writer.Bytes(effect.Body);
                Send(writer.Written, SendOptions.None);
                break;
            case GroupOwnerEffectKind.Announce when effect.Secret is { } secret:
                RaiseSecret(effect.Text!, secret, effect.Rest);
                break;
            case GroupOwnerEffectKind.Announce:
                Raise(effect.Text!);
                break;
            case GroupOwnerEffectKind.PressButton:
                PressFor(effect.Address);
                break;
            case GroupOwnerEffectKind.UpdateElements:
                RefreshBeacon();
                break;
        }
    }

    private void PressFor(MacAddress device)
    {
        if (Registrar?.PushButtonFor(device, AutoPressTime) == true)
        {
            Log.Info("{0}: {1} asked for the button; pressed for it alone, for {2} s", Options.InterfaceName, device,
                AutoPressTime.TotalSeconds);
        }
        else
        {
            Log.Debug("{0}: {1} asked for the button; it is in use", Options.InterfaceName, device);
            _groupOwner?.OnPressRefused(device);
        }

        DrainWps();
    }

    private static string DeviceAddressText(Sta sta) =>
        sta.GroupClient is { } client ? $" p2p_dev_addr={client.Info.Address}" : "";

    private string IpAddressText(Sta sta) =>
        Options.IpAddresses?.Find(sta.Address, IsPresent) is { } address ? $" ip_addr={address}" : "";
}
