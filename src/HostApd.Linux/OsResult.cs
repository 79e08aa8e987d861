using System.Text;
using static Tmds.Linux.LibC;

namespace HostApd.Linux;

/// <summary>
/// The outcome of asking the operating system for something: what was asked, its errno and, from netlink, the
/// kernel's own words (extended acknowledgement).
/// </summary>
public readonly struct OsResult
{
    private OsResult(string operation, int error, string? kernelText)
    {
        Operation = operation;
        Errno = error;
        KernelText = kernelText;
    }

    /// <summary>Success.</summary>
    public static OsResult Ok => default;

    /// <summary>What was asked, as a person would say it; null on success.</summary>
    public string? Operation { get; }

    /// <summary>The errno value, 0 on success.</summary>
    public int Errno { get; }

    /// <summary>The kernel's explanation, where it gave one.</summary>
    public string? KernelText { get; }

    /// <summary>Whether it worked.</summary>
    public bool Succeeded => Errno == 0;

    /// <summary>A failure with a known errno.</summary>
    public static OsResult Failure(string operation, int error, string? kernelText = null) =>
        new(operation, error, kernelText);

    /// <summary>A failure of the system call just made.</summary>
    public static OsResult LastError(string operation) => new(operation, errno, null);

    /// <summary>The C library's text for <paramref name="error"/>.</summary>
    public static unsafe string Describe(int error)
    {
        Span<byte> buffer = stackalloc byte[128];
        buffer.Clear();
        fixed (byte* p = buffer)
        {
            _ = strerror_r(error, p, buffer.Length - 1);
        }

        var end = buffer.IndexOf((byte)0);
        return end <= 0 ? $"error {error}" : Encoding.UTF8.GetString(buffer[..end]);
    }

    /// <summary><c>operation: errno text (kernel: words)</c>.</summary>
    public override string ToString() => Succeeded
        ? "ok"
        : KernelText is null
            ? $"{Operation}: {Describe(Errno)}"
            : $"{Operation}: {Describe(Errno)} (kernel: {KernelText})";
}
