using HostApd.Ieee80211;
using HostApd.Rsn;
using NUnit.Framework;

namespace HostApd.Tests.Rsn;

public sealed class EapolKeyFrameTests
{
    private static readonly byte[] Message2 = Convert.FromHexString(HandshakeCaptures.Wps.Message2);

    [Test]
    public void Every_field_of_a_captured_M2_is_read()
    {
        Assert.That(EapolKeyFrame.TryParse(Message2, out var frame, out var error), Is.True);
        Assert.That(error.Code, Is.EqualTo(EapolKeyErrorCode.None));
        Assert.That(frame.Information,
            Is.EqualTo(KeyInformation.Pairwise | KeyInformation.Mic | KeyInformation.Version2));
        Assert.That(frame.KeyLength, Is.Zero);
        Assert.That(frame.ReplayCounter, Is.EqualTo(1));
        Assert.That(Convert.ToHexStringLower(frame.Nonce), Does.StartWith("c466f4e2").And.EndsWith("b6f1436022"[2..]));
        Assert.That(frame.Iv.ToArray(), Is.All.Zero);
        Assert.That(frame.Rsc.ToArray(), Is.All.Zero);
        Assert.That(Convert.ToHexStringLower(frame.Mic), Is.EqualTo("470946c41a9cb71d1fc0217a9aa934bf"));
        Assert.That(frame.KeyData.ToArray(), Is.EqualTo(HandshakeRig.StationRsne));
    }

    [Test]
    public void A_captured_M3_is_read_and_written_again_byte_for_byte()
    {
        var bytes = Convert.FromHexString(HandshakeCaptures.UsedGroupKey.Message3);
        Assert.That(EapolKeyFrame.TryParse(bytes, out var frame, out _), Is.True);
        var fields = new EapolKeyFields
        {
            EapolVersion = 2,
            MicLength = frame.Mic.Length,
            Information = frame.Information,
            KeyLength = frame.KeyLength,
            ReplayCounter = frame.ReplayCounter,
            Nonce = frame.Nonce,
            Rsc = frame.Rsc,
        };
        var written = new byte[bytes.Length];
        Assert.That(EapolKeyWriter.Write(written, fields, frame.KeyData), Is.EqualTo(bytes.Length));
        frame.Mic.CopyTo(written.AsSpan(EapolKeyFrame.MicOffset));
        Assert.That(written, Is.EqualTo(bytes));
        Assert.That(EapolKeyWriter.Write(new byte[bytes.Length - 1], fields, frame.KeyData), Is.Zero);
    }

    [Test]
    public void Link_padding_is_left_out_of_the_frame_and_its_mic()
    {
        Assert.That(EapolKeyFrame.TryParse([.. Message2, 0, 0, 0], out var frame, out _), Is.True);
        Assert.That(frame.Whole.Length, Is.EqualTo(Message2.Length));
    }

    [Test]
    public void Every_shorter_frame_is_refused()
    {
        for (var length = 0; length < Message2.Length; length++)
        {
            Assert.That(EapolKeyFrame.TryParse(Message2.AsSpan(0, length), out _, out var cut), Is.False);
            Assert.That(cut.Code, Is.EqualTo(EapolKeyErrorCode.BadEapol), $"{length} bytes");
            if (length < 4)
            {
                continue;
            }

            var honest = Message2[..length];
            honest[2] = 0;
            honest[3] = (byte)(length - 4);
            Assert.That(EapolKeyFrame.TryParse(honest, out _, out var error), Is.False, $"{length} bytes");
            Assert.That(error.Code, Is.EqualTo(
                length < EapolKeyFrame.MinimumLength ? EapolKeyErrorCode.ShortFixedFields : EapolKeyErrorCode.ShortKeyData));
        }
    }

    [TestCase(1, 0, EapolKeyErrorCode.NotKey, 1)]
    [TestCase(4, 254, EapolKeyErrorCode.UnsupportedDescriptor, 4)]
    [TestCase(97, 1, EapolKeyErrorCode.ShortKeyData, 99)]
    [TestCase(98, 23, EapolKeyErrorCode.ShortKeyData, 99)]
    public void A_wrong_field_says_which(int at, byte value, EapolKeyErrorCode code, int offset)
    {
        var bytes = Message2.ToArray();
        bytes[at] = value;
        Assert.That(EapolKeyFrame.TryParse(bytes, out _, out var error), Is.False);
        Assert.That(error, Is.EqualTo(new EapolKeyError(code, offset)));
    }

    [TestCase(1, 16)]
    [TestCase(14, 16)]
    [TestCase(16, 16)]
    [TestCase(17, 24)]
    [TestCase(24, 24)]
    [TestCase(46, 48)]
    public void Key_data_are_padded_to_whole_units_of_eight_sixteen_at_least(int length, int padded)
    {
        var writer = new ByteWriter(new byte[64]);
        for (var i = 0; i < length; i++)
        {
            writer.U8(1);
        }

        EapolKeyWriter.Pad(ref writer);
        Assert.That(writer.Length, Is.EqualTo(padded));
        if (padded > length)
        {
            Assert.That(writer.Written[length], Is.EqualTo(0xDD));
            Assert.That(writer.Written[(length + 1)..].ToArray(), Is.All.Zero);
        }
    }
}
