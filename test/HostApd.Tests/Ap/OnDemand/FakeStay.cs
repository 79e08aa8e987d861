using HostApd.Driver;

namespace HostApd.Tests.Ap.OnDemand;

/// <summary>
/// A radio whose every event a test gives by hand, and that checks what it is asked: never two stays that wait on different channels.
/// </summary>
internal sealed class FakeStay : IP2pLink
{
    private readonly Dictionary<ulong, int> _stays = [];
    private IP2pEvents? _events;
    private ulong _cookie;

    public TimeSpan LongestStay { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The calls, in order.</summary>
    public List<string> Calls { get; } = [];

    /// <summary>Calls that start so are refused.</summary>
    public string? Refused { get; set; }

    /// <summary>The stays that have not ended, by cookie.</summary>
    public IEnumerable<ulong> Stays => _stays.Keys;

    public void Attach(IP2pEvents events) => _events = events;

    public DriverResult Listen(int frequencyMhz, TimeSpan duration, out ulong cookie) =>
        Go($"listen {frequencyMhz} {duration.TotalMilliseconds}", frequencyMhz, isNamed: true, out cookie);

    public DriverResult EndListen(ulong cookie) => Call($"end {cookie}", _stays.ContainsKey(cookie));

    public DriverResult SendFrame(ReadOnlySpan<byte> frame, int frequencyMhz, TimeSpan wait, SendOptions options, out ulong cookie) =>
        Go($"send {frame[^1]} {frequencyMhz} {wait.TotalMilliseconds}", frequencyMhz, (options & SendOptions.NoAcknowledgement) == 0, out cookie);

    public DriverResult EndWait(ulong cookie) => Call($"end wait {cookie}", _stays.ContainsKey(cookie));

    public DriverResult Search(in SearchSettings settings) => Call("search", !settings.Ssid.IsEmpty);

    public DriverResult AbortSearch() => Call("abort", true);

    public DriverResult ReadNeighbours(NeighbourReceiver receive) => DriverResult.Ok;

    /// <summary>The calls since the last time.</summary>
    public string Take()
    {
        var calls = string.Join(" | ", Calls);
        Calls.Clear();
        return calls;
    }

    public void End(ulong cookie)
    {
        _stays.Remove(cookie);
        _events!.OnStayEnded(cookie);
    }

    /// <summary>A radio whose stays end together, and that tells of one of them alone.</summary>
    public void EndAllTellingOf(ulong cookie)
    {
        _stays.Clear();
        _events!.OnStayEnded(cookie);
    }

    public void EndSearch(bool completed) => _events!.OnSearchEnded(completed);

    private DriverResult Go(string call, int frequencyMhz, bool isNamed, out ulong cookie)
    {
        cookie = 0;
        var result = Call(call, true);
        if (result.Succeeded && isNamed)
        {
            cookie = ++_cookie;
            if (_stays.Values.Any(f => f != frequencyMhz))
            {
                throw new InvalidOperationException($"{call} while a stay elsewhere is under way");
            }

            _stays.Add(cookie, frequencyMhz);
        }

        return result;
    }

    private DriverResult Call(string call, bool isThere)
    {
        Calls.Add(call);
        return !isThere ? new DriverResult(call, ErrorNumber.NoSuchEntry, "No such file or directory", null)
            : Refused is { } start && call.StartsWith(start, StringComparison.Ordinal) ? new DriverResult(call, ErrorNumber.Busy, "Device or resource busy", null)
            : DriverResult.Ok;
    }
}
