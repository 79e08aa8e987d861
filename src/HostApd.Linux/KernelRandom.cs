using System.Runtime.InteropServices;

namespace HostApd.Linux;

/// <summary>The kernel's random generator, asked without ever blocking.</summary>
public static unsafe class KernelRandom
{
    /// <summary>
    /// Fills <paramref name="buffer"/> with getrandom(GRND_NONBLOCK). False while the kernel's generator is not
    /// initialised (EAGAIN): nothing has been written then.
    /// </summary>
    public static bool TryFill(Span<byte> buffer)
    {
        fixed (byte* p = buffer)
        {
            var done = 0;
            while (done < buffer.Length)
            {
                var got = NativeMethods.GetRandom(p + done, (nuint)(buffer.Length - done), NativeMethods.GrndNonblock);
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
