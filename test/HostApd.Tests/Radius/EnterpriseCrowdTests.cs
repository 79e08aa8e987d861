using System.Net;
using HostApd.Ap;
using HostApd.Ieee80211;
using HostApd.Linux;
using HostApd.Radius;
using HostApd.Rsn;
using HostApd.Simulation;
using HostApd.Tests.Ap;
using NUnit.Framework;

namespace HostApd.Tests.Radius;

/// <summary>
/// Power returns and everybody comes at once: stations in virtual time, through the hall, the packets and the client, to a server that asks so many
/// rounds and lets in; some of its answers are lost, and each comes with a forged one before it.
/// </summary>
[NonParallelizable]
public sealed class EnterpriseCrowdTests
{
    private static readonly byte[] Rsne = [48, 20, 1, 0, 0, 0x0f, 0xac, 4, 1, 0, 0, 0x0f, 0xac, 4, 1, 0, 0, 0x0f, 0xac, 1, 0, 0];

    [TestCase(100, 1, 0, 10_000)]
    [TestCase(100, 1, 10, 10_000)]
    [TestCase(2000, 10, 0, 6_000)]
    public void Everybody_is_in_and_the_bounds_hold(int stations, int seconds, int lossPercent, int mostBytes)
    {
        using var scene = new Scene(lossPercent);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var all = new SimulatedStation[stations];
        for (var i = 0; i < stations; i++)
        {
            var number = i;
            scene.Rig.Clock.Schedule(TimeSpan.FromSeconds((double)seconds * i / stations), () =>
            {
                all[number] = scene.Rig.Station(new MacAddress([2, 0, 0, 9, (byte)(number >> 8), (byte)number]), static o => o with
                {
                    Passphrase = null,
                    Identity = "alice",
                    Rsne = Rsne,
                    ReturnsAfter = TimeSpan.FromSeconds(1),
                });
                all[number].Authenticate();
            });
        }

        scene.Rig.Run(seconds + 1);
        var inTime = scene.Rig.Bss.Stations.Count(static s => s.IsAuthorized);
        scene.Rig.Run(20);
        Assert.That(all.Count(static s => s.State == StationState.Connected), Is.EqualTo(stations));
        Assert.That(scene.Rig.Bss.Stations.Count(static s => s.IsAuthorized), Is.EqualTo(stations));
        Assert.That(inTime, lossPercent == 0 ? Is.EqualTo(stations) : Is.LessThan(stations), "what is lost is asked again after two seconds");
        Assert.That(scene.Doubled, Is.Zero, "no identifier is out twice");
        Assert.That(scene.MostOpen, Is.LessThanOrEqualTo(1024));
        Assert.That(scene.Sessions.Count(), lossPercent == 0 ? Is.EqualTo(stations) : Is.GreaterThanOrEqualTo(stations));

        // The stations' own side and what the rig writes down do not count.
        Array.Clear(all);
        scene.Rig.Radio.ClearReach();
        scene.Rig.Forget();
        var bytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / stations;
        TestContext.Out.WriteLine($"{stations} in {seconds} s, {lossPercent} % of answers lost: {inTime} in a second after the last, at most {scene.MostOpen} questions open, {bytes} bytes a station");
        Assert.That(bytes, Is.LessThan(mostBytes));
    }

    private sealed class Scene : IDisposable
    {
        private const int Rounds = 8;

        private readonly int _lossPercent;
        private readonly RadiusNas _nas;
        private readonly Dictionary<(int Way, byte Identifier), string> _open = [];
        private readonly Dictionary<string, int> _accepts = [];
        private readonly HashSet<string> _sessions = [];
        private int _ways;
        private int _answered;

        internal Scene(int lossPercent)
        {
            _lossPercent = lossPercent;
            var wanted = NasRig.Read("interface=wlan0\nhw_mode=g\nchannel=6\nssid=labtest\nwpa=2\nwpa_key_mgmt=WPA-EAP\nieee8021x=1\nnas_identifier=lab\n"
                + "auth_server_addr=192.0.2.1\nauth_server_shared_secret=between the two of us\n");
            Rig = new ApRig(change: static o => o with
            {
                Security = new SecurityOptions { Pmks = [], Enterprise = new EnterpriseOptions(), Rsn = new RsnOptions { Offer = new KeySuiteOffer(DataCipher.Ccmp, KeySuite.EapCcmp) } },
            });
            _nas = new RadiusNas(Rig.Bss, new RadiusExchanges(Open, Rig.Pool, Rig.Pool.WhenReady, Rig.Clock), new SessionNumbers(Rig.Pool), static e => throw e);
            _nas.Use(wanted.Radius);
            Rig.Bss.Service = _nas;
            Rig.Bss.Enable();
            Rig.Run(0.01);
        }

        internal ApRig Rig { get; }

        internal int MostOpen { get; private set; }

        internal int Doubled { get; private set; }

        internal IEnumerable<string> Sessions => _sessions;

        public void Dispose()
        {
            _nas.Dispose();
            Rig.Dispose();
        }

        private OsResult Open(RadiusExchangeOptions options, IPEndPoint server, UdpHandler onDatagram, Action onRefused, out IServerSocket? opened)
        {
            opened = new Way(this, _ways++, onDatagram);
            return OsResult.Ok;
        }

        private void OnRequest(int way, byte[] packet, UdpHandler onDatagram)
        {
            var key = (way, packet[1]);
            var authenticator = Convert.ToHexString(packet.AsSpan(4, 16));
            if (_open.TryGetValue(key, out var other) && other != authenticator)
            {
                Doubled++;
            }

            _open[key] = authenticator;
            MostOpen = Math.Max(MostOpen, _open.Count);
            if (_lossPercent > 0 && ++_answered % (100 / _lossPercent) == 0)
            {
                return;
            }

            Rig.Clock.Schedule(TimeSpan.FromMilliseconds(3), () =>
            {
                if (_open.GetValueOrDefault(key) == authenticator)
                {
                    _open.Remove(key);
                    onDatagram(Packets.Answer(RadiusCode.AccessReject, packet[1], packet[4..20], [], "another secret"u8.ToArray()));
                    onDatagram(Answer(packet));
                }
            });
        }

        private byte[] Answer(byte[] packet)
        {
            var (station, round, response) = ("", 0, Array.Empty<byte>());
            for (var i = 20; i < packet.Length; i += packet[i + 1])
            {
                var value = packet[(i + 2)..(i + packet[i + 1])];
                switch ((RadiusAttributeType)packet[i])
                {
                    case RadiusAttributeType.CallingStationId:
                        station = System.Text.Encoding.ASCII.GetString(value);
                        break;
                    case RadiusAttributeType.State:
                        round = value[0];
                        break;
                    case RadiusAttributeType.EapMessage:
                        response = value;
                        break;
                    case RadiusAttributeType.AccountingSessionId:
                        _sessions.Add(System.Text.Encoding.ASCII.GetString(value));
                        break;
                }
            }

            var authenticator = packet[4..20];
            var secret = "between the two of us"u8.ToArray();
            if (round < Rounds)
            {
                return Packets.Answer(RadiusCode.AccessChallenge, packet[1], authenticator,
                    [.. Packets.Attribute(RadiusAttributeType.State, (byte)(round + 1)), .. Packets.Attribute(RadiusAttributeType.EapMessage, 1, (byte)(response[1] + 1), 0, 6, 25, (byte)round)], secret);
            }

            var count = _accepts[station] = _accepts.GetValueOrDefault(station) + 1;
            Assert.That(MacAddress.TryParse(station.Replace('-', ':').ToLowerInvariant(), out var address));
            var key = StationEap.KeyOf(address, count);
            var receive = Packets.Hide(key[..32], authenticator, [0x80, 1], secret);
            var send = Packets.Hide(key[32..], authenticator, [0x80, 2], secret);
            return Packets.Answer(RadiusCode.AccessAccept, packet[1], authenticator,
            [
                .. Packets.Attribute(RadiusAttributeType.EapMessage, 3, response[1], 0, 4),
                .. Packets.Vendor(311, [17, (byte)(receive.Length + 2), .. receive]), .. Packets.Vendor(311, [16, (byte)(send.Length + 2), .. send]),
            ], secret);
        }

        private sealed class Way(Scene scene, int number, UdpHandler onDatagram) : IServerSocket
        {
            public OsResult Send(ReadOnlySpan<byte> datagram)
            {
                scene.OnRequest(number, datagram.ToArray(), onDatagram);
                return OsResult.Ok;
            }

            public void Dispose()
            {
            }
        }
    }
}
