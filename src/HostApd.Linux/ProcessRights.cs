using static Tmds.Linux.LibC;

namespace HostApd.Linux;

/// <summary>
/// What this process may do, and what programs that it starts can get. The kernel keeps all of it for each thread: what is said here
/// is said of the calling one, and a program that it starts begins with that.
/// </summary>
/// <param name="IsRoot">User 0, whom starting a program gives every capability that bounding leaves.</param>
/// <param name="Effective">What it may do now.</param>
/// <param name="Bounding">What nobody that it starts gets beyond.</param>
/// <param name="NoNewPrivileges">No program gives more than there is, neither sudo nor one with file capabilities.</param>
public sealed unsafe record ProcessRights(bool IsRoot, CapabilitySet Effective, CapabilitySet Bounding, bool NoNewPrivileges)
{
    private const int SetBits = 64;
    private const int HeaderWords = 2;

    // Two times effective, permitted, inheritable.
    private const int DataWords = 6;

    /// <summary>Those of the calling thread.</summary>
    public static ProcessRights Read()
    {
        var data = stackalloc uint[DataWords];
        _ = Get(data);
        var isRoot = (uint)getuid() == 0 && (uint)geteuid() == 0
            && (Ask(NativeMethods.GetSecureBits) & NativeMethods.RootGainsNothing) == 0;
        return new ProcessRights(isRoot, new CapabilitySet(data[0] | (ulong)data[3] << 32), ReadBounding(), Ask(NativeMethods.GetNoNewPrivileges) == 1);
    }

    /// <summary>
    /// From now on nothing that this thread starts gets more than <paramref name="kept"/>, whatever it is; the thread itself goes on as
    /// before. Takes CAP_SETPCAP.
    /// </summary>
    public static OsResult Lower(CapabilitySet kept)
    {
        // What is inheritable comes through a start unbounded. What is ambient goes with it.
        var data = stackalloc uint[DataWords];
        var result = Get(data);
        (data[2], data[5]) = (data[2] & (uint)kept.Bits, data[5] & (uint)(kept.Bits >> 32));
        result = result.Succeeded ? Set(data) : result;
        foreach (var number in Sequence.Range(0, SetBits).Where(ReadBounding().Without(kept).Contains))
        {
            result = result.Succeeded && NativeMethods.ProcessControl(NativeMethods.DropBounding, (nuint)number, 0, 0, 0) < 0
                ? OsResult.LastError($"dropping capability {number}")
                : result;
        }

        return result.Succeeded && NativeMethods.ProcessControl(NativeMethods.SetNoNewPrivileges, 1, 0, 0, 0) < 0
            ? OsResult.LastError("doing without new privileges")
            : result;
    }

    /// <summary>
    /// Asks something as this process would without <paramref name="withheld"/>: on a thread of its own that has given them up, and ends
    /// with the answer.
    /// </summary>
    public static void AskWithout(CapabilitySet withheld, Action question)
    {
        var asking = new Thread(() =>
        {
            var data = stackalloc uint[DataWords];
            if (Get(data).Succeeded)
            {
                for (var i = 0; i < DataWords; i++)
                {
                    data[i] &= ~(uint)(i < DataWords / 2 ? withheld.Bits : withheld.Bits >> 32);
                }

                _ = Set(data);
            }

            question();
        }, maxStackSize: 256 * 1024);
        asking.Start();
        asking.Join();
    }

    private static CapabilitySet ReadBounding() => new(Sequence.Range(0, SetBits)
        .Where(static n => NativeMethods.ProcessControl(NativeMethods.ReadBounding, (nuint)n, 0, 0, 0) == 1)
        .Aggregate(0UL, static (bits, n) => bits | 1UL << n));

    private static int Ask(int option) => NativeMethods.ProcessControl(option, 0, 0, 0, 0);

    private static OsResult Get(uint* data)
    {
        var header = stackalloc uint[HeaderWords] { NativeMethods.CapabilityVersion, 0 };
        new Span<uint>(data, DataWords).Clear();
        return NativeMethods.GetCapabilities(header, data) < 0 ? OsResult.LastError("reading our capabilities") : OsResult.Ok;
    }

    private static OsResult Set(uint* data)
    {
        var header = stackalloc uint[HeaderWords] { NativeMethods.CapabilityVersion, 0 };
        return NativeMethods.SetCapabilities(header, data) < 0 ? OsResult.LastError("setting our capabilities") : OsResult.Ok;
    }
}
