using HostApd.Ieee80211;
using HostApd.P2p;
using NUnit.Framework;

namespace HostApd.Tests.P2p.Device;

/// <summary>The table over <see cref="GroupTerm"/>, cell by cell, and its times.</summary>
public sealed class GroupTermTests
{
    private static readonly string[] Phases = ["None", "Starting", "Forming", "FirstConnection", "Running", "Ending"];
    private static readonly MacAddress Peer = DeviceRig.Lower;

    private static readonly string[][] Rows =
    [
        ["on the air", "=", "Forming", "=", "=", "=", "="],
        ["provisioned", "=", "=", "FirstConnection | FormationSucceeded | group is told of", "=", "=", "="],
        ["provisioning failed", "=", "=", "=", "=", "=", "="],
        ["client in", "=", "=", "=", "Running | group is open", "=", "="],
        ["last client left", "=", "=", "=", "=", "=", "="],
        ["timer", "=", "=", "Ending | log | FormationFailed | end group FormationFailed", "Ending | log | FormationFailed | end group FormationFailed", "Ending | end group Idle", "="],
        ["End", "=", "Ending | end group Requested", "Ending | FormationFailed | end group Requested", "Ending | end group Requested", "Ending | end group Requested", "="],
        ["Cancel", "= | listen", "Ending | end group Requested", "Ending | FormationFailed | end group Requested", "Ending | end group Requested", "=", "="],
        ["off the air", "=", "None | FormationFailed | listen", "None | FormationFailed | listen", "None | listen", "None | listen", "None | listen"],
        ["Request", "= | answer Response 1 | NegotiationRequested", .. Enumerable.Repeat("=", 5)],
        ["Find", "= | search Social", .. Enumerable.Repeat("=", 5)],
        ["Listen", "= | listen", .. Enumerable.Repeat("=", 5)],
    ];

    public static IEnumerable<TestCaseData> Cells =>
        from row in Rows
        from column in Enumerable.Range(0, Phases.Length)
        select new TestCaseData(Phases[column], row[0], row[column + 1]).SetArgDisplayNames(Phases[column], row[0]);

    [TestCaseSource(nameof(Cells))]
    public void Every_cell_gives_what_is_next_and_what_is_done(string phase, string @event, string expected)
    {
        var rig = Reach(phase);
        var lines = rig.Do(d => Raise(d, @event));
        var next = $"{rig.Device.Phase}" == phase ? "=" : $"{rig.Device.Phase}";
        Assert.That(next + string.Concat(lines.Select(static l => $" | {Brief(l)}")), Is.EqualTo(expected));
    }

    [Test]
    public void Every_row_has_a_cell_for_every_phase()
    {
        Assert.That(Rows, Is.All.Length.EqualTo(Phases.Length + 1));
        Assert.That(Phases, Is.EqualTo(Enum.GetNames<GroupPhase>()));
    }

    [Test]
    public void It_has_15_s_to_form_and_what_the_peer_needs()
    {
        // The Client Timeout of its Request is 20 units of 10 ms.
        var rig = Reach("Forming");
        Assert.That(rig.PassExactly(15_200), Is.EqualTo(new[]
        {
            "log 01 the group did not form: it was not given its key in time", "FormationFailed", "end group FormationFailed",
        }));
    }

    [Test]
    public void A_provisioning_that_failed_leaves_50_ms()
    {
        var rig = Reach("Forming");
        rig.Do(static d => d.OnProvisioningFailed());
        Assert.That(rig.PassExactly(50), Has.One.EqualTo("end group FormationFailed"));
    }

    [Test]
    public void A_peer_with_its_key_has_10_s_to_come()
    {
        var rig = Reach("FirstConnection");
        Assert.That(rig.PassExactly(10_000), Is.EqualTo(new[]
        {
            "log 01 the group did not form: it has its key and did not come", "FormationFailed", "end group FormationFailed",
        }));
    }

    [Test]
    public void A_group_that_was_brought_back_is_told_of_at_once_and_has_15_s()
    {
        var rig = DeviceRig.Started();
        rig.Hear(Peer, FramesOfPeer.Invite(Peer));
        rig.Pass(51);
        Assert.That(rig.Do(static d => d.OnGroupStarted()), Is.EqualTo(new[] { "group is told of" }));
        Assert.That(rig.PassExactly(15_000), Has.One.EqualTo("end group FormationFailed"));
    }

    [Test]
    public void It_ends_when_nobody_was_in_it_for_as_long_as_it_may_be_idle()
    {
        var rig = Reach("Running");
        rig.Do(static d => d.OnClientLeft(1));
        Assert.That(rig.Pass(100_000), Has.None.StartsWith("end"));
        rig.Do(static d => d.OnClientLeft(0));
        rig.Pass(4999);
        rig.Do(static d => d.OnClientIn());
        Assert.That(rig.Pass(100_000), Has.None.StartsWith("end"));
        rig.Do(static d => d.OnClientLeft(0));
        Assert.That(rig.PassExactly(5000), Is.EqualTo(new[] { "end group Idle" }));
    }

    [Test]
    public void A_group_that_may_be_idle_stays()
    {
        var rig = Reach("Running", idle: 0);
        rig.Do(static d => d.OnClientLeft(0));
        Assert.That(rig.Pass(1_000_000), Has.None.StartsWith("end"));
    }

    [Test]
    public void One_that_a_person_asked_for_ends_what_was_under_way_and_runs()
    {
        var rig = DeviceRig.Started();
        rig.Ask(Peer);
        Assert.That(rig.Do(static d => d.AdoptGroup(2412)), Is.EqualTo(new[] { "rest" }));
        Assert.That((rig.Device.Phase, rig.Device.State, rig.Due(DeviceTimer.Exchange)), Is.EqualTo((GroupPhase.Running, DeviceState.Group, (double?)null)));
        Assert.That(rig.Do(static d => d.EndGroup()), Is.EqualTo(new[] { "end group Requested" }));
    }

    [Test]
    public void A_device_that_is_switched_off_with_a_group_is_found_again_when_it_is_on()
    {
        var rig = Reach("Running");
        Assert.That(rig.Do(static d =>
        {
            d.Stop();
            d.OnGroupEnded();
        }), Is.EqualTo(new[] { "rest" }));
        Assert.That(rig.Do(static d => d.Start()), Is.EqualTo(new[] { "listen 2437 5000" }));
    }

    private static string Brief(string line) => line.Split(" #")[0] is var head && head != line ? head
        : line.StartsWith("log", StringComparison.Ordinal) ? "log"
        : line.StartsWith("NegotiationRequested", StringComparison.Ordinal) || line.StartsWith("listen", StringComparison.Ordinal) ? line.Split(' ')[0] : line;

    private static DeviceRig Reach(string phase, int idle = 5)
    {
        var rig = DeviceRig.Started(o => o with { GroupIdle = TimeSpan.FromSeconds(idle) });
        rig.Find(DeviceRig.Higher);
        rig.Find(Peer);
        Action<P2pDevice>[] steps =
        [
            d => d.OnAction(Peer, FramesOfPeer.Confirmation(1), 2437, -40),
            static d => d.OnGroupStarted(),
            static d => d.OnProvisioned(),
            static d => d.OnClientIn(),
            static d => d.EndGroup(),
        ];
        if (phase != "None")
        {
            rig.Allow(Peer);
            rig.Hear(Peer, FramesOfPeer.Request(Peer));
        }

        foreach (var step in steps[..Array.IndexOf(Phases, phase)])
        {
            rig.Do(step);
        }

        Assert.That($"{rig.Device.Phase}", Is.EqualTo(phase), "reached");
        return rig;
    }

    private static void Raise(P2pDevice device, string @event)
    {
        switch (@event)
        {
            case "on the air":
                device.OnGroupStarted();
                break;
            case "provisioned":
                device.OnProvisioned();
                break;
            case "provisioning failed":
                device.OnProvisioningFailed();
                break;
            case "client in":
                device.OnClientIn();
                break;
            case "last client left":
                device.OnClientLeft(0);
                break;
            case "timer":
                device.OnTimer(DeviceTimer.Group);
                break;
            case "End":
                device.EndGroup();
                break;
            case "Cancel":
                device.Cancel();
                break;
            case "off the air":
                device.OnGroupEnded();
                break;
            case "Request":
                device.OnAction(DeviceRig.Higher, FramesOfPeer.Request(DeviceRig.Higher), 2437, -40);
                break;
            case "Find":
                device.Find(SearchScope.Social, TimeSpan.Zero);
                break;
            default:
                device.Listen(TimeSpan.Zero);
                break;
        }
    }
}
