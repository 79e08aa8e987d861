using HostApd.Rsn;
using HostApd.Simulation;
using NUnit.Framework;

namespace HostApd.Tests.Rsn;

/// <summary>Key reinstallation, forged frames, several PMKs, held M1, wiped keys.</summary>
public sealed class AuthenticatorSecurityTests
{
    [Test]
    public void A_key_is_installed_once_whatever_is_replayed_after_it()
    {
        var rig = Ready();
        rig.Associate();
        var message2 = rig.Supplicant.Message2(rig.LastSent);
        rig.Receive(message2);
        rig.Timer();
        var message4 = rig.Supplicant.Message4(rig.LastSent);
        var installs = 0;
        byte[][] replayed = [message4, message4, message2, message4, rig.Supplicant.Message4(rig.Sent[1])];
        foreach (var frame in replayed)
        {
            installs += rig.Receive(frame).Split(' ').Count(w => w == "InstallPairwiseKey");
        }

        Assert.That(installs, Is.EqualTo(1));
        Assert.That(rig.Timer(), Is.Empty, "and no M3 is sent any more");
    }

    [Test]
    public void A_repeated_M2_after_M3_changes_nothing()
    {
        var rig = Ready();
        rig.Associate();
        var message2 = rig.Supplicant.Message2(rig.LastSent);
        rig.Receive(message2);
        var message3 = rig.LastSent;
        Assert.That(rig.Receive(message2), Is.EqualTo("Dropped:Repeated"));
        Assert.That(rig.Receive(rig.Supplicant.Message4(message3)), Does.EndWith("Connected"));
    }

    [Test]
    public void A_station_that_draws_a_new_SNonce_for_a_repeated_M1_gets_an_M3_under_it()
    {
        var rig = Ready();
        rig.Associate();
        rig.Timer();
        rig.Receive(rig.Supplicant.Message2(rig.Sent[0]));
        rig.Supplicant.SNonce = Enumerable.Repeat((byte)0x99, 32).ToArray();
        rig.Receive(rig.Supplicant.Message2(rig.Sent[1]));
        Assert.That(rig.Supplicant.Accepts(rig.LastSent), Is.True);
        Assert.That(rig.Receive(rig.Supplicant.Message4(rig.LastSent)), Does.EndWith("Connected"));
        Assert.That(rig.Authenticator.TemporalKey.ToArray(), Is.EqualTo(rig.Supplicant.Tk));
    }

    [Test]
    public void An_M4_under_the_earlier_SNonce_installs_the_key_that_belongs_to_it()
    {
        var rig = Ready();
        rig.Associate();
        rig.Timer();
        var (first, second) = (rig.Sent[0], rig.Sent[1]);
        rig.Receive(rig.Supplicant.Message2(first));
        var message4 = rig.Supplicant.Message4(rig.LastSent);
        var earlierKey = rig.Supplicant.Tk;
        rig.Supplicant.SNonce = Enumerable.Repeat((byte)0x99, 32).ToArray();
        rig.Receive(rig.Supplicant.Message2(second));
        Assert.That(rig.Receive(message4), Does.EndWith("Connected"));
        Assert.That(rig.Authenticator.TemporalKey.ToArray(), Is.EqualTo(earlierKey));
    }

    [Test]
    public void Forged_M2s_after_M3_leave_the_keys_in_use_alone()
    {
        var rig = Ready();
        rig.Associate();
        rig.Timer();
        var second = rig.Sent[1];
        rig.Receive(rig.Supplicant.Message2(rig.Sent[0]));
        var message4 = rig.Supplicant.Message4(rig.LastSent);
        var key = rig.Supplicant.Tk;
        rig.Supplicant.SNonce = Enumerable.Repeat((byte)0x66, 32).ToArray();
        var forged = rig.Supplicant.Message2(second);
        forged[90] ^= 1;
        Assert.That(rig.Receive(forged), Is.EqualTo("Dropped:BadMic"));
        Assert.That(rig.Receive(message4), Does.EndWith("Connected"));
        Assert.That(rig.Authenticator.TemporalKey.ToArray(), Is.EqualTo(key));
    }

    [Test]
    public void After_a_wrong_passphrase_the_right_one_still_connects_in_the_same_round()
    {
        var rig = Ready();
        rig.Associate();
        var wrong = new SimulatedSupplicant(
            new byte[32], HandshakeRig.Bytes(HandshakeRig.Bssid), HandshakeRig.Bytes(HandshakeRig.Station), HandshakeRig.StationRsne);
        Assert.That(rig.Receive(wrong.Message2(rig.LastSent)), Is.EqualTo("PossiblePskMismatch Dropped:BadMic"));
        Assert.That(rig.Receive(rig.Supplicant.Message2(rig.LastSent)), Does.EndWith("Send"));
        Assert.That(rig.Receive(rig.Supplicant.Message4(rig.LastSent)), Does.EndWith("Connected"));
    }

    [Test]
    public void Of_several_pmks_the_one_that_fits_is_chosen()
    {
        var rig = Ready();
        rig.Pmks.Insert(0, new Pmk(new byte[32]));
        rig.Pmks.Insert(1, new Pmk(Enumerable.Repeat((byte)1, 32).ToArray()));
        rig.Associate();
        rig.Receive(rig.Supplicant.Message2(rig.LastSent));
        Assert.That(rig.Offer!.Proven, Is.SameAs(rig.Pmks[2]));
        Assert.That(rig.Supplicant.Accepts(rig.LastSent), Is.True);
    }

    [Test]
    public void M3_carries_the_aps_element_and_the_group_key_padded()
    {
        var rig = Ready();
        rig.Associate();
        rig.Receive(rig.Supplicant.Message2(rig.LastSent));
        var expected = Convert.ToHexString(HandshakeRig.StationRsne) + "DD16000FAC010100"
            + Convert.ToHexString(rig.Group.Key(1)) + "DD00";
        Assert.That(Convert.ToHexString(rig.Supplicant.KeyData(rig.LastSent)), Is.EqualTo(expected));
    }

    [Test]
    public void M1_is_held_while_there_is_no_group_key_and_nothing_is_lost()
    {
        var rig = new HandshakeRig();
        rig.Nonces.Starved = true;
        rig.StartGroup();
        Assert.That(rig.Group.State, Is.EqualTo(GroupKeyState.GtkInit));
        Assert.That(rig.Associate(), Is.EqualTo("HeldForEntropy"));
        rig.Authenticator.OnEntropyReady();
        Assert.That(rig.Drain(), Is.Empty, "a false alarm");
        rig.Nonces.Starved = false;
        rig.Authenticator.OnEntropyReady();
        Assert.That(rig.Drain(), Is.Empty, "no group key yet");
        rig.Group.OnEntropyReady();
        Assert.That(rig.DrainGroup(), Does.StartWith("InstallGroupKey:1 SetDefaultGroupKey:1"));
        rig.Authenticator.OnEntropyReady();
        Assert.That(rig.Drain(), Is.EqualTo("ReleasedFromEntropy Send ArmTimer:100"));
        rig.Receive(rig.Supplicant.Message2(rig.LastSent));
        Assert.That(rig.Receive(rig.Supplicant.Message4(rig.LastSent)), Does.EndWith("Connected"));
    }

    [Test]
    public void A_refused_key_withdraws_what_must_not_follow_it()
    {
        var rig = Ready();
        rig.Associate();
        rig.Receive(rig.Supplicant.Message2(rig.LastSent));
        rig.Authenticator.OnEapolKey(rig.Supplicant.Message4(rig.LastSent));
        var seen = new List<AuthenticatorEffectKind>();
        while (rig.Authenticator.TryNextEffect(out var effect))
        {
            seen.Add(effect.Kind);
            if (effect.Kind == AuthenticatorEffectKind.InstallPairwiseKey)
            {
                rig.Authenticator.OnEffectFailed(effect.Kind);
            }
        }

        Assert.That(seen, Does.Not.Contain(AuthenticatorEffectKind.AuthorizeStation));
        Assert.That(seen, Does.Not.Contain(AuthenticatorEffectKind.Connected));
        Assert.That(seen, Does.Contain(AuthenticatorEffectKind.DeauthenticateStation));
    }

    [Test]
    public void A_request_counts_only_once_and_needs_the_right_mic()
    {
        var rig = Ready().Connect();
        var request = rig.Supplicant.Request(0, 7);
        var forged = rig.Supplicant.Request(0, 9);
        forged[85] ^= 1;
        Assert.That(rig.Receive(forged), Is.EqualTo("Dropped:BadMic"));
        Assert.That(rig.Receive(request), Does.EndWith("SendEncrypted"));
        rig.Receive(rig.Supplicant.Group2(rig.LastSent));
        Assert.That(rig.Receive(request), Is.EqualTo("Dropped:ReplayCounter"));
    }

    [Test]
    public void The_temporal_key_is_gone_after_stop()
    {
        var rig = Ready().Connect();
        Assert.That(rig.Authenticator.TemporalKey.ToArray(), Is.EqualTo(rig.Supplicant.Tk));
        rig.Authenticator.Stop();
        Assert.That(rig.Authenticator.TemporalKey.ToArray(), Is.All.Zero);
        Assert.That(rig.Group.MemberCount, Is.Zero);
        Assert.That(() => new PairwiseKeys(KeySuite.PskCcmp).Mic, Throws.InvalidOperationException);
    }

    [Test]
    public void Dropped_and_replayed_frames_allocate_nothing()
    {
        var rig = Ready();
        rig.Associate();
        var message2 = rig.Supplicant.Message2(rig.LastSent);
        var mismatch = message2.ToArray();
        mismatch[81] ^= 1;
        Feed(rig.Authenticator, [mismatch], 10);
        Assert.That(Feed(rig.Authenticator, [mismatch], 2_000), Is.Zero, "an M2 that fits no PMK");
        rig.Receive(message2);
        var message4 = rig.Supplicant.Message4(rig.LastSent);
        rig.Receive(message4);
        byte[][] frames = [message2, message4, mismatch, message4[..50]];
        Feed(rig.Authenticator, frames, 10);
        Assert.That(Feed(rig.Authenticator, frames, 10_000), Is.Zero);
    }

    private static long Feed(Authenticator authenticator, byte[][] frames, int count)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < count; i++)
        {
            authenticator.OnEapolKey(frames[i % frames.Length]);
            while (authenticator.TryNextEffect(out _))
            {
            }
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static HandshakeRig Ready()
    {
        var rig = new HandshakeRig();
        rig.StartGroup();
        return rig;
    }
}
