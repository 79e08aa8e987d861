using System.Net;
using HostApd.Ap;
using HostApd.Commands;
using HostApd.Configuration;
using HostApd.Driver;
using HostApd.Entropy;
using HostApd.Ieee80211;
using HostApd.Linux;
using HostApd.P2p;
using HostApd.Simulation;
using HostApd.Tests.Ap;
using HostApd.Tests.Wps;
using HostApd.Timeline;
using HostApd.Wps;

namespace HostApd.Fuzz;

/// <summary>
/// One access point of a <see cref="WideScene"/>, with its commands, its new settings and its timeline, as the executable wires
/// them; and the peers that speak WPS with it.
/// </summary>
internal sealed class WideAccessPoint : IDisposable
{
    internal const int MostStations = 5;
    internal const string ApPin = "12345670";
    private const string Passphrase = "12345678";

    private static readonly EventLoop Loop = new();

    private readonly NewSettings _settings;
    private readonly Action<string>? _write;

    internal WideAccessPoint(VirtualClock clock, EntropyPool pool, bool isGroup, IpAddressPool? addresses, Action<string>? write = null)
    {
        var number = isGroup ? (byte)0 : (byte)0x10;
        Radio = new SimulatedRadio(clock, new SimulatedRadioOptions
        {
            Address = new MacAddress([2, 0, 0, 0, number, 0]),
            Capabilities = isGroup ? WithColours : SimulatedRadioOptions.Hwsim,
        });
        Radio.Air.KeepsLog = false;
        Configuration = Configure(isGroup);
        foreach (var (key, problem) in Configuration.Check(testing: true))
        {
            throw new InvalidOperationException($"{key}: {problem}");
        }

        Action<string>? writeOwn = write is null ? null : line => write($"{number:x2} {line}");
        _write = writeOwn;
        var written = new WrittenLink(Radio, Radio, line =>
        {
            Count("radio:" + line.Split(' ')[0]);
            writeOwn?.Invoke(line);
        });
        var tap = new TappedLink(written, clock);
        var timeline = new LiveRecorder(clock);
        tap.Frame += timeline.OnFrame;
        tap.PortChanged += timeline.OnPortChanged;
        var options = Configuration.ToOptions();
        Bss = new Bss(options with { IpAddresses = addresses ?? options.IpAddresses }, tap, new Radio(written, clock), pool, clock);
        Bss.Event += told => RecordedEvents.Note(timeline, Bss, told);
        Bss.Event += told => OnEvent(ApEventText.Write(told, EventAudience.Control));
        _settings = new NewSettings(Configuration, Bss, clock);
        Commands = new BssCommands(Bss, Configuration, new ProcessCommands(Loop, pool, false)) { Testing = true };
        Check.That(Bss.Enable().Succeeded);
        Members = [.. Enumerable.Range(1, 2).Select(i => new SimulatedStation(Radio, new SimulatedStationOptions
        {
            Address = new MacAddress([2, 0, 0, 2, number, (byte)i]),
            Ssid = Bss.Options.Ssid,
            Passphrase = Passphrase,
            ExtraKeyData = Convert.FromHexString("dd05506f9a0401"),
            ExtraElements = isGroup ? WideScene.P2pElement : [],
            Rates = [12, 18, 24, 36, 48, 72, 96, 108],
        }))];
    }

    internal SimulatedRadio Radio { get; }

    internal AccessPointConfiguration Configuration { get; }

    internal Bss Bss { get; }

    internal BssCommands Commands { get; }

    /// <summary>Stations that know the passphrase: nobody else may ever be let in.</summary>
    internal IReadOnlyList<SimulatedStation> Members { get; }

    internal Dictionary<MacAddress, SimulatedEnrollee> Enrollees { get; } = [];

    internal Dictionary<MacAddress, ExternalRegistrar> Registrars { get; } = [];

    /// <summary>How often each event was told, by its name, and each call to the radio made.</summary>
    internal Dictionary<string, long> Told { get; } = [];

    /// <summary>What holds whatever has happened.</summary>
    internal void CheckPromises()
    {
        Check.That(Bss.Stations.Associated <= MostStations && Bss.Stations.Count <= MostStations + 65);
        Check.That(Bss.Provisioning.Registrar is null or { SessionCount: <= Registrar.MaximumSessions });
        Check.That(Bss.DeviceKeys.All.Count <= 2048);
        Check.That(Bss.Group.Owner is null || Bss.Group.Owner.Clients.Count <= MostStations);
        foreach (var sta in Bss.Stations)
        {
            Check.That(!sta.IsAuthorized || Members.Any(m => m.Address == sta.Address));
        }
    }

    public void Dispose()
    {
        _settings.Dispose();
        Bss.Dispose();
        Bss.Options.Security?.Dispose();
    }

    /// <summary>One that speaks HE in 2.4 GHz, too, and announces another colour.</summary>
    private static RadioCapabilities WithColours { get; } = WideRadio.Hwsim with
    {
        CanChangeColour = true,
        Bands = [WideRadio.Hwsim.Bands[0] with { He = WideRadio.Hwsim.Bands[1].He }, .. WideRadio.Hwsim.Bands.Skip(1)],
    };

    private static AccessPointConfiguration Configure(bool isGroup)
    {
        var made = new AccessPointConfiguration { InterfaceName = "wlan0" };
        made.Radio.Channel = 6;
        made.Radio.Ieee80211n = true;
        made.Ssid = isGroup ? "DIRECT-ab"u8.ToArray() : "labtest"u8.ToArray();
        made.Wpa = 2;
        made.Passphrase = Passphrase;
        made.MaxStations = MostStations;
        made.WpsState = 2;
        made.Wps = made.Wps with { ApPin = ApPin, PerDevicePsk = true, ConfigMethods = (ConfigMethods)0x278C };
        if (isGroup)
        {
            var group = made.GroupOwner;
            group.Enabled = true;
            group.AutoPushButton = AutoPushButton.OnRequest;
            (group.Owner, group.Mask) = (IPAddress.Parse("10.0.0.1"), IPAddress.Parse("255.255.255.0"));
            (group.Start, group.End) = (IPAddress.Parse("10.0.0.2"), IPAddress.Parse("10.0.0.9"));
            group.SetDefaults(made);
            made.Radio.Wide = made.Radio.Wide with { Ax = true, SaysGenerations = true };
            made.Radio.He = made.Radio.He with { Colour = 7 };
        }
        else
        {
            made.Radio.HtCapabilities |= HtBits.Forty;
            made.Radio.SecondaryChannel = 1;
            made.Radio.Choice = made.Radio.Choice with { ScanInterval = 10 };
        }

        return made;
    }

    private void OnEvent(string text)
    {
        Check.That(!text.Contains('\n', StringComparison.Ordinal));
        _write?.Invoke("! " + text);
        Count(text.Split(' ')[0]);
    }

    private void Count(string name) => Told[name] = Told.GetValueOrDefault(name) + 1;
}
