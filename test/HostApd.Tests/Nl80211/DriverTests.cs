using HostApd.Driver;
using HostApd.Ieee80211;
using HostApd.Nl80211;
using NUnit.Framework;

namespace HostApd.Tests.Nl80211;

/// <summary>
/// What the driver asks of a scripted kernel. Golden sequences: hostapd 2.10 on Debian's kernel 6.1.0-56,
/// mac80211_hwsim, November 2026, recorded from generic netlink and decoded by name.
/// </summary>
public sealed class DriverTests
{
    private static readonly MacAddress Station = new([0x02, 0, 0, 0, 1, 0]);

    // hostapd's START_AP in that recording.
    private const string GoldenStart = "IFINDEX BEACON_HEAD BEACON_TAIL BEACON_INTERVAL DTIM_PERIOD SSID HIDDEN_SSID PRIVACY "
        + "WPA_VERSIONS AKM_SUITES CIPHER_SUITES_PAIRWISE CIPHER_SUITE_GROUP IE IE_PROBE_RESP IE_ASSOC_RESP "
        + "CONTROL_PORT_OVER_NL80211 SOCKET_OWNER CONTROL_PORT_ETHERTYPE CONTROL_PORT_NO_PREAUTH";

    [Test]
    public void A_split_wiphy_dump_becomes_capabilities()
    {
        using var kernel = new ScriptedKernel();
        using var driver = kernel.Open();
        var radio = driver.Radio.Capabilities;
        Assert.That(radio.PhyName, Is.EqualTo("phy0"));
        Assert.That(radio.Country, Is.EqualTo("US"));
        Assert.That(new[] { radio.SupportsAccessPoint, radio.SupportsP2pGo, radio.EapolOverControlPort, radio.FullStationState, radio.CanProbeStations },
            Is.All.True);
        Assert.That(radio.FramesHandledByFirmware, Is.False);
        var band = radio.Bands[0];
        Assert.That(band.Rates, Is.EqualTo(new byte[] { 2, 4, 11, 22, 12, 18, 24, 36, 48, 72, 96, 108 }));
        Assert.That(band.HtCapabilities, Is.EqualTo(0x107e));
        Assert.That(band.HtAmpduParameters, Is.EqualTo(0x1b));
        Assert.That(band.Channels.Select(static c => c.FrequencyMhz), Is.EqualTo(new[] { 2412, 2437, 2472, 2484 }));
        Assert.That(radio.FindChannel(2437), Is.EqualTo(new RadioChannel(2437, false, false, false, 20)));
        Assert.That(driver.Address, Is.EqualTo(new MacAddress([2, 0, 0, 0, 0, 0])));
        Assert.That(radio.InterfaceTypes, Is.EqualTo(new[] { "station", "AP", "P2P-GO" }));
        Assert.That(radio.Ciphers, Is.EqualTo(new uint[] { 0x000FAC04, 0x000FAC06 }));
        Assert.That(radio.Combinations.Single().ToString(), Is.EqualTo("2048 of station, 8 of AP/P2P-GO; in all at most 2048, on 1 channel"));
        Assert.That(radio.CanSwitchChannel, Is.False);
    }

    // Types: 2 station, 3 access point. What is known: 2 and 3 the MAC and PHY capabilities of HE, 8 and 9 those of EHT.
    [TestCase(new ushort[] { 2 }, new ushort[] { 2, 3, 8, 9 }, false, false, Description = "as a station alone")]
    [TestCase(new ushort[] { 3 }, new ushort[] { 2, 3 }, true, false)]
    [TestCase(new ushort[] { 2, 3 }, new ushort[] { 2, 3, 8, 9 }, true, true)]
    [TestCase(new ushort[] { 3 }, new ushort[] { 2, 3, 9 }, true, false, Description = "half of EHT is none")]
    [TestCase(new ushort[] { 3 }, new ushort[] { 3 }, false, false, Description = "half of HE is none")]
    [TestCase(new ushort[] { 3 }, new ushort[0], false, false)]
    [TestCase(new ushort[0], new ushort[] { 3 }, false, false)]
    public void What_came_after_VHT_is_read_as_an_access_point_has_it(ushort[] types, ushort[] known, bool he, bool eht)
    {
        using var kernel = new ScriptedKernel();
        var station = ScriptedKernel.Nest(0, ScriptedKernel.Nest(1, ScriptedKernel.Attribute(2)), ScriptedKernel.Attribute(3, new byte[11]));
        var entry = ScriptedKernel.Nest(1,
            [ScriptedKernel.Nest(1, [.. types.Select(static t => ScriptedKernel.Attribute(t))]), .. known.Select(static k => ScriptedKernel.Attribute(k, new byte[11]))]);
        kernel.Replies["GET_WIPHY"] = [.. HwsimWiphy.Messages, ScriptedKernel.Nest(22, ScriptedKernel.Nest(0, ScriptedKernel.Nest(9, station, entry)))];
        using var driver = kernel.Open();
        var band = driver.Radio.Capabilities.Bands[0];
        Assert.That((band.He is not null, band.Eht is not null), Is.EqualTo((he, eht)));
        Assert.That(driver.Radio.Capabilities.Bands[1].He, Is.Null);
    }

    [Test]
    public void The_rules_of_the_country_are_read()
    {
        using var kernel = new ScriptedKernel();
        kernel.Replies["GET_REG"] =
        [
            [.. ScriptedKernel.Text(33, "DE"), .. ScriptedKernel.Nest(34, ScriptedKernel.Nest(0,
                ScriptedKernel.U32(1, 16 | 8), ScriptedKernel.U32(2, 5250_000), ScriptedKernel.U32(3, 5350_000),
                ScriptedKernel.U32(4, 80_000), ScriptedKernel.U32(6, 2000)))],
        ];
        using var driver = kernel.Open();
        Assert.That(driver.Radio.Capabilities.Country, Is.EqualTo("DE"));
        Assert.That(driver.Radio.Capabilities.Rules, Is.EqualTo(new[] { new RegulatoryRule(5250_000, 5350_000, 80_000, 20, true, false, true) }));
    }

    [Test]
    public void A_busy_radio_names_who_else_is_on_it()
    {
        using var kernel = new ScriptedKernel { FindUsers = static name => [$"hostapd for {name}"] };
        kernel.Replies["GET_INTERFACE"] =
        [
            .. kernel.Replies["GET_INTERFACE"],
            [.. ScriptedKernel.U32(3, 9), .. ScriptedKernel.Text(4, "wlan7"), .. ScriptedKernel.U32(1, 0), .. ScriptedKernel.U32(5, 3), .. ScriptedKernel.U32(38, 2412)],
            [.. ScriptedKernel.U32(3, 10), .. ScriptedKernel.Text(4, "other"), .. ScriptedKernel.U32(1, 5), .. ScriptedKernel.U32(5, 3)],
        ];
        using var driver = kernel.Open();
        kernel.Refuse("START_AP", 16);
        Assert.That(Start(driver).Advice, Is.EqualTo("phy0 also carries wlan7 (AP, 2412 MHz), and can do at the same time: "
            + "2048 of station, 8 of AP/P2P-GO; in all at most 2048, on 1 channel; "
            + "it may be in use by hostapd for wlan0, hostapd for wlan7; stop that first"));
    }

    [Test]
    public void START_AP_says_what_hostapd_says_but_for_these_differences()
    {
        using var kernel = new ScriptedKernel();
        using var driver = kernel.Open();
        Assert.That(Start(driver).Succeeded);
        var ours = Names(kernel.Requests.Single(static r => r.StartsWith("START_AP", StringComparison.Ordinal)));
        var golden = GoldenStart.Split(' ');
        Assert.That(golden.Except(ours), Is.EquivalentTo(new[]
        {
            "IE", "IE_PROBE_RESP", "IE_ASSOC_RESP", // extended capabilities for firmware: we have no such elements yet
        }));
        Assert.That(ours.Except(golden), Is.EquivalentTo(new[]
        {
            "AUTH_TYPE", // hostapd leaves it out, as open and shared key are both allowed there
            "CONTROL_PORT", // firmware drivers look at it
            "WIPHY_FREQ", "CHANNEL_WIDTH", "CENTER_FREQ1", // hostapd sends SET_WIPHY before
        }));
    }

    [Test]
    public void The_start_prepares_the_interface_flushes_stations_and_sets_the_BSS()
    {
        using var kernel = new ScriptedKernel();
        using var driver = kernel.Open();
        kernel.Clear();
        Assert.That(driver.Prepare(ScriptedKernel.Frames).Succeeded);
        Start(driver);
        Assert.That(kernel.Commands.Distinct(), Is.EqualTo(new[]
        {
            "GET_INTERFACE", "SET_INTERFACE", "REGISTER_FRAME", "UNEXPECTED_FRAME", "DEL_STATION", "START_AP", "SET_BSS",
        }));
        Assert.That(kernel.LinkIsUp);
    }

    [Test]
    public void Frames_are_asked_for_in_the_order_of_the_table_with_the_unexpected_ones_behind_those_of_firmware()
    {
        using var kernel = new ScriptedKernel();
        using var driver = kernel.Open();
        Assert.That(driver.Prepare(ScriptedKernel.Frames).Succeeded);
        Assert.That(kernel.WantedFrames, Is.EqualTo(new[]
        {
            "b000", "0000", "2000", "a000", "c000", "unexpected", "4000", "d000 04", "d000 7f",
        }));
    }

    [Test]
    public void Beside_firmware_that_answers_itself_only_the_other_frames_are_asked_for()
    {
        using var kernel = new ScriptedKernel();
        kernel.Replies["GET_WIPHY"] = [.. HwsimWiphy.Messages, ScriptedKernel.U32(141, 0)];
        using var driver = kernel.Open();
        Assert.That(driver.Prepare(ScriptedKernel.Frames).Succeeded);
        Assert.That(kernel.WantedFrames, Is.EqualTo(new[] { "4000", "d000 04", "d000 7f" }));
    }

    [Test]
    public void A_driver_without_SET_BSS_is_an_access_point_all_the_same()
    {
        using var kernel = new ScriptedKernel();
        using var driver = kernel.Open();
        kernel.Refuse("SET_BSS", 95);
        Assert.That(Start(driver).Succeeded);
    }

    [Test]
    public void The_interface_is_given_back_as_it_was_found()
    {
        using var kernel = new ScriptedKernel { LinkIsUp = true };
        var driver = kernel.Open();
        driver.Prepare(ScriptedKernel.Frames);
        kernel.Clear();
        driver.Dispose();
        Assert.That(kernel.Commands, Is.EqualTo(new[] { "SET_INTERFACE" }));
        Assert.That(kernel.Value("SET_INTERFACE", 5), Is.EqualTo(new byte[] { 2, 0, 0, 0 }));
        Assert.That(kernel.LinkIsUp);
    }

    [Test]
    public void A_station_is_made_before_its_Authentication_Response_and_told_before_its_Association_Response()
    {
        using var kernel = new ScriptedKernel();
        using var driver = kernel.Open();
        kernel.Clear();
        driver.AddStation(Settings(KernelStationState.Authenticated));
        Assert.That(kernel.Commands, Is.EqualTo(new[] { "DEL_STATION", "NEW_STATION" }));
        Assert.That(Flags(kernel, "NEW_STATION"), Is.EqualTo((0xA0u, 0x20u)), "mask as hostapd's; authenticated from the start");
        driver.UpdateStation(Settings(KernelStationState.Associated));
        Assert.That(kernel.Commands.Last(), Is.EqualTo("SET_STATION"));
        Assert.That(Flags(kernel, "SET_STATION"), Is.EqualTo((0xACu, 0xACu)), "hostapd's own value");
        Assert.That(Names(kernel.Requests[^1]), Is.SupersetOf(new[]
        {
            "MAC", "STA_SUPPORTED_RATES", "STA_CAPABILITY", "HT_CAPABILITY", "STA_AID", "STA_LISTEN_INTERVAL", "STA_FLAGS2", "STA_WME",
        }));
        driver.Authorize(Station, true);
        Assert.That(Flags(kernel, "SET_STATION"), Is.EqualTo((2u, 2u)), "hostapd's own value");
    }

    [Test]
    public void A_driver_that_knows_associated_stations_only_gets_its_entry_at_association()
    {
        using var kernel = new ScriptedKernel();
        kernel.Replies["GET_WIPHY"] = [.. HwsimWiphy.Messages, [.. ScriptedKernel.U32(143, 0)]];
        using var driver = kernel.Open();
        Assert.That(driver.Radio.Capabilities.FullStationState, Is.False);
        kernel.Clear();
        Assert.That(driver.AddStation(Settings(KernelStationState.Authenticated)).Succeeded);
        Assert.That(kernel.Commands, Is.EqualTo(new[] { "DEL_STATION" }));
        Assert.That(driver.UpdateStation(Settings(KernelStationState.Associated)).Succeeded);
        Assert.That(kernel.Commands.Last(), Is.EqualTo("NEW_STATION"));
        Assert.That(Flags(kernel, "NEW_STATION"), Is.EqualTo((0x0Cu, 0x0Cu)), "neither authenticated nor associated is named");
    }

    [Test]
    public void A_pairwise_key_is_one_request_and_a_group_key_is_then_made_the_default()
    {
        using var kernel = new ScriptedKernel();
        using var driver = kernel.Open();
        kernel.Clear();
        driver.InstallKey(new KeySettings { Station = Station, Index = 0, Cipher = 0x000FAC04, Key = new byte[16] });
        Assert.That(kernel.Requests, Is.EqualTo(new[] { "NEW_KEY {IFINDEX MAC KEY}" }));
        Assert.That(kernel.Value("NEW_KEY", 80), Has.Length.EqualTo(36), "as hostapd's");
        driver.InstallKey(new KeySettings { Index = 1, Cipher = 0x000FAC04, Key = new byte[16], MakeDefault = true });
        Assert.That(kernel.Requests[1..], Is.EqualTo(new[] { "NEW_KEY {IFINDEX KEY}", "SET_KEY {IFINDEX KEY}" }));
        Assert.That(kernel.Value("SET_KEY", 80), Has.Length.EqualTo(20), "as hostapd's");
    }

    /// <summary>A key of 256 bits, and its cipher inside the nest.</summary>
    [Test]
    public void A_key_is_as_long_as_its_cipher_wants_it()
    {
        using var kernel = new ScriptedKernel();
        using var driver = kernel.Open();
        driver.InstallKey(new KeySettings { Station = Station, Index = 0, Cipher = 0x000FAC09, Key = Enumerable.Repeat((byte)0xEE, 32).ToArray() });
        var nest = Convert.ToHexStringLower(kernel.Value("NEW_KEY", 80)!);
        Assert.That(nest, Has.Length.EqualTo(2 * (36 + 16)));
        Assert.That(nest, Does.Contain(string.Concat(Enumerable.Repeat("ee", 32))).And.Contain("09ac0f00"));
    }

    /// <summary>hostapd's START_AP of a network of WPA-PSK-SHA256, recorded in the same way.</summary>
    [Test]
    public void The_suites_are_the_kernels_numbers_as_hostapd_gives_them()
    {
        using var kernel = new ScriptedKernel();
        using var driver = kernel.Open();
        Assert.That(Start(driver, akm: 0x000FAC06).Succeeded);
        Assert.That(Hex(76), Is.EqualTo("06ac0f00"), "AKM_SUITES");
        Assert.That(Hex(73), Is.EqualTo("04ac0f00"), "CIPHER_SUITES_PAIRWISE");
        Assert.That(Hex(74), Is.EqualTo("04ac0f00"), "CIPHER_SUITE_GROUP");
        Assert.That(Hex(75), Is.EqualTo("02000000"), "WPA_VERSIONS");
        string Hex(ushort attribute) => Convert.ToHexStringLower(kernel.Value("START_AP", attribute)!);
    }

    /// <summary>
    /// NL80211_KEY_DEFAULT_MGMT (6) and NL80211_KEY_DEFAULT_BEACON (10) as flags behind NL80211_KEY_IDX (2), each attribute padded to four bytes.
    /// </summary>
    [TestCase(4, 0x000FAC06u, 16, 36, "05000200040000000400" + "0600")]
    [TestCase(5, 0x000FAC0Bu, 16, 36, "05000200050000000400" + "0600")]
    [TestCase(6, 0x000FAC06u, 16, 36, "05000200060000000400" + "0a00")]
    [TestCase(7, 0x000FAC0Du, 32, 52, "05000200070000000400" + "0a00")]
    public void A_key_for_management_frames_or_Beacons_is_made_the_default_of_its_kind(int index, uint cipher, int length, int request, string chosen)
    {
        using var kernel = new ScriptedKernel();
        using var driver = kernel.Open();
        kernel.Clear();
        driver.InstallKey(new KeySettings { Index = index, Cipher = cipher, Key = new byte[length], MakeDefault = true });
        Assert.That(kernel.Requests, Is.EqualTo(new[] { "NEW_KEY {IFINDEX KEY}", "SET_KEY {IFINDEX KEY}" }));
        Assert.That(kernel.Value("NEW_KEY", 80), Has.Length.EqualTo(request));
        Assert.That(Convert.ToHexStringLower(kernel.Value("SET_KEY", 80)!), Is.EqualTo(chosen));
    }

    [Test]
    public void A_refusal_carries_errno_the_kernels_words_and_what_to_do()
    {
        using var kernel = new ScriptedKernel();
        using var driver = kernel.Open();
        kernel.Refuse("START_AP", 16, "interface is busy scanning");
        var result = Start(driver);
        Assert.That(result.Errno, Is.EqualTo(16));
        Assert.That(result.ToString(), Is.EqualTo("starting the access point: Device or resource busy "
            + "(kernel: interface is busy scanning); another program may be using the radio "
            + "(wpa_supplicant, hostapd, NetworkManager); stop it first"));
    }

    [TestCase(2484, "it is not allowed in US (regulatory: disabled)")]
    [TestCase(5260, "it needs radar detection (DFS) in US: ieee80211h is off")]
    [TestCase(2472, "nobody may start a network on it in US (regulatory: no-IR)")]
    [TestCase(5955, "phy0 cannot tune to it")]
    public void A_channel_that_may_not_be_used_is_refused_in_words_before_the_kernel_is_asked(int frequency, string why)
    {
        using var kernel = new ScriptedKernel();
        using var driver = kernel.Open();
        kernel.Clear();
        Assert.That(Start(driver, frequency).Problem, Is.EqualTo(why));
        Assert.That(kernel.Requests, Is.Empty);
    }

    [Test]
    public void A_station_that_the_kernel_does_not_know_is_removed_already()
    {
        using var kernel = new ScriptedKernel();
        using var driver = kernel.Open();
        kernel.Refuse("DEL_STATION", 2);
        Assert.That(driver.RemoveStation(Station, ManagementSubtype.Deauthentication, ReasonCode.Unspecified).Succeeded);
    }

    [Test]
    public void A_frame_goes_out_on_the_channel_and_its_cookie_comes_back()
    {
        using var kernel = new ScriptedKernel();
        using var driver = kernel.Open();
        Start(driver);
        Assert.That(driver.SendFrame(new byte[30], SendOptions.NoAcknowledgement, out var cookie).Succeeded);
        Assert.That(cookie, Is.EqualTo(7));
        Assert.That(kernel.Requests[^1], Is.EqualTo("FRAME {IFINDEX FRAME WIPHY_FREQ DONT_WAIT_FOR_ACK}"));
    }

    [Test]
    public void EAPOL_leaves_through_the_control_port_in_clear_until_there_is_a_key()
    {
        using var kernel = new ScriptedKernel();
        using var driver = kernel.Open();
        driver.SendEapol(Station, new byte[99], encrypt: false);
        Assert.That(kernel.Requests[^1], Is.EqualTo(
            "CONTROL_PORT_FRAME {IFINDEX CONTROL_PORT_ETHERTYPE MAC FRAME CONTROL_PORT_NO_ENCRYPT}"));
        driver.SendEapol(Station, new byte[99], encrypt: true);
        Assert.That(kernel.Requests[^1], Is.EqualTo("CONTROL_PORT_FRAME {IFINDEX CONTROL_PORT_ETHERTYPE MAC FRAME}"));
    }

    // Numbers of linux/nl80211.h: of the colour 1 the colour, 2 not in use, 3 partial; of spatial reuse 1 to 6.
    [TestCase(true, "0500010005000000", "0500060008000000" + "0500010004000000" + "0500020005000000" + "0c0004000201000000000000" + "0c0005000000000000000080")]
    [TestCase(false, "050001000500000004000200", "0500060004000000" + "0500030003000000")]
    public void What_HE_says_to_the_kernel_goes_beside_the_beacon(bool inUse, string colour, string reuse)
    {
        using var kernel = new ScriptedKernel();
        using var driver = kernel.Open();
        var spatialReuse = inUse ? new SpatialReuse(8, 9, 4, 5, 0x102, 1ul << 63) : new SpatialReuse(4, 3, 0, 0, 0, 0);
        Assert.That(Start(driver, colour: new BssColour(5, inUse, false), reuse: spatialReuse, twt: inUse).Succeeded);
        Assert.That(Convert.ToHexStringLower(kernel.Value("START_AP", 283)!), Is.EqualTo(colour));
        Assert.That(Convert.ToHexStringLower(kernel.Value("START_AP", 279)!), Is.EqualTo(reuse));
        Assert.That(kernel.Value("START_AP", 278) is not null, Is.EqualTo(inUse));
    }

    // Numbers of linux/nl80211.h: 303 the count, 304 the colour, 305 the Beacon of the meantime with the place of its counter (186).
    [Test]
    public void Another_colour_goes_with_the_Beacons_of_the_meantime_and_of_afterwards()
    {
        using var kernel = new ScriptedKernel();
        using var driver = kernel.Open();
        Assert.That(driver.ChangeColour(new CountdownSettings
        {
            Count = 10,
            BeaconHead = [1],
            BeaconTail = [255, 3, 42, 10, 12],
            CounterOffsets = [3],
            After = new AccessPointSettings
            {
                Colour = new BssColour(12, InUse: true, IsPartial: false),
                Ssid = "labtest"u8,
                BeaconHead = [1],
                BeaconTail = [2],
                BeaconInterval = 100,
                DtimPeriod = 2,
                Channel = OperatingChannel.Of(2437, ht: true),
                AkmSuites = [],
                PairwiseCiphers = [],
                GroupCipher = 0,
                Bits = new BssBits(false, false, true),
                BasicRates = [2],
            },
        }).Succeeded);
        Assert.That(kernel.Requests[^1], Is.EqualTo("COLOR_CHANGE_REQUEST {IFINDEX COLOR_CHANGE_COUNT COLOR_CHANGE_COLOR BEACON_HEAD BEACON_TAIL COLOR_CHANGE_ELEMS}"));
        Assert.That((kernel.Value("COLOR_CHANGE_REQUEST", 303), kernel.Value("COLOR_CHANGE_REQUEST", 304), kernel.Value("COLOR_CHANGE_REQUEST", 15)),
            Is.EqualTo((new byte[] { 10 }, new byte[] { 12 }, new byte[] { 2 })));
        Assert.That(Convert.ToHexStringLower(kernel.Value("COLOR_CHANGE_REQUEST", 305)!),
            Is.EqualTo("05000e0001000000" + "09000f00ff032a0a0c000000" + "0600ba0003000000"));
    }

    internal static DriverResult Start(
        Nl80211Link driver, int frequency = 2437, uint akm = 0x000FAC02, BssColour colour = default, SpatialReuse? reuse = null, bool twt = false) => driver.Start(new AccessPointSettings
        {
            Colour = colour,
            SpatialReuse = reuse,
            RespondsToTwt = twt,
            Ssid = "labtest"u8,
            BeaconHead = new byte[58],
            BeaconTail = new byte[113],
            BeaconInterval = 100,
            DtimPeriod = 2,
            Channel = OperatingChannel.Of(frequency, ht: true),
            AkmSuites = [akm],
            PairwiseCiphers = [0x000FAC04],
            GroupCipher = 0x000FAC04,
            Bits = new BssBits(false, false, true),
            BasicRates = [2, 4, 11, 22],
        });

    private static StationSettings Settings(KernelStationState state) => new()
    {
        Address = Station,
        State = state,
        Aid = 1,
        ListenInterval = 5,
        Capability = 0x431,
        Rates = new byte[] { 2, 4, 11, 22 },
        HtCapabilities = new byte[26],
        Wmm = true,
        ShortPreamble = true,
    };

    private static (uint Mask, uint Set) Flags(ScriptedKernel kernel, string command)
    {
        var value = kernel.Value(command, 67)!;
        return (BitConverter.ToUInt32(value, 0), BitConverter.ToUInt32(value, 4));
    }

    private static string[] Names(string request) => request[(request.IndexOf('{', StringComparison.Ordinal) + 1)..^1].Split(' ');
}
