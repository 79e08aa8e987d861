using HostApd.Wps;
using NUnit.Framework;

namespace HostApd.Tests.Wps;

/// <summary>Fragments from a station that does as it likes; op code 4 is a message, 6 an acknowledgement, flag 1 more, 2 length.</summary>
public sealed class FragmentTests
{
    private const string M1 = CapturedExchange.M1;

    [Test]
    public void M1_may_come_byte_by_byte()
    {
        var rig = Begun(out var session);
        var message = CapturedExchange.MessageOf(M1);
        for (var i = 0; i < message.Length - 1; i++)
        {
            Answer(rig, session, i == 0 ? [4, 3, (byte)(message.Length >> 8), (byte)message.Length, message[0]] : [4, 1, message[i]]);
            Assert.That(Convert.ToHexStringLower(rig.LastSent.AsSpan(16)), Is.EqualTo("0600"));
        }

        Answer(rig, session, [4, 0, message[^1]]);
        Assert.That(AttributeList.TypeOf(rig.LastSent.AsSpan(18)), Is.EqualTo(MessageType.M2));
    }

    [TestCase("0403ffff01", TestName = "A length beyond what we take")]
    [TestCase("0401", TestName = "An empty fragment")]
    public void A_bad_first_fragment_ends_the_exchange(string payload)
    {
        var rig = Begun(out var session);
        Answer(rig, session, Convert.FromHexString(payload));
        Assert.That(session.IsEnded, Is.True);
    }

    [TestCase("0501aa", TestName = "Another op code in the middle")]
    [TestCase("0600", TestName = "An acknowledgement in the middle")]
    [TestCase("0401", TestName = "An empty one in the middle")]
    public void A_bad_second_fragment_ends_the_exchange(string payload)
    {
        var rig = Begun(out var session);
        Answer(rig, session, [4, 1, 0xAA]);
        Assert.That(session.IsEnded, Is.False);
        Answer(rig, session, Convert.FromHexString(payload));
        Assert.That(session.IsEnded, Is.True);
    }

    [Test]
    public void Fragments_without_end_end_the_exchange_at_4096_bytes()
    {
        var rig = Begun(out var session);
        var part = new byte[1024];
        for (var i = 0; i < 4; i++)
        {
            Answer(rig, session, [4, 1, .. part]);
            Assert.That(session.IsEnded, Is.False);
        }

        Answer(rig, session, [4, 1, 0]);
        Assert.That(session.IsEnded, Is.True);
    }

    [TestCase("0400aa")]
    [TestCase("0300")]
    [TestCase("0601")]
    public void Our_fragments_want_an_acknowledgement(string payload)
    {
        var rig = Begun(out var session, fragmentSize: 100);
        Answer(rig, session, [4, 0, .. CapturedExchange.MessageOf(M1)]);
        Assert.That(rig.LastSent[17], Is.EqualTo(3), "more fragments, length field");
        Assert.That(rig.LastSent.Length, Is.EqualTo(16 + 100));
        Answer(rig, session, Convert.FromHexString(payload));
        Assert.That(session.IsEnded, Is.EqualTo(payload != "0601"));
    }

    [TestCase("")]
    [TestCase("04")]
    [TestCase("0402")]
    [TestCase("040200")]
    [TestCase("0000")]
    [TestCase("ff00")]
    public void A_cut_or_unknown_head_is_ignored(string payload)
    {
        var rig = Begun(out var session);
        var sent = rig.AllSent.Count;
        Answer(rig, session, Convert.FromHexString(payload));
        Assert.That((rig.AllSent.Count, session.IsEnded), Is.EqualTo((sent, false)));
    }

    private static WpsRig Begun(out WpsSession session, int fragmentSize = 1400)
    {
        var rig = new WpsRig(WpsRig.LabOptions with { FragmentSize = fragmentSize });
        rig.Registrar.PushButton();
        rig.Drain();
        session = rig.Open(WpsRig.Station);
        Respond(rig, session, [1, .. "WFA-SimpleConfig-Enrollee-1-0"u8]);
        return rig;
    }

    private static void Answer(WpsRig rig, WpsSession session, byte[] payload) =>
        Respond(rig, session, [254, 0, 0x37, 0x2A, 0, 0, 0, 1, .. payload]);

    private static void Respond(WpsRig rig, WpsSession session, byte[] data)
    {
        var length = 4 + data.Length;
        rig.Receive(session,
            [1, 0, (byte)(length >> 8), (byte)length, 2, rig.LastSent[5], (byte)(length >> 8), (byte)length, .. data]);
    }
}
