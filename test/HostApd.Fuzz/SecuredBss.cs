using HostApd.Ap;
using HostApd.Entropy;
using HostApd.Ieee80211;
using HostApd.Simulation;

namespace HostApd.Fuzz;

/// <summary>A network on the air with what a target wants of its security, and frames of a station that nobody simulates.</summary>
internal sealed class SecuredBss
{
    /// <param name="security">Of the network.</param>
    /// <param name="hasStations">Some are simulated: a radio that does not record sends nothing to anybody.</param>
    internal SecuredBss(SecurityOptions security, bool hasStations = false)
    {
        Radio = new SimulatedRadio(new VirtualClock()) { IsRecording = hasStations };
        Radio.Air.KeepsLog = false;
        var pool = new EntropyPool(new FuzzedAccessPoint.Counting());
        pool.Start();
        Bss = new Bss(new BssOptions { InterfaceName = "wlan0", Ssid = "labtest"u8.ToArray(), Security = security },
            Radio, new Radio(Radio, Radio.Clock), pool, Radio.Clock);
        Check.That(Bss.Enable().Succeeded);
    }

    internal SimulatedRadio Radio { get; }

    internal Bss Bss { get; }

    /// <summary>A frame of that station to the network comes in.</summary>
    internal void Send(MacAddress station, ManagementSubtype subtype, ReadOnlySpan<byte> body)
    {
        byte[] frame = [(byte)((int)subtype << 4), 0, .. new byte[22], .. body];
        Radio.Address.CopyTo(frame.AsSpan(4));
        station.CopyTo(frame.AsSpan(10));
        Radio.Address.CopyTo(frame.AsSpan(16));
        Radio.Inject(frame);
    }
}
