using HostApd.Crypto;
using HostApd.Rsn;
using HostApd.Simulation;
using NUnit.Framework;

namespace HostApd.Tests.Rsn;

/// <summary>The next pairwise key under a living association, with one key ID and with two.</summary>
public sealed class PairwiseRenewalTests
{
    private static readonly RsnOptions OneKeyId = new() { TransmitStatusAvailable = true };

    private static readonly RsnOptions TwoKeyIds = OneKeyId with { ExtendedKeyId = ExtendedKeyId.FromZero, DriverKnowsExtendedKeyId = true };

    [Test]
    public void Under_one_key_id_the_new_key_takes_the_place_of_the_old_with_M4_alone()
    {
        var rig = new HandshakeRig(OneKeyId).Connect();
        var (before, firstNonce) = (rig.Supplicant.Tk, rig.Sent[0][17..49]);
        Assert.That(rig.Renew(), Is.EqualTo("SendEncrypted ArmTimer:100"));
        var message1 = rig.LastSent;
        Assert.That(message1[5..7], Is.EqualTo(new byte[] { 0x02, 0x8A }), "Secure, Ack, Pairwise");
        Assert.That(message1[17..49], Is.Not.EqualTo(firstNonce), "a new ANonce");
        Assert.That(rig.Receive(Message2(rig, 0x030A)), Is.EqualTo("ReadSequence:1 ArmTimer:100 SendEncrypted"));
        Assert.That(rig.Receive(rig.Supplicant.Message4(rig.LastSent)), Is.EqualTo("CancelTimer InstallPairwiseKey Connected"));
        Assert.That(rig.Authenticator.TemporalKey.ToArray(), Is.EqualTo(rig.Supplicant.Tk).And.Not.EqualTo(before));
    }

    [TestCase(ExtendedKeyId.FromZero, new[] { 0, 1, 0, 1 })]
    [TestCase(ExtendedKeyId.FromOne, new[] { 1, 0, 1, 0 })]
    public void Under_two_key_ids_the_new_key_receives_before_M3_and_sends_from_M4_on(ExtendedKeyId use, int[] ids)
    {
        var rig = new HandshakeRig(TwoKeyIds with { ExtendedKeyId = use }).WithKeyIds();
        rig.StartGroup();
        rig.Associate();
        for (var i = 0; i < ids.Length; i++)
        {
            var (id, sent, opened) = (ids[i], i == 0 ? "Send" : "SendEncrypted", i == 0 ? " AuthorizeStation" : "");
            Assert.That(rig.Receive(Message2(rig, 0x010A)), Is.EqualTo($"InstallReceiveKey:{id} ReadSequence:1 ArmTimer:100 {sent}"));
            Assert.That(KeyIdOf(rig), Is.EqualTo(id));
            Assert.That(rig.Receive(rig.Supplicant.Message4(rig.LastSent)), Is.EqualTo($"CancelTimer SelectPairwiseKey:{id}{opened} Connected"));
            Assert.That(rig.Authenticator.TemporalKey.ToArray(), Is.EqualTo(rig.Supplicant.Tk));
            rig.Renew();
        }
    }

    [TestCase(true, false, false)]
    [TestCase(false, true, false)]
    [TestCase(true, true, true)]
    public void Two_key_ids_need_both_sides(bool driver, bool station, bool expected)
    {
        var rig = new HandshakeRig(TwoKeyIds with { DriverKnowsExtendedKeyId = driver });
        _ = station ? rig.WithKeyIds() : rig;
        rig.Connect();
        Assert.That(rig.Authenticator.UsesExtendedKeyId, Is.EqualTo(expected));
        Assert.That(KeyIdOf(rig), Is.EqualTo(expected ? 0 : -1));
    }

    [TestCase(KeyZeroRekey.Always, false, false, "SendEncrypted ArmTimer:100")]
    [TestCase(KeyZeroRekey.WhereDriverCan, true, false, "SendEncrypted ArmTimer:100")]
    [TestCase(KeyZeroRekey.WhereDriverCan, false, false, "CancelTimer Deauth:7")]
    [TestCase(KeyZeroRekey.Never, true, false, "CancelTimer Deauth:7")]
    [TestCase(KeyZeroRekey.Never, false, true, "SendEncrypted ArmTimer:100")]
    public void A_station_whose_key_may_not_be_replaced_is_to_associate_anew(KeyZeroRekey policy, bool driver, bool keyIds, string expected)
    {
        var options = (keyIds ? TwoKeyIds : OneKeyId) with { KeyZeroRekey = policy, DriverReplacesKeyZero = driver };
        foreach (var asks in new Func<HandshakeRig, string>[] { static r => r.Renew(), static r => r.Receive(r.Supplicant.Request(0x0008, 1)) })
        {
            Assert.That(asks(new HandshakeRig(options).WithKeyIds().Connect()), Is.EqualTo(expected));
        }
    }

    [TestCase("request", "NoMic", 0x0A0A)]
    [TestCase("request", "ErrorReport", 0x0F0A)]
    public void A_request_that_is_not_proven_or_reports_a_failure_renews_nothing(string what, string reason, int information)
    {
        var rig = new HandshakeRig(OneKeyId).Connect();
        Assert.That(rig.Receive(rig.Supplicant.Frame((ushort)information, 1, new byte[32], [])), Is.EqualTo("Dropped:" + reason), what);
        Assert.That(rig.Authenticator.State, Is.EqualTo(PtkState.PtkInitDone));
    }

    [Test]
    public void A_request_under_another_key_or_told_twice_renews_nothing()
    {
        var rig = new HandshakeRig(OneKeyId).Connect();
        var request = rig.Supplicant.Request(0x0008, 1);
        var forged = request.ToArray();
        forged[81] ^= 1;
        Assert.That(rig.Receive(forged), Is.EqualTo("Dropped:BadMic"));
        rig.Receive(request);
        Finish(rig);
        Assert.That(rig.Receive(request), Is.EqualTo("Dropped:ReplayCounter"));
    }

    /// <summary>Whatever was heard before is said again in every state of a renewal: nothing is installed by it.</summary>
    [TestCase(0)]
    [TestCase(1)]
    [TestCase(2)]
    public void Replayed_and_repeated_messages_install_nothing(int state)
    {
        foreach (var keyIds in new[] { false, true })
        {
            var rig = new HandshakeRig(keyIds ? TwoKeyIds : OneKeyId).WithKeyIds();
            var heard = new List<byte[]>();
            rig.StartGroup();
            rig.Associate();
            Tell(rig, heard, Message2(rig, 0x010A));
            Tell(rig, heard, rig.Supplicant.Message4(rig.LastSent));
            Tell(rig, heard, rig.Supplicant.Request(0x0008, 1));
            if (state > 0)
            {
                Tell(rig, heard, Message2(rig, 0x030A));
            }

            if (state > 1)
            {
                Tell(rig, heard, rig.Supplicant.Message4(rig.LastSent));
            }

            var words = heard.Concat(heard).Select(frame => rig.Receive(frame.ToArray())).ToList();
            Assert.That(words, Is.All.StartsWith("Dropped:"), $"key IDs: {keyIds}");
        }
    }

    [Test]
    public void Of_two_keys_with_two_ids_M4_decides_and_neither_is_installed_twice()
    {
        foreach (var provesEarlier in new[] { true, false })
        {
            var rig = new HandshakeRig(TwoKeyIds).WithKeyIds();
            rig.StartGroup();
            rig.Associate();
            rig.Timer();
            var (first, second) = (rig.Sent[0], rig.Sent[1]);
            Assert.That(rig.Receive(rig.Supplicant.Message2(first)), Does.StartWith("InstallReceiveKey:0"));
            var earlier = rig.Supplicant.Message4(rig.LastSent);
            rig.Supplicant.SNonce = Enumerable.Repeat((byte)0x99, 32).ToArray();
            Assert.That(rig.Receive(rig.Supplicant.Message2(second)), Does.Not.Contain("Install"));
            Assert.That(rig.Receive(provesEarlier ? earlier : rig.Supplicant.Message4(rig.LastSent)), Is.EqualTo(provesEarlier
                ? "CancelTimer SelectPairwiseKey:0 AuthorizeStation Connected"
                : "CancelTimer InstallReceiveKey:0 SelectPairwiseKey:0 AuthorizeStation Connected"));
        }
    }

    [Test]
    public void It_waits_for_the_group_message_that_is_on_its_way()
    {
        var rig = new HandshakeRig(OneKeyId).Connect();
        rig.Authenticator.StartGroupRekey();
        rig.Drain();
        var group = rig.LastSent;
        Assert.That(rig.Renew(), Is.Empty);
        Assert.That(rig.Receive(rig.Supplicant.Group2(group)), Is.EqualTo("CancelTimer GroupRekeyDone SendEncrypted ArmTimer:100"));
    }

    [Test]
    public void It_waits_for_strong_random_bytes_under_the_key_before()
    {
        var rig = new HandshakeRig(OneKeyId).Connect();
        rig.Nonces.Starved = true;
        Assert.That(rig.Renew(), Is.EqualTo("RenewalAwaitsEntropy"));
        Assert.That(rig.Authenticator.State, Is.EqualTo(PtkState.PtkInitDone));
        rig.Nonces.Starved = false;
        rig.Authenticator.OnEntropyReady();
        Assert.That(rig.Drain(), Is.EqualTo("SendEncrypted ArmTimer:100"));
    }

    [Test]
    public void A_group_key_that_changes_meanwhile_follows_the_renewal()
    {
        var rig = new HandshakeRig(OneKeyId).Connect();
        rig.Renew();
        rig.Receive(Message2(rig, 0x030A));
        rig.Group.Rekey();
        rig.DrainGroup();
        Assert.That(rig.Drain(), Is.Empty, "its own message waits for its answer");
        Assert.That(rig.Receive(rig.Supplicant.Message4(rig.LastSent)), Does.StartWith("CancelTimer InstallPairwiseKey Connected").And.EndWith("SendEncrypted ArmTimer:500"));
        Assert.That(rig.Authenticator.GroupState, Is.EqualTo(PtkGroupState.RekeyNegotiating));
    }

    /// <summary>M3 brings the newest key: nobody else tells the group that this station has it.</summary>
    [TestCase(true)]
    [TestCase(false)]
    public void A_group_key_that_changes_before_M3_is_done_with_M4(bool beforeM2)
    {
        var rig = new HandshakeRig(OneKeyId).Connect();
        rig.Renew();
        if (!beforeM2)
        {
            rig.Receive(Message2(rig, 0x030A));
        }

        rig.Group.Rekey();
        rig.DrainGroup();
        Assert.That(rig.Group.State, Is.EqualTo(GroupKeyState.SetKeys));
        if (beforeM2)
        {
            rig.Receive(Message2(rig, 0x030A));
        }
        else
        {
            rig.Timer();
        }

        rig.Receive(rig.Supplicant.Message4(rig.LastSent));
        Assert.That(rig.Group.State, Is.EqualTo(GroupKeyState.SetKeysDone));
        Assert.That(rig.DrainGroup(), Does.Contain("InstallGroupKey"));
    }

    [Test]
    public void An_M2_that_is_told_again_after_a_later_one_installs_its_key_no_second_time()
    {
        var rig = new HandshakeRig(TwoKeyIds).WithKeyIds();
        rig.StartGroup();
        rig.Associate();
        rig.Timer();
        var (first, second) = (rig.Sent[0], rig.Sent[1]);
        var ofSecond = rig.Supplicant.Message2(second);
        Assert.That(rig.Receive(ofSecond.ToArray()), Does.StartWith("InstallReceiveKey:0"));
        rig.Supplicant.SNonce = Enumerable.Repeat((byte)0x99, 32).ToArray();
        rig.Receive(rig.Supplicant.Message2(first));
        rig.Supplicant.SNonce = Enumerable.Repeat((byte)0x51, 32).ToArray();
        _ = rig.Supplicant.Message2(second);
        Assert.That(rig.Receive(ofSecond), Does.Not.Contain("Install"));
        Assert.That(rig.Receive(rig.Supplicant.Message4(rig.LastSent)), Is.EqualTo("CancelTimer SelectPairwiseKey:0 AuthorizeStation Connected"));
    }

    [Test]
    public void A_later_M2_that_does_not_open_leaves_the_M3_that_is_out_alone()
    {
        var rig = new HandshakeRig(OneKeyId);
        rig.StartGroup();
        rig.Associate();
        rig.Timer();
        var (first, second) = (rig.Sent[0], rig.Sent[1]);
        rig.Receive(rig.Supplicant.Message2(first));
        var message4 = rig.Supplicant.Message4(rig.LastSent);
        rig.Supplicant.SNonce = Enumerable.Repeat((byte)0x99, 32).ToArray();
        _ = rig.Supplicant.Message2(second);
        Assert.That(rig.Receive(rig.Supplicant.Frame(0x110A, SimulatedSupplicant.Counter(second), rig.Supplicant.SNonce, new byte[24])), Is.EqualTo("Dropped:Undecipherable"));
        Assert.That(rig.Receive(message4), Does.EndWith("Connected"));
    }

    [Test]
    public void A_forged_M2_in_a_renewal_raises_no_doubt_of_the_key()
    {
        var rig = new HandshakeRig(OneKeyId).Connect();
        rig.Renew();
        var message1 = rig.LastSent;
        var forged = Message2(rig, 0x030A);
        forged[81] ^= 1;
        Assert.That(rig.Receive(forged), Is.EqualTo("Dropped:BadMic"));
        forged[81] ^= 1;
        Assert.That(rig.Receive(forged), Does.EndWith("SendEncrypted"), $"counter {SimulatedSupplicant.Counter(message1)}");
    }

    [Test]
    public void A_station_that_does_not_answer_is_sent_away()
    {
        var rig = new HandshakeRig(OneKeyId).Connect();
        rig.Renew();
        Assert.That(new[] { rig.Timer(), rig.Timer(), rig.Timer(), rig.Timer() }, Is.EqualTo(new[]
        {
            "SendEncrypted ArmTimer:1000", "SendEncrypted ArmTimer:1000", "SendEncrypted ArmTimer:1000", "CancelTimer Deauth:15",
        }));
        Assert.That(rig.Counters.FourWayHandshakeFailures, Is.EqualTo(1));
    }

    [Test]
    public void A_driver_that_refuses_the_key_ends_the_association_before_M3()
    {
        var rig = new HandshakeRig(TwoKeyIds).WithKeyIds();
        rig.StartGroup();
        rig.Associate();
        rig.Authenticator.OnEapolKey(rig.Supplicant.Message2(rig.LastSent));
        Assert.That(rig.Authenticator.TryNextEffect(out var effect) && effect.Kind == AuthenticatorEffectKind.InstallReceiveKey);
        rig.Authenticator.OnEffectFailed(effect.Kind);
        Assert.That(rig.Drain(), Is.EqualTo("CancelTimer Deauth:2"));
        Assert.That(rig.Sent, Has.Count.EqualTo(1), "M1 alone");
    }

    [Test]
    public void With_retries_off_what_brings_keys_is_sent_once()
    {
        var rig = new HandshakeRig(OneKeyId with { SendsKeysOnce = true });
        rig.StartGroup();
        rig.Associate();
        Assert.That(rig.Timer(), Is.EqualTo("Send ArmTimer:1000"), "M1 brings none");
        Assert.That(rig.Receive(rig.Supplicant.Message2(rig.LastSent)), Is.EqualTo("ReadSequence:1 ArmTimer:4000 Send"));
        Assert.That(rig.Timer(), Is.EqualTo("CancelTimer Deauth:15"));

        rig = new HandshakeRig(OneKeyId with { SendsKeysOnce = true }).Connect();
        rig.Authenticator.StartGroupRekey();
        Assert.That(rig.Drain(), Is.EqualTo("ReadSequence:1 ArmTimer:4000 SendEncrypted"));
        Assert.That(rig.Timer(), Is.EqualTo("CancelTimer Deauth:16"));
    }

    private static readonly byte[] OddKde = [0xDD, 0x06, 0x00, 0x0F, 0xAC, 0x63, 0xAA, 0xBB];

    [Test]
    public void M2_may_have_further_entries_and_encrypted_key_data()
    {
        foreach (var isEncrypted in new[] { false, true })
        {
            var rig = new HandshakeRig(OneKeyId);
            rig.StartGroup();
            rig.Associate();
            var message1 = rig.LastSent;
            _ = rig.Supplicant.Message2(message1);
            byte[] plain = [.. OddKde, .. rig.Rsne, 0xDD, 0x00];
            var keyData = isEncrypted ? Wrapped(rig, plain) : plain;
            var message2 = rig.Supplicant.Frame(isEncrypted ? (ushort)0x110A : (ushort)0x010A, SimulatedSupplicant.Counter(message1), rig.Supplicant.SNonce, keyData);
            Assert.That(rig.Receive(message2), Does.EndWith("Send"), $"encrypted: {isEncrypted}");
        }
    }

    [TestCase(24)]
    [TestCase(23)]
    [TestCase(8)]
    [TestCase(0)]
    public void M2_whose_encrypted_key_data_do_not_open_is_dropped(int length)
    {
        var rig = new HandshakeRig(OneKeyId);
        rig.StartGroup();
        rig.Associate();
        var message1 = rig.LastSent;
        _ = rig.Supplicant.Message2(message1);
        var message2 = rig.Supplicant.Frame(0x110A, SimulatedSupplicant.Counter(message1), rig.Supplicant.SNonce, new byte[length]);
        Assert.That(rig.Receive(message2), Is.EqualTo("Dropped:Undecipherable"));
        Assert.That(rig.Receive(rig.Supplicant.Message2(message1)), Does.EndWith("Send"), "the next one counts");
    }

    [Test]
    public void M2_without_key_data_is_an_M2_and_M4_with_key_data_an_M4()
    {
        var rig = new HandshakeRig(OneKeyId);
        rig.StartGroup();
        rig.Associate();
        var message1 = rig.LastSent;
        _ = rig.Supplicant.Message2(message1);
        Assert.That(rig.Receive(rig.Supplicant.Frame(0x010A, SimulatedSupplicant.Counter(message1), rig.Supplicant.SNonce, [])), Is.EqualTo("CancelTimer Deauth:17"));

        foreach (var information in new ushort[] { 0x030A, 0x130A })
        {
            rig = new HandshakeRig(OneKeyId);
            rig.StartGroup();
            rig.Associate();
            rig.Receive(rig.Supplicant.Message2(rig.LastSent));
            var keyData = (information & 0x1000) != 0 ? Wrapped(rig, [.. OddKde, .. OddKde]) : OddKde;
            var message4 = rig.Supplicant.Frame(information, SimulatedSupplicant.Counter(rig.LastSent), new byte[32], keyData);
            Assert.That(rig.Receive(message4), Does.EndWith("Connected"));
        }
    }

    [Test]
    public void M4_without_its_Secure_bit_is_none()
    {
        var rig = new HandshakeRig(OneKeyId);
        rig.StartGroup();
        rig.Associate();
        rig.Receive(rig.Supplicant.Message2(rig.LastSent));
        var message4 = rig.Supplicant.Frame(0x010A, SimulatedSupplicant.Counter(rig.LastSent), new byte[32], []);
        Assert.That(rig.Receive(message4), Is.EqualTo("Dropped:ReplayCounter"));
    }

    private static byte[] Message2(HandshakeRig rig, ushort information)
    {
        rig.Supplicant.SNonce = rig.Supplicant.SNonce.Select(static b => (byte)(b + 1)).ToArray();
        _ = rig.Supplicant.Message2(rig.LastSent);
        return rig.Supplicant.Frame(information, SimulatedSupplicant.Counter(rig.LastSent), rig.Supplicant.SNonce, rig.Supplicant.Rsne);
    }

    private static void Finish(HandshakeRig rig)
    {
        rig.Receive(Message2(rig, 0x030A));
        Assert.That(rig.Receive(rig.Supplicant.Message4(rig.LastSent)), Does.EndWith("Connected"));
    }

    private static void Tell(HandshakeRig rig, List<byte[]> heard, byte[] frame)
    {
        heard.Add(frame);
        Assert.That(rig.Receive(frame.ToArray()), Does.Not.Contain("Dropped"));
    }

    /// <summary>What the KeyID KDE of the last M3 says; -1 without one.</summary>
    private static int KeyIdOf(HandshakeRig rig)
    {
        var message3 = rig.Sent.FindLast(static f => (f[5] & 0x10) != 0 && (f[6] & 0x08) != 0)!;
        return KdeReader.TryFind(rig.Supplicant.KeyData(message3), KdeType.KeyId, out var data) ? data[0] : -1;
    }

    private static byte[] Wrapped(HandshakeRig rig, byte[] plain)
    {
        byte[] padded = [.. plain, .. new byte[(8 - plain.Length % 8) % 8]];
        var wrapped = new byte[padded.Length + Aes.WrapOverhead];
        Aes.Wrap(rig.Supplicant.Kek, padded, wrapped);
        return wrapped;
    }
}
