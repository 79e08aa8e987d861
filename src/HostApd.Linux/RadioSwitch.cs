namespace HostApd.Linux;

/// <summary>What rfkill says of a radio.</summary>
public enum SwitchState
{
    /// <summary>It may transmit, or has no switch.</summary>
    On,

    /// <summary>Off by software; <c>rfkill unblock</c> turns it on.</summary>
    Soft,

    /// <summary>Off by a switch or key of the device.</summary>
    Hard,
}

/// <summary>A radio's switch, from sysfs.</summary>
public static class RadioSwitch
{
    /// <summary>The state of <paramref name="radio"/>'s switch, e.g. phy0.</summary>
    public static SwitchState Read(string radio) => Read(radio, "/sys/class/ieee80211");

    internal static SwitchState Read(string radio, string root)
    {
        try
        {
            foreach (var folder in Directory.EnumerateDirectories(Path.Combine(root, radio), "rfkill*"))
            {
                if (IsSet(folder, "hard"))
                {
                    return SwitchState.Hard;
                }

                if (IsSet(folder, "soft"))
                {
                    return SwitchState.Soft;
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // No sysfs, no such radio: nothing to say.
        }

        return SwitchState.On;
    }

    private static bool IsSet(string folder, string name) => SmallFile.Read(Path.Combine(folder, name)).Trim() == "1";
}
