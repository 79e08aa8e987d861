using HostApd.Driver;
using HostApd.Linux;
using HostApd.Linux.Netlink;
using Tmds.Linux;

namespace HostApd.Nl80211;

/// <summary>How the sockets stand with nl80211.</summary>
internal enum SocketState
{
    /// <summary>The kernel has no nl80211 yet, or has not been asked.</summary>
    Unresolved,

    /// <summary>Requests can be made, and events are heard.</summary>
    Ready,

    /// <summary>An interface that they were used for has gone; once there is no other, they are replaced.</summary>
    Outlived,
}

/// <summary>
/// The two generic netlink sockets of one radio. Requests go through one; everything that arrives (frames, TX status, EAPOL,
/// regulatory news) comes through the other and so in the kernel's order. That one also owns what it starts and makes: when
/// it closes, and so when the process dies, the kernel stops the access points and removes the interfaces.
/// <code>
/// event \ state        | Unresolved      | Ready    | Outlived
/// Resolve, nl80211 is  | Ready           | Ready    | –
///   not there          | Unresolved      | –        | –
/// Outlive              | –               | Outlived | Outlived
/// Renew                | –               | –        | Unresolved, then as Resolve
///   no sockets         | –               | –        | Outlived
/// </code>
/// </summary>
internal sealed class RadioSockets : IDisposable
{
    private readonly EventLoop _loop;
    private readonly Func<INetlinkChannel> _openChannel;
    private readonly NetlinkHandler _onEvent;
    private readonly Action _onOverflow;

    internal RadioSockets(EventLoop loop, Func<INetlinkChannel> openChannel, NetlinkHandler onEvent, Action onOverflow)
    {
        _loop = loop;
        _openChannel = openChannel;
        _onEvent = onEvent;
        _onOverflow = onOverflow;
        (Requests, Owned) = OpenPair();
    }

    /// <summary>For questions and orders.</summary>
    internal Nl80211Requests Requests { get; private set; }

    /// <summary>For what shall end with us, and for what is answered by an event.</summary>
    internal Nl80211Requests Owned { get; private set; }

    internal SocketState State { get; private set; }

    /// <summary>Asks for nl80211 and hears its events; there is none before cfg80211 is loaded.</summary>
    internal DriverResult Resolve()
    {
        var result = GenericNetlinkFamily.Resolve(Requests.Channel, Nl80211.FamilyName, out var family);
        if (!result.Succeeded)
        {
            return Nl80211Requests.Explain(result) with
            {
                Advice = "load the cfg80211 module and the driver of your Wi-Fi adapter",
                InterfaceMissing = result.Errno == LibC.ENOENT,
            };
        }

        Requests.FamilyType = family.Type;
        Owned.FamilyType = family.Type;
        _ = family.TryJoin(Owned.Channel, "mlme");
        _ = family.TryJoin(Owned.Channel, "regulatory");
        _ = family.TryJoin(Owned.Channel, "scan");
        Owned.Channel.Listen(_loop, _onEvent, _onOverflow);
        State = SocketState.Ready;
        return DriverResult.Ok;
    }

    /// <summary>An interface has gone, and cfg80211 perhaps with it.</summary>
    internal void Outlive() => State = State switch
    {
        SocketState.Unresolved => SocketState.Unresolved,
        SocketState.Ready or SocketState.Outlived => SocketState.Outlived,
    };

    /// <summary>Starts over: the kernel numbers nl80211 anew each time cfg80211 is loaded, and has forgotten who listened.</summary>
    internal DriverResult Renew()
    {
        (Nl80211Requests Requests, Nl80211Requests Owned) fresh;
        try
        {
            fresh = OpenPair();
        }
        catch (IOException e)
        {
            return new DriverResult("opening netlink", LibC.EMFILE, SystemWords.Of(e), null);
        }

        Dispose();
        (Requests, Owned) = fresh;
        State = SocketState.Unresolved;
        return Resolve();
    }

    /// <summary>Closes both: whatever they own ends.</summary>
    public void Dispose()
    {
        Requests.Dispose();
        Owned.Dispose();
    }

    private (Nl80211Requests Requests, Nl80211Requests Owned) OpenPair()
    {
        var requests = new Nl80211Requests(_openChannel());
        try
        {
            return (requests, new Nl80211Requests(_openChannel()));
        }
        catch (IOException)
        {
            requests.Dispose();
            throw;
        }
    }
}
