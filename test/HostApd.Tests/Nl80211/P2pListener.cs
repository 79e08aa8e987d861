using HostApd.Driver;

namespace HostApd.Tests.Nl80211;

/// <summary>Writes down what is told of stays and searches.</summary>
internal sealed class P2pListener(Func<string>? prefix = null) : IP2pEvents
{
    public List<string> Lines { get; } = [];

    /// <summary>What it does when a stay has ended.</summary>
    public Action? Ended { get; set; }

    public void OnStayBegan(ulong cookie, int frequencyMhz) => Write($"began {cookie} {frequencyMhz}");

    public void OnStayEnded(ulong cookie)
    {
        Write($"ended {cookie}");
        Ended?.Invoke();
    }

    public void OnSearchEnded(bool completed) => Write($"search {completed}");

    private void Write(string line) => Lines.Add($"{prefix?.Invoke()}{line}");
}
