namespace HostApd.Control;

/// <summary>A control command as whoever lists them sees it.</summary>
/// <param name="verb">Its name, hostapd's or wpa_supplicant's where they have it.</param>
/// <param name="arguments">What stands behind it: <c>[what may be left out]</c>, <c>this|or that</c>.</param>
/// <param name="answer">What comes back: <see cref="Done"/>, or what is told. A refusal is FAIL, and WHY tells the reason.</param>
public class ControlCommand(string verb, string arguments, string answer)
{
    /// <summary>The answer of what is only done.</summary>
    public const string Done = "OK";

    /// <summary>Its name.</summary>
    public string Verb => verb;

    /// <summary>What stands behind it.</summary>
    public string Arguments => arguments;

    /// <summary>What comes back.</summary>
    public string Answer => answer;

    /// <summary>It is one where tests are allowed alone.</summary>
    public bool IsForTests { get; init; }
}
