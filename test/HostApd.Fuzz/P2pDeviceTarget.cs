using HostApd.Ieee80211;
using HostApd.P2p;
using HostApd.Simulation;
using HostApd.Wps;

namespace HostApd.Fuzz;

/// <summary>
/// A P2P device without a group: frames, timers, TX status, ends of stays and wishes of a person in any order. Its state stays one that
/// something leads out of, its effects and its peers are bounded.
/// </summary>
public static class P2pDeviceTarget
{
    private const int MostEffects = 24;

    public static void Run(ReadOnlySpan<byte> data)
    {
        var scene = new Scene();
        var reader = new ByteReader(data);
        while (reader.Remaining > 1)
        {
            var what = reader.U8();
            var who = new MacAddress([0x42, 0, 0, 0, (byte)(reader.U8() & 3), 0]);
            scene.Do(what, who, what < 6 && reader.Remaining > 0 ? reader.Bytes(Math.Min(reader.Remaining - 1, (int)reader.U8())) : default);
        }
    }

    private sealed class Scene
    {
        private readonly VirtualClock _clock = new();
        private readonly bool[] _armed = new bool[Enum.GetValues<DeviceTimer>().Length];
        private readonly P2pDevice _device;
        private bool _isReady = true;
        private bool _hasGroup;

        internal Scene()
        {
            _device = new P2pDevice(new MacAddress([0x42, 0, 0, 0, 2, 0]), new P2pDeviceOptions
            {
                Device = new DeviceData { DeviceName = "us" },
                ConfigMethods = ConfigMethods.PushButton | ConfigMethods.Display | ConfigMethods.Keypad,
                Country = "US",
                FrequenciesMhz = [2412, 2437, 2462, 5180],
                PreferredMhz = 2437,
                Ssid = "DIRECT-qW"u8.ToArray(),
                Acceptance = DeviceAcceptance.OnRequest,
                GroupIdle = TimeSpan.FromSeconds(5),
            }, _clock, () => _isReady, static () => "12345670");
            _device.Start();
            Play();
        }

        internal void Do(byte what, MacAddress who, ReadOnlySpan<byte> bytes)
        {
            if (what < 6)
            {
                Hear(what, who, bytes);
            }
            else if (what < 32)
            {
                Happen(what, who);
            }
            else
            {
                _clock.Advance(TimeSpan.FromMilliseconds(what * 4));
            }

            Play();
            Check.That(_device.Peers.All.Count <= PeerTable.Most);
            var isExchanging = _device.State is DeviceState.Negotiation or DeviceState.Invitation or DeviceState.Discovery;
            Check.That(!isExchanging || _armed[(int)DeviceTimer.Exchange], $"{_device.State} without an end, after {what}");
            Check.That(_device.State != DeviceState.WaitPeer || _armed[(int)DeviceTimer.Patience], $"patience without an end, after {what}");
            Check.That(_device.Phase is not (GroupPhase.Forming or GroupPhase.FirstConnection) || _armed[(int)DeviceTimer.Group], $"{_device.Phase} without an end");
            Check.That(_hasGroup == (_device.Phase != GroupPhase.None), $"{_device.Phase}, after {what}");
        }

        private void Hear(byte what, MacAddress who, ReadOnlySpan<byte> bytes)
        {
            switch (what)
            {
                case 0 or 1 or 2:
                    _device.OnAction(who, bytes, 2412 + 25 * (what & 1), -40);
                    break;
                case 3:
                    _device.OnAction(who, [0x04, 0x09, 0x50, 0x6f, 0x9a, 0x09, .. bytes], 2437, -40);
                    break;
                case 4:
                    _device.OnProbeRequest(bytes, 2437, -40);
                    break;
                default:
                    _device.OnNeighbour(who, bytes, 2412, -40);
                    break;
            }
        }

        private void Happen(byte what, MacAddress who)
        {
            switch (what)
            {
                case < 13:
                    _armed[what - 6] = false;
                    _device.OnTimer((DeviceTimer)(what - 6));
                    break;
                case 13 or 14:
                    _device.OnSent(what == 13);
                    break;
                case 15:
                    _device.OnListenEnded();
                    break;
                case 16:
                    _device.OnSearched();
                    break;
                case 17 or 18:
                    _device.Connect(who, new PeerWish(ProvisionMethod.PushButton, null, 15, 0), onlyAllow: what == 17);
                    break;
                case 19:
                    _device.Find(SearchScope.Progressive, TimeSpan.Zero);
                    break;
                case 20:
                    _device.Invite(who, 0);
                    break;
                case 21:
                    _device.Discover(who, ConfigMethods.Keypad);
                    break;
                case 22:
                    _device.OnGroupStarted();
                    break;
                case 23:
                    _hasGroup = false;
                    _device.OnGroupEnded();
                    break;
                case 24:
                    _device.OnProvisioned();
                    break;
                case 25:
                    _device.OnClientIn();
                    break;
                case 26:
                    _device.OnClientLeft(0);
                    break;
                case 27:
                    _isReady = !_isReady;
                    _device.OnEntropyReady();
                    break;
                case 28:
                    _device.Cancel();
                    break;
                case 29:
                    _device.ExtendListen(TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(50));
                    break;
                case 30:
                    _device.StopFind();
                    break;
                default:
                    _device.Stop();
                    _device.Start();
                    break;
            }
        }

        private void Play()
        {
            var count = 0;
            while (_device.TryNextEffect(out var effect))
            {
                Check.That(++count <= MostEffects, "too many effects");
                switch (effect.Kind)
                {
                    case DeviceEffectKind.ArmTimer:
                        Check.That(effect.Time > TimeSpan.Zero);
                        _armed[(int)effect.Timer] = true;
                        break;
                    case DeviceEffectKind.CancelTimer:
                        _armed[(int)effect.Timer] = false;
                        break;
                    case DeviceEffectKind.StartGroup:
                        Check.That(!_hasGroup, "a group in a group");
                        _hasGroup = true;
                        break;
                    case DeviceEffectKind.SendAction or DeviceEffectKind.SendAnswer:
                        Check.That(effect.Body!.Length > 8 && effect.FrequencyMhz > 0 && !effect.Address.IsZero);
                        break;
                    case DeviceEffectKind.Listen:
                        Check.That(!_hasGroup, "a listen in a group");
                        break;
                    default:
                        break;
                }
            }
        }
    }
}

/// <summary>Seeds for <see cref="P2pDeviceTarget"/>: what was captured, between what else happens.</summary>
internal static class P2pDeviceCorpus
{
    public static IEnumerable<byte[]> Scenes
    {
        get
        {
            var actions = P2pCorpus.Actions.Where(static a => a.Length is > 8 and < 256).ToArray();
            var request = actions.First(static a => a[6] == 0 && a.Length > 60);
            var confirmation = actions.First(static a => a[6] == 2);
            yield return [.. Heard(request), .. Heard(confirmation), 22, 0, 24, 0, 25, 0, 26, 0, 8, 0, 23, 0];
            yield return [27, 0, .. Heard(request), 27, 0, 13, 0, 6, 0, 15, 0, 6, 0, 28, 0];

            // Two at once: a discovery under way, and a negotiation that has the radio.
            var discovered = Convert.FromHexString("0409506f9a090801dd0a0050f204100800020080");
            yield return [.. Heard(request), 28, 0, 60, 0, 21, 1, .. Heard(request), .. Heard(discovered), 6, 0];
            yield return [.. Heard(request), 28, 0, 60, 0, 20, 1, .. Heard(request), 6, 0, .. Heard(confirmation), 6, 0, 22, 0];
            yield return [.. actions.SelectMany(static a => Heard(a).Concat<byte>([13, 0, 40, 0, 6, 1]))];
            yield return [.. Heard(request), 28, 1, 18, 1, 14, 0, 20, 1, 21, 1, 19, 0, 16, 0, 15, 0, 30, 0, 29, 0, 10, 0];
            foreach (var probe in P2pCorpus.Probes)
            {
                yield return [4, 1, (byte)probe.Length, .. probe, 17, 1, .. Heard(request), 19, 0, 21, 1, 20, 1, 31, 0];
            }
        }
    }

    private static byte[] Heard(byte[] body) => [0, 1, (byte)body.Length, .. body];
}
