namespace HostApd.Ap;

/// <summary>How wide a channel is to be.</summary>
/// <param name="Key">The key that says so, for whoever is told that it cannot be.</param>
/// <param name="IsBinding">That width or none; otherwise at most that.</param>
public sealed record WidthWish(string Key, bool IsBinding)
{
    /// <summary>As a switch to another channel has it.</summary>
    public static WidthWish OfSwitch { get; } = new("bandwidth", true);

    /// <summary>As <c>ht_capab</c> has it.</summary>
    public static WidthWish OfHt { get; } = new("ht_capab", true);
}
