using System.Globalization;
using HostApd.Driver;
using HostApd.Ieee80211;

namespace HostApd.Fuzz;

/// <summary>A radio whose every call is written down with all its bytes: what an access point does, to be held against what another one does.</summary>
internal sealed class WrittenRadio(IRadioDriver radio, Action<string> write) : IRadioDriver
{
    public RadioCapabilities Capabilities => radio.Capabilities;

    public MacAddress Address => radio.Address;

    public TimeSpan EventAge => radio.EventAge;

    public void Attach(IRadioEvents events) => radio.Attach(events);

    public DriverResult Prepare() => Told("prepare", radio.Prepare());

    public LinkCondition AskLink() => radio.AskLink();

    public DriverResult SetCountry(string alpha2, out bool pending) => Told($"country {alpha2}", radio.SetCountry(alpha2, out pending));

    public DriverResult Start(in AccessPointSettings settings) => Told($"start {Text(settings)}", radio.Start(settings));

    public DriverResult UpdateBeacon(in AccessPointSettings settings) => Told($"beacon {Text(settings)}", radio.UpdateBeacon(settings));

    public DriverResult Tune(in RadioTuning tuning) => Told($"tune {tuning}", radio.Tune(tuning));

    public DriverResult SwitchChannel(in ChannelSwitchSettings settings) => Told(
        $"switch {settings.Count} {settings.BlocksTransmission} {Hex(settings.BeaconHead)} {Hex(settings.BeaconTail)} {settings.CounterOffset} {Text(settings.After)}",
        radio.SwitchChannel(settings));

    public DriverResult Stop() => Told("stop", radio.Stop());

    public DriverResult SendFrame(ReadOnlySpan<byte> frame, SendOptions options, out ulong cookie) =>
        Told($"frame {Hex(frame)} {options}", radio.SendFrame(frame, options, out cookie));

    public DriverResult SendEapol(MacAddress station, ReadOnlySpan<byte> pdu, bool encrypt) =>
        Told($"eapol {station} {Hex(pdu)} {encrypt}", radio.SendEapol(station, pdu, encrypt));

    public DriverResult AddStation(in StationSettings station) => Told($"add {Text(station)}", radio.AddStation(station));

    public DriverResult UpdateStation(in StationSettings station) => Told($"update {Text(station)}", radio.UpdateStation(station));

    public DriverResult Authorize(MacAddress station, bool authorized) =>
        Told($"port {station} {authorized}", radio.Authorize(station, authorized));

    public DriverResult RemoveStation(MacAddress station, ManagementSubtype subtype, ReasonCode reason) =>
        Told($"remove {station} {subtype} {reason}", radio.RemoveStation(station, subtype, reason));

    public DriverResult InstallKey(in KeySettings key) =>
        Told($"key {key.Station} {key.Index} {key.Cipher:x8} {Hex(key.Key)} {key.MakeDefault}", radio.InstallKey(key));

    public DriverResult ReadKeySequence(int keyIndex, Span<byte> sequence) =>
        Told($"sequence {keyIndex}", radio.ReadKeySequence(keyIndex, sequence));

    public DriverResult ReadStation(MacAddress station, out StationCounters counters) =>
        Told($"read {station}", radio.ReadStation(station, out counters));

    public DriverResult ProbeStation(MacAddress station) => Told($"probe {station}", radio.ProbeStation(station));

    public void Dispose() => radio.Dispose();

    private static string Text(in AccessPointSettings s) => string.Create(CultureInfo.InvariantCulture,
        $"{Hex(s.Ssid)} {Hex(s.BeaconHead)} {Hex(s.BeaconTail)} {Hex(s.ProbeResponse)} {Hex(s.BeaconElements)} {Hex(s.ProbeResponseElements)} "
        + $"{Hex(s.AssociationResponseElements)} {s.BeaconInterval} {s.DtimPeriod} {s.Channel.FrequencyMhz} {s.Channel.CentreMhz} {s.Channel.Ht} "
        + $"{s.Rsn} {s.Bits.CtsProtection} {s.Bits.ShortPreamble} {s.Bits.ShortSlot} {Hex(s.BasicRates)} {s.Isolate} {s.NoCck} {s.HiddenSsid} {s.HtOperationMode}");

    private static string Text(in StationSettings s) => string.Create(CultureInfo.InvariantCulture,
        $"{s.Address} {s.State} {s.Aid} {s.ListenInterval} {s.Capability:x4} {Hex(s.Rates)} {Hex(s.HtCapabilities)} {Hex(s.ExtendedCapabilities)} "
        + $"{s.Wmm} {s.Uapsd.Queues} {s.Uapsd.MaxServicePeriod} {s.ShortPreamble} {s.Mfp}");

    private static string Hex(ReadOnlySpan<byte> bytes) => bytes.IsEmpty ? "-" : Convert.ToHexStringLower(bytes);

    private DriverResult Told(string line, DriverResult result)
    {
        write(result.Succeeded ? line : $"{line}: {result}");
        return result;
    }
}
