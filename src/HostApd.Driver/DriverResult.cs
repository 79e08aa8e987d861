namespace HostApd.Driver;

/// <summary>
/// What became of something asked of the radio: nothing to say, or what was asked, errno, the kernel's own words, and
/// what the owner can do about it.
/// </summary>
public sealed record DriverResult(string Operation, int Errno, string Problem, string? Advice)
{
    /// <summary>Success.</summary>
    public static DriverResult Ok { get; } = new("", 0, "", null);

    /// <summary>The interface is not there (yet); everything else may be well.</summary>
    public bool InterfaceMissing { get; init; }

    /// <summary>What stands in the way may go away without anybody changing a setting: a switch, another program.</summary>
    public bool MayPass { get; init; }

    /// <summary>Whether it worked.</summary>
    public bool Succeeded => Problem.Length == 0;

    /// <summary><c>operation: problem; advice</c>.</summary>
    public override string ToString() =>
        Succeeded ? "ok" : Advice is null ? $"{Operation}: {Problem}" : $"{Operation}: {Problem}; {Advice}";
}
