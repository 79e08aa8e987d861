using HostApd.Driver;
using HostApd.Ieee80211;

namespace HostApd.Tests.Nl80211;

/// <summary>Writes down what a link and its radio tell.</summary>
internal sealed class Listener : IApEvents, IRadioEvents
{
    public List<string> Lines { get; } = [];

    public void OnFrame(ReadOnlySpan<byte> frame, in ReceiveInfo info) =>
        Lines.Add($"frame {Convert.ToHexStringLower(frame)} {info.FrequencyMhz} MHz {info.SignalDbm} dBm");

    public void OnFrameSent(ulong cookie, ReadOnlySpan<byte> frame, bool acknowledged) =>
        Lines.Add($"sent {cookie} {Convert.ToHexStringLower(frame)} {acknowledged}");

    public void OnEapol(MacAddress station, ReadOnlySpan<byte> pdu, bool encrypted) =>
        Lines.Add($"eapol {station} {Convert.ToHexStringLower(pdu)} {encrypted}");

    public void OnEapolSent(MacAddress station, ReadOnlySpan<byte> pdu, bool acknowledged) =>
        Lines.Add($"eapol sent {station} {Convert.ToHexStringLower(pdu)} {acknowledged}");

    public void OnStationArrived(MacAddress station, ReadOnlySpan<byte> elements) => Lines.Add($"arrived {station}");

    public void OnStationLeft(MacAddress station) => Lines.Add($"left {station}");

    public void OnStationProbed(MacAddress station, bool acknowledged) => Lines.Add($"probed {station} {acknowledged}");

    public void OnUnexpectedFrame(MacAddress station) => Lines.Add($"unexpected {station}");

    public void OnUnprotectedFrame(MacAddress station) => Lines.Add($"unprotected {station}");

    public void OnRegulatoryChanged() => Lines.Add("regulatory");

    public void OnNeighbourMoves(RadioInterface neighbour, OperatingChannel channel, int count) =>
        Lines.Add($"{neighbour} moves to {channel.PrimaryMhz} {channel.Secondary} in {count}");

    public void OnRadar(RadarNews news, OperatingChannel channel) =>
        Lines.Add($"radar {news} {channel.PrimaryMhz} {channel.WidthMhz}{(channel.Ht ? "" : " no HT")}");

    public void OnInterfaceChanged(InterfaceChange change) => Lines.Add($"interface {change}");

    public void OnStopped() => Lines.Add("stopped");

    public void OnColour(ColourNews news, ulong heard) => Lines.Add($"colour {news} {heard:x}");

    public void OnChannelSwitched(OperatingChannel channel) => Lines.Add($"switched {channel.PrimaryMhz} {channel.Secondary}");

    public void OnEventsLost() => Lines.Add("lost");
}
