using System.Runtime.InteropServices;
using HostApd.Linux;
using HostApd.Linux.Netlink;
using HostApd.Nl80211;
using Names = HostApd.Nl80211.Nl80211;

namespace HostApd.Tests.Nl80211;

/// <summary>
/// A kernel with one wiphy and several interfaces, which knows whose socket owns what: a socket that closes takes its access
/// points, its interfaces and its wish for frames along.
/// </summary>
internal sealed class SharedKernel : IDisposable
{
    private readonly List<Channel> _channels = [];
    private Nl80211Radio? _radio;
    private int _lastIndex;

    public EventLoop Loop { get; } = new();

    public List<Device> Devices { get; } = [];

    /// <summary>The address that was asked for with the interface made last, in hexadecimal.</summary>
    public string? AskedAddress { get; private set; }

    /// <summary>Requests as command numbers.</summary>
    public List<byte> Commands { get; } = [];

    /// <summary>Generic netlink sockets opened so far.</summary>
    public int Opened { get; private set; }

    /// <summary>Those that are open now.</summary>
    public int Open => _channels.Count(static c => !c.IsRoute && !c.IsClosed);

    public Nl80211Radio OpenRadio()
    {
        var result = Nl80211Radio.Open(Loop, new Nl80211RadioOptions(), () =>
        {
            Opened++;
            return Add(isRoute: false);
        }, new RouteSocket(Add(isRoute: true), Add(isRoute: true)), out _radio);
        return result.Succeeded ? _radio! : throw new InvalidOperationException(result.ToString());
    }

    public Device Plug(string name)
    {
        var device = new Device(name, ++_lastIndex);
        Devices.Add(device);
        return device;
    }

    /// <summary>An event of nl80211, to all that listen.</summary>
    public void Send(byte command, params byte[][] attributes) =>
        Deliver(isRoute: false, new NetlinkMessage(0x1c, 0, 0, (byte[])[command, 1, 0, 0, .. attributes.SelectMany(static a => a)]));

    /// <summary>News of rtnetlink: it is there, or it is gone.</summary>
    public void Tell(Device device) =>
        Deliver(isRoute: true, new NetlinkMessage(Devices.Contains(device) ? (ushort)16 : (ushort)17, 0, 0, LinkOf(device)));

    /// <summary>It goes, and everybody hears of it.</summary>
    public void Unplug(Device device)
    {
        Devices.Remove(device);
        Tell(device);
    }

    public void Overflow(bool isRoute)
    {
        foreach (var channel in _channels.Where(c => c.IsRoute == isRoute && !c.IsClosed).ToList())
        {
            channel.OnOverflow?.Invoke();
        }
    }

    public int Count(byte command) => Commands.Count(c => c == command);

    public void Dispose()
    {
        _radio?.Dispose();
        Loop.Dispose();
    }

    private Channel Add(bool isRoute)
    {
        var channel = new Channel(this, isRoute);
        _channels.Add(channel);
        return channel;
    }

    private void Deliver(bool isRoute, in NetlinkMessage message)
    {
        foreach (var channel in _channels.ToArray())
        {
            if (channel.IsRoute == isRoute && !channel.IsClosed)
            {
                channel.OnEvent?.Invoke(message);
            }
        }
    }

    private static byte[] LinkOf(Device device) =>
    [
        0, 0, 1, 0, (byte)device.Index, 0, 0, 0, device.IsUp ? (byte)1 : (byte)0, 0, 0, 0, 0, 0, 0, 0,
        .. ScriptedKernel.Text(3, device.Name), .. ScriptedKernel.Attribute(1, 2, 0, 0, 0, 0, (byte)device.Index),
    ];

    private static byte[] Describe(Device device) =>
    [
        .. ScriptedKernel.U32(3, (uint)device.Index), .. ScriptedKernel.Text(4, device.Name), .. ScriptedKernel.U32(1, device.Wiphy),
        .. ScriptedKernel.U32(5, device.Type), .. ScriptedKernel.U64(153, device.Wdev),
        .. ScriptedKernel.Attribute(6, 2, 0, 0, 0, 0, (byte)device.Index), .. device.Beacons is null ? [] : ScriptedKernel.Text(52, "labtest"),
    ];

    private OsResult Answer(Channel asker, string operation, ReadOnlySpan<byte> request, NetlinkHandler? onReply)
    {
        if (MemoryMarshal.Read<ushort>(request[4..]) == 16)
        {
            onReply?.Invoke(new NetlinkMessage(16, 0, 1, (byte[])[1, 1, 0, 0, .. ScriptedKernel.Attribute(1, 0x1c, 0)]));
            return OsResult.Ok;
        }

        var (index, type, name) = Read(request[20..]);
        var command = request[16];
        Commands.Add(command);
        foreach (var attribute in new NetlinkAttributes(request[20..]))
        {
            AskedAddress = command == Names.NL80211_CMD_NEW_INTERFACE && attribute.Type == 6 ? Convert.ToHexString(attribute.Value) : AskedAddress;
        }

        var device = Devices.Find(d => d.Index == index);
        if (index != 0 && device is null)
        {
            return OsResult.Failure(operation, Tmds.Linux.LibC.ENODEV);
        }

        byte[][] replies = command switch
        {
            Names.NL80211_CMD_GET_INTERFACE => [.. Devices.Where(d => index == 0 || d == device).Select(Describe)],
            Names.NL80211_CMD_GET_REG => [ScriptedKernel.Attribute(33, (byte)'U', (byte)'S', 0)],
            Names.NL80211_CMD_GET_WIPHY => HwsimWiphy.Messages,
            _ => [],
        };
        Apply(command, device, type, name, asker);
        foreach (var reply in replies)
        {
            onReply?.Invoke(new NetlinkMessage(0x1c, 0, 1, (byte[])[command, 1, 0, 0, .. reply]));
        }

        return OsResult.Ok;
    }

    private void Apply(byte command, Device? device, uint type, string name, Channel asker)
    {
        switch (command)
        {
            case Names.NL80211_CMD_NEW_INTERFACE:
                Plug(name).Maker = asker;
                break;
            case Names.NL80211_CMD_DEL_INTERFACE:
                Devices.Remove(device!);
                break;
            case Names.NL80211_CMD_SET_INTERFACE:
                (device!.Type, device.Frames, device.Beacons) = (type, null, null);
                break;
            case Names.NL80211_CMD_REGISTER_FRAME:
                device!.Frames = asker;
                break;
            case Names.NL80211_CMD_START_AP:
                device!.Beacons = asker;
                break;
            case Names.NL80211_CMD_STOP_AP:
                device!.Beacons = null;
                break;
            default:
                break;
        }
    }

    private static (int Index, uint Type, string Name) Read(ReadOnlySpan<byte> attributes)
    {
        var read = (Index: 0, Type: 0u, Name: "");
        foreach (var attribute in new NetlinkAttributes(attributes))
        {
            read = attribute.Type switch
            {
                3 => read with { Index = (int)attribute.U32 },
                4 => read with { Name = attribute.Text },
                5 => read with { Type = attribute.U32 },
                _ => read,
            };
        }

        return read;
    }

    private OsResult AnswerRoute(string operation, ReadOnlySpan<byte> request, NetlinkHandler? onReply)
    {
        var index = MemoryMarshal.Read<int>(request[20..]);
        if (Devices.Find(d => d.Index == index) is not { } device)
        {
            return OsResult.Failure(operation, Tmds.Linux.LibC.ENODEV);
        }

        if (MemoryMarshal.Read<ushort>(request[4..]) == 18)
        {
            onReply?.Invoke(new NetlinkMessage(16, 0, 1, LinkOf(device)));
        }
        else if (request.Length >= 32 && MemoryMarshal.Read<uint>(request[28..]) == 1)
        {
            device.IsUp = (request[24] & 1) != 0;
        }

        return OsResult.Ok;
    }

    private void Close(Channel closed)
    {
        Devices.RemoveAll(d => d.Maker == closed);
        foreach (var device in Devices)
        {
            device.Beacons = device.Beacons == closed ? null : device.Beacons;
            device.Frames = device.Frames == closed ? null : device.Frames;
        }
    }

    /// <summary>An interface.</summary>
    internal sealed class Device(string name, int index)
    {
        public string Name { get; } = name;

        public int Index { get; } = index;

        public ulong Wdev { get; } = (ulong)index + 100;

        public uint Type { get; set; } = 2;

        /// <summary>The number of its radio.</summary>
        public uint Wiphy { get; set; }

        public bool IsUp { get; set; }

        /// <summary>The socket that its access point is tied to; null: none runs.</summary>
        public INetlinkChannel? Beacons { get; set; }

        /// <summary>The socket that wants its frames.</summary>
        public INetlinkChannel? Frames { get; set; }

        /// <summary>The socket with which it goes.</summary>
        public INetlinkChannel? Maker { get; set; }
    }

    private sealed class Channel(SharedKernel kernel, bool isRoute) : INetlinkChannel
    {
        public bool IsRoute => isRoute;

        public bool IsClosed { get; private set; }

        public NetlinkHandler? OnEvent { get; private set; }

        public Action? OnOverflow { get; private set; }

        public OsResult Request(string operation, Span<byte> request, NetlinkHandler? onReply = null) =>
            IsClosed ? OsResult.Failure(operation, Tmds.Linux.LibC.EBADF)
            : isRoute ? kernel.AnswerRoute(operation, request, onReply)
            : kernel.Answer(this, operation, request, onReply);

        public OsResult Join(uint group) => OsResult.Ok;

        public void Listen(EventLoop loop, NetlinkHandler onEvent, Action onOverflow) => (OnEvent, OnOverflow) = (onEvent, onOverflow);

        public void Dispose()
        {
            IsClosed = true;
            kernel.Close(this);
        }
    }
}
