using HostApd.Ap;
using HostApd.Configuration;
using HostApd.Driver;
using HostApd.Linux;
using HostApd.Radius;
using HostApd.Tests.Ap;
using HostApd.Tests.Configuration;
using NUnit.Framework;

namespace HostApd.Tests.Radius;

/// <summary>What accounting servers are told of an access point's sessions.</summary>
public sealed class SessionBookTests
{
    private const string Server = "192.0.2.1:1813";

    private static string Lines(int servers = 1, string others = "") => string.Concat(
        Enumerable.Range(0, servers).Select(static i => $"acct_server_addr=192.0.2.{i + 1}\nacct_server_shared_secret={NasRig.Secret} {i}\n")) + others;

    private static SessionBook Open(NasRig rig, IDisk? disk = null)
    {
        var book = new SessionBook(rig.Rig.Bss, rig.Exchanges, new SessionNumbers(rig.Rig.Pool), new InlineWorker(), disk ?? new ModelDisk(), rig.Rig.Clock);
        book.Use(rig.Wanted.Radius);
        rig.Rig.Bss.Book = book;
        return book;
    }

    /// <summary>Acct-Status-Type of what went out last, and the number of an attribute.</summary>
    private static uint Number(byte[] packet, RadiusAttributeType type) => Convert.ToUInt32(
        NasRig.Attributes(packet).Split(' ').Single(a => a.StartsWith($"{(int)type}=", StringComparison.Ordinal)).Split('=')[1], 16);

    private static AccountingStatus Status(byte[] packet) => (AccountingStatus)Number(packet, RadiusAttributeType.AccountingStatusType);

    private static StationCounters Counters(ulong received, ulong sent, uint receivedFrames, uint sentFrames) =>
        new(0, received, sent, receivedFrames, sentFrames, -40, default, default, 1);

    /// <summary>Answers all that waits for an answer.</summary>
    private static List<AccountingStatus> AnswerAll(NasRig rig, int from = 0)
    {
        var all = new List<AccountingStatus>();
        for (var i = from; i < rig.Sent.Count; i++)
        {
            all.Add(Status(rig.Sent[i].Packet));
            rig.Reply(rig.Sent[i], RadiusCode.AccountingResponse);
        }

        return all;
    }

    [Test]
    public void A_session_is_told_from_its_open_port_to_its_end()
    {
        using var rig = new NasRig(Lines(others: "radius_acct_req_attr=126:s:Lab\n"));
        using var book = Open(rig);
        Assert.That(AnswerAll(rig), Is.EqualTo(new[] { AccountingStatus.On }));
        rig.Rig.Connect(ApRig.First);
        Assert.That((rig.Sent.Count, Status(rig.Sent[1].Packet), rig.Sent[1].Packet[0]), Is.EqualTo((2, AccountingStatus.Start, (byte)RadiusCode.AccountingRequest)));
        Assert.That(NasRig.Attributes(rig.Sent[1].Packet), Does.Contain($" 45=00000002 1={NasRig.Hex("020000000100")} 32={NasRig.Hex("lab")} 126={NasRig.Hex("Lab")} 30="));
        rig.Reply(rig.Sent[1], RadiusCode.AccountingResponse);
        rig.Rig.Radio.Counters[ApRig.First] = Counters(0x1_0000_0005, 7, 3, 4);
        rig.Rig.Run(100);
        rig.Rig.Bss.SendAway(ApRig.First, HostApd.Ieee80211.ReasonCode.InvalidAuthentication, disassociate: false);
        var stop = rig.Sent[^1].Packet;
        Assert.That((Status(stop), Number(stop, RadiusAttributeType.AccountingInputOctets), Number(stop, RadiusAttributeType.AccountingInputGigawords),
            Number(stop, RadiusAttributeType.AccountingOutputOctets), Number(stop, RadiusAttributeType.AccountingInputPackets), Number(stop, RadiusAttributeType.AccountingTerminateCause)),
            Is.EqualTo((AccountingStatus.Stop, 5u, 1u, 7u, 3u, (uint)TerminateCause.AdministratorReset)));
        Assert.That(Number(stop, RadiusAttributeType.AccountingSessionTime), Is.EqualTo(100u).Within(1u));
        rig.Reply(rig.Sent[^1], RadiusCode.AccountingResponse);
        Assert.That(book.Waiting, Is.Zero);
    }

    [Test]
    public void Interim_records_come_as_often_as_the_file_says_and_frames_go_beyond_32_bits()
    {
        using var rig = new NasRig(Lines(others: "radius_acct_interim_interval=600\n"));
        using var book = Open(rig);
        rig.Rig.Radio.Counters[ApRig.First] = Counters(1, 1, uint.MaxValue - 9, 1);
        rig.Rig.Connect(ApRig.First);
        var from = rig.Sent.Count;
        AnswerAll(rig);
        var seen = new List<uint>();
        for (var i = 0; i < 2; i++)
        {
            rig.Rig.Run(600);
            seen.Add(Number(rig.Sent[^1].Packet, RadiusAttributeType.AccountingInputPackets));
            Assert.That(Status(rig.Sent[^1].Packet), Is.EqualTo(AccountingStatus.Interim));
            rig.Reply(rig.Sent[^1], RadiusCode.AccountingResponse);
            rig.Rig.Radio.Counters[ApRig.First] = Counters(2, 2, 5, 2);
        }

        // 2^32 - 10, then 15 more: the attribute has 32 bits (RFC 2866 5.8).
        Assert.That(seen, Is.EqualTo(new[] { uint.MaxValue - 9, 5u }));
        Assert.That(rig.Sent, Has.Count.GreaterThan(from));
    }

    [Test]
    public void Without_an_interval_none_are_told_and_a_grant_has_one_too()
    {
        using var rig = new NasRig(Lines());
        using var book = Open(rig);
        AnswerAll(rig);
        var granted = new StationSession { Id = 7, Station = ApRig.First, Aid = 1 };
        book.Begin(granted);
        AnswerAll(rig, 1);
        var before = rig.Sent.Count;
        rig.Rig.Run(3000);
        Assert.That(rig.Sent, Has.Count.EqualTo(before));
    }

    [TestCase("", 2)]
    [TestCase("radius_acct_interim_interval=600\n", 0)]
    public void Another_interval_counts_from_then_on_unless_the_file_has_one(string lines, int records)
    {
        using var rig = new NasRig(Lines(others: lines));
        using var book = Open(rig);
        rig.Rig.Connect(ApRig.First);
        AnswerAll(rig);
        rig.Rig.Run(100);
        var before = rig.Sent.Count;
        Assert.That(rig.Rig.Bss.ChangeSession(ApRig.First, new GrantChange { InterimInterval = TimeSpan.FromSeconds(60) }));
        for (var i = 0; i < 2; i++)
        {
            rig.Rig.Run(60.5);
            AnswerAll(rig, before + i);
        }

        Assert.That(rig.Sent.Skip(before).Count(static s => Status(s.Packet) == AccountingStatus.Interim), Is.EqualTo(records));
    }

    [Test]
    public void What_no_server_takes_is_told_when_one_is_back_and_in_order()
    {
        using var rig = new NasRig(Lines());
        using var book = Open(rig);
        rig.Rig.Run(4.1);
        Assert.That((rig.Sent.Count, book.Waiting), Is.EqualTo((2, 1)), "twice, and then it waits");
        rig.Rig.Connect(ApRig.First);
        rig.Rig.Bss.SendAway(ApRig.First, HostApd.Ieee80211.ReasonCode.InvalidAuthentication, disassociate: false);
        Assert.That(book.Waiting, Is.EqualTo(3));
        rig.Rig.Run(6);
        var probe = rig.Sent.FindLastIndex(static s => s.Packet[0] == (byte)RadiusCode.StatusServer);
        rig.Reply(rig.Sent[probe], RadiusCode.AccountingResponse);
        Assert.That(AnswerAll(rig, probe + 1), Is.EqualTo(new[] { AccountingStatus.On, AccountingStatus.Start, AccountingStatus.Stop }));
        Assert.That(book.Waiting, Is.Zero);
    }

    [Test]
    public void The_last_word_goes_out_behind_all_others_and_is_waited_for_two_seconds()
    {
        using var rig = new NasRig(Lines());
        var book = Open(rig);
        AnswerAll(rig);
        rig.Rig.Connect(ApRig.First);
        AnswerAll(rig, 1);
        var from = rig.Sent.Count;
        rig.Rig.Bss.Disable();
        book.Dispose();
        Assert.That(rig.Exchanges.IsEnding);
        Assert.That(AnswerAll(rig, from), Is.EqualTo(new[] { AccountingStatus.Stop, AccountingStatus.Off }));
        Assert.That(Number(rig.Sent[from].Packet, RadiusAttributeType.AccountingTerminateCause), Is.EqualTo((uint)TerminateCause.NasReboot));
        Assert.That((rig.Exchanges.IsEnding, rig.Exchanges.All.Count()), Is.EqualTo((false, 1)), "only the one for authentication is left");
    }

    [Test]
    public void A_server_that_does_not_take_the_last_word_holds_nobody_up()
    {
        using var rig = new NasRig(Lines());
        var book = Open(rig);
        var ended = 0;
        rig.Exchanges.Ended += () => ended++;
        book.Dispose();
        rig.Rig.Run(1.9);
        Assert.That((rig.Exchanges.IsEnding, ended), Is.EqualTo((true, 0)));
        rig.Rig.Run(0.2);
        Assert.That((rig.Exchanges.IsEnding, ended, rig.Ways.Count(static w => w.To == Server)), Is.EqualTo((false, 1, 0)));
    }

    [TestCase(SessionEnd.ByStation, 1u)]
    [TestCase(SessionEnd.LostCarrier, 2u)]
    [TestCase(SessionEnd.Idle, 4u)]
    [TestCase(SessionEnd.SessionTimeout, 5u)]
    [TestCase(SessionEnd.ByOwner, 6u)]
    [TestCase(SessionEnd.AccessPointEnds, 11u)]
    [TestCase(SessionEnd.Restarted, 19u)]
    [TestCase(SessionEnd.Failed, 20u)]
    public void The_cause_of_an_end_is_that_of_RFC_2866_and_3580(SessionEnd why, uint cause)
    {
        using var rig = new NasRig(Lines());
        using var book = Open(rig);
        AnswerAll(rig);
        var session = new StationSession { Id = book.NextSessionId(), Station = ApRig.First, Aid = 1 };
        book.Begin(session);
        AnswerAll(rig, 1);
        book.End(session, default, why);
        book.End(session, default, why);
        Assert.That((Number(rig.Sent[^1].Packet, RadiusAttributeType.AccountingTerminateCause), rig.Sent.Count(static s => Status(s.Packet) == AccountingStatus.Stop)),
            Is.EqualTo((cause, 1)));
    }

    /// <summary>A kernel that has begun to count anew has sent no four thousand million frames.</summary>
    [Test]
    public void Numbers_never_fall_and_do_not_leap()
    {
        using var rig = new NasRig(Lines(others: "radius_acct_interim_interval=600\n"));
        using var book = Open(rig);
        rig.Rig.Radio.Counters[ApRig.First] = Counters(1000, 1000, 50, 50);
        rig.Rig.Connect(ApRig.First);
        AnswerAll(rig);
        rig.Rig.Run(600);
        rig.Reply(rig.Sent[^1], RadiusCode.AccountingResponse);
        rig.Rig.Radio.Counters[ApRig.First] = Counters(10, 10, 5, 5);
        rig.Rig.Run(600);
        var last = rig.Sent[^1].Packet;
        Assert.That((Number(last, RadiusAttributeType.AccountingInputOctets), Number(last, RadiusAttributeType.AccountingInputPackets)), Is.EqualTo((1000u, 50u)));
    }

    [Test]
    public void What_one_server_has_not_taken_goes_to_another_at_once()
    {
        using var rig = new NasRig(Lines());
        using var book = Open(rig);
        rig.Rig.Connect(ApRig.First);
        rig.Rig.Run(10);
        var before = rig.Sent.Count;
        using (var other = new NasRig(Lines(2)))
        {
            book.Use(other.Wanted.Radius);
        }

        Assert.That(Status(rig.Sent[before].Packet), Is.EqualTo(AccountingStatus.On));
        Assert.That(AnswerAll(rig, before), Is.EqualTo(new[] { AccountingStatus.On, AccountingStatus.Start }));
    }

    /// <summary>That a datagram was lost on this side says nothing of the server; that there is no way to it does.</summary>
    [TestCase(11, true, TestName = "EAGAIN")]
    [TestCase(105, true, TestName = "ENOBUFS")]
    [TestCase(90, true, TestName = "EMSGSIZE")]
    [TestCase(101, false, TestName = "ENETUNREACH")]
    public void A_datagram_that_the_kernel_does_not_take_is_said_again(int errno, bool isSaidAgain)
    {
        using var rig = new NasRig(Lines()) { SendFailsWith = errno };
        using var book = Open(rig);
        rig.SendFailsWith = 0;
        rig.Rig.Run(2.1);
        Assert.That(rig.Sent.Count(static s => s.Packet[0] == (byte)RadiusCode.AccountingRequest), Is.EqualTo(isSaidAgain ? 1 : 0));
    }

    private const string Queue = "/var/lib/queue";

    private static string TextOf(ModelDisk disk) => System.Text.Encoding.UTF8.GetString(disk[Queue] ?? []);

    /// <summary>The statuses of the records in the file.</summary>
    private static AccountingStatus[] Kept(ModelDisk disk) =>
        [.. TextOf(disk).Split('\n').Where(static l => l.Length > 0 && l[0] != '#').Select(static l => (AccountingStatus)int.Parse(l.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture))];

    [Test]
    public void What_no_server_has_taken_is_told_after_a_restart_and_before_the_word_of_it()
    {
        var disk = new ModelDisk();
        using (var rig = new NasRig(Lines(others: $"acct_queue_file={Queue}\n")))
        {
            using var book = Open(rig, disk);
            rig.Rig.Connect(ApRig.First);
            rig.Rig.Run(59);
            Assert.That(disk[Queue], Is.Null, "flash wears");
            rig.Rig.Run(2);
            Assert.That(Kept(disk), Is.EqualTo(new[] { AccountingStatus.On, AccountingStatus.Start }));
            var steps = disk.Steps;
            rig.Rig.Run(600);
            Assert.That(disk.Steps, Is.EqualTo(steps), "nothing else came");
            rig.Rig.Bss.Disable();
            book.Dispose();
            rig.Rig.Run(3);
        }

        Assert.That(Kept(disk), Is.EqualTo(new[] { AccountingStatus.On, AccountingStatus.Start, AccountingStatus.Stop, AccountingStatus.Off }));
        using (var rig = new NasRig(Lines(others: $"acct_queue_file={Queue}\n")))
        {
            using var book = Open(rig, disk);
            Assert.That(AnswerAll(rig), Is.EqualTo(new[] { AccountingStatus.On, AccountingStatus.Start, AccountingStatus.Stop, AccountingStatus.Off, AccountingStatus.On }));
            Assert.That(book.Waiting, Is.Zero);
            rig.Rig.Run(61);
            Assert.That(disk[Queue], Is.Empty, "and is not told a second time");
        }
    }

    [Test]
    public void Where_servers_take_what_is_told_nothing_is_ever_written()
    {
        var disk = new ModelDisk();
        using var rig = new NasRig(Lines(others: $"acct_queue_file={Queue}\nradius_acct_interim_interval=60\n"));
        var book = Open(rig, disk);
        AnswerAll(rig);
        rig.Rig.Connect(ApRig.First);
        for (var minute = 0; minute < 10; minute++)
        {
            AnswerAll(rig, rig.Sent.Count - 1);
            rig.Rig.Run(60);
        }

        var from = rig.Sent.Count - 1;
        rig.Rig.Bss.Disable();
        book.Dispose();
        AnswerAll(rig, from);
        rig.Rig.Run(3);
        Assert.That((disk.Steps, book.Waiting), Is.EqualTo((0, 0)));
    }

    [Test]
    public void A_file_that_cannot_be_read_or_written_stops_nothing([Values] bool isUnreadable)
    {
        var disk = new ModelDisk { IsUnreadable = isUnreadable, FailsAt = isUnreadable ? -1 : 0 };
        using var rig = new NasRig(Lines(others: $"acct_queue_file={Queue}\n"));
        using var book = Open(rig, disk);
        rig.Rig.Run(61);
        disk.FailsAt = -1;
        rig.Rig.Run(61);
        Assert.That(Kept(disk), Is.EqualTo(new[] { AccountingStatus.On }), "a minute later it is tried again");
    }

    [TestCase("1234 1", "is no record")]
    [TestCase("1234 1 28060000 0001", "is no record")]
    [TestCase("x 1 280600000001", "is of no session")]
    [TestCase("0 1 280600000001", "is of no session")]
    [TestCase("1234 7 280600000007", "is of no session")]
    [TestCase("1234 9 280600000009", "is of no session")]
    [TestCase("1234 1 28060000000", "has no attributes")]
    [TestCase("1234 1 28060000000x", "has no attributes")]
    [TestCase("1234 1 2806000000", "has attributes that do not fit together")]
    [TestCase("1234 1 2801", "has attributes that do not fit together")]
    [TestCase("1234 1 ", "has no Acct-Status-Type")]
    [TestCase("1234 1 0103", "has attributes that do not fit together")]
    [TestCase("1234 1 010361", "has no Acct-Status-Type")]
    public void A_line_that_is_none_is_left_out_and_the_others_count(string line, string why)
    {
        var disk = new ModelDisk { [Queue] = System.Text.Encoding.UTF8.GetBytes($"# head\n{line}\n1234 2 280600000002\n") };
        using var rig = new NasRig(Lines(others: $"acct_queue_file={Queue}\n"));
        using var book = Open(rig, disk);
        Assert.That(AnswerAll(rig), Is.EqualTo(new[] { AccountingStatus.Stop, AccountingStatus.On }));
        var problems = new List<ConfigurationProblem>();
        Assert.That(AccountingStore.Parse(Queue, disk[Queue]!, problems), Has.Count.EqualTo(1));
        Assert.That(problems.Single().ToString(), Does.StartWith($"{Queue}:2: {why}"));
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Where_Interims_take_each_others_place_they_are_kept_unless_servers_take_them(bool isTaken)
    {
        var (disk, clock) = (new ModelDisk(), new Microsoft.Extensions.Time.Testing.FakeTimeProvider());
        var waiting = Interim();
        using var store = new AccountingStore(() => [waiting], new InlineWorker(), disk, clock);
        Assert.That(store.Use(Queue), Is.Empty);
        store.OnChanged();
        for (var minute = 0; minute < 4; minute++)
        {
            clock.Advance(TimeSpan.FromSeconds(30));
            waiting = Interim();
            if (isTaken)
            {
                store.OnTaken();
            }

            store.OnChanged();
            clock.Advance(TimeSpan.FromSeconds(30));
        }

        Assert.That(Kept(disk), isTaken ? Is.Empty : Is.EqualTo(new[] { AccountingStatus.Interim }));

        static AccountingRecord Interim() => new(0x1234, AccountingStatus.Interim, Packets.Number(RadiusAttributeType.AccountingStatusType, 3));
    }

    [Test]
    public void Another_file_takes_what_waits_along([Values(61, 130)] int seconds)
    {
        var disk = new ModelDisk();
        using var rig = new NasRig(Lines(others: $"acct_queue_file={Queue}\n"));
        using var book = Open(rig, disk);
        rig.Rig.Run(seconds);
        rig.Wanted.Radius.QueueFile = Queue + "2";
        book.Use(rig.Wanted.Radius);
        rig.Rig.Run(61);
        Assert.That((disk[Queue]!.Length, disk[Queue + "2"]!.Length > 0), Is.EqualTo((0, true)));
    }
}
