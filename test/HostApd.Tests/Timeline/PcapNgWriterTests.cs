using HostApd.Ieee80211;
using HostApd.Tests.Ap;
using HostApd.Tests.Wps;
using HostApd.Timeline;
using HostApd.Timeline.Readers;
using NUnit.Framework;

namespace HostApd.Tests.Timeline;

public sealed class PcapNgWriterTests
{
    private static readonly MacAddress Bssid = new([2, 0, 0, 0, 0, 0]);

    [Test]
    public void What_is_written_is_read_again()
    {
        var writer = new PcapNgWriter();
        var file = new MemoryStream();
        file.Write(writer.Begin("test"));
        byte[] authentication = [0xb0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 2, 0, 0, 0, 1, 0, 2, 0, 0, 0, 0, 0, 0x10, 0, 0, 0, 1, 0, 0, 0];
        file.Write(writer.Frame(Frame(FrameMoment.Received, false, authentication, -42, 2437), 1_700_000_000_000_001, Bssid));
        writer.Remark("AP-ENABLED ");
        writer.Remark("<second> & third");
        file.Write(writer.Frame(Frame(FrameMoment.Submitted, true, Convert.FromHexString(CapturedExchange.M2), 0, 5180),
            1_700_000_000_000_500, Bssid));
        file.Write(writer.Frame(Frame(FrameMoment.Received, true, Convert.FromHexString(CapturedExchange.M3), -30, 2437),
            1_700_000_000_000_900, Bssid));
        writer.Remark("the end");
        file.Write(writer.End(1_700_000_000_001_000));

        var source = AirReader.Read("written", file.ToArray());
        Assert.That(source.Problems, Is.Empty);
        Assert.That(source.Sightings.Select(static s => (s.At - 1_700_000_000_000_000, s.Kind, s.FromAp, s.Station)), Is.EqualTo(new[]
        {
            (1L, TraceKind.AuthenticationRequest, false, ApRig.First), (500L, TraceKind.WscM2, true, ApRig.First),
            (900L, TraceKind.WscM3, false, ApRig.First),
        }));
        Assert.That(source.Sightings[0].SignalDbm, Is.EqualTo(-42));
        var text = System.Text.Encoding.UTF8.GetString(file.ToArray());
        Assert.That(text, Does.Contain("AP-ENABLED\n<second> & third").And.Contain("the end"));
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    [TestCase(4)]
    public void Blocks_are_whole_words_whatever_a_frame_is_long(int extra)
    {
        var writer = new PcapNgWriter();
        writer.Begin("x");
        byte[] frame = [0xd0, 0, .. new byte[22 + extra]];
        var block = writer.Frame(Frame(FrameMoment.Submitted, false, frame, 0, 0), 1, Bssid);
        Assert.That(block.Length % 4, Is.Zero);
        Assert.That(System.Buffers.Binary.BinaryPrimitives.ReadInt32LittleEndian(block[4..]), Is.EqualTo(block.Length));
        Assert.That(System.Buffers.Binary.BinaryPrimitives.ReadInt32LittleEndian(block[^4..]), Is.EqualTo(block.Length));
    }

    [Test]
    public void Comments_are_bounded()
    {
        var writer = new PcapNgWriter();
        for (var i = 0; i < 10_000; i++)
        {
            writer.Remark("again and again");
        }

        Assert.That(writer.End(1).Length, Is.LessThan(9_000));
    }

    private static SeenFrame Frame(FrameMoment moment, bool isEapol, byte[] bytes, int signal, int frequency) => new()
    {
        Moment = moment,
        Timestamp = 0,
        Station = ApRig.First,
        IsEapol = isEapol,
        Bytes = bytes,
        SignalDbm = signal,
        FrequencyMhz = frequency,
    };
}
