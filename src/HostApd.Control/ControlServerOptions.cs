namespace HostApd.Control;

/// <summary>Where a control socket lives and what it answers by itself.</summary>
public sealed class ControlServerOptions
{
    /// <summary>The directory (<c>ctrl_interface</c>); created with mode 0770 when missing.</summary>
    public required string Directory { get; init; }

    /// <summary>The socket's file name: the interface, or the global socket's name.</summary>
    public required string Name { get; init; }

    /// <summary>Name or number of the group that may use it (<c>ctrl_interface_group</c>, <c>-G</c>).</summary>
    public string? Group { get; init; }

    /// <summary>Longest request in bytes: hostapd takes 4,095, on the global socket 255.</summary>
    public int MaxRequest { get; init; } = 4095;

    /// <summary>
    /// Gets a command that came with an open descriptor, which is its to close; null when it knows no such command.
    /// </summary>
    public Func<string, int, string?>? HandleWithDescriptor { get; init; }

    /// <summary>Events that wait for a listener whose socket is full; the others are counted. Null: none of them wait.</summary>
    public Func<string, bool>? Weighs { get; init; }

    /// <summary>What a listener is told when it reads again: how many events it has lost.</summary>
    public Func<int, string> Lost { get; init; } = static count => $"CTRL-EVENT-LOST {count}";

    /// <summary>Hears of a listener that was given up because it does not read: where its socket is, and how many events it has lost.</summary>
    public Action<string, int>? GivenUp { get; init; }

    /// <summary>The clock; null: the loop's.</summary>
    public TimeProvider? Time { get; init; }

    /// <summary>Watches over a request and knows afterwards why it was refused. Null: nobody does.</summary>
    public IRefusalReasons? Reasons { get; init; }

    /// <summary>The answer to a command that nobody knows.</summary>
    public string Unknown { get; init; } = ControlReplies.Unknown;
}

/// <summary>
/// Why requests are refused. hostapd's clients compare <c>FAIL</c> with the whole reply, so the reason is asked for apart, by
/// <c>WHY</c>.
/// </summary>
public interface IRefusalReasons
{
    /// <summary>A request begins.</summary>
    void Begin();

    /// <summary>It has ended; what was said while it lasted, or null.</summary>
    string? End();
}

/// <summary>The fixed replies of the protocol.</summary>
public static class ControlReplies
{
    /// <summary>Done.</summary>
    public const string Ok = "OK\n";

    /// <summary>Not done.</summary>
    public const string Fail = "FAIL\n";

    /// <summary>No such command.</summary>
    public const string Unknown = "UNKNOWN COMMAND\n";
}
