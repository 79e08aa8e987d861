using HostApd.Ap;
using HostApd.Simulation;
using NUnit.Framework;

namespace HostApd.Tests.Ap;

/// <summary>A station that firmware has let in meets the same questions as one that asked us.</summary>
public sealed class FirmwareAdmissionTests
{
    private const string Ssid = "00076c616274657374";
    private const string Rates = "010402040b16";
    private const string Rsne = "30140100000fac040100000fac040100000fac020000";
    private const string Ht = "2d1a7e101bffff000000000000000000000100000000000000000000";

    [TestCase(Ssid + Rates + Rsne, true, TestName = "Ours, and all that it shows is right")]
    [TestCase(Rates + Rsne, true, TestName = "What firmware does not show was its business: the name")]
    [TestCase(Ssid + Rsne, true, TestName = "What firmware does not show was its business: rates")]
    [TestCase("000461626364" + Rates + Rsne, false, TestName = "Another network's name")]
    [TestCase(Ssid + "010148" + Rsne, true, TestName = "A rate of ours")]
    [TestCase(Ssid + "010103" + Rsne, false, TestName = "No rate of ours")]
    [TestCase(Ssid + Rates, false, TestName = "No RSN element")]
    public void What_it_shows_is_checked(string elements, bool isIn)
    {
        using var rig = Firmware(static o => o);
        rig.Radio.StationArrives(ApRig.First, Convert.FromHexString(elements));
        Assert.That(rig.Sta(ApRig.First) is not null, Is.EqualTo(isIn));
        Assert.That(rig.Radio.Knows(ApRig.First), Is.EqualTo(isIn), "else firmware is told to send it away");
    }

    [TestCase(Ssid + Rates + Rsne + Ht, true)]
    [TestCase(Ssid + Rates + Rsne, false)]
    public void Who_must_speak_HT_must_do_so_there_too(string elements, bool isIn)
    {
        using var rig = Firmware(static o => o with { Radio = o.Radio with { Required = Generations.Ht } });
        rig.Radio.StationArrives(ApRig.First, Convert.FromHexString(elements));
        Assert.That(rig.Sta(ApRig.First) is not null, Is.EqualTo(isIn));
    }

    private static ApRig Firmware(Func<BssOptions, BssOptions> change)
    {
        var radio = new SimulatedRadioOptions();
        return ApRig.Enabled(radio with { Capabilities = radio.Capabilities with { FramesHandledByFirmware = true } }, change);
    }
}
