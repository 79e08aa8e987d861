using System.Reflection;
using HostApd.Ap;
using HostApd.Commands;
using HostApd.Configuration;
using HostApd.Driver;
using HostApd.Entropy;
using HostApd.Linux;
using HostApd.Radius;
using HostApd.Simulation;
using HostApd.Tests.Ap;
using NUnit.Framework;

namespace HostApd.Tests.Service;

/// <summary>Interfaces and their access points as the daemon wires them, over simulated radios.</summary>
public sealed class InterfaceTests
{
    private const BindingFlags Hidden = BindingFlags.NonPublic | BindingFlags.Instance;

    private readonly List<IDisposable> _made = [];

    [TearDown]
    public void Clean()
    {
        _made.Reverse();
        _made.ForEach(static d => d.Dispose());
        _made.Clear();
    }

    [Test]
    public void ENABLE_starts_what_start_disabled_made_wait()
    {
        var one = Make(Around(), c => c.StartDisabled = true);
        Assert.That(one.Enable(), "at the start of the process");
        Assert.That(one.Main.Bss.State, Is.Not.EqualTo(BssState.Enabled));
        Assert.That(one.Main.Commands.Handle("ENABLE"), Is.EqualTo("OK\n"));
        Assert.That(one.Main.Bss.State, Is.EqualTo(BssState.Enabled));
    }

    [Test]
    public void P2P_GROUP_ADD_before_any_ENABLE_starts_no_open_network()
    {
        var one = Make(Around(), static c =>
        {
            c.StartDisabled = true;
            c.GroupOwner.Enabled = true;
            c.GroupOwner.StateFile = Path.Combine(Path.GetTempPath(), "test-group-" + Guid.NewGuid());
            c.Ssid = "DIRECT-ab"u8.ToArray();
        });
        one.Enable();
        var reply = one.Main.Commands.Handle("P2P_GROUP_ADD");
        var options = one.Main.Bss.Options;
        Assert.That(one.Main.Bss.State != BssState.Enabled || options.Security is not null && options.Ssid.Length > 0,
            $"{reply?.TrimEnd()}: on the air, open={options.Security is null}, SSID of {options.Ssid.Length} bytes, GO={options.GroupOwner is not null}");
    }

    [Test]
    public void ENABLE_after_STOP_AP_of_the_first_BSS_succeeds()
    {
        var one = Make(Around(), static _ => { }, static c => c.InterfaceName = "wlan0_1");
        Assert.That(one.Enable());
        Assert.That(one.Main.Commands.Handle("STOP_AP"), Is.EqualTo("OK\n"));
        var reply = one.Main.Commands.Handle("ENABLE");
        Assert.That((reply, one.Main.Bss.State), Is.EqualTo(("OK\n", BssState.Enabled)));
    }

    [Test]
    public void An_interface_removed_while_it_waits_for_entropy_harms_no_other()
    {
        var around = Around();
        var gate = around.Pool.CreateTestGate(new VirtualClock());
        gate.Block(null);
        var group = Make(around, static c =>
        {
            c.InterfaceName = "wlan1";
            c.Ssid = [];
            c.Passphrase = null;
            c.GroupOwner.Enabled = true;
            c.GroupOwner.StateFile = Path.Combine(Path.GetTempPath(), "test-group-" + Guid.NewGuid());
        });
        var other = Make(around, static _ => { });
        Assert.That(group.Enable(), "waits for its name");
        Assert.That(other.Enable());
        group.Dispose();
        Exception? thrown = null;
        try
        {
            gate.Release();
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            thrown = e;
        }

        Assert.That((thrown?.GetType().Name, other.Main.Bss.GroupKeys.State), Is.EqualTo(((string?)null, HostApd.Rsn.GroupKeyState.SetKeysDone)));
    }

    [Test]
    public void A_group_switched_off_while_it_waits_for_its_name_stays_off()
    {
        var around = Around();
        var gate = around.Pool.CreateTestGate(new VirtualClock());
        gate.Block(null);
        var group = Make(around, static c =>
        {
            c.Ssid = [];
            c.Passphrase = null;
            c.GroupOwner.Enabled = true;
            c.GroupOwner.StateFile = Path.Combine(Path.GetTempPath(), "test-group-" + Guid.NewGuid());
        });
        Assert.That(group.Enable(), "waits for its name");
        Assert.That(group.Main.Commands.Handle("DISABLE"), Is.EqualTo("OK\n"));
        gate.Release();
        Assert.That(group.Main.Bss.State, Is.EqualTo(BssState.Uninitialized));
    }

    [Test]
    public void What_a_person_silenced_stays_silent_over_link_changes_and_begins_when_told([Values("ENABLE", "RELOAD", "UPDATE_BEACON")] string command)
    {
        var radios = new List<SimulatedRadio>();
        var one = Make(Around(), static _ => { }, radios: radios);
        Assert.That(one.Enable());
        radios[0].Calls.Clear();
        Assert.That(one.Main.Commands.Handle("STOP_AP"), Is.EqualTo("OK\n"));
        Assert.That(one.Main.Commands.Handle("STOP_AP"), Is.EqualTo("OK\n"), "once more, as in hostapd");
        Assert.That(radios[0].Calls.Count(static c => c.StartsWith("Stop", StringComparison.Ordinal)), Is.EqualTo(1));
        radios[0].InterfaceChanges(InterfaceChange.Down);
        radios[0].InterfaceChanges(InterfaceChange.Up);
        radios[0].InterfaceChanges(InterfaceChange.Removed);
        radios[0].InterfaceChanges(InterfaceChange.Returned);
        radios[0].InterfaceChanges(InterfaceChange.Unblocked);
        radios[0].RegulatoryChanges();
        Assert.That(one.Main.Bss.State, Is.EqualTo(BssState.Silent));
        Assert.That(radios[0].Calls, Has.None.StartsWith("Start").And.None.StartsWith("UpdateBeacon"));
        Assert.That(one.Main.Commands.Handle(command), Does.StartWith("OK"));
        Assert.That(one.Main.Bss.State, Is.EqualTo(BssState.Enabled));
        Assert.That(radios[0].Calls, Has.Some.StartsWith("Start"));
    }

    [TestCase("DISABLE")]
    public void What_a_person_stopped_stays_off_over_reloads_and_link_changes(string command)
    {
        var radios = new List<SimulatedRadio>();
        var one = Make(Around(), static _ => { }, radios: radios);
        Assert.That(one.Enable());
        Assert.That(one.Main.Commands.Handle(command), Is.EqualTo("OK\n"));
        radios[0].InterfaceChanges(InterfaceChange.Down);
        radios[0].InterfaceChanges(InterfaceChange.Up);
        radios[0].InterfaceChanges(InterfaceChange.Removed);
        radios[0].InterfaceChanges(InterfaceChange.Returned);
        radios[0].InterfaceChanges(InterfaceChange.Unblocked);
        radios[0].RegulatoryChanges();
        one.Main.Reload();
        Assert.That((one.Main.Bss.State, one.Main.Bss.Recovery.State), Is.EqualTo((BssState.Disabled, RecoveryState.Off)));
        Assert.That(one.Main.Commands.Handle("ENABLE"), Is.EqualTo("OK\n"));
        Assert.That(one.Main.Bss.State, Is.EqualTo(BssState.Enabled));
    }

    [TestCase("DISABLE")]
    [TestCase("STOP_AP")]
    public void What_a_person_stopped_while_it_was_to_come_back_stays_off(string command)
    {
        var radios = new List<SimulatedRadio>();
        var one = Make(Around(), static _ => { }, radios: radios);
        Assert.That(one.Enable());
        radios[0].KernelStops();
        Assert.That(one.Main.Bss.Recovery.State, Is.EqualTo(RecoveryState.Retrying));
        Assert.That(one.Main.Commands.Handle(command), Is.EqualTo("OK\n"));
        Assert.That((one.Main.Bss.State, one.Main.Bss.Recovery.State), Is.EqualTo((BssState.Disabled, RecoveryState.Off)));
    }

    [Test]
    public void A_fault_of_ours_restarts_the_access_point_and_leaves_the_others_alone()
    {
        var radios = new List<SimulatedRadio>();
        var one = Make(Around(), static _ => { }, static c => c.InterfaceName = "wlan0_1", radios);
        Assert.That(one.Enable());
        one.Main.Bss.OnFault(new InvalidOperationException("ours"));
        Assert.That(one.AccessPoints.Select(static a => a.Bss.State), Is.EqualTo(new[] { BssState.Disabled, BssState.Enabled }));
        Assert.That(one.Main.Bss.Recovery.State, Is.EqualTo(RecoveryState.Retrying));
    }

    [Test]
    public void A_good_reload_after_one_that_failed_brings_the_access_point_back()
    {
        var radios = new List<SimulatedRadio>();
        var one = Make(Around(), static _ => { }, radios: radios);
        Assert.That(one.Enable());
        radios[0].Refuse("Start", new DriverResult("starting the access point", 16, "Device or resource busy", null));
        one.Main.Configuration.Radio.Channel = 11;
        Assert.That(one.Main.Commands.Handle("RELOAD"), Does.Contain("restart failed"));
        one.Main.Configuration.Radio.Channel = 6;
        var reply = one.Main.Reload();
        Assert.That(one.Main.Bss.State, Is.EqualTo(BssState.Enabled), reply);
    }

    [Test]
    public void A_BSS_that_a_command_added_survives_SIGHUP()
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, "interface=wlan0\nssid=labtest\nhw_mode=g\nchannel=6\nwpa=2\nwpa_passphrase=12345678\nwpa_key_mgmt=WPA-PSK\nrsn_pairwise=CCMP\n");
        var around = Around();
        var one = Make(around, c => typeof(AccessPointConfiguration).GetProperty("File", Hidden)!.SetValue(c, path), static c => c.InterfaceName = "wlan0_1");
        Assert.That(one.Enable());
        var done = FileReload.Run(one, around, a => one.Remove(a.Name));
        File.Delete(path);
        Assert.That(one.AccessPoints.Select(static a => a.Name), Is.EqualTo(new[] { "wlan0", "wlan0_1" }), done);
    }

    /// <summary>ADD of what takes more than the process has kept goes no further; a reload goes on, and its owner is told.</summary>
    [Test]
    public void What_takes_more_than_was_kept_is_not_added_and_told_at_a_reload()
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, "interface=wlan0\nssid=labtest\nhw_mode=g\nchannel=6\nwpa=2\nwpa_passphrase=12345678\nwpa_key_mgmt=WPA-PSK\nrsn_pairwise=CCMP\n");
        var (asked, radios) = (new List<string>(), new NoRadios());
        var beyond = (string?)"x takes CAP_Y";
        var around = Around() with
        {
            Radios = radios,
            WhyBeyondPrivileges = c =>
            {
                asked.Add(c.InterfaceName);
                return beyond;
            },
        };
        var one = Make(around, c => typeof(AccessPointConfiguration).GetProperty("File", Hidden)!.SetValue(c, path));
        Assert.That(one.Enable());
        Assert.That(FileReload.Run(one, around, static _ => { }), Is.EqualTo("wlan0: nothing changed"));
        Assert.That(asked, Is.EqualTo(new[] { "wlan0" }));
        using var roster = new Roster(around);
        Assert.That((roster.AddFile(path, "wlan5"), roster.AddBss("phy5", path), radios.Asked), Is.EqualTo((false, false, 0)));
        beyond = null;
        Assert.That((roster.AddFile(path, "wlan5"), radios.Asked), Is.EqualTo((false, 1)), "what takes no more gets to the radios");
        File.Delete(path);
    }

    [Test]
    public void Servers_are_heard_while_the_access_point_wants_that_and_a_port_that_is_taken_is_a_reason_not_to_start()
    {
        var ports = new Ports { IsTaken = true };
        var around = Around();
        around = around with { Authorization = new DynamicAuthorizationServer(ports, around.Time) };
        Assert.That(RadiusServerLine.ReadClient("192.0.2.1 between the two of us", out var line), Is.Null);
        var one = Make(around, c => (c.Radius.AuthorizationPort, c.Radius.AuthorizationClients) = (3799, RadiusServerList.None.With(0, line)));
        Assert.That(one.Main.Commands.Handle("ENABLE"), Is.EqualTo("FAIL\n"));
        ports.IsTaken = false;
        Assert.That(one.Main.Commands.Handle("ENABLE"), Is.EqualTo("OK\n"));
        Assert.That(one.Main.Commands.Handle("STATUS"), Does.Contain("\nradius_das_port=3799\n"));
        Assert.That(one.Main.Commands.Handle("MIB"), Does.Contain("\nradiusDynAuthServNaks=0\n"));
        ports.IsTaken = true;
        one.Main.Configuration.Radius.AuthorizationPort = 3800;
        Assert.That(one.Main.Reload(), Does.Contain(", servers cannot end sessions: radius_das_port: binding UDP port 3800"));
        Assert.That(one.Main.Commands.Handle("STATUS"), Does.Not.Contain("radius_das_port"));
        ports.IsTaken = false;
        Assert.That((one.Main.Reload(), ports.Numbers.Single()), Is.EqualTo(("wlan0: nothing changed", 3800)));
        one.Main.Configuration.Radius.AuthorizationPort = 0;
        Assert.That((one.Main.Reload(), ports.Numbers.Count), Is.EqualTo(("wlan0: nothing changed", 0)));
        one.Main.Configuration.Radius.AuthorizationPort = 3799;
        one.Main.Reload();
        Assert.That(ports.Numbers, Is.EqualTo(new[] { 3799 }));
        one.Dispose();
        Assert.That(ports.Numbers, Is.Empty);
    }

    private sealed class Ports : IAuthorizationPorts
    {
        internal List<int> Numbers { get; } = [];

        internal bool IsTaken { get; set; }

        public OsResult Open(int port, UdpPortHandler onDatagram, out IAuthorizationPort? opened)
        {
            opened = IsTaken ? null : new Port(this, port);
            if (opened is not null)
            {
                Numbers.Add(port);
            }

            return IsTaken ? OsResult.Failure($"binding UDP port {port}", Tmds.Linux.LibC.EADDRINUSE) : OsResult.Ok;
        }

        private sealed class Port(Ports all, int number) : IAuthorizationPort
        {
            public OsResult Send(System.Net.IPEndPoint to, ReadOnlySpan<byte> datagram) => OsResult.Ok;

            public void Dispose() => all.Numbers.Remove(number);
        }
    }

    private sealed class NoRadios : IRadioSource
    {
        internal int Asked { get; private set; }

        public DriverResult Open(HostApd.Nl80211.Nl80211RadioOptions options, out IOpenedRadio? opened)
        {
            Asked++;
            opened = null;
            return new DriverResult("opening a radio", 2, "there is none", null);
        }
    }

    private Surroundings Around()
    {
        var loop = new EventLoop();
        var pool = new EntropyPool(new ApRig.CountingKernel(), new EntropyPoolOptions(Testing: true));
        pool.Start();
        var worker = new Worker(loop);
        _made.AddRange([loop, pool, worker]);
        return new Surroundings(loop, pool, new LoopWorker(worker), new ProcessCommands(loop, pool, false), Testing: false);
    }

    private Interface Make(Surroundings around, Action<AccessPointConfiguration> change, Action<AccessPointConfiguration>? further = null,
        List<SimulatedRadio>? radios = null)
    {
        var made = (Interface)typeof(Interface).GetConstructors(Hidden).Single().Invoke([around]);
        var list = (List<AccessPoint>)typeof(Interface).GetField("_accessPoints", Hidden)!.GetValue(made)!;
        foreach (var each in new[] { change, further })
        {
            if (each is null)
            {
                continue;
            }

            var configuration = new AccessPointConfiguration { InterfaceName = "wlan0", Ssid = "labtest"u8.ToArray(), Wpa = 2, Passphrase = "12345678" };
            configuration.Radio.Channel = 6;
            each(configuration);
            var radio = new SimulatedRadio(new VirtualClock());
            radios?.Add(radio);
            var accessPoint = (AccessPoint)typeof(AccessPoint).GetConstructors(Hidden).Single().Invoke([configuration, radio, new Radio(radio, around.Loop.Time), around]);
            accessPoint.Commands.Interface = made;
            list.Add(accessPoint);
        }

        _made.Add(made);
        return made;
    }
}
