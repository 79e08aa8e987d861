using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using HostApd.Linux;
using HostApd.Timeline.Readers;
using TraceSource = HostApd.Timeline.Readers.TraceSource;

namespace HostApd.Workbench;

/// <summary>
/// Opens a trace: plain, gzip (by the runtime), or xz (by the program <c>xz</c>, which every Debian has; no managed decoder
/// is worth a package here).
/// </summary>
internal static class TraceInput
{
    private const long MostBytes = 1L << 30;

    /// <summary>Reads one file; null and a problem when nothing can be read of it.</summary>
    internal static TraceSource? Read(string path, out string? problem)
    {
        problem = null;
        try
        {
            var bytes = Unpack(File.ReadAllBytes(path), out var cut);
            var source = PacketFile.IsCapture(bytes)
                ? AirReader.Read(path, bytes)
                : LogReader.Read(path, Encoding.Latin1.GetString(bytes).Split('\n').Select(static l => l.TrimEnd('\r')).ToList());
            if (cut is not null)
            {
                source.Problems.Insert(0, cut);
            }

            return source;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException
            or System.ComponentModel.Win32Exception)
        {
            problem = SystemWords.Of(e, path);
            return null;
        }
    }

    private static byte[] Unpack(byte[] file, out string? cut)
    {
        cut = null;
        return file.AsSpan().StartsWith<byte>([0x1F, 0x8B]) ? Gunzip(file, out cut)
            : file.AsSpan().StartsWith<byte>([0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0]) ? Unxz(file, out cut)
            : file;
    }

    private static byte[] Gunzip(byte[] file, out string? cut)
    {
        using var gzip = new GZipStream(new MemoryStream(file), CompressionMode.Decompress);
        return Drain(gzip, out cut);
    }

    private static byte[] Unxz(byte[] file, out string? cut)
    {
        using var xz = Process.Start(new ProcessStartInfo("xz", ["-dc"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        var feed = new Thread(() =>
        {
            try
            {
                xz.StandardInput.BaseStream.Write(file);
                xz.StandardInput.Close();
            }
            catch (IOException)
            {
                // It has given up on its input: its exit code says so.
            }
        });
        feed.Start();
        var bytes = Drain(xz.StandardOutput.BaseStream, out cut);
        feed.Join();
        xz.WaitForExit();
        cut ??= xz.ExitCode == 0 ? null : "xz: the file is damaged or cut off; what came before is shown";
        return bytes;
    }

    /// <summary>What a cut file gives before its end is kept.</summary>
    private static byte[] Drain(Stream stream, out string? cut)
    {
        var bytes = new MemoryStream();
        var buffer = new byte[65_536];
        cut = null;
        try
        {
            for (int count; (count = stream.Read(buffer)) > 0;)
            {
                bytes.Write(buffer, 0, count);
                if (bytes.Length > MostBytes)
                {
                    cut = $"longer than {MostBytes >> 20} MB unpacked; the rest is left out";
                    break;
                }
            }
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            cut = $"damaged or cut off behind {bytes.Length} bytes";
        }

        return bytes.ToArray();
    }
}
