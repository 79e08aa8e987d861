using System.Text;

namespace HostApd.Linux;

/// <summary>
/// Files of a few lines, as the kernel and its users have them, read and written whole: the library's readers and writers of text bring
/// streams, buffers and every encoding along. What goes wrong is the library's exceptions.
/// </summary>
public static class SmallFile
{
    /// <summary>Its text, UTF-8. Of a file in /sys the kernel says that it is a page long: what there is, is read.</summary>
    public static string Read(string path)
    {
        using var file = File.OpenHandle(path);
        var bytes = new byte[1024];
        var length = 0;
        while (RandomAccess.Read(file, bytes.AsSpan(length), length) is > 0 and var read)
        {
            length += read;
            if (length == bytes.Length)
            {
                Array.Resize(ref bytes, 2 * length);
            }
        }

        return Encoding.UTF8.GetString(bytes, 0, length);
    }

    /// <summary>Its lines, without their ends.</summary>
    public static string[] ReadLines(string path) => Read(path).TrimEnd('\n').Split('\n');

    /// <summary>Writes it anew.</summary>
    public static void Write(string path, string text) => File.WriteAllBytes(path, Encoding.UTF8.GetBytes(text));
}
