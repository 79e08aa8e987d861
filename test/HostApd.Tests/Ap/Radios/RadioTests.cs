using HostApd.Ap;
using HostApd.Driver;
using HostApd.Ieee80211;
using HostApd.Simulation;
using HostApd.Tests.Ap.Planning;
using NUnit.Framework;

namespace HostApd.Tests.Ap;

/// <summary>What a radio decides for all its BSSes at once.</summary>
public sealed class RadioTests
{
    private static readonly ChannelSwitch ToOne = new(OperatingChannel.Of(2412, ht: true), 10, false);

    [Test]
    public void All_BSSes_of_a_radio_move()
    {
        using var pair = new Pair();
        Assert.That(pair.First.SwitchChannel(ToOne).Succeeded);
        pair.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That((pair.First.Options.Channel.Number, pair.Second.Options.Channel.Number), Is.EqualTo((1, 1)));
    }

    [Test]
    public void Where_one_BSS_cannot_go_no_other_has_begun_to_move()
    {
        using var pair = new Pair();
        var elsewhere = new ChannelSwitch(OperatingChannel.Of(5180, ht: true), 10, false);
        Assert.That(pair.First.SwitchChannel(elsewhere).Succeeded, Is.False);
        Assert.That(pair.Links.SelectMany(static l => l.Calls).Where(static c => c.StartsWith("SwitchChannel", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void Where_the_kernel_refuses_the_second_the_first_stays_on_its_channel()
    {
        using var pair = new Pair();
        pair.Links[1].Refuse("SwitchChannel", new DriverResult("switching the channel", 16, "Device or resource busy", null));
        Assert.That(pair.First.SwitchChannel(ToOne).Errno, Is.EqualTo(16));
        Assert.That(pair.Links[0].Calls.SkipWhile(static c => !c.StartsWith("SwitchChannel", StringComparison.Ordinal)),
            Is.SupersetOf(new[] { "SwitchChannel 2412 count=10", "Stop", "Start 2437 rsn" }), "what has begun is taken back");
        pair.Second.UpdateBeacon();
        Assert.That((pair.First.State, pair.First.Options.Channel.Number, pair.Second.State, pair.Second.Options.Channel.Number),
            Is.EqualTo((BssState.Enabled, 6, BssState.Enabled, 6)));
    }

    [Test]
    public void Who_is_off_the_air_meanwhile_begins_where_the_radio_is_then()
    {
        foreach (var leave in new Action<Bss>[] { static b => b.FallSilent(), static b => b.Disable() })
        {
            using var pair = new Pair();
            leave(pair.First);
            Assert.That(pair.Second.SwitchChannel(ToOne).Succeeded);
            pair.Clock.Advance(TimeSpan.FromSeconds(1));
            Assert.That(pair.First.Enable().Succeeded);
            Assert.That(pair.Links[0].Calls, Has.Some.StartsWith("Start 2412"));
        }
    }

    [Test]
    public void Who_is_refused_while_another_moves_comes_back_where_the_radio_is_then()
    {
        using var pair = new Pair();
        pair.Links[0].KernelStops();
        pair.Links[0].Refuse("Start 2437", new DriverResult("starting the access point", 16, "Device or resource busy", null), times: 9);
        Assert.That(pair.Second.SwitchChannel(ToOne).Succeeded);
        pair.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.That((pair.First.State, pair.First.Options.Channel.Number), Is.EqualTo((BssState.Enabled, 1)));
    }

    [TestCase(1, 2412, "SwitchChannel 2412 count=7", 1)]
    [TestCase(0, 2412, "SwitchChannel 2412 count=7", 1, Description = "the driver does not say: as one")]
    [TestCase(2, 2412, "", 6, Description = "it goes alone")]
    [TestCase(1, 2437, "", 6, Description = "only its width is another")]
    [TestCase(1, 5180, "", 6, Description = "the radio cannot be there")]
    public void All_follow_another_programs_interface_that_would_leave_the_one_channel_of_the_radio(int channels, int mhz, string call, int after)
    {
        using var pair = new Pair();
        pair.Links[0].Capabilities = pair.Links[0].Capabilities with
        {
            Combinations = channels == 0 ? [] : [new InterfaceCombination(3, channels, [new(1, ["station"]), new(2, ["AP"])])],
        };
        pair.Links[0].NeighbourMoves(new RadioInterface("wlan9", "station", 2437), OperatingChannel.Of(mhz, ht: true, 1), 7);
        pair.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That(pair.Links.Select(static l => l.Calls.LastOrDefault(static c => c.StartsWith("SwitchChannel", StringComparison.Ordinal), "")),
            Is.All.EqualTo(call));
        Assert.That(new[] { pair.First, pair.Second }.Select(static b => (b.State, b.Options.Channel.Number, b.Options.Channel.Secondary)),
            Is.All.EqualTo((BssState.Enabled, after, 0)));
    }

    // Another program's station leaves channel 6, where two BSSes of ours are, for channel 1: by the combinations that radios have.
    [TestCase("hwsim", "", 1, 1)]
    [TestCase("hwsim", "combination 2048 2 2048:station/AP/P2P-client/P2P-GO", 2, 6, Description = "channels=2")]
    [TestCase("mt76", "", 1, 1)]
    [TestCase("brcmfmac", "", 1, 1, Description = "two channels are for a P2P group alone")]
    [TestCase("iwlwifi", "", 1, 1, Description = "since Linux 6.11: two channels are for P2P alone")]
    [TestCase("iwlwifi", "combination 3 2 1:station 1:AP/P2P-client/P2P-GO 1:P2P-device", 2, 6, Description = "before")]
    [TestCase("ath9k-htc", "", 1, 1)]
    [TestCase("ath9k-htc", "combination 1 1 2:station/P2P-client 2:AP/P2P-GO", 0, 1, Description = "never at once: as one channel")]
    public void Who_has_one_channel_beside_a_station_follows_it(string wiphy, string combination, int channels, int after)
    {
        var written = WrittenWiphy.Read(wiphy, combination.Length == 0 ? [] : [combination]);
        Assert.That((written.ChannelsBesideStation, written.HasOneChannelBesideStation), Is.EqualTo((channels, after == 1)));
        using var pair = new Pair();
        pair.Links[0].Capabilities = pair.Links[0].Capabilities with { Combinations = written.Combinations };
        pair.Links[0].NeighbourMoves(new RadioInterface("wlan9", "station", 2437), OperatingChannel.Of(2412, ht: true), 7);
        pair.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That(new[] { pair.First, pair.Second }.Select(static b => (b.State, b.Options.Channel.Number)), Is.All.EqualTo((BssState.Enabled, after)));
    }

    [TestCase(0, 3)]
    [TestCase(1, 3)]
    [TestCase(3, 3)]
    [TestCase(4, 4)]
    [TestCase(255, 255)]
    public void Our_stations_hear_of_it_three_times_at_least(int count, int announced)
    {
        using var pair = new Pair();
        pair.Links[0].NeighbourMoves(new RadioInterface("wlan9", "station", 2437), OperatingChannel.Of(2412, ht: true), count);
        Assert.That(pair.Links[0].Calls, Has.Some.EqualTo($"SwitchChannel 2412 count={announced}"));
    }

    [Test]
    public void A_radio_without_BSSes_on_the_air_follows_nobody()
    {
        using var pair = new Pair();
        pair.First.Disable();
        pair.Second.Disable();
        pair.Links[0].NeighbourMoves(new RadioInterface("wlan9", "station", 2437), OperatingChannel.Of(2412, ht: true), 7);
        Assert.That(pair.Links[0].Calls, Has.None.StartsWith("SwitchChannel"));
    }

    [Test]
    public void A_radio_without_BSSes_on_the_air_moves_nowhere()
    {
        using var pair = new Pair();
        pair.First.Disable();
        pair.Second.Disable();
        Assert.That(pair.First.SwitchChannel(ToOne).Problem, Is.EqualTo("the access point is not enabled"));
    }

    [Test]
    public void A_country_is_asked_for_once_and_all_who_wait_for_it_start()
    {
        using var pair = new Pair(country: "DE");
        Assert.That((pair.First.State, pair.Second.State, pair.Radio.State),
            Is.EqualTo((BssState.CountryUpdate, BssState.CountryUpdate, RadioState.CountryUpdate)));
        pair.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That((pair.First.State, pair.Second.State, pair.Radio.State), Is.EqualTo((BssState.Enabled, BssState.Enabled, RadioState.Ready)));
        Assert.That(pair.Links.Sum(static l => l.Calls.Count(static c => c.StartsWith("SetCountry", StringComparison.Ordinal))), Is.EqualTo(1));
    }

    [Test]
    public void A_country_that_is_not_confirmed_is_waited_for_no_longer_than_five_seconds()
    {
        using var pair = new Pair(country: "DE", confirms: false);
        pair.Clock.Advance(TimeSpan.FromSeconds(4.9));
        Assert.That((pair.First.State, pair.Second.State), Is.EqualTo((BssState.CountryUpdate, BssState.CountryUpdate)));
        pair.Clock.Advance(TimeSpan.FromSeconds(0.2));
        Assert.That((pair.First.State, pair.Second.State, pair.Radio.State), Is.EqualTo((BssState.Enabled, BssState.Enabled, RadioState.Ready)));
    }

    [Test]
    public void A_fault_of_one_member_keeps_no_news_from_the_others()
    {
        var clock = new VirtualClock();
        using var radio = new Radio(new SimulatedRadio(clock), clock) { ContainsFaults = true };
        var members = new[] { new Member { Fails = true }, new Member() };
        Array.ForEach(members, radio.Add);
        radio.OnRegulatoryChanged();
        Assert.That(members.Select(static m => m.Heard), Is.EqualTo(new[] { "fault", "regulatory" }));
    }

    /// <summary>Two BSSes on one radio.</summary>
    private sealed class Pair : IDisposable
    {
        internal Pair(string? country = null, bool confirms = true)
        {
            var one = new ApRig(new SimulatedRadioOptions { ConfirmsCountry = confirms }, o => With(o, country));
            _rig = one;
            var second = new SimulatedRadio(one.Clock, new SimulatedRadioOptions { Address = new MacAddress([2, 0, 0, 0, 0, 1]) });
            Links = [one.Radio, second];
            Radio = one.Bss.Radio;
            Second = new Bss(With(one.Bss.Options, country), second, Radio, one.Pool, one.Clock);
            First.Enable();
            Second.Enable();
        }

        private readonly ApRig _rig;

        internal Bss First => _rig.Bss;

        internal Bss Second { get; }

        internal Radio Radio { get; }

        internal VirtualClock Clock => _rig.Clock;

        internal IReadOnlyList<SimulatedRadio> Links { get; }

        public void Dispose()
        {
            Second.Dispose();
            _rig.Dispose();
        }

        private static BssOptions With(BssOptions options, string? country) =>
            options with { Radio = options.Radio with { CountryCode = country } };
    }

    private sealed class Member : IRadioMember
    {
        internal bool Fails { get; init; }

        internal string? Heard { get; private set; }

        public bool IsOnAir => false;

        public bool IsWanted => false;

        public bool HasStations => false;

        public OperatingChannel Channel => default;

        public FortyMhzUse? FortyMhz => null;

        public int FortyIntolerant => 0;

        public DriverResult ChangeWidth() => DriverResult.Ok;

        public int BeaconInterval => 100;

        public HeOptions? He => null;

        public DriverResult BeginRecolour(Recolour next) => DriverResult.Ok;

        public void ShowColour()
        {
        }

        public DriverResult CheckSwitch(ChannelSwitch wanted) => DriverResult.Ok;

        public DriverResult BeginSwitch(ChannelSwitch wanted) => DriverResult.Ok;

        public DriverResult CheckFollow(ChannelSwitch wanted) => DriverResult.Ok;

        public void OnNeighbourMoves(RadioInterface neighbour, ChannelSwitch move, DriverResult followed) => Heard = followed.ToString();

        public void AbandonSwitch()
        {
        }

        public void BeginAt(OperatingChannel channel) => Heard = channel.ToString();

        public void FollowMove(OperatingChannel channel)
        {
        }

        public void TakeMove(OperatingChannel channel)
        {
        }

        public void OnRegulatoryChanged() => Heard = Fails ? throw new InvalidOperationException() : "regulatory";

        public void OnRadioBusy(RadioState state) => Heard = state.ToString();

        public void OnRadioReady(DriverResult result) => Heard = result.ToString();

        public void LeaveAir(string reason) => Heard = reason;

        public void StartAnew() => Heard = "anew";

        public void Tell(ApEvent told) => Heard = told.ToString();

        public void OnFault(Exception fault) => Heard = "fault";
    }
}
