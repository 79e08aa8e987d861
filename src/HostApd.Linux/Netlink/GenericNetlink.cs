namespace HostApd.Linux.Netlink;

/// <summary>A generic netlink family as the kernel numbered it: its message type and its multicast groups.</summary>
public sealed class GenericNetlinkFamily
{
    private const ushort ControllerType = 16;
    private const byte CommandGetFamily = 3;
    private const ushort AttributeFamilyId = 1;
    private const ushort AttributeFamilyName = 2;
    private const ushort AttributeGroups = 7;
    private const ushort GroupName = 1;
    private const ushort GroupId = 2;

    private readonly Dictionary<string, uint> _groups = [];

    /// <summary>The message type of the family's requests and events.</summary>
    public ushort Type { get; private set; }

    /// <summary>Asks the kernel for <paramref name="name"/>.</summary>
    public static OsResult Resolve(INetlinkChannel channel, string name, out GenericNetlinkFamily family)
    {
        var found = new GenericNetlinkFamily();
        family = found;
        var buffer = new byte[64];
        var writer = Start(buffer, ControllerType, CommandGetFamily, NetlinkFlags.Request | NetlinkFlags.Ack);
        writer.Text(AttributeFamilyName, name);
        return channel.Request($"finding the kernel's {name} interface", buffer.AsSpan(0, writer.Length), found.Read);
    }

    /// <summary>Starts a request of the family: netlink header and generic netlink header.</summary>
    public static NetlinkWriter Start(Span<byte> buffer, ushort type, byte command, ushort flags)
    {
        var writer = new NetlinkWriter(buffer, type, flags);
        writer.Fixed([command, 1, 0, 0]);
        return writer;
    }

    /// <summary>Joins a multicast group by name; false when the kernel has no such group or refuses.</summary>
    public bool TryJoin(INetlinkChannel channel, string group) =>
        _groups.TryGetValue(group, out var id) && channel.Join(id).Succeeded;

    private void Read(in NetlinkMessage message)
    {
        foreach (var attribute in message.Attributes)
        {
            if (attribute.Type == AttributeFamilyId)
            {
                Type = attribute.U16;
            }
            else if (attribute.Type == AttributeGroups)
            {
                ReadGroups(attribute.Nested);
            }
        }
    }

    private void ReadGroups(NetlinkAttributes groups)
    {
        foreach (var group in groups)
        {
            string? name = null;
            uint id = 0;
            foreach (var part in group.Nested)
            {
                if (part.Type == GroupName)
                {
                    name = part.Text;
                }
                else if (part.Type == GroupId)
                {
                    id = part.U32;
                }
            }

            if (name is not null)
            {
                _groups[name] = id;
            }
        }
    }
}

/// <summary>NLM_F_ flags of a request.</summary>
public static class NetlinkFlags
{
    /// <summary>A request.</summary>
    public const ushort Request = 1;

    /// <summary>Acknowledge it even when it succeeds.</summary>
    public const ushort Ack = 4;

    /// <summary>Every entry.</summary>
    public const ushort Dump = 0x300;

    /// <summary>Not when there is one already.</summary>
    public const ushort Exclusive = 0x200;

    /// <summary>Make it when there is none.</summary>
    public const ushort Create = 0x400;
}
