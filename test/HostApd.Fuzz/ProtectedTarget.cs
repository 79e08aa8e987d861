using HostApd.Ap;
using HostApd.Ieee80211;
using HostApd.Rsn;
using HostApd.Simulation;

namespace HostApd.Fuzz;

/// <summary>
/// Management frames in the name of a station that protects its own (802.11-2020 12.6.19), as a radio may pass them on: whatever is not
/// protected leaves its session alone, and the questions that it makes us ask end by themselves.
/// </summary>
public static class ProtectedTarget
{
    private const byte ProtectedBit = 0x40;
    private static readonly MacAddress Station = new([2, 0, 0, 0, 1, 0]);
    private static SecuredBss s_scene = Join();

    public static void Run(ReadOnlySpan<byte> data)
    {
        var frame = data.ToArray();
        if (frame.Length >= ManagementFrame.HeaderLength)
        {
            // In its name, to us: elsewhere the frame would be nobody's.
            s_scene.Radio.Address.CopyTo(frame.AsSpan(4));
            Station.CopyTo(frame.AsSpan(10));
            s_scene.Radio.Address.CopyTo(frame.AsSpan(16));
        }

        var before = s_scene.Bss.Stations.Find(Station)!;
        s_scene.Radio.Inject(frame);
        s_scene.Radio.Clock.Advance(TimeSpan.FromMilliseconds(700));
        s_scene.Radio.Calls.Clear();
        var isProtected = frame.Length > 1 && (frame[1] & ProtectedBit) != 0;
        var after = s_scene.Bss.Stations.Find(Station);
        Check.That(isProtected || ReferenceEquals(before, after) && after.IsProtected);
        if (after is not { IsProtected: true })
        {
            s_scene = Join();
        }
    }

    private static SecuredBss Join()
    {
        var bss = new SecuredBss(new SecurityOptions
        {
            Pmks = [new Pmk(new byte[Pmk.Length])],
            Rsn = new RsnOptions { Offer = KeySuiteOffer.Personal.Protecting(FrameProtection.Allowed, ManagementCipher.BipCmac128) },
        }, hasStations: true);
        var station = new SimulatedStation(bss.Radio, new SimulatedStationOptions { Address = Station, Pmk = new byte[Pmk.Length], ProtectsFrames = true });
        station.Join();
        bss.Radio.Clock.Advance(TimeSpan.FromSeconds(1));
        Check.That(bss.Bss.Stations.Find(Station) is { IsProtected: true });
        return bss;
    }
}
