using HostApd.Ap;
using HostApd.Entropy;
using HostApd.Ieee80211;
using HostApd.Rsn;
using HostApd.Simulation;
using NUnit.Framework;
using static HostApd.Tests.Nl80211.ScriptedKernel;

namespace HostApd.Tests.Nl80211;

/// <summary>What the kernel tells, on its way to whoever listens.</summary>
public sealed class EventTests
{
    private static readonly byte[] Station = [0x02, 0, 0, 0, 1, 0];
    private static readonly byte[] OurIndex = U32(3, InterfaceIndex);

    [Test]
    public void Events_become_calls_with_what_they_carry()
    {
        using var kernel = new ScriptedKernel();
        using var driver = kernel.Open();
        var heard = new Listener();
        driver.Attach(heard);
        driver.Radio.Attach(heard);
        kernel.Send("FRAME", OurIndex, U32(38, 2437), U32(151, unchecked((uint)-30)), Attribute(51, 0xb0, 0));
        kernel.Send("FRAME_TX_STATUS", OurIndex, Attribute(51, 0xb0, 0), U64(88, 9), Attribute(92));
        kernel.Send("CONTROL_PORT_FRAME", OurIndex, Attribute(6, Station), Attribute(102, 0x8e, 0x88), Attribute(103), Attribute(51, 1, 3));
        kernel.Send("CONTROL_PORT_FRAME_TX_STATUS", OurIndex,
            Attribute(51, [.. Station, 2, 0, 0, 0, 0, 0, 0x88, 0x8e, 1, 3]), Attribute(92));
        kernel.Send("PROBE_CLIENT", OurIndex, Attribute(6, Station), Attribute(92));
        kernel.Send("UNEXPECTED_FRAME", OurIndex, Attribute(6, Station));
        kernel.Send("UNPROT_DEAUTHENTICATE", OurIndex, Attribute(51, [0xc0, 0, 0, 0, 2, 0, 0, 0, 0, 0, .. Station, 2, 0, 0, 0, 0, 0, 0, 0, 6, 0]));
        kernel.Send("UNPROT_DISASSOCIATE", OurIndex, Attribute(51, [0xa0, 0, 0, 0, 2, 0, 0, 0, 0, 0, .. Station, 2, 0, 0, 0, 0, 0, 0, 0]));
        kernel.Send("UNPROT_DISASSOCIATE", OurIndex, Attribute(51, [0xa0, 0, 0, 0, 2, 0, 0, 0, 0, 0, .. Station]));
        kernel.Send("OBSS_COLOR_COLLISION", OurIndex, U64(302, 1ul << 63 | 2));
        kernel.Send("COLOR_CHANGE_STARTED", OurIndex, Attribute(303, 10), Attribute(304, 5));
        kernel.Send("COLOR_CHANGE_ABORTED", OurIndex);
        kernel.Send("COLOR_CHANGE_COMPLETED", OurIndex);
        kernel.Send("STOP_AP", OurIndex);
        Assert.That(heard.Lines, Is.EqualTo(new[]
        {
            "frame b000 2437 MHz -30 dBm", "sent 9 b000 True", "eapol 02:00:00:00:01:00 0103 False",
            "eapol sent 02:00:00:00:01:00 0103 True", "probed 02:00:00:00:01:00 True",
            "unexpected 02:00:00:00:01:00", "unprotected 02:00:00:00:01:00", "unprotected 02:00:00:00:01:00",
            "colour Collision 8000000000000002", "colour Started 0", "colour Aborted 0", "colour Completed 0", "stopped",
        }));
    }

    [Test]
    public void News_of_another_interface_and_of_stations_that_mac80211_keeps_are_not_ours()
    {
        using var kernel = new ScriptedKernel();
        using var driver = kernel.Open();
        var heard = new Listener();
        driver.Attach(heard);
        driver.Radio.Attach(heard);
        kernel.Send("FRAME", U32(3, 3), Attribute(51, 0xb0, 0));
        kernel.Send("NEW_STATION", OurIndex, Attribute(6, Station));
        kernel.Send("DEL_STATION", OurIndex, Attribute(6, Station));
        Assert.That(heard.Lines, Is.Empty);
    }

    [Test]
    public void Odd_and_truncated_messages_never_throw()
    {
        using var kernel = new ScriptedKernel();
        using var driver = kernel.Open();
        driver.Attach(new Listener());
        byte[] whole = [59, 1, 0, 0, .. OurIndex, .. U32(38, 2437), .. Attribute(6, Station), .. U64(88, 9), .. Attribute(51, 0xb0, 0)];
        byte[] commands = [19, 20, 34, 35, 36, 55, 56, 59, 60, 67, 83, 84, 129, 139, 141, 142, 143, 144, 145, 200];
        foreach (var command in commands)
        {
            for (var length = 0; length <= whole.Length; length++)
            {
                var cut = whole[..length];
                if (length > 0)
                {
                    cut[0] = command;
                }

                Assert.That(() => kernel.SendRaw(cut), Throws.Nothing);
                for (var at = 4; at < length; at++)
                {
                    var odd = cut.ToArray();
                    odd[at] ^= 0xFF;
                    Assert.That(() => kernel.SendRaw(odd), Throws.Nothing);
                }
            }
        }
    }

    [Test]
    public void Firmware_that_reports_a_station_leads_to_a_handshake_and_its_farewell_ends_it()
    {
        using var kernel = new ScriptedKernel();
        kernel.Replies["GET_WIPHY"] = [.. HwsimWiphy.Messages, U32(141, 0)];
        var clock = new VirtualClock();
        using var pool = new EntropyPool(new Counting());
        pool.Start();
        using var pmk = Pmk.FromPassphrase("labtest"u8, "12345678");
        var driver = kernel.Open();
        Assert.That(driver.Radio.Capabilities.FramesHandledByFirmware);
        using var bss = new Bss(new BssOptions
        {
            InterfaceName = "wlan0",
            Ssid = "labtest"u8.ToArray(),
            Radio = new RadioOptions { Channel = OperatingChannel.Of(2437, ht: false) },
            Security = new SecurityOptions { Pmks = [pmk] },
        }, driver, new Radio(driver.Radio, clock), pool, clock);
        var events = new List<string>();
        bss.Event += told => events.Add(ApEventText.Write(told, EventAudience.Control));
        Assert.That(bss.Enable().Succeeded);
        Assert.That(kernel.Commands, Has.No.Member("UNEXPECTED_FRAME"), "frames are the firmware's");
        events.Clear();

        byte[] rsne = [48, 20, 1, 0, 0, 15, 0xac, 4, 1, 0, 0, 15, 0xac, 4, 1, 0, 0, 15, 0xac, 2, 0, 0];
        kernel.Send("NEW_STATION", OurIndex, Attribute(6, Station), Attribute(42, [0, 7, .. "labtest"u8, 1, 2, 2, 12, .. rsne]));
        var supplicant = new SimulatedSupplicant(pmk.Span.ToArray(), [2, 0, 0, 0, 0, 0], Station, rsne);
        Answer(supplicant.Message2(kernel.Value("CONTROL_PORT_FRAME", 51)!));
        Answer(supplicant.Message4(kernel.Value("CONTROL_PORT_FRAME", 51)!));
        Assert.That(events, Is.EqualTo(new[] { "AP-STA-CONNECTED 02:00:00:00:01:00", "EAPOL-4WAY-HS-COMPLETED 02:00:00:00:01:00" }));
        Assert.That(kernel.Commands.TakeLast(2), Is.EqualTo(new[] { "NEW_KEY", "SET_STATION" }));
        Assert.That(kernel.Commands, Has.No.Member("NEW_STATION"), "the entry is the firmware's");
        kernel.Send("DEL_STATION", OurIndex, Attribute(6, Station));
        Assert.That(events[^1], Is.EqualTo("AP-STA-DISCONNECTED 02:00:00:00:01:00"));
        Assert.That(bss.Stations.Count, Is.Zero);

        void Answer(byte[] pdu) => kernel.Send(
            "CONTROL_PORT_FRAME", OurIndex, Attribute(6, Station), Attribute(102, 0x8e, 0x88), Attribute(51, pdu));
    }

    private sealed class Counting : IEntropySource
    {
        private byte _next;

        public bool TryFill(Span<byte> destination)
        {
            destination.Fill(++_next);
            return true;
        }
    }
}
