using HostApd.Ieee80211;
using HostApd.Wps;

namespace HostApd.P2p;

/// <summary>What a device says of itself in its frames, as its options are now.</summary>
internal sealed class DeviceSelf
{
    /// <summary>What we need to be an owner, in units of 10 ms; told to who is to wait for it (P2P 1.7 4.1.6).</summary>
    public const byte OwnerTimeout = 100;

    /// <summary>The same for a client, which we never are; told because a value is expected.</summary>
    public const byte ClientTimeout = 20;

    private readonly DisplaySubelements _display;

    public DeviceSelf(MacAddress address, P2pDeviceOptions options, DisplaySubelements display)
    {
        Address = address;
        _display = display;
        Options = options;
        Take(options);
    }

    /// <summary>P2P Device Address, which is our address in the group, too.</summary>
    public MacAddress Address { get; }

    public P2pDeviceOptions Options { get; private set; }

    /// <summary>What we say of ourselves to who looks for us, and when we look for others.</summary>
    public DeviceElements Elements { get; private set; } = null!;

    /// <summary>Body of Extended Listen Timing; empty: we listen at no fixed times.</summary>
    public byte[] ExtendedListen
    {
        get;
        set
        {
            field = value;
            Elements.ExtendedListen = value;
        }
    }

    = [];

    /// <summary>Where we may have a group.</summary>
    public P2pChannelList Channels { get; private set; } = null!;

    /// <summary>What a group of ours will be.</summary>
    public GroupCapability GroupCapability =>
        GroupCapability.PersistentGroup
        | (Options.PersistentReconnect ? GroupCapability.PersistentReconnect : 0)
        | (Options.IntraBss ? GroupCapability.IntraBss : 0)
        | (Options.IpAddressAllocation ? GroupCapability.IpAddressAllocation : 0);

    /// <summary>The options are others from now on.</summary>
    public void Take(P2pDeviceOptions options)
    {
        Options = options;
        Channels = P2pChannelList.Of(options.Country, options.FrequenciesMhz.Where(f => options.ForcedMhz == 0 || f == options.ForcedMhz), options.WidestMhz);
        Elements = new DeviceElements(new DeviceDescription
        {
            Address = Address,
            Device = options.Device,
            ConfigMethods = options.ConfigMethods,
            Uuid = options.Uuid,
        })
        {
            Display = _display,
            ExtendedListen = ExtendedListen,
        };
    }

    /// <summary>Body of our P2P Device Info, with the method that was agreed on, or all that we have.</summary>
    public ReadOnlySpan<byte> DeviceInfo(ProvisionMethod? method = null) => method is not { } only
        ? Elements.DeviceInfo
        : (Elements.Info with { ConfigMethods = Elements.Info.ConfigMethods & MethodsOf(only) }).ToBody();

    /// <summary>Body of a channel attribute.</summary>
    public byte[] Channel(int frequencyMhz) => P2pChannel.Of(Options.Country, frequencyMhz).ToBody();

    /// <summary>Where a peer is likely to hear us, in MHz: where it listens, as far as it has said so.</summary>
    public int WhereToFind(Peer peer) => peer.ListenMhz > 0 ? peer.ListenMhz : Options.ListenMhz;

    /// <summary>The dialog token of the next exchange: any but 0 (P2P 1.7 4.2.8.1).</summary>
    public static byte TokenAfter(byte token) => token == byte.MaxValue ? (byte)1 : (byte)(token + 1);

    /// <summary>Body of an Operating Channel: where we would like to be.</summary>
    public byte[] PreferredChannel() => Channel(Options.PreferredMhz != 0 ? Options.PreferredMhz : Options.ListenMhz);

    /// <summary>Whether a Group ID is our group's.</summary>
    public bool IsOurGroup(MacAddress device, ReadOnlySpan<byte> ssid) =>
        Options.Ssid.Length > 0 && device == Address && ssid.SequenceEqual(Options.Ssid);

    private static ConfigMethods MethodsOf(ProvisionMethod method) => method switch
    {
        ProvisionMethod.PushButton => ConfigMethods.PushButton,
        ProvisionMethod.Display => ConfigMethods.Display,
        ProvisionMethod.Keypad => ConfigMethods.Keypad,
    };
}
