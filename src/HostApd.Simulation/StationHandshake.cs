using HostApd.Ieee80211;

namespace HostApd.Simulation;

/// <summary>A station's half of the 4-way and group key handshakes, and the keys it has.</summary>
internal sealed class StationHandshake
{
    /// <summary>Its RSNE; with bits 7 and 6 of the capabilities when it protects management frames, or wants them protected.</summary>
    internal static byte[] RsneOf(SimulatedStationOptions options) =>
        [.. options.Rsne[..^2], (byte)(options.Rsne[^2] | (options.ProtectsFrames ? 0x80 : 0) | (options.RequiresProtection ? 0x40 : 0)), options.Rsne[^1]];

    private readonly SimulatedStation _station;
    private readonly SimulatedRadio _radio;
    private readonly SimulatedStationOptions _options;
    private SimulatedSupplicant? _supplicant;
    private byte _nonce;
    private byte[]? _lastMessage2;
    private byte[]? _lastMessage4;

    internal StationHandshake(SimulatedStation station, SimulatedRadio radio, SimulatedStationOptions options)
    {
        _station = station;
        _radio = radio;
        _options = options;
        if (options.Pmk is { } known)
        {
            Pmk = known;
        }
        else if (options.Passphrase is { } passphrase)
        {
            using var pmk = Rsn.Pmk.FromPassphrase(options.Ssid, passphrase);
            Pmk = pmk.Span.ToArray();
        }
    }

    /// <summary>The pairwise master key.</summary>
    internal byte[] Pmk { get; set; } = new byte[Rsn.Pmk.Length];

    /// <summary>Temporal keys it has installed, oldest first: the same one twice would be a reinstallation.</summary>
    internal List<string> InstalledKeys { get; } = [];

    /// <summary>Group keys it was given, oldest first, as index and key.</summary>
    internal List<string> GroupKeys { get; } = [];

    /// <summary>IGTKs and BIGTKs it was given, oldest first, as key ID, packet number and key.</summary>
    internal List<string> IntegrityKeys { get; } = [];

    /// <summary>Key data of the last M3, decrypted.</summary>
    internal byte[] KeyDataOfMessage3 { get; private set; } = [];

    /// <summary>Sends M2 again, for the last M1.</summary>
    internal void RepeatMessage2() => _station.SendEapol(_lastMessage2!);

    /// <summary>Sends M4 again, for the last M3.</summary>
    internal void RepeatMessage4() => _station.SendEapol(_lastMessage4!);

    /// <summary>An 802.1X PDU of the access point.</summary>
    internal void Receive(byte[] pdu)
    {
        switch (new AirFrame(true, _station.Address, true, pdu).Name)
        {
            case "M1" when !_options.IgnoresMessage1:
                AnswerMessage1(pdu);
                break;
            case "M3" when !_options.IgnoresMessage3 && _supplicant is not null && _supplicant.Accepts(pdu):
                AnswerMessage3(_supplicant, pdu);
                break;
            case "Group1" when !_options.IgnoresGroupMessage && _supplicant is not null && _supplicant.Accepts(pdu):
                TakeGroupKey(_supplicant.KeyData(pdu));
                _station.SendEapol(_supplicant.Group2(pdu));
                break;
            default:
                break;
        }
    }

    private void AnswerMessage1(byte[] message1)
    {
        if (_supplicant is null)
        {
            var own = new byte[MacAddress.Length];
            var its = new byte[MacAddress.Length];
            _station.Address.CopyTo(own);
            _radio.Address.CopyTo(its);
            _supplicant = new SimulatedSupplicant(Pmk, its, own, [.. RsneOf(_options), .. _options.ExtraKeyData]);
            NewSNonce(_supplicant);
        }
        else if (_options.ChangesSNonce)
        {
            NewSNonce(_supplicant);
        }

        if (_options.LiesInMessage2)
        {
            _supplicant.Rsne = [.. _options.Rsne[..20], 0x80, 0];
        }

        _lastMessage2 = _supplicant.Message2(message1);
        _station.SendEapol(_lastMessage2);
    }

    private void AnswerMessage3(SimulatedSupplicant supplicant, byte[] message3)
    {
        _lastMessage4 = supplicant.Message4(message3);
        _station.SendEapol(_lastMessage4);
        var key = Convert.ToHexStringLower(supplicant.Tk);
        KeyDataOfMessage3 = supplicant.KeyData(message3);

        // A repeated M3 is answered, never installed again (802.11-2020 12.7.6.4).
        if (_station.State == StationState.Associated || InstalledKeys[^1] != key)
        {
            InstalledKeys.Add(key);
            TakeGroupKey(supplicant.KeyData(message3));
        }

        if (_station.State == StationState.Associated)
        {
            _station.Connect();
        }
    }

    // GTK KDE (802.11-2020 12.7.2): dd, length, 00-0f-ac 1, key id in bits 0-1, reserved, key.
    // IGTK and BIGTK KDEs: dd, length, 00-0f-ac 9 and 14, key id (2, least significant byte first), packet number (6), key.
    private void TakeGroupKey(byte[] keyData)
    {
        for (var at = 0; at + 8 < keyData.Length && keyData[at + 1] > 0; at += 2 + keyData[at + 1])
        {
            if (keyData[at] == 0xdd && keyData.AsSpan(at + 2, 4).SequenceEqual<byte>([0x00, 0x0f, 0xac, 1]))
            {
                var end = at + 2 + keyData[at + 1];
                GroupKeys.Add($"{keyData[at + 6] & 3}:{Convert.ToHexStringLower(keyData[(at + 8)..end])}");
            }
            else if (keyData[at] == 0xdd && keyData.AsSpan(at + 2, 3).SequenceEqual<byte>([0x00, 0x0f, 0xac]) && keyData[at + 5] is 9 or 14)
            {
                IntegrityKeys.Add($"{keyData[at + 6] | keyData[at + 7] << 8}:{Convert.ToHexStringLower(keyData[(at + 8)..(at + 14)])}"
                    + $":{Convert.ToHexStringLower(keyData[(at + 14)..(at + 2 + keyData[at + 1])])}");
            }
        }
    }

    private void NewSNonce(SimulatedSupplicant supplicant)
    {
        _nonce++;
        supplicant.SNonce = [.. Enumerable.Range(0, 32).Select(i => (byte)(i * 7 + _nonce * 31 + _station.Address.GetHashCode()))];
    }

    /// <summary>It has another pairwise master key, under the same association.</summary>
    internal void TakePmk(byte[] pmk)
    {
        Pmk = pmk;
        _supplicant = null;
    }

    /// <summary>A fresh start, or the end.</summary>
    internal void Forget()
    {
        _supplicant = null;
        InstalledKeys.Clear();
    }
}
