namespace HostApd.Linux;

/// <summary>The folder of the user who started the process.</summary>
public static class HomeFolder
{
    private const string Variable = "HOME";

    /// <summary>Where nothing is, and nothing can be made.</summary>
    private const string Nowhere = "/nonexistent";

    /// <summary>
    /// At the start: who has none is given one that is not there. The runtime's console would ask the C library's name services for it,
    /// and in a static executable those look for plug-ins of another C library, which ends the process.
    /// </summary>
    public static void Settle()
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Variable)))
        {
            Environment.SetEnvironmentVariable(Variable, Nowhere);
        }
    }
}
