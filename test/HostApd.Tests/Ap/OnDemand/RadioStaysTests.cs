using HostApd.Ap;
using HostApd.Entropy;
using HostApd.Ieee80211;
using HostApd.Simulation;
using NUnit.Framework;

namespace HostApd.Tests.Ap.OnDemand;

/// <summary>Where the radio is sent, on a link whose events are given by hand: one that is asked for two places at once throws.</summary>
public sealed class RadioStaysTests
{
    private readonly List<string> _told = [];
    private VirtualClock _clock = null!;
    private SimulatedRadio _radio = null!;
    private EntropyPool _pool = null!;
    private FakeStay _link = null!;
    private RadioStays _stays = null!;

    [SetUp]
    public void SetUp()
    {
        _told.Clear();
        _clock = new VirtualClock();
        _radio = new SimulatedRadio(_clock);
        _pool = new EntropyPool(new ApRig.CountingKernel(), new EntropyPoolOptions(Testing: true));
        _link = new FakeStay();
        var options = new BssOptions { InterfaceName = "wlan0", Ssid = "x"u8.ToArray(), Radio = new RadioOptions { Channel = OperatingChannel.Of(2437, ht: true) } };
        _stays = new RadioStays(new BssSite(options, _radio, new Radio(_radio, _clock), _pool, _clock), _link)
        {
            ListenEnded = () => _told.Add("listen ended"),
            Sent = acknowledged => _told.Add($"sent {acknowledged}"),
            Searched = completed => _told.Add($"searched {completed}"),
        };
    }

    [TearDown]
    public void TearDown()
    {
        _radio.Dispose();
        _pool.Dispose();
    }

    [Test]
    public void A_listen_that_stands_goes_on_and_its_end_is_told()
    {
        Listen(2437);
        Listen(2437);
        Assert.That(_link.Take(), Is.EqualTo("listen 2437 5000"));
        _link.End(1);
        Assert.That(_told, Is.EqualTo(new[] { "listen ended" }));
    }

    [Test]
    public void A_listen_elsewhere_ends_the_one_that_stands_and_begins_when_that_has_ended()
    {
        Listen(2437);
        Listen(2412);
        Listen(2462);
        Assert.That(_link.Take(), Is.EqualTo("listen 2437 5000 | end wait 1"), "told to end once");
        _link.End(1);
        Assert.That((_link.Take(), _told.Count), Is.EqualTo(("listen 2462 5000", 0)), "the last that was asked for, and no end is told");
    }

    [TestCase(1, 10)]
    [TestCase(10, 10)]
    [TestCase(4999, 4999)]
    [TestCase(60_000, 5000)]
    public void A_listen_is_as_long_as_a_radio_grants(int milliseconds, int granted)
    {
        _stays.Listen(2437, TimeSpan.FromMilliseconds(milliseconds));
        Assert.That(_link.Take(), Is.EqualTo($"listen 2437 {granted}"));
    }

    [Test]
    public void Frames_go_in_the_order_in_which_they_came_whatever_their_channels()
    {
        Listen(2437);
        Send(1, 2437, 0);
        Send(2, 2412, 100);
        Send(3, 2437, 50);
        Send(4, 2412, 50);
        Assert.That(_link.Take(), Is.EqualTo("listen 2437 5000 | send 1 2437 0 | end 1"));
        _link.End(2);
        Assert.That(_link.Take(), Is.Empty, "the frame's own end");
        _link.End(1);
        Assert.That(_link.Take(), Is.EqualTo("send 2 2412 100 | end wait 3"));
        _link.End(3);
        Assert.That(_link.Take(), Is.EqualTo("send 3 2437 50 | end wait 4"));
        _link.End(4);
        Assert.That(_link.Take(), Is.EqualTo("send 4 2412 50"));
    }

    [Test]
    public void Eight_frames_wait_at_most_and_the_oldest_goes()
    {
        Listen(2437);
        for (var i = 1; i <= 20; i++)
        {
            Send((byte)i, 2412, 0);
        }

        _link.Take();
        _link.End(1);
        Assert.That(_link.Take(), Does.StartWith("send 13 2412 0 | send 14 2412 0").And.EndsWith("send 20 2412 0"));
    }

    [Test]
    public void Only_the_frame_that_is_waited_for_is_told_of()
    {
        Listen(2437);
        Send(1, 2437, 0);
        _stays.Send([2], 2437, TimeSpan.Zero, FrameCare.Answer);
        _stays.Send([3], 2437, TimeSpan.Zero, FrameCare.None);
        Assert.That((_stays.OnFrameSent(3, true), _stays.OnFrameSent(0, true), _stays.OnFrameSent(2, true), _stays.OnFrameSent(2, true)),
            Is.EqualTo((false, false, true, false)));
        Assert.That(_told, Is.EqualTo(new[] { "sent True" }));
    }

    [TestCase(FrameCare.Awaited, "sent False")]
    [TestCase(FrameCare.Answer, "")]
    [TestCase(FrameCare.None, "")]
    public void A_frame_that_is_refused_was_not_sent(object care, string told)
    {
        _link.Refused = "send";
        _stays.Send([1], 2437, TimeSpan.FromMilliseconds(100), (FrameCare)care);
        Assert.That(string.Join(',', _told), Is.EqualTo(told));
    }

    [Test]
    public void A_frame_that_only_is_sent_keeps_the_radio_until_that_is_over()
    {
        Send(1, 2412, 0);
        Listen(2437);
        Assert.That(_link.Take(), Is.EqualTo("send 1 2412 0 | end wait 1"));
        _link.End(1);
        Assert.That(_link.Take(), Is.EqualTo("listen 2437 5000"));
    }

    [Test]
    public void The_answer_to_a_frame_in_a_listen_is_waited_for_by_drawing_it_out()
    {
        Listen(2437);
        _clock.Advance(TimeSpan.FromMilliseconds(4900));
        Send(1, 2437, 500);
        _clock.Advance(TimeSpan.FromMilliseconds(100));
        _link.Take();
        _link.End(1);
        Assert.That((_link.Take(), _told.Count), Is.EqualTo(("listen 2437 400", 0)));
        _link.End(3);
        Assert.That(_told, Is.EqualTo(new[] { "listen ended" }));
    }

    [TestCase(0xFFFFFFFFul)]
    [TestCase(77ul)]
    [TestCase(0ul)]
    public void A_cookie_of_nobody_means_nothing(ulong cookie)
    {
        Listen(2437);
        _link.Take();
        _link.End(cookie);
        _link.EndSearch(completed: true);
        Assert.That((_link.Take(), _told.Count), Is.EqualTo(("", 0)));
    }

    [Test]
    public void Where_joined_stays_end_together_and_one_alone_is_told_of_nobody_waits_for_the_other()
    {
        Send(1, 2437, 200);
        Listen(2437);
        _link.Take();
        _link.EndAllTellingOf(2);
        Assert.That(_told, Is.EqualTo(new[] { "listen ended" }));
        Listen(2412);
        Assert.That(_link.Take(), Is.EqualTo("end wait 1 | end 1 | listen 2412 5000"), "no such entry: it is over");
    }

    [Test]
    public void Where_each_of_them_is_told_of_nothing_happens_twice()
    {
        Send(1, 2437, 200);
        Listen(2437);
        _link.End(2);
        _link.End(1);
        _link.End(2);
        Assert.That(_told, Is.EqualTo(new[] { "listen ended" }));
    }

    [Test]
    public void A_listen_that_is_refused_may_be_asked_for_again_after_a_second()
    {
        _link.Refused = "listen";
        Listen(2437);
        PassExactly(1000);
        Assert.That(_told, Is.EqualTo(new[] { "listen ended" }));
    }

    [Test]
    public void A_search_that_is_refused_is_told_of_after_a_second()
    {
        _link.Refused = "search";
        _stays.Search([], []);
        PassExactly(1000);
        Assert.That(_told, Is.EqualTo(new[] { "searched False" }));
    }

    [Test]
    public void A_listen_whose_end_is_never_told_of_is_over_a_second_after_its_time()
    {
        Listen(2437);
        PassExactly(6000);
        Assert.That(_told, Is.EqualTo(new[] { "listen ended" }));
    }

    [Test]
    public void One_that_was_told_to_end_is_over_after_a_second_whatever_is_wanted_meanwhile()
    {
        Listen(2437);
        Listen(2412);
        for (var i = 0; i < 9; i++)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(100));
            Send(1, 2412, 0);
        }

        _link.Take();
        _link.EndAllTellingOf(99);
        _clock.Advance(TimeSpan.FromMilliseconds(100));
        Assert.That(_link.Take(), Does.StartWith("send 1 2412 0").And.EndsWith("listen 2412 5000"));
    }

    [Test]
    public void A_search_waits_for_the_listen_to_end_whose_end_then_nobody_hears_of()
    {
        Listen(2437);
        _stays.Search([], [2412]);
        Assert.That(_link.Take(), Is.EqualTo("listen 2437 5000 | end 1"));
        _link.End(1);
        Assert.That((_link.Take(), _told.Count), Is.EqualTo(("search", 0)));
        _link.EndSearch(completed: true);
        Assert.That(_told, Is.EqualTo(new[] { "searched True" }));
    }

    [Test]
    public void A_search_that_has_not_begun_gives_way_to_a_listen_and_one_that_has_is_ended_for_it()
    {
        Listen(2437);
        _stays.Search([], []);
        Listen(2437);
        Assert.That(_told, Is.EqualTo(new[] { "searched False" }));
        _link.End(1);
        Assert.That(_link.Take(), Does.Not.Contain("search"));
        _stays.Search([], []);
        _link.End(2);
        Listen(2437);
        Assert.That(_link.Take(), Does.EndWith("search | abort"));
        _link.EndSearch(completed: false);
        Assert.That((_link.Take(), _told[^1]), Is.EqualTo(("listen 2437 5000", "searched False")));
    }

    [Test]
    public void A_search_waits_for_the_answer_to_a_frame()
    {
        Send(1, 2412, 500);
        _stays.Search([], []);
        Assert.That(_link.Take(), Is.EqualTo("send 1 2412 500"));
        _link.End(1);
        Assert.That(_link.Take(), Is.EqualTo("search"));
    }

    [Test]
    public void A_search_whose_end_is_never_told_of_is_over_after_35_s()
    {
        _stays.Search([], []);
        PassExactly(35_000);
        Assert.That(_told, Is.EqualTo(new[] { "searched False" }));
        _link.EndSearch(completed: true);
        Assert.That(_told, Has.Count.EqualTo(1), "late");
    }

    [Test]
    public void Who_wants_the_radio_free_is_called_once_at_once_where_it_is()
    {
        var calls = 0;
        _stays.Rest(() => calls++);
        Assert.That(calls, Is.EqualTo(1));
        Listen(2437);
        _link.End(1);
        Assert.That(calls, Is.EqualTo(1));
    }

    [Test]
    public void Who_wants_the_radio_free_is_called_once_when_all_has_ended()
    {
        var calls = 0;
        Send(1, 2437, 200);
        Listen(2437);
        Send(2, 2412, 100);
        _stays.Rest(() => calls++);
        _link.End(2);
        Assert.That(calls, Is.Zero);
        _link.End(1);
        _link.End(1);
        Assert.That((calls, _told.Count), Is.EqualTo((1, 0)));
        Assert.That(_link.Take(), Does.Not.Contain("send 2"), "what waited is forgotten");
    }

    [Test]
    public void Who_wants_it_free_while_nothing_is_told_is_called_after_a_second()
    {
        var calls = 0;
        Listen(2437);
        _stays.Rest(() => calls++);
        _clock.Advance(TimeSpan.FromSeconds(1) - new TimeSpan(1));
        Assert.That(calls, Is.Zero);
        _clock.Advance(new TimeSpan(1));
        Assert.That(calls, Is.EqualTo(1));
    }

    [Test]
    public void An_interface_that_is_lost_takes_all_with_it_and_what_comes_late_means_nothing()
    {
        var calls = 0;
        Listen(2437);
        Send(1, 2437, 0);
        Send(2, 2412, 100);
        _stays.Rest(() => calls++);
        _stays.Lose();
        _link.Take();
        _link.EndAllTellingOf(1);
        Assert.That(_stays.OnFrameSent(2, true), Is.False);
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.That((_link.Take(), _told.Count, calls), Is.EqualTo(("", 0, 0)));
        Listen(2462);
        Assert.That(_link.Take(), Is.EqualTo("listen 2462 5000"));
    }

    private void Listen(int frequencyMhz) => _stays.Listen(frequencyMhz, TimeSpan.FromSeconds(5));

    private void Send(byte frame, int frequencyMhz, int stay) =>
        _stays.Send([frame], frequencyMhz, TimeSpan.FromMilliseconds(stay), FrameCare.Awaited);

    private void PassExactly(int milliseconds)
    {
        _clock.Advance(TimeSpan.FromMilliseconds(milliseconds) - new TimeSpan(1));
        Assert.That(_told, Is.Empty, "too early");
        _clock.Advance(new TimeSpan(1));
    }
}
