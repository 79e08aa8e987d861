using System.Text.Json;
using HostApd.Commands;
using HostApd.Entropy;
using NUnit.Framework;

namespace HostApd.Tests.Commands;

public sealed class EntropyTextTests
{
    [Test]
    public void Text_and_json_tell_the_same()
    {
        using var pool = new EntropyPool(new Nothing());
        pool.Start();
        pool.AddSource("jitter").Feed(new byte[8], 40, samples: 640);
        pool.AddSource("hwrng").Fail("stuck");
        Assert.That(EntropyText.Write(pool), Is.EqualTo(
            "entropy_state=SEEDING\nentropy_bits=40\nsource=kernel state=off bits=0 samples=0\n"
            + "source=jitter state=ok bits=40 samples=640\nsource=hwrng state=failed bits=0 samples=0\n"));
        Assert.That(EntropyText.WriteStatus(pool, TimeSpan.FromMilliseconds(1234.5)), Is.EqualTo(
            "entropy_state=SEEDING\nentropy_bits=40\nentropy_source_kernel=0\nentropy_source_jitter=40\n"
            + "entropy_source_hwrng=0\nentropy_held_ms=1234\n"));
        using var json = JsonDocument.Parse(EntropyText.WriteJson(pool));
        Assert.That(json.RootElement.GetProperty("state").GetString(), Is.EqualTo("SEEDING"));
        Assert.That(json.RootElement.GetProperty("bits").GetInt32(), Is.EqualTo(40));
        Assert.That(json.RootElement.GetProperty("sources").EnumerateArray().Select(s => s.GetProperty("name").GetString()),
            Is.EqualTo(new[] { "kernel", "jitter", "hwrng" }));
        Assert.That(json.RootElement.GetProperty("sources")[1].GetProperty("samples").GetInt64(), Is.EqualTo(640));
    }

    private sealed class Nothing : IEntropySource
    {
        public bool TryFill(Span<byte> destination) => false;
    }
}
