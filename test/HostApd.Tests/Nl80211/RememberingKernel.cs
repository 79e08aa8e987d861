using System.Runtime.InteropServices;
using HostApd.Driver;
using HostApd.Linux;
using HostApd.Linux.Netlink;
using HostApd.Nl80211;
using Names = HostApd.Nl80211.Nl80211;

namespace HostApd.Tests.Nl80211;

/// <summary>A kernel with a memory: type, link, a running access point, frames asked for. Others may change them behind the driver's back.</summary>
internal sealed class RememberingKernel : IDisposable
{
    private readonly List<(NetlinkHandler Handler, Action Overflow, bool IsRoute)> _listeners = [];
    private Nl80211Radio? _radio;

    public EventLoop Loop { get; } = new();

    public bool HasFamily { get; set; } = true;

    /// <summary>0: gone.</summary>
    public int Index { get; set; } = 2;

    public uint Type { get; set; } = 2;

    public bool LinkIsUp { get; set; }

    public bool IsBeaconing { get; set; }

    /// <summary>An access point of an earlier life runs as soon as the interface is one.</summary>
    public bool BeaconsUnasked { get; set; }

    /// <summary>Where it is, in MHz; 0: the kernel does not say.</summary>
    public int Frequency { get; set; }

    public bool HasFrames { get; set; }

    /// <summary>Not 0: rtnetlink answers with this.</summary>
    public int RouteError { get; set; }

    /// <summary>What rtnetlink says instead of <see cref="LinkIsUp"/> alone.</summary>
    public ScriptedNetwork? Network { get; init; }

    /// <summary>The bridge that the link is to be in.</summary>
    public string? Bridge { get; init; }

    public List<byte> Commands { get; } = [];

    public Dictionary<byte, int> Refusals { get; } = [];

    public DriverResult Open(out Nl80211Link? link, bool deferred = false)
    {
        link = null;
        var result = OpenRadio(deferred, out var radio);
        return radio is null ? result
            : radio.OpenLink(new Nl80211LinkOptions { InterfaceName = "wlan0", Deferred = deferred, Bridge = Bridge, FindUsers = static _ => [] }, out link);
    }

    public DriverResult OpenRadio(bool deferred, out Nl80211Radio? radio)
    {
        var result = Nl80211Radio.Open(Loop, new Nl80211RadioOptions { Deferred = deferred },
            () => new Channel(this, false), new RouteSocket(new Channel(this, true), new Channel(this, true)), out _radio);
        radio = _radio;
        return result;
    }

    /// <summary>Another program changes the type: the kernel forgets who asked for frames (cfg80211_mlme_purge_registrations).</summary>
    public void ChangeType(uint type)
    {
        Type = type;
        HasFrames = false;
        IsBeaconing = false;
    }

    public void Event(byte command, params byte[][] attributes) =>
        Deliver(false, new NetlinkMessage(0x1c, 0, 0, (byte[])[command, 1, 0, 0, .. ScriptedKernel.U32(3, 2), .. attributes.SelectMany(static a => a)]));

    public void Link(bool isUp, bool isRemoved = false) => Deliver(true, new NetlinkMessage(isRemoved ? (ushort)17 : (ushort)16, 0, 0,
        (byte[])[0, 0, 1, 0, 2, 0, 0, 0, isUp ? (byte)1 : (byte)0, 0, 0, 0, 0, 0, 0, 0, .. ScriptedKernel.Text(3, "wlan0")]));

    /// <summary>News of any interface.</summary>
    public void RouteNews(ushort type, byte[] body) => Deliver(true, new NetlinkMessage(type, 0, 0, body));

    public void Overflow(bool isRoute)
    {
        foreach (var each in _listeners.Where(l => l.IsRoute == isRoute).ToArray())
        {
            each.Overflow();
        }
    }

    public void Dispose()
    {
        _radio?.Dispose();
        Loop.Dispose();
    }

    private void Deliver(bool isRoute, in NetlinkMessage message)
    {
        foreach (var each in _listeners.ToArray())
        {
            if (each.IsRoute == isRoute)
            {
                each.Handler(message);
            }
        }
    }

    private OsResult Answer(string operation, ReadOnlySpan<byte> request, NetlinkHandler? onReply)
    {
        if (MemoryMarshal.Read<ushort>(request[4..]) == 16)
        {
            if (!HasFamily)
            {
                return OsResult.Failure(operation, 2);
            }

            byte[] family = [1, 1, 0, 0, .. ScriptedKernel.Attribute(1, 0x1c, 0)];
            onReply?.Invoke(new NetlinkMessage(16, 0, 1, family));
            return OsResult.Ok;
        }

        var command = request[16];
        Commands.Add(command);
        if (Refusals.TryGetValue(command, out var refusal))
        {
            return OsResult.Failure(operation, refusal);
        }

        byte[][] replies = [];
        switch (command)
        {
            case Names.NL80211_CMD_GET_INTERFACE when Index != 0:
                replies =
                [
                    [
                        .. ScriptedKernel.U32(3, (uint)Index), .. ScriptedKernel.Text(4, "wlan0"), .. ScriptedKernel.U32(1, 0), .. ScriptedKernel.U32(5, Type),
                        .. IsBeaconing ? ScriptedKernel.Text(52, "labtest") : [], .. Frequency == 0 ? [] : ScriptedKernel.U32(38, (uint)Frequency),
                    ],
                ];
                break;
            case Names.NL80211_CMD_GET_INTERFACE when MemoryMarshal.Read<ushort>(request[6..]) < 0x300:
                return OsResult.Failure(operation, 19);
            case Names.NL80211_CMD_GET_REG:
                replies = [ScriptedKernel.Attribute(33, (byte)'U', (byte)'S', 0)];
                break;
            case Names.NL80211_CMD_GET_WIPHY:
                replies = HwsimWiphy.Messages;
                break;
            case Names.NL80211_CMD_SET_INTERFACE:
                foreach (var attribute in new NetlinkAttributes(request[20..]))
                {
                    if (attribute.Type == 5)
                    {
                        ChangeType(attribute.U32);
                    }
                }

                break;
            case Names.NL80211_CMD_NEW_INTERFACE when Network is not null:
                Network.Order(NewInterface(request[20..]));
                break;
            case Names.NL80211_CMD_DEL_INTERFACE when Network is not null:
                var gone = Network.NameOf(Find(request[20..], 3))!;
                Network.Order("del " + gone);
                Network.Remove(Network.Find(gone)!);
                break;
            case Names.NL80211_CMD_SET_STATION when Network is not null && Find(request[20..], 20) is { } place:
                Network.Order($"{Convert.ToHexStringLower(Find(request[20..], 6)!)} into {Network.NameOf(place)}, asked of {Network.NameOf(Find(request[20..], 3))}");
                break;
            case Names.NL80211_CMD_NEW_KEY or Names.NL80211_CMD_SET_KEY or Names.NL80211_CMD_GET_KEY when Network is not null:
                Network.Order($"key command {command} on {Network.NameOf(Find(request[20..], 3))}");
                break;
            case Names.NL80211_CMD_REGISTER_FRAME:
                HasFrames = true;
                break;
            case Names.NL80211_CMD_START_AP:
                if (Type != 3)
                {
                    return OsResult.Failure(operation, 95);
                }

                IsBeaconing |= BeaconsUnasked;
                BeaconsUnasked = false;
                if (IsBeaconing)
                {
                    return OsResult.Failure(operation, 114);
                }

                IsBeaconing = true;
                break;
            case Names.NL80211_CMD_STOP_AP:
                IsBeaconing = false;
                break;
            default:
                break;
        }

        foreach (var reply in replies)
        {
            onReply?.Invoke(new NetlinkMessage(0x1c, 0, 1, (byte[])[command, 1, 0, 0, .. reply]));
        }

        return OsResult.Ok;
    }

    private string NewInterface(ReadOnlySpan<byte> attributes)
    {
        var name = System.Text.Encoding.ASCII.GetString(Find(attributes, 4)!).TrimEnd('\0');
        Network!.Add(name, isUp: false);
        return $"new {name}, type {BitConverter.ToUInt32(Find(attributes, 5)!)}, {Convert.ToHexStringLower(Find(attributes, 6)!)}, on {Network.NameOf(Find(attributes, 3))}";
    }

    private static byte[]? Find(ReadOnlySpan<byte> attributes, ushort type)
    {
        foreach (var attribute in new NetlinkAttributes(attributes))
        {
            if (attribute.Type == type)
            {
                return attribute.Value.ToArray();
            }
        }

        return null;
    }

    private OsResult AnswerRoute(string operation, ReadOnlySpan<byte> request, NetlinkHandler? onReply)
    {
        if (Network is not null)
        {
            return Network.Answer(operation, request, onReply);
        }

        if (Index == 0 || RouteError != 0)
        {
            return OsResult.Failure(operation, RouteError == 0 ? 19 : RouteError);
        }

        if (MemoryMarshal.Read<ushort>(request[4..]) == 18)
        {
            byte[] link =
            [
                0, 0, 1, 0, (byte)Index, 0, 0, 0, LinkIsUp ? (byte)1 : (byte)0, 0, 0, 0, 0, 0, 0, 0,
                .. ScriptedKernel.Text(3, "wlan0"), .. ScriptedKernel.Attribute(1, 2, 0, 0, 0, 0, 0),
            ];
            onReply?.Invoke(new NetlinkMessage(16, 0, 1, link));
        }
        else if (request.Length >= 32 && MemoryMarshal.Read<uint>(request[28..]) == 1)
        {
            LinkIsUp = (request[24] & 1) != 0;
        }

        return OsResult.Ok;
    }

    private sealed class Channel(RememberingKernel kernel, bool isRoute) : INetlinkChannel
    {
        public OsResult Request(string operation, Span<byte> request, NetlinkHandler? onReply = null) =>
            isRoute ? kernel.AnswerRoute(operation, request, onReply) : kernel.Answer(operation, request, onReply);

        public OsResult Join(uint group) => OsResult.Ok;

        public void Listen(EventLoop loop, NetlinkHandler onEvent, Action onOverflow) =>
            kernel._listeners.Add((onEvent, onOverflow, isRoute));

        public void Dispose()
        {
        }
    }
}
