using System.Text;

namespace HostApd.Linux;

/// <summary>
/// Files of a few lines, as the kernel and its users have them, read and written whole: the library's readers and writers of text bring
/// streams, buffers and every encoding along. What goes wrong is the library's exceptions.
/// </summary>
public static class SmallFile
{
    /// <summary>Its text, UTF-8.</summary>
    public static string Read(string path) => Encoding.UTF8.GetString(File.ReadAllBytes(path));

    /// <summary>Its lines, without their ends.</summary>
    public static string[] ReadLines(string path) => Read(path).TrimEnd('\n').Split('\n');

    /// <summary>Writes it anew.</summary>
    public static void Write(string path, string text) => File.WriteAllBytes(path, Encoding.UTF8.GetBytes(text));
}
