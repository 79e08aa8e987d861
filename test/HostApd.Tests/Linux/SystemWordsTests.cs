using HostApd.Linux;
using HostApd.Tests.Architecture;
using NUnit.Framework;

namespace HostApd.Tests.Linux;

/// <summary>The framework's exceptions, which carry no text in the executables, in the system's words.</summary>
public sealed class SystemWordsTests
{
    [TestCase("/no/such/folder/file", "No such file or directory")]
    [TestCase("/etc/nosuchfile", "No such file or directory")]
    [TestCase("/", "Is a directory")]
    [TestCase("/etc/hostname/file", "No such file or directory", Description = "the framework keeps no errno for ENOTDIR")]
    public void What_stops_a_file_from_being_read(string path, string words)
    {
        var caught = Assert.Catch(() => File.ReadAllBytes(path));
        Assert.That(SystemWords.Of(caught!, path), Is.EqualTo(words));
    }

    [Test]
    public void A_name_that_is_too_long()
    {
        var path = "/tmp/" + new string('x', 300);
        Assert.That(SystemWords.Of(Assert.Catch(() => File.WriteAllText(path, ""))!, path), Is.EqualTo("File name too long"));
    }

    [Test]
    public void A_program_that_is_not_there()
    {
        var caught = Assert.Catch(() => System.Diagnostics.Process.Start("/no/such/program"));
        Assert.That(SystemWords.Of(caught!), Is.EqualTo("No such file or directory"));
    }

    [Test]
    public void What_is_forbidden_is_called_so()
    {
        var inner = new IOException("text", 13);
        Assert.That(SystemWords.Of(new UnauthorizedAccessException("UnauthorizedAccess_IODenied_Path", inner), "/etc/shadow"), Is.EqualTo("Permission denied"));
        Assert.That(SystemWords.Of(new UnauthorizedAccessException("text", new IOException("text", 30))), Is.EqualTo("Read-only file system"));
    }

    [Test]
    public void Our_own_say_what_was_asked() => Assert.That(
        SystemWords.Of(new OsException(OsResult.Failure("creating the event loop", 24))), Is.EqualTo("creating the event loop: Too many open files"));

    [Test]
    public void Nobody_shows_an_exceptions_own_message()
    {
        var shown = SourceTree.Files("src", "*.cs")
            .SelectMany(static f => File.ReadLines(f).Select((l, i) => (Line: l, At: $"{Path.GetFileName(f)}:{i + 1}")))
            .Where(static l => System.Text.RegularExpressions.Regex.IsMatch(l.Line, @"\b(e|exception|fault)\.Message\b"))
            .Select(static l => l.At);
        Assert.That(shown, Is.Empty, "use SystemWords.Of");
    }
}
