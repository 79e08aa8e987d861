using System.Text;
using HostApd.Driver;
using HostApd.Linux;
using HostApd.Linux.Netlink;
using NLog;
using Tmds.Linux;

namespace HostApd.Nl80211;

/// <summary>
/// A radio (wiphy) through nl80211, with all the interfaces of it that are ours: one set of sockets, one reading of what it
/// can do, and one stream of events, each of which goes to the link that it names by IFINDEX or WDEV.
/// </summary>
public sealed class Nl80211Radio : IRadio, IDisposable
{
    private static readonly Logger Log = LogManager.GetLogger(nameof(Nl80211Radio));

    private readonly List<Nl80211Link> _links = [];
    private readonly Wiphy _wiphy;
    private IRadioEvents? _events;

    private Nl80211Radio(EventLoop loop, RouteSocket route, Func<INetlinkChannel> openChannel, Nl80211RadioOptions options)
    {
        Loop = loop;
        Route = route;
        Bridges = options.Bridges;
        Sockets = new RadioSockets(loop, openChannel, OnEvent, OnOverflow);
        Interfaces = new WirelessInterfaces(Sockets);
        _wiphy = new Wiphy(Sockets, options.UseControlPort);
        route.Listen(loop, OnLinkNews, OnLinkNewsLost);
    }

    /// <inheritdoc/>
    public RadioCapabilities Capabilities => _wiphy.Capabilities;

    internal EventLoop Loop { get; }

    internal RadioSockets Sockets { get; }

    internal RouteSocket Route { get; }

    internal MadeBridges Bridges { get; }

    internal WirelessInterfaces Interfaces { get; }

    private static DriverResult NoInterface => new("reading the radio's capabilities", LibC.ENODEV, "none of its interfaces is there", null);

    /// <summary>It is called as its first interface is.</summary>
    private string Name => _links.Count > 0 ? _links[0].Name : Capabilities.PhyName;

    /// <summary>Opens the sockets of a radio; which one it is, its first link says.</summary>
    public static DriverResult Open(EventLoop loop, Nl80211RadioOptions options, out Nl80211Radio? radio)
    {
        radio = null;
        try
        {
            return Open(loop, options, NetlinkSocket.OpenGeneric, new RouteSocket(), out radio);
        }
        catch (IOException e)
        {
            return new DriverResult("opening netlink", LibC.EPERM, SystemWords.Of(e), "is the kernel built with CONFIG_CFG80211?");
        }
    }

    /// <summary>As above, over the given channels: the seam for a scripted kernel.</summary>
    internal static DriverResult Open(
        EventLoop loop, Nl80211RadioOptions options, Func<INetlinkChannel> openChannel, RouteSocket route,
        out Nl80211Radio? radio)
    {
        radio = null;
        Nl80211Radio opened;
        try
        {
            opened = new Nl80211Radio(loop, route, openChannel, options);
        }
        catch (IOException)
        {
            route.Dispose();
            throw;
        }

        var result = opened.Sockets.Resolve();
        if (!result.Succeeded && !(options.Deferred && result.InterfaceMissing))
        {
            opened.Dispose();
            return result;
        }

        radio = opened;
        return DriverResult.Ok;
    }

    /// <summary>Names of all wireless interfaces that this process may see.</summary>
    public static DriverResult ListNames(EventLoop loop, out IReadOnlyList<string> names)
    {
        names = [];
        var result = Open(loop, new Nl80211RadioOptions { Deferred = true }, out var radio);
        using (radio)
        {
            return radio is null ? result : radio.ListNames(out names);
        }
    }

    /// <summary>Opens an interface by name, and reads what the radio can do if that is not known yet. Nothing is changed so far.</summary>
    public DriverResult OpenLink(Nl80211LinkOptions options, out Nl80211Link? link)
    {
        ArgumentNullException.ThrowIfNull(options);
        link = null;
        var opened = new Nl80211Link(this, options);
        if (!options.Deferred && opened.Find() is { Succeeded: false } refused)
        {
            opened.Dispose();
            return refused;
        }

        _links.Add(opened);
        link = opened;
        return DriverResult.Ok;
    }

    /// <inheritdoc/>
    public void Attach(IRadioEvents events) => _events = events;

    /// <inheritdoc/>
    public DriverResult SetCountry(string alpha2, out bool pending)
    {
        pending = false;
        if (string.Equals(Capabilities.Country, alpha2, StringComparison.OrdinalIgnoreCase))
        {
            return DriverResult.Ok;
        }

        var writer = Sockets.Requests.Begin(Nl80211.NL80211_CMD_REQ_SET_REG, 0);
        writer.Bytes(Nl80211.NL80211_ATTR_REG_ALPHA2, [.. Encoding.ASCII.GetBytes(alpha2.ToUpperInvariant()), 0]);
        var result = Sockets.Requests.Send($"setting country {alpha2}", writer);
        pending = result.Succeeded;
        return result;
    }

    /// <inheritdoc/>
    public DriverResult ReadAgain() => _links.Find(static l => l.Index != 0) is { } link ? _wiphy.Read(link.Index) : NoInterface;

    /// <summary>Closes the sockets, with which the kernel ends what is still theirs. Links are disposed of before.</summary>
    public void Dispose()
    {
        Sockets.Dispose();
        Route.Dispose();
    }

    /// <summary>Without nl80211 there is nobody to be asked, and no answer would come.</summary>
    internal DriverResult ListNames(out IReadOnlyList<string> names)
    {
        List<WirelessInterfaces.Listed> all = [];
        var result = Reach();
        result = result.Succeeded ? Interfaces.List(out all) : result;
        names = [.. all.Select(static i => i.Name).Where(static n => n.Length > 0).Order(StringComparer.Ordinal)];
        return result;
    }

    /// <summary>
    /// To be called before an interface is looked for: finds nl80211 where that was not there, and starts over on fresh sockets
    /// when the last interface went. While another link still has its interface they stay: closing them would end what they own.
    /// </summary>
    internal DriverResult Reach() => Sockets.State switch
    {
        SocketState.Unresolved => Sockets.Resolve(),
        SocketState.Ready => DriverResult.Ok,
        SocketState.Outlived => _links.Exists(static l => l.IsThere) ? DriverResult.Ok : StartOver(),
    };

    /// <summary>Reads what the radio of an interface can do, if that is not known.</summary>
    internal DriverResult Learn(in WirelessInterfaces.Listed found) => _wiphy.Learn(found.Wiphy, (int)found.Index);

    /// <summary>A link is no longer ours; the others are not touched.</summary>
    internal void Remove(Nl80211Link link) => _links.Remove(link);

    private DriverResult StartOver()
    {
        _wiphy.Forget();
        return Sockets.Renew();
    }

    private void OnEvent(in NetlinkMessage message)
    {
        var news = EventFields.Of(message);
        switch (message.Command)
        {
            // The world's domain is every radio's, whichever of them asked for it (which is what WIPHY means here).
            case Nl80211.NL80211_CMD_REG_CHANGE:
                OnRegulatoryNews();
                break;
            case Nl80211.NL80211_CMD_WIPHY_REG_CHANGE:
                if (_wiphy.IsMeant(news.Wiphy))
                {
                    OnRegulatoryNews();
                }

                break;
            case Nl80211.NL80211_CMD_RADAR_DETECT:
                OnRadarNews(news);
                break;
            case Nl80211.NL80211_CMD_CH_SWITCH_STARTED_NOTIFY when Meant(news) is null:
                OnOthersMove(news);
                break;
            default:
                Meant(news)?.Hear(message.Command, news);
                break;
        }
    }

    /// <summary>Whose news they are; those that name no interface of ours are nobody's.</summary>
    private Nl80211Link? Meant(in EventFields news)
    {
        foreach (var link in _links)
        {
            if (link.IsMeant(news))
            {
                return link;
            }
        }

        return null;
    }

    private void OnRegulatoryNews()
    {
        _ = ReadAgain();
        _events?.OnRegulatoryChanged();
    }

    /// <summary>Most of them name no interface: they are of the whole radio, whoever has listened.</summary>
    private void OnRadarNews(in EventFields news)
    {
        if (news is { Radar: { } what, Frequency: not 0, Wiphy: not null } && _wiphy.IsMeant(news.Wiphy))
        {
            _wiphy.Hear(what, news.Channel);
            _events?.OnRadar(what, news.Channel);
        }
    }

    /// <summary>The news name no radio: it is the one of that interface.</summary>
    private void OnOthersMove(in EventFields news)
    {
        if (news.Frequency != 0 && _links.Find(static l => l.Index != 0) is { } link && Interfaces.NeighbourOf(link.Index, news.InterfaceIndex) is { } neighbour)
        {
            _events?.OnNeighbourMoves(neighbour, news.Channel, news.SwitchCount);
        }
    }

    private void OnLinkNews(LinkState news) => Each(link => link.Hear(news));

    private void OnLinkNewsLost()
    {
        Log.Warn("{0}: the kernel dropped news of network interfaces (ENOBUFS)", Name);
        Loop.Post(() =>
        {
            // Who is gone is noticed before anybody comes back: only then is it known whether the sockets may go.
            var missing = _links.FindAll(static l => l.Index == 0);
            Each(link =>
            {
                if (!missing.Contains(link))
                {
                    link.CompareInterface();
                }
            });
            Each(link =>
            {
                if (missing.Contains(link))
                {
                    link.LookForInterface();
                }
            });
        });
    }

    /// <summary>Anything may have been missed, also that the kernel stopped us or moved us.</summary>
    private void OnOverflow()
    {
        Log.Warn("{0}: the kernel dropped events (ENOBUFS)", Name);
        Loop.Post(() =>
        {
            // Among them may have been what is known of radar, of which the radio tells once.
            if (Capabilities.HasRadarChannels)
            {
                _ = ReadAgain();
            }

            Each(static link => link.OnEventsLost());
        });
    }

    /// <summary>What one link makes of the news may take another away.</summary>
    private void Each(Action<Nl80211Link> tell)
    {
        foreach (var link in _links.ToArray())
        {
            if (_links.Contains(link))
            {
                tell(link);
            }
        }
    }
}
