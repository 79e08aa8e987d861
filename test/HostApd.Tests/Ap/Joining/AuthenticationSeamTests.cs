using HostApd.Ap;
using HostApd.Entropy;
using HostApd.Ieee80211;
using HostApd.Simulation;
using NUnit.Framework;

namespace HostApd.Tests.Ap;

/// <summary>An exchange of more than two frames, which waits in between, fits where Open System stands: it is played here.</summary>
public sealed class AuthenticationSeamTests
{
    private const ushort Played = 3;

    private static readonly MacAddress Bssid = new([2, 0, 0, 0, 0, 0]);

    [Test]
    public void A_peer_becomes_a_station_only_when_its_exchange_is_accepted()
    {
        using var scene = new Scene(
            new AuthenticationStep(AuthenticationOutcome.Reply, 1, StatusCode.Success),
            new AuthenticationStep(AuthenticationOutcome.Accepted, 2, StatusCode.Success));
        scene.Send(1, "aa");
        Assert.That((scene.Stations.Count, scene.Said), Is.EqualTo((0, "0300" + "0100" + "0000" + "c0ffee")));
        scene.Send(2, "bb");
        Assert.That((scene.Stations.Count, scene.Said), Is.EqualTo((1, "0300" + "0200" + "0000" + "c0ffee")));
        Assert.That(scene.Heard, Is.EqualTo(new[] { "1 aa", "2 bb" }));
    }

    [TestCase((int)AuthenticationOutcome.Pending, "")]
    [TestCase((int)AuthenticationOutcome.Ignored, "")]
    [TestCase((int)AuthenticationOutcome.Refused, "0300" + "0100" + "0100" + "c0ffee")]
    public void Nobody_else_becomes_one(int outcome, string said)
    {
        using var scene = new Scene(new AuthenticationStep((AuthenticationOutcome)outcome, 1, StatusCode.Failure));
        scene.Send(1, "");
        Assert.That((scene.Stations.Count, scene.Said), Is.EqualTo((0, said)));
    }

    [Test]
    public void A_sequence_number_that_it_does_not_expect_never_reaches_it()
    {
        using var scene = new Scene();
        scene.Send(7, "");
        Assert.That((scene.Heard.Count, scene.Said), Is.EqualTo((0, "0300" + "0800" + "0e00")));
    }

    private sealed class Scene : IDisposable, IAuthentication
    {
        private readonly Queue<AuthenticationStep> _steps;
        private readonly SimulatedRadio _radio;
        private readonly EntropyPool _pool = new(new ApRig.CountingKernel(), new EntropyPoolOptions(Testing: true));
        private readonly BssRooms _rooms;
        private readonly Authentications _authentications;

        internal Scene(params AuthenticationStep[] steps)
        {
            _steps = new Queue<AuthenticationStep>(steps);
            var clock = new VirtualClock();
            _radio = new SimulatedRadio(clock);
            _pool.Start();
            var options = new BssOptions { InterfaceName = "wlan0", Ssid = "labtest"u8.ToArray(), Radio = new RadioOptions { Channel = OperatingChannel.Of(2437, ht: true) } };
            _rooms = new BssRooms(options, _radio, new Radio(_radio, clock), _pool, clock, new InlineWorker());
            _rooms.Site.Offer = BssOffer.Of(options, _radio.Capabilities, out _);
            _authentications = new Authentications(_rooms.Site, _rooms.Stations, _rooms.StationLife, _rooms.Admission, _rooms.Inquiries, _rooms.Arrival, _rooms.Transmitter, [this]);
        }

        public ushort Algorithm => Played;

        public bool IsOffered => true;

        internal List<string> Heard { get; } = [];

        internal StationTable Stations => _rooms.Stations;

        internal string Said => _radio.Air.Sent.LastOrDefault() is { } last ? Convert.ToHexStringLower(last.Bytes.AsSpan(ManagementFrame.HeaderLength)) : "";

        public bool Expects(ushort sequence) => sequence is 1 or 2;

        public AuthenticationStep OnFrame(MacAddress peer, ushort sequence, StatusCode status, ReadOnlySpan<byte> fields, ref ByteWriter reply)
        {
            Heard.Add($"{sequence} {Convert.ToHexStringLower(fields)}");
            reply.Bytes([0xC0, 0xFF, 0xEE]);
            return _steps.Dequeue();
        }

        public void Dispose()
        {
            _rooms.Site.Voice.Dispose();
            _pool.Dispose();
        }

        internal void Send(ushort sequence, string fields)
        {
            byte[] frame = [0xb0, 0, 0, 0, .. new byte[20], (byte)Played, 0, (byte)sequence, 0, 0, 0, .. Convert.FromHexString(fields)];
            Bssid.CopyTo(frame.AsSpan(4));
            ApRig.First.CopyTo(frame.AsSpan(10));
            Bssid.CopyTo(frame.AsSpan(16));
            Assert.That(ManagementFrame.TryParse(frame, out var parsed));
            _authentications.OnFrame(parsed);
        }
    }
}
