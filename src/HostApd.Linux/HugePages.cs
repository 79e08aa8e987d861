namespace HostApd.Linux;

/// <summary>The kernel's transparent huge pages, for this process.</summary>
public static class HugePages
{
    /// <summary>
    /// Asks the kernel to give this process small pages only, from now on; programs it starts inherit that. Where huge
    /// pages are on for everybody, a thread's stack of eight megabytes that begins at the right address takes two of
    /// them for the few kilobytes it needs. A kernel without such pages refuses, and nothing is lost.
    /// </summary>
    public static void TurnOff() => _ = NativeMethods.ProcessControl(NativeMethods.SetHugePagesOff, 1, 0, 0, 0);
}
