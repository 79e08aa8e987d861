using HostApd.Rsn;
using HostApd.Simulation;
using NUnit.Framework;

namespace HostApd.Tests.Rsn;

/// <summary>
/// The table over <see cref="Authenticator"/>, walked cell by cell. A cell is the next state and the effects;
/// <c>=</c> means the same state, a lone <c>=</c> no effect either.
/// </summary>
public sealed class AuthenticatorTableTests
{
    private static readonly string[] States =
    [
        "Initialize", "Disconnected", "Authentication2", "PtkStart", "PtkCalcNegotiating", "PtkInitNegotiating",
        "PtkInitDone", "PtkInitDone+Rekey",
    ];

    private const string NotExpected = "= Dropped:NotExpected";
    private const string Replay = "= Dropped:ReplayCounter";
    private const string GoodM2 = "PtkInitNegotiating ReadSequence:1 ArmTimer:100";
    private const string Differs = "Disconnected CancelTimer Deauth:17";
    private const string Group = "= ReadSequence:1 ArmTimer:500";

    private static readonly string[][] Rows =
    [
        ["Message2", NotExpected, NotExpected, NotExpected, GoodM2, GoodM2, "= Dropped:Repeated", NotExpected, NotExpected],
        ["Message2NewSNonce", NotExpected, NotExpected, NotExpected, GoodM2, GoodM2,
            "= ReadSequence:1 ArmTimer:1000", NotExpected, NotExpected],
        ["Message2OtherRsne", NotExpected, NotExpected, NotExpected, Differs, Differs, "= Dropped:Repeated",
            NotExpected, NotExpected],
        ["Message2BadMic", NotExpected, NotExpected, NotExpected,
            "PtkCalcNegotiating PossiblePskMismatch Dropped:BadMic",
            "PtkCalcNegotiating PossiblePskMismatch Dropped:BadMic", "= Dropped:BadMic", NotExpected, NotExpected],
        ["Message2Replayed", NotExpected, NotExpected, NotExpected, Replay, Replay, Replay, NotExpected, NotExpected],
        ["Message4", NotExpected, NotExpected, NotExpected, NotExpected, NotExpected,
            "PtkInitDone CancelTimer InstallPairwiseKey AuthorizeStation Connected", NotExpected, NotExpected],
        ["Message4BadMic", NotExpected, NotExpected, NotExpected, NotExpected, NotExpected, "= Dropped:BadMic",
            NotExpected, NotExpected],
        ["Group2", NotExpected, NotExpected, NotExpected, NotExpected, NotExpected, NotExpected, NotExpected,
            "PtkInitDone CancelTimer GroupRekeyDone"],
        ["Group2BadMic", NotExpected, NotExpected, NotExpected, NotExpected, NotExpected, NotExpected, NotExpected,
            "= Dropped:BadMic"],
        ["RequestGroup", NotExpected, NotExpected, NotExpected, NotExpected, NotExpected, NotExpected,
            "PtkInitDone+Rekey ReadSequence:1 ArmTimer:500", "= Dropped:GroupRekeyRequest"],
        ["RequestPairwise", NotExpected, NotExpected, NotExpected, NotExpected, NotExpected, NotExpected,
            "PtkStart SendEncrypted ArmTimer:100", "="],
        ["StartPairwiseRekey", "=", "=", "=", "=", "=", "=", "PtkStart SendEncrypted ArmTimer:100", "="],
        ["Message2WithSecure", NotExpected, NotExpected, NotExpected, GoodM2, GoodM2, "= Dropped:Repeated", NotExpected, NotExpected],
        ["Message4WithoutSecure", NotExpected, NotExpected, NotExpected, Replay, Replay, Replay, NotExpected, NotExpected],
        ["RequestError", NotExpected, NotExpected, NotExpected, NotExpected, NotExpected, NotExpected,
            "= Dropped:ErrorReport", "= Dropped:ErrorReport"],
        ["Garbage", .. Enumerable.Repeat("= Dropped:Malformed", 8)],
        ["FromAuthenticator", NotExpected, NotExpected, NotExpected, .. Enumerable.Repeat("= Dropped:NotFromSupplicant", 5)],
        ["OtherVersion", NotExpected, NotExpected, NotExpected, .. Enumerable.Repeat("= Dropped:DescriptorVersion", 5)],
        ["NoMic", NotExpected, NotExpected, NotExpected, .. Enumerable.Repeat("= Dropped:NoMic", 5)],
        ["Timer", "=", "=", "=", "= Send ArmTimer:1000", "PtkStart Send ArmTimer:1000",
            "= ReadSequence:1 ArmTimer:1000", "=", "= ReadSequence:1 ArmTimer:1000"],
        ["Acknowledged", "=", "=", "=", "= ArmTimer:1000", "=", "=", "=", "="],
        ["NotAcknowledged", .. Enumerable.Repeat("=", 8)],
        ["EntropyReady", "=", "=", "PtkStart ReleasedFromEntropy Send ArmTimer:100", "=", "=", "=", "=", "="],
        ["StartGroupRekey", "=", "=", "=", "=", "=", "=", "PtkInitDone+Rekey ReadSequence:1 ArmTimer:500", Group],
        ["GroupSequence", "=", "=", "=", "=", "=", "= Send", "=", "= SendEncrypted"],
        ["SequenceFailed", "=", "=", "=", "=", "=", "= Send", "=", "= SendEncrypted"],
        ["SendFailed", .. Enumerable.Repeat("=", 8)],
        ["InstallFailed", "=", "=", "=", "=", "=", "=", "Disconnected CancelTimer Deauth:2",
            "Disconnected CancelTimer Deauth:2"],
        ["Stop", .. Enumerable.Repeat("Initialize CancelTimer", 8)],
        ["Start", .. Enumerable.Repeat("PtkStart Send ArmTimer:100", 8)],
    ];

    public static IEnumerable<TestCaseData> Cells =>
        from row in Rows
        from column in Enumerable.Range(0, States.Length)
        select new TestCaseData(States[column], row[0], row[column + 1]).SetArgDisplayNames(States[column], row[0]);

    [TestCaseSource(nameof(Cells))]
    public void Every_cell_gives_its_state_and_effects(string state, string @event, string expected)
    {
        var rig = Reach(state);
        rig.Sequence = null;
        Assert.That(Where(rig), Is.EqualTo(state), "reached");
        Raise(rig, @event);
        var effects = rig.Drain();
        var next = Where(rig);
        var seen = (next == state ? "=" : next) + (effects.Length == 0 ? "" : " " + effects);
        Assert.That(Loosen(seen, state), Is.EqualTo(Loosen(expected, state)));
    }

    [Test]
    public void Every_row_has_a_cell_for_every_state() =>
        Assert.That(Rows, Is.All.Length.EqualTo(States.Length + 1));

    [Test]
    public void The_states_have_the_numbers_of_hostapd()
    {
        Assert.That((int)PtkState.PtkInitDone, Is.EqualTo(11));
        Assert.That((int)PtkState.PtkInitNegotiating, Is.EqualTo(10));
        Assert.That((int)PtkState.PtkStart, Is.EqualTo(7));
        Assert.That((int)PtkGroupState.RekeyNegotiating, Is.EqualTo(1));
        Assert.That((int)GroupKeyState.SetKeysDone, Is.EqualTo(2));
    }

    // "=" and the state's own name say the same.
    private static string Loosen(string cell, string state) =>
        cell.StartsWith(state + " ", StringComparison.Ordinal) ? "=" + cell[state.Length..] : cell == state ? "=" : cell;

    private static string Where(HandshakeRig rig) =>
        rig.Authenticator.State
        + (rig.Authenticator.GroupState == PtkGroupState.RekeyNegotiating ? "+Rekey" : "");

    private static HandshakeRig Reach(string state)
    {
        var rig = new HandshakeRig();
        rig.StartGroup();
        switch (state)
        {
            case "Initialize":
                break;
            case "Disconnected":
                rig.Associate();
                rig.Timer();
                rig.Timer();
                rig.Timer();
                rig.Timer();
                break;
            case "Authentication2":
                rig.Nonces.Starved = true;
                rig.Associate();
                rig.Nonces.Starved = false;
                break;
            case "PtkStart":
                rig.Associate();
                break;
            case "PtkCalcNegotiating":
                rig.Associate();
                rig.Receive(Spoil(rig.Supplicant.Message2(rig.LastSent)));
                break;
            case "PtkInitNegotiating":
                rig.Associate();
                rig.Receive(rig.Supplicant.Message2(rig.LastSent));
                break;
            case "PtkInitDone":
                rig.Connect();
                break;
            default:
                rig.Connect();
                rig.Authenticator.StartGroupRekey();
                rig.Drain();
                break;
        }

        return rig;
    }

    private static void Raise(HandshakeRig rig, string name)
    {
        var authenticator = rig.Authenticator;
        switch (name)
        {
            case "Timer": authenticator.OnTimer(); break;
            case "Acknowledged": authenticator.OnEapolSent(true); break;
            case "NotAcknowledged": authenticator.OnEapolSent(false); break;
            case "EntropyReady": authenticator.OnEntropyReady(); break;
            case "StartGroupRekey": authenticator.StartGroupRekey(); break;
            case "StartPairwiseRekey": authenticator.StartPairwiseRekey(); break;
            case "GroupSequence": authenticator.OnGroupSequence([1, 2, 3, 4, 5, 6]); break;
            case "SequenceFailed": authenticator.OnEffectFailed(AuthenticatorEffectKind.ReadGroupSequence); break;
            case "SendFailed": authenticator.OnEffectFailed(AuthenticatorEffectKind.SendEapol); break;
            case "InstallFailed": authenticator.OnEffectFailed(AuthenticatorEffectKind.InstallPairwiseKey); break;
            case "Stop": authenticator.Stop(); break;
            case "Start":
                authenticator.Start(HandshakeRig.Station, HandshakeRig.Bssid, new PmkOffer(rig.Pmks),
                    HandshakeRig.StationRsne, [], HandshakeRig.StationRsne);
                break;
            default: authenticator.OnEapolKey(Frame(rig, name)); break;
        }
    }

    private static byte[] Frame(HandshakeRig rig, string name)
    {
        var supplicant = rig.Supplicant;
        var message1 = rig.Sent.Find(f => f[6] == 0x8A) ?? new byte[99];
        var last = rig.Sent.Count == 0 ? new byte[99] : rig.LastSent;
        switch (name)
        {
            case "Message2": return supplicant.Message2(message1);
            case "Message2BadMic":
                supplicant.SNonce = Enumerable.Repeat((byte)0x52, 32).ToArray();
                return Spoil(supplicant.Message2(message1));
            case "Message2Replayed":
                var replayed = supplicant.Message2(message1);
                replayed[9] = 0x80;
                supplicant.Sign(replayed);
                return replayed;
            case "Message2NewSNonce":
                supplicant.SNonce = Enumerable.Repeat((byte)0x52, 32).ToArray();
                return supplicant.Message2(message1);
            case "Message2OtherRsne":
                supplicant.Rsne = [.. HandshakeRig.StationRsne[..20], 0x80, 0x00];
                return supplicant.Message2(message1);
            case "Message2WithSecure":
                _ = supplicant.Message2(message1);
                return supplicant.Frame(0x030A, SimulatedSupplicant.Counter(message1), supplicant.SNonce, supplicant.Rsne);
            case "Message4": return supplicant.Message4(last);
            case "Message4WithoutSecure": return supplicant.Frame(0x010A, SimulatedSupplicant.Counter(last) + 9, new byte[32], []);
            case "Message4BadMic": return Spoil(supplicant.Message4(last));
            case "Group2": return supplicant.Group2(last);
            case "Group2BadMic": return Spoil(supplicant.Group2(last));
            case "RequestGroup": return supplicant.Request(0, 1);
            case "RequestPairwise": return supplicant.Request(0x0008, 1);
            case "RequestError": return supplicant.Request(0x0400, 1);
            case "Garbage": return [2, 3, 0, 95, 2];
            case "FromAuthenticator": return supplicant.Frame(0x018A, 1, new byte[32], []);
            case "OtherVersion": return supplicant.Frame(0x0109, 1, new byte[32], []);
            case "NoMic": return supplicant.Frame(0x000A, 1, new byte[32], []);
            default: throw new ArgumentOutOfRangeException(nameof(name), name, "no such event");
        }
    }

    private static byte[] Spoil(byte[] frame)
    {
        frame[81] ^= 1;
        return frame;
    }
}
