using System.Buffers.Binary;
using HostApd.Crypto;
using HostApd.Ieee80211;
using HostApd.Rsn;
using NUnit.Framework;

namespace HostApd.Tests.Rsn.Sae;

/// <summary>The machine of one peer: each state with each event, and what it makes of confirms.</summary>
public sealed class SaePeerTests
{
    private static readonly MacAddress AccessPoint = new(Convert.FromHexString("020000000000"));
    private static readonly MacAddress Station = new(Convert.FromHexString("020000000100"));
    private static readonly SaeGroup Group = SaeGroup.Find(19)!;
    private static readonly SaePassword Password = new("labtest"u8, "mekmitasdigoat"u8, default, null);
    private static readonly SaePassword Wrong = new("labtest"u8, "something else"u8, default, null);

    private int _draws;

    public enum Event
    {
        Commit,
        GoodConfirm,
        BadConfirm,
        ShortConfirm,
        OldConfirm,
        LastConfirm,
    }

    [TestCase(SaeState.Nothing, Event.Commit, SaeState.Committed, null)]
    [TestCase(SaeState.Nothing, Event.GoodConfirm, SaeState.Nothing, SaeVerdict.OutOfPlace)]
    [TestCase(SaeState.Nothing, Event.ShortConfirm, SaeState.Nothing, SaeVerdict.OutOfPlace)]
    [TestCase(SaeState.Committed, Event.Commit, SaeState.Committed, null)]
    [TestCase(SaeState.Committed, Event.GoodConfirm, SaeState.Accepted, SaeVerdict.Accepted)]
    [TestCase(SaeState.Committed, Event.BadConfirm, SaeState.Committed, SaeVerdict.Mismatch)]
    [TestCase(SaeState.Committed, Event.ShortConfirm, SaeState.Committed, SaeVerdict.Malformed)]
    [TestCase(SaeState.Committed, Event.LastConfirm, SaeState.Accepted, SaeVerdict.Accepted)]
    [TestCase(SaeState.Confirmed, Event.Commit, SaeState.Committed, null)]
    [TestCase(SaeState.Confirmed, Event.GoodConfirm, SaeState.Accepted, SaeVerdict.Accepted)]
    [TestCase(SaeState.Confirmed, Event.BadConfirm, SaeState.Confirmed, SaeVerdict.Mismatch)]
    [TestCase(SaeState.Accepted, Event.Commit, SaeState.Committed, null)]
    [TestCase(SaeState.Accepted, Event.GoodConfirm, SaeState.Accepted, SaeVerdict.Repeated)]
    [TestCase(SaeState.Accepted, Event.OldConfirm, SaeState.Accepted, SaeVerdict.Ignored)]
    [TestCase(SaeState.Accepted, Event.LastConfirm, SaeState.Accepted, SaeVerdict.Ignored)]
    [TestCase(SaeState.Accepted, Event.BadConfirm, SaeState.Accepted, SaeVerdict.Ignored)]
    public void Each_state_with_each_event(SaeState state, Event what, SaeState then, SaeVerdict? verdict)
    {
        using var other = Other(Password);
        using var peer = In(state, other);
        Assert.That(peer.State, Is.EqualTo(state));
        if (what == Event.Commit)
        {
            Assert.That(peer.MayBegin(3));
            Commit(peer, Other(Password));
        }
        else
        {
            Assert.That(peer.OnConfirm(Fields(peer, other, what)), Is.EqualTo(verdict));
            if (verdict == SaeVerdict.Accepted)
            {
                Send(peer);
                peer.Accept();
            }
        }

        Assert.That(peer.State, Is.EqualTo(then));
    }

    [Test]
    public void Both_sides_come_to_the_same_key_and_confirms_count_up_to_acceptance()
    {
        using var other = Other(Password);
        using var peer = In(SaeState.Committed, other);
        var keys = Theirs(peer, other);
        Assert.That(keys.Pmk.Span.SequenceEqual(peer.Agreement!.Pmk.Span));
        Assert.That(peer.OnConfirm(Confirm(keys, 1)), Is.EqualTo(SaeVerdict.Accepted));
        var sent = Send(peer);
        Assert.That(BinaryPrimitives.ReadUInt16LittleEndian(sent), Is.EqualTo(1));
        Assert.That(keys.Verify(1, sent.AsSpan(2)));
        peer.Accept();
        Assert.That(peer.OnConfirm(Confirm(keys, 2)), Is.EqualTo(SaeVerdict.Repeated));
        var again = Send(peer);
        Assert.That(BinaryPrimitives.ReadUInt16LittleEndian(again), Is.EqualTo(ushort.MaxValue), "an accepted peer counts no more");
        Assert.That(keys.Verify(ushort.MaxValue, again.AsSpan(2)));
    }

    [Test]
    public void Another_password_does_not_verify()
    {
        using var other = Other(Wrong);
        using var peer = In(SaeState.Committed, other);
        Assert.That(peer.OnConfirm(Confirm(Theirs(peer, other), 1)), Is.EqualTo(SaeVerdict.Mismatch));
    }

    [Test]
    public void The_commit_that_was_answered_is_known_again_until_the_peer_is_accepted()
    {
        using var other = Other(Password);
        using var peer = In(SaeState.Committed, other);
        Assert.That(peer.IsRepetition(Frame(other.Sent)));
        Assert.That(peer.IsRepetition(Frame(Other(Password).Sent)), Is.False, "other numbers are another run");
        Send(peer);
        Assert.That(peer.IsRepetition(Frame(other.Sent)));
        using var accepted = In(SaeState.Accepted, other);
        Assert.That(accepted.IsRepetition(Frame(other.Sent)), Is.False, "that is a replay");
    }

    [Test]
    public void Who_begins_too_often_in_the_middle_begins_at_nothing()
    {
        using var peer = In(SaeState.Confirmed, Other(Password));
        for (var i = 0; i < 3; i++)
        {
            Assert.That(peer.MayBegin(3));
            Commit(peer, Other(Password));
            Send(peer);
        }

        Assert.That(peer.MayBegin(3), Is.False);
        Assert.That(peer.State, Is.EqualTo(SaeState.Nothing));
        Assert.That(peer.Agreement, Is.Null);
        Assert.That(peer.Sent.IsEmpty);
    }

    [Test]
    public void Our_own_commit_and_the_one_of_the_run_before_are_known_again()
    {
        using var other = Other(Password);
        using var peer = In(SaeState.Accepted, other);
        Assert.Multiple(() =>
        {
            Assert.That(peer.IsReflection(Frame(peer.Sent)));
            Assert.That(peer.IsReflection(Frame(other.Sent)), Is.False);
            Assert.That(peer.IsReplay(Frame(other.Sent)));
            Assert.That(peer.IsReplay(Frame(Other(Password).Sent)), Is.False);
        });
    }

    [Test]
    public void A_confirm_that_comes_before_the_keys_is_kept()
    {
        using var other = Other(Password);
        using var peer = new SaePeer { Address = Station };
        var own = Ours(Password);
        peer.Commit(own, Frame(other.Sent));
        var confirm = Confirm(Theirs(peer, other), 1);
        Assert.That(peer.OnConfirm(new byte[300]), Is.EqualTo(SaeVerdict.Early));
        Assert.That(peer.TakeEarly(), Is.Empty, "nothing is as long as that");
        Assert.That(peer.OnConfirm(confirm), Is.EqualTo(SaeVerdict.Early));
        Assert.That(peer.TryTake(Keys(own, other)));
        Assert.That(peer.TakeEarly(), Is.EqualTo(confirm));
        Assert.That(peer.TakeEarly(), Is.Empty);
        Assert.That(peer.OnConfirm(confirm), Is.EqualTo(SaeVerdict.Accepted));
    }

    [Test]
    public void Keys_of_commits_that_stand_no_more_are_wiped()
    {
        using var other = Other(Password);
        using var peer = In(SaeState.Committed, other);
        var keys = Keys(Ours(Password), other);
        Assert.That(peer.TryTake(keys), Is.False);
        Assert.That(keys.Pmk.Span.ToArray(), Is.All.Zero);
        using var nobody = new SaePeer { Address = Station };
        Assert.That(nobody.TryTake(Keys(Ours(Password), other)), Is.False);
    }

    [Test]
    public void Draws_that_are_none_come_to_nothing()
    {
        foreach (var method in new[] { SaeMethod.Loop, SaeMethod.HashToElement })
        {
            var draws = new SecretBytes(64);
            draws.Span[31] = 1;
            using var work = new SaeCommitWork(AccessPoint, Station, Group, method, Password, draws);
            work.Run();
            Assert.That(work.Commit, Is.Null);
        }
    }

    /// <summary>Both ways to one commit: of the point of the pair, and of the point of the password with the mask times val.</summary>
    [TestCase((ushort)19)]
    [TestCase((ushort)20)]
    [TestCase((ushort)21)]
    public void A_commit_that_was_prepared_is_the_one_that_its_numbers_make(ushort number)
    {
        var group = SaeGroup.Find(number)!;
        var (curve, length) = (group.Curve, group.Curve.Length);
        using var draws = group.TryDraw(new Draws(), 2)!;
        byte[] rand = draws.Span[..length].ToArray(), mask = draws.Span[length..].ToArray();
        byte[] element = new byte[curve.PointLength], val = new byte[length], product = new byte[length];
        Password.TryFindElement(group, SaeMethod.HashToElement, AccessPoint, Station, element);
        Assert.That(SaeCommitment.TryCreate(group, SaeMethod.HashToElement, element, rand, mask, out var ofPair));
        SaeElement.ScalarOfPair(group, AccessPoint, Station, val);
        curve.MultiplyScalars(mask, val, product);
        Assert.That(SaePreparedCommit.TryCreate(Password.PointOf(group)!, ofPair!.Scalar, product, out var prepared));
        Assert.That(prepared!.Sent.ToArray(), Is.EqualTo(ofPair.Sent.ToArray()));

        using var peers = group.TryDraw(new Draws(100), 2)!;
        Assert.That(SaeCommitment.TryCreate(group, SaeMethod.HashToElement, element, peers.Span[..length], peers.Span[length..], out var theirs));
        var lengths = SaeKeyLengths.OfExtendedKey(group);
        Assert.That(ofPair.TryAgree(AccessPoint, Station, theirs!.Sent, default, lengths, out var one));
        Assert.That(prepared.TryAgree(AccessPoint, Station, theirs.Sent, default, lengths, out var other));
        Assert.That(other!.Pmk.Span.ToArray(), Is.EqualTo(one!.Pmk.Span.ToArray()));
        Assert.That(other.Pmkid.ToArray(), Is.EqualTo(one.Pmkid.ToArray()));
    }

    [Test]
    public void A_password_is_meant_by_its_name_and_its_station()
    {
        using var any = new SaePassword("n"u8, "p"u8, default, null);
        using var named = new SaePassword("n"u8, "p"u8, "guest"u8, null);
        using var mine = new SaePassword("n"u8, "p"u8, default, Station);
        Assert.Multiple(() =>
        {
            Assert.That(any.IsMeant(Station, default));
            Assert.That(any.IsMeant(Station, "guest"u8), Is.False);
            Assert.That(named.IsMeant(Station, "guest"u8));
            Assert.That(named.IsMeant(Station, default), Is.False);
            Assert.That(mine.IsMeant(Station, default));
            Assert.That(mine.IsMeant(AccessPoint, default), Is.False);
        });
    }

    private SaePeer In(SaeState state, SaeCommitment other)
    {
        var peer = new SaePeer { Address = Station };
        if (state == SaeState.Nothing)
        {
            return peer;
        }

        Commit(peer, other);
        if (state is SaeState.Confirmed)
        {
            Send(peer);
        }
        else if (state is SaeState.Accepted)
        {
            Assert.That(peer.OnConfirm(Confirm(Theirs(peer, other), 1)), Is.EqualTo(SaeVerdict.Accepted));
            Send(peer);
            peer.Accept();
        }

        return peer;
    }

    private void Commit(SaePeer peer, SaeCommitment other)
    {
        var own = Ours(Password);
        peer.Commit(own, Frame(other.Sent));
        Assert.That(peer.TryTake(Keys(own, other)));
    }

    private SaeCommit Ours(SaePassword password)
    {
        using var work = new SaeCommitWork(AccessPoint, Station, Group, SaeMethod.HashToElement, password, Draw());
        work.Run();
        return work.Commit!;
    }

    private static SaeAgreement Keys(SaeCommit own, SaeCommitment other)
    {
        using var work = new SaeAgreementWork(AccessPoint, Station, own, Frame(other.Sent));
        work.Run();
        return work.Agreement!;
    }

    private SaeCommitment Other(SaePassword password)
    {
        var element = new byte[64];
        password.TryFindElement(Group, SaeMethod.HashToElement, Station, AccessPoint, element);
        var draws = Draw().Span;
        Assert.That(SaeCommitment.TryCreate(Group, SaeMethod.HashToElement, element, draws[..32], draws[32..], out var commitment));
        return commitment!;
    }

    private SecretBytes Draw()
    {
        var draws = new SecretBytes(64);
        new Random(++_draws).NextBytes(draws.Span);
        return draws;
    }

    private static SaeAgreement Theirs(SaePeer peer, SaeCommitment other)
    {
        Assert.That(other.TryAgree(Station, AccessPoint, peer.Sent, default, SaeKeyLengths.Of(Group, SaeMethod.HashToElement), out var keys));
        return keys!;
    }

    private static byte[] Fields(SaePeer peer, SaeCommitment other, Event what) => what switch
    {
        Event.GoodConfirm when !peer.Sent.IsEmpty => Confirm(Theirs(peer, other), 2),
        Event.BadConfirm when !peer.Sent.IsEmpty => [.. Confirm(Theirs(peer, other), 2)[..^1], 0],
        Event.OldConfirm => Confirm(Theirs(peer, other), 1),
        Event.LastConfirm => Confirm(Theirs(peer, other), ushort.MaxValue),
        Event.ShortConfirm => new byte[33],
        _ => new byte[34],
    };

    private static byte[] Confirm(SaeAgreement keys, ushort count)
    {
        var fields = new byte[34];
        BinaryPrimitives.WriteUInt16LittleEndian(fields, count);
        keys.Confirm(count, fields.AsSpan(2));
        return fields;
    }

    private static byte[] Send(SaePeer peer)
    {
        var writer = new ByteWriter(new byte[64]);
        peer.Confirm(ref writer);
        return writer.Written.ToArray();
    }

    private static SaeCommitFrame Frame(ReadOnlySpan<byte> numbers)
    {
        byte[] fields = [19, 0, .. numbers];
        Assert.That(SaeCommitFrame.TryParse(fields, SaeMethod.HashToElement, [Group], out var commit), Is.EqualTo(SaeCommitFault.None));
        return commit;
    }

    private sealed class Draws(int seed = 1) : HostApd.Entropy.INonceSource
    {
        private readonly Random _random = new(seed);

        public bool TryDraw(Span<byte> destination)
        {
            _random.NextBytes(destination);
            return true;
        }
    }
}
