using HostApd.Rsn;
using NUnit.Framework;

namespace HostApd.Tests.Rsn;

/// <summary>The table over <see cref="GroupKeyMachine"/>, walked cell by cell, and its ways through a rekeying.</summary>
public sealed class GroupKeyMachineTests
{
    private const string Installed = "InstallGroupKey:1 SetDefaultGroupKey:1 ArmTimer:86400000";
    private const string Swapped = "InstallGroupKey:2 SetDefaultGroupKey:2 ArmTimer:86400000 Rekeyed";

    private static readonly GroupKeyState[] States =
        [GroupKeyState.GtkInit, GroupKeyState.SetKeys, GroupKeyState.SetKeysDone];

    private static readonly string[][] Rows =
    [
        ["Start", "SetKeysDone " + Installed, "=", "="],
        ["StartStarved", "=", "=", "="],
        ["EntropyReady", "SetKeysDone " + Installed, "=", "="],
        ["Timer", "=", "= ArmTimer:1000", "SetKeys RekeyStation"],
        ["TimerStarved", "=", "= ArmTimer:1000", "= ArmTimer:86400000"],
        ["Rekey", "=", "=", "SetKeys RekeyStation"],
        ["StationConfirms", "=", "SetKeysDone " + Swapped, "="],
        ["StationLeaves", "=", "SetKeysDone " + Swapped, "="],
        ["InstallFails", "=", "=", "SetKeys ArmTimer:1000"],
        ["TimerFails", "=", "=", "="],
        ["Stop", .. Enumerable.Repeat("GtkInit CancelTimer", 3)],
    ];

    public static IEnumerable<TestCaseData> Cells =>
        from row in Rows
        from column in Enumerable.Range(0, States.Length)
        select new TestCaseData(States[column], row[0], row[column + 1]).SetArgDisplayNames(States[column].ToString(), row[0]);

    [TestCaseSource(nameof(Cells))]
    public void Every_cell_gives_its_state_and_effects(GroupKeyState state, string @event, string expected)
    {
        var rig = Reach(state);
        Assert.That(rig.Group.State, Is.EqualTo(state), "reached");
        Raise(rig, @event);
        var effects = Words(rig.Group);
        var next = rig.Group.State;
        var seen = (next == state && !expected.StartsWith(state + " ", StringComparison.Ordinal) ? "=" : next.ToString())
            + (effects.Length == 0 ? "" : " " + effects);
        Assert.That(seen, Is.EqualTo(expected));
    }

    [Test]
    public void A_rekeying_alternates_the_index_and_reaches_the_station_encrypted()
    {
        var rig = new HandshakeRig().Connect();
        var before = rig.Group.Key(1).ToArray();
        rig.Group.Rekey();
        rig.DrainGroup();
        Assert.That(rig.Drain(), Is.EqualTo("ArmTimer:500 SendEncrypted").Or.EqualTo("SendEncrypted ArmTimer:500"));
        Assert.That(rig.LastSent[65..73], Is.All.Zero, "a key that sent nothing has sequence zero");
        var keyData = rig.Supplicant.KeyData(rig.LastSent);
        Assert.That(keyData[6], Is.EqualTo(2));
        Assert.That(keyData[8..24], Is.EqualTo(rig.Group.Key(2).ToArray()));
        Assert.That(rig.Group.Key(2).ToArray(), Is.Not.EqualTo(before));
        Assert.That(rig.LastSent[5..9], Is.EqualTo(new byte[] { 0x13, 0x82, 0, 0 }));
        Assert.That(rig.Supplicant.Accepts(rig.LastSent), Is.True);
        rig.Receive(rig.Supplicant.Group2(rig.LastSent));
        Assert.That(rig.DrainGroup(), Is.EqualTo(Swapped));
        rig.Group.Rekey();
        Assert.That(rig.Group.KeyIndex, Is.EqualTo(1));
    }

    [Test]
    public void Without_stations_a_new_key_is_installed_at_once()
    {
        var rig = new HandshakeRig();
        rig.StartGroup();
        rig.Group.OnTimer();
        Assert.That(rig.DrainGroup(), Is.EqualTo(Swapped));
    }

    [Test]
    public void A_station_that_got_the_old_key_in_M3_is_handed_the_new_one_after_M4()
    {
        var rig = new HandshakeRig();
        rig.StartGroup();
        rig.Associate();
        rig.Receive(rig.Supplicant.Message2(rig.LastSent));
        var message3 = rig.LastSent;
        rig.Group.Rekey();
        rig.DrainGroup();
        Assert.That(rig.Receive(rig.Supplicant.Message4(message3)), Is.EqualTo(
            "CancelTimer InstallPairwiseKey AuthorizeStation Connected ReadSequence:2 ArmTimer:500 SendEncrypted"));
        Assert.That(rig.Receive(rig.Supplicant.Group2(rig.LastSent)), Is.EqualTo("CancelTimer GroupRekeyDone"));
    }

    [Test]
    public void A_station_that_does_not_confirm_does_not_hold_up_the_others()
    {
        var rig = new HandshakeRig().Connect();
        rig.Group.Rekey();
        rig.DrainGroup();
        rig.Drain();
        rig.Timer();
        rig.Timer();
        rig.Timer();
        Assert.That(rig.Timer(), Is.EqualTo("CancelTimer Deauth:16"));
        Assert.That(rig.DrainGroup(), Is.EqualTo(Swapped));
    }

    [Test]
    public void With_strict_rekeying_a_leaving_station_brings_a_new_key_after_500_ms()
    {
        var rig = new HandshakeRig(new RsnOptions { StrictRekey = true }).Connect();
        rig.Authenticator.Stop();
        Assert.That(rig.DrainGroup(), Is.EqualTo("ArmTimer:500"));
        rig.Group.OnTimer();
        Assert.That(rig.DrainGroup(), Is.EqualTo(Swapped));
    }

    [Test]
    public void A_life_of_zero_arms_no_timer()
    {
        var rig = new HandshakeRig(new RsnOptions { GroupRekey = TimeSpan.Zero });
        rig.Group.Start();
        Assert.That(rig.DrainGroup(), Is.EqualTo("InstallGroupKey:1 SetDefaultGroupKey:1"));
    }

    [Test]
    public void A_key_that_the_driver_refuses_is_offered_again_less_and_less_often()
    {
        var rig = new HandshakeRig().Connect();
        rig.Group.Rekey();
        rig.DrainGroup();
        rig.Drain();
        rig.Receive(rig.Supplicant.Group2(rig.LastSent));
        var delays = new List<string>();
        for (var tries = 0; tries < 8; tries++)
        {
            Assert.That(Words(rig.Group), Is.EqualTo(Swapped), "all have it: the driver is asked again");
            rig.Group.OnEffectFailed(new GroupKeyEffect(GroupKeyEffectKind.InstallGroupKey, rig.Group.KeyIndex));
            Assert.That((rig.Group.State, rig.Group.IsInstalled(GroupKeyKind.Data)), Is.EqualTo((GroupKeyState.SetKeys, false)));
            delays.Add(Words(rig.Group));
            rig.Group.OnTimer();
        }

        Assert.That(delays, Is.EqualTo(new[] { 1, 2, 4, 8, 16, 32, 60, 60 }.Select(static s => $"ArmTimer:{s}000")));
        Assert.That(rig.Group.State, Is.EqualTo(GroupKeyState.SetKeysDone));
    }

    [Test]
    public void The_generation_a_station_confirms_is_that_of_the_message_it_answers()
    {
        var rig = new HandshakeRig();
        rig.StartGroup();
        rig.Associate();
        rig.Receive(rig.Supplicant.Message2(rig.LastSent));
        var answer = rig.Supplicant.Message4(rig.LastSent);
        rig.Group.Rekey();
        rig.DrainGroup();
        rig.Timer();
        var words = rig.Receive(answer);

        // The station has GTK 1 alone; message 3 with GTK 2 crosses its answer and may be lost.
        Assert.That(words, Does.Contain("SendEncrypted"), "group message with the newer key; got: " + words);
    }

    [Test]
    public void Stop_forgets_the_keys()
    {
        var rig = new HandshakeRig();
        rig.StartGroup();
        Assert.That(rig.Group.Key(1).ToArray(), Is.Not.All.Zero);
        rig.Group.Stop();
        Assert.That(rig.Group.Key(1).ToArray(), Is.All.Zero);
    }

    // RekeyStation is left unanswered here, so that a machine can stand in SetKeys.
    private static string Words(GroupKeyMachine group)
    {
        var rig = new List<string>();
        while (group.TryNextEffect(out var effect))
        {
            rig.Add(effect.Kind switch
            {
                GroupKeyEffectKind.ArmTimer => "ArmTimer:" + (long)effect.Delay.TotalMilliseconds,
                GroupKeyEffectKind.InstallGroupKey or GroupKeyEffectKind.SetDefaultGroupKey =>
                    effect.Kind + ":" + effect.KeyIndex,
                GroupKeyEffectKind.RekeyStation or GroupKeyEffectKind.CancelTimer or GroupKeyEffectKind.Rekeyed => effect.Kind.ToString(),
            });
        }

        return string.Join(' ', rig);
    }

    private static HandshakeRig Reach(GroupKeyState state)
    {
        var rig = new HandshakeRig();
        if (state == GroupKeyState.GtkInit)
        {
            return rig;
        }

        rig.Connect();
        if (state == GroupKeyState.SetKeys)
        {
            rig.Group.Rekey();
        }

        rig.DrainGroup();
        rig.Drain();
        return rig;
    }

    private static void Raise(HandshakeRig rig, string name)
    {
        rig.Nonces.Starved = name.EndsWith("Starved", StringComparison.Ordinal);
        switch (name)
        {
            case "Start" or "StartStarved": rig.Group.Start(); break;
            case "EntropyReady": rig.Group.OnEntropyReady(); break;
            case "Timer" or "TimerStarved": rig.Group.OnTimer(); break;
            case "Rekey": rig.Group.Rekey(); break;
            case "StationConfirms" when rig.Sent.Count > 0:
                rig.Receive(rig.Supplicant.Group2(rig.LastSent));
                break;
            case "StationConfirms": break;
            case "StationLeaves": rig.Authenticator.Stop(); break;
            case "InstallFails": rig.Group.OnEffectFailed(new GroupKeyEffect(GroupKeyEffectKind.InstallGroupKey, rig.Group.KeyIndex)); break;
            case "TimerFails": rig.Group.OnEffectFailed(new GroupKeyEffect(GroupKeyEffectKind.ArmTimer)); break;
            case "Stop": rig.Group.Stop(); break;
            default: throw new ArgumentOutOfRangeException(nameof(name), name, "no such event");
        }
    }
}
