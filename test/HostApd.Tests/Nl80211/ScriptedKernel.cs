using System.Reflection;
using System.Runtime.InteropServices;
using HostApd.Driver;
using HostApd.Ieee80211;
using HostApd.Linux;
using HostApd.Linux.Netlink;
using HostApd.Nl80211;
using Names = HostApd.Nl80211.Nl80211;

namespace HostApd.Tests.Nl80211;

/// <summary>
/// Plays the kernel's side of netlink: remembers requests, answers from a script, and sends events. Messages are built
/// here byte by byte, not with the writer under test.
/// </summary>
internal sealed class ScriptedKernel : IDisposable
{
    public const int InterfaceIndex = 2;
    private const ushort Family = 0x1c;
    private const ushort NewLink = 16;
    private const ushort GetLink = 18;

    private static readonly Dictionary<ushort, string> AttributeNames = Constants<ushort>("NL80211_ATTR_");
    private static readonly Dictionary<byte, string> CommandNames = Constants<byte>("NL80211_CMD_");

    private readonly List<(NetlinkHandler Handler, bool IsRoute)> _listeners = [];
    private readonly List<byte[]> _bodies = [];
    private readonly Dictionary<string, int> _refusedOnce = [];
    private readonly Dictionary<string, (int Errno, string? Text)> _refusals = [];
    private Nl80211Radio? _radio;

    /// <summary>What an access point asks for.</summary>
    public static IReadOnlyList<FrameFilter> Frames { get; } =
    [
        new(ManagementSubtype.Authentication, default, AlsoWithFirmware: false),
        new(ManagementSubtype.AssociationRequest, default, AlsoWithFirmware: false),
        new(ManagementSubtype.ReassociationRequest, default, AlsoWithFirmware: false),
        new(ManagementSubtype.Disassociation, default, AlsoWithFirmware: false),
        new(ManagementSubtype.Deauthentication, default, AlsoWithFirmware: false),
        new(ManagementSubtype.ProbeRequest, default, AlsoWithFirmware: true),
        new(ManagementSubtype.Action, new byte[] { 0x04 }, AlsoWithFirmware: true),
        new(ManagementSubtype.Action, new byte[] { 0x7f }, AlsoWithFirmware: true),
    ];

    public EventLoop Loop { get; } = new();

    /// <summary>Requests as <c>START_AP {IFINDEX BEACON_HEAD …}</c>; route requests are left out.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>Replies by command: lists of attribute runs.</summary>
    public Dictionary<string, byte[][]> Replies { get; } = new()
    {
        ["GET_INTERFACE"] =
        [
            [.. U32(3, InterfaceIndex), .. Text(4, "wlan0"), .. U32(1, 0), .. U32(5, 2), .. Attribute(6, 2, 0, 0, 0, 0, 0)],
        ],
        ["GET_REG"] = [Attribute(33, (byte)'U', (byte)'S', 0)],
        ["GET_WIPHY"] = HwsimWiphy.Messages,
        ["FRAME"] = [U64(88, 7)],
    };

    public bool LinkIsUp { get; set; }

    /// <summary>Programs that may hold an interface.</summary>
    public Func<string, IEnumerable<string>> FindUsers { get; set; } = static _ => [];

    public Nl80211Link Open(bool useControlPort = true)
    {
        var result = Nl80211Radio.Open(Loop, new Nl80211RadioOptions { UseControlPort = useControlPort },
            () => new Channel(this, isRoute: false), new RouteSocket(new Channel(this, true), new Channel(this, true)),
            out _radio);
        Nl80211Link? link = null;
        result = result.Succeeded ? _radio!.OpenLink(new Nl80211LinkOptions { InterfaceName = "wlan0", FindUsers = FindUsers }, out link) : result;
        return result.Succeeded ? link! : throw new InvalidOperationException(result.ToString());
    }

    /// <summary>Every such request is answered with an error.</summary>
    public void Refuse(string command, int errno, string? text = null) => _refusals[command] = (errno, text);

    /// <summary>The next request of a command is refused, and no other.</summary>
    public void RefuseOnce(string command, int errno) => _refusedOnce[command] = errno;

    /// <summary>Such requests are answered again.</summary>
    public void Allow(string command) => _refusals.Remove(command);

    /// <summary>An nl80211 event.</summary>
    public void Send(string command, params byte[][] attributes)
    {
        var number = CommandNames.Single(c => c.Value == command).Key;
        SendRaw([number, 1, 0, 0, .. attributes.SelectMany(static a => a)]);
    }

    /// <summary>An event of any bytes behind the netlink header.</summary>
    public void SendRaw(byte[] body)
    {
        foreach (var (handler, isRoute) in _listeners.ToArray())
        {
            if (!isRoute)
            {
                handler(new NetlinkMessage(Family, 0, 0, body));
            }
        }
    }

    /// <summary>Forgets the requests so far.</summary>
    public void Clear()
    {
        Requests.Clear();
        _bodies.Clear();
    }

    /// <summary>The requests' commands, in order.</summary>
    public IEnumerable<string> Commands => Requests.Select(static r => r[..r.IndexOf(' ', StringComparison.Ordinal)]);

    /// <summary>What was asked for of frames, in order: type and first bytes of the body, or that unexpected ones are wanted.</summary>
    public IEnumerable<string> WantedFrames
    {
        get
        {
            foreach (var (command, body) in Commands.Zip(_bodies))
            {
                if (command == "UNEXPECTED_FRAME")
                {
                    yield return "unexpected";
                }
                else if (command == "REGISTER_FRAME")
                {
                    yield return $"{Convert.ToHexStringLower(Find(body, Names.NL80211_ATTR_FRAME_TYPE)!)} {Convert.ToHexStringLower(Find(body, Names.NL80211_ATTR_FRAME_MATCH)!)}".TrimEnd();
                }
            }
        }
    }

    /// <summary>The value of an attribute in the last request of a command; null when it is not there.</summary>
    public byte[]? Value(string command, ushort attribute)
    {
        var at = Requests.FindLastIndex(r => r.StartsWith(command + " ", StringComparison.Ordinal));
        return Find(_bodies[at], attribute);
    }

    public void Dispose()
    {
        _radio?.Dispose();
        Loop.Dispose();
    }

    public static byte[] Attribute(ushort type, params byte[] value) =>
    [
        .. BitConverter.GetBytes((ushort)(4 + value.Length)), .. BitConverter.GetBytes(type), .. value,
        .. new byte[(4 - value.Length % 4) % 4],
    ];

    public static byte[] Nest(ushort type, params byte[][] attributes) =>
        Attribute((ushort)(type | 0x8000), [.. attributes.SelectMany(static a => a)]);

    public static byte[] U32(ushort type, uint value) => Attribute(type, BitConverter.GetBytes(value));

    public static byte[] U64(ushort type, ulong value) => Attribute(type, BitConverter.GetBytes(value));

    public static byte[] Text(ushort type, string value) =>
        Attribute(type, [.. System.Text.Encoding.ASCII.GetBytes(value), 0]);

    private static Dictionary<T, string> Constants<T>(string prefix)
        where T : notnull =>
        typeof(Names).GetFields(BindingFlags.NonPublic | BindingFlags.Static)
            .Where(f => f.IsLiteral && f.Name.StartsWith(prefix, StringComparison.Ordinal) && !IsOfRule(f.Name[prefix.Length..]))
            .ToDictionary(static f => (T)f.GetRawConstantValue()!, f => f.Name[prefix.Length..]);

    /// <summary>Attributes nested in a regulatory rule are numbered anew, under the same prefix.</summary>
    private static bool IsOfRule(string name) =>
        name == "REG_RULE_FLAGS" || name.StartsWith("FREQ_RANGE_", StringComparison.Ordinal) || name.StartsWith("POWER_RULE_", StringComparison.Ordinal);

    private static byte[]? Find(byte[] body, ushort attribute)
    {
        foreach (var each in new NetlinkAttributes(body))
        {
            if (each.Type == attribute)
            {
                return each.Value.ToArray();
            }
        }

        return null;
    }

    private OsResult Answer(string operation, ReadOnlySpan<byte> request, NetlinkHandler? onReply)
    {
        var type = MemoryMarshal.Read<ushort>(request[4..]);
        if (type == 16)
        {
            byte[] family = [1, 1, 0, 0, .. Attribute(1, 0x1c, 0), .. Nest(7, Nest(1, Text(1, "mlme"), U32(2, 9)))];
            onReply?.Invoke(new NetlinkMessage(16, 0, 1, family));
            return OsResult.Ok;
        }

        var name = CommandNames[request[16]];
        var body = request[20..].ToArray();
        var names = new List<string>();
        foreach (var attribute in new NetlinkAttributes(body))
        {
            names.Add(AttributeNames.GetValueOrDefault(attribute.Type, attribute.Type.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        }

        Requests.Add($"{name} {{{string.Join(' ', names)}}}");
        _bodies.Add(body);
        if (_refusedOnce.Remove(name, out var once))
        {
            return OsResult.Failure(operation, once);
        }

        if (_refusals.TryGetValue(name, out var refusal))
        {
            return OsResult.Failure(operation, refusal.Errno, refusal.Text);
        }

        foreach (var reply in Replies.GetValueOrDefault(name, []))
        {
            onReply?.Invoke(new NetlinkMessage(Family, 0, 1, (byte[])[request[16], 1, 0, 0, .. reply]));
        }

        return OsResult.Ok;
    }

    private OsResult AnswerRoute(ReadOnlySpan<byte> request, NetlinkHandler? onReply)
    {
        var type = MemoryMarshal.Read<ushort>(request[4..]);
        if (type == GetLink)
        {
            byte[] link =
            [
                0, 0, 1, 0, InterfaceIndex, 0, 0, 0, LinkIsUp ? (byte)1 : (byte)0, 0, 0, 0, 0, 0, 0, 0,
                .. Text(3, "wlan0"), .. Attribute(1, 2, 0, 0, 0, 0, 0),
            ];
            onReply?.Invoke(new NetlinkMessage(NewLink, 0, 1, link));
        }
        else if (request.Length >= 32 && MemoryMarshal.Read<uint>(request[28..]) == 1)
        {
            LinkIsUp = (request[24] & 1) != 0;
        }

        return OsResult.Ok;
    }

    private sealed class Channel(ScriptedKernel kernel, bool isRoute) : INetlinkChannel
    {
        public OsResult Request(string operation, Span<byte> request, NetlinkHandler? onReply = null) =>
            isRoute ? kernel.AnswerRoute(request, onReply) : kernel.Answer(operation, request, onReply);

        public OsResult Join(uint group) => OsResult.Ok;

        public void Listen(EventLoop loop, NetlinkHandler onEvent, Action onOverflow) =>
            kernel._listeners.Add((onEvent, isRoute));

        public void Dispose()
        {
        }
    }
}

/// <summary>
/// A split GET_WIPHY dump in the shape that Debian's kernel 6.1.0-56 gives for mac80211_hwsim (one band, one channel a
/// message), November 2026; feature flags and extended features are that kernel's own bytes.
/// </summary>
internal static class HwsimWiphy
{
    public static byte[][] Messages { get; } =
    [
        [.. Name, .. ScriptedKernel.Attribute(0x6f)],
        [.. Name, .. ScriptedKernel.Nest(32, ScriptedKernel.Attribute(2), ScriptedKernel.Attribute(3), ScriptedKernel.Attribute(9))],
        [.. Name, .. ScriptedKernel.Nest(22, ScriptedKernel.Nest(0,
            ScriptedKernel.Attribute(3, [0xff, 0xff, .. new byte[10], 1, 0, 0, 0]),
            ScriptedKernel.Attribute(4, 0x7e, 0x10), ScriptedKernel.Attribute(5, 3), ScriptedKernel.Attribute(6, 6),
            ScriptedKernel.Nest(2, [.. new uint[] { 10, 20, 55, 110, 60, 90, 120, 180, 240, 360, 480, 540 }
                .Select(static (r, i) => ScriptedKernel.Nest((ushort)i, ScriptedKernel.U32(1, r)))])))],
        Channel(0, 0, 2412), Channel(0, 1, 2437), Channel(0, 12, 2472, 3), Channel(0, 13, 2484, 2),
        Channel(1, 0, 5260, 5),
        [.. Name, .. ScriptedKernel.Nest(50, ScriptedKernel.U32(1, 7), ScriptedKernel.U32(2, 84))],
        [.. Name, .. ScriptedKernel.Attribute(57, 0x04, 0xac, 0x0f, 0x00, 0x06, 0xac, 0x0f, 0x00)],
        [.. Name, .. ScriptedKernel.Nest(120, ScriptedKernel.Nest(1,
            ScriptedKernel.Nest(1,
                ScriptedKernel.Nest(1, ScriptedKernel.U32(1, 2048), ScriptedKernel.Nest(2, ScriptedKernel.Attribute(2))),
                ScriptedKernel.Nest(2, ScriptedKernel.U32(1, 8), ScriptedKernel.Nest(2, ScriptedKernel.Attribute(3), ScriptedKernel.Attribute(9)))),
            ScriptedKernel.U32(2, 2048), ScriptedKernel.U32(4, 1)))],
        [.. Name, .. ScriptedKernel.Attribute(143, 0xe3, 0xc3, 0x07, 0x2b)],
        [.. Name, .. ScriptedKernel.Attribute(217, 0x43, 0x22, 0x00, 0xe4, 0x10, 0xb6, 0x01, 0x20)],
    ];

    private static byte[] Name => [.. ScriptedKernel.U32(1, 0), .. ScriptedKernel.Text(2, "phy0"), .. ScriptedKernel.U32(46, 2)];

    private static byte[] Channel(ushort band, ushort index, uint frequency, params ushort[] flags) =>
    [
        .. Name, .. ScriptedKernel.Nest(22, ScriptedKernel.Nest(band, ScriptedKernel.Nest(1, ScriptedKernel.Nest(index,
            [ScriptedKernel.U32(1, frequency), ScriptedKernel.U32(6, 2000), .. flags.Select(static f => ScriptedKernel.Attribute(f))])))),
    ];
}
