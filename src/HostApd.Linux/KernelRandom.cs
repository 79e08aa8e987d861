using System.Runtime.InteropServices;

namespace HostApd.Linux;

/// <summary>The kernel's random generator, asked without ever blocking.</summary>
public static unsafe class KernelRandom
{
    /// <summary>
    /// Fills <paramref name="buffer"/> with getrandom(GRND_NONBLOCK). False while the kernel's generator is not
    /// initialised (EAGAIN): nothing has been written then.
    /// </summary>
    public static bool TryFill(Span<byte> buffer) => TryFill(buffer, NativeMethods.GrndNonblock);

    /// <summary>What the generator gives before it is initialised (Linux 5.6 and later): to be mixed in, worth nothing.</summary>
    public static bool TryFillUnready(Span<byte> buffer) => TryFill(buffer, NativeMethods.GrndInsecure);

    /// <summary>Gives the kernel bytes and credits so many bits for them. Takes CAP_SYS_ADMIN.</summary>
    public static OsResult Credit(ReadOnlySpan<byte> seed, int bits)
    {
        // struct rand_pool_info: entropy_count, buf_size, buf.
        Span<byte> request = stackalloc byte[2 * sizeof(int) + seed.Length];
        MemoryMarshal.Write(request, bits);
        MemoryMarshal.Write(request[sizeof(int)..], seed.Length);
        seed.CopyTo(request[(2 * sizeof(int))..]);
        fixed (byte* path = "/dev/random\0"u8)
        fixed (byte* p = request)
        {
            using var device = new Descriptor(Tmds.Linux.LibC.open(path, Tmds.Linux.LibC.O_WRONLY | Tmds.Linux.LibC.O_CLOEXEC, 0));
            var result = device.Fd < 0 || Tmds.Linux.LibC.ioctl(device.Fd, NativeMethods.RndAddEntropy, p) < 0
                ? OsResult.LastError("crediting entropy to the kernel")
                : OsResult.Ok;
            System.Security.Cryptography.CryptographicOperations.ZeroMemory(request);
            return result;
        }
    }

    private static bool TryFill(Span<byte> buffer, uint flags)
    {
        fixed (byte* p = buffer)
        {
            var done = 0;
            while (done < buffer.Length)
            {
                var got = NativeMethods.GetRandom(p + done, (nuint)(buffer.Length - done), flags);
                if (got > 0)
                {
                    done += (int)got;
                }
                else if (Marshal.GetLastPInvokeError() != Tmds.Linux.LibC.EINTR)
                {
                    buffer.Clear();
                    return false;
                }
            }
        }

        return true;
    }
}
