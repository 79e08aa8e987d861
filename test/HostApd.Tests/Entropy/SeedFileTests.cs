using HostApd.Entropy;
using NUnit.Framework;

namespace HostApd.Tests.Entropy;

/// <summary>The seed file counts once, on its board, and never after a power cut at the wrong moment.</summary>
public sealed class SeedFileTests
{
    private const int Steps = 5;

    [Test]
    public void A_seed_written_when_ready_counts_at_the_next_start_and_is_replaced_first()
    {
        var disk = new Disk { Content = Seed() };
        var before = disk.Content;
        using var pool = Starved();
        using var file = new SeedFile(pool, disk, "board"u8);
        pool.StateChanged += state =>
        {
            if (state == EntropyState.Ready)
            {
                Assert.That(disk.Durable, Is.Not.EqualTo(before), "its successor is on the disk before it counts");
                Assert.That(disk.Durable![7], Is.Zero);
            }
        };
        Assert.That(file.Load(), Is.True);
        Assert.That(pool.State, Is.EqualTo(EntropyState.Ready));
        Assert.That(pool.TryDraw(new byte[16]), Is.True);
        Assert.That(disk.Steps, Is.EqualTo(new[] { "read", "write", "sync file", "rename", "sync folder" }));
        Assert.That(file.Write(), Is.True);
        Assert.That(disk.Content![7], Is.EqualTo(1));
    }

    [Test]
    public void It_does_not_count_twice()
    {
        var disk = new Disk { Content = Seed() };
        Assert.That(Boot(disk, out _), Is.True);
        Assert.That(Boot(disk, out _), Is.False, "the successor was written before the pool was ready");
    }

    [TestCase("seed_credit is off")]
    [TestCase("another board")]
    [TestCase("no identity")]
    [TestCase("damaged")]
    [TestCase("not ready when written")]
    [TestCase("other format")]
    [TestCase("another version")]
    [TestCase("unreadable")]
    [TestCase("successor cannot be written")]
    public void What_is_not_sound_does_not_count(string what)
    {
        var disk = new Disk { Content = what == "not ready when written" ? Seed(ready: false) : Seed(what == "no identity" ? "" : "board") };
        if (what is "damaged" or "other format" or "another version")
        {
            disk.Content![what switch { "damaged" => 40, "another version" => 6, _ => 0 }] ^= 3;
        }

        disk.FailsAt = what switch { "unreadable" => 0, "successor cannot be written" => 3, _ => -1 };
        using var pool = Starved();
        var board = what switch { "another board" => "other", "no identity" => "", _ => "board" };
        using var file = new SeedFile(pool, disk, System.Text.Encoding.ASCII.GetBytes(board), what != "seed_credit is off");
        Assert.That(file.Load(), Is.False);
        Assert.That(pool.State, Is.EqualTo(EntropyState.Seeding));
        Assert.That(pool.Bits, Is.Zero);
    }

    /// <summary>Power cut after each step, what was not synced lost or kept by chance; then three more starts.</summary>
    [Test]
    public void Power_cut_at_any_step_never_counts_a_seed_twice(
        [Range(0, Steps - 1)] int step, [Values] bool unsyncedSurvives, [Values] bool secondCut)
    {
        var disk = new Disk { Content = Seed() };
        var counted = new List<string>();
        foreach (var cutAt in new[] { step, secondCut ? step : -1, -1, -1 })
        {
            disk.CutsAt = cutAt;
            var seed = Convert.ToHexString(disk.Content ?? []);
            try
            {
                if (Boot(disk, out var pool))
                {
                    counted.Add(seed);
                }

                Assert.That(pool.State == EntropyState.Ready, Is.EqualTo(counted.Count > 0 && counted[^1] == seed));
            }
            catch (PowerCutException)
            {
                disk.LosePower(unsyncedSurvives);
            }
        }

        Assert.That(counted, Is.Unique);
        Assert.That(counted, Has.Count.LessThanOrEqualTo(1), "only one seed that counts was ever on this disk");
    }

    [Test]
    public void Two_pools_from_the_same_seed_with_different_kernels_never_draw_a_common_nonce()
    {
        var seed = Seed();
        var drawn = new HashSet<string>();
        foreach (var kernel in new byte[] { 1, 2 })
        {
            using var pool = new EntropyPool(new Kernel { Fill = kernel, Gives = false });
            pool.Start();
            using var file = new SeedFile(pool, new Disk { Content = (byte[])seed.Clone() }, "board"u8);
            Assert.That(file.Load(), Is.True);
            for (var i = 0; i < 1000; i++)
            {
                var nonce = new byte[32];
                Assert.That(pool.TryDraw(nonce), Is.True);
                Assert.That(drawn.Add(Convert.ToHexString(nonce)), Is.True);
            }
        }
    }

    [Test]
    public void Two_boards_from_one_image_draw_nothing_from_its_seed_alone()
    {
        var seed = Seed();
        foreach (var board in new[] { "first box", "second box" })
        {
            using var pool = Starved();
            using var file = new SeedFile(pool, new Disk { Content = (byte[])seed.Clone() }, System.Text.Encoding.ASCII.GetBytes(board));
            Assert.That(file.Load(), Is.False);
            Assert.That(pool.TryDraw(new byte[32]), Is.False);
        }
    }

    private static bool Boot(Disk disk, out EntropyPool pool)
    {
        pool = Starved();
        using var file = new SeedFile(pool, disk, "board"u8);
        return file.Load();
    }

    private static EntropyPool Starved()
    {
        var pool = new EntropyPool(new Kernel { Gives = false });
        pool.Start();
        return pool;
    }

    private static byte[] Seed(string board = "board", bool ready = true)
    {
        var disk = new Disk();
        using var pool = new EntropyPool(new Kernel { Gives = ready });
        pool.Start();
        using var file = new SeedFile(pool, disk, System.Text.Encoding.ASCII.GetBytes(board));
        Assert.That(file.Write(), Is.True);
        Assert.That(disk.Content, Has.Length.EqualTo(SeedFile.Length));
        return disk.Content!;
    }

    private sealed class PowerCutException : Exception;

    private sealed class Kernel : HostApd.Entropy.IEntropySource
    {
        public byte Fill { get; init; } = 9;

        public bool Gives { get; init; }

        public bool TryFill(Span<byte> destination)
        {
            destination.Fill(Fill);
            return Gives;
        }

        public bool TryFillUnready(Span<byte> destination)
        {
            destination.Fill(Fill);
            return true;
        }
    }

    /// <summary>One file, in the cache and on the disk.</summary>
    private sealed class Disk : ISeedStorage
    {
        private byte[]? _content;
        private byte[]? _beside;
        private byte[]? _besideDurable;
        private int _step;

        public byte[]? Content
        {
            get => _content;
            set => _content = Durable = value;
        }

        public byte[]? Durable { get; private set; }

        public List<string> Steps { get; } = [];

        public int FailsAt { get; set; } = -1;

        public int CutsAt { get; set; } = -1;

        public bool TryRead(Span<byte> content)
        {
            _step = 0;
            if (_content is null || _content.Length != content.Length)
            {
                return false;
            }

            _content.CopyTo(content);
            return Done("read");
        }

        public bool TryWriteBeside(ReadOnlySpan<byte> content)
        {
            _beside = content.ToArray();
            return Done("write");
        }

        public bool TrySyncBeside()
        {
            _besideDurable = _beside;
            return Done("sync file");
        }

        public bool TryReplace()
        {
            _content = _beside;
            return Done("rename");
        }

        public bool TrySyncFolder()
        {
            Durable = _besideDurable;
            return Done("sync folder");
        }

        public void LosePower(bool unsyncedSurvives) => Content = unsyncedSurvives ? _content : Durable;

        private bool Done(string name)
        {
            Steps.Add(name);
            var step = _step++;
            return step == CutsAt ? throw new PowerCutException() : step != FailsAt;
        }
    }
}
