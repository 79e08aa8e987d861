using System.Runtime.InteropServices;
using System.Text;
using HostApd.Linux;
using HostApd.Linux.Netlink;

namespace HostApd.Tests.Nl80211;

/// <summary>rtnetlink's side of a kernel with bridges. Others may change it behind the driver's back.</summary>
internal sealed class ScriptedNetwork
{
    private const ushort NewLink = 16;
    private const ushort DelLink = 17;
    private const ushort GetLink = 18;
    private const ushort SetLink = 19;
    private const ushort DelNeighbour = 29;
    private const int NoDevice = 19;

    private int _last = 1;

    public List<Device> Devices { get; } = [];

    /// <summary>What was ordered, in words; questions are left out.</summary>
    public List<string> Orders { get; } = [];

    /// <summary>The interface that is driven, while it is there.</summary>
    public Device Wireless => Find("wlan0")!;

    /// <summary>The bridges, each with its ports: <c>br0[wlan0] br1[]</c>; one that is down has a <c>-</c>.</summary>
    public string Bridges => string.Join(' ', Devices.Where(static d => d.IsBridge).OrderBy(static d => d.Name, StringComparer.Ordinal).Select(b =>
        $"{b.Name}{(b.IsUp ? "" : "-")}[{string.Join(' ', Devices.Where(d => d.Master == b.Index).Select(static d => d.Name))}]"));

    public Device Add(string name, bool isBridge = false, bool isUp = true)
    {
        var added = new Device(++_last, name, isBridge) { IsUp = isUp };
        Devices.Add(added);
        return added;
    }

    /// <summary>Something that was ordered elsewhere.</summary>
    public void Order(string what) => Orders.Add(what);

    /// <summary>The name of the interface whose number an attribute has.</summary>
    public string? NameOf(byte[]? number) => number is null ? null : Devices.Find(d => d.Index == BitConverter.ToInt32(number))?.Name;

    public Device? Find(string name) => Devices.Find(d => d.Name == name);

    public void Remove(Device gone)
    {
        Devices.Remove(gone);
        Devices.Where(d => d.Master == gone.Index).ToList().ForEach(static d => d.Master = 0);
    }

    /// <summary>What the kernel says of an interface now, as a link message's body.</summary>
    public static byte[] Describe(Device device, byte family = 0) =>
    [
        family, 0, 1, 0, .. BitConverter.GetBytes(device.Index), device.IsUp ? (byte)1 : (byte)0, 0, 0, 0, 0, 0, 0, 0,
        .. ScriptedKernel.Text(3, device.Name), .. ScriptedKernel.Attribute(1, 2, 0, 0, 0, 0, 0),
        .. device.Master == 0 ? [] : ScriptedKernel.U32(10, (uint)device.Master),
    ];

    public OsResult Answer(string operation, ReadOnlySpan<byte> request, NetlinkHandler? onReply)
    {
        var type = MemoryMarshal.Read<ushort>(request[4..]);
        var isDump = (MemoryMarshal.Read<ushort>(request[6..]) & 0x300) == 0x300;
        var index = MemoryMarshal.Read<int>(request[20..]);
        var attributes = Attributes(request[(type == DelNeighbour ? 28 : 32)..]);
        var meant = index != 0 ? Devices.Find(d => d.Index == index)
            : attributes.TryGetValue(3, out var name) ? Find(Encoding.ASCII.GetString(name).TrimEnd('\0'))
            : null;
        if (type == GetLink && isDump)
        {
            Devices.ForEach(d => onReply?.Invoke(new NetlinkMessage(NewLink, 2, 1, Describe(d))));
            return OsResult.Ok;
        }

        if (type == NewLink)
        {
            var made = Encoding.ASCII.GetString(attributes[3]).TrimEnd('\0');
            var kind = Attributes(attributes[18]);
            var isBridge = Encoding.ASCII.GetString(kind[1]) == "bridge";
            Orders.Add(isBridge ? "make " + made
                : $"make {made}, {Encoding.ASCII.GetString(kind[1])} {BitConverter.ToUInt16(Attributes(kind[2])[1])} on {Devices.Find(d => d.Index == BitConverter.ToInt32(attributes[5]))?.Name}");
            Add(made, isBridge, isUp: false);
            return OsResult.Ok;
        }

        if (meant is null)
        {
            return OsResult.Failure(operation, NoDevice);
        }

        switch (type)
        {
            case GetLink:
                onReply?.Invoke(new NetlinkMessage(NewLink, 0, 1, Describe(meant)));
                break;
            case DelLink:
                Orders.Add("remove " + meant.Name);
                Remove(meant);
                break;
            case SetLink when attributes.TryGetValue(10, out var master):
                meant.Master = BitConverter.ToInt32(master);
                Orders.Add($"{meant.Name} into {Devices.Find(d => d.Index == meant.Master)?.Name ?? "none"}");
                break;
            case SetLink when MemoryMarshal.Read<uint>(request[28..]) == 1:
                meant.IsUp = (request[24] & 1) != 0;
                Orders.Add($"{meant.Name} {(meant.IsUp ? "up" : "down")}");
                break;
            case DelNeighbour:
                Orders.Add($"forget {Convert.ToHexStringLower(attributes[2])} behind {meant.Name}, family {request[16]}, flags {request[26]}");
                break;
            default:
                break;
        }

        return OsResult.Ok;
    }

    private static Dictionary<ushort, byte[]> Attributes(ReadOnlySpan<byte> bytes)
    {
        var all = new Dictionary<ushort, byte[]>();
        foreach (var attribute in new NetlinkAttributes(bytes))
        {
            all[attribute.Type] = attribute.Value.ToArray();
        }

        return all;
    }

    internal sealed class Device(int index, string name, bool isBridge)
    {
        public int Index { get; } = index;

        public string Name { get; set; } = name;

        public bool IsBridge { get; } = isBridge;

        public bool IsUp { get; set; }

        public int Master { get; set; }
    }
}
