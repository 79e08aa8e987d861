using HostApd.Ap;
using HostApd.Simulation;
using NUnit.Framework;

namespace HostApd.Tests.Ap;

/// <summary>The same join with every frame of it dropped, repeated, late or damaged in turn.</summary>
public sealed class DisturbedJoinTests
{
    private static readonly string[] Frames =
    [
        "ProbeRequest", "ProbeResponse", "AuthenticationRequest", "AuthenticationResponse", "AssociationRequest",
        "AssociationResponse", "M1", "M2", "M3", "M4",
    ];

    private static readonly Dictionary<string, Action<AirRule>> Disturbances = new()
    {
        ["dropped"] = static r => r.Drop(),
        ["dropped twice"] = static r => r.Drop().Times(2),
        ["dropped for good"] = static r => r.Drop().Times(-1),
        ["repeated at once"] = static r => r.Duplicate(TimeSpan.Zero),
        ["repeated after 5 ms"] = static r => r.Duplicate(TimeSpan.FromMilliseconds(5)),
        ["repeated after 3 s"] = static r => r.Duplicate(TimeSpan.FromSeconds(3)),
        ["5 ms late"] = static r => r.Delay(TimeSpan.FromMilliseconds(5)),
        ["150 ms late"] = static r => r.Delay(TimeSpan.FromMilliseconds(150)),
        ["1.5 s late"] = static r => r.Delay(TimeSpan.FromMilliseconds(1500)),
        ["every one 150 ms late"] = static r => r.Delay(TimeSpan.FromMilliseconds(150)).Times(-1),
        ["damaged at its end"] = static r => r.Corrupt(static b => b[^1] ^= 0x55),
        ["damaged in its middle"] = static r => r.Corrupt(static b => b[b.Length / 2] ^= 0x55),
        ["without status"] = static r => r.LoseStatus(),
        ["with its status late"] = static r => r.DelayStatus(TimeSpan.FromMilliseconds(50)),
    };

    public static IEnumerable<TestCaseData> Cases =>
        from frame in Frames
        from disturbance in Disturbances.Keys
        select new TestCaseData(frame, disturbance).SetArgDisplayNames(frame, disturbance);

    [TestCaseSource(nameof(Cases))]
    public void The_join_ends_well_or_cleanly(string frame, string disturbance)
    {
        using var rig = ApRig.Enabled();
        var armed = rig.Clock.ArmedTimers;
        var station = rig.Station(ApRig.First);
        Disturbances[disturbance](rig.Air.When(frame));
        station.Join();
        rig.Run(30);

        // A station that the access point has forgotten learns it with its next data frame.
        if (station.State == StationState.Connected)
        {
            station.SendData();
            rig.Run(6);
        }

        AssertNoKeyTwice(rig);
        var disconnected = Events(rig, "AP-STA-DISCONNECTED");
        if (station.State == StationState.Connected)
        {
            Assert.That(rig.Sta(ApRig.First)!.IsAuthorized);
            Assert.That(disconnected, Is.EqualTo(StartsOver(frame, disturbance) ? 1 : 0), "AP-STA-DISCONNECTED");
            Assert.That(Events(rig, "AP-STA-CONNECTED"), Is.EqualTo(disconnected + 1), "AP-STA-CONNECTED");
            Assert.That(rig.Count("InstallKey pairwise"), Is.EqualTo(disconnected + 1));
            Assert.That(station.InstalledKeys[^1], Is.EqualTo(rig.Radio.InstalledKeys[^1].Key), "both hold the same key");
        }
        else
        {
            Assert.That(rig.Sta(ApRig.First), Is.Null, "the access point has forgotten it");
            Assert.That(station.State, Is.EqualTo(StationState.Idle), "it knows");
            Assert.That(Events(rig, "AP-STA-CONNECTED"), Is.EqualTo(disconnected));
            Assert.That(rig.Clock.ArmedTimers, Is.EqualTo(armed), "timers");
        }
    }

    // An Association Request that comes after the handshake is a new association: a session ends, another begins.
    private static bool StartsOver(string frame, string disturbance) =>
        frame == "AssociationRequest" && disturbance is "repeated after 3 s" or "150 ms late" or "1.5 s late"
            or "every one 150 ms late";

    [TestCaseSource(nameof(Frames))]
    public void One_lost_frame_costs_no_join(string frame)
    {
        using var rig = ApRig.Enabled();
        var station = rig.Station(ApRig.First);
        rig.Air.When(frame).Drop();
        station.Join();
        rig.Run(3);
        Assert.That(station.State, Is.EqualTo(StationState.Connected));
        Assert.That(rig.Sta(ApRig.First)!.State, Is.EqualTo(StaState.Authorized));
    }

    [Test]
    public void A_client_that_changes_its_SNonce_connects_with_the_keys_of_its_last()
    {
        using var rig = ApRig.Enabled();
        var station = rig.Station(ApRig.First, static o => o with { ChangesSNonce = true });
        rig.Air.When("M2").Delay(TimeSpan.FromMilliseconds(1200));
        station.Join();
        rig.Run(5);
        Assert.That(station.State, Is.EqualTo(StationState.Connected));
        Assert.That(rig.Count("InstallKey pairwise"), Is.EqualTo(1));
        Assert.That(station.InstalledKeys[^1], Is.EqualTo(rig.Radio.InstalledKeys[^1].Key));
    }

    [Test]
    public void M2_and_M4_repeated_after_the_end_change_nothing()
    {
        using var rig = ApRig.Enabled();
        var station = rig.Connect(ApRig.First);
        rig.Radio.Calls.Clear();
        station.RepeatMessage2();
        station.RepeatMessage4();
        rig.Run(1);
        Assert.That(rig.Radio.Calls, Is.Empty);
        Assert.That(rig.Sta(ApRig.First)!.IsAuthorized);
    }

    [Test]
    public void Forged_EAPOL_frames_do_not_disturb_a_handshake()
    {
        using var rig = ApRig.Enabled();
        var station = rig.Station(ApRig.First);
        station.Join();
        rig.Clock.RunUntil(() => rig.Air.Count("M1") == 1, TimeSpan.FromSeconds(1));
        var forged = new SimulatedSupplicant(new byte[32], new byte[6], new byte[6], []);
        rig.Radio.InjectEapol(ApRig.First, forged.Frame(0x010A, 1, new byte[32], [0x30, 0]));
        rig.Radio.InjectEapol(ApRig.First, forged.Frame(0x030A, 1, new byte[32], []));
        rig.Radio.InjectEapol(ApRig.First, [1, 3, 0, 95]);
        rig.Radio.InjectEapol(ApRig.First, []);
        rig.Run(1);
        Assert.That(station.State, Is.EqualTo(StationState.Connected));
    }

    private static int Events(ApRig rig, string name) =>
        rig.Events.Count(e => e.StartsWith(name, StringComparison.Ordinal));

    private static void AssertNoKeyTwice(ApRig rig) =>
        Assert.That(rig.Radio.InstalledKeys.Select(static k => k.Key), Is.Unique, "a key installed twice");
}
