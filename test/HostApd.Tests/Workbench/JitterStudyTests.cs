using HostApd.Workbench;
using NUnit.Framework;

namespace HostApd.Tests.Workbench;

public sealed class JitterStudyTests
{
    [Test]
    public void A_file_that_cannot_be_written_is_named_with_the_reason()
    {
        var errors = new StringWriter();
        Assert.That(JitterStudy.Run("/nowhere/x", 10, TextWriter.Null, errors), Is.EqualTo(1));
        Assert.That(errors.ToString().TrimEnd(), Is.EqualTo("/nowhere/x: cannot be written: its folder does not exist"));
        errors = new StringWriter();
        Assert.That(JitterStudy.Run(Path.GetTempPath(), 10, TextWriter.Null, errors), Is.EqualTo(1));
        Assert.That(errors.ToString(), Does.Contain("it is a folder"));
    }

    [TestCase("-1")]
    [TestCase("0")]
    [TestCase("many")]
    public void A_count_that_is_none_is_bad_usage_and_nothing_is_written(string count)
    {
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        Assert.That(WorkbenchCommand.Run(["jitter", file, "--samples", count]), Is.EqualTo(2));
        Assert.That(File.Exists(file), Is.False);
    }

    [Test]
    public void Samples_are_appended()
    {
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        Assert.That(JitterStudy.Run(file, 5, TextWriter.Null, TextWriter.Null), Is.Zero);
        Assert.That(new FileInfo(file).Length, Is.EqualTo(5));
        File.Delete(file);
    }
}
