using HostApd.Ap;
using HostApd.Ieee80211;
using HostApd.Simulation;
using HostApd.Tests.Wps;
using HostApd.Wps;
using NUnit.Framework;

namespace HostApd.Tests.Ap;

/// <summary>Strangers who associate for WPS and say nothing: their places are not theirs for long.</summary>
public sealed class IdleProvisioningTests
{
    private const int Places = 8;
    private static readonly byte[] Version1 = Convert.FromHexString("104a000110" + "103a000101");

    [Test]
    public void Those_who_never_speak_are_gone_after_five_seconds([Values] bool version2)
    {
        using var rig = Full(version2 ? WpsRig.AssociationRequest : Version1);
        Assert.That(rig.Bss.Stations.Associated, Is.EqualTo(Places));
        rig.Run(7);
        Assert.That((rig.Bss.Stations.Count, rig.Bss.Provisioning.Registrar!.SessionCount), Is.EqualTo((0, 0)));
    }

    [Test]
    public void A_station_that_comes_in_the_meantime_gets_the_oldest_of_their_places([Values] bool version2)
    {
        using var rig = Full(version2 ? WpsRig.AssociationRequest : Version1);
        rig.Run(0.5);
        var station = rig.Connect(ApRig.First);
        Assert.That((station.State, rig.Bss.Stations.Associated), Is.EqualTo((StationState.Connected, Places)));
        Assert.That(rig.Sta(Stranger(0)), Is.Null);
        Assert.That(rig.Events, Has.None.StartsWith("AP-REJECTED-MAX-STA"));
    }

    [Test]
    public void A_device_whose_button_was_pressed_keeps_its_place()
    {
        using var rig = ApRig.Enabled(change: static o => o with { MaxStations = 1, Wps = new WpsOptions { Device = new DeviceData { DeviceName = "x" } } });
        rig.Bss.Provisioning.Tell(registrar => registrar.PushButton());
        Associate(rig, WpsRig.Address(1), WpsRig.AssociationRequest);
        var enrollee = new SimulatedEnrollee(WpsRig.Script(1));
        for (var i = 0; i < 2; i++)
        {
            rig.Radio.InjectEapol(WpsRig.Address(1), enrollee.Answer(((WpsAccess)rig.Sta(WpsRig.Address(1))!.Access!).Session!.OutgoingEapol.ToArray())!);
        }

        var other = rig.Station(ApRig.First);
        other.Join();
        rig.Run(0.5);
        Assert.That(other.Ended, Is.EqualTo(17));
        Assert.That(rig.Sta(WpsRig.Address(1)), Is.Not.Null);
    }

    private static ApRig Full(byte[] wps)
    {
        var rig = ApRig.Enabled(change: static o => o with
        {
            MaxStations = Places,
            Wps = new WpsOptions { Device = new DeviceData { DeviceName = "x" } },
        });
        for (var i = 0; i < Places; i++)
        {
            Associate(rig, Stranger(i), wps);
        }

        return rig;
    }

    private static void Associate(ApRig rig, MacAddress from, byte[] wps)
    {
        byte[] head = [0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0];
        byte[] authentication = [.. head, 0, 0, 1, 0, 0, 0];
        authentication[0] = 0xb0;
        byte[] request = [.. head, 0x31, 4, 1, 0, 0, 7, .. "labtest"u8, 1, 8, 12, 18, 24, 36, 48, 72, 96, 108,
            221, (byte)(4 + wps.Length), 0, 0x50, 0xf2, 4, .. wps];
        from.CopyTo(authentication.AsSpan(10));
        from.CopyTo(request.AsSpan(10));
        rig.Radio.Inject(authentication);
        rig.Radio.Inject(request);

        // Their card acknowledges: without that they would have no place at all.
        byte[] response = [0x10, .. new byte[29]];
        from.CopyTo(response.AsSpan(4));
        rig.Radio.ReportSent(rig.Radio.LastCookie, response, acknowledged: true);
        rig.Radio.InjectEapol(from, [2, 3, 0, 0]);
        rig.Run(0.01);
    }

    private static MacAddress Stranger(int number) => new([6, 0, 0, 0, 0, (byte)number]);
}
