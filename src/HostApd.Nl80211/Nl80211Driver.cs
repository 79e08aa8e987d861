using System.Text;
using HostApd.Driver;
using HostApd.Ieee80211;
using HostApd.Linux;
using HostApd.Linux.Netlink;
using NLog;
using Tmds.Linux;

namespace HostApd.Nl80211;

/// <summary>
/// An access point interface through nl80211. Requests go through a socket of their own; everything that arrives
/// (frames, TX status, EAPOL, regulatory news) comes through one event socket and so in the kernel's order. The event
/// socket also owns the running access point: when the process dies, the kernel stops it.
/// </summary>
public sealed partial class Nl80211Driver : IRadio, IApLink
{
    private const int MostDumps = 4;
    private static readonly Logger Log = LogManager.GetLogger(nameof(Nl80211Driver));

    private readonly EventLoop _loop;
    private readonly RouteSocket _route;
    private readonly Nl80211DriverOptions _options;
    private readonly Func<INetlinkChannel> _openChannel;
    private Nl80211Requests _requests;
    private Nl80211Requests _owned;
    private PacketSocket? _eapol;
    private IApEvents? _events;
    private IRadioEvents? _radioEvents;
    private int _index;
    private uint _originalType;
    private bool _originallyUp;
    private bool _prepared;
    private bool _isUp;
    private int _frequency;

    private Nl80211Driver(EventLoop loop, RouteSocket route, Func<INetlinkChannel> openChannel, Nl80211DriverOptions options)
    {
        _loop = loop;
        _route = route;
        _openChannel = openChannel;
        _options = options;
        _eventHandler = OnEvent;
        _requests = new Nl80211Requests(openChannel());
        try
        {
            _owned = new Nl80211Requests(openChannel());
        }
        catch (IOException)
        {
            _requests.Dispose();
            throw;
        }

        Capabilities = new RadioCapabilities { PhyName = "", Bands = [] };
    }

    /// <inheritdoc/>
    public RadioCapabilities Capabilities { get; private set; }

    /// <inheritdoc/>
    public IRadio Radio => this;

    /// <inheritdoc/>
    public MacAddress Address { get; private set; }

    /// <inheritdoc/>
    public TimeSpan EventAge { get; private set; }

    /// <summary>Opens an interface by name and reads what its radio can do. Nothing is changed yet.</summary>
    public static DriverResult Open(EventLoop loop, Nl80211DriverOptions options, out Nl80211Driver? driver)
    {
        driver = null;
        try
        {
            return Open(loop, options, NetlinkSocket.OpenGeneric, new RouteSocket(), out driver);
        }
        catch (IOException e)
        {
            return new DriverResult("opening netlink", 1, SystemWords.Of(e), "is the kernel built with CONFIG_CFG80211?");
        }
    }

    /// <summary>As above, over the given channels: the seam for a scripted kernel.</summary>
    internal static DriverResult Open(
        EventLoop loop, Nl80211DriverOptions options, Func<INetlinkChannel> openChannel, RouteSocket route,
        out Nl80211Driver? driver)
    {
        driver = null;
        Nl80211Driver opened;
        try
        {
            opened = new Nl80211Driver(loop, route, openChannel, options);
        }
        catch (IOException)
        {
            route.Dispose();
            throw;
        }

        route.Listen(loop, opened.OnLink, opened.OnLinkNewsLost);
        var result = opened.FindFamily();
        if (!result.Succeeded && !(options.Deferred && result.InterfaceMissing))
        {
            opened.Dispose();
            return result;
        }

        driver = opened;
        return options.Deferred ? DriverResult.Ok : opened.Find();
    }

    /// <inheritdoc/>
    public void Attach(IApEvents events) => _events = events;

    /// <inheritdoc/>
    public void Attach(IRadioEvents events) => _radioEvents = events;

    /// <inheritdoc/>
    public DriverResult Prepare(IReadOnlyList<FrameFilter> frames)
    {
        if (_index != 0 && AskInterface(out var now) is var asked)
        {
            if (asked.Errno == LibC.ENODEV)
            {
                LoseInterface();
            }
            else if (!asked.Succeeded)
            {
                return asked;
            }
            else
            {
                // Another program may have made it something else since.
                _currentType = now.Type;
            }
        }

        if (_index == 0 && ReturnTo() is { Succeeded: false } missing)
        {
            return missing;
        }

        if (!Capabilities.SupportsAccessPoint)
        {
            return new DriverResult($"{_options.InterfaceName}", 95, $"{Capabilities.PhyName} cannot be an access point",
                "its driver does not list the AP interface type; use another adapter");
        }

        var result = SetInterfaceType(Nl80211.NL80211_IFTYPE_AP);
        if (!result.Succeeded)
        {
            return NameCause(result);
        }

        _prepared = true;
        if (_options.Address is { } wanted && wanted != Address)
        {
            result = SetAddress(wanted);
            if (!result.Succeeded && !_options.AddressIsWish)
            {
                return result;
            }

            if (!result.Succeeded)
            {
                Log.Warn("{0}: keeps its own address: {1}", _options.InterfaceName, result);
            }
        }

        RegisterFrames(frames);
        if (_eapol is null && !UseControlPort)
        {
            var opened = PacketSocket.Open(_loop, _index, OnPacket, out _eapol);
            if (!opened.Succeeded)
            {
                return Nl80211Requests.Explain(opened);
            }
        }

        result = Nl80211Requests.Explain(_route.SetUp(_index, true));
        _isUp = result.Succeeded;
        result = result.Succeeded ? ReadAddress() : NameCause(result);
        return result.Succeeded ? JoinBridge() : result;
    }

    /// <inheritdoc/>
    public DriverResult SetCountry(string alpha2, out bool pending)
    {
        pending = false;
        if (string.Equals(Capabilities.Country, alpha2, StringComparison.OrdinalIgnoreCase))
        {
            return DriverResult.Ok;
        }

        var writer = _requests.Begin(Nl80211.NL80211_CMD_REQ_SET_REG, 0);
        writer.Bytes(Nl80211.NL80211_ATTR_REG_ALPHA2, [.. Encoding.ASCII.GetBytes(alpha2.ToUpperInvariant()), 0]);
        var result = _requests.Send($"setting country {alpha2}", writer);
        pending = result.Succeeded;
        return result;
    }

    /// <summary>Gives the interface back as it was found: type, and up or down.</summary>
    public void Dispose()
    {
        _switchNews?.Dispose();
        LeaveBridge();
        if (_created && _index != 0)
        {
            _ = _owned.Send("removing the interface", _owned.Begin(Nl80211.NL80211_CMD_DEL_INTERFACE, _index));
        }
        else if (_prepared && _index != 0)
        {
            if (_leavesOutCck)
            {
                SetRates(withoutCck: false);
            }

            var restored = SetInterfaceType(_originalType);
            if (!restored.Succeeded)
            {
                Log.Warn("{0}: {1}", _options.InterfaceName, restored);
            }

            _ = _route.SetUp(_index, _originallyUp);
        }

        _eapol?.Dispose();
        _owned.Dispose();
        _requests.Dispose();
        _route.Dispose();
    }

    private bool UseControlPort => Capabilities.EapolOverControlPort;

    private DriverResult NoInterface() => new(
        $"opening {_options.InterfaceName}", 19, "there is no such interface",
        "see `iw dev` for the names; is the adapter plugged in and its driver loaded?")
    {
        InterfaceMissing = true,
    };

    /// <summary>Asks for nl80211 and hears its events; there is none before cfg80211 is loaded.</summary>
    private DriverResult FindFamily()
    {
        var result = GenericNetlinkFamily.Resolve(_requests.Channel, Nl80211.FamilyName, out var family);
        if (!result.Succeeded)
        {
            return Nl80211Requests.Explain(result) with
            {
                Advice = "load the cfg80211 module and the driver of your Wi-Fi adapter",
                InterfaceMissing = result.Errno == LibC.ENOENT,
            };
        }

        _requests.FamilyType = family.Type;
        _owned.FamilyType = family.Type;
        _ = family.TryJoin(_owned.Channel, "mlme");
        _ = family.TryJoin(_owned.Channel, "regulatory");
        _owned.Channel.Listen(_loop, _eventHandler, OnOverflow);
        return DriverResult.Ok;
    }

    private DriverResult ReadAddress()
    {
        var result = _route.Query(_index, out _, out var address);
        if (result.Succeeded && address.Length == MacAddress.Length)
        {
            Address = new MacAddress(address);
        }

        return Nl80211Requests.Explain(result);
    }

    /// <summary>Reads what the radio can do; what was known stays when it cannot be read whole.</summary>
    private DriverResult ReadCapabilities()
    {
        for (var tries = 1; ; tries++)
        {
            var regulatory = new RegulatoryReader();
            _ = _requests.Send("reading the regulatory domain", _requests.Begin(Nl80211.NL80211_CMD_GET_REG, _index), regulatory.Read);
            var reader = new WiphyReader();
            var writer = _requests.Begin(Nl80211.NL80211_CMD_GET_WIPHY, _index, NetlinkFlags.Request | NetlinkFlags.Dump);
            writer.Flag(Nl80211.NL80211_ATTR_SPLIT_WIPHY_DUMP);
            var result = _requests.Send("reading the radio's capabilities", writer, reader.Read);
            if (result.Errno == LibC.EINTR && tries < MostDumps)
            {
                continue;
            }

            var radio = reader.Build(regulatory);
            if (result.Succeeded && radio.PhyName.Length > 0)
            {
                Capabilities = _options.UseControlPort ? radio : radio with { EapolOverControlPort = false };
            }

            return result;
        }
    }

    private DriverResult SetAddress(MacAddress wanted)
    {
        Span<byte> bytes = stackalloc byte[MacAddress.Length];
        wanted.CopyTo(bytes);
        _ = _route.SetUp(_index, false);
        _isUp = false;
        return Nl80211Requests.Explain(_route.SetAddress(_index, bytes));
    }

    private DriverResult SetInterfaceType(uint type)
    {
        if (_currentType == type)
        {
            return DriverResult.Ok;
        }

        // Most drivers change their type only while down.
        _ = _route.SetUp(_index, false);
        _isUp = false;
        var writer = _requests.Begin(Nl80211.NL80211_CMD_SET_INTERFACE, _index);
        writer.U32(Nl80211.NL80211_ATTR_IFTYPE, type);
        var result = _requests.Send($"changing the type of {_options.InterfaceName}", writer);
        if (result.Succeeded)
        {
            _currentType = type;
        }

        return result;
    }

    private uint _currentType;

    /// <summary>Asks for frames anew each time: a change of type in between has made the kernel forget who wanted them.</summary>
    private void RegisterFrames(IReadOnlyList<FrameFilter> frames)
    {
        var byFirmware = Capabilities.FramesHandledByFirmware;
        foreach (var frame in frames.Where(f => f.AlsoWithFirmware || !byFirmware).OrderBy(static f => f.AlsoWithFirmware))
        {
            Register(frame.Subtype, frame.Prefix.Span);
        }

        if (!byFirmware)
        {
            _ = _owned.Send("asking for unexpected frames", _owned.Begin(Nl80211.NL80211_CMD_UNEXPECTED_FRAME, _index));
        }
    }

    private void Register(ManagementSubtype subtype, ReadOnlySpan<byte> match)
    {
        var writer = _owned.Begin(Nl80211.NL80211_CMD_REGISTER_FRAME, _index);
        writer.U16(Nl80211.NL80211_ATTR_FRAME_TYPE, (ushort)((int)subtype << 4));
        writer.Bytes(Nl80211.NL80211_ATTR_FRAME_MATCH, match);
        var result = _owned.Send($"asking for {subtype} frames", writer);
        if (!result.Succeeded && result.Errno != LibC.EALREADY)
        {
            Log.Debug("{0}: {1}", _options.InterfaceName, result);
        }
    }

    /// <summary>Anything may have been missed, also that the kernel stopped us or moved us.</summary>
    private void OnOverflow()
    {
        Log.Warn("{0}: the kernel dropped events (ENOBUFS)", _options.InterfaceName);
        _loop.Post(() =>
        {
            ComparePresent();
            _events?.OnEventsLost();
        });
    }
}
