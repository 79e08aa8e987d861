using System.Text;
using HostApd.Ap;
using HostApd.Commands;
using HostApd.Configuration;
using HostApd.Entropy;
using HostApd.Ieee80211;
using HostApd.Linux;
using HostApd.Linux.Netlink;
using HostApd.Nl80211;
using HostApd.Rsn;
using HostApd.Simulation;

namespace HostApd.Fuzz;

/// <summary>Elements: the walk stays within the bytes, and every span pulled out of them too.</summary>
public static class ElementsTarget
{
    public static void Run(ReadOnlySpan<byte> data)
    {
        var reader = new ElementReader(data);
        var total = 0;
        while (reader.MoveNext())
        {
            total += reader.Current.Whole.Length;
            reader.Current.IsVendor(VendorElements.Wps);
        }

        Check.That(reader.Malformed ? total < data.Length : total == data.Length);
        if (RequestElements.TryParse(data, out var elements))
        {
            Check.That(elements.HtCapabilities.Length is 0 or 26 && elements.Ssid.Length <= 32);
            RsneTarget.Run(elements.Rsne);
        }
    }
}

/// <summary>Management frames, EAPOL and firmware's reports, into a living access point: its table stays bounded.</summary>
public static class ManagementTarget
{
    private static readonly FuzzedAccessPoint AccessPoint = new();

    public static void Run(ReadOnlySpan<byte> data)
    {
        var radio = AccessPoint.Radio;
        var station = new MacAddress([2, 0, 0, 0, 1, 0]);
        radio.Inject(data);
        radio.InjectEapol(station, data);
        radio.ReportSent(1, data, (data.Length & 1) == 0);
        radio.StationArrives(station, data);
        radio.Clock.Advance(TimeSpan.FromMilliseconds(300));
        Check.That(AccessPoint.Bss.Stations.Count <= 65 && AccessPoint.Bss.State == BssState.Enabled);
    }
}

/// <summary>Netlink messages: events, a wiphy dump and a station's counters, whole or in ruins.</summary>
public static class NetlinkTarget
{
    public static void Run(ReadOnlySpan<byte> data)
    {
        var message = new NetlinkMessage(0x1c, 0, 0, data);
        var wiphy = new WiphyReader();
        wiphy.Read(message);
        var regulatory = new RegulatoryReader();
        regulatory.Read(message);
        Check.That(wiphy.Build(regulatory).Bands.All(static b => b.Channels.Count > 0));
        new StationInfoReader().Read(message);
        var total = 0;
        foreach (var attribute in message.Attributes)
        {
            total += 4 + attribute.Value.Length;
            _ = attribute.U8 + attribute.U16 + attribute.Text.Length + (int)attribute.U32 + (long)attribute.U64;
        }

        Check.That(total <= data.Length);
        var rest = data;
        while (NetlinkMessage.TryTake(ref rest, out var next))
        {
            Check.That(next.Body.Length <= data.Length);
        }
    }
}

/// <summary>Control requests: each has an answer of some kind, and none stops the access point by accident.</summary>
public static class ControlTarget
{
    private static readonly FuzzedAccessPoint AccessPoint = new();

    public static void Run(ReadOnlySpan<byte> data)
    {
        var request = Encoding.Latin1.GetString(data);
        var reply = AccessPoint.Commands.Handle(request);
        Check.That(reply is null || reply.Length <= 8192);
        if (AccessPoint.Bss.State != BssState.Enabled)
        {
            Check.That(request.StartsWith("DISABLE", StringComparison.Ordinal));
            AccessPoint.Bss.Enable();
        }
    }
}

/// <summary>An access point on a silent radio, with a fixed key.</summary>
internal sealed class FuzzedAccessPoint
{
    /// <param name="write">Hears each call to the radio and each event; null: nobody does.</param>
    internal FuzzedAccessPoint(Action<string>? write = null)
    {
        Radio = new SimulatedRadio(new VirtualClock()) { IsRecording = write is not null };
        Radio.Air.KeepsLog = false;
        var pool = new EntropyPool(new Counting());
        pool.Start();
        var link = new WrittenLink(Radio, Radio, write);
        Bss = new Bss(new BssOptions
        {
            InterfaceName = "wlan0",
            Ssid = "labtest"u8.ToArray(),
            Radio = new RadioOptions { Channel = OperatingChannel.Of(2437, ht: true) },
            Wmm = true,
            Security = new SecurityOptions { Pmks = [new Pmk(new byte[Pmk.Length])] },
        }, link, new Radio(link, Radio.Clock), pool, Radio.Clock);
        if (write is not null)
        {
            Bss.Event += told => write("! " + ApEventText.Write(told, EventAudience.Control));
        }

        Check.That(Bss.Enable().Succeeded);
        Commands = new BssCommands(Bss, new AccessPointConfiguration(), new ProcessCommands(new EventLoop(), pool, false));
    }

    internal SimulatedRadio Radio { get; }

    internal Bss Bss { get; }

    internal BssCommands Commands { get; }

    internal sealed class Counting : IEntropySource
    {
        private byte _next;

        public bool TryFill(Span<byte> destination)
        {
            destination.Fill(++_next);
            return true;
        }
    }
}
