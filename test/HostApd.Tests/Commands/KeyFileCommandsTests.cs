using System.Reflection;
using HostApd.Ap;
using HostApd.Commands;
using HostApd.Configuration;
using HostApd.Entropy;
using HostApd.Linux;
using HostApd.Simulation;
using HostApd.Tests.Ap;
using NUnit.Framework;

namespace HostApd.Tests.Commands;

/// <summary>ENABLE, RELOAD_WPA_PSK and SET with files that are wrong, over the access point as the daemon wires it.</summary>
public sealed class KeyFileCommandsTests
{
    private const BindingFlags Hidden = BindingFlags.NonPublic | BindingFlags.Instance;

    private readonly List<IDisposable> _made = [];
    private string _file = "";

    [SetUp]
    public void MakeFile() => File.WriteAllText(_file = Path.GetTempFileName(), "02:00:00:00:01:00 firstsecret\n");

    [TearDown]
    public void Clean()
    {
        _made.Reverse();
        _made.ForEach(static d => d.Dispose());
        _made.Clear();
        File.Delete(_file);
    }

    [TestCase("nonsense\n")]
    [TestCase(null)]
    public void ENABLE_with_a_broken_or_missing_file_of_keys_fails(string? content)
    {
        var one = Make(c => c.PskFile = _file);
        Write(content);
        Assert.That(one.Main.Commands.Handle("ENABLE"), Is.EqualTo("FAIL\n"));
        Assert.That(one.Main.Bss.State, Is.Not.EqualTo(BssState.Enabled));
        Write("02:00:00:00:01:00 firstsecret\n");
        Assert.That(one.Main.Commands.Handle("ENABLE"), Is.EqualTo("OK\n"));
        Assert.That(one.Main.Bss.DeviceKeys.All, Has.Count.EqualTo(1));
    }

    [Test]
    public void RELOAD_WPA_PSK_with_a_broken_file_fails_and_the_keys_stay()
    {
        var one = Make(c => c.PskFile = _file);
        Assert.That(one.Main.Commands.Handle("ENABLE"), Is.EqualTo("OK\n"));
        Write("02:00:00:00:02:00 secondsecret\nnonsense\n");
        Assert.That(one.Main.Commands.Handle("RELOAD_WPA_PSK"), Is.EqualTo("FAIL\n"));
        Assert.That(one.Main.Commands.Handle("SET wpa_psk_file " + _file), Is.EqualTo("FAIL\n"));
        Assert.That(one.Main.Bss.DeviceKeys.All.Single().Station, Is.EqualTo(ApRig.First));
        Write("keyid=second 02:00:00:00:02:00 secondsecret\n");
        Assert.That(one.Main.Commands.Handle("SET wpa_psk_file " + _file), Is.EqualTo("OK\n"), "the file that is named already is read again");
        Assert.That(one.Main.Bss.DeviceKeys.All.Single().KeyId, Is.EqualTo("second"));
        Write("02:00:00:00:03:00 thirdsecret\n");
        Assert.That(one.Main.Commands.Handle("RELOAD_WPA_PSK"), Is.EqualTo("OK\n"));
        Assert.That(one.Main.Bss.DeviceKeys.All.Single().Station, Is.EqualTo(ApRig.Third));
    }

    [Test]
    public void ENABLE_with_a_broken_list_fails_and_nothing_is_taken_over()
    {
        Write("02:00:00:00:01:00\n");
        var one = Make(c => c.DenyFile = _file);
        Write("nonsense\n");
        Assert.That(one.Main.Commands.Handle("ENABLE"), Is.EqualTo("FAIL\n"));
        Assert.That(one.Main.Bss.Options.Ssid, Is.Empty);
    }

    private void Write(string? content)
    {
        File.Delete(_file);
        if (content is not null)
        {
            File.WriteAllText(_file, content);
        }
    }

    private Interface Make(Action<AccessPointConfiguration> change)
    {
        var loop = new EventLoop();
        var pool = new EntropyPool(new ApRig.CountingKernel(), new EntropyPoolOptions(Testing: true));
        pool.Start();
        var worker = new Worker(loop);
        _made.AddRange([loop, pool, worker]);
        var around = new Surroundings(loop, pool, new LoopWorker(worker), new ProcessCommands(loop, pool, false), Testing: false);
        var made = (Interface)typeof(Interface).GetConstructors(Hidden).Single().Invoke([around]);
        var configuration = new AccessPointConfiguration { InterfaceName = "wlan0", Ssid = "labtest"u8.ToArray(), Wpa = 2, Passphrase = "12345678" };
        configuration.Radio.Channel = 6;
        change(configuration);
        var radio = new SimulatedRadio(new VirtualClock());
        var accessPoint = (AccessPoint)typeof(AccessPoint).GetConstructors(Hidden).Single().Invoke([configuration, radio, new Radio(radio, around.Loop.Time), around]);
        accessPoint.Commands.Interface = made;
        ((List<AccessPoint>)typeof(Interface).GetField("_accessPoints", Hidden)!.GetValue(made)!).Add(accessPoint);
        _made.Add(made);
        return made;
    }
}
