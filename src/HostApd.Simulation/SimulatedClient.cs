using System.Text;
using HostApd.Ieee80211;

namespace HostApd.Simulation;

/// <summary>How a client comes to its key.</summary>
public enum JoinMethod
{
    /// <summary>It has the passphrase.</summary>
    Psk,

    /// <summary>WPS, push button.</summary>
    PushButton,

    /// <summary>WPS, PIN.</summary>
    Pin,
}

/// <summary>What a client does besides sending frames.</summary>
public enum ClientAct
{
    /// <summary>Begins to search; with the number of channels.</summary>
    ScanBegan,

    /// <summary>Has searched.</summary>
    ScanEnded,

    /// <summary>Is told to disconnect by something else on its device.</summary>
    DisconnectOrdered,

    /// <summary>Gives up.</summary>
    GaveUp,
}

/// <summary>Who a client is and what is wrong with it.</summary>
public sealed record SimulatedClientOptions
{
    /// <summary>Its interface address.</summary>
    public required MacAddress Address { get; init; }

    /// <summary>Its P2P Device Address; null for a client without Wi-Fi Direct.</summary>
    public MacAddress? Device { get; init; }

    /// <summary>The channel of that network, in MHz, where it knows that; 0: wherever the access point is.</summary>
    public int FrequencyMhz { get; init; }

    /// <summary>The network it wants; 1 to 32 bytes.</summary>
    public required byte[] Ssid { get; init; }

    /// <summary>How it joins.</summary>
    public JoinMethod Method { get; init; }

    /// <summary>The passphrase it has, for <see cref="JoinMethod.Psk"/>.</summary>
    public string? Passphrase { get; init; }

    /// <summary>The pairwise master key, when it was computed before.</summary>
    public byte[]? Pmk { get; init; }

    /// <summary>The PIN, for <see cref="JoinMethod.Pin"/>.</summary>
    public string Pin { get; init; } = "12345670";

    /// <summary>32 bytes from which all that it would draw is derived.</summary>
    public byte[] Seed { get; init; } = new byte[32];

    /// <summary>Before everything it sends.</summary>
    public TimeSpan Think { get; init; }

    /// <summary>Channels it searches each time it looks for the network; 1: it knows the channel.</summary>
    public int ScanChannels { get; init; } = 1;

    /// <summary>On each of them.</summary>
    public TimeSpan ScanDwell { get; init; } = TimeSpan.FromMilliseconds(110);

    /// <summary>Authentications, the last ones of the join, in which something tells it to disconnect.</summary>
    public int SpuriousDisconnects { get; init; }

    /// <summary>Until it comes back from that.</summary>
    public TimeSpan DisconnectPause { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Until it comes back after it was sent away.</summary>
    public TimeSpan ReturnPause { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Until it tries again after nobody has answered: as long as wpa_supplicant took in the lab.</summary>
    public TimeSpan UnheardPause { get; init; } = TimeSpan.FromSeconds(5.5);

    /// <summary>So often it lets itself be sent away from a handshake; then it gives up. 0: never.</summary>
    public int GivesUpAfter { get; init; }
}

/// <summary>
/// A client with a user: it searches, is provisioned if need be, comes back with its key, and loses its patience. Built of
/// <see cref="SimulatedStation"/> and <see cref="SimulatedEnrollee"/>, with the manners of wpa_supplicant.
/// </summary>
public sealed class SimulatedClient : IJoiningClient
{
    private static readonly TimeSpan AfterProvisioning = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan DisconnectsAfter = TimeSpan.FromMicroseconds(500);

    private readonly SimulatedRadio _radio;
    private readonly SimulatedClientOptions _options;
    private SimulatedStation _station;
    private SimulatedEnrollee? _enrollee;
    private SimulatedStation? _device;
    private bool _hasKey;
    private int _disconnects;
    private int _sentAway;

    /// <summary>A client in reach of <paramref name="radio"/>, doing nothing.</summary>
    public SimulatedClient(SimulatedRadio radio, SimulatedClientOptions options)
    {
        _radio = radio;
        _options = options;
        _disconnects = options.SpuriousDisconnects;
        _hasKey = options.Method == JoinMethod.Psk;
        _station = MakeStation(options.Method == JoinMethod.Psk ? options.Pmk : null,
            options.Method == JoinMethod.Psk ? options.Passphrase : null);
    }

    /// <inheritdoc/>
    public event Action<ClientAct, int>? Acted;

    /// <summary>Its interface address.</summary>
    public MacAddress Address => _options.Address;

    /// <summary>Its P2P Device Address, or zero.</summary>
    public MacAddress Device => _options.Device ?? MacAddress.Zero;

    /// <summary>It is in.</summary>
    public bool IsConnected => _hasKey && _station.State == StationState.Connected;

    /// <summary>It tries no more.</summary>
    public bool HasGivenUp { get; private set; }

    /// <summary>Sends a data frame, when it is in.</summary>
    public SimulatedStation Station => _station;

    /// <summary>Begins to join.</summary>
    public void Start() => Search(() =>
    {
        if (_options.Device is { } device)
        {
            DiscoverProvisioning(device);
        }
        else
        {
            _station.Join();
        }
    });

    /// <summary>Begins to join a group that was made for it: there is nobody to be asked any more.</summary>
    public void StartAgreed() => Search(_station.Join);

    private SimulatedStation MakeStation(byte[]? pmk, string? passphrase)
    {
        var isProvisioning = pmk is null && passphrase is null;
        var station = new SimulatedStation(_radio, new SimulatedStationOptions
        {
            Address = _options.Address,
            FrequencyMhz = _options.FrequencyMhz,
            Ssid = _options.Ssid,
            Passphrase = passphrase,
            Pmk = pmk,
            Think = _options.Think,
            ProbeElements = isProvisioning ? ClientElements.WpsProbe(_options) : [],
            ExtraElements =
            [
                .. isProvisioning ? ClientElements.WpsAssociation : [],
                .. _options.Device is { } device ? ClientElements.P2p(device) : [],
            ],
        });
        if (isProvisioning)
        {
            _enrollee = new SimulatedEnrollee(ClientElements.Script(_options));
            station.EapolHandler = pdu => Enrol(station, pdu);
        }

        station.Changed += state => OnChanged(station, state);
        return station;
    }

    private void Act(ClientAct act, int number = 0) => Acted?.Invoke(act, number);

    /// <summary>Goes through its channels; ours is the sixth of them.</summary>
    private void Search(Action then)
    {
        const int ours = 6;
        if (_options.ScanChannels <= 1)
        {
            then();
            return;
        }

        Act(ClientAct.ScanBegan, _options.ScanChannels);
        var station = _station;
        _radio.Clock.Schedule(Math.Min(ours, _options.ScanChannels) * _options.ScanDwell, station.Probe);
        _radio.Clock.Schedule(_options.ScanChannels * _options.ScanDwell, () =>
        {
            Act(ClientAct.ScanEnded);
            then();
        });
    }

    /// <summary>Asks the owner's leave under the device address (P2P 1.7 3.1.3), as often as it takes.</summary>
    private void DiscoverProvisioning(MacAddress device)
    {
        const int tries = 120;
        var patience = _options.Think + TimeSpan.FromMilliseconds(200);
        _device = new SimulatedStation(_radio, new SimulatedStationOptions { Address = device, Ssid = _options.Ssid, Passphrase = null, Think = _options.Think });
        var answered = false;
        _device.ActionReceived += _ =>
        {
            if (!answered)
            {
                answered = true;
                _station.Join();
            }
        };
        Ask(tries);

        void Ask(int left)
        {
            if (answered || left == 0)
            {
                return;
            }

            _device.SendAction(ClientElements.ProvisionDiscovery(device, _radio.Address, _options.Ssid));
            _radio.Clock.Schedule(patience, () => Ask(left - 1));
        }
    }

    private void Enrol(SimulatedStation station, byte[] pdu)
    {
        if (_enrollee!.Answer(pdu) is { } answer)
        {
            station.SendEapol(answer);
        }
        else if (_enrollee.IsOver)
        {
            station.EapolHandler = null;
            station.Leave();
            TakeKey();
        }
    }

    private void TakeKey()
    {
        const int passphraseLength = 64;
        if (_enrollee!.Settings is not { } settings
            || EnrolleeKeys.Find(EnrolleeKeys.Find(settings, 0x100E) ?? settings, 0x1027) is not { } key)
        {
            GiveUp();
            return;
        }

        var text = Encoding.ASCII.GetString(key);
        _hasKey = true;
        _station = text.Length == passphraseLength ? MakeStation(Convert.FromHexString(text), null) : MakeStation(null, text);
        _radio.Clock.Schedule(_options.Think + AfterProvisioning, () => Search(_station.Authenticate));
    }

    private void OnChanged(SimulatedStation station, StationState state)
    {
        if (station != _station || !_hasKey)
        {
            return;
        }

        if (state == StationState.Authenticating && _disconnects > 0)
        {
            _disconnects--;
            _radio.Clock.Schedule(_options.Think + DisconnectsAfter, () => Disconnect(station));
        }
        else if (state == StationState.Idle && station.IsUnheard)
        {
            _radio.Clock.Schedule(_options.UnheardPause, () => Search(station.Authenticate));
        }
        else if (state == StationState.Idle && station.Ended is not null)
        {
            _sentAway++;
            if (_options.GivesUpAfter > 0 && _sentAway >= _options.GivesUpAfter)
            {
                GiveUp();
            }
            else
            {
                _radio.Clock.Schedule(_options.ReturnPause, () => Search(station.Authenticate));
            }
        }
    }

    private void Disconnect(SimulatedStation station)
    {
        Act(ClientAct.DisconnectOrdered);
        station.Leave();
        _radio.Clock.Schedule(_options.DisconnectPause, () => Search(station.Authenticate));
    }

    private void GiveUp()
    {
        HasGivenUp = true;
        Act(ClientAct.GaveUp);
    }
}
