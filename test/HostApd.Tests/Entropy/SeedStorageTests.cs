using HostApd.Entropy;
using NUnit.Framework;

namespace HostApd.Tests.Entropy;

/// <summary>What stands in the seed's place and is none of this version is not read, and gives way to one.</summary>
public sealed class SeedStorageTests
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private string _folder = "";

    [SetUp]
    public void Make() => _folder = Directory.CreateTempSubdirectory("hostapd-net-test-").FullName;

    [TearDown]
    public void Remove() => Directory.Delete(_folder, recursive: true);

    [TestCase(SeedFile.Length, OwnerOnly, true)]
    [TestCase(SeedFile.Length + 32, OwnerOnly, false)]
    [TestCase(SeedFile.Length - 1, OwnerOnly, false)]
    [TestCase(0, OwnerOnly, false)]
    [TestCase(SeedFile.Length, OwnerOnly | UnixFileMode.GroupRead, false)]
    public void A_file_of_another_length_or_mode_is_not_read_and_is_replaced(int length, UnixFileMode mode, bool read)
    {
        var path = Path.Combine(_folder, "seed");
        File.WriteAllBytes(path, [.. Enumerable.Repeat((byte)7, length)]);
        File.SetUnixFileMode(path, mode);
        var storage = new SeedStorage(path);
        Assert.That(storage.TryRead(new byte[SeedFile.Length]), Is.EqualTo(read));
        var fresh = Enumerable.Repeat((byte)9, SeedFile.Length).ToArray();
        Assert.That(storage.TryWriteBeside(fresh) && storage.TrySyncBeside() && storage.TryReplace() && storage.TrySyncFolder());
        Assert.That(File.ReadAllBytes(path), Is.EqualTo(fresh));
        Assert.That(File.GetUnixFileMode(path), Is.EqualTo(OwnerOnly));
    }
}
