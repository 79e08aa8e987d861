using System.Globalization;
using HostApd.Driver;
using HostApd.Ieee80211;

namespace HostApd.Fuzz;

/// <summary>An access point interface and its radio whose every call is written down with all its bytes: what an access point does, to be held against what another one does.</summary>
internal sealed class WrittenLink(IRadio radio, IApLink link, Action<string>? write) : IRadio, IApLink
{
    public RadioCapabilities Capabilities => radio.Capabilities;

    public IRadio Radio => this;

    public MacAddress Address => link.Address;

    public IReadOnlyList<RadioInterface> Neighbours => link.Neighbours;

    public IP2pLink P2p => link.P2p;

    public IScanLink Scanning => link.Scanning;

    public IVlanLink Vlans => link.Vlans;

    public TimeSpan EventAge => link.EventAge;

    public void Attach(IApEvents events) => link.Attach(events);

    public void Attach(IRadioEvents events) => radio.Attach(events);

    public DriverResult Prepare(IReadOnlyList<FrameFilter> frames) => Told("prepare", link.Prepare(frames));

    public LinkCondition AskLink() => link.AskLink();

    public DriverResult ReadSurvey(out ChannelSurvey survey) => link.ReadSurvey(out survey);

    public LinkBridge AskBridge() => link.AskBridge();

    public DriverResult SetCountry(string alpha2, out bool pending) => Told($"country {alpha2}", radio.SetCountry(alpha2, out pending));

    public DriverResult Start(in AccessPointSettings settings) => Told($"start {Text(settings)}", link.Start(settings));

    public DriverResult UpdateBeacon(in AccessPointSettings settings) => Told($"beacon {Text(settings)}", link.UpdateBeacon(settings));

    public DriverResult Tune(in RadioTuning tuning) => Told($"tune {tuning}", link.Tune(tuning));

    public DriverResult ChangeWidth(OperatingChannel channel) => Told($"width {channel}", link.ChangeWidth(channel));

    public DriverResult SwitchChannel(in CountdownSettings settings) => Told(
        $"switch {settings.Count} {settings.BlocksTransmission} {Hex(settings.BeaconHead)} {Hex(settings.BeaconTail)} {string.Join(' ', settings.CounterOffsets.ToArray())} {Text(settings.After)}",
        link.SwitchChannel(settings));

    public DriverResult ChangeColour(in CountdownSettings settings) => Told(
        $"colour {settings.Count} {Hex(settings.BeaconTail)} {string.Join(' ', settings.CounterOffsets.ToArray())} {Text(settings.After)}",
        link.ChangeColour(settings));

    public DriverResult ReadAgain() => Told("read again", radio.ReadAgain());

    public DriverResult StartRadarDetection(OperatingChannel channel) => Told($"radar {channel}", link.StartRadarDetection(channel));

    public DriverResult EndRadarDetection() => Told("end radar", link.EndRadarDetection());

    public DriverResult Stop() => Told("stop", link.Stop());

    public DriverResult SendFrame(ReadOnlySpan<byte> frame, SendOptions options, out ulong cookie) =>
        Told($"frame {Hex(frame)} {options}", link.SendFrame(frame, options, out cookie));

    public DriverResult SendEapol(MacAddress station, ReadOnlySpan<byte> pdu, bool encrypt) =>
        Told($"eapol {station} {Hex(pdu)} {encrypt}", link.SendEapol(station, pdu, encrypt));

    public DriverResult AddStation(in StationSettings station) => Told($"add {Text(station)}", link.AddStation(station));

    public DriverResult UpdateStation(in StationSettings station) => Told($"update {Text(station)}", link.UpdateStation(station));

    public DriverResult Authorize(MacAddress station, bool authorized) =>
        Told($"port {station} {authorized}", link.Authorize(station, authorized));

    public DriverResult RemoveStation(MacAddress station, ManagementSubtype subtype, ReasonCode reason) =>
        Told($"remove {station} {subtype} {reason}", link.RemoveStation(station, subtype, reason));

    public DriverResult InstallKey(in KeySettings key) =>
        Told($"key {key.Station} {key.Index} {key.Cipher:x8} {Hex(key.Key)} {key.MakeDefault}", link.InstallKey(key));

    public DriverResult SelectPairwiseKey(MacAddress station, int keyId) =>
        Told($"select {station} {keyId}", link.SelectPairwiseKey(station, keyId));

    public DriverResult ReadKeySequence(int keyIndex, Span<byte> sequence) =>
        Told($"sequence {keyIndex}", link.ReadKeySequence(keyIndex, sequence));

    public DriverResult ReadStation(MacAddress station, out StationCounters counters) =>
        Told($"read {station}", link.ReadStation(station, out counters));

    public DriverResult ProbeStation(MacAddress station) => Told($"probe {station}", link.ProbeStation(station));

    public void Dispose() => link.Dispose();

    private static string Text(in AccessPointSettings s) => string.Create(CultureInfo.InvariantCulture,
        $"{Hex(s.Ssid)} {Hex(s.BeaconHead)} {Hex(s.BeaconTail)} {Hex(s.ProbeResponse)} {Hex(s.BeaconElements)} {Hex(s.ProbeResponseElements)} "
        + $"{Hex(s.AssociationResponseElements)} {s.BeaconInterval} {s.DtimPeriod} {s.Channel.PrimaryMhz} {s.Channel.CentreMhz} {s.Channel.Ht} "
        + $"{s.Rsn} {s.Bits.CtsProtection} {s.Bits.ShortPreamble} {s.Bits.ShortSlot} {Hex(s.BasicRates)} {s.Isolate} {s.NoCck} {s.HiddenSsid} {s.HtOperationMode}");

    private static string Text(in StationSettings s) => string.Create(CultureInfo.InvariantCulture,
        $"{s.Address} {s.State} {s.Aid} {s.ListenInterval} {s.Capability:x4} {Hex(s.Rates)} {Hex(s.HtCapabilities)} {Hex(s.ExtendedCapabilities)} "
        + $"{s.Wmm} {s.Uapsd.Queues} {s.Uapsd.MaxServicePeriod} {s.ShortPreamble} {s.Mfp}");

    private static string Hex(ReadOnlySpan<byte> bytes) => bytes.IsEmpty ? "-" : Convert.ToHexStringLower(bytes);

    private DriverResult Told(string line, DriverResult result)
    {
        write?.Invoke(result.Succeeded ? line : $"{line}: {result}");
        return result;
    }
}
